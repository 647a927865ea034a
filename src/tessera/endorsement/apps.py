from django.apps import AppConfig


class EndorsementConfig(AppConfig):
    name = "tessera.endorsement"
    label = "endorsement"

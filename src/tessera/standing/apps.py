from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "tessera.standing"
    label = "standing"

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "tessera.assurance"
    label = "assurance"

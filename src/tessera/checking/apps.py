from django.apps import AppConfig


class CheckingConfig(AppConfig):
    name = "tessera.checking"
    label = "checking"

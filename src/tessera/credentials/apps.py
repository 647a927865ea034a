from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "tessera.credentials"
    label = "credentials"

from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "tessera.signing"
    label = "signing"

from django.apps import AppConfig


class PublicsiteConfig(AppConfig):
    name = "tessera.publicsite"
    label = "publicsite"

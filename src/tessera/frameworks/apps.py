from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "tessera.frameworks"
    label = "frameworks"

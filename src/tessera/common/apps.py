from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "tessera.common"
    label = "common"

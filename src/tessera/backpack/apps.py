from django.apps import AppConfig


class BackpackConfig(AppConfig):
    name = "tessera.backpack"
    label = "backpack"

from django.apps import AppConfig


class StacksConfig(AppConfig):
    name = "tessera.stacks"
    label = "stacks"

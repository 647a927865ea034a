from django.apps import AppConfig


class HoldingsConfig(AppConfig):
    name = "tessera.holdings"
    label = "holdings"

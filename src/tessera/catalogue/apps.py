from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "tessera.catalogue"
    label = "catalogue"

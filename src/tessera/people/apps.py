from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tessera.people"
    label = "people"

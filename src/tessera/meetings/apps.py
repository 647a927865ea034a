from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "tessera.meetings"
    label = "meetings"

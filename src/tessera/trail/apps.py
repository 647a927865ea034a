from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "tessera.trail"
    label = "trail"

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ConfigConfig(AppConfig):
    name = "tessera.config"
    label = "config"

    def ready(self) -> None:
        # Background jobs, upward reactions and the words of the trail register themselves.
        autodiscover_modules("tasks", "receivers", "presenters")

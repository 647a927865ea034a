from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "tessera.credentials"
    label = "credentials"

    def ready(self) -> None:
        from tessera.checking import operations as checking
        from tessera.credentials import hosted

        checking.also_here(hosted.document_at)

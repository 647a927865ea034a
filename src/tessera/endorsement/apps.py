from django.apps import AppConfig


class EndorsementConfig(AppConfig):
    name = "tessera.endorsement"
    label = "endorsement"

    def ready(self) -> None:
        from tessera.checking import operations as checking
        from tessera.endorsement.queries import own_keys

        checking.also_here(own_keys.document_at)

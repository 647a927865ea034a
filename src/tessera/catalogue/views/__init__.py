from tessera.catalogue.views.overview import artwork, version

__all__ = ["artwork", "version"]

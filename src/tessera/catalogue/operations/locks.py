from __future__ import annotations

from tessera.catalogue.models import Version


def locked(version: Version) -> Version:
    """The version as it is now, for this transaction alone."""
    return (
        Version.objects.select_for_update(no_key=True, of=("self",))
        .select_related("definition__unit")
        .get(pk=version.pk)
    )

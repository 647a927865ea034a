from __future__ import annotations

from django.utils import translation

from tessera.catalogue.models import Version
from tessera.common.languages import labelled, local, local_lazy


def test_local_is_the_readers_language_and_english_where_french_is_missing() -> None:
    both, english = Version(title="Change", title_fr="Changement"), Version(title="Change")
    with translation.override("fr"):
        french = (local(both, "title"), local(english, "title"))
    assert (french, local(both, "title")) == (("Changement", "Change"), "Change")


def test_local_lazy_is_read_in_the_language_of_its_moment() -> None:
    title = local_lazy({"title": "Change", "title_fr": "Changement"}, "title")
    with translation.override("fr"):
        french = str(title)
    assert (french, str(title)) == ("Changement", "Change")


def test_labelled_spaces_the_colon_as_the_language_does() -> None:
    with translation.override("fr"):
        french = labelled("Niveau", 2)
    assert (french, labelled("Level", 2)) == ("Niveau\u00a0: 2", "Level: 2")

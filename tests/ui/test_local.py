from __future__ import annotations

from django.utils import translation

from tessera.catalogue.models import Version
from tessera.ui.templatetags.tessera import local


def test_local_is_the_readers_language_and_english_where_french_is_missing() -> None:
    both, english = Version(title="Change", title_fr="Changement"), Version(title="Change")
    with translation.override("fr"):
        french = (local(both, "title"), local(english, "title"))
    assert (french, local(both, "title")) == (("Changement", "Change"), "Change")

"""The seven sections as steps, each with what it still lacks."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from tessera.catalogue.enums import Section
from tessera.catalogue.models import Version
from tessera.catalogue.queries import Missing


def steps(
    version: Version, missing: list[Missing], current: Section | None = None
) -> list[dict[str, Any]]:
    lacking = Counter(each.section for each in missing)
    return [
        {
            "label": section.label,
            "url": reverse("catalogue:section", args=[version.uuid, int(section)]),
            "state": _state(section, lacking[section], current),
            "note": _note(lacking[section]),
        }
        for section in Section
    ]


def _state(section: Section, lacking: int, current: Section | None) -> str:
    if section == current:
        return "current"
    return "todo" if lacking else "done"


def _note(lacking: int) -> str:
    if not lacking:
        return ""
    return ngettext("%(count)s thing to do", "%(count)s things to do", lacking) % {"count": lacking}

"""The catalogue as the public sees it: cards to search and filter, and the facts of one page.

A college publishes hundreds of designs, not millions: their words are compared here, so that accents
and case never matter, whatever the database.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import DeliveryMode, Kind, State
from tessera.credentials.enums import State as AwardState
from tessera.endorsement import queries as endorsement

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from tessera.catalogue.models import Version

OPEN = (State.PUBLISHED, State.UNDER_REVIEW)
LANGUAGES = {"en": _("English"), "fr": _("French")}


@dataclass(frozen=True, slots=True)
class Card:
    """One design in the catalogue."""

    version: Version
    endorsers: tuple[str, ...]

    @property
    def is_stack(self) -> bool:
        return self.version.definition.kind == Kind.STACK


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with how many designs it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str | Promise
    choices: tuple[Choice, ...]


@dataclass(slots=True)
class Found:
    """The designs that answer a search, by id in the order of their titles, and what narrows it."""

    ids: list[int]
    facets: list[Facet] = field(default_factory=list)


Row = Mapping[str, Any]
FACETS: dict[str, tuple[str | Promise, Callable[[Row], list[str]]]] = {
    "kind": (_("Kind"), lambda row: [row["definition__kind"]]),
    "unit": (_("School or unit"), lambda row: [row["definition__unit__slug"]]),
    "level": (_("Level"), lambda row: [str(row["level"])] if row["level"] else []),
    "language": (_("Language"), lambda row: list(row["languages"])),
    "mode": (_("How it is taught"), lambda row: list(row["delivery_modes"])),
}


def asked(given: Mapping[str, str]) -> dict[str, Any]:
    """What an address asks of `search`: its words, and one value of each filter."""
    return {
        "words": given.get("q", "")[:200],
        "chosen": {name: given.get(name, "") for name in FACETS},
    }


def search(*, words: str = "", chosen: Mapping[str, str] | None = None) -> Found:
    """Everything that can be earned, narrowed by words and by the filters of FACETS."""
    chosen = {name: value for name, value in (chosen or {}).items() if name in FACETS and value}
    rows = _matching(words)

    def left(without: str = "") -> list[Row]:
        return [
            row
            for row in rows
            if all(
                value in FACETS[name][1](row) for name, value in chosen.items() if name != without
            )
        ]

    facets = [_facet(name, left(without=name), chosen.get(name, "")) for name in FACETS]
    return Found([row["pk"] for row in left()], [each for each in facets if each.choices])


def cards(ids: Iterable[int], at: datetime) -> list[Card]:
    """The cards of these versions, in this order, in a fixed number of queries."""
    ids = list(ids)
    versions = catalogue.public().in_bulk(ids)
    endorsers = endorsement.organisations_in_force(versions.values(), at)
    return [Card(versions[pk], tuple(endorsers.get(pk, ()))) for pk in ids]


def earned_by(version: Version) -> int:
    """How many people hold the badge, whatever the version they earned."""
    counted = (
        type(version.definition)
        .objects.filter(pk=version.definition_id)
        .aggregate(people=Count("awards", filter=Q(awards__state=AwardState.ISSUED)))
    )
    return int(counted["people"])


def language_names(codes: Iterable[str]) -> list[str]:
    return [str(LANGUAGES.get(code, code)) for code in codes]


def mode_names(modes: Iterable[str]) -> list[str]:
    known = dict(DeliveryMode.choices)
    return [str(known.get(mode, mode)) for mode in modes]


def _matching(words: str) -> list[Row]:
    """Rows of what can be earned whose words hold all of these, sorted by title as it is read."""
    wanted = plain(words).split()
    title = "title_fr" if get_language() == "fr" else "title"
    rows = list(
        catalogue.public()
        .filter(state__in=OPEN)
        .values(
            "pk",
            "title",
            "title_fr",
            "summary",
            "summary_fr",
            "level",
            "languages",
            "delivery_modes",
            "definition__kind",
            "definition__unit__slug",
            "definition__unit__name",
            "definition__unit__name_fr",
        )
    )
    if wanted:
        taught = _skills(row["pk"] for row in rows)
        rows = [
            row
            for row in rows
            if all(word in plain(_spoken(row) + taught.get(row["pk"], "")) for word in wanted)
        ]
    return sorted(rows, key=lambda row: (plain(row[title] or row["title"]), row["pk"]))


def _spoken(row: Row) -> str:
    names = ("title", "title_fr", "summary", "summary_fr", "definition__unit__name")
    return " ".join(str(row[name]) for name in names) + " "


def _skills(ids: Iterable[int]) -> dict[int, str]:
    """Outcomes and the skills that they are aligned to, as one text for each version."""
    taught: dict[int, str] = {}
    found = catalogue.public().filter(pk__in=list(ids)).exclude(outcomes=None)
    for pk, *texts in found.values_list(
        "pk", "outcomes__text", "outcomes__alignments__name", "outcomes__alignments__code"
    ):
        taught[pk] = taught.get(pk, "") + " ".join(text or "" for text in texts) + " "
    return taught


def _facet(name: str, rows: list[Row], chosen: str) -> Facet:
    label, values = FACETS[name]
    counts = Counter(value for row in rows for value in values(row))
    named = {value: _label(name, value, rows) for value in counts}
    return Facet(
        name,
        label,
        tuple(
            Choice(value, named[value], counts[value], value == chosen)
            for value in sorted(counts, key=lambda value: plain(named[value]))
        ),
    )


def _label(name: str, value: str, rows: list[Row]) -> str:
    match name:
        case "kind":
            return str(Kind(value).label).capitalize()
        case "language":
            return language_names([value])[0]
        case "mode":
            return mode_names([value])[0].capitalize()
        case "unit":
            row = next(row for row in rows if row["definition__unit__slug"] == value)
            french = row["definition__unit__name_fr"] if get_language() == "fr" else ""
            return str(french or row["definition__unit__name"])
    return value


def plain(text: str) -> str:
    """Without accents and case: “Équipe” is found by “equipe”."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()

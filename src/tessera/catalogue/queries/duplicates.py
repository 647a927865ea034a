"""Which other designs may be the same thing, and why: every definition, in four queries however many."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tessera.catalogue.enums import State
from tessera.catalogue.models import Alignment, Outcome, Version
from tessera.kernel.likeness import Likeness, Sketch, alike

GIVEN_UP = (State.WITHDRAWN, State.DECLINED)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A design to compare with, and the reasons in words."""

    version: Version
    reasons: tuple[str, ...]


def duplicates_of(version: Version) -> list[Duplicate]:
    """The newest versions of other definitions that look like this one, the likest first."""
    others = _newest(version)
    sketches = _sketches({version.pk: (version.title, version.title_fr), **others})
    found = alike(sketches.pop(version.pk), sketches.values())
    versions = Version.objects.select_related("definition__unit").in_bulk(
        [each.id for each in found]
    )
    mine = len(set(_skills([version.pk])[version.pk])) if found else 0
    return [Duplicate(versions[each.id], _reasons(each, of=mine)) for each in found]


def _newest(version: Version) -> dict[int, tuple[str, str]]:
    """Version id -> names, one for each other definition that was not given up."""
    rows = (
        Version.objects.exclude(definition=version.definition_id)
        .exclude(state__in=GIVEN_UP)
        .order_by("definition_id", "number")
        .values_list("definition_id", "pk", "title", "title_fr")
    )
    newest = {definition: (pk, title, french) for definition, pk, title, french in rows}
    return {pk: (title, french) for pk, title, french in newest.values()}


def _sketches(names: dict[int, tuple[str, str]]) -> dict[int, Sketch]:
    outcomes: dict[int, list[str]] = defaultdict(list)
    for pk, text in Outcome.objects.values_list("version_id", "text"):
        if pk in names:
            outcomes[pk].append(text)
    skills = _skills(None)
    return {
        pk: Sketch(pk, tuple(filter(None, named)), tuple(outcomes[pk]), frozenset(skills[pk]))
        for pk, named in names.items()
    }


def _skills(versions: list[int] | None) -> dict[int, list[str]]:
    """Version id -> addresses of the skills that its outcomes are aligned to."""
    rows = Alignment.objects.values_list("outcome__version_id", "url")
    found: dict[int, list[str]] = defaultdict(list)
    for pk, url in rows if versions is None else rows.filter(outcome__version__in=versions):
        found[pk].append(url)
    return found


def _reasons(found: Likeness, *, of: int) -> tuple[str, ...]:
    """One's own outcomes are quoted: the other design may not be for everyone to read yet."""
    said = [_("its name says the same")] if found.name else []
    said += [
        _("it has the same outcome: “%(outcome)s”") % {"outcome": text}
        for text in dict.fromkeys(own for own, _theirs in found.outcomes)
    ]
    if found.shared:
        facts = {"count": len(found.shared), "of": of}
        said.append(_("it shares %(count)s of the %(of)s skills of this one") % facts)
    return tuple(said)

"""A snapshot in the reader's language: chapters of labelled lines, and what changed between two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import (
    CommitmentKind,
    ComponentKind,
    DeliveryMode,
    EvidenceKind,
    NeedKind,
    Section,
    Side,
)
from tessera.catalogue.models import Version
from tessera.catalogue.queries.completeness import NEEDED
from tessera.catalogue.queries.snapshot import FIELDS
from tessera.catalogue.queries.versions import titles
from tessera.common.languages import labelled, local
from tessera.kernel.errors import RuleError
from tessera.kernel.rules import codec, explain, terms

LANGUAGES = {"en": _("English"), "fr": _("French")}


@dataclass(frozen=True, slots=True)
class Entry:
    """One field in words; without lines it was left empty. A component is also there as it was kept."""

    name: str
    label: str
    lines: tuple[str, ...]
    component: dict[str, Any] | None = None

    @property
    def is_needed(self) -> bool:
        """Whether its absence is worth showing."""
        return any(self.name in needed for needed in NEEDED.values())

    @property
    def language(self) -> str:
        """Of a field that is asked for in both languages; "" of one that is written in either."""
        if self.name.endswith("_fr"):
            return "fr"
        return "en" if any(f"{self.name}_fr" in names for names in FIELDS.values()) else ""


@dataclass(frozen=True, slots=True)
class Chapter:
    section: Section
    entries: tuple[Entry, ...]

    @property
    def written(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.lines and entry.component is None]

    @property
    def components(self) -> list[dict[str, Any]]:
        """What the learner does, with the rubric; one of which nothing is written is not shown."""
        return [entry.component for entry in self.entries if entry.component and entry.lines]

    @property
    def unwritten(self) -> list[str]:
        return [entry.label for entry in self.entries if entry.is_needed and not entry.lines]


@dataclass(frozen=True, slots=True)
class Change:
    section: Section
    name: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def in_words(snapshot: dict[str, Any]) -> list[Chapter]:
    """The whole proposal, as `content()` gave it, section by section."""
    rows: dict[Section, tuple[Entry, ...]] = {
        Section.IDENTITY: (
            _entry("unit", gettext("unit"), [local(snapshot, "unit")]),
            _entry("owner", gettext("owner"), [snapshot.get("owner", "")]),
        ),
        Section.VALUE: (_entry("outcomes", gettext("outcomes"), _outcomes(snapshot)),),
        Section.INDUSTRY: (
            _entry("needs", gettext("evidence of need"), _needs(snapshot)),
            _entry("partners", gettext("partners"), _partners(snapshot)),
        ),
        Section.BRAND: (
            _entry("artwork", gettext("badge artwork"), _artwork(snapshot)),
            _entry("services", gettext("commitments"), _services(snapshot)),
        ),
        Section.QUALITY: tuple(
            replace(
                _entry(kind, label, _component(component)),
                component=component | {"label": label},
            )
            for component in snapshot["components"]
            for kind, label in [(component["kind"], str(ComponentKind(component["kind"]).label))]
        ),
    }
    return [
        Chapter(
            section,
            tuple(field_in_words(name, snapshot.get(name)) for name in FIELDS[section])
            + rows.get(section, ()),
        )
        for section in Section
    ]


def changes_between(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """What a reader of the old snapshot would find different in the new one."""
    before = {
        (chapter.section, entry.name): entry
        for chapter in in_words(old)
        for entry in chapter.entries
    }
    return [
        Change(chapter.section, entry.name, entry.label, was.lines, entry.lines)
        for chapter in in_words(new)
        for entry in chapter.entries
        if (was := before[chapter.section, entry.name]).lines != entry.lines
    ]


def fields_in_words() -> list[tuple[Section, list[tuple[str, str]]]]:
    """Every line that a proposal may have, by section: its name and its label."""
    rows = {
        Section.VALUE: [("outcomes", gettext("outcomes"))],
        Section.INDUSTRY: [
            ("needs", gettext("evidence of need")),
            ("partners", gettext("partners")),
        ],
        Section.BRAND: [
            ("artwork", gettext("badge artwork")),
            ("services", gettext("commitments")),
        ],
        Section.QUALITY: [(str(kind), str(kind.label)) for kind in ComponentKind],
    }
    return [
        (
            section,
            [(name, field_in_words(name, None).label) for name in FIELDS[section]]
            + [(name, label[:1].upper() + label[1:]) for name, label in rows.get(section, [])],
        )
        for section in Section
    ]


def field_in_words(name: str, value: Any) -> Entry:
    """One plain field of the form."""
    label = str(Version._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return _entry(name, label, _lines(name, value))


def _entry(name: str, label: str, lines: list[str]) -> Entry:
    return Entry(name, label[:1].upper() + label[1:], tuple(line for line in lines if line))


def _lines(name: str, value: Any) -> list[str]:
    if value in (None, "", []):
        return []
    match name:
        case "languages":
            return [str(LANGUAGES.get(each, each)) for each in value]
        case "delivery_modes":
            return [str(dict(DeliveryMode.choices).get(each, each)) for each in value]
        case "adds_to":
            return [f"{local(each, 'name')}, {each['institution']}" for each in value]
        case "prerequisites":
            return [local(each, "title") for each in value]
        case "rule":
            return [_rule(value)]
        case "review_on":
            return [_day(value)]
        case "pass_share":
            return [pass_rule_in_words(value)]
    if isinstance(value, bool):
        return [gettext("yes") if value else gettext("no")]
    choices = dict(Version._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    return str(choices.get(value, value)).splitlines()


def pass_rule_in_words(share: int | None) -> str:
    """The pass rule in one sentence; without a share every criterion has to be met."""
    if share is None:
        return gettext("Every criterion has to reach the level that is needed.")
    return gettext(
        "In each component, criteria that carry at least %(share)s %% of the weight have to reach the"
        " level that is needed, and every essential one without exception."
    ) % {"share": share}


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value), "DATE_FORMAT")


def _rule(value: Any) -> str:
    try:
        rule = codec.decode(value)
    except RuleError:
        return gettext("a rule that cannot be read")
    language = get_language() or "en"
    named = titles(terms.definitions(rule), language)
    return explain.explain(rule, lambda part: named.get(part, part), language).text


def _artwork(snapshot: dict[str, Any]) -> list[str]:
    """The file is named for what it holds, so a few letters of it tell one picture from another."""
    name = PurePosixPath(snapshot["artwork"]).stem
    return [gettext("picture %(code)s") % {"code": name[:8]}] if name else []


def _outcomes(snapshot: dict[str, Any]) -> list[str]:
    lines = []
    for outcome in snapshot["outcomes"]:
        found = [labelled(each["framework"], each["name"]) for each in outcome["alignments"]]
        beside = "; ".join(found) or outcome["unaligned_reason"]
        lines.append(f"{outcome['text']} ({beside})" if beside else outcome["text"])
    return lines


def _needs(snapshot: dict[str, Any]) -> list[str]:
    return [
        labelled(
            f"{Side(need['side']).label}, {NeedKind(need['kind']).label}, {need['source']},"
            f" {_day(need['found_on'])}",
            need["finding"],
        )
        for need in snapshot["needs"]
    ]


def _partners(snapshot: dict[str, Any]) -> list[str]:
    return [labelled(each["organisation"], each["part"]) for each in snapshot["partners"]]


def _services(snapshot: dict[str, Any]) -> list[str]:
    return [
        labelled(
            CommitmentKind(each["kind"]).label,
            f"{local(each, 'title')} ({each['edition']}). {each['how']}",
        )
        for each in snapshot["services"]
    ]


def _component(component: dict[str, Any]) -> list[str]:
    lines = [component["instructions"]]
    for task in component["tasks"]:
        kinds = ", ".join(str(EvidenceKind(kind).label) for kind in task["accepts"])
        lines.append(
            labelled(task["title"], task["instructions"])
            + (f" ({kinds}; {_at_least(task['minimum_items'])})" if kinds else "")
        )
    lines += [gettext(prompt["text"]) for prompt in component["prompts"]]
    for criterion in component["criteria"]:
        lines.append(criterion_in_words(criterion))
    return lines


def _at_least(items: int) -> str:
    return ngettext("%(count)s piece at least", "%(count)s pieces at least", items) % {
        "count": items
    }


def criterion_in_words(criterion: dict[str, Any]) -> str:
    """“Statement (essential): needed Proficient, of Beginning < Developing < Proficient.”"""
    names = {level["rank"]: level["name"] for level in criterion["levels"]}
    said = gettext("%(statement)s (essential)") if criterion["essential"] else "%(statement)s"
    needed = gettext("level needed: %(level)s of %(levels)s") % {
        "level": names.get(criterion["required_rank"], ""),
        "levels": " < ".join(names.values()),
    }
    judges = "; ".join(criterion["outcomes"])
    line = f"{said % {'statement': criterion['statement']}} – {needed}"
    return f"{line} – {judges}" if judges else line

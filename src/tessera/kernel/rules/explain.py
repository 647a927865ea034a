"""Rules and outcomes in words, English and French, and what is still missing.

The names of definitions, categories, issuers and formal credentials come from the caller, in the
language asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from tessera.kernel.rules.facts import Finding
from tessera.kernel.rules.judge import Outcome
from tessera.kernel.rules.terms import (
    AtLeast,
    AtLevel,
    Capstone,
    Count,
    Credits,
    Formal,
    Frame,
    FromIssuer,
    Holds,
    HoldsStack,
    InOrder,
    PerCategory,
    Rule,
    SingleUse,
    Sum,
    Within,
    children,
)

Naming = Callable[[str], str]

_PHRASES = {
    "en": {
        "credential": "“{name}”",
        "stack": "the macro-badge “{name}”",
        "capstone": "the capstone “{name}”",
        "formal": "the formal credential “{name}”",
        "declared": "{part} (their own word is enough)",
        "level": "{part} at level {level} or above",
        "version": "{part} (version {version} or newer)",
        "all": "all of these",
        "any": "any one of these",
        "some": "at least {n} of these {count}",
        "and": " and ",
        "or": " or ",
        "then": ", then ",
        "order": "in this order",
        "group": "{head}: {parts}",
        "one badge": "at least {n} {more}badge",
        "badges": "at least {n} {more}badges",
        "category": "{badges} from “{name}”",
        "at level": "{badges} at level {level} or above",
        "credits": "badges worth at least {n} {more}credits",
        "hours": "badges of at least {n} {more}hours together",
        "among": "{part}, out of {names}",
        "within": "all earned within {months} months",
        "share": "at least {percent} % of them from {issuer}",
        "us": "this institution",
        "single": "no badge counting twice",
        "framed": "{part}, {frame}",
        "nothing": "Nothing is missing.",
        "needed": "Still needed: {parts}.",
        "open": "not yet complete",
        Finding.MET: "met",
        Finding.SPENT: "already counted elsewhere",
        Finding.NOT_YET: "not valid yet",
        Finding.BELOW: "held, but below what is asked",
        Finding.SUSPENDED: "suspended",
        Finding.EXPIRED: "expired",
        Finding.REVOKED: "revoked",
        Finding.APART: "all held, but not earned within the period",
        Finding.OUT_OF_ORDER: "all held, but not earned in this order",
        Finding.ELSEWHERE: "all held, but too few from there",
        Finding.UNDECIDED: "not decided: there are too many ways to count it",
        Finding.MISSING: "not yet held",
    },
    "fr": {
        "credential": "«\u00a0{name}\u00a0»",
        "stack": "le macro-insigne «\u00a0{name}\u00a0»",
        "capstone": "le projet de synthèse «\u00a0{name}\u00a0»",
        "formal": "le titre «\u00a0{name}\u00a0»",
        "declared": "{part} (une déclaration suffit)",
        "level": "{part} au niveau {level} ou plus",
        "version": "{part} (version {version} ou plus récente)",
        "all": "tous les éléments suivants",
        "any": "l’un des éléments suivants",
        "some": "au moins {n} des {count} éléments suivants",
        "and": " et ",
        "or": " ou ",
        "then": ", puis ",
        "order": "dans cet ordre",
        "group": "{head}\u00a0: {parts}",
        "one badge": "au moins {n} insigne{more}",
        "badges": "au moins {n} insignes{more}",
        "category": "{badges} de «\u00a0{name}\u00a0»",
        "at level": "{badges} de niveau {level} ou plus",
        "credits": "des insignes valant au moins {n} crédits{more}",
        "hours": "des insignes totalisant au moins {n} heures{more}",
        "among": "{part}, parmi {names}",
        "within": "le tout obtenu en {months} mois au plus",
        "share": "dont au moins {percent}\u00a0% de {issuer}",
        "us": "cet établissement",
        "single": "aucun insigne ne comptant deux fois",
        "framed": "{part}, {frame}",
        "nothing": "Il ne manque rien.",
        "needed": "Il manque encore\u00a0: {parts}.",
        "open": "pas encore complet",
        Finding.MET: "atteint",
        Finding.SPENT: "déjà compté ailleurs",
        Finding.NOT_YET: "pas encore valide",
        Finding.BELOW: "obtenu, mais en deçà de ce qui est demandé",
        Finding.SUSPENDED: "suspendu",
        Finding.EXPIRED: "expiré",
        Finding.REVOKED: "révoqué",
        Finding.APART: "tout est obtenu, mais pas dans la période",
        Finding.OUT_OF_ORDER: "tout est obtenu, mais pas dans cet ordre",
        Finding.ELSEWHERE: "tout est obtenu, mais trop peu de là",
        Finding.UNDECIDED: "indécis\u00a0: il y a trop de façons de compter",
        Finding.MISSING: "pas encore obtenu",
    },
}
_MORE = {"en": "more ", "fr": " de plus"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A rule in words. `head` stands alone above `parts`; `text` says it all in one line.

    `finding` and its `note` in words are there when an outcome was explained, not a rule alone.
    """

    head: str
    text: str
    parts: tuple[Sentence, ...] = ()
    finding: Finding | None = None
    note: str = ""


def explain(of: Rule | Outcome, name: Naming, language: str = "en") -> Sentence:
    """The rule, or the rule with what each part came to, as sentences within sentences."""
    rule, outcome = (of.rule, of) if isinstance(of, Outcome) else (of, None)
    finding = outcome.finding if outcome else None
    within = outcome.parts if outcome else children(rule)
    parts = tuple(explain(part, name, language) for part in within)
    sentence = _sentence(rule, parts, name, language)
    return replace(sentence, finding=finding, note=_note(rule, finding, language))


def still_needed(outcome: Outcome, name: Naming, language: str = "en") -> str:
    """What would complete the rule, as one sentence that leaves out what is met."""
    say = _PHRASES[language]
    if outcome.met:
        return say["nothing"]
    return say["needed"].format(parts=_remainder(outcome, name, language).text)


def words(finding: Finding, language: str = "en") -> str:
    """What a finding says of one part."""
    return _PHRASES[language][finding]


def _remainder(outcome: Outcome, name: Naming, language: str) -> Sentence:
    rule = outcome.rule
    if isinstance(rule, Count | Sum):
        rest = rule.minimum - (
            outcome.reached if isinstance(rule, Credits) else int(outcome.reached)
        )
        fewer: Count | Sum = replace(rule, minimum=rest)  # type: ignore[arg-type]
        text = _counting(fewer, name, language, is_more=outcome.reached > 0)
        return Sentence(text, text)
    open_parts = [part for part in outcome.parts if not part.met]
    if not open_parts:  # a part in itself, or one whose own parts are there but do not fit together
        return explain(rule, name, language)
    parts = [_remainder(part, name, language) for part in open_parts]
    if isinstance(rule, Frame):
        return _sentence(rule, tuple(parts), name, language)
    if isinstance(rule, InOrder):
        return parts[0] if len(parts) == 1 else _sentence(rule, tuple(parts), name, language)
    assert isinstance(rule, AtLeast)
    needed = rule.n - sum(part.met for part in outcome.parts)
    if needed in (1, len(parts)):
        parts = list(dict.fromkeys(parts))  # parts that have come to ask for the same thing
    if len(parts) == 1:
        return parts[0]
    return _group(min(needed, len(parts)), tuple(parts), language)


def _sentence(rule: Rule, parts: tuple[Sentence, ...], name: Naming, language: str) -> Sentence:
    say = _PHRASES[language]
    match rule:
        case AtLeast():
            return _group(rule.n, parts, language)
        case InOrder():
            listed = say["then"].join(map(_bracketed, parts))
            text = say["group"].format(head=say["order"], parts=listed)
            return Sentence(say["order"], text, parts)
        case Within() | FromIssuer() | SingleUse():
            head = _frame(rule, name, language)
            text = say["framed"].format(part=_bracketed(parts[0]), frame=head)
            return Sentence(head, text, parts)
    text = (
        _counting(rule, name, language)
        if isinstance(rule, Count | Sum)
        else _leaf(rule, name, language)
    )
    return Sentence(text, text)


def _frame(rule: Frame, name: Naming, language: str) -> str:
    say = _PHRASES[language]
    if isinstance(rule, Within):
        return say["within"].format(months=rule.months)
    if isinstance(rule, SingleUse):
        return say["single"]
    issuer = name(rule.issuer) if rule.issuer else say["us"]
    return say["share"].format(percent=rule.percent, issuer=issuer)


def _group(n: int, parts: tuple[Sentence, ...], language: str) -> Sentence:
    if len(parts) == 1:
        return Sentence(parts[0].head, parts[0].text, parts)
    say = _PHRASES[language]
    kind = "all" if n == len(parts) else "any" if n == 1 else "some"
    head = say[kind].format(n=n, count=len(parts))
    spoken = [_bracketed(part) for part in parts]
    listed = ", ".join(spoken[:-1]) + say["or" if kind == "any" else "and"] + spoken[-1]
    text = say["group"].format(head=head, parts=listed) if kind == "some" else listed
    return Sentence(head, text, parts)


def _bracketed(sentence: Sentence) -> str:
    return f"({sentence.text})" if _is_list(sentence) else sentence.text


def _is_list(sentence: Sentence) -> bool:
    return len(sentence.parts) > 1 or any(map(_is_list, sentence.parts))


def _note(rule: Rule, finding: Finding | None, language: str) -> str:
    if finding is None:
        return ""
    is_open = bool(children(rule)) and finding is Finding.MISSING
    return _PHRASES[language]["open" if is_open else finding]


def _counting(rule: Count | Sum, name: Naming, language: str, *, is_more: bool = False) -> str:
    say = _PHRASES[language]
    more = _MORE[language] if is_more else ""
    if isinstance(rule, Count):
        badges = say["one badge" if rule.minimum == 1 else "badges"]
        counted = badges.format(n=rule.minimum, more=more)
        if isinstance(rule, PerCategory):
            text = say["category"].format(badges=counted, name=name(rule.category))
        else:
            assert isinstance(rule, AtLevel)
            text = say["at level"].format(badges=counted, level=rule.level)
    else:
        kind = "credits" if isinstance(rule, Credits) else "hours"
        text = say[kind].format(n=_number(rule.minimum, language), more=more)
    if not rule.among:
        return text
    names = ", ".join(say["credential"].format(name=name(each)) for each in rule.among)
    return say["among"].format(part=text, names=names)


def _number(value: Decimal | int, language: str) -> str:
    said = f"{Decimal(value).normalize():f}"
    return said.replace(".", ",") if language == "fr" else said


def _leaf(leaf: Rule, name: Naming, language: str) -> str:
    say = _PHRASES[language]
    match leaf:
        case HoldsStack():
            return say["stack"].format(name=name(leaf.stack))
        case Capstone():
            return say["capstone"].format(name=name(leaf.definition))
        case Formal():
            said = say["formal"].format(name=name(leaf.credential))
            return say["declared"].format(part=said) if leaf.declared else said
    assert isinstance(leaf, Holds)
    said = say["credential"].format(name=name(leaf.definition))
    if leaf.min_level is not None:
        said = say["level"].format(part=said, level=leaf.min_level)
    if leaf.min_version is not None:
        said = say["version"].format(part=said, version=leaf.min_version)
    return said

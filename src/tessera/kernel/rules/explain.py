"""Rules and outcomes in words, English and French, and what is still missing.

The names of definitions come from the caller, in the language asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tessera.kernel.rules.judge import Finding, Outcome
from tessera.kernel.rules.terms import AtLeast, HoldsStack, Leaf, Rule, named

Naming = Callable[[str], str]

_PHRASES = {
    "en": {
        "credential": "“{name}”",
        "stack": "the macro-badge “{name}”",
        "level": "{part} at level {level} or above",
        "version": "{part} (version {version} or newer)",
        "all": "all of these",
        "any": "any one of these",
        "some": "at least {n} of these {count}",
        "and": " and ",
        "or": " or ",
        "group": "{head}: {parts}",
        "nothing": "Nothing is missing.",
        "needed": "Still needed: {parts}.",
        Finding.MET: "met",
        Finding.SPENT: "already counted elsewhere",
        Finding.NOT_YET: "not valid yet",
        Finding.BELOW: "held, but below what is asked",
        Finding.SUSPENDED: "suspended",
        Finding.EXPIRED: "expired",
        Finding.REVOKED: "revoked",
        Finding.MISSING: "not yet held",
        "open": "not yet complete",
    },
    "fr": {
        "credential": "«\u00a0{name}\u00a0»",
        "stack": "le macro-badge «\u00a0{name}\u00a0»",
        "level": "{part} au niveau {level} ou plus",
        "version": "{part} (version {version} ou plus récente)",
        "all": "tous les éléments suivants",
        "any": "l’un des éléments suivants",
        "some": "au moins {n} des {count} éléments suivants",
        "and": " et ",
        "or": " ou ",
        "group": "{head}\u00a0: {parts}",
        "nothing": "Il ne manque rien.",
        "needed": "Il manque encore\u00a0: {parts}.",
        Finding.MET: "atteint",
        Finding.SPENT: "déjà compté ailleurs",
        Finding.NOT_YET: "pas encore valide",
        Finding.BELOW: "obtenu, mais en deçà de ce qui est demandé",
        Finding.SUSPENDED: "suspendu",
        Finding.EXPIRED: "expiré",
        Finding.REVOKED: "révoqué",
        Finding.MISSING: "pas encore obtenu",
        "open": "pas encore complet",
    },
}


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


@dataclass(frozen=True, slots=True)
class Missing:
    """`count` further credentials complete the rule, if chosen well among the leaves not met.

    A definition that a rule names in two places counts for each of them.
    """

    count: int
    leaves: tuple[Outcome, ...]


def explain(of: Rule | Outcome, name: Naming, language: str = "en") -> Sentence:
    """The rule, or the rule with what each part came to, as sentences within sentences."""
    rule, outcome = (of.rule, of) if isinstance(of, Outcome) else (of, None)
    finding = outcome.finding if outcome else None
    if not isinstance(rule, AtLeast):
        words = _leaf(rule, name, language)
        return Sentence(words, words, (), finding, _note(rule, finding, language))
    within = outcome.parts if outcome else rule.rules
    parts = tuple(explain(part, name, language) for part in within)
    sentence = _group(rule.n, parts, language)
    return replace(sentence, finding=finding, note=_note(rule, finding, language))


def missing(outcome: Outcome) -> Missing:
    """What is still needed, and how many at the least. Nothing when the rule is met."""
    if outcome.met:
        return Missing(0, ())
    if not isinstance(outcome.rule, AtLeast):
        return Missing(1, (outcome,))
    short = [missing(part) for part in outcome.parts if not part.met]
    count = sum(sorted(part.count for part in short)[: _needed(outcome.rule, outcome)])
    return Missing(count, tuple(leaf for part in short for leaf in part.leaves))


def still_needed(outcome: Outcome, name: Naming, language: str = "en") -> str:
    """What would complete the rule, as one sentence that leaves out what is met."""
    say = _PHRASES[language]
    if outcome.met:
        return say["nothing"]
    return say["needed"].format(parts=_remainder(outcome, name, language).text)


def _needed(rule: AtLeast, outcome: Outcome) -> int:
    return rule.n - sum(part.met for part in outcome.parts)


def _remainder(outcome: Outcome, name: Naming, language: str) -> Sentence:
    if not isinstance(outcome.rule, AtLeast):
        return explain(outcome.rule, name, language)
    parts = [_remainder(part, name, language) for part in outcome.parts if not part.met]
    needed = _needed(outcome.rule, outcome)
    if needed in (1, len(parts)):
        parts = list(dict.fromkeys(parts))  # parts that have come to ask for the same thing
    if len(parts) == 1:
        return parts[0]
    return _group(min(needed, len(parts)), tuple(parts), language)


def _group(n: int, parts: tuple[Sentence, ...], language: str) -> Sentence:
    if len(parts) == 1:
        return Sentence(parts[0].head, parts[0].text, parts)
    say = _PHRASES[language]
    kind = "all" if n == len(parts) else "any" if n == 1 else "some"
    head = say[kind].format(n=n, count=len(parts))
    spoken = [f"({part.text})" if _is_list(part) else part.text for part in parts]
    listed = ", ".join(spoken[:-1]) + say["or" if kind == "any" else "and"] + spoken[-1]
    text = say["group"].format(head=head, parts=listed) if kind == "some" else listed
    return Sentence(head, text, parts)


def _is_list(sentence: Sentence) -> bool:
    return len(sentence.parts) > 1 or any(map(_is_list, sentence.parts))


def _note(rule: Rule, finding: Finding | None, language: str) -> str:
    if finding is None:
        return ""
    is_open = isinstance(rule, AtLeast) and finding is not Finding.MET
    return _PHRASES[language]["open" if is_open else finding]


def _leaf(leaf: Leaf, name: Naming, language: str) -> str:
    say = _PHRASES[language]
    if isinstance(leaf, HoldsStack):
        return say["stack"].format(name=name(named(leaf)))
    words = say["credential"].format(name=name(named(leaf)))
    if leaf.min_level is not None:
        words = say["level"].format(part=words, level=leaf.min_level)
    if leaf.min_version is not None:
        words = say["version"].format(part=words, version=leaf.min_version)
    return words

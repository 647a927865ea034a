"""A report in plain words: one sentence that answers, what to do, and each check by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tessera.kernel.openbadges.report import Report, Result, Step, Verdict

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Answer:
    """`tone` is good, attention or bad; `kind` a stable word: valid, tampered, revoked ...

    `word` is what stands beside the icon: the answer at a glance.
    """

    kind: str
    tone: str
    sentence: str
    advice: str
    word: str


@dataclass(frozen=True, slots=True)
class Check:
    """One step, as `<c-checks>` draws it."""

    name: str
    label: Words
    result: str
    summary: Words
    detail: str
    facts: tuple[tuple[Words, str], ...] = ()


KINDS: dict[str, tuple[str, ...]] = {
    "tampered": ("signature", "length", "not-canonical", "undefined-term"),
    "revoked": ("revoked",),
    "suspended": ("suspended",),
    "expired": ("expired", "proof-expired"),
    "not-yet-valid": ("not-yet-valid",),
    "wrong-person": ("recipient",),
    "unsigned": ("no-proof", "algorithm"),
    "wrong-key": (
        "not-issuer",
        "not-assertion",
        "key-revoked",
        "key-expired",
        "no-such-key",
        "secret",
    ),
    "unsupported": ("unsupported", "unknown-context", "inline-context"),
}
_KIND_OF = {code: kind for kind, codes in KINDS.items() for code in codes}

SENTENCES: dict[str, tuple[str, Words, Words]] = {
    "valid": (
        "good",
        gettext_lazy("This badge is valid."),
        gettext_lazy(
            "It was issued by %(issuer)s, nothing in it was changed, and it still stands."
        ),
    ),
    "unknown-issuer": (
        "attention",
        gettext_lazy("This badge is genuine and still stands, but we do not know its issuer."),
        gettext_lazy("Anyone can issue a badge. Make sure that %(issuer)s is who you think it is."),
    ),
    "tampered": (
        "bad",
        gettext_lazy("This badge was changed after it was issued, or was never issued."),
        gettext_lazy("Do not rely on it. Ask the person who gave it to you for the original."),
    ),
    "revoked": (
        "bad",
        gettext_lazy("This badge was withdrawn by its issuer."),
        gettext_lazy("It no longer stands, although nothing in it was changed."),
    ),
    "suspended": (
        "attention",
        gettext_lazy("This badge is suspended by its issuer."),
        gettext_lazy("Do not rely on it until the issuer has decided."),
    ),
    "expired": (
        "attention",
        gettext_lazy("This badge has expired."),
        gettext_lazy("It was valid once. Ask whether it was renewed."),
    ),
    "not-yet-valid": (
        "attention",
        gettext_lazy("This badge is not valid yet."),
        gettext_lazy("It says from when it counts."),
    ),
    "wrong-person": (
        "bad",
        gettext_lazy("This badge belongs to somebody else."),
        gettext_lazy("It is not about the person whose address or name you gave."),
    ),
    "person-untold": (
        "attention",
        gettext_lazy("This badge does not tell whether it belongs to that person."),
        gettext_lazy(
            "It names its holder in another way. Ask for the address or number that it was issued"
            " to, and check again."
        ),
    ),
    "unsigned": (
        "bad",
        gettext_lazy("Nobody signed this badge."),
        gettext_lazy("Anyone could have written it. Do not rely on it."),
    ),
    "wrong-key": (
        "bad",
        gettext_lazy("This badge was not signed by the issuer that it names."),
        gettext_lazy("Do not rely on it, and tell the issuer."),
    ),
    "invalid": (
        "bad",
        gettext_lazy("This badge is not valid."),
        gettext_lazy("The check that failed is listed below."),
    ),
    "unsupported": (
        "attention",
        gettext_lazy("This badge was made in a way that cannot be checked here."),
        gettext_lazy("That says nothing against it. Ask its issuer how to check it."),
    ),
    "undecided": (
        "attention",
        gettext_lazy("This badge could not be checked."),
        gettext_lazy(
            "Something that the check needs could not be reached. Do not rely on the badge yet;"
            " try again later."
        ),
    ),
}

# The answer in a word or two; nothing that could not be checked looks like what is fine.
WORDS: dict[str, Words] = {
    "valid": gettext_lazy("Valid"),
    "unknown-issuer": gettext_lazy("Issuer not known"),
    "tampered": gettext_lazy("Not genuine"),
    "revoked": gettext_lazy("Withdrawn"),
    "suspended": gettext_lazy("Suspended"),
    "expired": gettext_lazy("Expired"),
    "not-yet-valid": gettext_lazy("Not yet valid"),
    "wrong-person": gettext_lazy("Somebody else’s"),
    "person-untold": gettext_lazy("Holder not told"),
    "unsigned": gettext_lazy("Not signed"),
    "wrong-key": gettext_lazy("Not genuine"),
    "invalid": gettext_lazy("Not valid"),
    "unsupported": gettext_lazy("Could not be checked"),
    "undecided": gettext_lazy("Could not be checked"),
}

LABELS: dict[str, Words] = {
    "form": gettext_lazy("It is a badge"),
    "signature": gettext_lazy("Nothing was changed"),
    "issuer": gettext_lazy("It comes from its issuer"),
    "refresh": gettext_lazy("It is the newest edition"),
    "status": gettext_lazy("It was not withdrawn"),
    "dates": gettext_lazy("It is in date"),
    "subject": gettext_lazy("It is about somebody"),
    "achievement": gettext_lazy("It says what was achieved"),
    "shape": gettext_lazy("It is written as Open Badges usually are"),
    "recipient": gettext_lazy("It is about the person you named"),
    "schema": gettext_lazy("It is written as its issuer says"),
    "record": gettext_lazy("It is one record of one person"),
    "members": gettext_lazy("Each badge inside"),
    "endorsements": gettext_lazy("Who else stands behind it"),
    "trust": gettext_lazy("We know the issuer"),
}

SUMMARIES: dict[tuple[str, Result], Words] = {
    ("form", Result.PASSED): gettext_lazy("It is written as an Open Badge."),
    ("form", Result.FAILED): gettext_lazy("It is not written as an Open Badge must be."),
    ("form", Result.UNKNOWN): gettext_lazy("It is written in a way that is not read here."),
    ("signature", Result.PASSED): gettext_lazy("It reads exactly as it was signed."),
    ("signature", Result.FAILED): gettext_lazy("It does not read as it was signed."),
    ("signature", Result.UNKNOWN): gettext_lazy("The signature could not be checked."),
    ("issuer", Result.PASSED): gettext_lazy("The key that it names belongs to its issuer."),
    ("issuer", Result.FAILED): gettext_lazy("The issuer does not vouch for this signature."),
    ("issuer", Result.UNKNOWN): gettext_lazy("The issuer’s keys could not be read."),
    ("refresh", Result.PASSED): gettext_lazy("The newest edition was fetched from its issuer."),
    ("refresh", Result.UNKNOWN): gettext_lazy(
        "No newer edition could be had, so this one was checked."
    ),
    ("status", Result.PASSED): gettext_lazy("The issuer’s list says that it still stands."),
    ("status", Result.FAILED): gettext_lazy("The issuer’s list says that it no longer stands."),
    ("status", Result.UNKNOWN): gettext_lazy(
        "The issuer’s list was not read, so it is not known whether it still stands."
    ),
    ("status", Result.SKIPPED): gettext_lazy("This badge names no list on which to look it up."),
    ("dates", Result.PASSED): gettext_lazy("Today is within its dates."),
    ("dates", Result.FAILED): gettext_lazy("Today is outside its dates."),
    ("subject", Result.PASSED): gettext_lazy(
        "It names its holder by an id or a protected address."
    ),
    ("subject", Result.FAILED): gettext_lazy("It does not say whom it is about."),
    ("achievement", Result.PASSED): gettext_lazy("It describes the achievement and its criteria."),
    ("achievement", Result.FAILED): gettext_lazy("It leaves out what every badge must say."),
    ("shape", Result.PASSED): gettext_lazy("It has all that the standard asks for."),
    ("shape", Result.FAILED): gettext_lazy(
        "It leaves something out, or uses words of its own. That says nothing against it, but other"
        " readers may refuse it."
    ),
    ("recipient", Result.PASSED): gettext_lazy("It matches."),
    ("recipient", Result.FAILED): gettext_lazy("It does not match."),
    ("recipient", Result.UNKNOWN): gettext_lazy(
        "It tells nothing of this kind about its holder, so it cannot be compared."
    ),
    ("recipient", Result.SKIPPED): gettext_lazy("You did not name anyone."),
    ("schema", Result.PASSED): gettext_lazy("It fits the form that it names."),
    ("schema", Result.FAILED): gettext_lazy("It does not fit the form that it names."),
    ("schema", Result.UNKNOWN): gettext_lazy(
        "It names a form that could not be had or read. That says nothing against it."
    ),
    ("record", Result.PASSED): gettext_lazy("All of it is about the same person."),
    ("record", Result.FAILED): gettext_lazy("Its parts do not belong together."),
    ("record", Result.UNKNOWN): gettext_lazy(
        "Nothing in it tells whether all of it is about the same person."
    ),
    ("members", Result.PASSED): gettext_lazy("Each badge inside is valid."),
    ("members", Result.FAILED): gettext_lazy("A badge inside is not valid."),
    ("members", Result.UNKNOWN): gettext_lazy("A badge inside could not be checked."),
    ("endorsements", Result.PASSED): gettext_lazy("Each endorsement inside holds."),
    ("endorsements", Result.FAILED): gettext_lazy("An endorsement inside does not hold."),
    ("endorsements", Result.UNKNOWN): gettext_lazy("An endorsement inside could not be checked."),
    ("endorsements", Result.SKIPPED): gettext_lazy("Nobody endorsed it."),
    ("trust", Result.PASSED): gettext_lazy("The issuer is on the list of those we know."),
    ("trust", Result.UNKNOWN): gettext_lazy("The issuer is not on the list of those we know."),
    ("trust", Result.SKIPPED): gettext_lazy("There is no list of those we know."),
}


# What a step tells by name, in the order in which it is shown.
FACTS: dict[str, Words] = {
    "where": gettext_lazy("Where in the badge"),
    "when": gettext_lazy("When"),
    "issuer": gettext_lazy("The issuer’s identity"),
    "signer": gettext_lazy("Signed by"),
    "address": gettext_lazy("Looked up at"),
    "recipient": gettext_lazy("Asked about"),
    "purpose": gettext_lazy("What the list is for"),
    "reason": gettext_lazy("The reason that the issuer gives"),
}


def kind_of(report: Report) -> str:
    """The one word for a report, that its sentence is chosen by."""
    if report.verdict is Verdict.VALID:
        known = report.step("trust").result is Result.PASSED
        return "valid" if known else "unknown-issuer"
    kind = _KIND_OF.get(report.reason, "")
    if report.verdict is Verdict.INVALID:
        return "invalid" if kind in {"", "unsupported"} else kind
    if kind == "wrong-person":
        return "person-untold"
    return "unsupported" if kind == "unsupported" else "undecided"


def answer(report: Report) -> Answer:
    """What to tell somebody who has never heard of a digital badge."""
    return said(kind_of(report), issuer=issuer_name(report))


def said(kind: str, *, issuer: str) -> Answer:
    """The words of one kind of answer."""
    tone, sentence, advice = SENTENCES[kind]
    return Answer(kind, tone, str(sentence), str(advice) % {"issuer": issuer}, str(WORDS[kind]))


def checks(report: Report) -> list[Check]:
    """Every step in words, in the order in which it was taken."""
    return [
        Check(
            name=step.name,
            label=_label(step),
            result=_result(step),
            summary=SUMMARIES.get((step.asks, step.result), ""),
            detail=_detail(step),
            facts=_facts(step),
        )
        for step in report.steps
    ]


def issuer_name(report: Report) -> str:
    issuer: Any = report.credential.get("issuer")
    if isinstance(issuer, dict):
        return str(issuer.get("name") or issuer.get("id") or _("an unnamed issuer"))
    return str(issuer or _("an unnamed issuer"))


def _label(step: Step) -> Words:
    label = LABELS.get(step.asks, step.asks)
    if not step.number:
        return label
    return _("%(question)s (%(number)s)") % {"question": label, "number": step.number}


def _result(step: Step) -> str:
    """What is only told beside the verdict is noted: it did not fail the badge."""
    is_told = step.result is Result.FAILED and not step.decides and not step.number
    return "noted" if is_told else step.result.value


def _facts(step: Step) -> tuple[tuple[Words, str], ...]:
    return tuple(
        (label, _moment(step.facts[name]) if name == "when" else step.facts[name])
        for name, label in FACTS.items()
        if name in step.facts
    )


def _moment(told: str) -> str:
    try:
        return date_format(localtime(datetime.fromisoformat(told)), "DATETIME_FORMAT")
    except (ValueError, OverflowError):  # no such moment in our part of the world
        return told


def _detail(step: Step) -> str:
    return ": ".join(part for part in (step.code, step.detail) if part)

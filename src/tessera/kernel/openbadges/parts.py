"""The credentials inside a credential: what their own reports mean for the whole.

An endorsement is somebody else's voice. One that is altered, forged or signed by another than its
issuer is a lie told with the badge, which makes it invalid; one that has expired, was withdrawn or
cannot be looked up says less than it did and changes nothing, so it is told beside the verdict. The
members of a learner record are the record: it is as good as the worst of them (CLR 2.0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tessera.kernel.errors import KernelError, Unreachable
from tessera.kernel.openbadges import claims, form, model
from tessera.kernel.openbadges.form import Document
from tessera.kernel.openbadges.report import Report, Result, Step, Verdict

# faults of a signature or key that say *not now*, and not *never*
_ENDED = {"proof-expired", "not-yet-valid", "key-expired", "key-revoked"}


def of_endorsement(report: Report, document: Document, owner: Document) -> Step:
    """What an endorsement means for what carries it."""
    name = str(document.get("id", ""))
    for step in report.steps:
        if (
            step.name in {"signature", "issuer"}
            and step.result is Result.FAILED
            and step.code not in _ENDED
        ):
            return Step("endorsements", Result.FAILED, f"endorsement-{step.code}", name)
    if report.verdict is Verdict.VALID:
        endorsed = claims.subject_of(document).get("id")
        if endorsed is None or endorsed != owner.get("id"):
            return Step("endorsements", Result.FAILED, "endorsement-other", name, decides=False)
        return Step("endorsements", Result.PASSED, "", name)
    result = Result.FAILED if report.verdict is Verdict.INVALID else Result.UNKNOWN
    return Step("endorsements", result, f"endorsement-{report.reason}", name, decides=False)


def of_member(report: Report) -> Step:
    """What a member means for the record that it is part of."""
    name = str(report.credential.get("id", ""))
    if report.verdict is Verdict.VALID:
        return Step("members", Result.PASSED, "", name)
    result = Result.FAILED if report.verdict is Verdict.INVALID else Result.UNKNOWN
    return Step("members", result, f"member-{report.reason}", name)


def telling(steps: Sequence[Step]) -> Sequence[Step]:
    """The steps that decide and tell against the whole; all of them when there are none such."""
    return [step for step in steps if step.decides and step.result is not Result.PASSED] or steps


def check_record(document: Document) -> None:
    """CLR 2.0: it holds something, its associations tie what is in it, it is all about one learner.

    Raises KernelError: `members`, `association`, `learner`; Unreachable (`learner`) when nothing
    tells whether a member is about the same person.
    """
    subject = form.subject(document)
    members = form.listed(subject.get("verifiableCredential"))
    if not members:
        raise KernelError("a record with nothing in it", code="members")
    read = [member for member in members if isinstance(member, Mapping)]
    _check_associations(subject, read)
    for member in read:
        _check_learner(subject, claims.subject_of(member), str(member.get("id", "")))


def _check_associations(subject: Document, members: Sequence[Document]) -> None:
    held = [form.listed(claims.subject_of(member).get("achievement")) for member in members]
    known = {
        one.get("id")
        for each in [form.listed(subject.get("achievement")), *held]
        for one in each
        if isinstance(one, Mapping)
    }
    for one in form.listed(subject.get("association")):
        if (
            not isinstance(one, Mapping)
            or one.get("associationType") not in model.ASSOCIATION_TYPES
        ):
            raise KernelError("an association of no kind that there is", code="association")
        for end in ("sourceId", "targetId"):
            if one.get(end) not in known:
                raise KernelError(
                    f"an association with what is not in the record: {one.get(end)!s:.200}",
                    code="association",
                    field=end,
                )


def _check_learner(learner: Document, other: Document, name: str) -> None:
    if learner.get("id") and learner.get("id") == other.get("id"):
        return
    mine, theirs = (_identities(one) for one in (learner, other))
    if any(_same_identity(one, two) for one in mine for two in theirs):
        return
    if any(_are_comparable(one, two) for one in mine for two in theirs) or not (mine and theirs):
        raise KernelError(f"a member about somebody else: {name:.200}", code="learner")
    raise Unreachable(f"nothing tells whom a member is about: {name:.200}", code="learner")


def _identities(subject: Document) -> list[Document]:
    return [one for one in form.listed(subject.get("identifier")) if isinstance(one, Mapping)]


def _same_identity(one: Document, two: Document) -> bool:
    if one.get("identityType") != two.get("identityType"):
        return False
    if one.get("hashed") == two.get("hashed") and one.get("salt") == two.get("salt"):
        return _text(one) == _text(two)
    plain = [each for each in (one, two) if each.get("hashed") is not True]
    hashed = [each for each in (one, two) if each.get("hashed") is True]
    return bool(plain and hashed) and claims.identifies(hashed[0], str(plain[0]["identityHash"]))


def _are_comparable(one: Document, two: Document) -> bool:
    """Whether two identities that are not the same are of two people."""
    if one.get("identityType") != two.get("identityType"):
        return False
    return one.get("hashed") is not True or two.get("hashed") is not True


def _text(identity: Document) -> Any:
    told = identity.get("identityHash")
    return told.lower() if isinstance(told, str) and identity.get("hashed") is True else told

"""Badges from elsewhere: brought by their holder, checked when they come and again and again."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tessera.backpack import policies, queries
from tessera.backpack.models import Imported
from tessera.checking import operations as checking
from tessera.checking import wording
from tessera.common.refusal import Refusal
from tessera.credentials import queries as credentials
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.kernel.openbadges.report import Report
    from tessera.people.models import Person

TITLE = 200


class AlreadyHere(Refusal):
    """The same badge, byte for byte, or one that this college issued to this very person."""

    code, status = "already-here", 409
    message = _("This badge is in your backpack already.")


class NotGenuine(Refusal):
    """What somebody else wrote or changed is no badge of anyone; one taken back is."""

    code, status = "not-genuine", 422
    message = "%(sentence)s %(advice)s"


def import_badge(*, data: bytes | str, source: str, by: Person, at: datetime) -> Imported:
    """Keep a badge that was earned elsewhere; `source` is the address that it was read from, or "".

    Refuses: NotACredential, NotGenuine, AlreadyHere, TooMany.
    """
    text = checking.text_of(data)
    digest = hashlib.sha256(text.encode()).hexdigest()
    policies.check_import(by=by)
    if queries.imported_by(by).filter(sha256=digest).exists():
        raise AlreadyHere
    report = checking.check(text, at=at)
    number = credentials.number_here(str(report.credential.get("id", "")))
    if number and credentials.awards_of(by).filter(uuid=number).exists():
        raise AlreadyHere
    answer = wording.answer(report)
    if answer.tone == "bad" and answer.kind != "revoked":
        raise NotGenuine(sentence=answer.sentence, advice=answer.advice)
    with transaction.atomic():
        kept, is_new = Imported.objects.get_or_create(
            owner=by,
            sha256=digest,
            defaults={
                "body": text,
                "source": source[:500],
                "title": _title(report),
                "issuer": wording.issuer_name(report)[:TITLE],
                "added_at": at,
                "checked_at": at,
                "answer": answer.kind,
                "answered_since": at,
                "is_own": checking.is_about(text, by.email, at=at),
            },
        )
        if not is_new:
            raise AlreadyHere
        trail.record("backpack.imported.added", subject=kept, by=by, at=at)
    return kept


def check_again(*, imported: Imported, at: datetime) -> Report:
    """Check a badge from elsewhere once more, and keep the answer. Refuses: NotACredential."""
    report = checking.check(imported.body, at=at)
    kind = wording.kind_of(report)
    with transaction.atomic():
        kept = Imported.objects.select_for_update(no_key=True).get(pk=imported.pk)
        if kept.checked_at <= at:
            if kept.answer != kind:
                kept.answer, kept.answered_since = kind, at
            kept.checked_at = at
            kept.save(update_fields=["answer", "answered_since", "checked_at"])
    imported.refresh_from_db()
    return report


def check_if_due(*, imported_id: int, at: datetime) -> None:
    """Check one of those that `queries.imported_due` names; once is enough, however often it is asked."""
    if imported := queries.imported_due(at).filter(pk=imported_id).first():
        check_again(imported=imported, at=at)


@transaction.atomic
def remove_imported(*, imported: Imported, by: Person, at: datetime) -> None:
    """Take a badge from elsewhere out of one's backpack. Refuses: NotPermitted."""
    policies.check_remove(imported, by=by)
    trail.record("backpack.imported.removed", subject=imported, by=by, at=at)
    imported.delete()


def _title(report: Report) -> str:
    achievement: Any = report.credential.get("achievement")
    named = achievement.get("name") if isinstance(achievement, dict) else ""
    return str(named or report.credential.get("name") or "")[:TITLE]

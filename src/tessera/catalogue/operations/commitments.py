"""What the institution has committed itself to, in dated editions that designs cite."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from tessera.catalogue import policies
from tessera.catalogue.models import Commitment, Edition, OthersName
from tessera.people.queries import institution
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.people.models import Person


@transaction.atomic
def add_edition(
    *,
    kind: str,
    name: str,
    name_fr: str,
    in_force_from: date,
    in_force_until: date | None = None,
    url: str = "",
    by: Person,
    at: datetime,
) -> Edition:
    """Record an edition of the values, the plan or the strategy; its objectives follow.

    Refuses: NotPermitted, EndsTooSoon, EditionsOverlap, AlreadyThere.
    """
    policies.check_commit(by=by)
    _one_at_a_time()
    edition = Edition(
        kind=kind,
        name=name,
        name_fr=name_fr,
        url=url,
        in_force_from=in_force_from,
        in_force_until=in_force_until,
    )
    policies.check_dates(edition)
    _save(edition)
    trail.record("catalogue.edition.added", subject=edition, by=by, at=at)
    return edition


@transaction.atomic
def close_edition(*, edition: Edition, on: date, by: Person, at: datetime) -> Edition:
    """Say on which day it is in force for the last time, or say it anew.

    Refuses: NotPermitted, EndsTooSoon, EditionsOverlap.
    """
    _one_at_a_time()
    edition = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    policies.check_commit(by=by)
    edition.in_force_until = on
    policies.check_dates(edition)
    edition.save(update_fields=["in_force_until"])
    trail.record("catalogue.edition.closed", subject=edition, by=by, at=at, on=on.isoformat())
    return edition


@transaction.atomic
def add_commitment(
    *,
    edition: Edition,
    title: str,
    title_fr: str,
    text: str = "",
    by: Person,
    at: datetime,
) -> Commitment:
    """Record a value or an objective of an edition. Refuses: NotPermitted, AlreadyThere."""
    policies.check_commit(by=by)
    commitment = Commitment(edition=edition, title=title, title_fr=title_fr, text=text)
    _save(commitment)
    trail.record("catalogue.commitment.added", subject=commitment, by=by, at=at)
    return commitment


@transaction.atomic
def reword_commitment(
    *,
    commitment: Commitment,
    title: str,
    title_fr: str,
    text: str,
    by: Person,
    at: datetime,
) -> Commitment:
    """Correct its words while no design cites them. Refuses: NotPermitted, IsCited, AlreadyThere."""
    commitment = Commitment.objects.select_for_update(no_key=True).get(pk=commitment.pk)
    policies.check_uncited(commitment, by=by)
    commitment.title, commitment.title_fr, commitment.text = title, title_fr, text
    _save(commitment)
    trail.record("catalogue.commitment.reworded", subject=commitment, by=by, at=at)
    return commitment


@transaction.atomic
def remove_commitment(*, commitment: Commitment, by: Person, at: datetime) -> None:
    """Take out what was recorded by mistake. Refuses: NotPermitted, IsCited."""
    commitment = Commitment.objects.select_for_update(no_key=True).get(pk=commitment.pk)
    policies.check_uncited(commitment, by=by)
    edition, title = commitment.edition, commitment.title
    commitment.delete()
    trail.record("catalogue.commitment.removed", subject=edition, by=by, at=at, title=title)


@transaction.atomic
def add_name(*, name: str, owner: str, by: Person, at: datetime) -> OthersName:
    """Put a name of somebody else on the list that titles are compared with.

    Refuses: NotPermitted, AlreadyThere.
    """
    policies.check_commit(by=by)
    made = OthersName(name=name.strip(), owner=owner.strip(), added_by=by, added_at=at)
    _save(made)
    trail.record("catalogue.name.added", subject=made, by=by, at=at)
    return made


@transaction.atomic
def remove_name(*, name: OthersName, by: Person, at: datetime) -> None:
    """Take a name off the list; the trail keeps it. Refuses: NotPermitted."""
    policies.check_commit(by=by)
    name = OthersName.objects.select_for_update(no_key=True).get(pk=name.pk)
    trail.record("catalogue.name.removed", subject=name, by=by, at=at)
    name.delete()


def _save(row: Edition | Commitment | OthersName) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise policies.AlreadyThere from None


def _one_at_a_time() -> None:
    """Days of editions are compared with those of others, so whoever sets them waits for the others."""
    if college := institution():
        type(college)._default_manager.select_for_update(no_key=True).get(pk=college.pk)

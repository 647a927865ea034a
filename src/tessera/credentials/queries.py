"""Who holds which badge, and who may look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from tessera.assessment import enums as assessed
from tessera.assessment import queries as assessment
from tessera.credentials.enums import BEING_ISSUED, STANDING, Outcome, Permission, Visibility
from tessera.credentials.models import Award, Edition, Row, Run
from tessera.people.access import scope_of

if TYPE_CHECKING:
    from tessera.assessment.models import Attempt
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


def visible_to(person: Person) -> QuerySet[Award]:
    """One's own badges, and everyone's in the units that one's duty covers."""
    scope = scope_of(person, Permission.VIEW)
    allowed = Q(learner=person)
    if scope.everywhere:
        allowed = Q()
    elif scope.units:
        allowed |= Q(definition__unit__in=scope.units)
    return Award.objects.filter(allowed).select_related("version__definition", "learner")


def award(award_id: int) -> Award:
    """One badge for what follows up a signal. Raises Award.DoesNotExist."""
    return Award.objects.select_related("version__definition", "learner").get(pk=award_id)


def number_here(iri: str) -> UUID | None:
    """The number of a badge of ours in the id of its document; None for all other ids."""
    address, _slash, number = iri.rpartition("/")
    if address != f"{settings.PUBLIC_URL}/credentials":
        return None
    try:
        return UUID(number)
    except ValueError:
        return None


def state_of(iri: str) -> str | None:
    """What became of a badge of ours, by the id in its document, which whoever asks has in hand."""
    number = number_here(iri)
    found = Award.objects.filter(uuid=number) if number else Award.objects.none()
    return found.values_list("state", flat=True).first()


def awards_of(person: Person) -> QuerySet[Award]:
    """One's own badges, newest first, whatever became of them."""
    return Award.objects.filter(learner=person).select_related("version__definition", "learner")


def register(person: Person, *, words: str = "", state: str = "") -> QuerySet[Award]:
    """Everything awarded that this duty may see; `words` look in names, e-mails and titles."""
    awards = visible_to(person).exclude(learner=person)
    if state:
        awards = awards.filter(state=state)
    for word in words.split():
        awards = awards.filter(
            Q(learner__name__icontains=word)
            | Q(learner__email__icontains=word)
            | Q(version__title__icontains=word)
            | Q(version__title_fr__icontains=word)
        )
    return awards


def awaiting_confirmation(person: Person) -> QuerySet[Attempt]:
    """Recommended attempts that this registrar may confirm, longest waiting first."""
    return assessment.awaiting_confirmation(person)


@dataclass(frozen=True, slots=True)
class Planned:
    """One attempt that a run would take up. `seen` names its judgement."""

    attempt: Attempt
    seen: str
    is_held: bool


def plan(person: Person, *, version: Version | None = None) -> list[Planned]:
    """What this registrar would confirm in one go: all that was recommended as met."""
    attempts = awaiting_confirmation(person)
    if version is not None:
        attempts = attempts.filter(enrolment__version=version)
    found = [
        (attempt, attempt.judged[-1])  # type: ignore[attr-defined]  # by its Prefetch
        for attempt in attempts
        if attempt.judged[-1].recommendation == assessed.Outcome.MET  # type: ignore[attr-defined]
    ]
    learners = {attempt.enrolment.learner_id for attempt, _judgement in found}
    held = set(
        Award.objects.filter(learner__in=learners, state__in=STANDING).values_list(
            "learner", "definition"
        )
    )
    return [
        Planned(
            attempt,
            assessment.seen_as(judgement),
            (attempt.enrolment.learner_id, attempt.enrolment.version.definition_id) in held,
        )
        for attempt, judgement in found
    ]


def runs_of(person: Person) -> QuerySet[Run]:
    """One's own bulk confirmations, the newest first."""
    return Run.objects.filter(asked_by=person)


def counts(run: Run) -> dict[str, int]:
    """How many rows came to which outcome."""
    found = run.rows.order_by().values_list("outcome").annotate(Count("pk"))
    return dict.fromkeys(Outcome.values, 0) | dict(found)


def rows(run: Run) -> QuerySet[Row]:
    """Every row with whom and what it is about, in order."""
    return run.rows.select_related(
        "attempt__enrolment__learner", "attempt__enrolment__version__definition", "award"
    )


def resting_on(award: Award) -> list[str]:
    """The titles of the macro-badges that this badge helped to earn and that still stand."""
    counted = award.counted_in.filter(award__state__in=STANDING)
    return list(counted.values_list("version__title", flat=True))


def public_award(uuid: UUID, viewer: Person | AnonymousUser) -> Award | None:
    """The badge behind a public address; None while it is private to others or not yet issued."""
    allowed = Q(visibility=Visibility.PUBLIC)
    if viewer.is_authenticated:
        allowed |= Q(learner=viewer.pk)
    awards = Award.objects.exclude(state__in=BEING_ISSUED).filter(allowed, uuid=uuid)
    return awards.select_related("version__definition", "learner").first()


def latest_edition(award: Award) -> Edition | None:
    """The copy that counts; older ones were superseded. None until it is signed."""
    return award.editions.select_related("document", "status_entry__list").last()


def signed_body(award: Award) -> str:
    """The credential exactly as it was signed last; "" until it is."""
    edition = latest_edition(award)
    return edition.document.body if edition else ""


def signed_token(award: Award) -> str:
    """The same as a compact JWS; "" until it is signed."""
    edition = latest_edition(award)
    return edition.document.token if edition else ""


def issued_award(uuid: UUID) -> Award | None:
    """A badge by the number in its document, for those who have that in hand; None before it is issued."""
    issued = Award.objects.exclude(state__in=BEING_ISSUED)
    return issued.select_related("version__definition", "learner").filter(uuid=uuid).first()

"""Reads: what was asked, what stands, and who has a stake in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, Field, Prefetch, Q, QuerySet
from django.utils import timezone

from tessera.catalogue import queries as catalogue
from tessera.endorsement.enums import Permission, State
from tessera.endorsement.models import Draft, Request, Statement, Suggestion
from tessera.people import queries as people
from tessera.people.access import scope_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tessera.catalogue.models import Version
    from tessera.people.models import Person

# Days before the end of a term on which its partner is reminded.
REMINDERS = (60, 14)
# A request that nobody has answered is mentioned once more, so long before its day.
LAST_CALL = timedelta(days=5)


def visible_to(person: Person) -> QuerySet[Request]:
    """Those of the organisations that the person answers for, and of the designs that they look after."""
    answers = scope_of(person, Permission.ANSWER)
    views = scope_of(person, Permission.VIEW)
    allowed = Q(organisation__in=answers.organisations) | Q(asked_by=person)
    allowed |= Q(version__authors=person) | Q(version__definition__unit__in=views.units)
    if views.everywhere:
        allowed = Q()
    found = Request.objects.filter(allowed).distinct() if allowed else Request.objects.all()
    return found.select_related(
        "version__definition",
        "organisation",
        "contact",
        "invitation__accepted_by",
        "asked_by",
        "answered_by",
    )


def requests_of(version: Version) -> QuerySet[Request]:
    """Every request about a version, with the statement that stands, if one does."""
    return (
        Request.objects.filter(version=version)
        .select_related("organisation", "contact", "invitation", "answered_by", "asked_by")
        .prefetch_related(
            "suggestions__made_by", Prefetch("statements", Statement.objects.order_by("given_at"))
        )
    )


def requests_to(person: Person) -> QuerySet[Request]:
    """Everything that was put to the organisations that the person answers for."""
    organisations = scope_of(person, Permission.ANSWER).organisations
    return (
        Request.objects.filter(organisation__in=organisations)
        .select_related("version__definition", "organisation", "asked_by")
        .prefetch_related(Prefetch("statements", Statement.objects.order_by("given_at")))
    )


def awaiting(person: Person, at: datetime) -> QuerySet[Request]:
    """What the person's organisations have still to answer, the most pressing first."""
    return (
        requests_to(person)
        .filter(state=State.REQUESTED, answer_by__gte=timezone.localdate(at))
        .order_by("answer_by")
    )


def is_overdue(request: Request, at: datetime) -> bool:
    """Nobody answered in time; it counts as lapsed even before the job has said so."""
    return request.state == State.REQUESTED and request.answer_by < timezone.localdate(at)


def is_past_term(request: Request, at: datetime) -> bool:
    """Its term is over; it counts as expired even before the job has said so."""
    if request.state != State.GIVEN:
        return False
    said = last_statement(request)
    return said is not None and said.ended_at is None and said.in_force_until <= at


def state_at(request: Request, at: datetime) -> State:
    if is_overdue(request, at):
        return State.LAPSED
    return State.EXPIRED if is_past_term(request, at) else State(request.state)


def last_statement(request: Request) -> Statement | None:
    """What was said last, standing or not; from what was prefetched in the order of giving, if it was."""
    if "statements" in getattr(request, "_prefetched_objects_cache", {}):
        said = list(request.statements.all())
        return said[-1] if said else None
    return request.statements.select_related("document", "given_by").order_by("given_at").last()


def missing_endorsements(version: Version, at: datetime) -> int:
    """How many more organisations have to make both statements; 0 when there are enough."""
    needed = people.rules().endorsements_needed
    whole = sum(statement.is_whole for statement in in_force(version, at)) if needed else 0
    return max(0, needed - whole)


def in_force(version: Version, at: datetime) -> list[Statement]:
    """What outside organisations say, now, of the design as it now is.

    A statement on an earlier design does not count, nor one by someone who has become an author.
    """
    standing = _standing(at).filter(request__version=version)
    standing = standing.exclude(given_by__in=version.authors.all())
    if not standing:
        return []
    present = catalogue.endorsed_digest(version)
    return [statement for statement in standing if statement.digest == present]


def following(version_id: int) -> QuerySet[Request]:
    """Requests that keep up with the design: what waits for an answer, and what was endorsed."""
    return Request.objects.filter(version=version_id, state__in=[State.REQUESTED, State.GIVEN])


def are_left_behind(version_id: int) -> bool:
    """Whether some of them were shown, or endorsed, other content than the design now has."""
    requests = following(version_id)
    one = requests.select_related("version").first()
    if one is None:
        return False
    return requests.exclude(digest=catalogue.endorsed_digest(one.version)).exists()


def statements_of(request: Request) -> QuerySet[Statement]:
    return Statement.objects.filter(request=request).select_related(
        "given_by", "document", "own_key"
    )


def has_stake(person: Person, version: Version) -> bool:
    """Whether the person endorsed this version, or was or may be asked to."""
    organisations = scope_of(person, Permission.ANSWER).organisations
    mine = Q(contact=person) | Q(organisation__in=organisations) | Q(statements__given_by=person)
    mine |= Q(invitation__accepted_by=person)
    return Request.objects.filter(mine, version=version).exists()


def endorsers(version: Version) -> set[int]:
    """Ids of everyone who ever endorsed this version, or was the one asked."""
    asked = Request.objects.filter(version=version).values_list(
        "contact", "invitation__accepted_by", "statements__given_by"
    )
    return {person for several in asked for person in several if person is not None}


def recipients(request: Request) -> list[Person]:
    """Whom to write to: the one who was asked while they answer for it, else all who do."""
    partners = list(people.partners_of(request.organisation))
    asked = request.contact or (request.invitation and request.invitation.accepted_by)
    return [asked] if asked in partners else partners


def overdue(at: datetime) -> QuerySet[Request]:
    """Requests that nobody answered in time."""
    return Request.objects.filter(
        state=State.REQUESTED, answer_by__lt=timezone.localdate(at)
    ).select_related("version")


def past_term(at: datetime) -> QuerySet[Request]:
    """Endorsements whose term is over though nothing says so yet."""
    return Request.objects.filter(
        state=State.GIVEN, statements__ended_at=None, statements__in_force_until__lte=at
    ).select_related("version")


def due_soon(at: datetime) -> QuerySet[Request]:
    """Requests whose day is near."""
    today = timezone.localdate(at)
    return Request.objects.filter(
        state=State.REQUESTED, answer_by__gte=today, answer_by__lte=today + LAST_CALL
    ).select_related("version", "organisation", "contact", "invitation__accepted_by", "asked_by")


def ending_soon(at: datetime) -> Iterator[tuple[Request, Statement, int]]:
    """Endorsements that end within the first reminder's days, with the reminder that is due."""
    standing = Statement.objects.filter(
        request__state=State.GIVEN,
        ended_at=None,
        in_force_until__gt=at,
        in_force_until__lte=at + timedelta(days=max(REMINDERS)),
    )
    for statement in standing.select_related(
        "request__version", "request__organisation", "request__contact", "request__asked_by"
    ):
        left = statement.in_force_until - at
        due = min(days for days in REMINDERS if left <= timedelta(days=days))
        yield statement.request, statement, due


def stands_behind(person: Person, at: datetime) -> list[Statement]:
    """What the person's organisations say and that is in force, the first to end first."""
    organisations = scope_of(person, Permission.ANSWER).organisations
    return list(
        _standing(at)
        .filter(request__organisation__in=organisations)
        .select_related("request__version__definition")
        .order_by("in_force_until")
    )


def draft_of(request: Request, person: Person) -> Draft | None:
    return Draft.objects.filter(request=request, person=person).first()


def others_writing(request: Request, person: Person) -> list[str]:
    """Names of colleagues who have begun an answer to the same request."""
    drafts = Draft.objects.filter(request=request).exclude(person=person)
    return [str(draft.person) for draft in drafts.select_related("person")]


def suggestions_of(version: Version) -> QuerySet[Suggestion]:
    """Every change that a partner proposed to a version, for its designers and reviewers."""
    return Suggestion.objects.filter(request__version=version).select_related(
        "request__organisation", "made_by", "answered_by"
    )


def names_in_force(version_id: int, at: datetime) -> list[str]:
    """Whose endorsement a change of the design would end."""
    given = _standing(at).filter(request__version=version_id)
    return [statement.request.organisation.name for statement in given]


def endorsed_iri(version: Version) -> str:
    """The achievement that a statement on this version is about."""
    return f"{settings.PUBLIC_URL}/achievements/{version.definition.slug}/v{version.number}"


def changes_shown(request: Request) -> list[Any]:
    """What changed since the partner last had the design in front of them."""
    if request.previous is None:
        return []
    return list(catalogue.changes_between(request.previous, request.snapshot))


def field_of_statement(name: str) -> Field[Any, Any]:
    field: Field[Any, Any] = Statement._meta.get_field(name)  # type: ignore[assignment]
    return field


def organisations_in_force(versions: Iterable[Version], at: datetime) -> dict[int, list[str]]:
    """Names of those standing behind each version (by id), for lists of public designs.

    A published design does not change in its endorsed part, so that its digest is not taken again.
    """
    names: dict[int, list[str]] = {}
    standing = _standing(at).filter(request__version__in=list(versions))
    for statement in standing:
        names.setdefault(statement.request.version_id, []).append(
            statement.request.organisation.name
        )
    return names


def short_of_endorsements(versions: Iterable[Version], at: datetime) -> set[int]:
    """Ids of the public designs, among these, behind which fewer organisations stand than is asked for."""
    wanted = {version.pk for version in versions}
    count = dict.fromkeys(wanted, 0)
    for statement in _standing(at).filter(request__version__in=wanted):
        count[statement.request.version_id] += statement.is_whole
    needed = people.rules().endorsements_needed
    return {pk for pk, stand in count.items() if stand < needed}


def _standing(at: datetime) -> QuerySet[Statement]:
    return (
        Statement.objects.filter(
            request__state=State.GIVEN,
            ended_at=None,
            given_at__lte=at,
            in_force_until__gt=at,
            digest=F("request__digest"),
        )
        .select_related("request__organisation", "given_by", "document")
        .order_by("given_at")
    )


def ended(addresses: Iterable[str], at: datetime) -> dict[str, datetime]:
    """Of the endorsements with these addresses, those that no longer hold, and since when."""
    said = Statement.objects.filter(document__iri__in=list(addresses))
    over = said.filter(Q(ended_at__lte=at) | Q(in_force_until__lte=at))
    return {
        iri: min(moment for moment in moments if moment)
        for iri, *moments in over.values_list("document__iri", "ended_at", "in_force_until")
    }

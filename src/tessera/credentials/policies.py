"""Who may decide about awards, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import State as VersionState
from tessera.common.languages import local
from tessera.common.refusal import NotPermitted, NotReady, Refusal
from tessera.common.states import check_advance
from tessera.credentials.enums import STANDING, Permission
from tessera.credentials.models import Award
from tessera.credentials.workflow import AWARD
from tessera.enrolment.enums import Track
from tessera.people.access import can
from tessera.standing.policies import check_claims

if TYPE_CHECKING:
    from tessera.assessment.models import Attempt
    from tessera.catalogue.models import Definition, Version
    from tessera.credentials.models import Run
    from tessera.credentials.queries import Planned
    from tessera.enrolment.models import Enrolment
    from tessera.people.models import Person

AWARDING = (VersionState.PUBLISHED, VersionState.UNDER_REVIEW, VersionState.RETIRING)
MET = (Track.MET, Track.MET_BY_RPL)


class AlreadyHeld(Refusal):
    """A renewal is an award of its own, once the present one no longer stands."""

    code = "already-held"
    message = _("%(learner)s already holds the badge “%(title)s”. Nothing was awarded twice.")


class NotPublished(Refusal):
    code = "not-published"
    message = _("“%(title)s” is “%(state)s”: badges are awarded only for a published design.")


class NothingQualifies(Refusal):
    code = "nothing-qualifies"
    message = _("Nothing that was recommended as met waits for your confirmation.")


class RunIsOver(Refusal):
    code = "run-is-over"
    message = _("This run is over already. Nothing was changed.")


def check_confirm(attempt: Attempt, *, by: Person) -> None:
    """Refuses: NotPermitted, NotPublished. Duties within the assessment are assessment's to keep."""
    version = attempt.enrolment.version
    if not can(by, Permission.CONFIRM, unit=version.definition.unit_id):
        raise NotPermitted(reason=_("awards are confirmed by a registrar."))
    if attempt.enrolment.learner_id == by.pk:
        raise NotPermitted(reason=_("nobody confirms their own award."))
    check_version(version)


def check_version(version: Version) -> None:
    """Refuses: NotPublished."""
    if version.state not in AWARDING:
        raise NotPublished(title=local(version, "title"), state=version.get_state_display())


def check_components(enrolment: Enrolment) -> None:
    """All three components are met. Refuses: NotReady, naming those that are not."""
    tracks = {
        _("Educational"): enrolment.educational,
        _("Demonstration"): enrolment.demonstration,
        _("Reflective"): enrolment.reflective,
    }
    if missing := [str(name) for name, track in tracks.items() if track not in MET]:
        raise NotReady(missing=missing)


def check_not_held(learner: Person, definition: Definition, *, title: str) -> None:
    """Refuses: AlreadyHeld."""
    if Award.objects.filter(learner=learner, definition=definition, state__in=STANDING).exists():
        raise AlreadyHeld(learner=learner.name, title=title)


def check_ask_run(*, by: Person) -> None:
    """Refuses: NotPermitted. What each row may become is decided row by row."""
    if not can(by, Permission.CONFIRM):
        raise NotPermitted(reason=_("awards are confirmed by a registrar."))


def check_plan(plan: Sequence[object]) -> None:
    """Refuses: NothingQualifies."""
    if not plan:
        raise NothingQualifies


def foreseen(plan: Sequence[Planned]) -> list[Refusal | None]:
    """Why each row would be refused, as far as that can be told before its turn comes."""
    of_version: dict[int, Refusal | None] = {}
    found: list[Refusal | None] = []
    for planned in plan:
        enrolment = planned.attempt.enrolment
        version = enrolment.version
        if version.pk not in of_version:
            of_version[version.pk] = _of_version(version)
        refusal = of_version[version.pk]
        if refusal is None and planned.is_held:
            refusal = AlreadyHeld(learner=enrolment.learner.name, title=local(version, "title"))
        found.append(refusal)
    return found


def _of_version(version: Version) -> Refusal | None:
    try:
        check_claims(version)
        check_version(version)
    except Refusal as refusal:
        return refusal
    return None


def check_stop_run(run: Run, *, by: Person) -> None:
    """Refuses: NotPermitted, RunIsOver."""
    if run.asked_by_id != by.pk:
        raise NotPermitted(reason=_("a run is stopped by whoever asked for it."))
    if run.finished_at is not None:
        raise RunIsOver


def check_revoke(award: Award, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState."""
    if not can(by, Permission.REVOKE, unit=award.definition.unit_id):
        raise NotPermitted(reason=_("badges are revoked by a registrar."))
    if award.learner_id == by.pk:
        raise NotPermitted(reason=_("nobody decides about their own badge."))
    check_advance(award, AWARD, "revoke")


def check_suspend(award: Award, *, by: Person | None) -> None:
    """`by` is empty where a stack's part was revoked. Refuses: NotPermitted, WrongState."""
    _check_hold(award, by=by)
    check_advance(award, AWARD, "suspend")


def check_lift(award: Award, *, by: Person | None) -> None:
    """`by` is empty where a stack's part stands again. Refuses: NotPermitted, WrongState."""
    _check_hold(award, by=by)
    check_advance(award, AWARD, "lift")


def check_retry(award: Award, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState when nothing is left to issue."""
    if not can(by, Permission.CONFIRM, unit=award.definition.unit_id):
        raise NotPermitted(reason=_("badges are issued by a registrar."))
    if not award.is_being_issued:
        check_advance(award, AWARD, "deliver")


def check_visibility(award: Award, *, by: Person) -> None:
    """Sharing is the learner's own act. Refuses: NotPermitted."""
    if award.learner_id != by.pk:
        raise NotPermitted(reason=_("only the person who earned a badge decides who sees it."))


def _check_hold(award: Award, *, by: Person | None) -> None:
    if by is None:
        return
    if not can(by, Permission.REVOKE, unit=award.definition.unit_id):
        raise NotPermitted(reason=_("badges are suspended by a registrar."))
    if award.learner_id == by.pk:
        raise NotPermitted(reason=_("nobody decides about their own badge."))

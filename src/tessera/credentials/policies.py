"""Who may decide about awards, and when."""

from __future__ import annotations

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

if TYPE_CHECKING:
    from tessera.assessment.models import Attempt
    from tessera.catalogue.models import Definition, Version
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

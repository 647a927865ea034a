"""What the trail says of offerings and enrolments."""

from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "enrolment.offering.created": _("prepared the offering"),
        "enrolment.offering.opened": _("opened it for enrolment"),
        "enrolment.offering.closed": _("closed it to new learners"),
        "enrolment.staff.assigned": _("gave someone a duty on it"),
        "enrolment.enrolment.made": _("enrolled, with a motive and the privacy notice seen"),
        "enrolment.enrolment.withdrawn": _("gave up the place"),
        "enrolment.enrolment.needs_support": _("ran out of attempts"),
        "enrolment.enrolment.awarded": _("completed all three components"),
        "enrolment.educational.recorded": _("recorded the Educational component"),
        "enrolment.evidence.added": _("added evidence"),
        "enrolment.evidence.removed": _("removed evidence before handing it in"),
        "enrolment.reflection.begun": _("began to reflect"),
    }
)

from django.utils.translation import gettext_lazy as _

from tessera.trail.words import presents

presents(
    {
        "meetings.meeting.planned": _("planned a meeting of the committee"),
        "meetings.meeting.closed": _("closed the meeting"),
        "meetings.item.settled": _("minuted a decision"),
    }
)

"""What each message says: its subject and its text."""

from django.utils.translation import gettext_lazy as _

NEAR = (
    _("“%(title)s” is to be reviewed by %(day)s"),
    _(
        "The review of “%(title)s” is due on %(day)s. Look over what has changed since it was approved;"
        " on that day it goes under review, and can still be earned."
    ),
)
UNDER_REVIEW = (
    _("“%(title)s” is under review"),
    _(
        "“%(title)s” is under review: %(cause)s. It can be earned meanwhile, and badges that were"
        " earned keep their value. The panel means to conclude by %(day)s."
    ),
)
STANDS = (
    _("“%(title)s” was reviewed, and stands"),
    _("“%(title)s” was reviewed, and stands until its next review on %(day)s."),
)
TO_BE_AMENDED = (
    _("“%(title)s” stands until a next version replaces it"),
    _(
        "“%(title)s” was reviewed. It stands meanwhile, and a next version is to be written by"
        " %(day)s:\n\n%(reason)s"
    ),
)
SUSPENDED = (
    _("“%(title)s” is suspended"),
    _(
        "“%(title)s” is suspended:\n\n%(reason)s\n\n%(effect)s Those who are enrolled have been told."
    ),
)
SUSPENDED_FOR_YOU = (
    _("“%(title)s” is suspended: what it means for you"),
    _(
        "“%(title)s” is suspended while it is looked into:\n\n%(reason)s\n\n%(effect)s Badges that were"
        " earned keep their value."
    ),
)
REINSTATED = (
    _("“%(title)s” stands again"),
    _("The suspension of “%(title)s” has ended:\n\n%(reason)s\n\nIts next review is on %(day)s."),
)
REINSTATED_FOR_YOU = (
    _("“%(title)s” stands again"),
    _(
        "The suspension of “%(title)s” has ended. You can go on where you were, and claim when you are"
        " ready."
    ),
)

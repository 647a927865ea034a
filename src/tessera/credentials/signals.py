"""What credentials tells upwards: sent by a job once the change is committed, so none is lost.

Each carries `award_id`. A receiver may hear the same twice and must not mind.
"""

from django.dispatch import Signal

award_issued = Signal()
award_revoked = Signal()
award_suspended = Signal()
award_lifted = Signal()

BY_EVENT = {
    "issued": award_issued,
    "revoked": award_revoked,
    "suspended": award_suspended,
    "lifted": award_lifted,
}

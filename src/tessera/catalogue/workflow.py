"""The states of a version. Assurance moves it through `operations`; nobody sets `state` elsewhere."""

from tessera.catalogue.enums import State
from tessera.kernel.workflow import Workflow

VERSION = Workflow(
    "version",
    start=State.DRAFT,
    moves={
        (State.DRAFT, "submit"): State.SUBMITTED,
        (State.RETURNED, "submit"): State.SUBMITTED,
        (State.SUBMITTED, "begin_review"): State.IN_REVIEW,
        (State.SUBMITTED, "return"): State.RETURNED,
        (State.IN_REVIEW, "return"): State.RETURNED,
        (State.IN_REVIEW, "approve"): State.APPROVED,
        (State.IN_REVIEW, "decline"): State.DECLINED,
        (State.DECLINED, "uphold_appeal"): State.IN_REVIEW,
        (State.DRAFT, "withdraw"): State.WITHDRAWN,
        (State.SUBMITTED, "withdraw"): State.WITHDRAWN,
        (State.IN_REVIEW, "withdraw"): State.WITHDRAWN,
        (State.RETURNED, "withdraw"): State.WITHDRAWN,
        (State.APPROVED, "publish"): State.PUBLISHED,
        (State.PUBLISHED, "open_review"): State.UNDER_REVIEW,
        (State.UNDER_REVIEW, "close_review"): State.PUBLISHED,
        (State.PUBLISHED, "suspend"): State.SUSPENDED,
        (State.UNDER_REVIEW, "suspend"): State.SUSPENDED,
        (State.SUSPENDED, "reinstate"): State.PUBLISHED,
        (State.PUBLISHED, "retire"): State.RETIRING,
        (State.UNDER_REVIEW, "retire"): State.RETIRING,
        (State.SUSPENDED, "retire"): State.RETIRING,
        (State.RETIRING, "finish"): State.RETIRED,
    },
)

from tessera.assurance.views.appeal import (
    appeal,
    lodge,
)
from tessera.assurance.views.condition import (
    condition,
    conditions,
)
from tessera.assurance.views.decision import (
    decide,
    overrides,
)
from tessera.assurance.views.desk import (
    desk,
)
from tessera.assurance.views.dossier import (
    dossier,
)
from tessera.assurance.views.proposal import (
    assign,
    hold,
    proposal,
    remove,
    resume,
    screen,
)
from tessera.assurance.views.review import (
    hand_back,
    remark,
    review,
    save_draft,
)
from tessera.assurance.views.standard import (
    check,
    closures,
    edit_standard,
    remove_closure,
    standard,
    standards,
)
from tessera.assurance.views.submitting import (
    answer,
    submit,
)

__all__ = [
    "answer",
    "appeal",
    "assign",
    "check",
    "closures",
    "condition",
    "conditions",
    "decide",
    "desk",
    "dossier",
    "edit_standard",
    "hand_back",
    "hold",
    "lodge",
    "overrides",
    "proposal",
    "remark",
    "remove",
    "remove_closure",
    "resume",
    "review",
    "save_draft",
    "screen",
    "standard",
    "standards",
    "submit",
]

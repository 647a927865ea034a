from tessera.assurance.forms.appeal import AppealForm, JudgeForm
from tessera.assurance.forms.condition import ExtendForm, ReplyForm, ReportForm
from tessera.assurance.forms.decision import DecisionForm
from tessera.assurance.forms.proposal import (
    AnswersForm,
    AssignForm,
    ReasonForm,
    ScreenForm,
    SubmitForm,
)
from tessera.assurance.forms.review import HandBackForm, RemarkForm, ReviewForm
from tessera.assurance.forms.standard import (
    CheckForm,
    ClosureForm,
    DraftForm,
    EditionForm,
    ForceForm,
)

__all__ = [
    "AnswersForm",
    "AppealForm",
    "AssignForm",
    "CheckForm",
    "ClosureForm",
    "DecisionForm",
    "DraftForm",
    "EditionForm",
    "ExtendForm",
    "ForceForm",
    "HandBackForm",
    "JudgeForm",
    "ReasonForm",
    "RemarkForm",
    "ReplyForm",
    "ReportForm",
    "ReviewForm",
    "ScreenForm",
    "SubmitForm",
]

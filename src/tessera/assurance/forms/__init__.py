from tessera.assurance.forms.base import RefusableForm, day
from tessera.assurance.forms.decision import DecisionForm
from tessera.assurance.forms.proposal import AnswersForm, AssignForm, SubmitForm
from tessera.assurance.forms.review import ReviewForm

__all__ = [
    "AnswersForm",
    "AssignForm",
    "DecisionForm",
    "RefusableForm",
    "ReviewForm",
    "SubmitForm",
    "day",
]

from tessera.catalogue.forms.badge import DrawForm, UploadForm
from tessera.catalogue.forms.commitments import CloseForm, CommitmentForm, EditionForm, NameForm
from tessera.catalogue.forms.editions import CopyForm, RetireForm
from tessera.catalogue.forms.interchange import ImportForm
from tessera.catalogue.forms.rows import row_form
from tessera.catalogue.forms.rubric import PassRuleForm
from tessera.catalogue.forms.sections import NewForm, section_form

__all__ = [
    "CloseForm",
    "CommitmentForm",
    "CopyForm",
    "DrawForm",
    "EditionForm",
    "ImportForm",
    "NameForm",
    "NewForm",
    "PassRuleForm",
    "RetireForm",
    "UploadForm",
    "row_form",
    "section_form",
]

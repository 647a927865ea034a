from tessera.catalogue.forms.badge import DrawForm, UploadForm
from tessera.catalogue.forms.rows import row_form
from tessera.catalogue.forms.sections import NewForm, section_form

__all__ = ["DrawForm", "NewForm", "UploadForm", "row_form", "section_form"]

"""What several features ask of a field."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# Controls, line ends, and signs that hide or turn around what stands beside them: none of them belongs
# on a badge, in a mail's subject or in a list of people.
single_line = RegexValidator(
    r"[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff]",
    _("Write the name on one line, with letters and signs that can be seen."),
    inverse_match=True,
)

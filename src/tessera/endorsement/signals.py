"""What other features may react to, once it is committed. Signals carry ids."""

from django.dispatch import Signal

# Fewer endorsements than the rules ask for are in force for a version: `version_id`.
endorsement_lapsed = Signal()
# A partner proposed changes to a design: `request_id`, `version_id`.
changes_proposed = Signal()
# Its designers answered some of them: `request_id`, `version_id`.
suggestions_answered = Signal()

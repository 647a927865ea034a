"""What other features may react to. Sent on commit, carrying ids."""

from django.dispatch import Signal

# The endorsed content of a version changed: `version_id`.
version_changed = Signal()

"""What other features may react to, once it is committed. Signals carry ids."""

from django.dispatch import Signal

# A version was edited, be it what endorsers stand behind or not: `version_id`.
version_changed = Signal()
# Its designers gave a version up: `version_id`.
version_withdrawn = Signal()
# A version was published: `version_id`. Sent by a job, so that no publication goes unheard.
version_published = Signal()
# An editor is about to change what was endorsed: `version_id`, `at`. Receivers answer with the names of
# those whose endorsement would end.
endorsers_asked = Signal()
# Someone asks what retiring a version would touch: `version_id`. Receivers answer with sentences.
retiring_asked = Signal()
# A version retires, or its last day moved: `version_id`. Sent by a job.
version_retiring = Signal()

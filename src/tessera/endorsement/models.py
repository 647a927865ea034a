from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tessera.endorsement.enums import About, Interest, Recognition, State, Support


class Request(models.Model):
    """One organisation asked to stand behind one version.

    Put to `contact`, or to whoever was invited. `snapshot` is the design as it is shown and `digest`
    that of its endorsed part; `previous` is what was shown before, while there is something to tell
    apart. `comment` is for the designers alone. `renews` is the one whose term this continues.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        "catalogue.Version", models.PROTECT, related_name="endorsement_requests"
    )
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    invitation = models.ForeignKey("people.Invitation", models.PROTECT, null=True, related_name="+")
    renews = models.OneToOneField("self", models.PROTECT, null=True, related_name="renewed_by")
    message = models.TextField(_("message to the partner"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    digest = models.CharField(max_length=64)
    snapshot = models.JSONField()
    previous = models.JSONField(null=True)
    round = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer_by = models.DateField(_("answer by"))
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)
    comment = models.TextField(_("comment for the designers"), blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organisation"],
                condition=Q(state__in=[State.REQUESTED, State.GIVEN]),
                name="organisation_is_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="request_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=False) | Q(invitation__isnull=False),
                name="request_is_put_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=models.F("asked_by")), name="endorser_is_not_the_asker"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="request_answer_has_time_and_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.version}"


class OwnKey(models.Model):
    """A key that an organisation holds itself, known by its DID.

    `challenge` is the unsigned document that it is asked to sign, once, until `expires_at`; `proof` is
    that document as it came back. One at a time is in use, and one at a time waits for its proof.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    did = models.CharField(max_length=300)
    challenge = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    proof = models.TextField(blank=True)
    proven_at = models.DateTimeField(null=True)
    proven_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(proven_at__isnull=False, ended_at=None),
                name="organisation_has_one_own_key_in_use",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(proven_at=None, ended_at=None),
                name="organisation_proves_one_key_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["did"],
                condition=Q(proven_at__isnull=False, ended_at=None),
                name="own_key_is_of_one_organisation",
            ),
            models.CheckConstraint(
                condition=Q(proven_at=None, proven_by=None, proof="")
                | (Q(proven_at__isnull=False, proven_by__isnull=False) & ~Q(proof="")),
                name="own_key_is_in_use_by_its_proof",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="own_key_end_has_time_and_author",
            ),
        ]

    def __str__(self) -> str:
        return self.did


class Statement(models.Model):
    """What the organisation said: one or both statements, and how it supports and recognises the badge.

    `support_kinds` and `recognition_kinds` are values of `enums.Support` and `enums.Recognition`.
    `language` is that of the page on which it was said, and so of the headings that are signed with it.
    Verifiers see that it was taken back in `status`, or in the list of the organisation's own key.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="statements")
    demand = models.TextField(_("the skill is in demand"), blank=True)
    reflects = models.TextField(_("the assessment reflects the job"), blank=True)
    support_kinds = models.JSONField(default=list)
    support = models.TextField(_("how we support it"), blank=True)
    recognition_kinds = models.JSONField(default=list)
    recognition = models.TextField(_("how we recognise it"), blank=True)
    interest = models.CharField(max_length=10, choices=Interest.choices, default=Interest.UNASKED)
    interest_words = models.TextField(_("our interest"), blank=True)
    language = models.CharField(max_length=2, default="en")
    digest = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    in_force_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    document = models.OneToOneField("signing.SignedDocument", models.PROTECT, related_name="+")
    status = models.OneToOneField(
        "signing.StatusEntry", models.PROTECT, null=True, related_name="+"
    )
    own_key = models.ForeignKey(OwnKey, models.PROTECT, null=True, related_name="statements")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(ended_at=None),
                name="request_has_one_standing_statement",
            ),
            models.CheckConstraint(
                condition=~Q(demand="") | ~Q(reflects=""), name="endorsement_says_something"
            ),
            models.CheckConstraint(
                condition=Q(interest__in=Interest.values), name="interest_is_known"
            ),
            models.CheckConstraint(
                condition=Q(own_key=None) | Q(status=None), name="statement_stands_in_one_list"
            ),
            models.CheckConstraint(
                condition=~Q(interest=Interest.SOME) | ~Q(interest_words=""),
                name="interest_is_said_in_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.request)

    @property
    def is_whole(self) -> bool:
        """Both statements are made, which is what approval asks for."""
        return bool(self.demand and self.reflects)

    @property
    def support_words(self) -> list[str]:
        return [str(kind.label) for kind in Support if kind.value in self.support_kinds]

    @property
    def recognition_words(self) -> list[str]:
        return [str(kind.label) for kind in Recognition if kind.value in self.recognition_kinds]


class Prepared(models.Model):
    """An endorsement in words, or its renewal, that waits to be signed with the organisation's own key.

    `document` is the exact unsigned text, `uuid` its address and `words` what is said, by the names of
    `Statement`, with the comment for the designers.
    """

    request = models.OneToOneField(Request, models.CASCADE, related_name="prepared")
    own_key = models.ForeignKey(OwnKey, models.PROTECT, related_name="+")
    uuid = models.UUIDField(unique=True)
    words = models.JSONField()
    renews = models.BooleanField(default=False)
    document = models.TextField()
    digest = models.CharField(max_length=64)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.request)


class Suggestion(models.Model):
    """A change that the partner proposes, and what the designers answer."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="suggestions")
    about = models.CharField(max_length=20, choices=About.choices)
    text = models.TextField(_("what should change"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(about__in=About.values), name="suggestion_subject_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="suggestion_answer_has_time_and_author",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Draft(models.Model):
    """What one person has typed of an answer, field by field, before it is given."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    words = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "person"], name="draft_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.request}"

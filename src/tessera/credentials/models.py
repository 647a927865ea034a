from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tessera.credentials import enums


class Award(models.Model):
    """The decision that a learner has earned something, on exactly one basis."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="awards")
    definition = models.ForeignKey("catalogue.Definition", models.PROTECT, related_name="awards")
    version = models.ForeignKey("catalogue.Version", models.PROTECT, related_name="awards")
    attempt = models.OneToOneField(
        "assessment.Attempt", models.PROTECT, null=True, related_name="award"
    )
    evaluation = models.OneToOneField(
        "stacks.Evaluation", models.PROTECT, null=True, related_name="award"
    )
    subject = models.UUIDField(default=uuid4, unique=True, editable=False)
    salt = models.CharField(max_length=40)
    state = models.CharField(
        max_length=10, choices=enums.State.choices, default=enums.State.CONFIRMED
    )
    visibility = models.CharField(
        max_length=10, choices=enums.Visibility.choices, default=enums.Visibility.PRIVATE
    )
    awarded_at = models.DateTimeField()
    awarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    valid_until = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-awarded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attempt__isnull=False, evaluation=None, awarded_by__isnull=False)
                | Q(attempt=None, evaluation__isnull=False),
                name="award_has_exactly_one_basis",
            ),
            models.UniqueConstraint(
                fields=["learner", "definition"],
                condition=Q(state__in=enums.STANDING),
                name="learner_holds_a_definition_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=enums.State.values), name="award_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(awarded_by=F("learner")), name="nobody_awards_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version.title}: {self.learner}"

    @property
    def is_being_issued(self) -> bool:
        return self.state in enums.BEING_ISSUED

    @property
    def can_be_revoked(self) -> bool:
        return self.state in enums.REVOCABLE


class Edition(models.Model):
    """One signed copy of an award; a newer one supersedes the older under the same credential id."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    document = models.OneToOneField("signing.SignedDocument", models.PROTECT, related_name="+")
    status_entry = models.OneToOneField("signing.StatusEntry", models.PROTECT, related_name="+")
    valid_from = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="edition_number_is_used_once"),
        ]

    def __str__(self) -> str:
        return f"{self.award}, edition {self.number}"


class Revocation(models.Model):
    """Why an award was withdrawn, by whom; the learner keeps seeing both the badge and this."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="revocation")
    reason = models.CharField(max_length=10, choices=enums.RevocationReason.choices)
    explanation = models.TextField()
    revoked_at = models.DateTimeField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.award}: {self.get_reason_display()}"


class Run(models.Model):
    """One person's wish to confirm many at once, and how far it has come."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    size = models.PositiveIntegerField()
    stopped_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    by_template = models.PositiveIntegerField(default=0)
    by_general = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by"],
                condition=Q(finished_at=None),
                name="person_has_one_run_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}, {self.asked_by}"


class Row(models.Model):
    """One attempt in a run. `seen` names the judgement that was there when the run was asked for."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    attempt = models.ForeignKey("assessment.Attempt", models.PROTECT, related_name="+")
    seen = models.CharField(max_length=80)
    outcome = models.CharField(
        max_length=10, choices=enums.Outcome.choices, default=enums.Outcome.WAITING
    )
    reason = models.CharField(max_length=500, blank=True)
    award = models.OneToOneField(Award, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["run", "outcome", "number"], name="rows_still_to_do")]
        constraints = [
            models.UniqueConstraint(fields=["run", "attempt"], name="attempt_is_in_a_run_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=enums.Outcome.values), name="outcome_of_a_row_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=enums.Outcome.AWARDED, award__isnull=False)
                | (~Q(outcome=enums.Outcome.AWARDED) & Q(award=None)),
                name="row_is_awarded_with_its_award",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.number}"

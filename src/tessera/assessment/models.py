from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tessera.assessment import enums


class Attempt(models.Model):
    """A numbered freeze of an enrolment's evidence, claimed with declarations."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey("enrolment.Enrolment", models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=25, choices=enums.State.choices, default=enums.State.SUBMITTED
    )
    evidence = models.ManyToManyField("enrolment.Evidence", related_name="attempts")
    reflections = models.JSONField(help_text="The answers as submitted: [{prompt, kind, text}].")
    carried = models.JSONField(
        default=dict, help_text="Marks carried over from the last attempt: {criterion uuid: rank}."
    )
    original = models.BooleanField(_("this is my own work"))
    ai_use = models.TextField(_("how I used AI"), blank=True)
    submitted_at = models.DateTimeField()
    due_on = models.DateField()
    return_reason = models.TextField(_("what is incomplete"), blank=True)

    class Meta:
        ordering = ["due_on", "submitted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "number"], name="attempt_number_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state__in=["submitted", "in_assessment", "recommended"]),
                name="enrolment_has_one_attempt_under_way",
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state="confirmed_met"),
                name="enrolment_is_confirmed_met_once",
            ),
            models.CheckConstraint(condition=Q(original=True), name="attempt_is_declared_original"),
            models.CheckConstraint(
                condition=Q(state__in=enums.State.values), name="attempt_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned_incomplete") | ~Q(return_reason=""),
                name="returned_attempt_says_what_is_incomplete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}, attempt {self.number}"


class Conflict(models.Model):
    """Someone said that they should not judge this learner: they neither judge nor confirm."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "person"], name="conflict_is_declared_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.attempt}"


class Judgement(models.Model):
    """One assessor's levels and feedback for every criterion of an attempt."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="judgements")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    no_conflict = models.BooleanField(_("I have no conflict of interest"))
    feedback = models.TextField(_("to the learner"), blank=True)
    recommendation = models.CharField(max_length=15, choices=enums.Outcome.choices, blank=True)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "assessor"], name="assessor_judges_an_attempt_once"
            ),
            models.CheckConstraint(
                condition=Q(no_conflict=True), name="judge_declares_no_conflict"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | ~Q(recommendation=""),
                name="judgement_that_is_in_recommends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessor} on {self.attempt}"


class Mark(models.Model):
    """The level given for one criterion, and why; only a draft leaves the level open."""

    judgement = models.ForeignKey(Judgement, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey("catalogue.Criterion", models.PROTECT, related_name="+")
    level = models.ForeignKey("catalogue.Level", models.PROTECT, null=True, related_name="+")
    feedback = models.TextField(_("feedback"), blank=True)

    class Meta:
        ordering = ["criterion_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["judgement", "criterion"], name="criterion_is_marked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"


class Result(models.Model):
    """What the award authority confirmed, resting on one judgement by somebody else."""

    attempt = models.OneToOneField(Attempt, models.PROTECT, related_name="result")
    judgement = models.OneToOneField(Judgement, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=15, choices=enums.Outcome.choices)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("assessed_by")), name="assessor_never_confirms"
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("learner")) & ~Q(assessed_by=F("learner")),
                name="learner_never_judges_or_confirms_their_own",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.get_outcome_display()}"

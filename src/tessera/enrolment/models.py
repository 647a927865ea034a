from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import DeliveryMode, EvidenceKind
from tessera.enrolment import enums


class Offering(models.Model):
    """A published version opened for enrolment."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey("catalogue.Version", models.PROTECT, related_name="offerings")
    title = models.CharField(_("title"), max_length=120, help_text=_("For example: Winter 2027."))
    mode = models.CharField(_("delivery"), max_length=20, choices=DeliveryMode.choices)
    place = models.CharField(_("place"), max_length=200, blank=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("en", _("English")), ("fr", _("French"))],
        default="en",
    )
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    fee = models.CharField(_("fee"), max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=enums.OfferingState.choices, default=enums.OfferingState.DRAFT
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None)
                | Q(starts_on=None)
                | Q(ends_on__gte=models.F("starts_on")),
                name="offering_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["version", "title"], name="offering_title_is_used_once_in_a_version"
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1), name="offering_has_a_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version.title}, {self.title}"


class Staff(models.Model):
    """Who teaches and who assesses one offering."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="staff")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="staffed")
    duty = models.CharField(max_length=20, choices=enums.Duty.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offering", "person", "duty"], name="duty_is_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_duty_display()}"


class Enrolment(models.Model):
    """One learner on one offering, pinned to its version, with the learner's own reason for coming."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    offering = models.ForeignKey(Offering, models.PROTECT, related_name="enrolments")
    version = models.ForeignKey("catalogue.Version", models.PROTECT, related_name="enrolments")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    motive = models.TextField(_("why you want this"))
    notice_seen_at = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=enums.State.choices, default=enums.State.ENROLLED
    )
    educational = models.CharField(
        max_length=20, choices=enums.Track.choices, default=enums.Track.NOT_STARTED
    )
    demonstration = models.CharField(
        max_length=20, choices=enums.Track.choices, default=enums.Track.NOT_STARTED
    )
    reflective = models.CharField(
        max_length=20, choices=enums.Track.choices, default=enums.Track.NOT_STARTED
    )
    enrolled_at = models.DateTimeField()

    class Meta:
        ordering = ["-enrolled_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["offering", "learner"],
                condition=~Q(state__in=enums.ENDED),
                name="learner_is_enrolled_once_in_an_offering",
            ),
            models.CheckConstraint(condition=~Q(motive=""), name="enrolment_has_a_motive"),
            models.CheckConstraint(
                condition=~Q(demonstration="met_by_rpl") & ~Q(reflective="met_by_rpl"),
                name="only_the_educational_component_is_met_by_rpl",
            ),
            models.CheckConstraint(
                condition=~Q(state="awarded")
                | Q(educational__in=["met", "met_by_rpl"], demonstration="met", reflective="met"),
                name="awarded_enrolment_has_three_components_met",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.version}"


class EducationalRecord(models.Model):
    """That the learning took place, or was recognised: recorded by someone who may say so."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="educational_record")
    basis = models.CharField(
        max_length=10, choices=enums.Basis.choices, default=enums.Basis.COMPLETED
    )
    completed_on = models.DateField(_("completed on"))
    note = models.TextField(_("note"), blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.get_basis_display()}"


class Artefact(models.Model):
    """A stored file. Its name on disk is ours; the learner's name for it is only shown."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    file = models.FileField(upload_to="evidence/")
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """One item for one task of the Demonstration; immutable once an attempt carries it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="evidence")
    task = models.ForeignKey("catalogue.Task", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what it shows"), blank=True)
    artefact = models.ForeignKey(Artefact, models.PROTECT, null=True, related_name="+")
    url = models.URLField(_("address"), blank=True, max_length=500)
    text = models.TextField(_("text"), blank=True)
    third_parties_cleared = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="file", artefact__isnull=False, url="", text="")
                | (Q(kind="link", artefact=None, text="") & ~Q(url=""))
                | (Q(kind="text", artefact=None, url="") & ~Q(text="")),
                name="evidence_is_what_its_kind_says",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Reflection(models.Model):
    """The learner's answer to one prompt; a draft until an attempt carries it."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="reflections")
    prompt = models.ForeignKey("catalogue.Prompt", models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "prompt"], name="prompt_is_answered_once"),
        ]

    def __str__(self) -> str:
        return str(self.prompt)

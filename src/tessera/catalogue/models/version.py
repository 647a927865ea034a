from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import enums
from tessera.catalogue.enums import Kind, State
from tessera.catalogue.models.commitments import FormalProgramme


class Definition(models.Model):
    """A micro-credential's or stack's lasting identity. Its slug never changes and is never reused."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.MICRO)
    slug = models.SlugField(unique=True, max_length=80)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    copied_from = models.ForeignKey("Version", models.PROTECT, null=True, related_name="copies")

    def __str__(self) -> str:
        return self.slug


def empty_list() -> list[str]:
    return []


def english() -> list[str]:
    return ["en"]


class Version(models.Model):
    """One edition of a design: every field of the proposal form, and its state."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    # Those enrolled may finish until this day, once it retires.
    teach_out_on = models.DateField(_("until when those enrolled may finish"), null=True)
    retire_reason = models.TextField(_("why it is retired"), blank=True)

    # 0 Name and purpose
    title = models.CharField(_("name of the badge"), max_length=120)
    title_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    summary = models.CharField(
        _("what the earner can do, in one sentence"), max_length=300, blank=True
    )
    summary_fr = models.CharField(_("the same sentence in French"), max_length=300, blank=True)
    languages = models.JSONField(_("taught in"), default=english)

    # 1 Value
    learner_groups = models.TextField(_("who it is for"), blank=True)
    value_kind = models.CharField(
        _("value to the learner"), max_length=10, choices=enums.ValueKind.choices, blank=True
    )
    value_statement = models.TextField(_("value statement"), blank=True)
    adds_to = models.ManyToManyField(FormalProgramme, blank=True, verbose_name=_("adds to"))
    entry_open = models.BooleanField(_("open to everyone"), default=True)
    entry_reason = models.TextField(_("why entry is limited"), blank=True)
    hours = models.PositiveSmallIntegerField(_("notional hours"), null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(_("weeks"), null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    funding_claimed = models.BooleanField(_("public funding is claimed for it"), default=False)

    # 2 Industry
    need_reason = models.TextField(_("why need was sought on one side only"), blank=True)
    occupation_codes = models.TextField(_("occupations, one a line"), blank=True)
    field_of_study = models.CharField(_("field of study"), max_length=120, blank=True)

    # 3 Stacking
    stack_kind = models.CharField(
        _("kind of stack"), max_length=20, choices=enums.StackKind.choices, blank=True
    )
    stack_place = models.TextField(_("place among other micro-credentials"), blank=True)
    prerequisites = models.ManyToManyField(
        Definition, blank=True, related_name="+", verbose_name=_("to be earned first")
    )
    single_use = models.BooleanField(_("counts towards one stack only"), default=False)
    coverage = models.TextField(_("how its own outcomes are shown"), blank=True)
    expired_part = models.CharField(
        _("when a part expires"), max_length=10, choices=enums.ExpiredPart.choices, blank=True
    )
    expiry_told = models.TextField(_("what learners are told about expiry and reuse"), blank=True)
    articulation = models.CharField(_("agreement for credit"), max_length=200, blank=True)
    rpl_route = models.TextField(_("recognition of prior learning"), blank=True)
    rule = models.JSONField(_("stack rule"), null=True, blank=True)
    credits = models.DecimalField(
        _("credits"), max_digits=4, decimal_places=2, null=True, blank=True
    )

    # 4 Brand
    description = models.TextField(_("what the badge says"), blank=True)
    description_fr = models.TextField(_("what the badge says, in French"), blank=True)
    equity = models.TextField(_("equity and Indigenous considerations"), blank=True)
    artwork = models.FileField(_("badge artwork"), upload_to="artwork/", blank=True)
    artwork_svg = models.FileField(upload_to="artwork/", blank=True)
    artwork_design = models.JSONField(default=dict, blank=True)
    artwork_alt = models.CharField(_("artwork in words"), max_length=200, blank=True)
    artwork_alt_fr = models.CharField(_("artwork in words, in French"), max_length=200, blank=True)

    # 5 Flexibility
    delivery_modes = models.JSONField(_("delivery"), default=empty_list)
    pacing = models.TextField(_("pacing"), blank=True)
    intakes = models.CharField(_("intakes"), max_length=200, blank=True)
    demonstration_options = models.TextField(_("ways to demonstrate, one a line"), blank=True)
    demonstration_reason = models.TextField(_("why there is only one way"), blank=True)
    own_form_allowed = models.BooleanField(_("learners may propose another way"), default=True)
    technology = models.TextField(_("technology and its accessibility"), blank=True)
    materials = models.TextField(_("accessibility of the materials"), blank=True)
    fixed = models.TextField(_("what is fixed, and why"), blank=True)
    essential = models.TextField(_("essential requirements"), blank=True)
    adjustable = models.TextField(_("adjustable requirements"), blank=True)
    barriers = models.TextField(_("barriers, and what is done about them"), blank=True)
    fee = models.CharField(_("fee"), max_length=200, blank=True)

    # 6 Quality
    completion_rule = models.TextField(_("when the learning is complete"), blank=True)
    pass_share = models.PositiveSmallIntegerField(
        _("share of the weight to be met, in percent"), null=True, blank=True
    )
    supervision = models.CharField(
        _("supervision"), max_length=20, choices=enums.Supervision.choices, blank=True
    )
    identity_level = models.CharField(
        _("how we know who did it"), max_length=20, choices=enums.IdentityLevel.choices, blank=True
    )
    group_work = models.TextField(_("group work"), blank=True)
    assessors = models.TextField(_("assessors and their qualifications"), blank=True)
    moderation = models.TextField(_("moderation plan"), blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts"), default=3)
    service_days = models.PositiveSmallIntegerField(_("days to a result"), default=10)
    appeal_days = models.PositiveSmallIntegerField(_("days to appeal"), default=20)
    integrity = models.TextField(_("integrity and use of AI"), blank=True)
    privacy = models.TextField(_("privacy: purpose, and what the badge shows"), blank=True)
    privacy_assessment = models.CharField(_("privacy assessment"), max_length=200, blank=True)
    retention_months = models.PositiveSmallIntegerField(_("months evidence is kept"), default=24)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    validity_months = models.PositiveSmallIntegerField(
        _("months the badge is valid"), null=True, blank=True
    )

    class Meta:
        ordering = ["title", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "number"], name="version_number_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["definition"],
                condition=Q(state__in=[State.PUBLISHED, State.UNDER_REVIEW]),
                name="definition_has_one_published_version",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="version_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="version_submission_has_time_and_author",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=enums.PUBLIC)
                | Q(
                    approved_at__isnull=False, approved_by__isnull=False, published_by__isnull=False
                ),
                name="version_is_published_only_once_approved",
            ),
            models.CheckConstraint(
                condition=Q(attempts_allowed__gte=1), name="version_allows_an_attempt"
            ),
            models.CheckConstraint(
                condition=Q(pass_share=None) | Q(pass_share__gte=1, pass_share__lte=100),
                name="version_pass_share_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.RETIRING, State.RETIRED])
                | Q(teach_out_on__isnull=False),
                name="version_retires_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import enums
from tessera.catalogue.enums import ComponentKind, Kind, PromptKind, State
from tessera.common.languages import local


class FormalProgramme(models.Model):
    """A degree, diploma or certificate, here or elsewhere, that micro-credentials may add to."""

    name = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200)
    institution = models.CharField(max_length=200)
    url = models.URLField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return local(self, "name")


class Commitment(models.Model):
    """A value, an objective of a strategic plan, or the digital learning strategy, in one dated edition."""

    kind = models.CharField(max_length=10, choices=enums.CommitmentKind.choices)
    edition = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    title_fr = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "title"]

    def __str__(self) -> str:
        return f"{local(self, 'title')} ({self.edition})"


class Definition(models.Model):
    """A micro-credential's or stack's lasting identity. Its slug never changes and is never reused."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.MICRO)
    slug = models.SlugField(unique=True, max_length=80)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class VersionQuerySet(models.QuerySet["Version"]):
    def public(self) -> VersionQuerySet:
        return self.filter(state__in=enums.PUBLIC)


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

    # 2 Industry
    need_reason = models.TextField(_("why need was sought on one side only"), blank=True)

    # 3 Stacking
    stack_kind = models.CharField(
        _("kind of stack"), max_length=20, choices=enums.StackKind.choices, blank=True
    )
    stack_place = models.TextField(_("place among other micro-credentials"), blank=True)
    prerequisites = models.ManyToManyField(
        Definition, blank=True, related_name="+", verbose_name=_("to be earned first")
    )
    single_use = models.BooleanField(_("counts towards one stack only"), default=False)
    rpl_route = models.TextField(_("recognition of prior learning"), blank=True)
    rule = models.JSONField(_("stack rule"), null=True, blank=True)

    # 4 Brand
    description = models.TextField(_("what the badge says"), blank=True)
    description_fr = models.TextField(_("what the badge says, in French"), blank=True)
    equity = models.TextField(_("equity and Indigenous considerations"), blank=True)
    artwork = models.FileField(_("badge artwork"), upload_to="artwork/", blank=True)
    artwork_design = models.JSONField(default=dict, blank=True)
    artwork_alt = models.CharField(_("artwork in words"), max_length=200, blank=True)
    artwork_alt_fr = models.CharField(_("artwork in words, in French"), max_length=200, blank=True)

    # 5 Flexibility
    delivery_modes = models.JSONField(_("delivery"), default=empty_list)
    pacing = models.TextField(_("pacing and intakes"), blank=True)
    demonstration_options = models.TextField(_("ways to demonstrate, one a line"), blank=True)
    demonstration_reason = models.TextField(_("why there is only one way"), blank=True)
    own_form_allowed = models.BooleanField(_("learners may propose another way"), default=True)
    technology = models.TextField(_("technology and its accessibility"), blank=True)
    essential = models.TextField(_("essential requirements"), blank=True)
    adjustable = models.TextField(_("adjustable requirements"), blank=True)
    barriers = models.TextField(_("barriers, and what is done about them"), blank=True)
    fee = models.CharField(_("fee"), max_length=200, blank=True)

    # 6 Quality
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
    retention_months = models.PositiveSmallIntegerField(_("months evidence is kept"), default=24)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    validity_months = models.PositiveSmallIntegerField(
        _("months the badge is valid"), null=True, blank=True
    )

    objects = VersionQuerySet.as_manager()

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
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class Outcome(models.Model):
    """What the earner can do: one verb each."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="outcomes")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("the earner can …"), max_length=300)
    unaligned_reason = models.CharField(_("why no framework fits"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Alignment(models.Model):
    """An outcome found in a skills framework, an occupation code or a standard."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="alignments")
    framework = models.CharField(_("framework"), max_length=120)
    name = models.CharField(_("skill or occupation"), max_length=200)
    url = models.URLField(_("address"))
    code = models.CharField(_("code"), max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.framework}: {self.name}"


class Need(models.Model):
    """Dated evidence that learners or employers need this."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="needs")
    side = models.CharField(_("from"), max_length=10, choices=enums.Side.choices)
    kind = models.CharField(_("kind"), max_length=10, choices=enums.NeedKind.choices)
    source = models.CharField(_("source"), max_length=200)
    found_on = models.DateField(_("date"))
    finding = models.TextField(_("what it showed"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.source


class Partner(models.Model):
    """An outside organisation's part in the design."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    part = models.CharField(_("its part"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organisation"], name="partner_is_named_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Service(models.Model):
    """A commitment that this version serves, and how."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="services")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="services")
    how = models.TextField(_("how it serves it"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "commitment"], name="commitment_is_cited_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.commitment)


class Component(models.Model):
    """One of the three; made with the version, never added or removed."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="components")
    kind = models.CharField(max_length=20, choices=ComponentKind.choices)
    instructions = models.TextField(_("what the learner does"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"], name="component_stands_once_in_a_version"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ComponentKind.values), name="component_kind_is_one_of_three"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Task(models.Model):
    """An activity of the Educational component or a task of the Demonstration."""

    component = models.ForeignKey(Component, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=200)
    instructions = models.TextField(_("what to do"))
    accepts = models.JSONField(_("evidence accepted"), default=empty_list, blank=True)
    minimum_items = models.PositiveSmallIntegerField(_("items at least"), default=1)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Prompt(models.Model):
    """A question of the Reflective component. The two core ones are made with the version."""

    component = models.ForeignKey(Component, models.CASCADE, related_name="prompts")
    kind = models.CharField(max_length=10, choices=PromptKind.choices, default=PromptKind.OWN)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("question"), max_length=300)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["component", "kind"],
                condition=~Q(kind=PromptKind.OWN),
                name="core_prompt_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Criterion(models.Model):
    """A judged statement in one component, with the level that is needed."""

    component = models.ForeignKey(Component, models.CASCADE, related_name="criteria")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    statement = models.CharField(_("criterion"), max_length=300)
    essential = models.BooleanField(_("essential"), default=False)
    required_rank = models.PositiveSmallIntegerField(_("level needed"), default=3)
    outcomes = models.ManyToManyField(Outcome, related_name="criteria", verbose_name=_("judges"))

    class Meta:
        ordering = ["component_id", "position", "pk"]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.statement


class Level(models.Model):
    """A step on a criterion's scale, rank 1 being the lowest."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="levels")
    rank = models.PositiveSmallIntegerField()
    name = models.CharField(_("level"), max_length=60)
    description = models.CharField(_("what it looks like"), max_length=300, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "rank"], name="level_rank_is_used_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="level_rank_starts_at_one"),
        ]

    def __str__(self) -> str:
        return self.name

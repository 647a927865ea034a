"""The institution and everyone in and around it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tessera.common.fields import single_line
from tessera.common.languages import local
from tessera.people.enums import Role


class Institution(models.Model):
    """The college that runs this deployment; there is exactly one."""

    name = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200)
    url = models.URLField()
    email = models.EmailField()
    description = models.TextField(blank=True)
    colour_primary = models.CharField(max_length=7, default="#1F4E8C")
    colour_accent = models.CharField(max_length=7, default="#A03E1B")
    # How principle 2 is kept here; the screen with these switches is the administrator's.
    endorsements_needed = models.PositiveSmallIntegerField(default=1)
    endorsement_months = models.PositiveSmallIntegerField(default=24)
    asks_interests = models.BooleanField(default=True)
    need_months = models.PositiveSmallIntegerField(default=24)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="institution_is_only_one"),
            models.CheckConstraint(
                condition=Q(endorsement_months__gte=1) & Q(need_months__gte=1),
                name="endorsements_and_needs_hold_for_a_month_at_least",
            ),
        ]

    def __str__(self) -> str:
        return local(self, "name")


class Unit(models.Model):
    """A school, faculty or centre of the institution."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return local(self, "name")


class Organisation(models.Model):
    """An outside organisation: an employer, a sector body, another institution."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    url = models.URLField()
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **facts: object) -> Person:
        person = self.model(email=self.normalize_email(email), **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Anyone with an account. E-mail is a way to reach them, not who they are: `uuid` is."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField()
    name = models.CharField(
        _("name"),
        max_length=200,
        validators=[single_line],
        help_text=_("As it should stand on your badges."),
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        default="en",
        choices=[("en", _("English")), ("fr", _("French"))],
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_is_used_once"),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """One duty of one person: everywhere, in one unit, or for one partner organisation."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="membership_role_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(role="partner") & Q(organisation__isnull=False))
                | (~Q(role="partner") & Q(organisation__isnull=True)),
                name="membership_of_an_organisation_is_a_partners",
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(unit=None, organisation=None),
                name="membership_everywhere_is_granted_once",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "unit"],
                condition=Q(unit__isnull=False),
                name="membership_of_a_unit_is_granted_once",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "organisation"],
                condition=Q(organisation__isnull=False),
                name="membership_of_an_organisation_is_granted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Invitation(models.Model):
    """Somebody asked by e-mail to answer for an organisation.

    The link in the letter holds a token of which only the digest is kept; it opens once.
    `lands_on` is the path on this site that the link leads to.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True, validators=[single_line])
    language = models.CharField(max_length=2, default="en")
    lands_on = models.CharField(max_length=200)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    sendings = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    token_digest = models.CharField(max_length=64, null=True, unique=True)
    misses = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                condition=Q(accepted_at=None, cancelled_at=None),
                name="person_is_invited_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_acceptance_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="invitation_cancellation_has_time_and_author",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(cancelled_at=None),
                name="invitation_is_not_both_accepted_and_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(token_digest=None) | Q(cancelled_at=None),
                name="invitation_taken_back_has_no_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.organisation}"

"""The institution and everyone in and around it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tessera.common.languages import local
from tessera.people.enums import Role

# Controls, line ends, and signs that hide or turn around what stands beside them: none of them belongs
# on a badge, in a mail's subject or in a list of people.
single_line = RegexValidator(
    r"[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff]",
    _("Write the name on one line, with letters and signs that can be seen."),
    inverse_match=True,
)


class Institution(models.Model):
    """The college that runs this deployment; there is exactly one."""

    name = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200)
    url = models.URLField()
    email = models.EmailField()
    description = models.TextField(blank=True)
    colour_primary = models.CharField(max_length=7, default="#1F4E8C")
    colour_accent = models.CharField(max_length=7, default="#A03E1B")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="institution_is_only_one"),
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

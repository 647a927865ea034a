from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class ShareLink(models.Model):
    """An address that shows one badge to whoever has it, until it ends.

    One with a `code` is for paper, and is opened by it.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    award = models.ForeignKey("credentials.Award", models.PROTECT, related_name="share_links")
    token = models.CharField(max_length=43, unique=True)
    code = models.CharField(max_length=16, unique=True, null=True)
    label = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    views = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("created_at")),
                name="share_link_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(code__isnull=False, withdrawn_at=None),
                name="badge_has_one_code_on_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.award)


class Challenge(models.Model):
    """Somebody asks whether a badge is about the person who shows it; who asks is not kept.

    The asker holds the `token`; the holder types the `number` into their backpack.
    """

    award = models.ForeignKey("credentials.Award", models.PROTECT, related_name="challenges")
    token = models.CharField(max_length=43, unique=True)
    number = models.CharField(max_length=6)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("asked_at")),
                name="challenge_is_answered_after_it_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(name="") | Q(answered_at__isnull=False),
                name="challenge_tells_a_name_with_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.award)


class Imported(models.Model):
    """A badge from elsewhere, as its holder brought it, and what the newest check said of it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="imported_badges"
    )
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    title = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=200)
    # Where it was read from, if it was an address.
    source = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField()
    checked_at = models.DateTimeField()
    # The kind of the answer (`checking.wording.SENTENCES`), and since when it has been that.
    answer = models.CharField(max_length=20)
    answered_since = models.DateTimeField()
    # Whether it is about the address of its owner; None when it does not tell.
    is_own = models.BooleanField(null=True)

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "sha256"], name="badge_is_imported_once"),
            models.CheckConstraint(
                condition=Q(checked_at__gte=F("answered_since"))
                & Q(answered_since__gte=F("added_at")),
                name="imported_badge_is_checked_when_it_comes",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.issuer

    @property
    def form(self) -> str:
        """How its file is called: a document is JSON, a token is not."""
        return "json" if self.body.startswith("{") else "jwt"


class Archive(models.Model):
    """A copy of everything that is a person's here, asked for by them; it is kept for some days."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="archives")
    file = models.FileField(upload_to="archives/", blank=True)
    # How many of its files are in.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(ready_at=None),
                name="one_archive_of_a_person_is_being_made",
            ),
            models.CheckConstraint(
                condition=Q(ready_at=None, file="") | (Q(ready_at__isnull=False) & ~Q(file="")),
                name="archive_that_is_ready_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner}, {self.asked_at:%Y-%m-%d}"

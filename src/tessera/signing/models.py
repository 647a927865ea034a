from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tessera.signing.enums import DocumentKind, KeyType


class Issuer(models.Model):
    """Who signs: the institution, or a partner organisation. The DID is fixed when it is made."""

    slug = models.SlugField(unique=True)
    did = models.CharField(max_length=300, unique=True)
    organisation = models.OneToOneField(
        "people.Organisation", models.PROTECT, null=True, related_name="issuer"
    )
    name = models.CharField(max_length=200)
    url = models.URLField()
    email = models.EmailField(blank=True)
    description = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Case(models.When(organisation=None, then=1)),
                name="issuer_without_organisation_is_the_institution",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SigningKey(models.Model):
    """A key pair: the secret sealed with the key-encryption key, the public half kept for ever."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="keys")
    kind = models.CharField(max_length=10, choices=KeyType.choices)
    multibase = models.CharField(max_length=120, unique=True)
    sealed_secret = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "kind"],
                condition=Q(retired_at=None, revoked_at=None),
                name="issuer_has_one_key_in_use_of_each_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.kind} {self.multibase[:12]}"

    @property
    def name(self) -> str:
        """What proofs and tokens call it; needs the issuer."""
        return f"{self.issuer.did}#{self.multibase}"


class SignedDocument(models.Model):
    """The bytes as signed: stored once, served as those bytes for ever.

    `key` is that of the proof in them, and None where `issuer` signed elsewhere with a key of its own.
    `token` is a credential once more, as a compact JWS signed by the issuer's P-256 key: the validator
    of 1EdTech takes no EdDSA.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    iri = models.CharField(max_length=300, db_index=True)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="documents")
    key = models.ForeignKey(SigningKey, models.PROTECT, null=True, related_name="+")
    body = models.TextField()
    token = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.iri


class StatusList(models.Model):
    """131,072 bits or more, signed anew on every change (Bitstring Status List 1.0)."""

    number = models.PositiveIntegerField(unique=True)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="status_lists")
    bits = models.BinaryField()
    document = models.ForeignKey(SignedDocument, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"status list {self.number}"


class StatusEntry(models.Model):
    """One index of a list, taken at random and never given again."""

    list = models.ForeignKey(StatusList, models.PROTECT, related_name="entries")
    index = models.PositiveIntegerField()
    set_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "index"], name="status_index_is_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.list} #{self.index}"

"""Making issuers, signing documents, and keeping the status lists."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction

from tessera.kernel.openbadges import batch, build, jwt, model, proof
from tessera.kernel.openbadges import status as bitstring
from tessera.kernel.openbadges.keys import SecretKey
from tessera.signing import keystore, queries
from tessera.signing.enums import DocumentKind, KeyType
from tessera.signing.models import Issuer, SignedDocument, SigningKey, StatusEntry, StatusList

if TYPE_CHECKING:
    from tessera.people.models import Organisation

LIST_SIZE = bitstring.MINIMUM_BITS
LIST_FULL = LIST_SIZE // 2  # beyond that, drawing an unused index takes ever more tries
LIST_LIFE = timedelta(days=7)
LIST_KEPT = timedelta(minutes=5)


@transaction.atomic
def create_issuer(
    *,
    slug: str,
    name: str,
    url: str,
    email: str = "",
    description: str = "",
    organisation: Organisation | None = None,
    at: datetime,
) -> Issuer:
    """An issuer with its DID, fixed for ever, and a key of each kind.

    Without an organisation it is the institution itself, of which there is one.
    """
    issuer = Issuer.objects.create(
        slug=slug,
        did=queries.web_did(slug, institution=organisation is None),
        organisation=organisation,
        name=name,
        url=url,
        email=email,
        description=description,
        created_at=at,
    )
    for kind in KeyType:
        create_key(issuer=issuer, kind=kind, at=at)
    return issuer


def create_key(*, issuer: Issuer, kind: KeyType, at: datetime) -> SigningKey:
    """A key pair of this kind; the secret is kept sealed and shown to nobody."""
    secret = keystore.draw(kind)
    return SigningKey.objects.create(
        issuer=issuer,
        kind=kind,
        multibase=secret.public.multibase,
        sealed_secret=keystore.seal(secret, did=issuer.did),
        created_at=at,
    )


def open_every_key() -> int:
    """Open each stored secret, keeping none; returns how many there are. Refuses: KeysLocked."""
    keys = SigningKey.objects.select_related("issuer")
    return len([_unsealed(key) for key in keys])


@transaction.atomic
def issuer_for(organisation: Organisation, at: datetime) -> Issuer:
    """The partner's own issuer, hosted here; made when it is first needed."""
    organisation = type(organisation).objects.select_for_update(no_key=True).get(pk=organisation.pk)
    existing = Issuer.objects.filter(organisation=organisation).first()
    return existing or create_issuer(
        slug=organisation.slug,
        name=organisation.name,
        url=organisation.url,
        description=organisation.description,
        organisation=organisation,
        at=at,
    )


@transaction.atomic
def sign_document(
    *,
    kind: str,
    iri: str,
    document: dict[str, Any],
    issuer: Issuer,
    at: datetime,
    uuid: UUID | None = None,
) -> SignedDocument:
    """Secure the document with the issuer's Ed25519 key and keep the bytes exactly as signed.

    A credential is kept as a token too, by its P-256 key. Give `uuid` where the document's own
    address holds it. Refuses: KeysLocked. Raises KernelError for a document with a member that would
    not be signed.
    """
    keys = _in_use(issuer)
    key = keys[KeyType.ED25519]
    secured = proof.secure(document, key=_unsealed(key), verification_method=key.name, created=at)
    body = json.dumps(secured, ensure_ascii=False, separators=(",", ":"))
    return SignedDocument.objects.create(
        uuid=uuid or uuid4(),
        kind=kind,
        iri=iri,
        issuer=issuer,
        key=key,
        body=body,
        token=_token(document, keys[KeyType.P256]) if kind == DocumentKind.CREDENTIAL else "",
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        signed_at=at,
    )


def keep_signed(
    *, kind: str, iri: str, body: str, issuer: Issuer, at: datetime, uuid: UUID
) -> SignedDocument:
    """Keep what the issuer signed elsewhere, exactly as it came; the caller has checked it."""
    return SignedDocument.objects.create(
        uuid=uuid,
        kind=kind,
        iri=iri,
        issuer=issuer,
        body=body,
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        signed_at=at,
    )


@transaction.atomic
def sign_documents(
    *,
    kind: str,
    documents: Mapping[str, dict[str, Any]],
    shared: Sequence[Any],
    issuer: Issuer,
    at: datetime,
) -> tuple[list[SignedDocument], batch.Figures]:
    """What `sign_document` does for each of many, by address, with little but the signatures to do.

    `shared` are the parts that they have in common, as the very same objects. The last one is signed the
    general path too and has to come out the same. Refuses: KeysLocked. Raises KernelError.
    """
    keys = _in_use(issuer)
    key = keys[KeyType.ED25519]
    together = batch.Batch(
        key=_unsealed(key), verification_method=key.name, created=at, constants=shared
    )
    secret = _unsealed(keys[KeyType.P256]) if kind == DocumentKind.CREDENTIAL else None
    made = []
    for iri, document in documents.items():
        body = together.sign(document)
        token = (
            jwt.secure(document, key=secret, verification_method=keys[KeyType.P256].name)
            if secret
            else ""
        )
        made.append(
            SignedDocument(
                kind=kind,
                iri=iri,
                issuer=issuer,
                key=key,
                body=body,
                token=token,
                sha256=hashlib.sha256(body.encode()).hexdigest(),
                signed_at=at,
            )
        )
    if made:
        together.check(documents[made[-1].iri], made[-1].body)
    return SignedDocument.objects.bulk_create(made), together.figures


@transaction.atomic
def allocate_statuses(*, issuer: Issuer, count: int, at: datetime) -> list[StatusEntry]:
    """So many indexes, each drawn as `allocate_status` does."""
    Issuer.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    entries: list[StatusEntry] = []
    while len(entries) < count:
        status_list = _list_with_room(issuer, at)
        room = LIST_FULL - status_list.entries.count()
        wanted = min(room, count - len(entries))
        drawn: set[int] = set()
        while len(drawn) < wanted:
            more = {secrets.randbelow(LIST_SIZE) for _ in range(wanted - len(drawn))} - drawn
            taken = status_list.entries.filter(index__in=more).values_list("index", flat=True)
            drawn |= more - set(taken)
        order = list(drawn)
        secrets.SystemRandom().shuffle(order)
        entries += StatusEntry.objects.bulk_create(
            StatusEntry(list=status_list, index=index) for index in order
        )
    return entries


@transaction.atomic
def allocate_status(*, issuer: Issuer, at: datetime) -> StatusEntry:
    """An index that was never given, drawn at random, so that it tells nothing of order or number."""
    Issuer.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    status_list = _list_with_room(issuer, at)
    while True:
        index = secrets.randbelow(LIST_SIZE)
        # The issuer's row is locked: nobody takes it between these two lines.
        if not status_list.entries.filter(index=index).exists():
            return StatusEntry.objects.create(list=status_list, index=index)


@transaction.atomic
def set_status(*, entry: StatusEntry, at: datetime) -> None:
    """Set the entry's bit for good, and sign its list anew. Twice does what once does."""
    status_list = StatusList.objects.select_for_update(no_key=True).get(pk=entry.list_id)
    entry.refresh_from_db()
    if entry.set_at is not None:
        return
    entry.set_at = at
    entry.save(update_fields=["set_at"])
    status_list.bits = bitstring.set_bits(bytes(status_list.bits), [entry.index])
    _sign_list(status_list, at)


@transaction.atomic
def current_list(number: int, at: datetime) -> SignedDocument:
    """The list as signed, signed anew once half its life is over. Raises StatusList.DoesNotExist."""
    status_list = StatusList.objects.select_related("document").get(number=number)
    if status_list.document is None or status_list.document.signed_at + LIST_LIFE / 2 <= at:
        status_list = StatusList.objects.select_for_update(no_key=True).get(pk=status_list.pk)
        return _sign_list(status_list, at)
    return status_list.document


def _list_with_room(issuer: Issuer, at: datetime) -> StatusList:
    status_list = issuer.status_lists.filter(closed_at=None).first() or _open_list(issuer, at)
    if status_list.entries.count() < LIST_FULL:
        return status_list
    status_list.closed_at = at
    status_list.save(update_fields=["closed_at"])
    return _open_list(issuer, at)


def _open_list(issuer: Issuer, at: datetime) -> StatusList:
    newest = StatusList.objects.order_by("-number").first()
    status_list = StatusList.objects.create(
        number=newest.number + 1 if newest else 1,
        issuer=issuer,
        bits=bitstring.new(LIST_SIZE),
        opened_at=at,
    )
    _sign_list(status_list, at)
    return status_list


def _sign_list(status_list: StatusList, at: datetime) -> SignedDocument:
    iri = queries.status_list_iri(status_list.number)
    facts = model.BitstringStatusListCredential(
        id=iri,
        issuer=status_list.issuer.did,
        bits=bytes(status_list.bits),
        valid_from=at,
        valid_until=at + LIST_LIFE,
        ttl=int(LIST_KEPT.total_seconds() * 1000),
    )
    status_list.document = sign_document(
        kind=DocumentKind.STATUS_LIST,
        iri=iri,
        document=build.status_list(facts),
        issuer=status_list.issuer,
        at=at,
    )
    status_list.save(update_fields=["bits", "document"])
    return status_list.document


def _in_use(issuer: Issuer) -> dict[str, SigningKey]:
    in_use = issuer.keys.filter(retired_at=None, revoked_at=None).select_related("issuer")
    return {key.kind: key for key in in_use}


def _token(document: dict[str, Any], key: SigningKey) -> str:
    return jwt.secure(document, key=_unsealed(key), verification_method=key.name)


def _unsealed(key: SigningKey) -> SecretKey:
    return keystore.unseal(bytes(key.sealed_secret), did=key.issuer.did, public=key.multibase)

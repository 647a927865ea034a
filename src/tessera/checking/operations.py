"""Checking what somebody hands in, with what stands in the database and on the network."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tessera.checking import queries
from tessera.common import outbound, schemas
from tessera.common.outbound_cache import Cache
from tessera.common.refusal import Refusal
from tessera.kernel.errors import ContainerError, Unreachable
from tessera.kernel.openbadges import check as kernel
from tessera.kernel.openbadges import revocation, source
from tessera.kernel.openbadges.report import Report, Result
from tessera.signing import operations as signing
from tessera.signing import queries as issuers

MAXIMUM_BYTES = 10 * 1024 * 1024
SECONDS = 5.0  # for each address: somebody is waiting for the answer
ALTOGETHER = 15.0  # for all of them: a badge may name fifty slow hosts, and so hold up the site

_NOT_A_CREDENTIAL: str | Promise = _("This is not a badge, nor a picture or file with one inside.")
_WHY: dict[str, str | Promise] = {
    "no-credential": _(
        "This picture has no badge inside. Phones and websites often strip it when a picture is"
        " saved or sent: ask for the original file, or for the badge as a JSON file."
    ),
    "too-large": _("This is larger than any badge. Nothing larger than 10 MB is read."),
    "unsupported": _("This PDF is locked, so nothing attached to it can be read."),
    "no-attachment": _(
        "This PDF has no badge attached. A printed badge proves nothing by itself: ask for the"
        " badge as a picture or a JSON file."
    ),
    "several": _("This PDF has several badges attached. Check them one by one."),
    "checksum": _("This picture was damaged on its way. Ask for the original file."),
    "cut-short": _("This picture ends too soon: it was damaged on its way."),
}
_DID_DOCUMENT = re.compile(r"/issuers/([\w-]+)/did\.json")
_STATUS_LIST = re.compile(r"/status/(\d{1,9})")
_ALSO_HERE: list[Callable[..., dict[str, Any] | None]] = []
# a class of thirty with one issuer asks for its keys and lists once
_FETCHED = Cache(inside=revocation.lifetime)


class NotACredential(Refusal):
    """What was handed in cannot be checked at all; `why` says so in a sentence for anyone."""

    code, status = "not-a-credential", 422
    message = _("%(why)s")


def check(data: bytes | str, *, at: datetime, recipient: str | None = None) -> Report:
    """Check a badge: the text of it, or the picture that carries it. Refuses: NotACredential.

    `recipient` (an e-mail, DID or other identifier) asks whether it is about them.
    """
    text = _text_of(data.encode(errors="replace") if isinstance(data, str) else data)
    load = loader(at=at)
    report = kernel.check(
        text,
        at=at,
        load=load,
        recipient=(recipient or "").strip(),
        trusted=queries.known_identities(),
        validate=schemas.Validator(load),
    )
    if report.step("form").result is Result.FAILED and not _claims_to_be_one(report):
        raise NotACredential(why=_NOT_A_CREDENTIAL)
    return report


def text_of(data: bytes | str) -> str:
    """The text of the badge in what was handed in; proves nothing. Refuses: NotACredential."""
    found = _text_of(data.encode(errors="replace") if isinstance(data, str) else data)
    return found.decode(errors="replace")


def is_about(text: str, recipient: str, *, at: datetime) -> bool | None:
    """Whether a badge is about this address; None when it does not tell."""
    told = check(text, at=at, recipient=recipient).step("recipient").result
    return {Result.PASSED: True, Result.FAILED: False}.get(told)


def loader(*, at: datetime) -> Callable[[str], bytes]:
    """Our own documents from the database, all others from the network; raises Unreachable."""
    fetch = outbound.within(ALTOGETHER, outbound.Fetcher(seconds=SECONDS, cache=_FETCHED))

    def load(address: str) -> bytes:
        path = _path_here(address)
        return fetch(address) if path is None else _own(path, at=at)

    return load


def also_here(read: Callable[..., dict[str, Any] | None]) -> None:
    """Documents of a feature above this one: `read(path, at=...)` gives one, or None."""
    _ALSO_HERE.append(read)


def _path_here(address: str) -> str | None:
    """The path of an address on this site; a did:web names it as https, whatever it is."""
    host = settings.PUBLIC_URL.partition("://")[2]
    for prefix in (settings.PUBLIC_URL, f"https://{host}"):
        if address.startswith(f"{prefix}/"):
            return address.removeprefix(prefix)
    return None


def _own(path: str, *, at: datetime) -> bytes:
    try:
        if path == "/.well-known/did.json":
            return _json(issuers.did_document(issuers.institution_issuer()))
        if found := _DID_DOCUMENT.fullmatch(path):
            issuer = issuers.issuer_by_slug(found[1])
            if issuer is not None:
                return _json(issuers.did_document(issuer))
        if found := _STATUS_LIST.fullmatch(path):
            return signing.current_list(int(found[1]), at).body.encode()
    except ObjectDoesNotExist:
        pass
    for read in _ALSO_HERE:
        if document := read(path, at=at):
            return _json(document)
    raise Unreachable(f"there is nothing at {path} here", code="not-found")


def _text_of(data: bytes) -> bytes:
    if len(data) > MAXIMUM_BYTES:
        raise NotACredential(why=_WHY["too-large"])
    if not data.strip():
        raise NotACredential(why=_("There is nothing here to check."))
    try:
        return source.credential_in(data)
    except ContainerError as fault:
        raise NotACredential(why=_WHY.get(fault.code, _NOT_A_CREDENTIAL)) from None


def _claims_to_be_one(report: Report) -> bool:
    types: Any = report.credential.get("type", [])
    return "VerifiableCredential" in (types if isinstance(types, list) else [types])


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document).encode()

"""Does a credential still stand? Its status entries, and the lists that they point to.

Bitstring Status List 1.0 (one bit or more, for revocation, suspension, refresh and messages), its
forerunner StatusList2021, and the 1EdTech revocation list. Whatever is wrong with a list makes the
answer *unknown*; only what an entry itself says wrongly makes a credential invalid. Nothing is kept
from one check to the next; a loader that keeps what it fetched asks `lifetime` for how long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tessera.kernel.errors import KernelError, StatusError, Unreachable
from tessera.kernel.openbadges import canonical, did, form, jwt, status, vouching
from tessera.kernel.openbadges.form import Document, Kind
from tessera.kernel.openbadges.report import Result, Step, attempt, each, faulty, hold

MAXIMUM_ENTRIES = 20
UNSAID = 300.0  # seconds that a list is fresh which names no `ttl`

_DECIDING = {"revocation": "revoked", "suspension": "suspended"}
_KINDS = {
    "BitstringStatusListEntry": ("BitstringStatusListCredential", "BitstringStatusList"),
    "StatusList2021Entry": ("StatusList2021Credential", "StatusList2021"),
}
_1EDTECH = "1EdTechRevocationList"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where in which list a credential stands."""

    kind: str
    purpose: str
    index: int
    address: str
    size: int = 1
    messages: tuple[Any, ...] = ()


def steps(document: Document, *, at: datetime, load: did.Load) -> list[Step]:
    """The worst of what its lists say; then what each of several says, for each purpose."""
    entries = form.listed(document.get("credentialStatus"))
    if not entries:
        return [Step("status", Result.SKIPPED, "no-status", "it cannot be revoked")]
    if len(entries) > MAXIMUM_ENTRIES:
        return [Step("status", Result.UNKNOWN, "too-complex", "too many status entries")]
    reader = _Reader(document, at, load)
    answers = [(_purpose(entry), reader.step(entry)) for entry in entries]
    return [_worst([step for _about, step in answers]), *each(answers)]


def _purpose(entry: Any) -> str:
    """What an entry says that it is for; failing that, its kind."""
    said = entry if isinstance(entry, Mapping) else {}
    return f"{said.get('statusPurpose', said.get('type', 'no kind'))!s:.80}"


def _worst(steps: list[Step]) -> Step:
    order = (Result.FAILED, Result.UNKNOWN, Result.PASSED)
    return min(steps, key=lambda one: (not one.decides, order.index(one.result), not one.code))


class _Reader:
    """Reads the entries of one credential."""

    def __init__(self, document: Document, at: datetime, load: did.Load) -> None:
        self._document = document
        self._at = at
        self._load = load

    def step(self, entry: Any) -> Step:
        try:
            types = _types(entry)
            if _1EDTECH in types:
                return attempt("status", lambda: self._check_revocation_list(entry))
            found = read_entry(entry, types)
            if found.purpose in _DECIDING:
                return attempt("status", lambda: self._check(found))
        except KernelError as fault:
            return faulty("status", fault)
        return self._told(found)

    def _told(self, entry: Entry) -> Step:
        """What a list has to say beyond whether the credential stands."""
        if entry.purpose not in {"message", "refresh"}:
            said = f"a list for {entry.purpose:.80}"
            return Step("status", Result.UNKNOWN, "unsupported", said, decides=False)
        try:
            value = self._value(entry)
        except KernelError as fault:
            return Step("status", Result.UNKNOWN, fault.code, str(fault), decides=False)
        if entry.purpose == "refresh":
            code = "newer" if value else ""
            return Step("status", Result.PASSED, code, decides=False)
        return Step("status", Result.PASSED, "message", _message(entry, value), decides=False)

    def _check(self, entry: Entry) -> None:
        if self._value(entry):
            code = _DECIDING[entry.purpose]
            told = {"purpose": entry.purpose, "address": entry.address}
            raise StatusError(f"{code} by its issuer", code=code, **told)

    def _value(self, entry: Entry) -> int:
        """Bitstring Status List 1.0, section 3.2."""
        try:
            return status.value(self._bits(entry), entry.index, entry.size)
        except StatusError as fault:
            if fault.code == "range":
                raise
            raise Unreachable(str(fault), code="status-list") from fault

    def _bits(self, entry: Entry) -> bytes:
        """The bits of a list. Raises Unreachable, or StatusError for a list that cannot be used."""
        found, token = self._list(entry.address)
        subject, types = form.subject(found), form.listed(found.get("type"))
        credential, kind = _KINDS[entry.kind]
        if credential not in types or kind not in form.listed(subject.get("type")):
            raise StatusError(f"not a list for {entry.kind}")
        if found.get("id", entry.address) != entry.address:
            raise StatusError(f"not the status list of {entry.address}")
        if form.issuer_id(found) != form.issuer_id(self._document):
            raise StatusError("a status list by another issuer")
        if entry.purpose not in form.listed(subject.get("statusPurpose")):
            raise StatusError(f"not a list for {entry.purpose}")
        checks = vouching.steps(found, token, at=self._at, load=self._load)
        checks.append(attempt("dates", lambda: form.check_dates(found, self._at)))
        if not hold(checks):
            told = next(one for one in checks if one.decides and one.result is not Result.PASSED)
            raise StatusError(f"the status list does not hold: {told.name}, {told.code}")
        text = subject.get("encodedList")
        if not isinstance(text, str):
            raise StatusError("a status list without its bits", code="encoding")
        if entry.kind == "StatusList2021Entry" and not text.startswith("u"):
            # its base64url has no prefix, and some write the other alphabet or the padding
            text = "u" + text.rstrip("=").replace("+", "-").replace("/", "_")
        return status.decode(text, minimum=status.MINIMUM_BITS * entry.size)

    def _list(self, address: str) -> tuple[dict[str, Any], jwt.Token | None]:
        try:
            data, token = self._load(address), None
            if jwt.is_token(data):
                token = jwt.read(data)
                found = jwt.credential(token)
            else:
                found = canonical.read(data)
            is_list = form.check(found) is Kind.STATUS_LIST
        except Unreachable:
            raise
        except KernelError as fault:
            raise StatusError(f"no status list at {address}: {fault}") from fault
        if not is_list:
            raise StatusError(f"no status list at {address}")
        return found, token

    def _check_revocation_list(self, entry: Mapping[str, Any]) -> None:
        """Revoked is what is listed, unless the list says that it no longer is."""
        address = entry.get("id")
        if not isinstance(address, str) or not address.startswith(("https://", "http://")):
            raise StatusError("a status entry without a list", code="entry")
        try:
            found = canonical.read(self._load(address))
        except Unreachable:
            raise
        except KernelError as fault:
            raise Unreachable(f"no revocation list at {address}", code="status-list") from fault
        listed = found.get("revokedCredential", [])
        issuer = form.issuer_id(self._document)
        told = found.get("issuer", issuer)
        if (told.get("id") if isinstance(told, Mapping) else told) != issuer:
            raise Unreachable("a revocation list by another issuer", code="status-list")
        if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
            raise Unreachable(f"no revocation list at {address}", code="status-list")
        for one in listed:
            if one.get("id") == self._document.get("id") and one.get("revoked") is not False:
                raise revoked_by(one, address=address)


def lifetime(data: bytes) -> float | None:
    """For how many seconds a status list may be kept, by its own `ttl`; None for anything else."""
    if b"StatusList" not in data and not jwt.is_token(data):
        return None
    try:
        found = jwt.credential(jwt.read(data)) if jwt.is_token(data) else canonical.read(data)
        if form.kind(found) is not Kind.STATUS_LIST:
            return None
        told = form.subject(found).get("ttl")
    except KernelError:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 < told < 2**53:
        return UNSAID
    return told / 1000


def revoked_by(told: Mapping[str, Any], **facts: str) -> StatusError:
    """What takes a badge away, with the reason that its issuer gives, if any."""
    reason = told.get("revocationReason")
    if isinstance(reason, str) and reason:
        return StatusError(f"{reason:.200}", code="revoked", reason=f"{reason:.200}", **facts)
    return StatusError("revoked by its issuer", code="revoked", **facts)


def read_entry(entry: Mapping[str, Any], types: list[Any]) -> Entry:
    """A status entry. Raises StatusError (`entry`), or `unsupported` for other kinds."""
    kind = next((name for name in _KINDS if name in types), "")
    if not kind:
        raise StatusError(f"a status of the kind {types!s:.80}", code="unsupported")
    index, address = str(entry.get("statusListIndex")), entry.get("statusListCredential")
    # a number of more digits is in no list
    if not (index.isascii() and index.isdigit() and len(index) < 20):
        raise StatusError("a status entry without an index", code="entry", field="statusListIndex")
    if not isinstance(address, str) or not address.startswith(("https://", "http://")):
        raise StatusError("a status entry without a list", code="entry")
    purpose = entry.get("statusPurpose")
    if not isinstance(purpose, str) or not purpose:
        raise StatusError("a status entry for nothing", code="entry", field="statusPurpose")
    size, messages = entry.get("statusSize", 1), form.listed(entry.get("statusMessage"))
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise StatusError("a status entry of no size", code="entry", field="statusSize")
    if size > status.MAXIMUM_SIZE:
        raise StatusError(f"a status of {size} bits", code="unsupported", field="statusSize")
    if size > 1 and len(messages) != 2**size:
        raise StatusError("not a message for each status", code="entry", field="statusMessage")
    return Entry(kind, purpose, int(index), address, size, tuple(messages))


def _types(entry: Any) -> list[Any]:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("type"), str | list):
        raise StatusError("a status entry without a type", code="entry", field="credentialStatus")
    return form.listed(entry["type"])


def _message(entry: Entry, value: int) -> str:
    """What the entry says that this value means: `{status: "0x1", message: ...}`."""
    for one in entry.messages:
        if isinstance(one, Mapping) and _number(one.get("status")) == value:
            return f"{one.get('message')!s:.200}"
    return f"{value:#x}"


def _number(text: Any) -> int | None:
    try:
        return int(text, 16) if isinstance(text, str) else None
    except ValueError:
        return None

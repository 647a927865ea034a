"""A good badge in a good world, and how to spoil one member of one thing in it.

A college signs a badge with its did:web key; its document, its status list and a partner's
endorsement are all in order. A fault names the thing, the member and what is put there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tessera.kernel.errors import ContainerError, Unreachable
from tessera.kernel.openbadges import bake, contexts, did, jwt, keys, proof, source, status
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.multibase import to_base64url

from .images import PIXEL

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
COLLEGE = "did:web:college.example"
PARTNER = "did:web:partner.example"
HOME = "https://college.example/.well-known/did.json"
THEIRS = "https://partner.example/.well-known/did.json"
LIST = "https://college.example/status/1"
ACHIEVEMENT = "https://college.example/achievements/listening/v1"
LEARNER = "urn:uuid:0f3c2c4e-8a52-4d6b-8a54-b0a9a94b1c11"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>'

SECRET = keys.SecretKey(keys.KeyType.ED25519, b"c" * 32)
OTHER = keys.SecretKey(keys.KeyType.ED25519, b"o" * 32)
CURVE = keys.SecretKey(keys.KeyType.P256, b"p" * 32)
KEY = did.Method(f"{COLLEGE}#key-1", COLLEGE, SECRET.public)
CURVE_KEY = did.Method(f"{COLLEGE}#key-2", COLLEGE, CURVE.public)
PARTNERS_KEY = did.Method(f"{PARTNER}#key-1", PARTNER, OTHER.public)


class Gone:
    """The member is taken out."""

    def __repr__(self) -> str:
        return "GONE"


@dataclass(frozen=True)
class Edit:
    """The member is worked on; the label says how."""

    label: str
    work: Callable[[Any], Any]

    def __repr__(self) -> str:
        return self.label


GONE = Gone()


@dataclass(frozen=True)
class Fault:
    """One mutation of one member of one thing, and the answer that it must get."""

    name: str
    thing: str
    member: str
    put: Any
    step: str
    code: str
    result: str = "failed"

    @property
    def mutation(self) -> tuple[str, str, str]:
        return self.thing, self.member, repr(self.put)


def badge() -> dict[str, Any]:
    return {
        "@context": [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES],
        "id": "urn:uuid:5b1f5d2e-6a0c-4b7e-9d3e-0a6f4a1c2b3d",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Active Listening",
        "issuer": {
            "id": COLLEGE,
            "type": ["Profile"],
            "name": "A college",
            "email": "badges@college.example",
        },
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2027-01-01T00:00:00Z",
        "credentialSubject": {
            "id": LEARNER,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": (
                        "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
                    ),
                    "identityType": "emailAddress",
                    "salt": "Kosher",
                }
            ],
            "achievement": {
                "id": ACHIEVEMENT,
                "type": ["Achievement"],
                "name": "Active Listening",
                "description": "Listens so that the other feels heard.",
                "criteria": {"narrative": "Three components, each judged."},
                "tag": ["listening", "teams"],
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": "use active listening",
                        "targetUrl": "http://data.europa.eu/esco/skill/1d2a",
                    }
                ],
                "resultDescription": [
                    {
                        "id": f"{ACHIEVEMENT}#overall",
                        "type": ["ResultDescription"],
                        "name": "Overall",
                        "resultType": "LetterGrade",
                        "allowedValue": ["C", "B", "A"],
                    }
                ],
            },
        },
        "credentialStatus": {
            "id": f"{LIST}#7",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": LIST,
        },
    }


def endorsement() -> dict[str, Any]:
    return {
        "@context": [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES],
        "id": "urn:uuid:7a5c0b9e-1f4d-4a38-9d57-0c8f3f1f2a11",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "An endorsement",
        "issuer": {"id": PARTNER, "type": ["Profile"], "name": "A partner"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": ACHIEVEMENT,
            "type": ["EndorsementSubject"],
            "endorsementComment": "We hire for this.",
        },
    }


def status_list(*indexes: int) -> dict[str, Any]:
    return {
        "@context": [contexts.CREDENTIALS_V2],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": COLLEGE,
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2026-04-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": status.encode(status.set_bits(status.new(), indexes)),
        },
    }


def record(member: dict[str, Any]) -> dict[str, Any]:
    return {
        "@context": [contexts.CREDENTIALS_V2, contexts.CLR, contexts.OPEN_BADGES],
        "id": "urn:uuid:2f0a4c4c-94a8-4f3e-8c2d-0d8f2a0cf001",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "A learner record",
        "issuer": {"id": COLLEGE, "type": ["Profile"], "name": "A college"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": LEARNER,
            "type": ["ClrSubject"],
            "identifier": badge()["credentialSubject"]["identifier"],
            "achievement": [
                {
                    "id": f"{ACHIEVEMENT[:-1]}2",
                    "type": ["Achievement"],
                    "name": "Active Listening, second edition",
                    "description": "Listens so that the other feels heard.",
                    "criteria": {"narrative": "Two components, each judged."},
                }
            ],
            "verifiableCredential": [member],
            "association": [
                {
                    "type": "Association",
                    "associationType": "exactMatchOf",
                    "sourceId": f"{ACHIEVEMENT[:-1]}2",
                    "targetId": f"{ACHIEVEMENT[:-1]}2",
                }
            ],
        },
    }


def answer(fault: Fault | None, thing: str = "badge") -> dict[str, tuple[str, str]]:
    """What the check says of the world with this fault: each step's result and code."""
    return _World(fault, thing if fault is None else fault.thing).answer()


class _World:
    """Everything is made anew, and the fault put in when its thing is made."""

    def __init__(self, fault: Fault | None, thing: str) -> None:
        self._fault = fault
        self._thing = thing

    def answer(self) -> dict[str, tuple[str, str]]:
        thing = self._thing
        pages = {
            HOME: self._page("did", did.document(COLLEGE, [KEY, CURVE_KEY])),
            THEIRS: self._page("partner's did", did.document(PARTNER, [PARTNERS_KEY])),
            LIST: self._page("list page", self._signed("list", status_list())),
        }

        def load(address: str) -> bytes:
            if pages.get(address) is None:
                raise Unreachable(f"nothing at {address}")
            return pages[address]

        asked = (
            "a@example.com" if thing != "recipient" else self._spoiled("recipient", "a@example.com")
        )
        try:
            credential = self._source()
        except ContainerError as fault:
            return {"container": ("failed", fault.code)}
        report = check(credential, at=NOON, load=load, recipient=asked)
        return {step.name: (step.result.value, step.code) for step in report.steps} | {
            "verdict": (report.verdict.value, report.reason)
        }

    def _source(self) -> Any:
        if self._thing in {"header", "payload", "token"}:
            return self._token()
        whole = badge()
        if "endorsement" in self._thing:
            inner = self._signed("endorsement", endorsement(), OTHER, PARTNERS_KEY.id)
            whole["credentialSubject"]["achievement"]["endorsement"] = [inner]
        whole = self._signed("badge", whole)
        if "record" in self._thing or "member" in self._thing:
            member = self._spoiled("member", whole)
            return self._signed("record", record(member))
        text = json.dumps(whole)
        for kind, image in (("png", PIXEL), ("svg", SVG)):
            if self._thing == kind:
                return source.credential_in(self._spoiled(kind, bake.bake(image, text)))
        if self._thing == "file":
            return source.credential_in(self._spoiled("file", text.encode()))
        if self._thing == "text":
            return self._spoiled("text", text)
        return whole

    def _signed(
        self,
        name: str,
        document: dict[str, Any],
        secret: keys.SecretKey = SECRET,
        method: str = KEY.id,
    ) -> dict[str, Any]:
        unsigned = self._spoiled(name, document)
        given = {"key": secret, "verification_method": method, "created": NOON}
        whole = proof.secure(unsigned, **self._spoiled(f"{name} options", given))
        return self._spoiled(f"signed {name}", whole)

    def _token(self) -> str:
        made = jwt.secure(_without_status(badge()), key=CURVE, verification_method=CURVE_KEY.id)
        taken = jwt.read(made)
        header = self._spoiled("header", taken.header)
        payload = self._spoiled("payload", taken.payload)
        signed = ".".join(to_base64url(json.dumps(part).encode()) for part in (header, payload))
        whole = f"{signed}.{to_base64url(CURVE.sign(signed.encode()))}"
        return self._spoiled("token", whole)

    def _page(self, name: str, document: Any) -> Any:
        found = self._spoiled(name, document)
        if found is GONE:
            return None
        return found if isinstance(found, bytes) else json.dumps(found).encode()

    def _spoiled(self, thing: str, whole: Any) -> Any:
        if self._fault is None or self._fault.thing != thing:
            return whole
        return _put(whole, self._fault.member, self._fault.put)


def _without_status(document: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in document.items() if name != "credentialStatus"}


def _put(whole: Any, member: str, value: Any) -> Any:
    if not member:
        return value.work(whole) if isinstance(value, Edit) else value
    changed = {**whole} if isinstance(whole.get("key"), keys.SecretKey) else deepcopy(whole)
    *path, last = [int(step) if step.isdigit() else step for step in re.split(r"[/]", member)]
    home: Any = changed
    for step in path:
        home = home[step]
    if value is GONE:
        del home[last]
    elif isinstance(value, Edit):
        home[last] = value.work(home[last])
    else:
        home[last] = value
    return changed


def texts(found: Mapping[str, tuple[str, str]]) -> str:
    return ", ".join(f"{name}: {' '.join(step)}" for name, step in found.items())

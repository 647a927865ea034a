"""Claim: any badge is issued and checked at least twice as fast as by the usual libraries.

One core, one and the same badge, nothing remembered of the badge itself. TESSERA_BENCH_NODE names
the folder of an npm installation of what `general_path.mjs` imports; without it the JavaScript
reference is left out.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from openbadgeslib.ob3 import (
    OB3LdpVerifier,
    add_data_integrity_proof,
    verify_data_integrity_proof,
)
from pyld import jsonld

from benchmarks import rounds
from benchmarks.badge import AT, ISSUER, LIST, METHOD, SECRET, badge, signed, status_list
from tessera.kernel.openbadges import canonical, contexts, did, multibase, proof
from tessera.kernel.openbadges.check import verify
from tessera.kernel.openbadges.keyfile import KeyPair
from tessera.kernel.openbadges.pattern import library

OURS = "Tessera"
ROUNDS, TIMES = 9, 20

KEY = Ed25519PrivateKey.from_private_bytes(SECRET.raw)
PUBLIC = SECRET.public
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
PUBLIC_PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
BADGE = badge(7)
SIGNED = json.dumps(signed(BADGE)).encode()
STATUS_LIST = status_list()


# -- Ours ---------------------------------------------------------------------------------------


@contextmanager
def remembering_nothing() -> Iterator[None]:
    """Every badge is read as if it were the first of its shape."""
    most, library.MAXIMUM_SHAPES = library.MAXIMUM_SHAPES, 0
    yield
    library.MAXIMUM_SHAPES = most


def issue(document: dict[str, Any]) -> bytes:
    return json.dumps(signed(document)).encode()


def check_proof(data: bytes) -> None:
    document = canonical.read(data)
    (found,) = proof.listed(document)
    proof.verify_proof(document, found, key=PUBLIC, at=AT)


def check_whole(_: int) -> None:
    verify(SIGNED, at=AT, load=lambda address: {LIST: STATUS_LIST}[address])


# -- PyLD, as its documentation shows it, with cryptography -------------------------------------


def _loader(address: str, _options: object) -> dict[str, Any]:
    document = dict(contexts.context(address))
    return {"contextUrl": None, "documentUrl": address, "document": document}


def _hashed(document: dict[str, Any], options: dict[str, Any]) -> bytes:
    told = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _loader}
    parts = ({**options, "@context": document["@context"]}, document)
    return b"".join(sha256(jsonld.normalize(part, told).encode()).digest() for part in parts)


def pyld_issue(document: dict[str, Any]) -> bytes:
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": AT.isoformat().replace("+00:00", "Z"),
        "verificationMethod": METHOD.id,
        "proofPurpose": "assertionMethod",
    }
    value = multibase.encode(KEY.sign(_hashed(document, options)))
    return json.dumps({**document, "proof": {**options, "proofValue": value}}).encode()


def pyld_proof(data: bytes) -> None:
    document = json.loads(data)
    options = document.pop("proof")
    signature = multibase.decode(options.pop("proofValue"))
    KEY.public_key().verify(signature, _hashed(document, options))


# -- openbadgeslib ------------------------------------------------------------------------------


def openbadgeslib_issue(document: dict[str, Any]) -> bytes:
    return json.dumps(add_data_integrity_proof(document, PEM, METHOD.id, created=AT)).encode()


def openbadgeslib_proof(data: bytes) -> None:
    verify_data_integrity_proof(json.loads(data), PUBLIC_PEM)


def openbadgeslib_whole(_: int) -> None:
    # it reads no embedded proof on a status list, so it has one signature less to check
    OB3LdpVerifier().verify(
        SIGNED,
        check_status=True,
        verify_status_list=False,
        download=lambda *_, **__: STATUS_LIST,
    )


# -- The JavaScript reference -------------------------------------------------------------------


@contextmanager
def javascript(
    folder: str, unsigned: dict[str, Any] = BADGE, data: bytes = SIGNED
) -> Iterator[dict[str, rounds.Measured]]:
    """What a process of Node measures of itself, by name."""
    pages: dict[str, Any] = {
        address: dict(contexts.context(address))
        for address in (*BADGE["@context"], contexts.DID_V1, contexts.MULTIKEY_V1)
    }
    method = {
        "@context": contexts.MULTIKEY_V1,
        "id": METHOD.id,
        "type": "Multikey",
        "controller": ISSUER,
        "publicKeyMultibase": SECRET.public.multibase,
    }
    pages |= {
        LIST: json.loads(STATUS_LIST),
        METHOD.id: method,
        ISSUER: did.document(ISSUER, [METHOD]),
    }
    given = {
        "badge": unsigned,
        "signed": data.decode(),
        "pages": pages,
        "at": AT.isoformat(),
        "key": KeyPair(METHOD.id, ISSUER, SECRET).document(),
    }
    script = Path(__file__).with_suffix(".mjs")
    with subprocess.Popen(
        ["node", script], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        pipe, answers = process.stdin, process.stdout

        def asked(line: str) -> str:
            pipe.write(line + "\n")
            pipe.flush()
            return answers.readline().strip()

        assert asked(json.dumps(given)) == "ready", "the JavaScript reference did not start"
        try:
            yield {
                name: lambda times, name=name: float(asked(f"{name} {times}"))
                for name in ("issue", "proof", "whole")
            }
        finally:
            pipe.close()


@contextmanager
def reference(
    unsigned: dict[str, Any] = BADGE, data: bytes = SIGNED
) -> Iterator[tuple[dict[str, rounds.Measured], str]]:
    """What is measured of the JavaScript reference, and its name; nothing where there is none."""
    if folder := os.environ.get("TESSERA_BENCH_NODE", ""):
        with javascript(folder, unsigned, data) as theirs:
            yield theirs, installed(folder, "@digitalbazaar/vc")
    else:
        print("No JavaScript reference: TESSERA_BENCH_NODE names no npm installation.\n")
        yield {}, ""


def installed(folder: str, package: str) -> str:
    found = json.loads((Path(folder) / "node_modules" / package / "package.json").read_text())
    return f"{package} {found['version']}"


def python_peers() -> tuple[str, str]:
    pyld = f"PyLD {version('pyld')} + cryptography {version('cryptography')}"
    return pyld, f"openbadgeslib {version('openbadgeslib')}"


def report(theirs: dict[str, rounds.Measured], name: str) -> None:
    pyld, others = python_peers()
    jobs: dict[str, tuple[str, dict[str, Any]]] = {
        "issue": (
            "Issue",
            {
                OURS: lambda number: issue(badge(number)),
                pyld: lambda number: pyld_issue(badge(number)),
                others: lambda number: openbadgeslib_issue(badge(number)),
            },
        ),
        "proof": (
            "Check the proof, from bytes",
            {
                OURS: lambda _: check_proof(SIGNED),
                pyld: lambda _: pyld_proof(SIGNED),
                others: lambda _: openbadgeslib_proof(SIGNED),
            },
        ),
        "whole": (
            "Check the whole, with its status list",
            {OURS: check_whole, others: openbadgeslib_whole},
        ),
    }
    for job, (title, work) in jobs.items():
        contenders = {each: rounds.of(done) for each, done in work.items()}
        if job in theirs:
            contenders[name] = theirs[job]
        found = rounds.rates(contenders, rounds=ROUNDS, times=TIMES)
        print(rounds.table(title, found, ours=OURS) + "\n", flush=True)


def main() -> None:
    quads = canonical.quads(BADGE)
    print(f"The badge: {len(SIGNED):,} bytes signed, {len(quads)} quads. {ROUNDS} rounds.\n")
    same = pyld_issue(badge(7)) == openbadgeslib_issue(badge(7)) == SIGNED
    assert same, "they do not do the same work"
    with remembering_nothing(), reference() as (theirs, name):
        report(theirs, name)


if __name__ == "__main__":
    main()

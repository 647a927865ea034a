"""Claim: a class is signed at 60 % of what SHA-256 and Ed25519 allow and 100 times as fast as by the
usual libraries, and the proof of a badge of a known shape is checked 25 times as fast, from bytes.

One core. Every contender signs the same badge, with an id on each node, to the same bytes. The limit is
to hash those bytes and sign the hash. A class is made from what its badges share, and is signed whole:
each badge is built, put in canonical order, hashed, signed and written as JSON.
"""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from nacl import bindings

from benchmarks import general_path as peers
from benchmarks import rounds
from benchmarks.badge import AT, METHOD, SECRET, SHARED, badge, of_class
from tessera.kernel.openbadges import batch, canonical, proof

ROUNDS, TIMES, MORE = 9, 20, 30

BADGE = badge(7, named=True)
SIGNED = peers.issue(BADGE)
BYTES = canonical.rdf(BADGE)
OPTIONS = canonical.rdf(
    proof.under(BADGE, proof.options(verification_method=METHOD.id, created=AT))
)
SODIUM = SECRET.raw + SECRET.public.raw
OPEN = peers.KEY.public_key()


def hashed() -> bytes:
    return sha256(OPTIONS).digest() + sha256(BYTES).digest()


SIGNATURE = peers.KEY.sign(hashed())


def a_class() -> batch.Batch:
    return batch.Batch(key=SECRET, verification_method=METHOD.id, created=AT, constants=SHARED)


def report(theirs: dict[str, rounds.Measured], name: str) -> None:
    pyld, library = peers.python_peers()
    of_one = a_class()
    limits: dict[str, dict[str, Any]] = {
        f"limit: SHA-256 + cryptography {version('cryptography')}": {
            "issue": lambda _: peers.KEY.sign(hashed()),
            "proof": lambda _: OPEN.verify(SIGNATURE, hashed()),
        },
        f"limit: SHA-256 + libsodium, by PyNaCl {version('pynacl')}": {
            "issue": lambda _: bindings.crypto_sign(hashed(), SODIUM),
            "proof": lambda _: bindings.crypto_sign_open(SIGNATURE + hashed(), peers.PUBLIC.raw),
        },
    }
    slow: dict[str, tuple[str, dict[str, Any]]] = {
        "issue": (
            "Issue a class",
            {
                pyld: lambda number: peers.pyld_issue(badge(number, named=True)),
                library: lambda number: peers.openbadgeslib_issue(badge(number, named=True)),
            },
        ),
        "proof": (
            "Check the proof of a known shape, from bytes",
            {
                pyld: lambda _: peers.pyld_proof(SIGNED),
                library: lambda _: peers.openbadgeslib_proof(SIGNED),
            },
        ),
    }
    ours: dict[str, Any] = {
        "issue": lambda number: of_one.sign(of_class(number)).encode(),
        "proof": lambda _: peers.check_proof(SIGNED),
    }
    for job, (title, work) in slow.items():
        contenders = {peers.OURS: rounds.of(ours[job], more=MORE)}
        contenders |= {each: rounds.of(limit[job], more=MORE) for each, limit in limits.items()}
        contenders |= {each: rounds.of(done) for each, done in work.items()}
        if theirs:
            contenders[name] = theirs[job]
        found = rounds.rates(contenders, rounds=ROUNDS, times=TIMES)
        print(rounds.table(title, found, ours=peers.OURS) + "\n", flush=True)
    assert of_one.by_general == 2, "the class did not go by its template"


def check_same_work() -> None:
    of_one = a_class()
    for number in range(100):
        document = of_class(number)
        written = of_one.sign(document)
        of_one.check(document, written)
        plain = badge(number, named=True)
        assert document == plain
        assert json.loads(written) == json.loads(peers.pyld_issue(plain))
    assert json.loads(SIGNED) == json.loads(peers.openbadgeslib_issue(BADGE))


def main() -> None:
    print(f"The badge: {len(SIGNED):,} bytes signed, {len(BYTES):,} hashed. {ROUNDS} rounds.\n")
    check_same_work()
    with peers.reference(BADGE, SIGNED) as (theirs, name):
        report(theirs, name)


if __name__ == "__main__":
    main()

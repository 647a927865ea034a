"""A document that was given out to be signed elsewhere, and what came back: is it that very document?

Whoever holds the key adds one proof and changes nothing else. The rest is what `check` says of any
credential: the key is the issuer's own, the signature holds, it is within its dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tessera.kernel.errors import KernelError, ProofError
from tessera.kernel.openbadges import canonical, check, did, jwt, proof, times
from tessera.kernel.openbadges.form import Document


def check_signed(
    back: bytes | str, given: Document, *, since: datetime, at: datetime, load: did.Load
) -> None:
    """What came back is `given`, signed between `since` and `at` by its issuer.

    Raises KernelError: `token`, what `canonical.read` raises, `no-proof`, `too-complex`,
    `several-proofs`, `proof-ends`, `proof-dated`, `changed` (its fact `where` lists what differs), and
    NotValid for what `check` does not find valid.
    """
    if jwt.is_token(back):
        raise KernelError("a token, where an embedded proof is needed", code="token")
    found = canonical.read(back)
    _check_proof(found, since=since, at=at)
    bare = {name: value for name, value in found.items() if name != "proof"}
    if changed := list(differences(given, bare)):
        told = ", ".join(changed[:5]) + (" …" if len(changed) > 5 else "")
        raise KernelError(f"not what was given out: {told}", code="changed", where=told)
    check.verify(found, at=at, load=load)


def differences(given: Any, back: Any, at: str = "") -> Iterator[str]:
    """Where the two say different things, as paths; the order of members says nothing."""
    if isinstance(given, Mapping) and isinstance(back, Mapping):
        for name in [*given, *(name for name in back if name not in given)]:
            path = f"{at}.{name}" if at else str(name)
            if name in given and name in back:
                yield from differences(given[name], back[name], path)
            else:
                yield path
    elif isinstance(given, list) and isinstance(back, list) and len(given) == len(back):
        for number, (one, other) in enumerate(zip(given, back, strict=True)):
            yield from differences(one, other, f"{at}[{number}]")
    elif type(given) is not type(back) or given != back:
        yield at


def _check_proof(found: Document, *, since: datetime, at: datetime) -> None:
    proofs = proof.listed(found)
    if len(proofs) > 1:
        raise ProofError("more than one proof", code="several-proofs", field="proof")
    if "expires" in proofs[0]:
        raise ProofError("a proof with an end of its own", code="proof-ends", field="proof")
    if "created" in proofs[0]:
        made = times.read(proofs[0]["created"], zone_required=False)
        if not since - times.SKEW <= made <= at + times.SKEW:
            raise ProofError("signed at another time", code="proof-dated", when=str(made))

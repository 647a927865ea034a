"""Open Badges 3.0 and Verifiable Credentials 2.0: build, sign, check, pack and bake.

`build` turns facts (`model`) into unsigned documents, `proof.secure` and `jwt.secure` sign them with
`keys`, and `batch` many that are alike. `check.check` tells of any credential, ours or not, what
holds and what does not, as a `report`, and `check.verify` raises unless all does. Keys, times and
loaders are arguments.
`canonical`, `contexts`, `did`, `jwk`, `status`, `bake` and `source` serve alone too.
"""

from tessera.kernel.openbadges import (
    bake,
    batch,
    build,
    canonical,
    check,
    contexts,
    countersigning,
    did,
    jwk,
    jwt,
    keys,
    legacy,
    model,
    proof,
    report,
    source,
    status,
)

__all__ = [
    "bake",
    "batch",
    "build",
    "canonical",
    "check",
    "contexts",
    "countersigning",
    "did",
    "jwk",
    "jwt",
    "keys",
    "legacy",
    "model",
    "proof",
    "report",
    "source",
    "status",
]

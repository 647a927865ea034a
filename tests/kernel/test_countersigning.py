"""What was given out to be signed is what has to come back."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.kernel.errors import KernelError, Unreachable
from tessera.kernel.openbadges import build, countersigning, jwt, model, proof
from tessera.kernel.openbadges.check import NotValid
from tessera.kernel.openbadges.did import from_key
from tessera.kernel.openbadges.keys import KeyType, SecretKey
from tests.kernel.worlds import NOON

SECRET = SecretKey(KeyType.ED25519, bytes(range(32)))
DID = from_key(SECRET.public)
METHOD = f"{DID}#{SECRET.public.multibase}"
LIST = "https://college.example/revocations/1"
GIVEN = build.endorsement(
    model.EndorsementCredential(
        id="https://college.example/endorsements/1",
        name="Harbour Works: Mediation",
        issuer=model.Profile(DID, "Harbour Works"),
        endorsed="https://college.example/achievements/mediation/v1",
        comment="The skill is in demand.",
        valid_from=NOON,
        revocations=LIST,
    )
)


def nothing_revoked(address: str) -> bytes:
    if address != LIST:
        raise Unreachable(address)
    return json.dumps({"id": LIST, "issuer": DID, "revokedCredential": []}).encode()


def signed(document: dict[str, Any] = GIVEN, **more: Any) -> dict[str, Any]:
    facts = {"key": SECRET, "verification_method": METHOD, "created": NOON, **more}
    return proof.secure(document, **facts)


def fault(back: Any, *, after: timedelta = timedelta(hours=1), load: Any = nothing_revoked) -> str:
    text = back if isinstance(back, str) else json.dumps(back)
    try:
        countersigning.check_signed(text, GIVEN, since=NOON, at=NOON + after, load=load)
    except KernelError as refused:
        return refused.code
    return ""


def test_text_that_came_back_signed_is_the_one_given_out_whatever_the_order_of_its_members():
    back = signed(cryptosuite="eddsa-jcs-2022")
    assert fault(back) == fault(signed()) == fault(dict(reversed(back.items()))) == ""


def test_revocation_list_of_an_endorsement_is_named_in_it():
    assert GIVEN["credentialStatus"] == {"id": LIST, "type": "1EdTechRevocationList"}
    taken_back = {"revokedCredential": [{"id": GIVEN["id"]}]}
    assert fault(signed(), load=lambda _address: json.dumps(taken_back).encode()) == "revoked"


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GIVEN.items() if key != name}


TWO = signed()
CASES = [
    ("not JSON", "not-json"),
    ("[]", "not-json"),
    (GIVEN, "no-proof"),
    ({**TWO, "proof": [TWO["proof"], TWO["proof"]]}, "several-proofs"),
    (signed(expires=NOON + timedelta(days=1)), "proof-ends"),
    (signed(created=NOON - timedelta(days=1)), "proof-dated"),
    (signed(created=NOON + timedelta(days=1)), "proof-dated"),
    (signed({**GIVEN, "name": "Harbour Works: all of it"}), "changed"),
    (signed(without("credentialStatus")), "changed"),
    (signed({**GIVEN, "validUntil": "2030-01-01T00:00:00Z"}), "changed"),
    ({**TWO, "proof": {**TWO["proof"], "proofValue": signed(without("name"))["proof"]["proofValue"]}},
     "signature"),
    (jwt.secure(GIVEN, key=SECRET, verification_method=METHOD), "token"),
]  # fmt: skip


@pytest.mark.parametrize(("back", "code"), CASES, ids=[code for _back, code in CASES])
def test_what_is_not_that_text_signed_is_refused(back: Any, code: str):
    assert fault(back) == code


def test_text_signed_by_somebody_elses_key_is_refused():
    other = SecretKey(KeyType.ED25519, bytes(32))
    name = f"{from_key(other.public)}#{other.public.multibase}"
    assert fault(signed(key=other, verification_method=name)) == "not-issuer"
    assert fault(signed(key=other)) == "signature"


def test_list_that_cannot_be_read_leaves_it_undecided():
    def nowhere(address: str) -> bytes:
        raise Unreachable(address)

    with pytest.raises(NotValid) as refused:
        countersigning.check_signed(json.dumps(signed()), GIVEN, since=NOON, at=NOON, load=nowhere)
    assert refused.value.report.verdict == "undecided"


def test_what_differs_is_named_where_it_stands():
    back = deepcopy(GIVEN)
    back["credentialSubject"]["endorsementComment"] = "All is well."
    back["issuer"]["email"] = "a@b.example"
    back["type"] = back["type"][:1]
    del back["name"]
    assert list(countersigning.differences(GIVEN, back)) == [
        "type", "name", "credentialSubject.endorsementComment", "issuer.email",
    ]  # fmt: skip


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(values, values)
def test_no_difference_is_overlooked(one: Any, other: Any):
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (list(countersigning.differences(one, other)) == []) == same
    assert list(countersigning.differences(one, one)) == []

"""Documents to canonical bytes; and what safe mode refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.kernel.errors import KernelError, TooComplex, UndefinedTerm, UnknownContext
from tessera.kernel.openbadges import canonical, contexts

from . import published
from .badges import badge

_EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


def test_rdf_of_the_alumni_credential_is_the_published_answer():
    """vc-di-eddsa, appendix B.1."""
    document = {
        "@context": [contexts.CREDENTIALS_V2, _EXAMPLES],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "issuer": "https://vc.example/issuers/5678",
        "validFrom": "2023-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
    }
    credential = "<urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33>"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    vc = "https://www.w3.org/2018/credentials#"
    assert canonical.rdf(document).decode() == (
        "<did:example:abcdefgh> <https://www.w3.org/ns/credentials/examples#alumniOf>"
        ' "The School of Examples" .\n'
        f"{credential} {kind} <{vc}VerifiableCredential> .\n"
        f"{credential} {kind} <https://www.w3.org/ns/credentials/examples#AlumniCredential> .\n"
        f"{credential} <{vc}credentialSubject> <did:example:abcdefgh> .\n"
        f"{credential} <{vc}issuer> <https://vc.example/issuers/5678> .\n"
        f'{credential} <{vc}validFrom> "2023-01-01T00:00:00Z"'
        "^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n"
    )


@pytest.mark.parametrize(
    ("document", "answer"),
    [
        ("unsigned.json", "eddsa-rdfc-2022/canonDocDataInt.txt"),
        ("eddsa-rdfc-2022/proofConfigDataInt.json", "eddsa-rdfc-2022/proofCanonDataInt.txt"),
        ("Ed25519Signature2020/proofConfigEdSig.json", "Ed25519Signature2020/proofCanonEdSig.txt"),
    ],
)
def test_rdf_of_published_documents_is_the_published_answer(document, answer):
    source = published.document(f"vc-di-eddsa/{document}")
    assert canonical.rdf(source).decode() == published.text(f"vc-di-eddsa/{answer}")


def test_jcs_of_a_published_document_is_the_published_answer():
    source = published.document("vc-di-eddsa/unsigned.json")
    assert canonical.jcs(source).decode() == published.text(
        "vc-di-eddsa/eddsa-jcs-2022/canonDocJCS.txt"
    )


def test_rdf_of_numbers_is_that_of_the_standard():
    document = badge()
    document["credentialSubject"]["achievement"]["creditsAvailable"] = [3.0, 0.5, 1234567.25, 1e21]
    found = [line.split(" ")[2] for line in canonical.rdf(document).decode().splitlines()
             if "creditsAvailable" in line]  # fmt: skip
    kind = "^^<https://www.w3.org/2001/XMLSchema#float>"
    assert found == [f'"{text}"{kind}' for text in ("1.0E21", "1.23456725E6", "3", "5.0E-1")]


def test_rdf_keeps_the_order_of_a_list_and_the_graph_of_an_embedded_proof():
    proof = {"type": "DataIntegrityProof", "cryptosuite": "x", "proofPurpose": "assertionMethod"}
    quads = canonical.quads(badge(proof=proof))
    graphs = {graph for _, _, _, graph in quads}
    assert (len(graphs), "" in graphs) == (2, True)


@pytest.mark.parametrize(
    "change",
    [
        {"gradeInvented": "A"},
        {"type": ["VerifiableCredential", "OpenBadgeCredential", "Invented"]},
        {"id": "badge-1"},
        {"id": ""},
        {"id": "urn:x y"},
        {"id": "urn:x>"},
        {"id": "urn:x\n"},
        {"issuer": "issuers/1"},
        {"name": {"@value": "x", "@direction": "rtl"}},
        {"name": {"@value": "x", "@index": "1"}},
        {"name": {"@language": "en"}},
        {"name": "half \ud83d"},
        {"@reverse": {}},
        {"@included": []},
        {"evidence": {"id": "no-scheme", "type": "Evidence"}},
        {"credentialSchema": {"id": "https://a.example", "type": "1EdTechJsonSchemaValidator2019"}},
    ],
)
def test_rdf_of_what_would_not_be_signed_is_refused(change):
    with pytest.raises(UndefinedTerm):
        canonical.rdf(badge(**change))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"@context": [contexts.CREDENTIALS_V2, "https://a.example/c"]}, "unknown-context"),
        ({"@context": [contexts.CREDENTIALS_V2, {"until": "urn:until"}]}, "inline-context"),
        ({"credentialSubject": {"@context": {"until": "urn:until"}}}, "inline-context"),
        ({"@context": None, "evidence": {"@context": [None]}}, "inline-context"),
    ],
)
def test_rdf_under_contexts_that_are_not_ours_is_refused(change, code):
    with pytest.raises(UnknownContext) as refusal:
        canonical.rdf(badge(**change))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "text", ["", "[]", '"x"', "{", '{"a":1,"a":2}', '{"a":NaN}', '{"a":Infinity}', b"\xff{}"]
)
def test_read_of_what_is_no_single_object_is_refused(text):
    with pytest.raises(KernelError) as refusal:
        canonical.read(text)
    assert refusal.value.code == "not-json"


@pytest.mark.parametrize(
    "text",
    [
        '{"a":' * 60 + "1" + "}" * 60,
        '{"a":' * 100_000,
        '{"a":[' + "1," * canonical.MAXIMUM_VALUES + "1]}",
        " " * (canonical.MAXIMUM_BYTES + 1),
    ],
)
def test_read_past_a_bound_is_refused(text):
    with pytest.raises(TooComplex):
        canonical.read(text)


@pytest.mark.parametrize(
    "value",
    [10**400, -(10**400), {"@type": "@json", "@value": {"a": 2**53}}],
    ids=["too large", "too small", "no canonical JSON"],
)
def test_rdf_of_a_number_that_readers_cannot_hold_is_refused(value):
    with pytest.raises(UndefinedTerm) as refusal:
        canonical.rdf(badge(description=value))
    assert refusal.value.code == "not-json"


def test_rdf_under_one_context_named_over_and_over_is_refused():
    with pytest.raises(TooComplex):
        canonical.rdf(badge(**{"@context": [contexts.CREDENTIALS_V2] * 501}))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_rdf_of_any_text_depends_on_every_character(text):
    assert canonical.rdf(badge(name=text)) != canonical.rdf(badge(name=text + "."))


@pytest.mark.parametrize("address", ["https://[", "http://[::1", "a://[b]c"])
def test_an_address_that_cannot_be_taken_apart_is_refused_and_breaks_nothing(address):
    with pytest.raises(UndefinedTerm) as refusal:
        canonical.skolemized(badge(id=address))
    assert refusal.value.code == "json-ld"

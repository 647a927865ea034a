"""RDFC-1.0: known answers, the whole W3C suite, and the bound on poisoned datasets."""

from __future__ import annotations

import json
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.kernel.errors import KernelError, TooComplex
from tessera.kernel.openbadges import rdfc

from . import published

P = "<urn:p>"
_HASHES = {"SHA384": "sha384"}


def test_canonical_of_a_diamond_is_the_published_answer():
    """W3C suite, test020: two nodes told apart by what points at them."""
    vocabulary = "http://example.org/vocab#"
    quads = rdfc.parse(
        f"<{vocabulary}test> <{vocabulary}A> _:e0 .\n"
        f"<{vocabulary}test> <{vocabulary}B> _:e1 .\n"
        f"_:e0 <{vocabulary}next> _:e2 .\n"
        f"_:e1 <{vocabulary}next> _:e2 .\n"
    )
    assert rdfc.canonical(quads).decode() == (
        f"<{vocabulary}test> <{vocabulary}A> _:c14n2 .\n"
        f"<{vocabulary}test> <{vocabulary}B> _:c14n0 .\n"
        f"_:c14n0 <{vocabulary}next> _:c14n1 .\n"
        f"_:c14n2 <{vocabulary}next> _:c14n1 .\n"
    )


def test_literal_escapes_controls_as_the_standard_says():
    assert rdfc.literal('\b\t\n\f\r"\\\0\v\x7f\x85\u2028é') == (
        '"\\b\\t\\n\\f\\r\\"\\\\\\u0000\\u000B\\u007F\x85\u2028é"'
    )


@given(st.text())
def test_literal_read_back_is_the_same(text):
    line = f"<urn:s> {P} {rdfc.literal(text)} .\n"
    assert rdfc.canonical(rdfc.parse(line)) == line.encode()


@given(st.permutations(range(6)))
def test_canonical_of_relabelled_quads_is_the_same(order):
    def ring(names):
        pairs = zip(names, [*names[1:], names[0]], strict=True)
        return {(f"_:x{a}", P, f"_:x{b}", "") for a, b in pairs}

    assert rdfc.canonical(ring(list(order))) == rdfc.canonical(ring(range(6)))


def test_canonical_of_a_clique_is_refused_in_bounded_time():
    clique = {(f"_:x{a}", P, f"_:x{b}", "") for a, b in permutations(range(10), 2)}
    with pytest.raises(TooComplex):
        rdfc.canonical(clique)


def test_canonical_of_a_long_chain_of_equals_is_refused_without_a_crash():
    chain = {(f"_:x{a}", P, f"_:x{(a + 1) % 3000}", "") for a in range(3000)}
    with pytest.raises(TooComplex):
        rdfc.canonical(chain)


def test_canonical_of_too_many_blank_nodes_is_refused():
    many = {(f"_:x{a}", P, f'"{a}"', "") for a in range(rdfc.MAXIMUM_BLANK_NODES + 1)}
    with pytest.raises(TooComplex):
        rdfc.canonical(many)


@pytest.mark.parametrize(
    "line",
    ["<urn:s> <urn:p> .", "<urn:s> _:p <urn:o> .", "<urn:a b> <urn:p> <urn:o> .",
     '<urn:s> <urn:p> "\\uD800" .', '<urn:s> <urn:p> "a" "b" .', "<urn:s> <urn:p> <urn:o>"],
)  # fmt: skip
def test_parse_of_what_is_not_n_quads_names_the_line(line):
    with pytest.raises(KernelError) as refusal:
        rdfc.parse("<urn:s> <urn:p> <urn:o> .\n" + line)
    assert refusal.value.code == "n-quads"


def test_w3c_suite_is_met_whole():
    folder = published.path("rdf-canon")
    failed = []
    entries = json.loads((folder / "manifest.jsonld").read_text())["entries"]
    for entry in entries:
        quads = rdfc.parse((folder / entry["action"]).read_bytes().decode())
        name = _HASHES.get(entry.get("hashAlgorithm", ""), "sha256")
        match entry["type"]:
            case "rdfc:RDFC10EvalTest":
                expected = (folder / entry["result"]).read_bytes()
                passed = rdfc.canonical(quads, hash_name=name) == expected
            case "rdfc:RDFC10MapTest":
                labels = rdfc.issued_labels(quads, hash_name=name)
                expected = json.loads((folder / entry["result"]).read_text())
                passed = {old[2:]: new[2:] for old, new in labels.items()} == expected
            case _:
                passed = _refused(quads)
        if not passed:
            failed.append(entry["id"])
    assert (len(entries), failed) == (86, [])


def _refused(quads):
    try:
        rdfc.canonical(quads)
    except TooComplex:
        return True
    return False


def test_permutations_of_quads_do_not_matter():
    quads = [(f"_:x{a}", P, f"_:x{b}", "_:x9") for a, b in combinations(range(4), 2)]
    assert rdfc.canonical(quads) == rdfc.canonical(reversed(quads))


def test_six_nodes_that_all_name_each_other_cost_more_than_an_answer_is_worth():
    nodes = [f"_:a{number}" for number in range(6)]
    clique = [(one, "<urn:p>", other, "") for one in nodes for other in nodes if one != other]
    with pytest.raises(TooComplex):
        rdfc.canonical(clique)

"""A document of a known shape is signed and read as the general path does it, whatever it says."""

from __future__ import annotations

import json
from copy import deepcopy
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.kernel.errors import KernelError, ProofError, UndefinedTerm
from tessera.kernel.openbadges import batch as batches
from tessera.kernel.openbadges import canonical, contexts, pattern, proof
from tessera.kernel.openbadges.batch import Batch
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.pattern import order, program, reading
from tessera.kernel.openbadges.pattern.program import Program
from tessera.kernel.openbadges.pattern.reading import Unusual
from tessera.kernel.openbadges.report import Verdict

from . import test_whole_badge as whole
from .badges import METHOD, NOON, SECRET, badge, signed, web
from .test_records import record

DOCUMENTS = {
    "badge": badge(),
    "every member": whole.BADGE,
    "endorsement": whole.ENDORSEMENT,
    "record": record(),
    "signed": signed(badge()),
}

AWKWARD = (
    '"quoted" and \\ back \\n slashed',
    "two\nlines\r\nand\ta tab",
    "\x00\x01\b\f\x1f\x7f\x80\x9f",
    "\u2028\u2029\u0085\u00a0\ufeff",
    "e\u0301 \u05e9\u05dc\u05d5\u05dd \u202eabc \U0001f393 \U00010384",
    "_:b0",
    "_:c14n0",
    "@id",
    "@type",
    "https://college.example/ with a space",
    "urn:tessera-mark-0-",
    "tessera-mark-1-",
    '> <https://college.example> "x" .\n<urn:a',
    "",
    " ",
    "null",
)
letters = st.characters(exclude_categories=("Cs",))
names = st.one_of(st.sampled_from(AWKWARD), st.text(letters, max_size=12))
anything = st.one_of(names, st.just("\ud800"), st.sampled_from(("urn:a", "did:key:z", "https://[")))


def learner(number: int = 0, **changes: object) -> dict[str, object]:
    """The badge of one learner, with nothing shared."""
    document = badge(id=UUID(int=number).urn, **changes)
    document["credentialSubject"]["id"] = UUID(int=2**64 + number).urn
    document["credentialSubject"]["identifier"][0]["salt"] = f"salt {number}"
    return document


def batch(*constants: object) -> Batch:
    return Batch(key=SECRET, verification_method=METHOD.id, created=NOON, constants=constants)


def shared(document: dict[str, object]) -> tuple[object, object]:
    return document["issuer"], document["credentialSubject"]["achievement"]


def of_batch(parts: tuple[object, object], number: int, text: str) -> dict[str, object]:
    document = learner(number, name=text)
    document["issuer"] = parts[0]
    document["credentialSubject"]["achievement"] = parts[1]
    document["credentialSubject"]["narrative"] = text[::-1]
    return document


# -- Shapes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DOCUMENTS)
def test_shape_and_texts_are_all_of_a_document(name):
    document = json.loads(json.dumps(DOCUMENTS[name]))
    assert reading.written(*reading.read(document)) == document


NAMES = ("id", "type", "name", "description", "evidence", "proof", "issuer")
values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-2, 2), st.sampled_from((0.0, 1.0, -0.0)), names
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
    max_leaves=8,
)
documents = st.dictionaries(st.sampled_from(NAMES), values, max_size=4)


@settings(max_examples=40)
@given(documents, documents)
def test_two_documents_of_one_shape_differ_in_nothing_but_texts(one, two):
    (first, said), (second, other) = reading.read(one), reading.read(two)
    assert repr(reading.written(first, said)) == repr(one)
    if first == second:
        assert repr(reading.written(first, other)) == repr(two)


@pytest.mark.parametrize(
    "change",
    [
        {"name": 1},
        {"name": 1.0},
        {"name": True},
        {"name": None},
        {"name": ["a"]},
        {"name": {"a": "b"}},
        {"type": ["VerifiableCredential", "AchievementCredential"]},
        {"@context": [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES_302]},
        {"evidence": [{"id": "urn:a", "type": ["Evidence"]}]},
        {"description": "one member more"},
    ],
    ids=str,
)
def test_shape_tells_apart_all_but_texts(change):
    document = {**badge(), **change}
    assert reading.read(document)[0] != reading.read(badge())[0]
    assert reading.read(badge(name="Another"))[0] == reading.read(badge())[0]


@pytest.mark.parametrize("value", [b"a", (1,), {1, 2}, object()], ids=lambda each: str(type(each)))
def test_shape_is_of_plain_json_only(value):
    with pytest.raises(Unusual):
        reading.read({"name": value})


def test_shape_of_what_is_no_object_deep_or_large_is_not_read():
    deep: dict[str, object] = {}
    for _ in range(5_000):
        deep = {"a": deep}
    for document in ([], "text", deep, {"a": ["b"] * reading.MAXIMUM_ITEMS}):
        with pytest.raises(Unusual):
            reading.read(document)


# -- Programs: each refusal ---------------------------------------------------------------------


def compiled(document: dict[str, object], *constants: object, ends: bool = False) -> Program:
    places = {id(each): number for number, each in enumerate(constants)}
    return Program(*reading.read(document, places), constants, ends=ends)


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
REFUSED = {
    "a keyword": badge(name={"@value": "A", "@language": "en"}),
    "a keyword, or the word": badge(type=["VerifiableCredential", "tessera-mark-0-"]),
    "refused by the general path": badge(unheard="of"),
    "refused by the general path ": badge(**{"@context": ["https://elsewhere.example/"]}),
    "decides what others mean": badge(**{RDF_TYPE: {"id": "urn:a"}}),
    "does not come out whole": {
        "@context": [contexts.CREDENTIALS_V2],
        "id": "urn:a",
        "type": "JsonSchema",
        "jsonSchema": {"a": "text"},
    },
    "comes out nowhere": {"@context": [contexts.CREDENTIALS_V2], "id": "urn:a"},
}


@pytest.mark.parametrize("why", REFUSED)
def test_shape_that_a_condition_rules_out_has_no_program(why):
    with pytest.raises(Unusual, match=why.strip()):
        compiled(REFUSED[why])


def test_constant_with_the_word_of_the_marks_has_no_program():
    issuer = {"id": METHOD.controller, "type": ["Profile"], "name": "tessera-mark-0-"}
    with pytest.raises(Unusual, match="the word that marks are made of"):
        compiled(badge(issuer=issuer), issuer)


@pytest.mark.parametrize(
    "address",
    [
        "relative",
        "",
        "_:b0",
        "@id",
        "mailto:a@b.example",
        "https://college.example/é",
        "https://college.example/a b",
        "https://[::1]/",
        "urn:a\nurn:b",
        "HTTPS://college.example/",
        "cred:VerifiableCredential",
        "\ud800",
    ],
)
def test_text_where_an_address_stands_has_to_be_a_plain_one(address):
    known = compiled(badge())
    with pytest.raises(Unusual, match=r"no plain absolute address|half a character"):
        known.canonical(reading.read(badge(id=address))[1])


def test_address_that_begins_otherwise_is_not_of_the_template():
    known = compiled(badge(), ends=True)
    with pytest.raises(Unusual, match="begins otherwise"):
        known.canonical(reading.read(badge(id="https://elsewhere.example/1"))[1])


def test_half_a_character_is_unusual():
    with pytest.raises(Unusual, match="half a character"):
        compiled(badge()).canonical(reading.read(badge(name="\ud83c"))[1])


def results(*values: str) -> dict[str, object]:
    document = badge()
    document["credentialSubject"]["result"] = [
        {"type": ["Result"], "resultDescription": "urn:a", "value": each} for each in values
    ]
    return document


def test_blank_nodes_that_look_alike_are_unusual():
    known = compiled(results("1", "2"))
    assert known.canonical(reading.read(results("4", "3"))[1]) == canonical.rdf(results("4", "3"))
    with pytest.raises(Unusual, match="look alike"):
        known.canonical(reading.read(results("3", "3"))[1])


def test_quads_about_a_blank_node_that_became_the_same_are_unusual():
    def tagged(*tags: str) -> dict[str, object]:
        document = results("1", "2")
        document["credentialSubject"]["achievement"]["tag"] = list(tags)
        document["credentialSubject"]["achievement"].pop("id")
        return document

    known = compiled(tagged("a", "b"))
    assert known.canonical(reading.read(tagged("d", "c"))[1]) == canonical.rdf(tagged("d", "c"))
    with pytest.raises(Unusual, match="became the same"):
        known.canonical(reading.read(tagged("c", "c"))[1])


def test_no_context_defines_a_scheme_or_a_term_with_a_colon_or_another_word_for_type():
    """What `program` takes for granted of the closed set."""

    def defined(value: object):
        if isinstance(value, dict):
            for name, part in value.items():
                if name == "@context":
                    yield from (part.items() if isinstance(part, dict) else ())
                yield from defined(part)
        elif isinstance(value, list):
            for part in value:
                yield from defined({"@context": part} if isinstance(part, dict) else part)

    for address in contexts.KNOWN:
        for name, meant in defined(dict(contexts.context(address))):
            told = meant.get("@id") if isinstance(meant, dict) else meant
            assert name not in program.SCHEMES
            assert ":" not in name
            assert (told == "@type") <= (name == "type")


# -- Programs: the bytes ------------------------------------------------------------------------


@pytest.mark.parametrize("ends", [False, True])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_program_gives_the_bytes_of_the_general_path(name, ends):
    document = json.loads(json.dumps(DOCUMENTS[name]))
    shape, texts = reading.read(document)
    known = Program(shape, texts, ends=ends)
    assert known.canonical(texts) == canonical.rdf(document)


@settings(max_examples=60)
@given(st.data())
def test_any_texts_give_the_bytes_of_the_general_path_or_are_unusual(data):
    name = data.draw(st.sampled_from(("badge", "signed", "endorsement")))
    shape, texts = reading.read(DOCUMENTS[name])
    known = KNOWN.setdefault(name, Program(shape, texts))
    for _ in range(data.draw(st.integers(1, 6))):
        texts[data.draw(st.integers(0, len(texts) - 1))] = data.draw(anything)
    document = reading.written(shape, texts)
    try:
        general = canonical.rdf(document)
    except UndefinedTerm:
        with pytest.raises(Unusual):
            known.canonical(texts)
        return
    try:
        found = known.canonical(texts)
    except Unusual:
        return
    assert found == general


KNOWN: dict[str, Program] = {}


@given(
    st.lists(st.lists(st.sampled_from(["a", "b", "ab", 0, 1]), min_size=1, max_size=4), max_size=5)
)
def test_runs_keep_their_order_whatever_the_texts_are(parts):
    lines = [(*each, ".") for each in parts]

    def told(texts):
        return [
            "".join(texts[part] if isinstance(part, int) else part for part in line)
            for line in lines
        ]

    found = order.runs(lines, told(("x", "y")))
    for texts in (("", ""), ("a", "b"), ("b", "a"), ("bb", "."), (".", "ab"), ("z", "z")):
        by_runs = []
        for run in found:
            reads = dict(zip(lines, told(texts), strict=True))
            by_runs += sorted(reads[line] for line in run)
        assert by_runs == sorted(told(texts))


def test_lines_without_texts_stand_each_alone():
    assert [len(run) for run in order.runs([("a.",), ("b", 0), ("c", 0)], ["a.", "bx", "cx"])] == [
        1,
        1,
        1,
    ]


# -- Libraries ----------------------------------------------------------------------------------


def mutated(document, change):
    found = deepcopy(document)
    change(found)
    return found


HOSTILE = {
    "key renamed": lambda it: it.update(unheard=it.pop("name")),
    "type changed": lambda it: it["credentialSubject"].update(type=["Unheard"]),
    "type as text": lambda it: it.update(type="VerifiableCredential"),
    "list longer": lambda it: it["credentialSubject"]["identifier"].append(
        {"type": "IdentityObject"}
    ),
    "list emptied": lambda it: it["credentialSubject"].update(identifier=[]),
    "context left out": lambda it: it["@context"].pop(),
    "context inline": lambda it: it["@context"].append({"name": "https://evil.example/"}),
    "truth as number": lambda it: it["credentialSubject"]["identifier"][0].update(hashed=1),
    "number as text": lambda it: it["credentialSubject"]["identifier"][0].update(hashed="true"),
    "value object": lambda it: it.update(name={"@value": it["name"]}),
    "value with a type": lambda it: it.update(name={"@value": it["name"], "@type": "urn:t"}),
    "null": lambda it: it.update(name=None),
    "id as blank node": lambda it: it.update(id="_:b0"),
    "id as term": lambda it: it.update(id="type"),
    "members in another order": lambda it: it.update(id=it.pop("id")),
    "text as an object": lambda it: it.update(name={"id": "urn:a"}),
    "two nodes with one id": lambda it: it["credentialSubject"].update(id=it["id"]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_document_borrows_the_program_of_another(name):
    library = pattern.Library()
    documents = [learner(0), learner(1), mutated(learner(2), HOSTILE[name]), learner(3)]
    for document in [*documents, *documents, *documents]:
        assert outcome(library.rdf, document) == outcome(canonical.rdf, document)
    assert library.differed == 0


def outcome(read, document):
    try:
        return read(document)
    except KernelError as fault:
        return type(fault), fault.code, fault.field


@settings(max_examples=40)
@given(documents, documents)
def test_library_has_no_opinion_of_its_own(one, two):
    library = pattern.Library()
    context = {"@context": [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES]}
    for document in (one, two) * 3:
        whole = {**document, **context}
        assert outcome(library.rdf, whole) == outcome(canonical.rdf, whole)


def test_library_keeps_no_more_shapes_than_its_bound(monkeypatch):
    monkeypatch.setattr(pattern.library, "MAXIMUM_SHAPES", 3)
    library = pattern.Library()
    for number in range(1, 6):
        library.rdf(badge(type=["VerifiableCredential"] * number))
    assert len(library._shapes) == 3


def test_library_gives_up_a_shape_whose_program_goes_another_way(monkeypatch):
    monkeypatch.setattr(pattern.library, "CANARY", 1)
    library = pattern.Library()
    for number in range(3):
        library.rdf(learner(number))
    [known] = library._shapes.values()
    known.program._head += b"altered"
    assert library.rdf(learner(3)) == canonical.rdf(learner(3))
    assert library.differed == 1
    assert known.program is None
    assert library.rdf(learner(4)) == canonical.rdf(learner(4))


def test_other_hashes_take_the_general_path():
    assert pattern.rdf(whole.BADGE, "sha384") == canonical.rdf(whole.BADGE, "sha384")


# -- Batches ------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.lists(names.filter(bool), min_size=1, max_size=4))
def test_batch_signs_hostile_names_as_the_general_path_does(said):
    parts = shared(learner())
    many = batch(*parts)
    for number, text in enumerate(("first", "second", *said)):
        document = of_batch(parts, number, text)
        written = many.sign(document)
        many.check(document, written)
        assert json.loads(written)["name"] == text
        report = check(written, at=NOON, load=web())
        assert report.verdict is Verdict.VALID, report.reason
    assert (many.by_general, many.by_template) == (2, len(said))


def test_batch_takes_the_general_path_for_what_its_template_is_not_made_for():
    parts = shared(learner())
    many = batch(*parts)
    for number in range(3):
        many.sign(of_batch(parts, number, str(number)))
    assert (many.by_template, many.by_general) == (1, 2)
    others = [
        learner(5),  # equal parts, and not the same
        {**of_batch(parts, 6, "6"), "id": "https://elsewhere.example/6"},
        {**of_batch(parts, 7, "7"), "name": {"@value": "A"}},
        {**of_batch(parts, 8, "8"), "name": {"@value": "B"}},
        {**of_batch(parts, 9, "9"), "name": {"@value": "C"}},
    ]
    for document in others:
        many.check(document, many.sign(document))
    assert (many.by_template, many.by_general) == (1, 7)


def test_template_is_made_anew_where_documents_stop_to_agree(monkeypatch):
    monkeypatch.setattr(batches, "MAXIMUM_MADE", 3)
    parts = shared(learner())
    many = batch(*parts)
    for number in range(2):
        many.sign(of_batch(parts, number, "A"))
    changes = ({"name": "B"}, {"validFrom": "2026-01-02T00:00:00Z"}, {"name": "C"}, {"name": "D"})
    by_template = []
    for number, change in enumerate(changes, start=2):
        document = {**of_batch(parts, number, "A"), **change}
        many.check(document, many.sign(document))
        by_template.append(many.by_template)
    assert by_template == [0, 0, 1, 2]


def test_batch_has_no_more_templates_than_its_bound(monkeypatch):
    monkeypatch.setattr(batches, "MAXIMUM_SHAPES", 1)
    many = batch()
    for document in [learner(0), *[learner(number, description="more") for number in range(3)]]:
        many.check(document, many.sign(document))
    assert (many.by_template, many.by_general) == (0, 4)


@given(documents, st.sets(st.integers(0, 20)))
def test_narrowed_shape_with_its_texts_is_the_same_document(document, varying):
    shape, texts = reading.read(document)
    varying &= set(range(len(texts)))
    narrow, differing = reading.narrowed(shape, texts, varying)
    assert len(differing) == len(varying)
    assert repr(reading.written(narrow, differing)) == repr(document)


def test_narrowed_shape_leaves_constants_alone():
    parts = [{"id": "urn:a"}, {"id": "urn:b"}]
    places = {id(part): number for number, part in enumerate(parts)}
    document = {"a": parts[0], "b": [parts[1], "text"], "c": "d"}
    shape, texts = reading.read(document, places)
    assert reading.written(*reading.narrowed(shape, texts, {1}), parts) == document


def test_batch_refuses_what_the_general_path_refuses():
    many = batch()
    for number in (0, 2):
        many.sign(learner(number))
    with pytest.raises(ProofError) as refused:
        many.sign(signed(learner(1)))
    assert refused.value.code == "already-secured"
    with pytest.raises(UndefinedTerm):
        many.sign({**learner(1), "id": "relative"})


def test_batch_tells_when_a_text_is_not_that_of_the_general_path():
    many = batch()
    with pytest.raises(KernelError) as refused:
        many.check(learner(0), many.sign(learner(1)))
    assert refused.value.code == "template"


def test_batch_signs_as_proof_secure():
    document = learner(1)
    whole = proof.secure(document, key=SECRET, verification_method=METHOD.id, created=NOON)
    many = batch()
    for number in (0, 2):
        many.sign(learner(number))
    assert json.loads(many.sign(document)) == whole
    assert many.by_template == 1

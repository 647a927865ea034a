from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import combinations

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.kernel.errors import RuleError
from tessera.kernel.rules import codec, terms
from tessera.kernel.rules.explain import explain, still_needed
from tessera.kernel.rules.judge import Finding, Holding, Outcome, Portfolio, State, judge
from tessera.kernel.rules.terms import (
    MAXIMUM_DEPTH,
    MAXIMUM_TERMS,
    AtLeast,
    Holds,
    HoldsStack,
    all_of,
    any_of,
    depth,
    leaves,
    named,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
A, B, C, D = (Holds(letter) for letter in "abcd")


def name(definition: str) -> str:
    return definition.upper()


def held(definition: str, *, id: str = "", **facts: object) -> Holding:
    return Holding(id or f"{definition}1", definition, NOON - DAY, **facts)  # type: ignore[arg-type]


def judged(rule, *holdings: Holding, spent=(), at=NOON, single_use=False) -> Outcome:
    return judge(rule, Portfolio(holdings, frozenset(spent)), at, single_use=single_use)


def finding_of(rule, *holdings: Holding, **context) -> tuple[Finding, str]:
    outcome = judged(rule, *holdings, **context)
    return outcome.finding, outcome.holding


# terms


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: AtLeast(0, (A,)), "n"),
        (lambda: AtLeast(3, (A, B)), "n"),
        (lambda: all_of(), "n"),
        (lambda: any_of(), "n"),
        (lambda: any_of(A, B, A), "rules"),
        (lambda: Holds(""), "definition"),
        (lambda: Holds("a", min_level=-1), "min_level"),
        (lambda: Holds("a", min_version=0), "min_version"),
        (lambda: HoldsStack(""), "stack"),
    ],
)
def test_a_rule_that_everybody_or_nobody_would_meet_cannot_be_made(make, field):
    with pytest.raises(RuleError) as refused:
        make()
    assert refused.value.field == field


def test_all_and_any_are_cases_of_at_least():
    assert (all_of(A, B, C), any_of(A, B)) == (AtLeast(3, (A, B, C)), AtLeast(1, (A, B)))


def test_rules_nest_as_deep_as_the_bound_and_no_deeper():
    rule = A
    for _ in range(MAXIMUM_DEPTH - 1):
        rule = any_of(rule)
    assert depth(rule) == MAXIMUM_DEPTH
    with pytest.raises(RuleError) as refused:
        any_of(rule)
    assert refused.value.code == "too-deep"


def test_leaves_name_definitions_and_stacks_in_reading_order():
    rule = all_of(A, any_of(HoldsStack("s"), B))
    assert [named(leaf) for leaf in leaves(rule)] == ["a", "s", "b"]


# judge


@pytest.mark.parametrize(
    ("holding", "finding"),
    [
        (held("a"), Finding.MET),
        (held("a", until=NOON), Finding.MET),
        (held("a", until=NOON - timedelta(seconds=1)), Finding.EXPIRED),
        (held("a", state=State.REVOKED), Finding.REVOKED),
        (held("a", state=State.REVOKED, until=NOON - DAY), Finding.REVOKED),
        (held("a", state=State.SUSPENDED), Finding.SUSPENDED),
        (Holding("a1", "a", NOON), Finding.MET),
        (Holding("a1", "a", NOON + DAY), Finding.NOT_YET),
    ],
)
def test_a_holding_counts_only_while_it_is_good_and_is_named_otherwise(holding, finding):
    assert finding_of(A, holding) == (finding, "a1")


def test_a_definition_not_held_at_all_is_missing():
    assert finding_of(A, held("b")) == (Finding.MISSING, "")


@pytest.mark.parametrize(
    ("rule", "finding"),
    [
        (Holds("a", min_level=2), Finding.MET),
        (Holds("a", min_level=3), Finding.BELOW),
        (Holds("a", min_version=4), Finding.MET),
        (Holds("a", min_version=5), Finding.BELOW),
    ],
)
def test_level_and_version_must_be_reached(rule, finding):
    assert finding_of(rule, held("a", level=2, version=4)) == (finding, "a1")


def test_a_holding_without_a_level_reaches_none():
    assert finding_of(Holds("a", min_level=0), held("a")) == (Finding.BELOW, "a1")


def test_a_stack_is_met_by_its_macro_badge():
    assert finding_of(HoldsStack("s"), held("s")) == (Finding.MET, "s1")


def test_of_several_holdings_a_good_one_is_taken_and_the_one_that_lasts_longest():
    revoked = held("a", id="0", state=State.REVOKED)
    short = held("a", id="1", until=NOON + DAY)
    longer = held("a", id="2", until=NOON + 2 * DAY)
    assert finding_of(A, revoked, short, longer) == (Finding.MET, "2")
    assert finding_of(A, revoked, short, longer, held("a", id="3")) == (Finding.MET, "3")


def test_at_least_counts_the_parts_that_are_met():
    rule = AtLeast(2, (A, B, C))
    assert [part.finding for part in judged(rule, held("a")).parts] == [
        Finding.MET,
        Finding.MISSING,
        Finding.MISSING,
    ]
    assert (judged(rule, held("a")).met, judged(rule, held("a"), held("c")).met) == (False, True)


def test_used_are_the_holdings_of_as_many_parts_as_the_rule_needs():
    outcome = judged(AtLeast(2, (A, B, C)), held("a"), held("b"), held("c"))
    assert outcome.used() == ("a1", "b1")


def test_a_rule_not_met_uses_nothing():
    assert judged(all_of(A, B), held("a")).used() == ()


def test_a_holding_spent_on_another_stack_does_not_count_and_says_so():
    assert finding_of(A, held("a"), spent=["a1"]) == (Finding.SPENT, "a1")
    assert finding_of(A, held("a"), held("a", id="a2"), spent=["a1"]) == (Finding.MET, "a2")


def test_single_use_never_counts_one_holding_for_two_parts():
    rule = all_of(A, any_of(Holds("a", min_level=1), B))
    once = judged(rule, held("a", level=1), single_use=True)
    assert (once.met, once.parts[1].parts[0].finding) == (False, Finding.SPENT)
    assert judged(rule, held("a", level=1)).used() == ("a1",)
    both = judged(rule, held("a", level=1), held("b"), single_use=True)
    assert both.used() == ("a1", "b1")


def test_single_use_gives_back_what_a_part_not_met_had_taken():
    rule = any_of(all_of(A, B), Holds("a", min_level=1))
    assert judged(rule, held("a", level=1), single_use=True).used() == ("a1",)


# random trees against brute force

DEFINITIONS = "abcdef"
LEAVES = st.one_of(
    st.builds(
        Holds,
        st.sampled_from(DEFINITIONS),
        min_level=st.none() | st.integers(0, 3),
        min_version=st.none() | st.integers(1, 3),
    ),
    st.builds(HoldsStack, st.sampled_from(DEFINITIONS)),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.lists(parts, min_size=1, max_size=4, unique=True).flatmap(
        lambda rules: st.builds(AtLeast, st.integers(1, len(rules)), st.just(tuple(rules)))
    ),
    max_leaves=10,
)
HOLDINGS = st.lists(
    st.builds(
        lambda definition, start, until, **facts: {
            "definition": definition,
            "start": NOON + start * DAY,
            "until": None if until is None else NOON + until * DAY,
            **facts,
        },
        st.sampled_from(DEFINITIONS),
        st.integers(-3, 1),
        st.none() | st.integers(-1, 2),
        version=st.integers(1, 3),
        level=st.none() | st.integers(0, 3),
        state=st.sampled_from([State.HELD, State.HELD, *State]),
    ),
    max_size=8,
).map(lambda rows: tuple(Holding(id=f"h{n}", **row) for n, row in enumerate(rows)))


def counts(leaf, holding: Holding) -> bool:
    return (
        holding.definition == named(leaf)
        and holding.state == State.HELD
        and holding.start <= NOON <= (holding.until or NOON)
        and (getattr(leaf, "min_version", None) or 1) <= holding.version
        and (
            getattr(leaf, "min_level", None) is None
            or (holding.level is not None and holding.level >= leaf.min_level)
        )
    )


def is_met(rule, holdings) -> bool:
    if isinstance(rule, AtLeast):
        return any(
            all(is_met(part, holdings) for part in chosen)
            for chosen in combinations(rule.rules, rule.n)
        )
    return any(counts(rule, holding) for holding in holdings)


def chosen_leaves(outcome: Outcome) -> list[Outcome]:
    """The leaves behind `used()`, holdings repeated."""
    if not outcome.parts:
        return [outcome]
    return [leaf for part in outcome.parts if part.counted for leaf in chosen_leaves(part)]


@given(TREES, HOLDINGS)
def test_a_rule_is_met_exactly_when_some_choice_of_parts_is(rule, holdings):
    outcome = judged(rule, *holdings)
    assert outcome.met is is_met(rule, holdings)
    assert judged(rule, *reversed(holdings)) == outcome


@given(TREES, HOLDINGS)
def test_what_was_used_is_enough_alone_and_each_of_it_counts(rule, holdings):
    outcome = judged(rule, *holdings)
    used = [holding for holding in holdings if holding.id in outcome.used()]
    if outcome.met:
        assert judged(rule, *used).met
    assert all(any(counts(leaf, each) for leaf in leaves(rule)) for each in used)


@given(TREES, HOLDINGS, st.sets(st.sampled_from([f"h{n}" for n in range(8)])))
def test_single_use_takes_each_holding_once_and_never_a_spent_one(rule, holdings, spent):
    outcome = judged(rule, *holdings, spent=spent, single_use=True)
    if outcome.met:
        taken = [leaf.holding for leaf in chosen_leaves(outcome)]
        assert sorted(taken) == sorted(set(taken) - spent)
        assert is_met(rule, [holding for holding in holdings if holding.id in taken])


@given(TREES, HOLDINGS)
def test_one_more_good_holding_never_undoes_a_met_rule(rule, holdings):
    more = (*holdings, held("a", id="z", level=3, version=3))
    assert judged(rule, *more).met >= judged(rule, *holdings).met


# codec


def test_a_rule_is_written_as_versioned_json():
    rule = all_of(Holds("a", min_level=2, min_version=3), any_of(B, HoldsStack("s")))
    assert codec.encode(rule) == {
        "version": 1,
        "rule": {
            "at_least": {
                "n": 2,
                "rules": [
                    {"holds": {"definition": "a", "min_level": 2, "min_version": 3}},
                    {
                        "at_least": {
                            "n": 1,
                            "rules": [
                                {"holds": {"definition": "b"}},
                                {"holds_stack": {"stack": "s"}},
                            ],
                        }
                    },
                ],
            }
        },
    }


@given(TREES)
def test_a_rule_comes_back_from_json_as_it_was(rule):
    assert codec.decode(json.loads(json.dumps(codec.encode(rule)))) == rule


def group(*rules: object, n: object = 1) -> dict[str, object]:
    return {"at_least": {"n": n, "rules": list(rules)}}


HOLDS_A = {"holds": {"definition": "a"}}


@pytest.mark.parametrize(
    ("rule", "code", "field"),
    [
        ({"badges": {"min": 3}}, "unknown-term", "rule.badges"),
        (group(HOLDS_A, {"without": {}}), "unknown-term", "rule.at_least.rules[1].without"),
        (group(HOLDS_A, {"within": {}}), "invalid-rule", "rule.at_least.rules[1].within"),
        ({"credits": {"min": "3"}}, "invalid-rule", "rule.credits.min"),
        ({"credits": {"min": 0.125}}, "invalid-rule", "rule.credits.min"),
        ({"credits": {"min": float("nan")}}, "invalid-rule", "rule.credits.min"),
        ({"hours": {"min": 1.5}}, "invalid-rule", "rule.hours.min"),
        ({"hours": {"min": 5, "from": ["a", 7]}}, "invalid-rule", "rule.hours.from[1]"),
        ({"hours": {"min": 5, "from": ["a", "a"]}}, "invalid-rule", "rule.hours.from"),
        ({"formal": {"credential": "d", "declared": 1}}, "invalid-rule", "rule.formal.declared"),
        ({"in_order": {"rules": [HOLDS_A]}}, "invalid-rule", "rule.in_order.rules"),
        ({"within": {"months": 0, "rule": HOLDS_A}}, "invalid-rule", "rule.within.months"),
        ({"within": {"months": 6, "rule": {}}}, "invalid-rule", "rule.within.rule"),
        ("holds", "invalid-rule", "rule"),
        ({}, "invalid-rule", "rule"),
        ({"holds": {"definition": "a"}, "holds_stack": {"stack": "s"}}, "invalid-rule", "rule"),
        ({"holds": {}}, "invalid-rule", "rule.holds"),
        ({"holds": {"definition": "a", "colour": 1}}, "invalid-rule", "rule.holds"),
        ({"holds": {"definition": 7}}, "invalid-rule", "rule.holds.definition"),
        ({"holds": {"definition": ""}}, "invalid-rule", "rule.holds.definition"),
        (
            {"holds": {"definition": "a", "min_level": None}},
            "invalid-rule",
            "rule.holds.min_level",
        ),
        ({"holds_stack": []}, "invalid-rule", "rule.holds_stack"),
        (group(HOLDS_A, n=True), "invalid-rule", "rule.at_least.n"),
        (group(HOLDS_A, n=2), "invalid-rule", "rule.at_least.n"),
        (group(), "invalid-rule", "rule.at_least.n"),
        (group(HOLDS_A, HOLDS_A), "invalid-rule", "rule.at_least.rules"),
        (group(group(HOLDS_A, n=0)), "invalid-rule", "rule.at_least.rules[0].at_least.n"),
        ({"at_least": {"n": 1, "rules": HOLDS_A}}, "invalid-rule", "rule.at_least.rules"),
    ],
)
def test_a_rule_with_anything_unknown_or_unfit_is_refused_where_it_stands(rule, code, field):
    with pytest.raises(RuleError) as refused:
        codec.decode({"version": 1, "rule": rule})
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    ("document", "code", "field"),
    [
        ({"version": 2, "rule": HOLDS_A}, "newer-version", "version"),
        ({"version": 0, "rule": HOLDS_A}, "invalid-rule", "version"),
        ({"version": "1", "rule": HOLDS_A}, "invalid-rule", "version"),
        ({"rule": HOLDS_A}, "invalid-rule", ""),
        ({"version": 1, "rule": HOLDS_A, "note": ""}, "invalid-rule", ""),
        ([], "invalid-rule", ""),
    ],
)
def test_a_document_of_another_version_or_form_is_refused(document, code, field):
    with pytest.raises(RuleError) as refused:
        codec.decode(document)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_rule_nested_past_the_bound_is_refused_before_it_is_built():
    rule: object = HOLDS_A
    for _ in range(900):
        rule = group(rule)
    with pytest.raises(RuleError) as refused:
        codec.decode({"version": 1, "rule": rule})
    assert refused.value.code == "too-deep"


# explain


@pytest.mark.parametrize(
    ("rule", "english", "french"),
    [
        (A, "“A”", "« A »"),
        (HoldsStack("s"), "the macro-badge “S”", "le macro-insigne « S »"),
        (
            Holds("a", min_level=2, min_version=3),
            "“A” at level 2 or above (version 3 or newer)",
            "« A » au niveau 2 ou plus (version 3 ou plus récente)",
        ),
        (all_of(A, B), "“A” and “B”", "« A » et « B »"),
        (any_of(A), "“A”", "« A »"),
        (
            all_of(A, B, any_of(C, D)),
            "“A”, “B” and (“C” or “D”)",
            "« A », « B » et (« C » ou « D »)",
        ),
        (
            AtLeast(2, (A, any_of(B), any_of(all_of(C, D)))),
            "at least 2 of these 3: “A”, “B” and (“C” and “D”)",
            "au moins 2 des 3 éléments suivants : « A », « B » et (« C » et « D »)",
        ),
    ],
)
def test_a_rule_reads_as_a_sentence_in_both_languages(rule, english, french):
    said = [explain(rule, name, language).text for language in ("en", "fr")]
    assert [sentence.replace("\u00a0", " ") for sentence in said] == [english, french]


def test_an_explained_rule_has_headings_and_parts_to_lay_out():
    sentence = explain(AtLeast(2, (A, B, any_of(C, D))), name)
    assert sentence.head == "at least 2 of these 3"
    assert [part.head for part in sentence.parts] == ["“A”", "“B”", "any one of these"]
    assert (sentence.finding, sentence.note) == (None, "")


def test_an_explained_outcome_says_of_each_part_what_it_came_to():
    rule = all_of(A, B, any_of(C))
    sentence = explain(judged(rule, held("a"), held("b", state=State.REVOKED)), name)
    assert (sentence.finding, sentence.note) == (Finding.MISSING, "not yet complete")
    assert [(part.finding, part.note) for part in sentence.parts] == [
        (Finding.MET, "met"),
        (Finding.REVOKED, "revoked"),
        (Finding.MISSING, "not yet complete"),
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("finding", Finding)
def test_every_finding_has_words_in_every_language(finding, language):
    assert explain(Outcome(A, finding, "a1"), name, language).note != ""


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (A, "Nothing is missing."),
        (all_of(A, B, C), "Still needed: “B” and “C”."),
        (all_of(A, any_of(B, C)), "Still needed: “B” or “C”."),
        (AtLeast(2, (A, B, C, D)), "Still needed: “B”, “C” or “D”."),
        (AtLeast(3, (A, B, C, D)), "Still needed: at least 2 of these 3: “B”, “C” and “D”."),
        (any_of(B, all_of(C, D)), "Still needed: “B” or (“C” and “D”)."),
        (all_of(B, all_of(A, C)), "Still needed: “B” and “C”."),
        (any_of(all_of(A, B), B), "Still needed: “B”."),
    ],
)
def test_what_is_still_needed_leaves_out_what_is_met(rule, sentence):
    outcome = judged(rule, held("a"))
    assert still_needed(outcome, name) == sentence


def test_what_is_still_needed_is_said_in_french():
    said = still_needed(judged(all_of(A, B)), name, "fr")
    assert said.replace("\u00a0", " ") == "Il manque encore : « A » et « B »."


# the whole grammar: schema and words

LARGE = AtLeast(2, (Holds("a", 2, 3), HoldsStack("s"), terms.Formal("deg", declared=True)))
GRAMMAR = [
    LARGE,
    terms.Capstone("c"),
    terms.Formal("deg"),
    terms.Credits(Decimal("4.5"), ("a", "b")),
    terms.Credits(Decimal(4)),
    terms.Hours(60),
    terms.PerCategory("x", 1),
    terms.AtLevel(2, 3, ("a",)),
    terms.InOrder((A, all_of(B, C))),
    terms.Within(24, all_of(A, B)),
    terms.FromIssuer(60, LARGE),
    terms.FromIssuer(60, A, "z"),
    terms.SingleUse(LARGE),
]
SCHEMA = jsonschema.Draft202012Validator(codec.schema())


@pytest.mark.parametrize("rule", GRAMMAR)
def test_every_term_comes_back_from_json_and_fits_the_published_schema(rule):
    document = json.loads(json.dumps(codec.encode(rule)))
    SCHEMA.validate(document)
    assert codec.decode(document) == rule


def test_the_schema_knows_the_terms_that_we_do():
    named = {each["$ref"].rpartition("/")[2] for each in codec.schema()["$defs"]["rule"]["oneOf"]}
    assert named == set(codec.NAMES.values())


def test_a_document_with_too_many_terms_is_refused():
    many = group(*({"holds": {"definition": str(n)}} for n in range(MAXIMUM_TERMS)))
    with pytest.raises(RuleError) as refused:
        codec.decode({"version": 1, "rule": many})
    assert (refused.value.code, refused.value.field) == (
        "too-large",
        f"rule.at_least.rules[{MAXIMUM_TERMS - 1}]",
    )


@pytest.mark.parametrize(
    ("rule", "english", "french"),
    [
        (terms.Capstone("c"), "the capstone “C”", "le projet de synthèse « C »"),
        (terms.Formal("d"), "the formal credential “D”", "le titre « D »"),
        (
            terms.Formal("d", declared=True),
            "the formal credential “D” (their own word is enough)",
            "le titre « D » (une déclaration suffit)",
        ),
        (
            terms.Credits(Decimal("4.50"), ("a", "b")),
            "badges worth at least 4.5 credits, out of “A”, “B”",
            "des insignes valant au moins 4,5 crédits, parmi « A », « B »",
        ),
        (
            terms.Hours(60),
            "badges of at least 60 hours together",
            "des insignes totalisant au moins 60 heures",
        ),
        (
            terms.PerCategory("x", 1),
            "at least 1 badge from “X”",
            "au moins 1 insigne de « X »",
        ),
        (
            terms.AtLevel(2, 3),
            "at least 3 badges at level 2 or above",
            "au moins 3 insignes de niveau 2 ou plus",
        ),
        (
            terms.InOrder((A, all_of(B, C))),
            "in this order: “A”, then (“B” and “C”)",
            "dans cet ordre : « A », puis (« B » et « C »)",
        ),
        (
            terms.Within(24, all_of(A, B)),
            "(“A” and “B”), all earned within 24 months",
            "(« A » et « B »), le tout obtenu en 24 mois au plus",
        ),
        (
            terms.FromIssuer(60, any_of(A, B)),
            "(“A” or “B”), at least 60 % of them from this institution",
            "(« A » ou « B »), dont au moins 60 % de cet établissement",
        ),
        (
            terms.SingleUse(all_of(A, B)),
            "(“A” and “B”), no badge counting twice",
            "(« A » et « B »), aucun insigne ne comptant deux fois",
        ),
    ],
)
def test_every_term_reads_as_a_sentence_in_both_languages(rule, english, french):
    said = [explain(rule, name, language).text for language in ("en", "fr")]
    assert [sentence.replace("\u00a0", " ") for sentence in said] == [english, french]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (terms.AtLevel(1, 3), "Still needed: at least 2 more badges at level 1 or above."),
        (terms.Hours(50), "Still needed: badges of at least 30 more hours together."),
        (terms.PerCategory("y", 1), "Still needed: at least 1 badge from “Y”."),
        (terms.Within(3, all_of(A, B)), "Still needed: “B”, all earned within 3 months."),
        (terms.InOrder((A, B)), "Still needed: “B”."),
        (terms.InOrder((A, B, C)), "Still needed: in this order: “B”, then “C”."),
        (terms.SingleUse(all_of(A, B)), "Still needed: “B”, no badge counting twice."),
        (terms.FromIssuer(100, A, "z"), "Still needed: “A”, at least 100 % of them from Z."),
    ],
)
def test_what_is_still_needed_of_every_term_leaves_out_what_is_there(rule, sentence):
    outcome = judged(rule, held("a", level=1, hours=20, category="x"))
    assert still_needed(outcome, name) == sentence

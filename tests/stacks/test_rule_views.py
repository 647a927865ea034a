from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tessera.catalogue.enums import Kind, State
from tessera.kernel.rules import codec, terms
from tessera.people.enums import Role
from tessera.stacks import queries
from tests.factories import catalogue, holdings, people
from tests.factories.people import NOON
from tests.factories.stacks import named, stack

pytestmark = pytest.mark.django_db


@pytest.fixture
def designer(client):
    client.force_login(people.person(Role.DESIGNER))
    return client


@pytest.fixture
def draft(parts):
    return stack(*parts, state=State.DRAFT, title="New stack")


def page(version) -> str:
    return f"/stacks-desk/rule/{version.uuid}/"


def rule_of(version) -> terms.Rule | None:
    version.refresh_from_db()
    return None if version.rule is None else codec.decode(version.rule)


def part(client, version, query: str, **values):
    return client.post(f"{page(version)}part/?{query}", values)


def uuid_of(version) -> str:
    return str(version.definition.uuid)


def test_the_editor_shows_outline_sentence_mosaic_and_numbers(designer, draft, parts) -> None:
    answer = designer.get(page(draft))
    said = answer.content.decode()
    wanted = (
        "“Educational Leadership” and “Corporate Leadership”",
        "mosaic-list",
        "one badge short",
    )
    assert [words for words in wanted if words not in said] == []


def test_a_rule_is_begun_from_nothing(designer, parts) -> None:
    empty = catalogue.version(kind=Kind.STACK)
    assert "Nothing is asked for yet" in designer.get(page(empty)).content.decode()
    answer = part(designer, empty, "do=add&kind=group&at=root", parts=[*map(uuid_of, parts)], n="1")
    assert (answer.status_code, rule_of(empty)) == (302, terms.any_of(*map(named, parts)))


def test_every_kind_of_part_is_added(designer, draft, parts) -> None:
    a = uuid_of(parts[0])
    asked = [
        ("holds", {"definition": a, "min_level": "2"}, terms.Holds(a, 2)),
        ("group", {"parts": [a]}, terms.all_of(terms.Holds(a))),
        ("hours", {"minimum": "60", "among": [a]}, terms.Hours(60, (a,))),
        ("credits", {"minimum": "1.5"}, terms.Credits(Decimal("1.5"))),
        ("per_category", {"category": "leadership", "minimum": "2"}, terms.PerCategory("leadership", 2)),
        ("at_level", {"level": "1", "minimum": "3"}, terms.AtLevel(1, 3)),
        ("capstone", {"definition": a}, terms.Capstone(a)),
    ]  # fmt: skip
    for kind, values, _term in asked:
        address = f"{page(draft)}part/?do=add&kind={kind}&at=root"
        assert designer.get(address).status_code == 200
        assert part(designer, draft, f"do=add&kind={kind}&at=root", **values).status_code == 302
    added = terms.children(rule_of(draft))[2:]
    assert added == tuple(term for _kind, _values, term in asked)


@pytest.mark.parametrize(
    ("kind", "values", "made"),
    [
        ("within", {"months": "24"}, lambda rule: terms.Within(24, rule)),
        ("from_issuer", {"percent": "50"}, lambda rule: terms.FromIssuer(50, rule)),
        ("single_use", {}, terms.SingleUse),
    ],
)
def test_a_condition_is_put_around_changed_and_taken_away(
    kind, values, made, designer, draft
) -> None:
    plain = rule_of(draft)
    part(designer, draft, f"do=around&kind={kind}&at=root", seen="", **values)
    framed = rule_of(draft)
    changed = part(designer, draft, f"do=change&kind={kind}&at=root", seen="", **values)
    designer.post(page(draft), {"do": "open", "at": "root"})
    assert (framed, changed.status_code, rule_of(draft)) == (made(plain), 302, plain)


def test_parts_move_come_in_order_and_go(designer, draft, parts) -> None:
    first, second = map(named, parts)

    def does(act: str, at: str) -> terms.Rule | None:
        assert designer.post(page(draft), {"do": act, "at": at}).status_code == 302
        return rule_of(draft)

    assert does("down", "0") == terms.all_of(second, first)
    assert does("up", "1") == terms.all_of(first, second)
    assert does("in_order", "root") == terms.InOrder((first, second))
    assert does("any_order", "root") == terms.all_of(first, second)
    assert does("remove", "0") == terms.all_of(second)
    assert does("remove", "root") is None


def test_how_many_are_needed_is_changed_and_never_more_than_there_are(designer, draft) -> None:
    part(designer, draft, "do=change&kind=count&at=root", n="1")
    answer = part(designer, draft, "do=change&kind=count&at=root", n="3")
    assert (rule_of(draft).n, answer.status_code) == (1, 422)
    assert "There are not so many parts." in answer.content.decode()


def test_the_same_part_twice_is_refused(designer, draft, parts) -> None:
    answer = part(designer, draft, "do=add&kind=holds&at=root", definition=uuid_of(parts[0]))
    assert (answer.status_code, len(terms.children(rule_of(draft)))) == (422, 2)


def test_what_someone_else_changed_meanwhile_is_not_overwritten(designer, draft) -> None:
    answer = designer.post(page(draft), {"do": "remove", "at": "0", "seen": "an older look"})
    assert (answer.status_code, len(terms.children(rule_of(draft)))) == (422, 2)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("do=add&kind=holds&at=root", 200),
        ("do=add&kind=holds&at=7.7", 404),
        ("do=add&kind=holds&at=x", 404),
        ("do=add&kind=nothing&at=root", 404),
        ("do=blow&kind=holds&at=root", 404),
        ("", 404),
    ],
)
def test_an_address_that_names_no_part_is_not_found(query, status, designer, draft) -> None:
    answer = designer.get(f"{page(draft)}part/?{query}")
    posted = part(designer, draft, query) if status == 404 else None
    assert (answer.status_code, posted is None or posted.status_code) == (
        status,
        posted is None or 404,
    )


def test_a_button_that_means_nothing_changes_nothing(designer, draft) -> None:
    before = rule_of(draft)
    for values in ({}, {"do": "remove"}, {"do": "explode", "at": "root"}, {"do": "up", "at": "²"}):
        assert designer.post(page(draft), values).status_code == 422
    assert rule_of(draft) == before


def test_a_published_rule_is_read_and_not_changed(designer, parts) -> None:
    made = stack(*parts)
    said = designer.get(page(made)).content.decode()
    refused = designer.get(f"{page(made)}part/?do=add&kind=holds&at=root")
    moved = designer.post(page(made), {"do": "remove", "at": "0"})
    assert ("Remove" in said, refused.status_code, moved.status_code) == (False, 404, 409)


def test_a_fault_stands_beside_its_part(designer, parts) -> None:
    gone = catalogue.version(state=State.RETIRED, title="Gone")
    made = stack(rule=terms.all_of(named(parts[0]), named(gone)), state=State.DRAFT)
    shown = designer.get(page(made)).context["line"]
    said = [line.faults for line in shown.parts]
    assert said == [(), ("another part in place of “Gone”, which cannot be earned",)]


def test_strangers_and_micro_credentials_have_no_rule_page(client, draft, parts) -> None:
    client.force_login(people.person())
    assert client.get(page(draft)).status_code == 404
    client.force_login(people.person(Role.DESIGNER))
    assert client.get(page(parts[0])).status_code == 404


def test_the_preview_counts_learners_and_hides_small_numbers(parts) -> None:
    rule = terms.all_of(*map(named, parts))
    for number in range(6):
        learner = people.person()
        holdings.holding(person=learner, version=parts[0])
        if number < 2:
            holdings.holding(person=learner, version=parts[1])
    found = queries.preview(rule, NOON)
    assert (found.complete, found.one_short, found.is_whole) == (2, 4, True)
    assert (found.complete_in_words, queries.preview(named(parts[0]), NOON).complete_in_words) == (
        "fewer than 5",
        "6",
    )


def test_the_preview_costs_the_same_for_one_and_for_three(parts) -> None:
    rule, costs = terms.all_of(*map(named, parts)), []
    for more in (1, 2):
        for _number in range(more):
            holdings.holding(person=people.person(), version=parts[0])
        with CaptureQueriesContext(connection) as cost:
            queries.preview(rule, NOON)
        costs.append(len(cost))
    assert costs[0] == costs[1]

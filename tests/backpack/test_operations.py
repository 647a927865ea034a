from __future__ import annotations

from datetime import timedelta

import pytest

from tessera.backpack import operations, queries
from tessera.common.refusal import NotPermitted, WrongState
from tessera.credentials import operations as credentials
from tessera.people.enums import Role
from tessera.trail.queries import events_of
from tests.factories import credentials as awards
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(days=7)


@pytest.fixture
def award():
    return awards.award()


def link_to(award, *, label="", expires_at=None, at=NOON):
    return operations.create_link(
        award=award, label=label, expires_at=expires_at, by=award.learner, at=at
    )


def test_each_link_has_a_token_of_its_own_that_nobody_guesses(award) -> None:
    tokens = {link_to(award, label=label).token for label in "abcde"}
    assert (len(tokens), {len(token) for token in tokens}) == (5, {43})


def test_two_clicks_make_one_link_and_a_later_wish_makes_another(award) -> None:
    first, again = link_to(award, label="Ms Fox"), link_to(award, label="Ms Fox")
    later = link_to(award, label="Ms Fox", at=NOON + timedelta(minutes=1))
    assert (first == again, first == later) == (True, False)


def test_a_withdrawn_link_is_not_given_again(award) -> None:
    first = link_to(award)
    operations.withdraw_link(link=first, by=award.learner, at=NOON)
    assert link_to(award) != first


def test_only_the_learner_shares_a_badge(award) -> None:
    for other in (people.person(), people.person(Role.REGISTRAR)):
        with pytest.raises(NotPermitted):
            operations.create_link(award=award, expires_at=None, by=other, at=NOON)
    assert not queries.links_of(award).exists()


def test_a_revoked_badge_is_not_shared_anew(award) -> None:
    registrar = people.person(Role.REGISTRAR)
    credentials.revoke(award=award, reason="error", explanation="No.", by=registrar, at=NOON)
    award.refresh_from_db()
    with pytest.raises(WrongState):
        link_to(award)


def test_a_badge_that_is_being_signed_is_not_shared_yet() -> None:
    with pytest.raises(WrongState):
        link_to(awards.award(issued=False))


@pytest.mark.parametrize(
    ("expires_at", "at", "open_"),
    [
        (None, NOON + timedelta(days=9999), True),
        (SOON, SOON - timedelta(seconds=1), True),
        (SOON, SOON, False),
    ],
)
def test_a_link_is_open_until_it_expires(award, expires_at, at, open_) -> None:
    link = link_to(award, expires_at=expires_at)
    assert queries.is_open(link, at) is open_


def test_a_withdrawn_link_stays_withdrawn_from_the_first_time_on(award) -> None:
    link = link_to(award)
    for later in (NOON, SOON):
        link = operations.withdraw_link(link=link, by=award.learner, at=later)
    kinds = [event.kind for event in events_of(award) if event.kind.startswith("backpack.")]
    assert (link.withdrawn_at, queries.is_open(link, NOON)) == (NOON, False)
    assert kinds == ["backpack.link.withdrawn", "backpack.link.created"]


def test_only_the_learner_withdraws(award) -> None:
    link = link_to(award)
    with pytest.raises(NotPermitted):
        operations.withdraw_link(link=link, by=people.person(Role.REGISTRAR), at=NOON)


def test_the_trail_never_holds_a_token(award) -> None:
    link = link_to(award)
    said = [f"{event.subject_label} {event.facts}" for event in events_of(award, link)]
    assert [line for line in said if link.token in line] == []


def test_views_are_counted(award) -> None:
    link = link_to(award)
    for _ in range(3):
        operations.count_view(link=link)
    link.refresh_from_db()
    assert link.views == 3

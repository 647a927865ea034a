"""Who sees what, blindness first."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tessera.assurance import operations, queries
from tessera.assurance.policies import NewFinding
from tessera.assurance.workflow import PROPOSAL
from tessera.people.enums import Role
from tests.factories import assurance as make
from tests.factories import endorsement as make_endorsement
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def test_every_state_is_reached_and_can_end() -> None:
    assert (PROPOSAL.unreachable(), PROPOSAL.traps()) == ((), ())


def test_reviewer_sees_no_ratings_of_others_before_the_own_are_in() -> None:
    proposal = make.submitted()
    mine, theirs = make.assigned(proposal), make.reviewed(proposal)
    make.rate_all(mine)
    seen = queries.ratings_visible_to(mine.reviewer, proposal)
    assert {rating.review for rating in seen} == {mine}
    assert list(queries.reviews_visible_to(mine.reviewer, proposal)) == [mine]
    operations.submit_review(review=mine, by=mine.reviewer, at=NOON)
    seen = queries.ratings_visible_to(mine.reviewer, proposal)
    assert {rating.review for rating in seen} == {mine, theirs}


def test_reviewer_never_sees_a_draft_of_another() -> None:
    proposal = make.submitted()
    draft, mine = make.assigned(proposal), make.reviewed(proposal)
    make.rate_all(draft)
    seen = queries.ratings_visible_to(mine.reviewer, proposal)
    assert {rating.review for rating in seen} == {mine}


def test_chair_sees_ratings_once_they_are_in() -> None:
    chair, proposal = people.person(Role.CHAIR), make.submitted()
    draft = make.assigned(proposal)
    make.rate_all(draft)
    assert list(queries.ratings_visible_to(chair, proposal)) == []
    theirs = make.reviewed(proposal)
    seen = queries.ratings_visible_to(chair, proposal)
    assert {rating.review for rating in seen} == {theirs}


def test_chair_who_reviews_is_as_blind_as_the_others() -> None:
    both, proposal = people.person(Role.CHAIR, Role.REVIEWER), make.submitted()
    make.assigned(proposal, reviewer=both)
    make.reviewed(proposal)
    assert list(queries.ratings_visible_to(both, proposal)) == []


def test_author_never_sees_ratings() -> None:
    proposal = make.submitted()
    make.reviewed(proposal)
    author = proposal.version.authors.get()
    author.memberships.create(role=Role.CHAIR, granted_at=NOON)
    make.decided(proposal, "return", findings=[NewFinding("Halve it.")])
    assert list(queries.ratings_visible_to(author, proposal)) == []


def test_endorser_never_sees_ratings() -> None:
    proposal = make.submitted()
    make.reviewed(proposal)
    partner = make_endorsement.endorsed(proposal.version).given_by
    partner.memberships.create(role=Role.CHAIR, granted_at=NOON)
    assert list(queries.ratings_visible_to(partner, proposal)) == []


def test_auditor_sees_ratings_once_it_is_decided() -> None:
    auditor, proposal = people.person(Role.AUDITOR), make.submitted()
    review = make.reviewed(proposal)
    assert list(queries.ratings_visible_to(auditor, proposal)) == []
    make.decided(proposal, "return", findings=[NewFinding("Halve it.")])
    proposal.refresh_from_db()
    seen = queries.ratings_visible_to(auditor, proposal)
    assert {rating.review for rating in seen} == {review}


def test_proposals_are_seen_by_their_unit_their_authors_and_their_reviewers() -> None:
    author = people.person(Role.DESIGNER)
    proposal = make.submitted(author=author)
    review = make.assigned(proposal)
    inside = people.person(Role.DESIGNER, unit=people.unit())
    outside = people.person(Role.DESIGNER, unit=people.unit("nursing"))
    sees = {
        person: list(queries.visible_to(person)) == [proposal]
        for person in (author, review.reviewer, inside, outside, people.person())
    }
    assert list(sees.values()) == [True, True, True, False, False]
    assert list(queries.visible_to(people.person(Role.REVIEWER))) == []


def test_reviewers_for_a_proposal_have_no_part_in_it() -> None:
    author = people.person(Role.DESIGNER, Role.REVIEWER)
    proposal = make.submitted(author=author)
    asked, free = make.assigned(proposal).reviewer, people.person(Role.REVIEWER)
    people.person(Role.REVIEWER, unit=people.unit("nursing"))
    endorser = make_endorsement.endorsed(proposal.version).given_by
    endorser.memberships.create(role=Role.REVIEWER, granted_at=NOON)
    assert asked != free
    assert queries.reviewers_for(proposal) == [free]


def test_agreement_counts_the_checks_on_which_all_say_the_same() -> None:
    proposal = make.submitted()
    make.reviewed(proposal)
    assert queries.agreement(proposal) is None
    make.reviewed(proposal, small_enough=("not_met", "Too large."))
    asked = queries.checks_of(proposal).count()
    assert queries.agreement(proposal) == (asked - 1, asked)


def test_chair_has_what_is_under_way_the_longest_waiting_first() -> None:
    chair = people.person(Role.CHAIR, unit=people.unit())
    proposal = make.submitted()
    make.reviewed(proposal)
    make.assigned(proposal)
    line = queries.proposals_for_chair(chair).get()
    assert (line.assigned, line.submitted) == (2, 1)
    elsewhere = people.person(Role.CHAIR, unit=people.unit("nursing"))
    assert list(queries.proposals_for_chair(elsewhere)) == []
    make.decided(proposal, "return", findings=[NewFinding("Halve it.")])
    assert list(queries.proposals_for_chair(chair)) == []


def test_people_read_the_standard_in_their_language() -> None:
    check = queries.checks_of(make.submitted()).get(code="small-enough")
    with override("fr"):
        assert queries.words_of(check) == check.text_fr
    assert queries.words_of(check) == check.text


def test_side_by_side_takes_as_many_queries_for_three_reviews_as_for_one() -> None:
    chair, proposal = people.person(Role.CHAIR), make.submitted()
    queries.sheet_for(chair, proposal)  # the person's duties are read once
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make.reviewed(proposal)
        with CaptureQueriesContext(connection) as seen:
            queries.sheet_for(chair, proposal)
        counts.append(len(seen))
    assert counts[0] == counts[1]

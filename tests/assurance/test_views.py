"""The pages of quality assurance: who may open them, what they hide, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tessera.assurance import operations, queries
from tessera.assurance.enums import ProposalState
from tessera.assurance.models import Condition, Decision, Proposal, Review
from tessera.assurance.policies import NewFinding
from tessera.catalogue.models import Version
from tessera.common import clock
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import assurance as make
from tests.factories import catalogue as make_design
from tests.factories import endorsement as make_endorsement
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
SECRET = "Only the chair may read this for now."


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def day(days: int = 9) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def written(review: Review, **changed: str) -> dict[str, str]:
    """A whole review as the form sends it: everything met, apart from what is changed."""
    fields = {f"value-{check.code}": "met" for check in queries.checks_of(review.proposal)}
    fields |= {name.replace("_", "-"): value for name, value in changed.items()}
    return fields | {"summary": "Read it all."}


def ready(**unusual: tuple[str, str]) -> Proposal:
    return make.ready(at=clock.now(), **unusual)


# -- Submitting ---------------------------------------------------------------------------------


def test_designer_submits_once_however_often_the_button_is_pressed() -> None:
    operations.default_standard(at=NOON)
    author = people.person(Role.DESIGNER)
    version = make_design.version(author=author)
    client, address = signed_in(author), f"/quality/submit/{version.uuid}/"
    assert "The design is complete." in client.get(address).content.decode()
    first, second = client.post(address), client.post(address)
    assert (first.status_code, second.status_code) == (302, 422)
    assert Proposal.objects.count() == 1


def test_incomplete_design_is_refused_with_a_list_on_the_page() -> None:
    operations.default_standard(at=NOON)
    author = people.person(Role.DESIGNER)
    version = make_design.version(author=author, value_statement="", privacy="")
    client, address = signed_in(author), f"/quality/submit/{version.uuid}/"
    before, refused = client.get(address), client.post(address)
    assert (before.status_code, refused.status_code) == (200, 422)
    for page in (before.content.decode(), refused.content.decode()):
        assert "the value statement" in page
        assert "the privacy statement" in page
    assert Proposal.objects.count() == 0


def test_submitting_is_hidden_from_those_who_do_not_see_the_design() -> None:
    version = make_design.version()
    for person in (
        people.person(Role.DESIGNER, unit=people.unit("nursing")),
        people.person(Role.REVIEWER),
        people.person(),
    ):
        assert signed_in(person).post(f"/quality/submit/{version.uuid}/").status_code == 404


# -- The desk and the proposal ------------------------------------------------------------------


def test_desk_shows_each_their_own_work() -> None:
    proposal = make.submitted()
    review = make.assigned(proposal)
    mine = signed_in(review.reviewer).get("/quality/").content.decode()
    chairs = signed_in(people.person(Role.CHAIR)).get("/quality/").content.decode()
    assert f"/quality/reviews/{review.uuid}/" in mine
    assert f"/quality/proposals/{proposal.uuid}/" not in mine
    assert f"/quality/proposals/{proposal.uuid}/" in chairs
    assert "0 of 1" in chairs


def test_chair_assigns_and_the_form_says_what_was_refused() -> None:
    chair, reviewer, proposal = (
        people.person(Role.CHAIR),
        people.person(Role.REVIEWER),
        make.submitted(),
    )
    client, address = signed_in(chair), f"/quality/proposals/{proposal.uuid}/reviewers/"
    refused = client.post(address, {"reviewers": str(reviewer.uuid), "due_on": "2020-01-01"})
    assert (refused.status_code, Review.objects.count()) == (422, 0)
    assert "has passed" in refused.content.decode()
    taken = client.post(address, {"reviewers": str(reviewer.uuid), "due_on": day()})
    assert (taken.status_code, Review.objects.get().reviewer) == (302, reviewer)
    page = client.get(f"/quality/proposals/{proposal.uuid}/").content.decode()
    assert reviewer.name in page


def test_proposal_page_offers_authors_and_endorsers_to_nobody_as_reviewers() -> None:
    author = people.person(Role.DESIGNER, Role.REVIEWER, name="Ada Author")
    proposal = make.submitted(author=author)
    endorser = make_endorsement.endorsed(proposal.version).given_by
    endorser.memberships.create(role=Role.REVIEWER, granted_at=NOON)
    free = people.person(Role.REVIEWER)
    form = (
        signed_in(people.person(Role.CHAIR))
        .get(f"/quality/proposals/{proposal.uuid}/")
        .context["assign_form"]
    )
    assert list(form.people.values()) == [free]


def test_proposal_is_hidden_from_strangers() -> None:
    proposal = make.submitted()
    for person in (
        people.person(Role.REVIEWER),
        people.person(Role.DESIGNER, unit=people.unit("nursing")),
        people.person(),
    ):
        client = signed_in(person)
        assert client.get(f"/quality/proposals/{proposal.uuid}/").status_code == 404
        assert client.post(f"/quality/proposals/{proposal.uuid}/answers/").status_code == 404


# -- Reviewing ----------------------------------------------------------------------------------


def test_reviewer_reads_the_proposal_beside_the_standard() -> None:
    review = make.assigned(make.submitted())
    page = signed_in(review.reviewer).get(f"/quality/reviews/{review.uuid}/").content.decode()
    assert "Shows that one can lead." in page
    assert "It is small enough to be micro" in page


def test_reviewer_hands_in_a_review_once() -> None:
    review = make.assigned(make.submitted())
    client, address = signed_in(review.reviewer), f"/quality/reviews/{review.uuid}/"
    answers = [client.post(address, written(review)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    review.refresh_from_db()
    assert (review.submitted_at is not None, review.summary) == (True, "Read it all.")


def test_unfinished_review_says_what_is_missing_and_loses_nothing() -> None:
    review = make.assigned(make.submitted())
    client, address = signed_in(review.reviewer), f"/quality/reviews/{review.uuid}/"
    answer = client.post(
        address,
        written(
            review,
            value_small_enough="",
            comment_small_enough="Typed with care.",
            value_no_duplicate="not_met",
        ),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["comment-no-duplicate", "value-small-enough"]
    assert "Typed with care." in page
    assert "Typed with care." in client.get(address).content.decode()
    review.refresh_from_db()
    assert review.submitted_at is None


def test_draft_is_kept_as_it_is_written() -> None:
    review = make.assigned(make.submitted())
    client = signed_in(review.reviewer)
    address = f"/quality/reviews/{review.uuid}/draft/"
    answer = client.post(address, {"comment-small-enough": "Half a", "summary": "So far"})
    assert answer.status_code == 204
    review.refresh_from_db()
    rating = review.ratings.get(check_line__code="small-enough")
    assert (rating.value, rating.comment, review.summary) == ("", "Half a", "So far")
    assert client.post(address, {"value-small-enough": "splendid"}).status_code == 422


def test_review_is_hidden_from_everyone_else() -> None:
    proposal = make.submitted()
    review, other = make.assigned(proposal), make.assigned(proposal)
    for person in (other.reviewer, people.person(Role.CHAIR), people.person()):
        client = signed_in(person)
        assert client.get(f"/quality/reviews/{review.uuid}/").status_code == 404
        assert client.post(f"/quality/reviews/{review.uuid}/draft/").status_code == 404


def pages_of(proposal: Proposal, review: Review) -> str:
    """Everything that this reviewer can open about the proposal, in one text."""
    client = signed_in(review.reviewer)
    addresses = [
        "/quality/",
        f"/quality/proposals/{proposal.uuid}/",
        f"/quality/proposals/{proposal.uuid}/decision/",
        f"/quality/reviews/{review.uuid}/",
    ]
    return "\n".join(client.get(address).content.decode() for address in addresses)


def test_no_page_shows_the_ratings_to_an_author() -> None:
    author = people.person(Role.DESIGNER, Role.CHAIR)
    proposal = make.submitted(author=author)
    make.reviewed(proposal, small_enough=("not_met", SECRET))
    client = signed_in(author)
    for address in ("", "decision/"):
        page = client.get(f"/quality/proposals/{proposal.uuid}/{address}")
        assert (page.status_code, SECRET in page.content.decode()) == (200, False)


# -- Deciding -----------------------------------------------------------------------------------


def decision(proposal: Proposal, **fields: Any) -> tuple[int, str]:
    client = signed_in(people.person(Role.CHAIR))
    answer = client.post(f"/quality/proposals/{proposal.uuid}/decision/", fields)
    return answer.status_code, answer.content.decode()


def test_chair_reads_the_ratings_side_by_side_and_approves() -> None:
    proposal = ready()
    client = signed_in(people.person(Role.CHAIR))
    address = f"/quality/proposals/{proposal.uuid}/decision/"
    page = client.get(address)
    of = queries.checks_of(proposal).count()
    assert f"The reviewers say the same on {of} of {of} checks." in page.content.decode()
    offered = {str(each["outcome"]): bool(each["obstacles"]) for each in page.context["outcomes"]}
    assert offered == {"approve": False, "return": False, "decline": True}
    answers = [client.post(address, {"outcome": "approve"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Decision.objects.get().outcome == "approve"


def test_refused_approval_says_why_and_keeps_what_was_typed() -> None:
    proposal = make.submitted()
    make.reviewed(proposal)
    status, page = decision(proposal, outcome="approve", reason="Typed with care.")
    assert status == 422
    assert "One more independent review is needed." in page
    assert "No endorsement by an outside organisation is in force" in page
    assert "Typed with care." in page
    assert Proposal.objects.get().state == ProposalState.IN_REVIEW


def test_decision_without_an_outcome_is_refused() -> None:
    status, page = decision(ready(), reason="Typed with care.")
    assert (status, "Choose a decision." in page) == (422, True)


def test_approval_with_conditions_keeps_each_dated_and_owned() -> None:
    proposal = ready(privacy_referenced=("condition", "Name the assessment."))
    author = proposal.version.authors.get()
    facts = {
        "outcome": "approve",
        "condition-privacy-referenced": "Name it.",
        "owner-privacy-referenced": str(author.uuid),
        "due-privacy-referenced": day(),
    }
    status, page = decision(proposal, **facts | {"due-privacy-referenced": ""})
    assert (status, "Name it." in page) == (422, True)
    assert decision(proposal, **facts)[0] == 302
    assert (Condition.objects.get().owner, Condition.objects.get().text) == (author, "Name it.")


def test_return_keeps_findings_by_check_and_others() -> None:
    proposal = ready(small_enough=("not_met", "Too large."))
    status, _page = decision(
        proposal,
        outcome="return",
        **{"finding-small-enough": "Halve it.", "other": "Fix a typo.\n\nAdd a summary."},
    )
    assert status == 302
    assert [finding.text for finding in queries.findings_of(proposal)] == [
        "Halve it.",
        "Fix a typo.",
        "Add a summary.",
    ]


def test_chair_who_wrote_it_is_told_that_someone_else_decides() -> None:
    author = people.person(Role.DESIGNER, Role.CHAIR)
    proposal = make.submitted(author=author)
    client, address = signed_in(author), f"/quality/proposals/{proposal.uuid}/decision/"
    assert "wrote or endorsed this design" in client.get(address).content.decode()
    refused = client.post(address, {"outcome": "return", "other": "Nothing."})
    assert (refused.status_code, Decision.objects.count()) == (422, 0)


def test_decision_is_hidden_from_reviewers_and_designers() -> None:
    proposal = ready()
    for person in (proposal.reviews.all()[0].reviewer, proposal.version.authors.get()):
        address = f"/quality/proposals/{proposal.uuid}/decision/"
        assert signed_in(person).get(address).status_code == 404


# -- Answering ----------------------------------------------------------------------------------


def test_designer_answers_the_findings_and_submits_again() -> None:
    proposal = ready()
    make.decided(proposal, "return", findings=[NewFinding("Halve it."), NewFinding("Typo.")])
    author = proposal.version.authors.get()
    first, second = queries.findings_of(proposal)
    client = signed_in(author)
    address = f"/quality/proposals/{proposal.uuid}/"
    assert "Halve it." in client.get(address).content.decode()
    answer = client.post(f"{address}answers/", {f"answer-{first.pk}": "Halved."})
    assert answer.status_code == 302
    again = f"/quality/submit/{proposal.version.uuid}/"
    assert "an answer to the finding “Typo.”" in client.post(again).content.decode()
    client.post(
        f"{address}answers/", {f"answer-{first.pk}": "Halved.", f"answer-{second.pk}": "Mended."}
    )
    Version.objects.filter(pk=proposal.version.pk).update(hours=12)
    assert client.post(again).status_code == 302
    second_round = queries.latest_proposal(proposal.version)
    assert second_round is not None
    assert second_round.round == 2
    review = make.assigned(make.screened(second_round), reviewer=proposal.reviews.all()[0].reviewer)
    page = signed_in(review.reviewer).get(f"/quality/reviews/{review.uuid}/").content.decode()
    for shown in ("What changed since the round before", "Halved.", "<del>24</del>"):
        assert shown in page


def test_answer_that_comes_too_late_is_refused_with_the_words_kept() -> None:
    proposal = ready()
    make.decided(proposal, "return", findings=[NewFinding("Halve it.")])
    author, finding = proposal.version.authors.get(), queries.findings_of(proposal).get()
    operations.answer_finding(finding=finding, answer="Yes.", by=author, at=NOON)
    operations.submit_proposal(version=proposal.version, by=author, at=NOON)
    answer = signed_in(author).post(
        f"/quality/proposals/{proposal.uuid}/answers/", {f"answer-{finding.pk}": "Late words."}
    )
    assert answer.status_code == 422
    assert "Late words." in answer.content.decode()


# -- No query per row ---------------------------------------------------------------------------


def test_desk_takes_as_many_queries_for_three_rows_as_for_one() -> None:
    both = people.person(Role.CHAIR, Role.REVIEWER)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make.assigned(make.submitted(), reviewer=both)
        client = signed_in(both)
        with CaptureQueriesContext(connection) as seen:
            client.get("/quality/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["", "decision/"])
def test_proposal_takes_as_many_queries_for_three_reviews_as_for_one(page: str) -> None:
    chair, proposal = people.person(Role.CHAIR), make.submitted()
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make.reviewed(proposal)
        client = signed_in(chair)
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/quality/proposals/{proposal.uuid}/{page}")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_draft_of_the_standard_is_listed_for_its_editors_alone() -> None:
    chair = people.person(Role.CHAIR)
    draft = operations.draft_standard(edition="Next", source=None, by=chair, at=NOON)
    address = f"/quality/standard/{draft.uuid}/"
    readers = (chair, people.person(Role.REVIEWER))
    listed = [address in signed_in(each).get("/quality/standard/").text for each in readers]
    assert listed == [True, False]


# -- What a machine sees and a person judges ----------------------------------------------------


def test_old_evidence_and_likely_duplicates_stand_before_all_who_judge() -> None:
    proposal = make.sent()
    other = make_design.version(title=proposal.version.title)
    proposal.version.needs.update(found_on=date(2019, 1, 1), source="A survey of yards")
    chair = people.person(Role.CHAIR)
    pages = [(chair, f"/quality/proposals/{proposal.uuid}/screening/")]
    make.screened(proposal)
    review = make.assigned(proposal)
    pages.append((review.reviewer, f"/quality/reviews/{review.uuid}/"))
    pages.append((chair, f"/quality/proposals/{proposal.uuid}/decision/"))
    for person, address in pages:
        page = signed_in(person).get(address).content.decode()
        assert "Evidence of need that has grown old" in page, address
        assert "A survey of yards" in page, address
        assert f"<strong>{other.title}</strong>" in page, address


def test_ratings_side_by_side_tell_agreement_with_chance_taken_out() -> None:
    proposal = make.ready(small_enough=("not_met", "Too large."), no_duplicate=("not_met", "Two."))
    chair = signed_in(people.person(Role.CHAIR))
    page = chair.get(f"/quality/proposals/{proposal.uuid}/decision/").content.decode()
    assert "Krippendorff’s alpha" in page
    alike = make.ready()
    page = chair.get(f"/quality/proposals/{alike.uuid}/decision/").content.decode()
    assert "chance cannot be told apart" in page

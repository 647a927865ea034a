"""Random walks of a whole panel over one design: whatever people try, in whatever order, some things hold.

A step is a verb, who tries it and a turn of mind; the first actor is the one whose step it is. What is
refused is refused in words (a `Refusal`), never by an exception, and changes nothing that matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tessera.assurance import operations, queries
from tessera.assurance.enums import UNDER_WAY, Outcome, ProposalState
from tessera.assurance.models import Appeal, Condition, Decision, Proposal, Review
from tessera.assurance.policies import NewCondition, NewFinding
from tessera.assurance.workflow import APPEAL, CONDITION, PROPOSAL
from tessera.catalogue import operations as catalogue
from tessera.catalogue.enums import State as VersionState
from tessera.catalogue.models import Version
from tessera.common.refusal import Refusal
from tessera.endorsement import operations as endorsing
from tessera.endorsement import queries as endorsements
from tessera.endorsement.workflow import ENDORSEMENT
from tessera.kernel.workflow import Workflow
from tessera.meetings.workflow import MEETING
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import assurance as make
from tests.factories import catalogue as designs
from tests.factories import endorsement as make_endorsement
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
DECIDED = (ProposalState.APPROVED, ProposalState.DECLINED, ProposalState.RETURNED)
OF_A_VERSION = {
    ProposalState.SCREENING: {VersionState.SUBMITTED, VersionState.WITHDRAWN},
    ProposalState.OPEN: {VersionState.SUBMITTED, VersionState.WITHDRAWN},
    ProposalState.IN_REVIEW: {VersionState.IN_REVIEW, VersionState.WITHDRAWN},
    ProposalState.RETURNED: {VersionState.RETURNED, VersionState.WITHDRAWN},
    ProposalState.APPROVED: {VersionState.APPROVED},
    ProposalState.DECLINED: {VersionState.DECLINED},
    ProposalState.WITHDRAWN: {VersionState.WITHDRAWN},
}


@pytest.mark.parametrize(
    "table", [PROPOSAL, CONDITION, APPEAL, ENDORSEMENT, MEETING], ids=lambda table: table.name
)
def test_every_state_is_reached_and_can_end(table: Workflow) -> None:
    assert (table.unreachable(), table.traps()) == ((), ())


def test_decided_round_never_moves_again() -> None:
    assert [PROPOSAL.verbs(state) for state in DECIDED] == [(), (), ()]


class Panel:
    """One design, everybody around it, and what they may try."""

    def __init__(self) -> None:
        operations.default_standard(at=NOON)
        self.author = people.person(Role.DESIGNER, Role.REVIEWER)
        self.chairs = [people.person(Role.CHAIR), people.person(Role.CHAIR, Role.REVIEWER)]
        self.reviewers = [people.person(Role.REVIEWER) for _ in range(5)]
        version = designs.version(author=self.author)
        asked = make_endorsement.request(version=version)
        self.partner, self.request = asked.contact, asked
        self.cast: list[Person] = [*self.chairs, self.author, *self.reviewers[:3], self.partner]
        self.pk, self.now = version.pk, NOON
        self.decided: dict[int, str] = {}

    @property
    def version(self) -> Version:
        return Version.objects.get(pk=self.pk)

    @property
    def proposal(self) -> Proposal:
        found = queries.latest_proposal(self.version)
        if found is None:
            raise Refusal
        return found

    def free_reviewer(self) -> Person:
        out = {*self.proposal.reviews.values_list("reviewer", flat=True)}
        out |= queries.barred_by_appeal(self.proposal)
        return next((each for each in self.reviewers if each.pk not in out), self.chairs[1])

    def free_chair(self) -> Person:
        """Whoever is not barred by an appeal."""
        last = queries.latest_proposal(self.version)
        barred = queries.barred_by_appeal(last) if last else set()
        if last and last.state == ProposalState.DECLINED:
            barred = {last.decision.decided_by_id, last.screened_by_id}
        return next((each for each in self.chairs if each.pk not in barred), self.chairs[0])

    def fitting(self, verb: str) -> Person:
        """Whose step it is."""
        is_open = Condition.objects.filter(state="open").exists()
        authors = verb == "submit" or (verb == "condition" and is_open)
        return self.author if authors else self.free_chair()

    # -- What can be tried ------------------------------------------------------------------------

    def submit(self, by: Person, _yes: bool) -> None:
        with suppress(Refusal):
            operations.answer_findings(
                proposal=self.proposal,
                answers=[(each, "Done.") for each in self.proposal.findings.all()],
                by=by,
                at=self.now,
            )
        operations.submit_proposal(version=self.version, by=by, at=self.now)

    def screen(self, by: Person, yes: bool) -> None:
        facts: dict[str, Any] = {"proposal": self.proposal, "by": by, "at": self.now}
        if yes:
            operations.screen_proposal(**facts)
        else:
            operations.screen_back(findings=["More."], **facts)

    def assign(self, by: Person, yes: bool) -> None:
        asked = self.free_reviewer() if yes else self.cast[self.now.day % len(self.cast)]
        due_on = queries.due_after(self.now)
        operations.assign_reviewer(
            proposal=self.proposal, reviewer=asked, due_on=due_on, by=by, at=self.now
        )

    def review(self, by: Person, yes: bool) -> None:
        out = self.proposal.reviews.filter(submitted_at=None, ended_at=None)
        mine = out.filter(reviewer=by).first() or out.first()
        if mine is None:
            raise Refusal
        writer = mine.reviewer if by not in self.reviewers else by
        unusual = {} if yes else {"small_enough": ("not_met", "Too large.")}
        make.rate_all(mine, settled=yes, **unusual)
        operations.submit_review(review=mine, by=writer, at=self.now)

    def condition(self, by: Person, yes: bool) -> None:
        """A review that asks for a condition, or a step with one that was made."""
        made = Condition.objects.filter(decision__proposal__version=self.pk).first()
        if made is None:
            out = self.proposal.reviews.filter(submitted_at=None, ended_at=None).first()
            if out is None:
                raise Refusal
            make.rate_all(out, privacy_referenced=("condition", "Name it."))
            operations.submit_review(review=out, by=out.reviewer, at=self.now)
        elif made.state == "open":
            operations.report_condition(condition=made, note="Done.", by=by, at=self.now)
        elif yes:
            operations.confirm_condition(condition=made, by=by, at=self.now)
        else:
            operations.reopen_condition(condition=made, reply="Where?", by=by, at=self.now)

    def give_up(self, by: Person, yes: bool) -> None:
        out = self.proposal.reviews.filter(submitted_at=None, ended_at=None).first()
        if out is None:
            raise Refusal
        facts: dict[str, Any] = {"review": out, "reason": "June.", "at": self.now}
        if yes:
            operations.remove_reviewer(by=by, **facts)
        else:
            operations.hand_back_review(by=out.reviewer, end="conflict", **facts)

    def hold(self, by: Person, _yes: bool) -> None:
        facts: dict[str, Any] = {"proposal": self.proposal, "by": by, "at": self.now}
        if queries.hold_of(self.proposal):
            operations.resume_proposal(**facts)
        else:
            operations.hold_proposal(reason="Away.", **facts)

    def endorse(self, by: Person, yes: bool) -> None:
        self.request.refresh_from_db()
        who = self.partner if by in self.chairs else by
        if yes:
            make_endorsement.statement(request=self.request, by=who, at=self.now)
        else:
            endorsing.withdraw_endorsement(request=self.request, reason="No.", by=who, at=self.now)

    def join(self, by: Person, _yes: bool) -> None:
        """Someone becomes an author in the middle of it."""
        self.version.authors.add(by)

    def decide(self, by: Person, yes: bool, *, outcome: str = "approve") -> None:
        proposal = self.proposal
        owed = queries.independent_sheet(proposal).conditions if outcome == "approve" else []
        made = operations.decide(
            proposal=proposal,
            outcome=outcome,
            reason="So it is.",
            findings=[NewFinding("More.")] if outcome == "return" else [],
            conditions=[
                NewCondition(each, "Do it.", self.author, date(2027, 1, 15)) for each in owed
            ],
            override="" if yes else "We know better.",
            by=by,
            at=self.now,
        )
        self.check_supported(made)

    def decline(self, by: Person, yes: bool) -> None:
        self.decide(by, yes, outcome="decline")

    def send_back(self, by: Person, yes: bool) -> None:
        self.decide(by, yes, outcome="return")

    def appeal(self, by: Person, yes: bool) -> None:
        proposal = self.proposal
        open_one = Appeal.objects.filter(proposal=proposal, state="open").first()
        if open_one is None:
            who = self.author if by in self.chairs else by
            operations.lodge_appeal(
                proposal=proposal, ground="merit", text="Read it again.", by=who, at=self.now
            )
            return
        done = operations.uphold_appeal if yes else operations.dismiss_appeal
        done(appeal=open_one, reason="So it is.", by=by, at=self.now)

    def withdraw(self, by: Person, _yes: bool) -> None:
        who = self.author if by in self.chairs else by
        catalogue.withdraw_version(version=self.version, by=who, at=self.now)
        operations.close_withdrawn(version=self.version, at=self.now)

    def wait(self, _by: Person, yes: bool) -> None:
        self.now += timedelta(days=1 if yes else 9)
        operations.chase(at=self.now)

    # -- What always holds ------------------------------------------------------------------------

    def check_supported(self, made: Decision) -> None:
        """At the moment at which it is taken, by people who may take it, and never on less than asked."""
        proposal, version = made.proposal, self.version
        sheet = queries.independent_sheet(proposal)
        assert not queries.has_interest(made.decided_by, version)
        if made.outcome == Outcome.RETURN:
            return
        assert not sheet.missing
        if made.outcome == Outcome.APPROVE:
            assert endorsements.missing_endorsements(version, self.now) == 0
            assert {each.check_line for each in made.conditions.all()} == set(sheet.conditions)
        supports = bool(sheet.unmet) == (made.outcome == Outcome.DECLINE)
        unsettled = made.outcome == Outcome.APPROVE and queries.unsettled_findings(proposal)
        assert bool(made.override) == (not supports or bool(unsettled))

    def check(self) -> None:
        rounds = list(Proposal.objects.filter(version=self.pk).order_by("round"))
        state = self.version.state
        for proposal in rounds:
            if proposal.state not in UNDER_WAY:
                assert self.decided.setdefault(proposal.pk, proposal.state) == proposal.state
        if rounds:
            self.check_blind(rounds[-1])
        for before, after in pairwise(rounds):
            appealed = queries.appeal_behind(after)
            if before.state == ProposalState.DECLINED:
                assert appealed is not None
                part = queries.barred_by_appeal(after)
                reviewed = after.reviews.values_list("reviewer", flat=True)
                assert part.isdisjoint(reviewed)
            else:
                assert (before.state, appealed) == (ProposalState.RETURNED, None)
        if rounds:
            assert state in OF_A_VERSION[ProposalState(rounds[-1].state)]
        for condition in Condition.objects.filter(state="met"):
            assert condition.met_by_id not in {condition.owner_id, condition.reported_by_id}

    def check_blind(self, proposal: Proposal) -> None:
        reviews = list(Review.objects.filter(proposal=proposal))
        authors = set(self.version.authors.values_list("pk", flat=True))
        for person in self.cast:
            seen = set(queries.reviews_visible_to(person, proposal))
            others = {each for each in seen if each.reviewer_id != person.pk}
            assert all(each.submitted_at for each in others)
            if person.pk in authors or person == self.partner:
                assert others == set()
            mine = [each for each in reviews if each.reviewer_id == person.pk and not each.ended_at]
            if proposal.state in UNDER_WAY and (person not in self.chairs or mine):
                assert not others or any(each.submitted_at for each in mine)
            for each in mine:
                # Nobody wrote after reading: whoever leads was asked before anything was in.
                earlier = [one for one in reviews if one.submitted_at and one.pk < each.pk]
                in_first = [one for one in earlier if one.submitted_at < each.assigned_at]
                assert person not in self.chairs or not in_first


VERBS: dict[str, Callable[[Panel, Person, bool], None]] = {
    "submit": Panel.submit,
    "screen": Panel.screen,
    "assign": Panel.assign,
    "review": Panel.review,
    "condition": Panel.condition,
    "give up": Panel.give_up,
    "hold": Panel.hold,
    "endorse": Panel.endorse,
    "join": Panel.join,
    "decide": Panel.decide,
    "decline": Panel.decline,
    "send back": Panel.send_back,
    "appeal": Panel.appeal,
    "withdraw": Panel.withdraw,
    "wait": Panel.wait,
}
Step = tuple[str, int, bool]
STEPS = st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, 7), st.booleans())


def walked(steps: Iterable[Step]) -> Panel:
    panel = Panel()
    for verb, actor, yes in steps:
        by = panel.cast[actor - 1] if actor else panel.fitting(verb)
        with suppress(Refusal), transaction.atomic():
            VERBS[verb](panel, Person.objects.get(pk=by.pk), yes)
        panel.check()
    return panel


REVIEWED = "submit, screen, assign, assign, review, wait, endorse, "


@pytest.mark.parametrize(
    ("words", "states"),
    [
        (
            REVIEWED
            + "condition, decide, decide, send back, appeal, withdraw, "
            + "condition, condition!, condition, condition",
            ["approved"],
        ),
        (
            REVIEWED
            + "review!, send back, submit, screen, assign, assign, review!, review, decide!",
            ["returned", "approved"],
        ),
        (
            REVIEWED + "review!, decline, appeal, appeal, assign, assign, review, review, decide",
            ["declined", "approved"],
        ),
        (REVIEWED + "review!, decline, appeal, appeal!, appeal, decide", ["declined"]),
        (
            "submit, screen!, submit, screen, hold, assign, hold, assign, give up!, assign, withdraw",
            ["returned", "withdrawn"],
        ),
    ],
)
def test_whole_way_of_a_design_keeps_the_rules(words: str, states: list[str]) -> None:
    """Everybody does their own part; a verb with a ! is done the other way."""
    steps = [
        (word.strip("!"), 0, not word.endswith("!")) for word in words.replace(", ", ",").split(",")
    ]
    panel = walked(steps)
    rounds = Proposal.objects.filter(version=panel.pk).order_by("round")
    assert [each.state for each in rounds] == states


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=8, max_size=14))
def test_whatever_a_panel_tries_its_rules_hold(steps: list[Step]) -> None:
    for _ in rolled_back():
        walked(steps)


def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

"""Random lives of a design from its publication on: complaints, reviews, suspensions, a next version, the end.

A step is a verb, who tries it and a turn of mind; the first actor is the one whose step it is. What is
refused is refused in words (a `Refusal`), and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tessera.assurance import queries as proposals
from tessera.assurance.enums import Outcome, ProposalState
from tessera.assurance.models import Proposal
from tessera.catalogue import operations as catalogue
from tessera.catalogue.enums import PUBLIC, Section, State
from tessera.catalogue.models import Version
from tessera.common.refusal import Refusal
from tessera.endorsement import operations as endorsing
from tessera.endorsement.models import Request
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.standing import operations, queries
from tessera.standing.enums import LOOKED_AFTER
from tests.factories import assurance as panel
from tests.factories import catalogue as designs
from tests.factories import endorsement as endorsements
from tests.factories import people, signing
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class Life:
    """One design: its first version published, its second approved, and everybody around it."""

    def __init__(self) -> None:
        signing.institution_issuer()
        self.author = people.person(Role.DESIGNER)
        self.chair, self.registrar = people.person(Role.CHAIR), people.person(Role.REGISTRAR)
        self.partner = people.partner()
        self.requests: dict[int, Request] = {}
        self.now = NOON
        first = self.approved(designs.version(author=self.author))
        catalogue.publish_version(version=first, by=self.registrar, at=NOON)
        second = catalogue.open_version(version=first, by=self.author, at=NOON)
        self.first, self.second = first.pk, self.approved(second).pk
        self.cast = [self.chair, self.registrar, self.author, self.partner]
        self.slug = first.definition.slug

    def approved(self, version: Version) -> Version:
        proposal = panel.submitted(version=version, author=self.author)
        asked = endorsements.request(version=version, contact=self.partner)
        endorsements.statement(request=asked)
        self.requests[version.pk] = asked
        panel.reviewed(proposal)
        panel.reviewed(proposal)
        panel.decided(proposal, "approve")
        return Version.objects.get(pk=version.pk)

    @property
    def version(self) -> Version:
        """What people can earn, or could; the second where there is none."""
        found = Version.objects.filter(definition__slug=self.slug, state__in=LOOKED_AFTER).first()
        return found or Version.objects.get(pk=self.first)

    def fitting(self, verb: str) -> Person:
        """Whose step it is."""
        if verb in {"complain", "publish", "retire", "extend"}:
            return self.registrar
        return {"amend": self.author, "lose": self.partner}.get(verb, self.chair)

    # -- What can be tried ------------------------------------------------------------------------

    def complain(self, by: Person, yes: bool) -> None:
        source = "learner" if yes else "employer"
        operations.record_complaint(
            version=self.version, source=source, text="It is old.", by=by, at=self.now
        )

    def open(self, by: Person, _yes: bool) -> None:
        operations.open_review(version=self.version, reason="We wonder.", by=by, at=self.now)

    def conclude(self, by: Person, yes: bool, *, outcome: str = "") -> None:
        review = queries.reviews_of(self.version).first()
        if review is None:
            raise Refusal
        operations.conclude_review(
            review=review,
            outcome=outcome or ("keep" if yes else "amend"),
            reason="So it is.",
            next_on=localdate(self.now + 400 * DAY),
            effect="wait" if yes else "carry_on",
            teach_out_on=localdate(self.now + 30 * DAY),
            by=by,
            at=self.now,
        )

    def conclude_against(self, by: Person, yes: bool) -> None:
        self.conclude(by, yes, outcome="suspend" if yes else "retire")

    def suspend(self, by: Person, _yes: bool) -> None:
        operations.suspend(
            version=self.version, reason="Unsafe.", effect="wait", by=by, at=self.now
        )

    def reinstate(self, by: Person, yes: bool) -> None:
        """Of the version that is looked after, or of any: an older one is not raised again."""
        held = queries.suspensions_of(self.version if yes else Version.objects.get(pk=self.first))
        if (last := held.first()) is None:
            raise Refusal
        next_on = localdate(self.now + 300 * DAY)
        operations.reinstate(suspension=last, reason="Mended.", next_on=next_on, by=by, at=self.now)

    def schedule(self, by: Person, yes: bool) -> None:
        on = localdate(self.now + (20 if yes else -20) * DAY)
        operations.schedule(version=self.version, review_on=on, by=by, at=self.now)

    def lose(self, by: Person, yes: bool) -> None:
        """The partner takes its word back, or gives it again."""
        asked = self.requests[self.version.pk]
        asked.refresh_from_db()
        if yes:
            endorsing.withdraw_endorsement(request=asked, reason="No.", by=by, at=self.now)
        else:
            again = endorsements.request(version=self.version, contact=self.partner, at=self.now)
            endorsements.statement(request=again, by=by, at=self.now)

    def amend(self, by: Person, yes: bool) -> None:
        values: dict[str, Any] = {"fee": f"${self.now.day}"} if yes else {"essential": "More."}
        catalogue.amend_version(
            version=self.version,
            section=Section.FLEXIBLE,
            values=values,
            reason="So it costs.",
            by=by,
            at=self.now,
        )

    def publish(self, by: Person, _yes: bool) -> None:
        second = Version.objects.get(pk=self.second)
        catalogue.publish_version(version=second, by=by, at=self.now)

    def retire(self, by: Person, yes: bool) -> None:
        on = localdate(self.now + (30 if yes else -1) * DAY)
        catalogue.retire_version(
            version=self.version, teach_out_on=on, reason="Nobody asks.", by=by, at=self.now
        )

    def extend(self, by: Person, _yes: bool) -> None:
        catalogue.extend_teach_out(
            version=Version.objects.get(pk=self.first),
            teach_out_on=localdate(self.now + 60 * DAY),
            reason="One is ill.",
            by=by,
            at=self.now,
        )

    def wait(self, _by: Person, yes: bool) -> None:
        self.now += timedelta(days=15 if yes else 370)

    # -- What always holds ------------------------------------------------------------------------

    def settle(self) -> None:
        """What the worker does between two steps."""
        operations.look(at=self.now)
        for version in Version.objects.filter(state=State.RETIRING):
            operations.follow_retirement(version=version, at=self.now)
            catalogue.finish_retiring(version=version, at=self.now)

    def check(self) -> None:
        versions = list(Version.objects.filter(definition__slug=self.slug))
        assert sum(each.state in LOOKED_AFTER for each in versions) <= 1
        for each in versions:
            assert (queries.open_review(each) is not None) == (each.state == State.UNDER_REVIEW)
            assert (queries.suspension(each) is not None) == (each.state == State.SUSPENDED)
            assert each.state not in PUBLIC or (each.approved_at and each.published_at)

    def check_approved(self, version: Version) -> None:
        """By people who may, under the edition that it was submitted under, on what the ratings say."""
        proposal = Proposal.objects.get(version=version, state=ProposalState.APPROVED)
        decision, sheet = proposal.decision, proposals.independent_sheet(proposal)
        assert decision.outcome == Outcome.APPROVE
        assert proposal.submitted_at <= decision.decided_at <= (version.published_at or NOON)
        assert not proposals.has_interest(decision.decided_by, version)
        assert sheet.missing == 0
        assert not sheet.unmet or decision.override
        assert {row.check.standard_id for row in sheet.rows} == {proposal.standard_id}

    def check_for_ever(self) -> None:
        """What is public was approved, and its id answers for ever."""
        for each in Version.objects.filter(definition__slug=self.slug):
            if each.state in PUBLIC:
                self.check_approved(each)
            answer = Client().get(f"/achievements/{self.slug}/v{each.number}")
            assert answer.status_code == (200 if each.state in PUBLIC else 404)
        assert Client().get(f"/catalogue/{self.slug}/").status_code == 200


VERBS: dict[str, Callable[[Life, Person, bool], None]] = {
    "complain": Life.complain,
    "open": Life.open,
    "conclude": Life.conclude,
    "conclude against": Life.conclude_against,
    "suspend": Life.suspend,
    "reinstate": Life.reinstate,
    "schedule": Life.schedule,
    "lose": Life.lose,
    "amend": Life.amend,
    "publish": Life.publish,
    "retire": Life.retire,
    "extend": Life.extend,
    "wait": Life.wait,
}
Step = tuple[str, int, bool]
STEPS = st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, 7), st.booleans())


def walk(life: Life, steps: Iterable[Step]) -> list[str]:
    """The states of both versions at the end of a life."""
    life.now = NOON
    for verb, actor, yes in steps:
        # More often than not whose step it is; else anybody of the cast.
        by = life.cast[actor - 4] if actor > 3 else life.fitting(verb)
        with suppress(Refusal), transaction.atomic():
            VERBS[verb](life, Person.objects.get(pk=by.pk), yes)
        life.settle()
        life.check()
    life.check_for_ever()
    return list(Version.objects.order_by("number").values_list("state", flat=True))


@pytest.fixture
def life() -> Life:
    return Life()


WAYS = {
    "schedule, wait, wait, conclude, amend, amend!": ["published", "approved"],
    "complain, conclude against, reinstate, open": ["under_review", "approved"],
    "lose, conclude, conclude against, lose!, reinstate": ["published", "approved"],
    "lose, suspend, reinstate": ["suspended", "approved"],
    "suspend, publish, reinstate!, extend": ["retiring", "published"],
    "open, publish, conclude, wait!, complain": ["retired", "under_review"],
    "open, conclude against!, extend, reinstate!, publish": ["retiring", "published"],
    "suspend, retire, wait!, extend, retire": ["retired", "approved"],
    "retire!, publish, retire, wait!": ["retired", "retired"],
}


def test_lives_of_a_design_end_where_they_should(life: Life) -> None:
    """Everybody does their own part; a verb with a ! is done the other way."""
    for words, states in WAYS.items():
        steps = [(word.strip("!"), 0, not word.endswith("!")) for word in words.split(", ")]
        with transaction.atomic():
            assert (words, walk(life, steps)) == (words, states)
            transaction.set_rollback(True)


def test_whatever_befalls_a_published_design_its_rules_hold_and_it_can_end(life: Life) -> None:
    @settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(STEPS, min_size=5, max_size=9))
    def lived(steps: list[Step]) -> None:
        with transaction.atomic():
            # However it went, the registrar can end both, and their addresses go on answering.
            end = [
                ("retire", 0, True),
                ("publish", 0, True),
                ("retire", 0, True),
                ("wait", 0, False),
            ]
            assert walk(life, [*steps, *end]) == [State.RETIRED, State.RETIRED]
            transaction.set_rollback(True)

    lived()

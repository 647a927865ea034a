"""Whatever happens to a learner's badges, in whatever order and with crashes, their stacks end as they must."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tessera.catalogue.enums import ExpiredPart
from tessera.catalogue.enums import State as Design
from tessera.catalogue.models import Version
from tessera.common import clock, jobs
from tessera.credentials import operations as credentials
from tessera.credentials.enums import STANDING, State
from tessera.credentials.models import Award
from tessera.holdings import queries as holdings
from tessera.holdings.models import Holding
from tessera.kernel.rules import judge, terms
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.stacks import operations, queries
from tessera.stacks.enums import Ending
from tessera.stacks.models import Suspension
from tests.factories import catalogue, people
from tests.factories import credentials as awards
from tests.factories.jobs import work
from tests.factories.people import NOON
from tests.factories.stacks import named, stack

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=5)
CAUSES = {State.SUSPENDED: "suspended", State.REVOKED: "revoked"}
STEPS = st.one_of(
    st.tuples(
        st.sampled_from(["award", "award", "suspend", "lift", "revoke", "expire"]),
        st.integers(0, 2),
    ),
    st.tuples(
        st.sampled_from(["work", "work", "crash", "twice", "keep", "take"]), st.integers(0, 3)
    ),
    st.tuples(st.just("publish"), st.integers(0, 1)),
)


class Crash(Exception):
    """The worker is killed before it commits."""


class House:
    """Three badges, one of which counts once; a stack of two of them, one above it, one beside it."""

    def __init__(self) -> None:
        self.parts = [
            catalogue.version(state=Design.PUBLISHED, title=title, single_use=title == "Once")
            for title in ("One", "Two", "Once")
        ]
        self.lower = stack(
            rule=terms.AtLeast(2, tuple(map(named, self.parts))),
            title="Lower",
            expired_part=ExpiredPart.SUSPENDS,
        )
        above = terms.all_of(
            terms.HoldsStack(str(self.lower.definition.uuid)), named(self.parts[0])
        )
        self.upper = stack(rule=above, title="Upper")
        self.beside = stack(*self.parts[1:], title="Beside")
        self.learner = people.person(name="Ana Learner")
        self.registrar = people.person(Role.REGISTRAR)
        self.steps = 0

    @property
    def now(self) -> Any:
        return NOON + self.steps * timedelta(minutes=1)

    def play(self, history: list[tuple[str, int]]) -> None:
        for verb, number in history:
            self.steps += 1
            getattr(self, verb)(number)

    def newest(self, index: int, *states: str) -> Award | None:
        found = Award.objects.filter(version=self.parts[index], state__in=states)
        return found.order_by("-pk").first()

    def award(self, index: int) -> None:
        if self.newest(index, *STANDING) is None:
            awards.award(learner=self.learner, version=self.parts[index], at=self.now)

    def suspend(self, index: int) -> None:
        if award := self.newest(index, State.ISSUED):
            credentials.suspend(award=award, explanation="A doubt.", by=self.registrar, at=self.now)

    def lift(self, index: int) -> None:
        if award := self.newest(index, State.SUSPENDED):
            credentials.lift(award=award, by=self.registrar, at=self.now)

    def revoke(self, index: int) -> None:
        if award := self.newest(index, State.ISSUED, State.SUSPENDED):
            self._revoke(award, "error")

    def _revoke(self, award: Award, reason: str) -> None:
        credentials.revoke(
            award=award, reason=reason, explanation="Alas.", by=self.registrar, at=self.now
        )

    def expire(self, index: int) -> None:
        """Time passes: what was valid until then no longer is."""
        if award := self.newest(index, State.ISSUED):
            until = award.awarded_at + SOON
            Award.objects.filter(pk=award.pk).update(valid_until=until)
            Holding.objects.filter(reference=award.uuid).update(held_until=until)
            jobs.later("stacks.follow_expired")

    def publish(self, strict: int) -> None:
        """The next version of the lower stack asks for all three, or for any of them."""
        new = terms.AtLeast(3 if strict else 1, tuple(map(named, self.parts)))
        Version.objects.filter(definition=self.lower.definition).update(
            state=Design.RETIRED, teach_out_on=NOON.date(), retire_reason="A better one."
        )
        version = stack(rule=new, title="Lower", definition=self.lower.definition)
        jobs.later("catalogue.tell_published", version.pk)

    def keep(self, number: int) -> None:
        waiting = Suspension.objects.filter(settled_at=None)[number : number + 1]
        for suspension in waiting:
            operations.keep(suspension=suspension, reason="Shown.", by=self.registrar, at=self.now)

    def take(self, number: int) -> None:
        """The registrar revokes a macro-badge whose part fell."""
        for suspension in Suspension.objects.filter(settled_at=None)[number : number + 1]:
            self._revoke(Award.objects.get(pk=suspension.award_id), "part")

    def work(self, number: int) -> None:
        """So many jobs; the others wait."""
        for job in self._waiting()[: number + 1]:
            self._run(job)
            job.status = TaskResultStatus.SUCCESSFUL
            job.save(update_fields=["status"])

    def twice(self, number: int) -> None:
        """A job whose worker is lost after its work: it will run again."""
        for job in self._waiting()[number : number + 1]:
            self._run(job)

    def crash(self, number: int) -> None:
        for job in self._waiting()[number : number + 1]:
            with suppress(Crash), transaction.atomic():
                self._run(job)
                raise Crash

    def _waiting(self) -> list[DBTaskResult]:
        return list(DBTaskResult.objects.ready().order_by("enqueued_at", "pk"))

    def _run(self, waiting: DBTaskResult) -> None:
        name, args, _attempt = waiting.args_kwargs["args"]
        jobs._registered[name](*args)


def as_it_stands(learner: Person) -> object:
    """All that a stack can change."""
    macros = Award.objects.filter(learner=learner).order_by("pk")
    return (
        list(macros.values_list("pk", "state")),
        list(Suspension.objects.order_by("pk").values_list("award", "part", "cause", "ending")),
        list(Holding.objects.order_by("pk").values_list("reference", "state", "spent_on")),
    )


def must_be(house: House) -> None:
    """What follows from the facts alone: from the badges, the decisions and the rules as they stand."""
    at = clock.now()
    macros = Award.objects.filter(learner=house.learner).exclude(evaluation=None)
    standing = [each for each in macros if each.state in STANDING]
    held = {each.definition_id for each in standing}
    assert len(held) == len(standing)
    for macro in standing:
        assert macro.evaluation is not None
        fallen, kept = set(), set()
        for part in macro.evaluation.used.all():
            cause = CAUSES.get(State(part.state))
            suspends = macro.version.expired_part == ExpiredPart.SUSPENDS
            if cause is None and part.valid_until and part.valid_until < at and suspends:
                cause = "expired"
            if cause:
                last = macro.part_suspensions.filter(part=part).last()
                decided = last is not None and (last.ending, last.cause) == (Ending.KEPT, cause)
                (kept if decided else fallen).add((part.pk, cause))
        waiting = macro.part_suspensions.filter(settled_at=None).values_list("part", "cause")
        assert (macro.state, set(waiting)) == (
            State.SUSPENDED if fallen else State.ISSUED,
            fallen,
        )
    for version, rule in queries.stacks():
        if version.definition_id not in held:
            assert not judge.judge(rule, holdings.portfolio_of(house.learner), at).met
    spent = {
        (part.uuid, macro.evaluation.uuid)
        for macro in standing
        if macro.evaluation
        for part in macro.evaluation.used.all()
        if part.version.single_use
    }
    rows = Holding.objects.exclude(spent_on=None).values_list("reference", "spent_on")
    assert set(rows) == spent


def test_any_history_ends_as_if_evaluated_from_scratch() -> None:
    house = House()

    @settings(
        max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )
    @given(history=st.lists(STEPS, min_size=6, max_size=18))
    def ends_alike(history: list[tuple[str, int]]) -> None:
        before = transaction.savepoint()
        try:
            house.play(history)
            work()
            must_be(house)
            ended = as_it_stands(house.learner)
            for award in Award.objects.filter(learner=house.learner).order_by("-pk"):
                operations.follow(award=award, at=clock.now())
            for version, _rule in queries.stacks():
                operations.evaluate_holders(version=version, at=clock.now())
            operations.follow_expired(at=clock.now())
            work()
            assert as_it_stands(house.learner) == ended
        finally:
            transaction.savepoint_rollback(before)
            house.steps = 0

    ends_alike()

"""Whatever people do, and in whatever order, some things stay true."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction

from tessera.assessment import operations
from tessera.assessment.enums import UNDER_WAY, State
from tessera.assessment.models import Attempt, Judgement
from tessera.common.refusal import Refusal
from tessera.enrolment import operations as enrolments
from tessera.enrolment.enums import DONE, WORKING, Track
from tessera.enrolment.enums import State as EnrolmentState
from tessera.enrolment.models import Enrolment
from tests.factories import learning
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
STEPS = 100
# In the order of `verbs`: what leads onwards is tried more often, so that walks get far.
WEIGHTS = [2, 2, 2, 3, 3, 5, 5, 0.4, 4, 1]


class Walk:
    """One learner's enrolment, and everything that anyone may try on it."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.place = learning.place()
        self.made = learning.enrolled(self.place)
        self.seen: set[str] = set()

    @property
    def attempt(self) -> Attempt:
        return Attempt.objects.filter(enrolment=self.made).latest("number")

    @property
    def judgement(self) -> Judgement:
        return Judgement.objects.filter(attempt=self.attempt).latest("pk")

    def mark(self) -> None:
        kinds = ("educational", "demonstration", "reflective")
        unmet = tuple(kind for kind in kinds if self.dice.random() < 0.3)
        learning.marked(self.place, self.judgement, unmet=unmet)

    def award(self) -> None:
        """Tried too early, it is the database that refuses."""
        with suppress(IntegrityError), transaction.atomic():
            enrolments.mark_awarded(enrolment=self.made, at=NOON)

    def verbs(self) -> list[Callable[[], object]]:
        place, noise = self.place, str(self.dice.random())
        return [
            lambda: learning.taught(place, self.made),
            lambda: learning.demonstrated(self.made, more=noise.encode()),
            lambda: learning.reflected(self.made, noise),
            lambda: learning.claim(self.made),
            lambda: learning.begun(place, self.attempt),
            self.mark,
            lambda: operations.submit_judgement(
                judgement=self.judgement, by=place.assessor, at=NOON
            ),
            lambda: operations.return_incomplete(
                attempt=self.attempt, reason="So.", by=place.assessor, at=NOON
            ),
            lambda: operations.confirm(attempt=self.attempt, by=place.registrar, at=NOON),
            self.award,
        ]

    def step(self) -> None:
        with suppress(Refusal, Attempt.DoesNotExist, Judgement.DoesNotExist):
            self.dice.choices(self.verbs(), WEIGHTS)[0]()
        self.made = Enrolment.objects.get(pk=self.made.pk)
        self.seen.add(self.made.state)

    def check(self) -> None:
        made = self.made
        attempts = list(Attempt.objects.filter(enrolment=made).order_by("number"))
        under_way = [attempt for attempt in attempts if attempt.state in UNDER_WAY]
        met = [attempt for attempt in attempts if attempt.state == State.CONFIRMED_MET]
        failed = [each for each in attempts if each.state == State.CONFIRMED_NOT_YET_MET]
        done = made.educational in DONE and made.demonstration == made.reflective == Track.MET
        assert [attempt.number for attempt in attempts] == list(range(1, len(attempts) + 1))
        assert len(under_way) + len(met) == (
            made.state in (EnrolmentState.CLAIMED, EnrolmentState.AWARDED)
        )
        assert (made.state in WORKING) == (
            not under_way and not met and len(failed) < made.version.attempts_allowed
        )
        assert not met or done
        assert made.state != EnrolmentState.AWARDED or met


@pytest.mark.parametrize("seed", range(6))
def test_random_walk_keeps_what_must_stay_true(seed: int) -> None:
    walk = Walk(seed)
    for _step in range(STEPS):
        walk.step()
        walk.check()
    assert len(walk.seen) > 1

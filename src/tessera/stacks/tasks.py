from datetime import timedelta

from django.contrib.auth import get_user_model

from tessera.catalogue import queries as catalogue
from tessera.common import clock
from tessera.common.jobs import job
from tessera.credentials import queries as awards
from tessera.stacks import operations


@job("stacks.evaluate")
def evaluate(person_id: int) -> None:
    operations.evaluate(learner=get_user_model().objects.get(pk=person_id), at=clock.now())


@job("stacks.follow")
def follow(award_id: int) -> None:
    operations.follow(award=awards.award(award_id), at=clock.now())


@job("stacks.evaluate_holders")
def evaluate_holders(version_id: int, after: int = 0) -> None:
    version = catalogue.public().get(pk=version_id)
    operations.evaluate_holders(version=version, after=after, at=clock.now())


@job("stacks.follow_expired", every=timedelta(hours=1))
def follow_expired() -> None:
    operations.follow_expired(at=clock.now())

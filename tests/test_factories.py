import pytest

from tessera.catalogue.enums import State
from tests.factories import catalogue

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", State.values)
def test_version_can_be_made_in_every_state(state: str) -> None:
    assert catalogue.version(state=state).state == state

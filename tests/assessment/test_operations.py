import pytest

from tests.factories import learning

pytestmark = pytest.mark.django_db


def test_smoke():
    place = learning.place()
    a = learning.claimed(place)
    a = learning.confirmed(place, a)
    assert a.state == "confirmed_met"
    b = learning.confirmed(place, learning.claimed(place), unmet=("reflective",))
    assert b.state == "confirmed_not_yet_met"

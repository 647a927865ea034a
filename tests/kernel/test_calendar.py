"""Working days, by hand and as laws."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tessera.kernel.calendar import add_working_days, is_working, working_days_between

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)
BREAK = (date(2026, 12, 24), date(2027, 1, 3))

days = some.dates(date(2020, 1, 1), date(2035, 1, 1))
closures = some.lists(
    some.tuples(days, some.integers(0, 20)).map(
        lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
    ),
    max_size=6,
)


def test_weekend_does_not_count():
    assert add_working_days(FRIDAY, 1) == MONDAY
    assert working_days_between(FRIDAY, MONDAY) == 1


def test_closure_does_not_count():
    assert add_working_days(FRIDAY, 1, [(MONDAY, MONDAY)]) == TUESDAY
    assert add_working_days(date(2026, 12, 23), 1, [BREAK]) == date(2027, 1, 4)


def test_no_days_after_a_closed_day_is_the_next_working_day():
    assert add_working_days(FRIDAY, 0) == FRIDAY
    assert add_working_days(date(2026, 11, 28), 0) == MONDAY


def test_counting_backwards_is_a_mistake():
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(FRIDAY, -1)


def test_calendar_that_is_always_closed_is_a_mistake():
    with pytest.raises(ValueError, match="ten years"):
        add_working_days(FRIDAY, 1, [(date(2000, 1, 1), date(2100, 1, 1))])


def test_no_working_day_lies_before_its_own_start():
    assert working_days_between(MONDAY, FRIDAY) == 0


@given(days, some.integers(0, 60), closures)
def test_what_is_added_is_what_lies_between(start, count, closed):
    end = add_working_days(start, count, closed)
    assert is_working(end, closed)
    assert working_days_between(start, end, closed) == (count or int(not is_working(start, closed)))


@given(days, some.integers(1, 30), some.integers(1, 30), closures)
def test_adding_twice_is_adding_the_sum(start, first, second, closed):
    once = add_working_days(start, first + second, closed)
    assert add_working_days(add_working_days(start, first, closed), second, closed) == once


@given(days, some.integers(0, 30), closures, closures)
def test_more_closures_never_bring_a_day_forward(start, count, closed, more):
    assert add_working_days(start, count, closed + more) >= add_working_days(start, count, closed)

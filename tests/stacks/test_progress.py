from __future__ import annotations

import pytest
from django.urls import reverse

from tessera.catalogue.enums import State
from tessera.kernel.rules import terms
from tessera.stacks import queries
from tests.factories import catalogue
from tests.factories import credentials as awards
from tests.factories.people import NOON
from tests.factories.stacks import named, stack

pytestmark = pytest.mark.django_db


def test_the_shortest_way_goes_through_other_stacks_in_the_order_of_the_rule(
    parts, learner
) -> None:
    first = catalogue.version(state=State.PUBLISHED, title="Coaching", hours=10)
    lower = stack(*parts)
    above = terms.InOrder((terms.HoldsStack(str(lower.definition.uuid)), named(first)))
    upper = stack(rule=above, title="Senior Leadership")
    progress = queries.progress_in(upper, None, NOON)
    assert progress is not None
    assert progress.fewest is not None
    assert [step.label for step in progress.fewest.steps] == [
        "Educational Leadership",
        "Corporate Leadership",
        "Coaching",
    ]
    assert (progress.fewest.hours, progress.missing, progress.share) == (24 + 24 + 10, 3, 0)


def test_a_part_names_the_badge_that_meets_it_and_its_page_leads_there(
    parts, learner, client
) -> None:
    leadership = stack(*parts)
    award = awards.award(learner=learner, version=parts[0])
    progress = queries.progress_in(leadership, learner, NOON.replace(hour=23))
    assert progress is not None
    assert [part.holding for part in progress.parts] == [str(award.uuid), ""]
    assert progress.share == 50
    client.force_login(learner)
    page = client.get(queries.page(leadership)).content.decode()
    assert page.count(f'href="{reverse("backpack:badge", args=[award.uuid])}"') == 1
    assert "The shortest way: 1 badge, 24 hours" in page

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from tessera.catalogue.models import Version
from tessera.common import clock
from tessera.credentials.models import Award
from tessera.demo import operations
from tessera.enrolment.models import Enrolment
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_seed_refuses_a_database_with_people_in_it():
    people.person()
    with pytest.raises(operations.NotEmpty):
        operations.seed()
    assert Version.objects.count() == 0


def test_seed_builds_designs_learners_and_badges_in_many_states():
    # late in the evening, when elsewhere it is another day already
    evening = localtime(clock.now() - timedelta(days=1)).replace(hour=23, minute=30)
    told = []
    operations.seed(lambda done, total, label: told.append((done, total)), at=evening)
    assert told == [(done, told[-1][1]) for done in range(told[-1][1] + 1)]
    editions = Version.objects.order_by("title", "number")
    designs = {f"{version.title} {version.number}": version.state for version in editions}
    assert designs == {
        "Accessible Web Content 1": "suspended",
        "AI-Assisted Research 1": "draft",
        "Charts That Persuade 1": "retiring",
        "Conflict Mediation at Work 1": "returned",
        "Corporate Leadership 1": "published",
        "Corporate Leadership 2": "draft",
        "Data Storytelling 1": "under_review",
        "Educational Leadership 1": "published",
        "Evidence in Schools 1": "published",
        "Facilitating Hybrid Meetings 1": "in_review",
        "Onboarding New Colleagues 1": "declined",
        "Minutes That Get Read 1": "retired",
        "Presenting Figures to a Council 1": "submitted",
        "Leadership 1": "published",
        "School Leadership 1": "published",
        "Sustainable Procurement 1": "in_review",
        "Working Across Professions 1": "draft",
    }
    places = Enrolment.objects.values_list("learner__name", "version__title", "state")
    assert set(places) == {
        ("Ana Ferreira", "Corporate Leadership", "in_progress"),
        ("Idris Khan", "Corporate Leadership", "awarded"),
        ("Idris Khan", "Data Storytelling", "awarded"),
        ("Idris Khan", "Educational Leadership", "awarded"),
        ("Joy Adeyemi", "Accessible Web Content", "awarded"),
        ("Joy Adeyemi", "Data Storytelling", "in_progress"),
        ("Léna Fournier", "Corporate Leadership", "awarded"),
        ("Léna Fournier", "Data Storytelling", "awarded"),
        ("Léna Fournier", "Educational Leadership", "awarded"),
        ("Marc Tremblay", "Accessible Web Content", "claimed"),
        ("Priya Nair", "Corporate Leadership", "claimed"),
        ("Priya Nair", "Educational Leadership", "awarded"),
        ("Tomas Lindqvist", "Corporate Leadership", "awarded"),
        ("Tomas Lindqvist", "Educational Leadership", "awarded"),
    }
    badges = Award.objects.values_list("learner__name", "version__title", "state")
    assert set(badges) == {
        ("Idris Khan", "Corporate Leadership", "issued"),
        ("Idris Khan", "Data Storytelling", "issued"),
        ("Idris Khan", "Educational Leadership", "suspended"),
        ("Idris Khan", "Evidence in Schools", "suspended"),
        ("Idris Khan", "Leadership", "suspended"),
        ("Idris Khan", "School Leadership", "issued"),  # until the next job follows Leadership
        ("Joy Adeyemi", "Accessible Web Content", "revoked"),
        ("Léna Fournier", "Corporate Leadership", "issued"),
        ("Léna Fournier", "Data Storytelling", "issued"),
        ("Léna Fournier", "Educational Leadership", "issued"),
        ("Léna Fournier", "Evidence in Schools", "issued"),
        ("Léna Fournier", "Leadership", "issued"),
        ("Léna Fournier", "School Leadership", "issued"),
        ("Priya Nair", "Educational Leadership", "issued"),
        ("Tomas Lindqvist", "Corporate Leadership", "issued"),
        ("Tomas Lindqvist", "Educational Leadership", "issued"),
        ("Tomas Lindqvist", "Leadership", "confirmed"),
    }

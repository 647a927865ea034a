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
    designs = {version.title: version.state for version in Version.objects.all()}
    assert designs == {
        "Accessible Web Content": "suspended",
        "AI-Assisted Research": "draft",
        "Conflict Mediation at Work": "returned",
        "Corporate Leadership": "published",
        "Data Storytelling": "under_review",
        "Educational Leadership": "published",
        "Facilitating Hybrid Meetings": "in_review",
        "Onboarding New Colleagues": "declined",
        "Presenting Figures to a Council": "submitted",
        "Leadership": "published",
        "Sustainable Procurement": "in_review",
    }
    places = Enrolment.objects.values_list("learner__name", "version__title", "state")
    assert set(places) == {
        ("Ana Ferreira", "Corporate Leadership", "in_progress"),
        ("Joy Adeyemi", "Accessible Web Content", "awarded"),
        ("Joy Adeyemi", "Data Storytelling", "in_progress"),
        ("Marc Tremblay", "Accessible Web Content", "claimed"),
        ("Priya Nair", "Corporate Leadership", "claimed"),
        ("Priya Nair", "Educational Leadership", "awarded"),
        ("Tomas Lindqvist", "Corporate Leadership", "awarded"),
        ("Tomas Lindqvist", "Educational Leadership", "awarded"),
    }
    badges = Award.objects.values_list("learner__name", "version__title", "state")
    assert set(badges) == {
        ("Joy Adeyemi", "Accessible Web Content", "revoked"),
        ("Priya Nair", "Educational Leadership", "issued"),
        ("Tomas Lindqvist", "Corporate Leadership", "issued"),
        ("Tomas Lindqvist", "Educational Leadership", "issued"),
        ("Tomas Lindqvist", "Leadership", "confirmed"),
    }

import pytest
from django.urls import reverse

from tessera.catalogue.models import Alignment, Outcome
from tessera.catalogue.queries.duplicates import duplicates_of
from tessera.people.enums import Role
from tests.factories import catalogue, people

pytestmark = pytest.mark.django_db


def design(title, *, outcome="weld two plates", skills=(), **facts):
    made = catalogue.version(title=title, title_fr=f"{title} (fr)", **facts)
    made.outcomes.all().delete()
    row = Outcome.objects.create(version=made, text=outcome)
    for skill in skills:
        url = f"https://skills.example.org/{skill}"
        Alignment.objects.create(outcome=row, framework="F", name=skill, url=url)
    return made


def found(version):
    return [(each.version.title, each.reasons) for each in duplicates_of(version)]


def test_a_name_that_says_the_same_is_found_with_its_reason():
    mine = design("Leading Meetings")
    design("Lead a Meeting", outcome="sing in tune")
    assert found(mine) == [("Lead a Meeting", ("its name says the same",))]


def test_an_outcome_that_says_the_same_is_quoted_in_ones_own_words():
    mine = design("Welding", outcome="lead a team meeting")
    design("Choir", outcome="leads team meetings")
    assert found(mine) == [("Choir", ("it has the same outcome: “lead a team meeting”",))]


def test_shared_skills_are_counted():
    mine = design("Welding", skills="ABCD")
    design("Choir", outcome="sing in tune", skills="ABCZ")
    assert found(mine) == [("Choir", ("it shares 3 of the 4 skills of this one",))]


def test_what_was_given_up_and_ones_own_earlier_versions_are_left_out():
    mine = design("Leading Meetings", outcome="a b c")
    design("Leading Meetings", outcome="d e f", state="withdrawn")
    design("Leading Meetings", outcome="g h i", definition=mine.definition)
    assert found(mine) == []


def test_only_the_newest_version_of_another_is_compared():
    mine = design("Leading Meetings", outcome="x y z")
    older = design("Leading Meetings", outcome="sing in tune", state="retired")
    design("Pottery", outcome="turn a bowl", definition=older.definition)
    assert found(mine) == []


@pytest.mark.parametrize("count", [1, 3])
def test_duplicates_take_as_many_queries_however_many_there_are(count, django_assert_num_queries):
    mine = design("Leading Meetings", skills="AB")
    for number in range(count):
        design("Leading Meetings", outcome=f"sing {number}", skills="AB")
    with django_assert_num_queries(5):
        assert len(duplicates_of(mine)) == count


def test_the_form_shows_what_is_alike_and_why(client):
    dana = people.person(Role.DESIGNER)
    mine = design("Leading Meetings", author=dana)
    design("Lead a Meeting", outcome="sing in tune")
    client.force_login(dana)
    for section in (0, 1):
        page = client.get(reverse("catalogue:section", args=[mine.uuid, section]))
        assert "<strong>Lead a Meeting</strong> (Leadership): its name says the same." in (
            page.content.decode()
        )

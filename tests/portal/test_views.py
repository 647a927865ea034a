from __future__ import annotations

import pytest
from django.test import Client

from tessera.people.models import Person
from tests.factories import people

pytestmark = pytest.mark.django_db

UNSEEN = {
    "a second line": "Ana\nBcc: all@example.org",
    "a control": "Ana\x1b[31m",
    "letters turned around": "Ana\u202eecilA",
    "nothing to be seen": "\u200b",
}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("name", UNSEEN.values(), ids=UNSEEN)
def test_profile_with_a_name_that_cannot_be_read_is_refused(name: str) -> None:
    person = people.person()
    answer = signed_in(person).post("/desk/profile/", {"name": name, "language": "en"})
    before = person.name
    person.refresh_from_db()
    assert (answer.status_code, person.name) == (422, before)


@pytest.mark.parametrize("name", ["Zoë O’Brien-Nuñez", "李小龍", "نور رحمان", "می‌خواهم", "Ana 🌿"])
def test_profile_takes_names_of_every_script(name: str) -> None:
    person = people.person()
    answer = signed_in(person).post("/desk/profile/", {"name": name, "language": "en"})
    person.refresh_from_db()
    assert (answer.status_code, person.name) == (302, name)


@pytest.mark.parametrize("said", ["", "garbage", "\x00"])
def test_demonstration_sign_in_as_nobody_is_not_found(client, settings, said: str) -> None:
    settings.DEMO = True
    assert client.post("/demonstration/", {"person": said}).status_code == 404


def test_demonstration_elsewhere_does_not_exist(client) -> None:
    person = people.person()
    assert client.get("/demonstration/").status_code == 404
    assert client.post("/demonstration/", {"person": str(person.uuid)}).status_code == 404
    assert client.get("/demonstration/mail/").status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("there", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_demonstration_sign_in_leads_nowhere_else(client, settings, there: str) -> None:
    settings.DEMO = True
    given = {"person": str(people.person().uuid), "next": there}
    assert client.post("/demonstration/", given)["Location"] == "/desk/"


def test_a_page_of_someone_signed_in_is_kept_by_no_shared_cache() -> None:
    answer = signed_in(people.person()).get("/desk/")
    assert answer["Cache-Control"] == "private, no-cache"

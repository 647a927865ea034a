import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tessera.common import clock
from tessera.frameworks import operations
from tessera.frameworks.models import Framework, Import
from tessera.people.enums import Role
from tests.factories import people

pytestmark = pytest.mark.django_db
FACTS = {
    "format": "plain",
    "encoding": "utf-8",
    "edition": "1",
    "name": "Trades",
    "publisher": "Guild",
    "source": "https://guild.example.org/",
}


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(people.person(Role.ADMINISTRATOR))
    return client


def bring(client: Client, text: str):
    file = SimpleUploadedFile("trades.csv", text.encode())
    return client.post(reverse("frameworks:bring"), FACTS | {"file": file})


def test_a_sound_file_is_looked_through_then_brought_in(administrator, drain):
    page = bring(administrator, "code,name,name_fr\nA,welding,soudage\n")
    trial = Import.objects.get()
    assert page.url == reverse("frameworks:import", args=[trial.uuid])
    assert "Looking through the file" in administrator.get(page.url).text
    drain()
    assert "1 entry would come in." in administrator.get(page.url).text
    assert Framework.objects.count() == 0
    made = administrator.post(page.url)
    drain()
    assert "1 entry can be found" in administrator.get(made.url).text
    assert "Trades 1" in administrator.get(reverse("frameworks:register")).text


def test_a_faulty_file_is_told_row_by_row_and_writes_nothing(administrator, drain):
    page = bring(administrator, "code,name\nA,welding\nA,soldering\n")
    drain()
    said = administrator.get(page.url).text
    assert "The code A stands in row 2 already, with other words." in said
    assert administrator.post(page.url).status_code == 409
    assert Framework.objects.count() == 0


def test_facts_that_lack_keep_what_was_typed(administrator):
    file = SimpleUploadedFile("trades.csv", b"code,name\nA,b\n")
    page = administrator.post(
        reverse("frameworks:bring"),
        FACTS | {"file": file, "publisher": "", "name": "Trades of old"},
    )
    assert page.status_code == 422
    assert "Trades of old" in page.text
    assert Import.objects.count() == 0


def test_a_framework_is_taken_out_of_searches_and_put_back(administrator):
    framework = operations.load_starter(by=None, at=clock.now())
    address = reverse("frameworks:offer", args=[framework.uuid])
    administrator.post(address, {"withdraw": "yes"})
    framework.refresh_from_db()
    assert framework.is_offered is False
    administrator.post(address)
    framework.refresh_from_db()
    assert framework.is_offered is True


def test_search_finds_as_one_types_in_either_language(administrator):
    operations.load_starter(by=None, at=clock.now())
    address = reverse("frameworks:search")
    whole = administrator.get(address, {"q": "retroaction"}).text
    assert "giving feedback" in whole
    part = administrator.get(address, {"q": "feedb"}, headers={"HX-Request": "true"}).text
    assert ("giving feedback" in part, "<html" in part) == (True, False)
    assert "Nothing begins with “zzz”." in administrator.get(address, {"q": "zzz"}).text


def test_search_asks_the_same_number_of_questions_for_any_number_of_hits(
    administrator, django_assert_num_queries
):
    operations.load_starter(by=None, at=clock.now())
    address = reverse("frameworks:search")
    administrator.get(address, {"q": "lead"})
    with django_assert_num_queries(6):
        administrator.get(address, {"q": "delegating"})
    with django_assert_num_queries(6):
        administrator.get(address, {"q": "de"})


def test_stranger_finds_no_frameworks():
    client = Client()
    client.force_login(people.person())
    names = ["frameworks:register", "frameworks:bring", "frameworks:search"]
    assert [client.get(reverse(name)).status_code for name in names] == [404, 404, 404]

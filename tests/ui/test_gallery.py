import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from tessera.common.refusal import NotReady
from tessera.ui.views import SHAPES

pytestmark = pytest.mark.django_db
PAGES = ["/gallery/", "/gallery/?refused", *(f"/gallery/{shape}/" for shape in SHAPES)]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_gallery_answers_in_both_languages(client, language, address):
    answer = client.get(address, headers={"accept-language": language})
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, language)


@pytest.mark.parametrize("address", PAGES)
def test_page_has_one_heading_and_no_id_twice(client, address):
    page = client.get(address).content.decode()
    found = re.findall(r'\sid="([^"]+)"', page)
    assert (page.count("<h1"), sorted(found)) == (1, sorted(set(found)))


def test_there_are_five_page_shapes_and_no_more(client):
    assert client.get("/gallery/sixth/").status_code == 404


def test_language_switch_comes_back_to_the_page(client):
    answer = client.post("/i18n/setlang/", {"language": "fr", "next": "/gallery/"})
    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME].value
    assert (answer.status_code, answer.headers["Location"], cookie) == (302, "/gallery/", "fr")


def test_missing_page_is_told_in_the_reader_s_language_and_look(client):
    page = client.get("/no-such-page/").content.decode()
    assert ("masthead" in page, page.count("<h1")) == (True, 1)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "500"])
def test_error_page_stands_without_a_request(name):
    page = render_to_string(f"{name}.html")
    assert (page.count("<h1"), "<main" in page) == (1, True)


def test_refusal_page_says_why(rf):
    page = render_to_string("refused.html", {"refusal": NotReady(missing=["Rubric", "Hours"])})
    assert "Still to do: Rubric, Hours." in page


@pytest.mark.parametrize(
    "address",
    ["/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/"],
)
def test_sign_in_pages_carry_the_look(client, address):
    page = client.get(address).content.decode()
    assert ("masthead" in page, page.count("<h1")) == (True, 1)


def test_primary_navigation_says_where_the_reader_stands(client):
    page = client.get("/gallery/desk/").content.decode()
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', page) == ["/gallery/desk/"]


def test_form_from_another_session_is_explained():
    page = Client(enforce_csrf_checks=True).post("/i18n/setlang/", {"language": "fr"})
    assert (page.status_code, "Please send it again" in page.content.decode()) == (403, True)

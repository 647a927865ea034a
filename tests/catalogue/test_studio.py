"""The badge studio: every sending shows the picture, one button keeps it."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tessera.catalogue.models import Version
from tessera.people.enums import Role
from tests.factories import catalogue, people

pytestmark = pytest.mark.django_db

CHOICES = {
    "shape": "round",
    "icon": "book",
    "palette": "wine",
    "ground": "#000000",
    "figure": "#000000",
    "text": "Leadership",
    "name": "",
    "alt": "A round tile with a book",
    "alt_fr": "Une tuile ronde ornée d’un livre",
}


def reread(version: Version) -> Version:
    return Version.objects.get(pk=version.pk)


@pytest.fixture
def version() -> Version:
    return catalogue.version(artwork_alt="", artwork_alt_fr="", level=3)


@pytest.fixture
def designer() -> Client:
    client = Client()
    client.force_login(people.person(Role.DESIGNER))
    return client


def send(client: Client, version: Version, *, htmx: bool = False, **said: Any) -> Any:
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(f"/design/{version.uuid}/badge/", CHOICES | said, headers=headers)


def drawing(answer: Any) -> str:
    """The picture on the page."""
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', answer.content.decode())
    return base64.b64decode(found[1]).decode() if found else ""


def test_the_studio_opens_with_a_picture_in_the_brand(designer: Client, version: Version) -> None:
    people.institution()
    answer = designer.get(f"/design/{version.uuid}/badge/")
    assert answer.status_code == 200
    assert set(re.findall("#[0-9A-F]{6}", drawing(answer))) == {"#1F4E8C", "#DDBAAD"}
    assert "https://" not in drawing(answer)


def test_looking_changes_nothing_and_needs_no_words(designer: Client, version: Version) -> None:
    answer = send(designer, version, look="yes", alt="", alt_fr="")
    assert answer.status_code == 200
    assert drawing(answer).count("#8C1D2F") == 1
    assert "5.0 to 1" not in answer.content.decode()
    assert "is required" not in answer.content.decode()
    assert reread(version).artwork_design == {}


def test_what_is_swapped_in_while_one_types_is_only_the_picture(
    designer: Client, version: Version
) -> None:
    answer = send(designer, version, htmx=True, text="Law")
    assert answer.content.decode().lstrip().startswith('<div id="preview"')
    assert drawing(answer) == drawing(send(designer, version, look="yes", text="Law"))
    assert drawing(answer) != drawing(send(designer, version, htmx=True, text="Lawn"))
    refused = send(designer, version, htmx=True, text="日本")
    assert (refused.status_code, drawing(refused)) == (200, "")
    assert "no “日”, “本”" in refused.content.decode()


def test_keeping_puts_the_picture_and_its_words_on_the_badge(
    designer: Client, version: Version
) -> None:
    answer = send(designer, version, keep="yes")
    assert answer.headers["Location"] == f"/design/{version.uuid}/4/#badge"
    kept = reread(version)
    assert kept.artwork_design == {
        "shape": "round",
        "icon": "book",
        "ground": "#8C1D2F",
        "figure": "#F5A9B3",
        "text": "Leadership",
        "name": "",
        "level": 3,
        "ring": False,
    }
    assert (kept.artwork_alt, kept.artwork_alt_fr) == (CHOICES["alt"], CHOICES["alt_fr"])
    picture = designer.get(f"/artwork/{version.uuid}.png")
    assert Image.open(io.BytesIO(b"".join(picture.streaming_content))).size == (600, 600)
    svg = designer.get(f"/artwork/{version.uuid}.svg")
    assert svg.headers["Content-Type"] == "image/svg+xml"
    assert "<text" not in b"".join(svg.streaming_content).decode()
    again = designer.get(f"/design/{version.uuid}/badge/").content.decode()
    assert 'value="book" required' in again or 'value="book" ' in again
    assert 'value="Leadership"' in again


def test_a_picture_is_not_kept_without_words_for_it(designer: Client, version: Version) -> None:
    answer = send(designer, version, keep="yes", alt_fr="")
    assert answer.status_code == 422
    assert reread(version).artwork_design == {}


def test_words_are_suggested_in_both_languages(designer: Client, version: Version) -> None:
    page = send(designer, version, suggest="yes").content.decode()
    assert "A round tile in wine red with an open book in pink." in page
    assert "On y lit «\u00a0Leadership\u00a0»" in page


def test_colours_too_much_alike_are_told_refused_and_corrected(
    designer: Client, version: Version
) -> None:
    alike = {"palette": "own", "ground": "#1f4e8c", "figure": "#a03e1b"}
    looked = send(designer, version, htmx=True, **alike).content.decode()
    assert "only 1.2 to 1, and 3 to 1 is the least" in looked
    assert 'name="correct"' in looked
    refused = send(designer, version, keep="yes", **alike)
    assert refused.status_code == 422
    assert "3 to 1 is the least" in refused.content.decode()
    corrected = send(designer, version, correct="yes", **alike).content.decode()
    assert 'value="#DDBAAD"' in corrected
    assert "well enough for small letters" in corrected
    assert reread(version).artwork_design == {}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"text": "ᐊᓪᓚᒃ"}, "The badge’s lettering has no “ᐊ”, “ᓪ”, “ᓚ”, “ᒃ”."),
        ({"palette": "own", "figure": "red"}, "Choose a colour."),
        ({"icon": "skull"}, "skull is not one of the available choices"),
        ({"text": "a" * 81}, "at most 80 characters"),
    ],
)
def test_what_cannot_be_drawn_is_told_beside_its_field(
    designer: Client, version: Version, said: dict[str, str], words: str
) -> None:
    answer = send(designer, version, keep="yes", **said)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_picture_of_ones_own_is_used_and_described(designer: Client, version: Version) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (400, 400), "red").save(picture, "PNG")
    said = {"upload": "yes", "alt": "Red", "alt_fr": "Rouge"}
    for given, status in ((said | {"alt": ""}, 422), (said, 302)):
        upload = SimpleUploadedFile("b.png", picture.getvalue(), "image/png")
        answer = designer.post(f"/design/{version.uuid}/badge/", given | {"picture": upload})
        assert answer.status_code == status
    assert (reread(version).artwork_alt, reread(version).artwork_design) == ("Red", {})
    assert designer.get(f"/artwork/{version.uuid}.svg").status_code == 404


def test_a_hostile_picture_is_refused_in_words(designer: Client, version: Version) -> None:
    before = version.artwork.name
    for data, status, words in (
        (b"<?php echo 1;", 422, "neither a PNG picture nor an SVG drawing"),
        (b"MZ\x90\x00", 415, "Accepted: PNG, SVG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 422, "carries a program"),
    ):
        upload = SimpleUploadedFile("b.svg", data, "image/svg+xml")
        said = {"upload": "yes", "picture": upload, "alt": "x", "alt_fr": "x"}
        answer = designer.post(f"/design/{version.uuid}/badge/", said)
        assert (answer.status_code, words in answer.content.decode()) == (status, True)
    assert reread(version).artwork.name == before


def test_the_studio_is_closed_once_the_design_is_with_the_panel(designer: Client) -> None:
    version = catalogue.version(state="submitted")
    assert designer.get(f"/design/{version.uuid}/badge/").status_code == 409
    assert send(designer, version, keep="yes").status_code == 409


def test_a_picture_that_tells_an_older_level_is_pointed_out(
    designer: Client, version: Version
) -> None:
    send(designer, version, keep="yes")
    address = f"/design/{version.uuid}/4/"
    assert "The level has changed" not in designer.get(address).content.decode()
    Version.objects.filter(pk=version.pk).update(level=2)
    assert "The level has changed" in designer.get(address).content.decode()

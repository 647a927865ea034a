"""The demonstration college read in French, by everyone: no English of the interface is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import polib
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from lxml import html

from tessera.demo import operations as demo
from tessera.people.models import Person
from tests.architecture.messages import CATALOGUE

# Files and documents, ways out, and the gallery of parts, which no one is led to.
NO_PAGE = re.compile(r"\.\w+$|/files/|^/(demonstration/mail|gallery|endorsements|issuers|static)/")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/)\d{2,}(?=/)")
SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-saved-word", "data-unsaved-word")
UNSEEN = {"script", "style", "template", "svg"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def english() -> tuple[set[str], re.Pattern[str]]:
    """What the interface says in English and not in French: whole, and with things filled in."""
    whole, filled = set(), []
    for entry in polib.pofile(str(CATALOGUE)):
        said = {entry.msgid, entry.msgid_plural} - {entry.msgstr, *entry.msgstr_plural.values(), ""}
        for words in map(one_line, said):
            if not PLACEHOLDER.search(words):
                whole.add(words.casefold())
            elif re.search(r"[a-z]{3}", PLACEHOLDER.sub("", words)):
                parts = PLACEHOLDER.split(words.replace("%%", "%"))
                filled.append(".+".join(map(re.escape, parts)))
    return whole, re.compile("|".join(filled), re.IGNORECASE)


def one_line(words: str) -> str:
    return " ".join(words.split())


def spoken(page: html.HtmlElement) -> Iterator[str]:
    """What a page says to those who look and to those who listen, piece by piece."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            continue
        yield element.text or ""
        yield from (element.get(name, "") for name in SPOKEN)
        yield from (child.tail or "" for child in element)


def pages(client: Client) -> Iterator[tuple[str, html.HtmlElement]]:
    """One page of each kind that the links of the site lead to."""
    waiting, seen = ["/", "/desk/"], set[str]()
    origin = {}
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"^/(catalogue|stacks|achievements)/[^/]+", r"/\1/NAME", ID.sub("ID", path))
        if kind in seen or NO_PAGE.search(path):
            continue
        seen.add(kind)
        cache.clear()
        answer = client.get(path, follow=True)
        if "html" not in answer["Content-Type"]:
            continue
        if answer.status_code != 200:
            print("BROKEN", path, answer.status_code, origin.get(path))
            continue
        page = html.fromstring(answer.content.decode())
        yield path, page
        for link in page.xpath("//a/@href"):
            origin.setdefault(urlsplit(link).path, path)
        waiting += [urlsplit(link).path for link in page.xpath("//a/@href") if link[0] in "/"]


@pytest.mark.slow
@pytest.mark.django_db
def test_nobody_meets_english_in_a_french_college() -> None:
    demo.seed()
    whole, filled = english()
    left: dict[str, str] = {}
    for person in [None, *Person.objects.order_by("pk")]:
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
        if person:
            client.force_login(person)
        for path, page in pages(client):
            import os

            with open(os.environ.get("FRX", "/dev/null"), "a") as F:
                F.write("".join(f"{path}\t{w}\n" for w in map(one_line, spoken(page)) if w))
            for words in map(one_line, spoken(page)):
                if words.casefold() in whole or filled.fullmatch(words):
                    left.setdefault(words, f"{person}: {path}")
    print(*left.items(), sep="\n")
    assert left == {}

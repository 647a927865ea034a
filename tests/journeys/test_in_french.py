"""The demonstration college read in French by everyone in it: no English of the interface is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from lxml import html

from tessera.catalogue.models import Level
from tessera.demo import operations as demo
from tessera.people.models import Person
from tests.architecture.messages import catalogue
from tests.journeys.kinds import kind_of

# Files and documents; the gallery, which nobody is led to; and what was written down in the
# language of another moment: mail, and the names of things in the trail.
NO_PAGE = re.compile(
    r"\.\w+$|/files/|^/(demonstration/mail|gallery|endorsements|issuers)/"
    r"|^/desk/(messages|outbox|trail)/"
)
MARK = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
UNSEEN = {"script", "style", "template", "svg"}
HEARD = ("alt", "aria-label", "placeholder", "title", "data-saved-word", "data-unsaved-word")


def one_line(words: str) -> str:
    return " ".join(words.split()).casefold()


def english() -> tuple[set[str], re.Pattern[str], set[str]]:
    """What is said otherwise in French: as a whole, and with things filled in; and the French itself."""
    whole, french, filled = set[str](), set[str](), []
    for entry in catalogue():
        same = set(map(one_line, [entry.msgstr, *entry.msgstr_plural.values()]))
        french |= same
        for words in set(map(one_line, filter(None, [entry.msgid, entry.msgid_plural]))) - same:
            fixed = MARK.split(words)
            if len(fixed) == 1:
                whole.add(words)
            elif len(re.findall("[a-z]", "".join(fixed))) >= 6:
                filled.append(".+".join(map(re.escape, fixed)))
    # What designers write is theirs; the names of levels are offered in their own language.
    levels = set(map(one_line, Level.objects.values_list("name", flat=True)))
    return whole - french - levels, re.compile("|".join(filled)), french


def heard_and_seen(page: html.HtmlElement) -> Iterator[str]:
    """What a page says, piece by piece, but for what it says to be in another language."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            continue
        if element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") == "fr":
            yield element.text or ""
            yield from (element.get(name, "") for name in HEARD)
            yield from (child.tail or "" for child in element)


def pages(client: Client) -> Iterator[tuple[str, html.HtmlElement]]:
    """One page of each kind that the links lead to."""
    waiting, seen = ["/", "/desk/"], set[str]()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in seen or NO_PAGE.search(path):
            continue
        seen.add(kind)
        cache.clear()  # nobody is sent away for asking much
        answer = client.get(path, follow=True)
        if "html" in answer["Content-Type"]:
            page = html.fromstring(answer.content.decode())
            yield path, page
            waiting += [
                urlsplit(link).path for link in page.xpath("//a/@href[starts-with(., '/')]")
            ]


@pytest.mark.looks
@pytest.mark.slow
@pytest.mark.django_db
def test_nobody_meets_english_in_a_college_read_in_french() -> None:
    demo.seed()
    whole, filled, french = english()
    left: dict[str, str] = {}
    read = 0
    for person in [None, *Person.objects.order_by("pk")]:
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
        if person:
            client.force_login(person)
        for path, page in pages(client):
            read += 1
            for words in map(one_line, heard_and_seen(page)):
                if words in whole or (words not in french and filled.fullmatch(words)):
                    left.setdefault(words, f"{person}: {path}")
    assert left == {}
    assert read > 100

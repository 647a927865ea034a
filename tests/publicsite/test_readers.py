"""Robots, the site map and the feed: what is to be found, and nobody's badge."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import etree

from tessera.catalogue.enums import State
from tests.factories import catalogue, people
from tests.factories import credentials as awards
from tests.factories.people import NOON
from tests.factories.stacks import stack

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
}


def found(client, address: str, path: str, **how) -> list[str]:
    answer = client.get(address, **how)
    assert answer.status_code == 200
    return etree.fromstring(answer.content).xpath(path, namespaces=NAMES)


def published(title: str, days: int = 0, **facts):
    made = catalogue.version(state=State.PUBLISHED, title=title, **facts)
    made.published_at = NOON + timedelta(days=days)
    made.save(update_fields=["published_at"])
    return made


def test_robots_are_led_to_the_site_map(client) -> None:
    assert client.get("/robots.txt").content.decode() == (
        f"User-agent: *\nAllow: /\nSitemap: {SITE}/sitemap.xml\n"
    )


def test_site_map_holds_what_can_be_begun_and_no_badge_of_anyone(client) -> None:
    first, second = published("Coaching"), published("Facilitation", days=1)
    macro = stack(first, second, title="Leadership")
    for state in (State.SUSPENDED, State.RETIRED, State.DRAFT):
        catalogue.version(state=state)
    awards.award(version=first)
    assert found(client, "/sitemap.xml", "//map:loc/text()") == [
        f"{SITE}/",
        f"{SITE}/catalogue/",
        f"{SITE}/check/",
        f"{SITE}/catalogue/{first.definition.slug}/",
        f"{SITE}/catalogue/{second.definition.slug}/",
        f"{SITE}/stacks/{macro.definition.slug}/",
    ]
    assert found(client, "/sitemap.xml", "//map:lastmod/text()")[0] == NOON.date().isoformat()


def test_feed_has_the_newest_first_in_the_language_asked_for(client) -> None:
    published("Coaching", title_fr="Accompagner")
    published("Welding", days=2, title_fr="Souder")
    titles = "//atom:entry/atom:title/text()"
    assert found(client, "/catalogue/feed.xml", titles) == ["Welding", "Coaching"]
    french = {"headers": {"Accept-Language": "fr"}}
    assert found(client, "/catalogue/feed.xml", titles, **french) == ["Souder", "Accompagner"]


def test_feed_of_a_search_holds_what_the_search_finds(client) -> None:
    published("Coaching")
    published("Welding")
    address = "/catalogue/feed.xml?q=weld"
    assert found(client, address, "//atom:entry/atom:title/text()") == ["Welding"]
    page = client.get("/catalogue/?q=weld").content.decode()
    assert page.count('href="/catalogue/feed.xml?q=weld"') == 2


def test_feed_of_an_empty_college_is_a_feed(client) -> None:
    assert found(client, "/catalogue/feed.xml", "//atom:entry") == []


@pytest.mark.parametrize("address", ["/sitemap.xml", "/catalogue/feed.xml"])
def test_reader_who_has_it_already_is_sent_nothing(client, address) -> None:
    published("Coaching")
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    published("Welding", days=1)
    changed = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


@pytest.mark.parametrize("address", ["/sitemap.xml", "/catalogue/feed.xml"])
def test_long_lists_cost_what_short_ones_do(client, address, django_assert_max_num_queries) -> None:
    people.institution()
    published("Coaching")
    with django_assert_max_num_queries(6):
        client.get(address)
    for each in range(3):
        published(f"Another {each}")
    with django_assert_max_num_queries(6):
        client.get(address)

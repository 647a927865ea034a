"""One review is in and another is out: nobody but the chairs finds a word of it, wherever they look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import product

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.serializers import serialize
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tessera.assurance import operations
from tessera.common import clock
from tessera.meetings import operations as meetings
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.trail.models import Event
from tests.factories import assurance as make
from tests.factories import endorsement as make_endorsement
from tests.factories import jobs, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
WORD = "Zwischenruf"
# Which things of the story the pages of a room can be about; those of any other room find nothing.
ABOUT = {
    "assurance": ["proposal", "mine", "theirs"],
    "meetings": ["sitting", "point"],
    "endorsement": ["version", "request"],
    "publicsite": ["version", "definition"],
}
# Where the others look.
NEAR = {"assurance", "catalogue", "meetings", "portal"}


def every_address(things: dict[str, str], slug: str) -> Iterator[tuple[str, str]]:
    """Of every page of ours, at each thing of the story that it could be about."""
    for room in get_resolver().url_patterns:
        if not (isinstance(room, URLResolver) and room.namespace):
            continue
        uuids = [things[name] for name in ABOUT.get(room.namespace, ["version"])]
        values = {"UUIDConverter": uuids, "SlugConverter": [slug]}
        for page in room.url_patterns:
            if not (isinstance(page, URLPattern) and page.name):
                continue
            parts = page.pattern.converters
            pools = [values.get(type(each).__name__, ["1"]) for each in parts.values()]
            name = f"{room.namespace}:{page.name}"
            for chosen in product(*pools):
                # Some take one of a few words, which no thing of the story is.
                with suppress(NoReverseMatch):
                    yield name, reverse(name, kwargs=dict(zip(parts, chosen, strict=True)))


def found_by(person: Person, addresses: list[tuple[str, str]]) -> set[str]:
    """Where this person finds the word: pages, their other format, files."""
    client, places = Client(), set()
    client.force_login(person)
    for name, address in addresses:
        cache.clear()
        answers = [client.get(address)]
        if answers[0].status_code == 200 and name.startswith("publicsite:"):
            answers.append(client.get(address, {"format": "json"}))
        for each in answers:
            assert each.status_code < 500, address
            body = b"".join(each) if each.streaming else each.content
            if WORD.encode() in body:
                places.add(name)
    return places


def test_review_that_is_in_is_read_by_the_chairs_alone_until_the_own_is_in() -> None:
    now, proposal, chair = clock.now(), make.submitted(), people.person(Role.CHAIR)
    version = proposal.version
    partner = make_endorsement.endorsed(version, at=now).given_by
    mine = make.assigned(proposal)
    # Somebody with every duty of the house, who still has a review to write, walks everywhere.
    trades = set(Role) - {Role.PARTNER}
    of_all_trades = make.assigned(proposal, reviewer=people.person(*trades))
    theirs = make.assigned(proposal)
    make.rate_all(theirs, small_enough=("not_met", f"{WORD}: too large."))
    operations.submit_review(review=theirs, summary=f"{WORD}.", by=theirs.reviewer, at=NOON)
    sitting = meetings.plan_meeting(
        title="November", starts_at=now, people=[mine.reviewer], by=chair, at=now
    )
    point = meetings.add_item(meeting=sitting, title="Lunch", by=chair, at=now)
    operations.chase(at=now)
    jobs.work()
    things = {
        "proposal": proposal,
        "mine": mine,
        "theirs": theirs,
        "version": version,
        "definition": version.definition,
        "request": version.endorsement_requests.get(),
        "sitting": sitting,
        "point": point,
    }
    uuids = {name: str(thing.uuid) for name, thing in things.items()}
    addresses = list(every_address(uuids, version.definition.slug))
    assert found_by(of_all_trades.reviewer, addresses) == set()
    cast = {
        "author": proposal.submitted_by,
        "reviewer who still writes": mine.reviewer,
        "partner": partner,
    }
    near = [each for each in addresses if each[0].partition(":")[0] in NEAR]
    found = {who: found_by(person, near) for who, person in cast.items()}
    assert {who: places for who, places in found.items() if places} == {}
    # The walk would have seen it: it does so for the chair, and for a reviewer whose own is in.
    own_pages = [each for each in addresses if each[0] in ("assurance:decide", "assurance:review")]
    assert found_by(chair, own_pages) == {"assurance:decide"}
    make.rate_all(mine)
    operations.submit_review(review=mine, by=mine.reviewer, at=NOON)
    assert found_by(mine.reviewer, own_pages) == {"assurance:review"}
    # Nor does anything that is kept for others, or sent, carry it.
    kept = serialize("json", [*Event.objects.all(), *Message.objects.all()])
    assert WORD not in kept + "".join(f"{each.subject}{each.body}" for each in mail.outbox)

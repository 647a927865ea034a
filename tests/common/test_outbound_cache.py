"""Guarded fetching: what is remembered, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tessera.common.outbound import Fetcher
from tessera.common.outbound_cache import Answer, Cache, lifetime
from tessera.kernel.errors import Unreachable

PAGE = "https://a.example/list"


@dataclass
class Site:
    """What the server answers next, and the conditions under which it was asked."""

    port: int = 0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"first"
    asked: list[str | None] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    said = Site()

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said.asked.append(self.headers["If-None-Match"])
            is_same = self.headers["If-None-Match"] == said.headers.get("ETag", "")
            self.send_response(304 if is_same and said.status == 200 else said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if not is_same:
                self.wfile.write(said.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    said.port = server.server_port
    yield said
    server.shutdown()
    server.server_close()


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fetch(site: Site, clock: Clock) -> Fetcher:
    mapped = {"https://a.example": f"http://127.0.0.1:{site.port}"}
    return Fetcher(mapped, cache=Cache(mapped=True, clock=clock))


def test_fresh_answer_is_not_asked_for_again(fetch, site, clock):
    site.headers = {"Cache-Control": "max-age=60"}
    found = [fetch(PAGE)]
    clock.now, site.body = 59.0, b"second"
    found.append(fetch(PAGE))
    clock.now = 60.0
    found.append(fetch(PAGE))
    assert (found, len(site.asked)) == ([b"first", b"first", b"second"], 2)


def test_answer_that_says_nothing_is_fresh_for_a_short_time(fetch, site, clock):
    fetch(PAGE)
    clock.now, site.body = 29.0, b"second"
    assert fetch(PAGE) == b"first"
    clock.now = 30.0
    assert fetch(PAGE) == b"second"


def test_answer_that_promises_a_year_is_asked_for_after_an_hour(fetch, site, clock):
    site.headers = {"Cache-Control": "max-age=31536000"}
    fetch(PAGE)
    clock.now, site.body = 3600.0, b"second"
    assert fetch(PAGE) == b"second"


@pytest.mark.parametrize(("body", "again"), [(b"keep me", False), (b"for a minute", True)])
def test_answer_is_not_fresh_for_longer_than_it_says_inside(site, clock, body, again):
    told = Cache(clock=clock, mapped=True, inside=lambda body: 60.0 if b"minute" in body else None)
    fetch = Fetcher({"https://a.example": f"http://127.0.0.1:{site.port}"}, cache=told)
    site.headers, site.body = {"Cache-Control": "max-age=600"}, body
    fetch(PAGE)
    clock.now += 61
    fetch(PAGE)
    assert len(site.asked) == 1 + again


def test_stale_answer_that_is_confirmed_is_fresh_again(fetch, site, clock):
    site.headers = {"Cache-Control": "max-age=60", "ETag": '"1"'}
    found = [fetch(PAGE)]
    clock.now = 60.0
    found += [fetch(PAGE), fetch(PAGE)]
    assert (found, site.asked) == ([b"first"] * 3, [None, '"1"'])


def test_stale_answer_that_was_replaced_is_replaced(fetch, site, clock):
    site.headers = {"Cache-Control": "no-cache", "ETag": '"1"'}
    fetch(PAGE)
    site.headers, site.body = {"Cache-Control": "no-cache", "ETag": '"2"'}, b"second"
    assert (fetch(PAGE), fetch(PAGE), site.asked) == (b"second", b"second", [None, '"1"', '"2"'])


def test_stale_answer_is_never_given_when_the_site_fails(fetch, site, clock):
    site.headers = {"Cache-Control": "max-age=60", "ETag": '"1"'}
    fetch(PAGE)
    clock.now, site.status = 60.0, 410
    with pytest.raises(Unreachable) as refusal:
        fetch(PAGE)
    assert refusal.value.code == "gone"


def test_confirmation_that_was_not_asked_for_is_refused(fetch, site):
    site.status = 304
    with pytest.raises(Unreachable) as refusal:
        fetch(PAGE)
    assert refusal.value.code == "status"


@pytest.mark.parametrize("said", ["no-store", "private", "Private, max-age=60", "max-age=0"])
def test_answer_that_may_not_be_kept_is_asked_for_again(fetch, site, said):
    site.headers = {"Cache-Control": said}
    fetch(PAGE)
    site.body = b"second"
    assert fetch(PAGE) == b"second"


def test_mapped_answer_is_not_kept_unless_told(fetch, site):
    asked = replace(fetch, cache=Cache())
    assert (asked(PAGE), asked(PAGE), len(site.asked)) == (b"first", b"first", 2)


def test_kept_answer_is_held_to_the_bounds_of_who_asks(fetch):
    fetch(PAGE)
    with pytest.raises(Unreachable) as refusal:
        replace(fetch, maximum_bytes=4)(PAGE)
    assert refusal.value.code == "too-large"


def test_kept_carrier_is_given_only_to_who_takes_carriers(fetch, site):
    site.headers = {"Content-Type": "image/png"}
    replace(fetch, carriers=True)(PAGE)
    with pytest.raises(Unreachable) as refusal:
        fetch(PAGE)
    assert (refusal.value.code, len(site.asked)) == ("content-type", 1)


@pytest.mark.parametrize("bound", [{"entries": 2}, {"maximum_bytes": 2}])
def test_answer_used_longest_ago_makes_room(bound):
    cache = Cache(**bound)
    for name in ("a", "b"):
        cache.keep(name, Answer(200, {}, b"x"), asked_at=cache.clock())
    cache.find("a")
    cache.keep("c", Answer(200, {}, b"x"), asked_at=cache.clock())
    assert [name for name in "abc" if cache.find(name)[0]] == ["a", "c"]


def test_answer_larger_than_the_cache_is_not_kept():
    cache = Cache(maximum_bytes=2)
    cache.keep("a", Answer(200, {}, b"xxx"), asked_at=cache.clock())
    assert cache.find("a") == (None, False)


_DAY = "Mon, 23 Nov 2026 "


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 30.0),
        ({"cache-control": "max-age=60"}, 60.0),
        ({"cache-control": 'public, Max-Age="60"'}, 60.0),
        ({"cache-control": "max-age=60, s-maxage=5"}, 5.0),
        ({"cache-control": "max-age=60, max-age=90"}, 0.0),
        ({"cache-control": "max-age=-1"}, 0.0),
        ({"cache-control": "max-age=soon"}, 0.0),
        ({"cache-control": "max-age=60, no-cache"}, 0.0),
        ({"cache-control": "max-age=60", "age": "50"}, 10.0),
        ({"cache-control": "max-age=60", "age": "70"}, 0.0),
        ({"cache-control": "max-age=60", "age": "old"}, 0.0),
        ({"cache-control": "max-age=60", "vary": "*"}, None),
        ({"cache-control": "max-age=60, no-store"}, None),
        ({"cache-control": 'private="x"'}, None),
        ({"pragma": "no-cache"}, 0.0),
        ({"date": _DAY + "10:00:00 GMT", "expires": _DAY + "10:01:00 GMT"}, 60.0),
        ({"date": _DAY + "10:00:00 GMT", "expires": _DAY + "09:00:00 GMT"}, 0.0),
        ({"expires": _DAY + "10:00:00 GMT", "cache-control": "max-age=60"}, 60.0),
        ({"expires": "Mon, 01 Jan 2001 00:00:00 GMT"}, 0.0),
        ({"expires": "0"}, 0.0),
    ],
)
def test_lifetime_is_what_the_headers_say(headers, seconds):
    assert lifetime(headers, unsaid=30.0) == seconds

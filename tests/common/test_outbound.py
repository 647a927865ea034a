"""Guarded fetching: what is reached, and above all what is not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tessera.common import outbound
from tessera.common.outbound import Fetcher, Turns
from tessera.kernel.errors import Unreachable


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        match self.path:
            case "/page?a=1":
                self._answer(200, b"found")
            case "/round":
                self._answer(302, b"", Location="/round")
            case "/moved":
                self._answer(302, b"", Location="/page?a=1")
            case "/inward":
                self._answer(302, b"", Location=f"http://{self.headers['Host']}/page?a=1")
            case "/file":
                self._answer(302, b"", Location="file:///etc/passwd")
            case "/packed":
                self._answer(200, b"\x1f\x8b", **{"Content-Encoding": "gzip"})
            case "/large":
                self._answer(200, b"x" * 2000)
            case "/slow":
                self.send_response(200)
                self.end_headers()
                self._drip(b"x" * 40)
            case "/drip":
                self._drip(b"HTTP/1.0 200 OK\r\nX-Drip: " + b"x" * 40)
            case "/cut":
                self._answer(200, b"", **{"Content-Length": "50"})
            case "/nonsense":
                self.wfile.write(b"nonsense\r\n\r\n")
            case "/gone":
                self._answer(410, b"")
            case "/nowhere":
                self._answer(302, b"", Location="https://[")
            case "/somebody":
                self._answer(302, b"", Location="https://a@a.example/page?a=1")
            case "/private":
                self._answer(302, b"", Location="https://10.0.0.1/")
            case kind if kind.startswith("/kind/"):
                self._answer(200, b"found", **{"Content-Type": kind.removeprefix("/kind/")})
            case _:
                self._answer(404, b"not here")

    def _drip(self, sent: bytes) -> None:
        with suppress(OSError):
            for place in range(len(sent)):
                self.wfile.write(sent[place : place + 1])
                self.wfile.flush()
                time.sleep(0.05)

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetch(port: int) -> Fetcher:
    mapped = {"https://a.example": f"http://127.0.0.1:{port}"}
    return Fetcher(mapped, seconds=1.0, maximum_bytes=1000)


def test_mapped_address_is_fetched(fetch):
    assert fetch("https://a.example/page?a=1") == b"found"


def test_redirect_within_the_map_is_followed(fetch):
    assert fetch("https://a.example/moved") == b"found"


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("/nothing", "status"),
        ("/round", "redirects"),
        ("/inward", "scheme"),
        ("/file", "scheme"),
        ("/packed", "packed"),
        ("/large", "too-large"),
        ("/gone", "gone"),
        ("/nowhere", "address"),
        ("/somebody", "address"),
        ("/private", "private"),
        ("/cut", "unreachable"),
        ("/nonsense", "unreachable"),
        ("/kind/text/html", "content-type"),
        ("/kind/image/png", "content-type"),
        ("/kind/application/pdf", "content-type"),
        ("/kind/application/javascript", "content-type"),
        ("/kind/nothing", "content-type"),
    ],
)
def test_answer_past_a_bound_is_unreachable(fetch, page, code):
    with pytest.raises(Unreachable) as refusal:
        fetch("https://a.example" + page)
    assert refusal.value.code == code


@pytest.mark.parametrize("page", ["/slow", "/drip"])
def test_answer_that_drips_is_cut_off_in_time(fetch, page):
    began = time.monotonic()
    with pytest.raises(Unreachable) as refusal:
        replace(fetch, seconds=0.3)("https://a.example" + page)
    assert (refusal.value.code, time.monotonic() - began < 1.5) == ("slow", True)


@pytest.mark.parametrize(
    "kind",
    ["application/json", "application/vc+ld+json; charset=utf-8", "application/did", "text/plain",
     "application/octet-stream", "application/vc+jwt", "application/jwk-set+json", "Text/JSON"],
)  # fmt: skip
def test_kind_that_can_be_a_document_is_taken(fetch, kind):
    assert fetch(f"https://a.example/kind/{kind.replace(' ', '')}") == b"found"


@pytest.mark.parametrize("kind", ["image/png", "image/svg+xml", "application/pdf"])
def test_carrier_is_taken_where_it_is_asked_for(fetch, kind):
    assert replace(fetch, carriers=True)(f"https://a.example/kind/{kind}") == b"found"


def test_page_is_no_carrier(fetch):
    with pytest.raises(Unreachable) as refusal:
        replace(fetch, carriers=True)("https://a.example/kind/text/html")
    assert refusal.value.code == "content-type"


def test_host_that_is_busy_is_waited_for_no_longer_than_the_time(fetch):
    turns = Turns(at_once=1)
    asked = replace(fetch, seconds=0.1, turns=turns)
    with turns.at("127.0.0.1", time.monotonic() + 1), pytest.raises(Unreachable) as refusal:
        asked("https://a.example/page?a=1")
    assert (refusal.value.code, asked("https://a.example/page?a=1")) == ("slow", b"found")


def test_all_fetches_together_have_so_long_and_no_longer(fetch):
    load = outbound.within(30.0, fetch)
    assert load("https://a.example/page?a=1") == b"found"
    with pytest.raises(Unreachable) as fault:
        outbound.within(0.0, fetch)("https://a.example/page?a=1")
    assert fault.value.code == "slow"


def test_nowhere_reaches_nothing():
    with pytest.raises(Unreachable):
        outbound.nowhere("https://a.example/")

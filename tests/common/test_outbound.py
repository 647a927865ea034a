"""Guarded fetching: what is reached, and above all what is not."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tessera.common import outbound
from tessera.common.outbound import Fetcher
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
                for _ in range(20):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.1)
            case _:
                self._answer(404, b"not here")

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
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
        ("/slow", "slow"),
    ],
)
def test_answer_past_a_bound_is_unreachable(fetch, page, code):
    with pytest.raises(Unreachable) as refusal:
        fetch("https://a.example" + page)
    assert refusal.value.code == code


def test_prefix_of_a_longer_host_is_not_mapped(fetch, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _answers("127.0.0.1"))
    with pytest.raises(Unreachable) as refusal:
        fetch("https://a.example.evil/page")
    assert refusal.value.code == "private"


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "x"],
)
def test_address_that_is_not_https_is_refused(address):
    with pytest.raises(Unreachable) as refusal:
        Fetcher()(address)
    assert refusal.value.code in {"scheme", "address"}


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254",
     "100.64.0.1", "0.0.0.0", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]",
     "[2002:7f00:1::]", "224.0.0.1", "2130706433", "0x7f.1"],
)  # fmt: skip
def test_address_that_is_not_public_is_refused(host):
    with pytest.raises(Unreachable) as refusal:
        Fetcher()(f"https://{host}/")
    assert refusal.value.code == "private"


@pytest.mark.parametrize("address", ["https://user@example.org/", "https://a:99999/", "https:///x"])
def test_address_with_more_or_less_than_a_host_is_refused(address):
    with pytest.raises(Unreachable) as refusal:
        Fetcher()(address)
    assert refusal.value.code == "address"


def test_host_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _answers("93.184.215.14", "10.0.0.1"))
    with pytest.raises(Unreachable) as refusal:
        Fetcher()("https://a.example/")
    assert refusal.value.code == "private"


def test_connection_is_held_to_the_address_that_was_looked_up(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _answers("93.184.215.14"))
    pool = outbound._pool("https://a.example/", False, 1.0)
    assert (pool.host, pool.assert_hostname) == ("93.184.215.14", "a.example")


def test_host_that_is_not_there_is_unreachable(monkeypatch):
    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(Unreachable) as refusal:
        Fetcher()("https://a.example/")
    assert refusal.value.code == "host"


def test_nowhere_reaches_nothing():
    with pytest.raises(Unreachable):
        outbound.nowhere("https://a.example/")


def _answers(*places: str):
    def found(_host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port)) for place in places]

    return found

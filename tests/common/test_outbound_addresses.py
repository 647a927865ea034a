"""Guarded fetching: the places that are public, and the connection that goes to no other."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tessera.common.outbound import Fetcher
from tessera.common.outbound_addresses import is_public
from tessera.kernel.errors import Unreachable

PUBLIC = "93.184.215.14"


@dataclass
class Names:
    """A resolver that answers each question in turn, and repeats its last answer."""

    answers: list[list[str]]
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, _port: int) -> list[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def _refusal(fetch: Callable[[str], bytes], address: str) -> str:
    with pytest.raises(Unreachable) as refusal:
        fetch(address)
    return refusal.value.code


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "x"],
)
def test_address_that_is_not_https_is_refused(address):
    assert _refusal(Fetcher(resolve=Names([[PUBLIC]])), address) == "scheme"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "localhost.", "127.0.0.1.", "[::1]", "10.1.2.3", "192.168.0.1",
     "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "[::]", "[fe80::1]", "[fd00::1]",
     "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "2130706433",
     "0x7f.1", "0x7f000001", "0177.0.0.1", "127.1", "①②⑦.0.0.1"],
)  # fmt: skip
def test_host_that_is_not_public_is_refused(host):
    assert _refusal(Fetcher(), f"https://{host}/") == "private"


@pytest.mark.parametrize(
    "place",
    ["::ffff:10.0.0.1", "::10.0.0.1", "::8.8.8.8", "2002:a00:1::1", "2002:808:808::1", "ff02::1",
     "2001:0:4136:e378:8000:63bf:3fff:fdd2", "64:ff9b::a00:1", "64:ff9b:1::808:808", "fec0::1",
     "2001:db8::1", "3fff::1", "fe80::1%eth0", "2606:4700::1%eth0", "192.0.0.9", "192.88.99.1",
     "198.18.0.1", "240.0.0.1", "255.255.255.255", "0.1.2.3", "nonsense"],
)  # fmt: skip
def test_place_that_is_not_public_is_refused(place):
    assert _refusal(Fetcher(resolve=Names([[place]])), "https://a.example/") == "private"


@pytest.mark.parametrize(
    "place", [PUBLIC, f"::ffff:{PUBLIC}", "64:ff9b::5db8:d70e", "2606:4700:4700::1111"]
)
def test_place_that_anybody_reaches_is_public(place):
    assert is_public(place)


@pytest.mark.parametrize("places", [[PUBLIC, "10.0.0.1"], ["10.0.0.1", PUBLIC], [PUBLIC, "::1"]])
def test_host_with_one_private_place_among_public_ones_is_refused(places):
    assert _refusal(Fetcher(resolve=Names([places])), "https://a.example/") == "private"


@pytest.mark.parametrize(
    "address",
    ["https://user@a.example/", "https://a.example@10.0.0.1/", "https://:@a.example/",
     "https://a:99999/", "https://a:0/", "https:///x", "https://[::1/", "https://a..example/",
     "https://a.example/a b", "https://a.example\\@b.example/", "https://a.example/\r\nHost: b"],
)  # fmt: skip
def test_address_with_more_or_less_than_a_host_is_refused(address):
    assert _refusal(Fetcher(resolve=Names([[PUBLIC]])), address) == "address"


def test_prefix_of_a_longer_host_is_not_mapped():
    mapped = {"https://a.example": "http://127.0.0.1:1"}
    fetch = Fetcher(mapped, resolve=Names([["127.0.0.1"]]))
    assert _refusal(fetch, "https://a.example.evil/page") == "private"


def test_host_that_is_not_there_is_unreachable(monkeypatch):
    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert _refusal(Fetcher(), "https://a.example/") == "host"


def test_name_without_places_is_unreachable():
    assert _refusal(Fetcher(resolve=Names([[]])), "https://a.example/") == "host"


def test_name_that_takes_too_long_is_left():
    done = Event()

    def late(_host: str, _port: int) -> list[str]:
        done.wait(5)
        return [PUBLIC]

    began = time.monotonic()
    code = _refusal(Fetcher(seconds=0.1, resolve=late), "https://a.example/")
    done.set()
    assert (code, time.monotonic() - began < 1) == ("slow", True)


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302 if self.path == "/again" else 200)
        self.send_header("Location", "/page")
        self.end_headers()
        self.wfile.write(self.headers["Host"].encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a key and a certificate for a.example that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a.example")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("a.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "a.example.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that refuses our certificate is what some tests are about."""


@pytest.fixture
def port(certified: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A TLS server of a.example which stands, for this test's network, at the public place.

    Only the literal of that place leads there: whoever connects by name goes astray.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certified)
    server = _Quiet(("127.0.0.1", 0), _Pages)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def network(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        place = {PUBLIC: "127.0.0.1"}.get(host, "127.0.0.2")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port))]

    monkeypatch.setattr(socket, "getaddrinfo", network)
    monkeypatch.setenv("SSL_CERT_FILE", str(certified))
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_connection_goes_to_the_place_that_was_checked(port):
    names = Names([[PUBLIC], ["127.0.0.2"]])
    found = Fetcher(resolve=names)(f"https://a.example:{port}/page")
    assert (found, names.asked) == (f"a.example:{port}".encode(), ["a.example"])


def test_dot_at_the_end_of_a_name_is_no_part_of_it(port):
    found = Fetcher(resolve=Names([[PUBLIC]]))(f"https://a.example.:{port}/page")
    assert found == f"a.example:{port}".encode()


def test_place_that_turns_private_at_a_redirect_is_refused(port):
    names = Names([[PUBLIC], ["127.0.0.1"]])
    code = _refusal(Fetcher(resolve=names), f"https://a.example:{port}/again")
    assert (code, names.asked) == ("private", ["a.example", "a.example"])


def test_certificate_of_another_name_is_refused(port):
    fetch = Fetcher(resolve=Names([[PUBLIC]]))
    assert _refusal(fetch, f"https://b.example:{port}/page") == "unreachable"


def test_certificate_that_nobody_vouches_for_is_refused(port, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    fetch = Fetcher(resolve=Names([[PUBLIC]]))
    assert _refusal(fetch, f"https://a.example:{port}/page") == "unreachable"

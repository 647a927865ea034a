"""Guarded fetching of what a stranger's document names: DID documents, status lists, badges.

https only, public addresses only, the name looked up once and the connection held to that answer,
few redirects, and bounds on size and time. A map of prefixes, given by whoever runs the command or
the site, is the only way to anything else. Reads no settings and needs no Django.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import urllib3

from tessera.kernel.errors import Unreachable

MAXIMUM_BYTES = 8 * 1024 * 1024
_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "Accept": "application/json, application/ld+json, application/did+json, */*;q=0.1",
    "Accept-Encoding": "identity",  # nothing to unpack, so nothing that can swell
    "User-Agent": "tessera",
}


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches one address and gives its bytes, or raises Unreachable.

    `mapped` rewrites addresses by prefix before they are fetched; a mapped address may be plain http
    and private. `seconds` bounds one fetch from its first byte to its last, redirects included.
    """

    mapped: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 10.0
    maximum_bytes: int = MAXIMUM_BYTES
    redirects: int = 3

    def __call__(self, address: str) -> bytes:
        deadline = time.monotonic() + self.seconds
        for _ in range(self.redirects + 1):
            target, is_mapped = self._target(address)
            body, location = self._get(target, is_mapped, deadline)
            if location is None:
                return body
            # what a mapped host redirects to is an address like any other
            address = urljoin(address, location)
        raise Unreachable("too many redirects", code="redirects")

    def _target(self, address: str) -> tuple[str, bool]:
        for prefix in sorted(self.mapped, key=len, reverse=True):
            rest = address.removeprefix(prefix)
            whole = prefix.endswith("/") or rest[:1] in {"", "/", "?", "#"}
            if address.startswith(prefix) and whole:
                return self.mapped[prefix] + rest, True
        return address, False

    def _get(self, target: str, is_mapped: bool, deadline: float) -> tuple[bytes, str | None]:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Unreachable("took too long", code="slow")
        with _pool(target, is_mapped, left) as pool:
            parts = urlsplit(target)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            try:
                answer = pool.urlopen(
                    "GET",
                    path,
                    headers={**_HEADERS, "Host": parts.netloc},
                    redirect=False,
                    retries=False,
                    preload_content=False,
                    assert_same_host=False,
                )
                try:
                    return self._read(answer, deadline)
                finally:
                    answer.close()
            except (urllib3.exceptions.HTTPError, OSError, ValueError) as fault:
                raise Unreachable(f"{parts.netloc} did not answer: {_plain(fault)}") from fault

    def _read(self, answer: urllib3.BaseHTTPResponse, deadline: float) -> tuple[bytes, str | None]:
        if answer.status in _REDIRECTS and answer.headers.get("Location"):
            return b"", answer.headers["Location"]
        if answer.status != 200:
            # Open Badges 2.0 takes a badge away so
            code = "gone" if answer.status == 410 else "status"
            raise Unreachable(f"answered {answer.status}", code=code)
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise Unreachable("answered in a packing that was not asked for", code="packed")
        body = bytearray()
        while chunk := answer.read1(_CHUNK, decode_content=False):
            body += chunk
            if len(body) > self.maximum_bytes:
                raise Unreachable(f"more than {self.maximum_bytes} bytes", code="too-large")
            if time.monotonic() > deadline:
                raise Unreachable("took too long", code="slow")
        return bytes(body), None


def nowhere(address: str) -> bytes:
    """The loader for working offline: it reaches nothing."""
    raise Unreachable(f"offline, so {address} was not fetched", code="offline")


def _pool(target: str, is_mapped: bool, seconds: float) -> urllib3.HTTPConnectionPool:
    try:
        parts = urlsplit(target)
        host, port = parts.hostname or "", parts.port
    except ValueError as fault:
        raise Unreachable("not an address", code="address") from fault
    timeout = urllib3.Timeout(total=seconds)
    if parts.scheme != "https" and not (is_mapped and parts.scheme == "http"):
        raise Unreachable("only https is fetched", code="scheme")
    if parts.username is not None or not host:
        raise Unreachable("not an address to fetch from", code="address")
    if parts.scheme == "http":
        return urllib3.HTTPConnectionPool(host, port or 80, timeout=timeout)
    place = host if is_mapped else _public_place(host, port or 443)
    return urllib3.HTTPSConnectionPool(
        place,
        port or 443,
        timeout=timeout,
        server_hostname=host,
        assert_hostname=host,
        cert_reqs="CERT_REQUIRED",
    )


def _public_place(host: str, port: int) -> str:
    """One address of a host, IPv4 first. Every one must be public: no way in by the second."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise Unreachable(f"no such host: {host}", code="host") from fault
    found.sort(key=lambda entry: entry[0] != socket.AF_INET)
    places = [str(entry[4][0]) for entry in found]
    if not places or not all(_is_public(place) for place in places):
        raise Unreachable(f"{host} is not a public address", code="private")
    return places[0]


def _is_public(place: str) -> bool:
    found = ipaddress.ip_address(place.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is not None:
            return _is_public(str(inner))
        if found in _TRANSLATED:
            return _is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast and not found.is_reserved


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64 (RFC 6052)


def _plain(fault: Exception) -> str:
    return type(fault).__name__

"""Guarded fetching of what a stranger's document names: DID documents, status lists, badges.

https only, public addresses only, the name looked up once and the connection made to that answer,
few redirects, a few connections to a host at once, documents only, and bounds on size and time. A
map of prefixes, given by whoever runs the command or the site, is the only way to anything else.
Reads no settings and needs no Django.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from threading import Condition, Timer
from urllib.parse import urljoin

import urllib3
from urllib3.connection import HTTPConnection

from tessera.common.outbound_addresses import Resolve, Target, look_up, public_place
from tessera.common.outbound_cache import Answer, Cache
from tessera.kernel.errors import Unreachable

MAXIMUM_BYTES = 8 * 1024 * 1024
_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "Accept": "application/json, application/ld+json, application/did+json, */*;q=0.1",
    "Accept-Encoding": "identity",  # nothing to unpack, so nothing that can swell
    "Connection": "close",
    "User-Agent": "tessera",
}
_DOCUMENT = re.compile(
    r"application/([\w.-]+\+)*(json|jwt|sd-jwt|jose|vc|vp|did)"
    r"|text/(json|plain)|(application|binary)/octet-stream"
)
_CARRIER = re.compile(r"image/(png|apng|svg\+xml)|application/(pdf|xml)|text/xml")


class Turns:
    """How many connections to one host may be open at once, whoever opens them."""

    def __init__(self, at_once: int = 4) -> None:
        self._at_once = at_once
        self._open: Counter[str] = Counter()
        self._closed = Condition()

    @contextmanager
    def at(self, host: str, deadline: float) -> Iterator[None]:
        """Wait for a turn, and hold it. Raises Unreachable (`slow`)."""
        with self._closed:
            if not self._closed.wait_for(
                lambda: self._open[host] < self._at_once, max(0.0, deadline - time.monotonic())
            ):
                raise Unreachable(f"too much is asked of {host} at once", code="slow")
            self._open[host] += 1
        try:
            yield
        finally:
            with self._closed:
                self._open[host] -= 1
                if not self._open[host]:
                    del self._open[host]
                self._closed.notify_all()


_TURNS = Turns()


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches one address and gives its bytes, or raises Unreachable.

    `mapped` rewrites addresses by prefix before they are fetched; a mapped address may be plain http
    and private. `seconds` bounds one fetch from the look-up of the name to the last byte, redirects
    included. `carriers` allows the pictures and files that can have a badge inside. What is fetched
    is remembered in the `cache`, if there is one. `resolve` gives the IP addresses of a host.
    """

    mapped: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 10.0
    maximum_bytes: int = MAXIMUM_BYTES
    redirects: int = 3
    carriers: bool = False
    cache: Cache | None = None
    resolve: Resolve = look_up
    turns: Turns = _TURNS

    def __call__(self, address: str) -> bytes:
        deadline = time.monotonic() + self.seconds
        for _ in range(self.redirects + 1):
            answer = self._answer(self._target(address), deadline)
            if answer.status not in _REDIRECTS:
                return answer.body
            # what a mapped host redirects to is an address like any other
            try:
                address = urljoin(address, answer.headers["location"])
            except ValueError as fault:
                raise Unreachable("not an address", code="address") from fault
        raise Unreachable("too many redirects", code="redirects")

    def _target(self, address: str) -> Target:
        for prefix in sorted(self.mapped, key=len, reverse=True):
            rest = address.removeprefix(prefix)
            whole = prefix.endswith("/") or rest[:1] in {"", "/", "?", "#"}
            if address.startswith(prefix) and whole:
                return Target.read(self.mapped[prefix] + rest, is_mapped=True)
        return Target.read(address, is_mapped=False)

    def _answer(self, target: Target, deadline: float) -> Answer:
        """The answer of one address: kept and fresh, or kept and confirmed, or new."""
        cache = self.cache
        if cache is None or (target.is_mapped and not cache.mapped):
            return self._get(target, deadline)
        kept, is_fresh = cache.find(target)
        if kept is not None and is_fresh:
            self._check(kept)
            return kept
        asked_at = cache.clock()
        answer = self._get(target, deadline, kept)
        if answer.status == 200:
            cache.keep(target, answer, asked_at=asked_at)
        return answer

    def _get(self, target: Target, deadline: float, kept: Answer | None = None) -> Answer:
        try:
            with self.turns.at(target.host, deadline), self._connection(target, deadline) as opened:
                etag = kept.headers.get("etag") if kept else None
                opened.request(
                    "GET",
                    target.path,
                    headers={
                        **_HEADERS,
                        "Host": target.authority,
                        **({"If-None-Match": etag} if etag else {}),
                    },
                    preload_content=False,
                    decode_content=False,
                )
                with closing(opened.getresponse()) as response:
                    return self._read(response, deadline, kept if etag else None)
        except (urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError) as fault:
            if time.monotonic() >= deadline:
                raise _slow() from fault
            raise Unreachable(f"{target.host} did not answer: {type(fault).__name__}") from fault

    @contextmanager
    def _connection(self, target: Target, deadline: float) -> Iterator[HTTPConnection]:
        """A connection to the very place that was checked, cut off when the time is over."""
        place = target.host
        if not target.is_mapped:
            place = public_place(target, self.resolve, deadline)
        sock = socket.create_connection((place, target.port), timeout=_left(deadline))
        if target.scheme == "https":
            sock.settimeout(_left(deadline))
            with sock:  # which is empty once it is wrapped
                sock = ssl.create_default_context().wrap_socket(sock, server_hostname=target.host)
        opened = HTTPConnection(target.host, target.port)
        opened.sock = sock
        with closing(opened):
            opened.timeout = _left(deadline)
            # a slow drip of bytes never trips the timeout of a socket
            cut = Timer(opened.timeout, _cut, [sock])
            cut.daemon = True
            cut.start()
            try:
                yield opened
            finally:
                cut.cancel()

    def _read(
        self, response: urllib3.BaseHTTPResponse, deadline: float, kept: Answer | None
    ) -> Answer:
        headers = {name.lower(): text for name, text in response.headers.items()}
        answer = Answer(response.status, headers)
        if answer.status in _REDIRECTS and headers.get("location"):
            return answer
        if answer.status == 304 and kept is not None:
            answer = kept.renewed(answer)
            self._check(answer)
            return answer
        self._check(answer)
        body = bytearray()
        while chunk := response.read1(_CHUNK, decode_content=False):
            body += chunk
            self._check_size(len(body))
            _left(deadline)
        _left(deadline)  # cut off looks like the end
        return Answer(answer.status, headers, bytes(body))

    def _check(self, answer: Answer) -> None:
        if answer.status != 200:
            # Open Badges 2.0 takes a badge away so
            code = "gone" if answer.status == 410 else "status"
            raise Unreachable(f"answered {answer.status}", code=code)
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise Unreachable("answered in a packing that was not asked for", code="packed")
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        is_carrier = self.carriers and _CARRIER.fullmatch(kind)
        if kind and not is_carrier and not _DOCUMENT.fullmatch(kind):
            raise Unreachable(f"answered with {kind:.80}", code="content-type")
        self._check_size(len(answer.body))

    def _check_size(self, size: int) -> None:
        if size > self.maximum_bytes:
            raise Unreachable(f"more than {self.maximum_bytes} bytes", code="too-large")


def within(seconds: float, fetch: Fetcher) -> Callable[[str], bytes]:
    """The same fetcher, which has so long for everything that it is asked for, from now on."""
    deadline = time.monotonic() + seconds

    def load(address: str) -> bytes:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Unreachable("looking up all that it names took too long", code="slow")
        return replace(fetch, seconds=min(fetch.seconds, left))(address)

    return load


def nowhere(address: str) -> bytes:
    """The loader for working offline: it reaches nothing."""
    raise Unreachable(f"offline, so {address} was not fetched", code="offline")


def _left(deadline: float) -> float:
    """The seconds that are left. Raises Unreachable (`slow`) when none are."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise _slow()
    return left


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):  # closed by the other side just now
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _slow() -> Unreachable:
    return Unreachable("took too long", code="slow")

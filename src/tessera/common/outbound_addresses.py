"""Which addresses may be fetched: what they must look like, and the places that are public."""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Thread
from urllib.parse import urlsplit

from tessera.kernel.errors import Unreachable

Resolve = Callable[[str, int], Sequence[str]]

_ODD = re.compile(r"[\x00-\x20\x7f\\]")  # read one way by one parser, another way by the next
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """One address, taken apart. A mapped one may be plain http, and at a private place."""

    scheme: str
    host: str
    port: int
    path: str
    is_mapped: bool

    @classmethod
    def read(cls, address: str, *, is_mapped: bool) -> Target:
        """Raises Unreachable: `address`, `scheme`."""
        try:
            parts = urlsplit(address)
            port = parts.port
            # the root's dot is no part of the name that a certificate is for
            host = (parts.hostname or "").encode("idna").decode().removesuffix(".")
        except ValueError as fault:
            raise Unreachable("not an address", code="address") from fault
        if parts.scheme != "https" and not (is_mapped and parts.scheme == "http"):
            raise Unreachable("only https is fetched", code="scheme")
        if "@" in parts.netloc or not host or port == 0 or _ODD.search(address):
            raise Unreachable("not an address to fetch from", code="address")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(parts.scheme, host, port or _PORTS[parts.scheme], path, is_mapped)

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def look_up(host: str, port: int) -> list[str]:
    """The places of a host as the system knows them, IPv4 first. Raises OSError, UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found.sort(key=lambda entry: entry[0] != socket.AF_INET)
    return [str(entry[4][0]) for entry in found]


def public_place(target: Target, resolve: Resolve, deadline: float) -> str:
    """One place of a host. Every one must be public: no way in by the second.

    Raises Unreachable: `host` when there is no such host, `private`, `slow`.
    """
    places = _in_time(lambda: resolve(target.host, target.port), deadline)
    if not places:
        raise Unreachable(f"no such host: {target.host}", code="host")
    if not all(is_public(place) for place in places):
        raise Unreachable(f"{target.host} is not a public address", code="private")
    return places[0]


def is_public(place: str) -> bool:
    """Whether an IP address is anybody's to reach, in whichever form it is written."""
    try:
        found = ipaddress.ip_address(place)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found in _TRANSLATED:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        if found.scope_id or found not in _UNICAST:
            return False
    is_special = any(found in network for network in _SPECIAL)
    return found.is_global and not (is_special or found.is_multicast)


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64 (RFC 6052)
_UNICAST = ipaddress.IPv6Network(
    "2000::/3"
)  # all that was ever given out; leaves ::a.b.c.d outside
_SPECIAL = [  # lead elsewhere than they say, or nowhere; not all are known to every Python
    ipaddress.ip_network(network)
    for network in (
        *("192.0.0.0/24", "192.88.99.0/24"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),  # with Teredo and 6to4
    )
]


def _in_time(ask: Callable[[], Sequence[str]], deadline: float) -> Sequence[str]:
    """The system's resolver keeps its own time, so it is asked aside and left behind when late."""
    found: list[Sequence[str]] = []

    def run() -> None:
        try:
            found.append(ask())
        except (OSError, UnicodeError):
            found.append(())

    asked = Thread(target=run, daemon=True)
    asked.start()
    asked.join(max(0.0, deadline - time.monotonic()))
    if asked.is_alive():
        raise Unreachable("took too long", code="slow")
    return found[0] if found else ()

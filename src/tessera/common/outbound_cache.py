"""What was fetched, kept in memory for as long as its own headers allow (RFC 9111), never longer."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from threading import Lock


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers by their names in small letters, and a body."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def renewed(self, by: Answer) -> Answer:
        """This answer with the headers of a 304, which describes everything but the body."""
        new = {name: text for name, text in by.headers.items() if not name.startswith("content-")}
        return Answer(self.status, {**self.headers, **new}, self.body)


class Cache:
    """The answers used last, bounded in number and bytes; safe between threads.

    `unsaid` is how many seconds an answer is fresh whose headers do not say, and `longest` the most
    that any may be: who withdraws a badge should not wait for a list that promised a year. `inside`
    gives the most that a body itself allows, or None. Mapped addresses are kept only if `mapped`.
    `clock` gives seconds, and never goes back.
    """

    def __init__(
        self,
        *,
        entries: int = 256,
        maximum_bytes: int = 32 * 1024 * 1024,
        unsaid: float = 30.0,
        longest: float = 3600.0,
        inside: Callable[[bytes], float | None] = lambda _body: None,
        mapped: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._entries, self._maximum_bytes = entries, maximum_bytes
        self._unsaid, self._longest, self._inside = unsaid, longest, inside
        self.mapped, self.clock = mapped, clock
        self._kept: OrderedDict[Hashable, tuple[Answer, float]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def find(self, key: Hashable) -> tuple[Answer | None, bool]:
        """The answer that is kept, and whether it is still fresh."""
        with self._lock:
            if key not in self._kept:
                return None, False
            self._kept.move_to_end(key)
            answer, until = self._kept[key]
            return answer, self.clock() < until

    def keep(self, key: Hashable, answer: Answer, *, asked_at: float) -> None:
        """Keep a whole answer, if its headers allow; its time runs from when it was asked for."""
        seconds = lifetime(answer.headers, unsaid=self._unsaid)
        allowed = self._inside(answer.body)
        longest = self._longest if allowed is None else min(allowed, self._longest)
        with self._lock:
            self._drop(key)
            if seconds is None or (seconds <= 0 and "etag" not in answer.headers):
                return
            self._kept[key] = (answer, asked_at + min(seconds, longest))
            self._bytes += len(answer.body)
            while len(self._kept) > self._entries or self._bytes > self._maximum_bytes:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        if key in self._kept:
            self._bytes -= len(self._kept.pop(key)[0].body)


def lifetime(headers: Mapping[str, str], *, unsaid: float) -> float | None:
    """For how many seconds an answer is fresh, or None when it may not be kept at all."""
    said: dict[str, str] = {}
    for part in headers.get("cache-control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        said[name] = value if said.get(name, value) == value else ""  # two answers are none
    if said.keys() & {"no-store", "private"} or "*" in headers.get("vary", ""):
        return None
    if "no-cache" in said or "no-cache" in headers.get("pragma", "").lower():
        return 0.0
    aged = _seconds(headers.get("age", "0"))
    whole = unsaid
    for name in ("max-age", "s-maxage"):
        if name in said:
            whole = _seconds(said[name]) or 0.0
    if not said.keys() & {"max-age", "s-maxage"} and "expires" in headers:
        whole = _until(headers["expires"], headers.get("date"))
    return 0.0 if aged is None else max(0.0, whole - aged)


def _seconds(text: str) -> float | None:
    text = text.strip()
    text = text[1:-1] if text[:1] == text[-1:] == '"' else text
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None


def _until(expires: str, date: str | None) -> float:
    """From one HTTP date to another; what is no date has passed."""
    try:
        start = parsedate_to_datetime(date).timestamp() if date else time.time()
        return parsedate_to_datetime(expires).timestamp() - start
    except (ValueError, OverflowError):
        return 0.0

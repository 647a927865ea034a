"""Whom a message is for when they have no account yet, and links that only the letter itself may hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tessera.notifications.models import Message

Maker = Callable[["Message", datetime], str]
_makers: dict[str, Maker] = {}


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody without an account."""

    email: str
    language: str


def opened_by(kind: str) -> Callable[[Maker], Maker]:
    """Register what makes the link of this kind of message, each time that it leaves the house.

    The link is a path on this site; it stands in the letter and nowhere else, so that whoever reads
    the outbox, a backup or a log cannot follow it. The message itself keeps a path that opens nothing.
    """

    def register(maker: Maker) -> Maker:
        _makers[kind] = maker
        return maker

    return register


def path_of(message: Message, at: datetime) -> str:
    """Where the button of this letter leads."""
    maker = _makers.get(message.kind)
    return maker(message, at) if maker else message.action_url

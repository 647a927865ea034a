"""What somebody handed in to be checked: the text of a badge, an address where one is, or a code.

What is on this site is read here and not fetched; everything else is fetched under guard.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from tessera.backpack import codes
from tessera.backpack import queries as backpack
from tessera.checking import reaching
from tessera.common.refusal import Refusal
from tessera.credentials import queries as credentials

if TYPE_CHECKING:
    from tessera.credentials.models import Award

_ADDRESS = re.compile(r"https?://\S+")
_CREDENTIAL = re.compile(r"/credentials/([0-9a-f-]{36})(?:\.[\w.]+|/embed)?/?")
_LINK = re.compile(r"/s/([\w-]+)(?:\.\w+)?/?")
_CODE = re.compile(r"/c/([\w-]+)(?:\.\w+)?/?")


class WrongCode(Refusal):
    code, status = "wrong-code", 422
    message = _(
        "No badge has this code. It has sixteen letters and digits: look at the paper once more."
    )


class NotShown(Refusal):
    code, status = "not-shown", 422
    message = _(
        "No badge is shown at this address, or not any more. Ask its holder for a new link, or for the"
        " badge as a file."
    )


def credential_of(text: str, *, hosts: Collection[str], at: datetime) -> str | bytes:
    """The badge that a text is, or leads to; a text that is neither comes back as it was.

    `hosts` are the names under which this site is reached. Refuses: WrongCode, NotShown, NotReached.
    """
    text = text.strip()
    if codes.looks_like_one(text):
        return _shown(_behind_code(text, at) or _refuse_code())
    if not _ADDRESS.fullmatch(text):
        return text
    here = _path_here(text, hosts)
    if here is None:
        return reaching.badge_at(text)
    return _shown(_award_at(here, at))


def _award_at(path: str, at: datetime) -> Award | None:
    if found := _CREDENTIAL.fullmatch(path):
        try:
            return credentials.public_award(UUID(found[1]), AnonymousUser())
        except ValueError:
            return None
    if found := _LINK.fullmatch(path):
        link = backpack.link_with(found[1])
        return link.award if link and backpack.is_open(link, at) else None
    if found := _CODE.fullmatch(path):
        return _behind_code(found[1], at)
    return None


def _behind_code(typed: str, at: datetime) -> Award | None:
    link = backpack.link_printed(codes.read(typed))
    return link.award if link and backpack.is_open(link, at) else None


def _refuse_code() -> Award:
    raise WrongCode


def _shown(award: Award | None) -> str:
    if award is None:
        raise NotShown
    return credentials.signed_body(award)


def _path_here(address: str, hosts: Collection[str]) -> str | None:
    own = {urlsplit(settings.PUBLIC_URL).netloc, *hosts}
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.path if parts.netloc in own else None

"""Where a badge can be shown elsewhere, once somebody else can open it: a profile, a mail, a page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils import timezone

from tessera.common.languages import local
from tessera.credentials import embedding
from tessera.credentials.enums import Visibility
from tessera.people.queries import institution

if TYPE_CHECKING:
    from tessera.credentials.models import Award

LINKEDIN = "https://www.linkedin.com/profile/add"


@dataclass(frozen=True, slots=True)
class Places:
    """`linkedin` opens its form filled in; the others are text to copy, "" where not possible."""

    linkedin: str
    signature: str
    embed: str


def places(award: Award, *, address: str) -> Places:
    """`address` opens the badge for others."""
    title = local(award.version, "title")
    is_public = award.visibility == Visibility.PUBLIC
    return Places(
        linkedin=f"{LINKEDIN}?{urlencode(_certification(award, title, address))}",
        signature=signature(title, address),
        embed=embedding.frame(award, title=title) if is_public else "",
    )


def signature(title: str, address: str) -> str:
    """A line of HTML for the end of an e-mail."""
    college = local(institution(), "name")
    return f'<p><a href="{escape(address)}">{escape(title)}</a>, {escape(college)}</p>'


def _certification(award: Award, title: str, address: str) -> dict[str, str | int]:
    begins = timezone.localdate(award.awarded_at)
    facts: dict[str, str | int] = {
        "startTask": "CERTIFICATION_NAME",
        "name": title,
        "organizationName": local(institution(), "name"),
        "issueYear": begins.year,
        "issueMonth": begins.month,
        "certUrl": address,
        "certId": str(award.uuid),
    }
    if award.valid_until:
        ends = timezone.localdate(award.valid_until)
        facts |= {"expirationYear": ends.year, "expirationMonth": ends.month}
    return facts

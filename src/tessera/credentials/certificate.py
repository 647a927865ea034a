"""A badge on paper: PDF/A-3 and PDF/UA, with the credential attached exactly as it was signed."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

import segno
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tessera.common import pdf
from tessera.common.languages import labelled, local
from tessera.credentials.face import Face, face
from tessera.credentials.queries import signed_body
from tessera.people.queries import institution

if TYPE_CHECKING:
    from tessera.credentials.models import Award


def certificate(
    award: Award, *, named: bool, address: str = "", code: str = "", at: datetime
) -> bytes:
    """The PDF in the reader's language; `named` prints the holder's name, which no badge carries.

    `address` is what the QR code opens, `code` what is printed under it to be typed. Refuses: NoGlyph.
    """
    shown = face(award, at=at)
    language = get_language() or "en"
    with award.version.artwork.open("rb") as artwork:
        picture = artwork.read()
    data: dict[str, Any] = {
        "institution": local(institution(), "name"),
        "holder": award.learner.name if named else "",
        "summary": shown.summary,
        "picture": picture,
        "picture_alt": award.version.artwork_alt or shown.title,
        "credential": signed_body(award),
        "code": code,
        "address": address,
        "qr": _drawn(address) if address else [],
        "abilities": shown.abilities,
        "facts": _facts(shown),
        "words": _words(named=named),
    }
    return pdf.render(
        "credentials/certificate.typ",
        data,
        title=shown.title,
        language=language,
        at=shown.signed_at,
        archived=True,
    )


def _facts(shown: Face) -> list[tuple[str, list[str]]]:
    """Labels and their lines."""
    facts = [(_("Issued by"), [shown.issuer]), (_("Awarded"), [date_format(shown.awarded_on)])]
    ends = date_format(shown.valid_until) if shown.valid_until else _("It does not expire")
    facts.append((_("Valid until"), [ends]))
    facts.append((_("How it was judged"), [str(line) for line in shown.judging]))
    if shown.parts:
        facts.append((_("What it is made of"), list(shown.parts)))
    if shown.endorsers:
        facts.append((_("Endorsed by"), shown.endorsers))
    return facts


def _words(*, named: bool) -> dict[str, str]:
    return {
        "certifies": _("certifies that") if named else _("certifies that the holder of this badge"),
        "earned": _("has earned"),
        "able": _("Whoever earned this can"),
        "scan": _(
            "Scan this, or open the address and type the code, to see whether it still stands."
        ),
        "check": _(
            "Paper proves nothing by itself. The signed badge is attached to this file: hand the file"
            " in on the check page to see whether anything was changed, and whether it still stands."
        ),
        "attached": _("The signed badge"),
        "code": labelled(_("Code"), ""),
        "qr": _("QR code that opens this badge"),
    }


def _drawn(address: str) -> bytes:
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", scale=4, border=2)
    return drawing.getvalue()

"""For those who come without eyes: search engines and feed readers."""

from __future__ import annotations

import hashlib
from datetime import UTC
from io import StringIO
from typing import TYPE_CHECKING
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from tessera.catalogue import queries as catalogue
from tessera.common.languages import local
from tessera.credentials import documents
from tessera.people import queries as people
from tessera.people.access import open_to_all
from tessera.publicsite import answers, queries
from tessera.stacks import queries as stacks

if TYPE_CHECKING:
    from tessera.catalogue.models import Version

IN_A_FEED = 50
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
@open_to_all
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309. Pages that nobody should find say so themselves; to forbid them would list them."""
    lines = ["User-agent: *", "Allow: /", f"Sitemap: {_full('publicsite:sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@open_to_all
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """The pages that the college wants found: the catalogue's, and no person's (sitemaps.org 0.9)."""
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": SITEMAP}))
    for name in ("home", "catalogue", "check"):
        _url(xml, _full(f"publicsite:{name}"))
    for version in catalogue.public().filter(state__in=queries.OPEN).order_by("pk"):
        _url(xml, settings.PUBLIC_URL + stacks.page(version), version)
    xml.endElement("urlset")
    xml.endDocument()
    return _text(request, text.getvalue(), kind="application/xml")


@require_safe
@open_to_all
def feed(request: HttpRequest) -> HttpResponseBase:
    """What was published last, first, as Atom (RFC 4287); narrowed as the catalogue itself is."""
    found = set(queries.search(**queries.asked(request.GET)).ids)
    institution = people.institution()
    atom = Atom1Feed(
        title=_("%(college)s: new micro-credentials")
        % {"college": local(institution, "name") if institution else "Tessera"},
        link=_full("publicsite:catalogue"),
        feed_url=settings.PUBLIC_URL + request.get_full_path(),
        description="",
        language=get_language(),
    )
    newest = catalogue.public().filter(pk__in=found).order_by("-published_at", "pk")
    for version in newest[:IN_A_FEED]:
        atom.add_item(
            title=local(version, "title"),
            link=settings.PUBLIC_URL + stacks.page(version),
            description=local(version, "summary"),
            unique_id=documents.achievement_iri(version),
            pubdate=version.published_at,
            updateddate=version.published_at,
        )
    answer = _text(request, atom.writeString("utf-8"), kind="application/atom+xml")
    answer["Vary"] = "Accept-Language, Cookie"
    return answer


def _full(name: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name)}"


def _url(xml: SimplerXMLGenerator, address: str, version: Version | None = None) -> None:
    xml.startElement("url", AttributesImpl({}))
    xml.addQuickElement("loc", address)
    if version is not None and version.published_at is not None:
        xml.addQuickElement("lastmod", version.published_at.astimezone(UTC).date().isoformat())
    xml.endElement("url")


def _text(request: HttpRequest, text: str, *, kind: str) -> HttpResponseBase:
    answer = answers.document(text, kind=kind)
    return answers.unless_known(request, answer, tag=hashlib.sha256(text.encode()).hexdigest())

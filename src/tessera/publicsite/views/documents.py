"""What verifiers and registries fetch: stable addresses, open to every site, the same for everyone."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tessera.catalogue import queries as catalogue
from tessera.common import clock
from tessera.credentials import documents
from tessera.credentials import hosted as old_badges
from tessera.endorsement.queries import own_keys
from tessera.kernel.openbadges import build
from tessera.people.access import open_to_all
from tessera.publicsite import answers
from tessera.publicsite.views.pages import definition_page
from tessera.signing import operations as signatures
from tessera.signing import queries as signing
from tessera.signing.enums import DocumentKind


@require_safe
@open_to_all
def institution_did(request: HttpRequest) -> HttpResponse:
    """The college's own did:web document."""
    issuer = signing.issuer_by_did(signing.web_did("", institution=True))
    if issuer is None:
        raise Http404
    return answers.document(signing.did_document(issuer), kind=answers.DID)


@require_safe
@open_to_all
def key_set(request: HttpRequest) -> HttpResponse:
    """The keys that sign tokens here, where Open Badges 3.0 looks for them."""
    return answers.document(signing.key_set(), kind=answers.KEY_SET)


@require_safe
@open_to_all
def issuer_did(request: HttpRequest, slug: str) -> HttpResponse:
    """A partner's did:web document; the college's is under `/.well-known/`."""
    issuer = signing.issuer_by_slug(slug)
    if issuer is None or issuer.organisation_id is None:
        raise Http404
    return answers.document(signing.did_document(issuer), kind=answers.DID)


@require_safe
@open_to_all
def issuer(request: HttpRequest, slug: str) -> HttpResponse:
    """Who signs: an Open Badges profile, or a page."""
    found = signing.issuer_by_slug(slug)
    if found is None:
        raise Http404
    if answers.wants_page(request):
        shown = {"issuer": found, "keys": found.keys.order_by("pk")}
        return answers.negotiated(render(request, "publicsite/issuer.html", shown))
    profile = build.profile(signing.profile(found))
    body = {"@context": [build.VC_CONTEXT, build.OB_CONTEXT], **profile}
    return answers.negotiated(answers.document(body))


@require_safe
@open_to_all
def achievement(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version of a micro-credential or stack, for ever: an Open Badges achievement, or its page."""
    version = get_object_or_404(catalogue.public(), definition__slug=slug, number=number)
    if answers.wants_page(request):
        return answers.negotiated(definition_page(request, version))
    body = documents.achievement_document(version, at=clock.now())
    return answers.negotiated(answers.document(body))


@require_safe
@open_to_all
def hosted(request: HttpRequest, **_named: object) -> HttpResponse:
    """A badge, its badge class or its issuer as Open Badges 2.0 has them, each at its own id."""
    body = old_badges.document_at(request.path, at=clock.now())
    if body is None:
        raise Http404
    response = answers.document(body)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-cache"  # a badge may be taken back, or hidden again
    return response


@require_safe
@open_to_all
def status(request: HttpRequest, number: int) -> HttpResponseBase:
    """A status list as it was signed: cacheable, and identical for everyone who asks."""
    if signing.status_list(number) is None:
        raise Http404
    signed = signatures.current_list(number, clock.now())
    body = answers.document(signed.body, kind=answers.CREDENTIAL)
    return answers.unless_known(request, body, tag=signed.sha256)


@require_safe
@open_to_all
def revocations(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What an organisation signed with a key of its own and took back (1EdTech revocation list)."""
    body = own_keys.revocations(uuid)
    if body is None:
        raise Http404
    return answers.document(body, kind="application/json")


@require_safe
@open_to_all
def endorsement(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """What an organisation signed about a design, byte for byte, or as a page."""
    signed = signing.document_by_uuid(uuid)
    if signed is None or signed.kind != DocumentKind.ENDORSEMENT:
        raise Http404
    if answers.wants_page(request):
        said = json.loads(signed.body)
        shown = {"signed": signed, "said": said, "subject": said["credentialSubject"]}
        return answers.negotiated(render(request, "publicsite/endorsement.html", shown))
    body = answers.negotiated(answers.document(signed.body, kind=answers.CREDENTIAL))
    return answers.unless_known(request, body, tag=signed.sha256)

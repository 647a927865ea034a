"""The shop window: what this is, what can be learned here, and what each badge stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import Kind
from tessera.common import clock
from tessera.credentials import documents
from tessera.endorsement import queries as endorsement
from tessera.enrolment import queries as enrolment
from tessera.people.access import open_to_all
from tessera.publicsite import answers, ctdl, queries
from tessera.stacks import queries as stacks
from tessera.standing import queries as standing
from tessera.standing.enums import EFFECTS, Effect

if TYPE_CHECKING:
    from datetime import datetime

    from tessera.catalogue.models import Version
    from tessera.people.models import Person

ON_A_PAGE, ON_THE_SHELF = 24, 6


@require_safe
@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    found = queries.search()
    shown = {
        "principles": principles(),
        "cards": queries.cards(found.ids[:ON_THE_SHELF], at),
        "total": len(found.ids),
    }
    return render(request, "publicsite/home.html", shown)


def principles() -> list[dict[str, str]]:
    """The six principles, each in a line, as tiles."""
    lines = [
        (_("Value-added"), _("It adds to a degree, a diploma or a certificate, or stands alone.")),
        (_("Industry endorsed"), _("Employers say that the skill is needed, and sign for it.")),
        (_("Stackable"), _("Badges combine into macro-badges, deeper or broader.")),
        (_("Institution branded"), _("Each one serves the college’s values, plan and strategy.")),
        (_("Innovative and flexible"), _("Anyone can earn it, in more than one way.")),
        (_("Quality assured"), _("Every design and every badge is judged by the same standard.")),
    ]
    return [{"label": label, "note": note, "state": "set"} for label, note in lines]


@require_safe
@open_to_all
def catalogue_page(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    asked = queries.asked(request.GET)
    found = queries.search(**asked)
    page = Paginator(found.ids, ON_A_PAGE).get_page(request.GET.get("page"))
    cards = queries.cards(page.object_list, at)
    if answers.wants_data(request):
        listed = {
            "total": len(found.ids),
            "page": page.number,
            "pages": page.paginator.num_pages,
            "items": [card_data(card) for card in cards],
        }
        return answers.negotiated(JsonResponse(listed))
    shown = {
        "words": asked["words"],
        "found": found,
        "page": page,
        "cards": cards,
        "chosen": any(asked["chosen"].values()),
        "feed": f"{reverse('publicsite:feed')}?{_filters(asked)}".rstrip("?"),
    }
    return answers.negotiated(render(request, "publicsite/catalogue.html", shown))


def _filters(asked: dict[str, Any]) -> str:
    given = {"q": asked["words"], **asked["chosen"]}
    return urlencode({name: value for name, value in given.items() if value})


@require_safe
@open_to_all
def definition(request: HttpRequest, slug: str) -> HttpResponse:
    return _page_of(request, slug, Kind.MICRO)


@require_safe
@open_to_all
def stack(request: HttpRequest, slug: str) -> HttpResponse:
    return _page_of(request, slug, Kind.STACK)


def _page_of(request: HttpRequest, slug: str, kind: Kind) -> HttpResponse:
    version = catalogue.published_version(slug)
    if version is None:
        raise Http404
    if version.definition.kind != kind:
        return redirect(stacks.page(version), permanent=True)
    if request.GET.get("format") == "ctdl":
        return answers.document(ctdl.described(version))
    if answers.wants_data(request):
        return answers.negotiated(JsonResponse(definition_data(version)))
    return answers.negotiated(definition_page(request, version))


def definition_page(request: HttpRequest, version: Version) -> HttpResponse:
    """The page of one version, a micro-credential's or a stack's."""
    person = request.user if request.user.is_authenticated else None
    return render(request, "publicsite/definition.html", page_facts(version, person, clock.now()))


def page_facts(version: Version, person: Person | None, at: datetime) -> dict[str, Any]:
    """What the template of the page shows, to this person or to anyone."""
    is_stack = version.definition.kind == Kind.STACK
    newest = catalogue.published_version(version.definition.slug)
    leads_to = stacks.stacks_containing(version.definition)
    drawn = version if is_stack else (leads_to[0] if leads_to else None)
    progress = stacks.progress_in(drawn, person, at) if drawn else None
    return {
        "version": version,
        "is_own": person is not None,
        "is_stack": is_stack,
        "newer": newest if newest != version else None,
        "is_open": version.state in queries.OPEN,
        "standing": public_standing(version),
        "outcomes": version.outcomes.all(),
        "components": catalogue.components_of(version),
        "pass_rule": catalogue.pass_rule_in_words(version.pass_share),
        "statements": endorsement.in_force(version, at),
        "offerings": enrolment.offerings_open(version, at),
        "languages": queries.language_names(version.languages),
        "modes": queries.mode_names(version.delivery_modes),
        "earned_by": queries.earned_by(version),
        "leads_to": leads_to,
        "drawn": drawn,
        "progress": progress,
        "parts": _tiles(progress, is_own=person is not None) if progress else (),
        "page": stacks.page(version),
        "achievement": documents.achievement_iri(version),
    }


def public_standing(version: Version) -> dict[str, Any] | None:
    """Under review or suspended, in plain words; None when it simply stands."""
    found = standing.public_standing(version)
    if found is None:
        return None
    held = found.suspension
    return {
        "since": found.since,
        "causes": found.causes,
        "suspension": held,
        "effect": EFFECTS[Effect(held.effect)] if held else "",
    }


def _tiles(progress: stacks.Progress, *, is_own: bool) -> list[dict[str, str]]:
    """The mosaic: one's own tiles bright and the missing outlined; whole for those not signed in."""
    return [
        {
            "label": part.label,
            "url": part.url,
            "state": part.state if is_own else "set",
            "note": part.note if is_own else "",
            "proof": reverse("backpack:badge", args=[part.holding])
            if is_own and part.holding
            else "",
        }
        for part in progress.parts
    ]


def card_data(card: queries.Card) -> dict[str, Any]:
    version = card.version
    return {
        "id": documents.achievement_iri(version),
        "url": settings.PUBLIC_URL + stacks.page(version),
        "kind": version.definition.kind,
        "title": {"en": version.title, "fr": version.title_fr},
        "summary": {"en": version.summary, "fr": version.summary_fr},
        "unit": version.definition.unit.name,
        "level": version.level,
        "hours": version.hours,
        "weeks": version.weeks,
        "languages": version.languages,
        "modes": version.delivery_modes,
        "fee": version.fee,
        "endorsedBy": list(card.endorsers),
    }


def definition_data(version: Version) -> dict[str, Any]:
    at = clock.now()
    [card] = queries.cards([version.pk], at)
    return card_data(card) | {
        "version": version.number,
        "state": version.state,
        "approvedOn": version.approved_at,
        "reviewOn": version.review_on,
        "outcomes": [outcome.text for outcome in version.outcomes.all()],
        "rule": version.rule,
        "achievement": documents.achievement_document(version, at=at),
    }

"""What the header and the footer of every page need."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tessera.people import queries as people
from tessera.people.access import can

# (address name, label, permissions of which one is needed; none: everyone signed in)
ROOMS: list[tuple[str, str, tuple[str, ...]]] = [
    ("portal:home", gettext_noop("Home"), ()),
    ("enrolment:home", gettext_noop("Learning"), ()),
    ("backpack:home", gettext_noop("Backpack"), ()),
    (
        "catalogue:desk",
        gettext_noop("Designs"),
        ("catalogue.version.draft", "catalogue.version.publish"),
    ),
    ("endorsement:requests", gettext_noop("Endorsements"), ("endorsement.request.answer",)),
    (
        "assurance:desk",
        gettext_noop("Quality"),
        ("assurance.review.submit", "assurance.proposal.decide"),
    ),
    (
        "meetings:meetings",
        gettext_noop("Meetings"),
        ("meetings.meeting.lead", "meetings.meeting.attend"),
    ),
    ("standing:calendar", gettext_noop("Review calendar"), ("standing.review.decide",)),
    ("reports:scrutiny", gettext_noop("Scrutiny"), ("reports.scrutiny.view",)),
    ("enrolment:teaching", gettext_noop("Teaching"), ("enrolment.educational.record",)),
    ("enrolment:offerings", gettext_noop("Offerings"), ("enrolment.offering.open",)),
    ("assessment:queue", gettext_noop("Assessment"), ("assessment.attempt.judge",)),
    ("credentials:awaiting", gettext_noop("Awards"), ("credentials.award.confirm",)),
    ("people:organisations", gettext_noop("Partners"), ("people.organisation.manage",)),
    ("checking:issuers", gettext_noop("Known issuers"), ("checking.issuer.manage",)),
    ("catalogue:commitments", gettext_noop("Commitments"), ("catalogue.commitment.add",)),
    ("frameworks:register", gettext_noop("Frameworks"), ("frameworks.framework.import",)),
    ("portal:trail", gettext_noop("Trail"), ("people.trail.view",)),
]


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "institution": SimpleLazyObject(people.institution),
        "demonstration_url": reverse("portal:demonstration") if settings.DEMO else "",
        "navigation": navigation(request),
        "account_links": account_links(request),
        "footer_links": [
            {"url": reverse("publicsite:catalogue"), "label": _("Catalogue")},
            {"url": reverse("publicsite:check"), "label": _("Check a badge")},
        ],
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The rooms this person works in; a visitor sees the two public ones."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        rooms = [("publicsite:catalogue", _("Catalogue")), ("publicsite:check", _("Check a badge"))]
    else:
        rooms = [
            (name, label)
            for name, label, permissions in ROOMS
            if not permissions or any(can(person, permission) for permission in permissions)
        ]
    links = [{"url": reverse(name), "label": _(label)} for name, label in rooms]
    # The longest address that the page lies under is the room one is in.
    here = max(
        (link["url"] for link in links if request.path.startswith(link["url"])), key=len, default=""
    )
    return [{**link, "current": link["url"] == here} for link in links]


def account_links(request: HttpRequest) -> list[dict[str, str]]:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return []
    links = [
        {"url": reverse("portal:inbox"), "label": _("Messages")},
        {"url": reverse("portal:profile"), "label": _("Name and language")},
    ]
    if can(person, "people.outbox.view"):
        links.append({"url": reverse("portal:outbox"), "label": _("Outbox")})
    return links

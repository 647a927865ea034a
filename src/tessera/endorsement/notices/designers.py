"""What the designers who wait hear."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.endorsement.notices.writing import to_designers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tessera.endorsement.models import Request, Suggestion


def endorsed(request: Request, *, whole: bool, at: datetime) -> None:
    both = _(
        "%(organisation)s says that the skill is in demand and that the assessment reflects the"
        " job. The endorsement is signed and will be carried in every badge."
    )
    one = _(
        "%(organisation)s makes one of the two statements. It is signed and will be carried in every"
        " badge; approval needs both, by one organisation. Read what it says."
    )
    to_designers(
        request,
        kind="endorsement.statement.given",
        subject=_("%(organisation)s endorses “%(title)s”"),
        text=both if whole else one,
        at=at,
    )


def changes_proposed(request: Request, made: Sequence[Suggestion], *, at: datetime) -> None:
    to_designers(
        request,
        kind="endorsement.suggestion.made",
        subject=_("%(organisation)s proposes changes to “%(title)s”"),
        text=_(
            "%(organisation)s would like to see changes first:\n\n%(changes)s\n\nAnswer each, whether"
            " you change the design or not. The request stays open."
        ),
        once=str(made[0].pk),
        changes="\n".join(f"- {each.text}" for each in made),
        at=at,
    )


def renewed(request: Request, *, at: datetime) -> None:
    to_designers(
        request,
        kind="endorsement.statement.renewed",
        subject=_("%(organisation)s renews its endorsement of “%(title)s”"),
        text=_("The same words stand for another term, signed anew."),
        at=at,
    )


def expired(request: Request, *, at: datetime) -> None:
    to_designers(
        request,
        kind="endorsement.statement.expired",
        subject=_("The endorsement of “%(title)s” by %(organisation)s has ended"),
        text=_(
            "Its term is over. Badges that people hold keep it; new ones do not carry it. The partner"
            " can renew it with one click, or you can ask somebody else."
        ),
        at=at,
    )


def disowned(request: Request, *, at: datetime) -> None:
    to_designers(
        request,
        kind="endorsement.statement.disowned",
        subject=_("The endorsement of “%(title)s” by %(organisation)s no longer checks"),
        text=_(
            "The website of %(organisation)s no longer publishes the key that it was signed with. New"
            " badges do not carry it. The partner is asked to publish the key again, or to sign anew."
        ),
        at=at,
    )


def declined(request: Request, *, at: datetime) -> None:
    to_designers(
        request,
        kind="endorsement.request.declined",
        subject=_("%(organisation)s does not endorse “%(title)s” as it is"),
        text=_("%(organisation)s answered:\n\n%(reason)s"),
        at=at,
    )


def withdrawn(request: Request, *, at: datetime) -> None:
    to_designers(
        request,
        kind="endorsement.statement.withdrawn",
        subject=_("%(organisation)s no longer endorses “%(title)s”"),
        text=_("%(organisation)s withdrew its endorsement:\n\n%(reason)s"),
        at=at,
    )


def lapsed(request: Request, *, at: datetime) -> None:
    to_designers(
        request,
        kind="endorsement.request.lapsed",
        subject=_("%(organisation)s has not answered about “%(title)s”"),
        text=_("The request is closed, since its day has passed. You can ask again."),
        at=at,
    )

"""Proving that a badge is one's own: a number that only its holder can answer, once and soon."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tessera.backpack import policies, queries
from tessera.backpack.models import Challenge
from tessera.common.refusal import Refusal
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.credentials.models import Award
    from tessera.people.models import Person


class NoSuchNumber(Refusal):
    """Nobody asks that now, or not about a badge of this person."""

    code, status = "no-such-number", 422
    message = _(
        "Nobody is waiting for this number now. It works for fifteen minutes, for your own badges"
        " only: ask for a new one."
    )


def ask_holder(*, award: Award, at: datetime) -> Challenge:
    """Ask whoever holds this badge to say so. Who asks is not kept. Refuses: WrongState."""
    policies.check_ask(award)
    return Challenge.objects.create(
        award=award,
        token=secrets.token_urlsafe(32),
        number=f"{secrets.randbelow(10**6):06}",
        asked_at=at,
    )


@transaction.atomic
def answer_challenge(*, number: str, with_name: bool, by: Person, at: datetime) -> Challenge:
    """The holder answers; `with_name` tells the asker their name. Refuses: NoSuchNumber."""
    typed = "".join(sign for sign in number if sign.isdigit())
    waiting = queries.challenges_to(by, at).select_for_update(no_key=True, of=("self",))
    challenge = waiting.select_related("award").filter(number=typed).first()
    if challenge is None:
        raise NoSuchNumber
    challenge.answered_at = at
    challenge.name = by.name if with_name else ""
    challenge.save(update_fields=["answered_at", "name"])
    trail.record("backpack.holder.proved", subject=challenge.award, by=by, at=at)
    return challenge


def forget_challenges(*, at: datetime) -> int:
    """Nothing stays of what was asked; how many were forgotten."""
    forgotten, _kinds = Challenge.objects.filter(asked_at__lte=at - queries.SEEN_FOR).delete()
    return forgotten

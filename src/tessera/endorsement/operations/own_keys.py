"""A key that an organisation holds itself: it is proven once, and then signs what the organisation says.

What comes back from outside is checked before anything is locked, since a did:web is looked up on the
network. The key is locked before versions and requests, everywhere.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tessera.checking import operations as checking
from tessera.checking import wording
from tessera.common.states import advance
from tessera.endorsement import policies, queries
from tessera.endorsement.enums import Interest, State
from tessera.endorsement.models import OwnKey, Prepared, Request, Statement
from tessera.endorsement.notices import designers, partner
from tessera.endorsement.operations.answering import given
from tessera.endorsement.operations.life import renewed, withdraw_endorsement, words_of
from tessera.endorsement.operations.locking import end_statement, locked_request, tell_if_lapsed
from tessera.endorsement.operations.signing import keep, profile, spoken, unsigned, written
from tessera.endorsement.workflow import ENDORSEMENT
from tessera.kernel.errors import KernelError
from tessera.kernel.openbadges import build, canonical, countersigning, model
from tessera.kernel.openbadges import check as kernel
from tessera.kernel.openbadges.check import NotValid
from tessera.kernel.openbadges.report import Result, Verdict
from tessera.people import queries as people
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.people.models import Organisation, Person

_WHY: dict[str, str | Promise] = {
    "token": gettext_lazy(
        "This is a token. Badges carry what you sign, so that it needs a proof inside the document."
    ),
    "not-json": gettext_lazy("This is not the signed document: it cannot be read as JSON."),
    "no-proof": gettext_lazy("This is not signed yet: there is no proof in it."),
    "several-proofs": gettext_lazy("This has more than one proof; yours alone is needed."),
    "proof-ends": gettext_lazy(
        "The signature has an end of its own, and badges that carry it would outlive it."
    ),
    "proof-dated": gettext_lazy(
        "The signature is dated before you were given the text, or in the future."
    ),
}
_UNREADABLE: str | Promise = gettext_lazy("This cannot be read as the signed document.")


@transaction.atomic
def register_key(*, organisation: Organisation, did: str, by: Person, at: datetime) -> OwnKey:
    """Name a key, and get a text to sign with it, once, which shows that it is the organisation's own.

    Whatever waited for its proof no longer does. Refuses: NotAnswering, KeysAreThePartners, NotADid,
    KeyOfTheCollege, ForeignDomain, KeyIsInUse.
    """
    organisation = type(organisation).objects.select_for_update(no_key=True).get(pk=organisation.pk)
    policies.own_keys.check_register(organisation, did=did, by=by)
    waiting = OwnKey.objects.filter(organisation=organisation, proven_at=None, ended_at=None)
    waiting.update(ended_at=at, ended_by=by)
    key = OwnKey(organisation=organisation, did=did, asked_at=at, asked_by=by)
    key.expires_at = at + policies.own_keys.TIME_TO_PROVE
    key.challenge = _challenge(key)
    key.save()
    record("endorsement.key.named", subject=organisation, by=by, at=at, did=did)
    return key


def prove_key(*, key: OwnKey, text: str, by: Person, at: datetime) -> OwnKey:
    """From now on this key signs for the organisation, in place of any before it; all of it are told.

    Refuses: NotAnswering, KeysAreThePartners, WrongState, KeyIsInUse, NotAsGiven, NotChecked.
    """
    policies.own_keys.check_prove(key, by=by, at=at)
    proof = _as_given(text, key.challenge, since=key.asked_at, at=at)
    with transaction.atomic():
        key = _locked(key)
        policies.own_keys.check_prove(key, by=by, at=at)
        before = queries.own_keys.in_use(key.organisation)
        if before is not None:
            _end(_locked(before), by=by, at=at)
        key.proof, key.proven_at, key.proven_by = proof, at, by
        key.save(update_fields=["proof", "proven_at", "proven_by"])
        record("endorsement.key.proven", subject=key.organisation, by=by, at=at, did=key.did)
        partner.key_proven(key, at=at)
    return key


@transaction.atomic
def end_key(*, key: OwnKey, takes_back: bool, by: Person, at: datetime) -> OwnKey:
    """The key signs no more. What was signed with it stands, unless it is all taken back with it.

    Refuses: NotAnswering, KeysAreThePartners, WrongState.
    """
    key = _locked(key)
    policies.own_keys.check_end(key, by=by)
    if takes_back:
        for request in queries.own_keys.signed_with(key).order_by("version", "pk"):
            reason = _("The key that it was signed with is no longer safe.")
            withdraw_endorsement(request=request, reason=reason, by=by, at=at)
    return _end(key, by=by, at=at)


@transaction.atomic
def prepare_endorsement(
    *,
    request: Request,
    words: dict[str, Any],
    seen: str | None = None,
    by: Person,
    at: datetime,
) -> Prepared:
    """The exact text of an endorsement, to be signed with the organisation's own key; not given yet.

    `words` are those that `give_endorsement` takes. Refuses: NotAnswering, EndorsedSide, WrongState,
    AnsweredAlready, NotReady, DesignChanged, NoKeyInUse.
    """
    request = locked_request(request)
    said = {"interest": Interest.UNASKED, "interest_words": "", "language": spoken(), **words}
    said |= {name: said.get(name, "").strip() for name in ("demand", "reflects")}
    policies.check_give(
        request,
        said=[said["demand"], said["reflects"]],
        interest=said["interest"],
        interest_words=said["interest_words"],
        seen=seen,
        by=by,
        at=at,
    )
    return _prepare(request, said, renews=False, by=by, at=at)


@transaction.atomic
def prepare_renewal(
    *, request: Request, seen: str | None = None, by: Person, at: datetime
) -> Prepared:
    """The same words for another term, to be signed with the organisation's own key.

    Refuses: NotAnswering, EndorsedSide, WrongState, TooSoon, AlreadyAsked, DesignChanged, NoKeyInUse.
    """
    request = locked_request(request)
    policies.check_renew(request, seen=seen, by=by, at=at)
    return _prepare(request, words_of(request), renews=True, by=by, at=at)


def accept_signed(*, prepared: Prepared, text: str, by: Person, at: datetime) -> Statement:
    """Give the endorsement, or renew it, with the bytes that the organisation signed itself.

    Refuses: NotAsGiven, NotChecked, NoKeyInUse, TooOldToSign, PreparedAnew, KeysAreThePartners, and what
    `give_endorsement` and `renew_endorsement` refuse.
    """
    policies.own_keys.check_accept(prepared, by=by, at=at)
    body = _as_given(text, prepared.document, since=prepared.prepared_at, at=at)
    with transaction.atomic():
        key = _locked(prepared.own_key)
        request = locked_request(prepared.request)
        found = _still(prepared, request)
        found.own_key, found.request = key, request
        policies.own_keys.check_accept(found, by=by, at=at)
        said = dict(found.words)
        comment = said.pop("comment", "")
        seal = partial(keep, prepared=found, body=body)
        if found.renews:
            policies.check_renew(request, seen=found.digest, by=by, at=at)
            statement = renewed(request, said, seal=seal, by=by, at=at)
        else:
            policies.check_answer(request, by=by, at=at)
            statement = given(request, said, comment=comment, seal=seal, by=by, at=at)
        Prepared.objects.filter(request=request).delete()
    return statement


def look_up_keys(*, at: datetime) -> None:
    """Ask the organisations' websites whether their keys still speak for them.

    A badge that carried what nobody vouches for would be invalid from its first day. What cannot be
    reached says nothing. Each endorsement in a transaction of its own; again does nothing more.
    """
    for statement in queries.own_keys.vouched_for_elsewhere():
        report = kernel.check(statement.document.body, at=at, load=checking.loader(at=at))
        if report.step("issuer").result is Result.FAILED:
            disown(request=statement.request, at=at)


@transaction.atomic
def disown(*, request: Request, at: datetime) -> None:
    """New badges do not carry what its organisation no longer vouches for; it may be signed again."""
    request = locked_request(request)
    if request.state != State.GIVEN:
        return
    advance(request, ENDORSEMENT, "expire")
    request.save(update_fields=["state"])
    end_statement(request, at, revoke=False)
    record("endorsement.statement.disowned", subject=request, by=None, at=at)
    designers.disowned(request, at=at)
    partner.disowned(request, at=at)
    tell_if_lapsed(request.version, at)


def _as_given(text: str, given_out: str, *, since: datetime, at: datetime) -> str:
    """What came back, once it is known to be what was given out. Refuses: NotAsGiven, NotChecked."""
    text = text.removeprefix("\ufeff").strip()
    try:
        countersigning.check_signed(
            text, canonical.read(given_out), since=since, at=at, load=checking.loader(at=at)
        )
    except NotValid as fault:
        kind = (
            policies.own_keys.NotChecked
            if fault.report.verdict is Verdict.UNDECIDED
            else policies.own_keys.NotAsGiven
        )
        raise kind(why=_why(fault)) from None
    except KernelError as fault:
        why = _WHY.get(fault.code, _UNREADABLE)
        if fault.code == "changed":
            why = _("This is not the text that you were given: %(where)s.") % fault.facts
        raise policies.own_keys.NotAsGiven(why=why) from None
    return text


def _why(fault: NotValid) -> str:
    """The step that did not hold, in words, with what was found."""
    step = next(
        one
        for one in fault.report.steps
        if one.decides and one.result is not Result.PASSED and one.code == fault.code
    )
    words = wording.SUMMARIES.get((step.asks, step.result), "")
    return f"{words} ({step.detail or step.code})."


def _challenge(key: OwnKey) -> str:
    """An endorsement of the organisation's own page here, by itself, for a week: it says nothing of a badge."""
    organisation = key.organisation
    college = people.institution()
    facts = model.EndorsementCredential(
        id=f"urn:uuid:{uuid4()}",
        name=f"{organisation}: {key.did}",
        issuer=profile(organisation, key.did),
        endorsed=f"{settings.PUBLIC_URL}/issuers/{organisation.slug}",
        comment=_(
            "%(organisation)s signs this to show %(college)s that the key is its own. It endorses"
            " nothing else."
        )
        % {"organisation": organisation, "college": college or settings.PUBLIC_URL},
        valid_from=key.asked_at,
        valid_until=key.expires_at,
    )
    return written(build.endorsement(facts))


def _prepare(
    request: Request, said: dict[str, Any], *, renews: bool, by: Person, at: datetime
) -> Prepared:
    key = queries.own_keys.in_use(request.organisation)
    policies.own_keys.check_key_in_use(key)
    assert key is not None
    spoken = {name: value for name, value in said.items() if name != "comment"}
    uuid = uuid4()
    statement = Statement(request=request, **spoken, given_at=at, given_by=by)
    prepared, _made = Prepared.objects.update_or_create(
        request=request,
        defaults={
            "own_key": key,
            "uuid": uuid,
            "words": said,
            "renews": renews,
            "document": unsigned(statement, key, uuid),
            "digest": request.digest,
            "prepared_at": at,
            "prepared_by": by,
        },
    )
    record("endorsement.statement.prepared", subject=request, by=by, at=at)
    return prepared


def _still(prepared: Prepared, request: Request) -> Prepared:
    """The same text still waits. Refuses: PreparedAnew; what was answered is refused by its state."""
    found = Prepared.objects.filter(request=request).first()
    if found is None:
        return prepared
    if found.uuid != prepared.uuid:
        raise policies.own_keys.PreparedAnew(day=timezone.localdate(found.prepared_at))
    return found


def _end(key: OwnKey, *, by: Person, at: datetime) -> OwnKey:
    key.ended_at, key.ended_by = at, by
    key.save(update_fields=["ended_at", "ended_by"])
    record("endorsement.key.ended", subject=key.organisation, by=by, at=at, did=key.did)
    partner.key_ended(key, at=at)
    return key


def _locked(key: OwnKey) -> OwnKey:
    found = OwnKey.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("organisation").get(pk=key.pk)

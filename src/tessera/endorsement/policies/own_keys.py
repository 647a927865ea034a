"""Whose key may speak for an organisation: its own, never one that the college could hold or enter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tessera.common.refusal import Refusal, WrongState
from tessera.endorsement import queries
from tessera.endorsement.enums import KeyState
from tessera.endorsement.models import OwnKey, Prepared
from tessera.endorsement.policies import requests
from tessera.kernel.errors import KernelError
from tessera.kernel.openbadges import did as dids
from tessera.people import queries as people

if TYPE_CHECKING:
    from tessera.people.models import Organisation, Person

TIME_TO_PROVE = timedelta(days=7)
TIME_TO_SIGN = timedelta(days=30)


class KeysAreThePartners(Refusal):
    """The college never holds, enters or accepts what a partner signs."""

    code, status = "keys-are-the-partners", 403
    message = _(
        "%(person)s works for the college, which has no hand in a partner’s key or in what is signed"
        " with it."
    )


class NotADid(Refusal):
    code, status = "not-a-did", 422
    message = _(
        "This names no key that can be used here. It begins with did:web: and your domain, or with"
        " did:key: and the key itself."
    )


class ForeignDomain(Refusal):
    """Whoever publishes a did:web document decides whose key is in it."""

    code, status = "foreign-domain", 422
    message = _(
        "%(host)s is not the domain of %(organisation)s (%(url)s), so whoever runs it could put"
        " another key there. Use a did:web of your domain, or a did:key."
    )


class KeyOfTheCollege(Refusal):
    """A key that the endorsed side keeps proves nothing of the endorser."""

    code, status = "key-of-the-college", 422
    message = _("This key is kept by the college. Use one that only %(organisation)s holds.")


class KeyIsInUse(Refusal):
    code = "key-is-in-use"
    message = _("This key has been proven already and is in use.")


class SignsItself(Refusal):
    """What Tessera could sign, somebody with a mailbox could have signed."""

    code = "signs-itself"
    message = _(
        "%(organisation)s signs with a key of its own, so nothing is signed here in its name. Take the"
        " text, sign it, and hand it in."
    )


class NoKeyInUse(Refusal):
    code = "no-key-in-use"
    message = _(
        "The key that this was prepared for is no longer in use. Prepare it again; your words are kept."
    )


class PreparedAnew(Refusal):
    """Two editions of the same endorsement, of which one was signed."""

    code = "prepared-anew"
    message = _(
        "This was prepared again on %(day)s. Take the newer text and sign that; nothing was lost."
    )


class TooOldToSign(Refusal):
    code = "too-old-to-sign"
    message = _(
        "This was prepared more than thirty days ago. Prepare it again; your words are kept."
    )


class NotAsGiven(Refusal):
    """What was handed in is not what was given out, signed by its own key; `why` says how."""

    code, status = "not-as-given", 422
    message = _("%(why)s Nothing was lost: sign the text again, and hand it in.")


class NotChecked(Refusal):
    """Something outside could not be read, which says nothing against the signature."""

    code, status = "not-checked", 422
    message = _("%(why)s Nothing was lost: hand in the same file again in a while.")


def check_register(organisation: Organisation, *, did: str, by: Person) -> None:
    """Refuses: NotAnswering, KeysAreThePartners, NotADid, KeyOfTheCollege, ForeignDomain, KeyIsInUse."""
    check_keeps(organisation, by=by)
    if host := _host_of(did):
        if _is_at(host, settings.PUBLIC_URL) or _is_the_colleges(host):
            raise KeyOfTheCollege(organisation=organisation)
        if not _is_at(host, organisation.url):
            raise ForeignDomain(host=host, organisation=organisation, url=organisation.url)
    if queries.own_keys.is_in_use(did):
        raise KeyIsInUse


def check_keeps(organisation: Organisation, *, by: Person) -> None:
    """Refuses: NotAnswering, KeysAreThePartners."""
    requests.check_answers_for(organisation, by)
    if people.is_inside(by):
        raise KeysAreThePartners(person=by)


def check_prove(key: OwnKey, *, by: Person, at: datetime) -> None:
    """Refuses: NotAnswering, KeysAreThePartners, WrongState, KeyIsInUse."""
    check_keeps(key.organisation, by=by)
    state = queries.own_keys.state_of(key, at)
    if state != KeyState.ASKED:
        raise WrongState(state=state.label)
    if queries.own_keys.is_in_use(key.did):
        raise KeyIsInUse


def check_end(key: OwnKey, *, by: Person) -> None:
    """Refuses: NotAnswering, KeysAreThePartners, WrongState."""
    check_keeps(key.organisation, by=by)
    if key.proven_at is None or key.ended_at is not None:
        raise WrongState(state=KeyState.ENDED.label)


def check_signed_here(organisation: Organisation) -> None:
    """Refuses: SignsItself."""
    if queries.own_keys.in_use(organisation) is not None:
        raise SignsItself(organisation=organisation)


def check_key_in_use(key: OwnKey | None) -> None:
    """Refuses: NoKeyInUse."""
    if key is None or key.proven_at is None or key.ended_at is not None:
        raise NoKeyInUse


def check_accept(prepared: Prepared, *, by: Person, at: datetime) -> None:
    """Before anything is looked up. Refuses: NotAnswering, EndorsedSide, KeysAreThePartners,
    NoKeyInUse, TooOldToSign, DesignChanged."""
    request = prepared.request
    check_keeps(request.organisation, by=by)
    requests.check_outside(request.version, by, asked_by=request.asked_by_id)
    check_key_in_use(prepared.own_key)
    if at > prepared.prepared_at + TIME_TO_SIGN:
        raise TooOldToSign
    requests.check_seen(request, seen=prepared.digest)


def _host_of(did: str) -> str:
    """The host that publishes it; "" for a key that needs none. Refuses: NotADid."""
    try:
        if did.startswith("did:key:"):
            dids.key_method(did)
            return ""
        return urlsplit(dids.web_address(did)).hostname or ""
    except KernelError:
        raise NotADid from None


def _is_the_colleges(host: str) -> bool:
    college = people.institution()
    return college is not None and _is_at(host, college.url)


def _is_at(host: str, url: str) -> bool:
    """Whether it is the host of this website, or below it."""
    return people.is_address_at(f"@{host}", url)

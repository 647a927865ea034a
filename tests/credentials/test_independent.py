"""An implementation that shares none of our code accepts what we issue, given the same documents."""

from __future__ import annotations

from datetime import timedelta

import pytest
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError

from tessera.checking.operations import loader
from tessera.common import clock
from tessera.credentials import operations
from tessera.credentials.queries import signed_body
from tessera.signing.models import Issuer
from tests.factories import credentials, people

from .test_documents import endorsed_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_https(settings):
    settings.PUBLIC_URL = "https://badges.example.org"


def an_award():
    # The other implementation reads the real clock.
    return credentials.award(at=clock.now() - timedelta(minutes=5))


def verify(award, **changes: str):
    fetch = loader(at=clock.now())
    body = signed_body(award)
    for old, new in changes.items():
        assert old in body
        body = body.replace(old, new)
    return OB3LdpVerifier().verify(
        body,
        expected_recipient=award.subject.urn,
        check_status=True,
        verify_status_list=False,  # it knows signed lists as tokens only
        download=lambda address, *_rest, **_options: fetch(address),
    )


def test_an_issued_badge_is_accepted_with_its_did_status_list_and_recipient():
    award = an_award()
    accepted = verify(award)
    assert accepted.issuer.id == Issuer.objects.get(organisation=None).did
    assert accepted.id == f"https://badges.example.org/credentials/{award.uuid}"


def test_an_endorsed_badge_is_accepted():
    version, _statement = endorsed_version()
    award = credentials.award(version=version, at=clock.now() - timedelta(minutes=5))
    assert "EndorsementCredential" in signed_body(award)
    assert verify(award).id.endswith(str(award.uuid))


def test_a_revoked_badge_is_refused():
    award = an_award()
    operations.revoke(
        award=award,
        reason="error",
        explanation="Mixed up.",
        by=people.person("registrar"),
        at=clock.now(),
    )
    with pytest.raises(OB3VerificationError, match="is set at index"):
        verify(award)


def test_a_tampered_badge_is_refused():
    with pytest.raises(OB3VerificationError):
        verify(an_award(), Proficient="Exemplary")

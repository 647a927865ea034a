"""`tessera check` finds what is wrong and says what to do."""

import pytest

from tessera.common import clock
from tessera.common.models import WorkerBeat
from tessera.config import doctor
from tessera.signing import operations as signing
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def faults() -> dict[str, str]:
    return {each.about: each.detail for each in doctor.examine() if not each.well}


@pytest.fixture
def alive():
    WorkerBeat.objects.create(worker="one", at=clock.now())


def test_set_up_that_works_has_no_fault(alive):
    assert faults() == {}


def test_missing_worker_is_found():
    assert list(faults()) == ["worker"]


def test_keys_locked_with_another_secret_are_found(alive, settings):
    signing.create_issuer(slug="college", name="College", url="https://c.example", at=NOON)
    settings.KEY_ENCRYPTION_KEY = "another"
    assert list(faults()) == ["signing keys"]


@pytest.mark.parametrize("url", ["http://badges.example.org", "https://badges.example.org/app"])
def test_address_that_badges_cannot_carry_for_ever_is_found(alive, settings, url):
    settings.PUBLIC_URL = url
    assert list(faults()) == ["public address"]


def test_mail_server_that_does_not_answer_is_found(alive, settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert list(faults()) == ["mail"]

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tessera.catalogue.enums import State as VersionState
from tessera.checking import wording
from tessera.checking.operations import check
from tessera.common import clock
from tessera.credentials import files, operations
from tessera.credentials.documents import credential_iri
from tessera.credentials.enums import State, Visibility
from tessera.credentials.models import Award
from tessera.credentials.queries import signed_body
from tessera.endorsement.models import Statement
from tessera.kernel.openbadges import source
from tessera.people.enums import Role
from tests.factories import catalogue, credentials, endorsement, people, signing
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def issuer():
    return signing.institution_issuer()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def registrar():
    return people.person(Role.REGISTRAR, name="Rae Registrar")


@pytest.fixture
def desk(registrar) -> Client:
    return signed_in(registrar)


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def public(award: Award) -> Award:
    return operations.set_visibility(
        award=award, visibility=Visibility.PUBLIC, by=award.learner, at=NOON
    )


# -- Confirming ---------------------------------------------------------------------------------


def test_awaiting_lists_what_was_recommended(desk):
    attempt = credentials.attempt()
    page = desk.get(reverse("credentials:awaiting"))
    assert page.status_code == 200
    assert attempt.enrolment.learner.name in page.content.decode()
    assert reverse("credentials:confirm", args=[attempt.uuid]) in page.content.decode()


def test_awaiting_says_so_when_nothing_waits(desk):
    assert "Nothing waits for you" in desk.get(reverse("credentials:awaiting")).content.decode()


def test_awaiting_asks_as_many_questions_for_three_as_for_one(desk):
    credentials.attempt()
    one = queries_of(desk, reverse("credentials:awaiting"))
    credentials.attempt()
    credentials.attempt()
    assert queries_of(desk, reverse("credentials:awaiting")) == one


@pytest.mark.parametrize("name", ["awaiting", "register"])
def test_the_registrars_pages_are_hidden_from_others(name):
    client = signed_in(people.person(Role.DESIGNER))
    assert client.get(reverse(f"credentials:{name}")).status_code == 404
    assert Client().get(reverse(f"credentials:{name}")).status_code == 302


def test_confirm_shows_the_chain_and_awards_on_post(desk):
    attempt = credentials.attempt()
    address = reverse("credentials:confirm", args=[attempt.uuid])
    assert "The chain of decisions" in desk.get(address).content.decode()
    answer = desk.post(address)
    assert (answer.status_code, answer["Location"]) == (302, reverse("credentials:awaiting"))
    assert Award.objects.get().attempt == attempt


def test_confirm_pressed_twice_awards_once_and_says_so(desk):
    address = reverse("credentials:confirm", args=[credentials.attempt().uuid])
    desk.post(address)
    again = desk.post(address)
    assert (again.status_code, Award.objects.count()) == (409, 1)
    assert "Nothing was confirmed" in again.content.decode()


def test_confirm_of_what_was_judged_again_meanwhile_is_refused_and_shows_the_new_judgement(desk):
    attempt = credentials.attempt()
    address = reverse("credentials:confirm", args=[attempt.uuid])
    read = desk.get(address).context["chain"].seen
    judgement = attempt.judgements.get()
    judgement.submitted_at += timedelta(minutes=5)
    judgement.save(update_fields=["submitted_at"])
    answer = desk.post(address, {"seen": read})
    assert (answer.status_code, Award.objects.count()) == (409, 0)
    assert desk.post(address, {"seen": answer.context["chain"].seen}).status_code == 302


def test_confirm_of_an_attempt_out_of_reach_is_not_found():
    client = signed_in(people.person(Role.REGISTRAR, unit=people.unit("nursing")))
    address = reverse("credentials:confirm", args=[credentials.attempt().uuid])
    assert client.post(address).status_code == 404


# -- The register -------------------------------------------------------------------------------


def test_register_finds_by_name_and_by_state(desk):
    ana = credentials.award(learner=people.person(name="Ana Achebe"))
    credentials.award(learner=people.person(name="Bo Berg"), issued=False)
    address = reverse("credentials:register")

    def learners(query: str) -> list[str]:
        page = desk.get(address + query).context["page"]
        return [award.learner.name for award in page]

    assert learners("") == ["Bo Berg", "Ana Achebe"]
    assert learners("?q=ache") == ["Ana Achebe"]
    assert learners(f"?q={ana.version.title.split()[-1]}%20ana") == ["Ana Achebe"]
    assert learners("?state=confirmed") == ["Bo Berg"]
    assert learners("?q=nobody") == []


def test_register_asks_as_many_questions_for_three_as_for_one(desk):
    credentials.award()
    one = queries_of(desk, reverse("credentials:register"))
    credentials.award()
    credentials.award(issued=False)
    assert queries_of(desk, reverse("credentials:register")) == one


def test_register_shows_what_is_stuck_and_tries_again(desk):
    award = credentials.award(issued=False)
    Award.objects.update(last_error="KeysLocked: The signing keys cannot be opened")
    page = desk.get(reverse("credentials:register")).content.decode()
    assert "Stuck" in page
    assert "The signing keys cannot be opened" in page
    desk.post(reverse("credentials:retry", args=[award.uuid]))
    award.refresh_from_db()
    assert award.last_error == ""


def test_retry_of_what_is_issued_is_refused_as_a_page(desk):
    answer = desk.post(reverse("credentials:retry", args=[credentials.award().uuid]))
    assert answer.status_code == 409


def test_revoke_says_what_it_touches_and_revokes_with_a_reason(desk):
    award = credentials.award()
    address = reverse("credentials:revoke", args=[award.uuid])
    assert "This cannot be undone" in desk.get(address).content.decode()
    answer = desk.post(address, {"reason": "error", "explanation": "Mixed up two learners."})
    award.refresh_from_db()
    assert (answer.status_code, award.state) == (302, State.REVOKED)
    assert award.revocation.explanation == "Mixed up two learners."


def test_revoke_without_an_explanation_keeps_what_was_chosen(desk):
    award = credentials.award()
    address = reverse("credentials:revoke", args=[award.uuid])
    answer = desk.post(address, {"reason": "integrity", "explanation": ""})
    award.refresh_from_db()
    assert (answer.status_code, award.state) == (422, State.ISSUED)
    assert answer.context["form"]["reason"].value() == "integrity"


def test_revoke_of_what_is_revoked_already_says_so(desk, registrar):
    award = credentials.award()
    facts = {"reason": "error", "explanation": "Mixed up."}
    address = reverse("credentials:revoke", args=[award.uuid])
    desk.post(address, facts)
    again = desk.post(address, facts)
    assert again.status_code == 409
    assert "Nothing was revoked" in again.content.decode()


def test_lift_makes_a_suspended_badge_valid_again(desk):
    award = credentials.award()
    operations.suspend(award=award, explanation="Looked into.", by=None, at=NOON)
    assert "Lift the suspension" in desk.get(reverse("credentials:register")).content.decode()
    desk.post(reverse("credentials:lift", args=[award.uuid]))
    award.refresh_from_db()
    assert award.state == State.ISSUED


# -- The public badge ---------------------------------------------------------------------------


def address_of(award: Award, form: str = "") -> str:
    return f"/credentials/{award.uuid}{form}"


@pytest.mark.parametrize("form", ["", ".json", ".jwt", ".png", ".svg", ".pdf"])
def test_a_private_badge_is_there_for_its_owner_only(form, desk):
    award = credentials.award()
    answers = [
        client.get(address_of(award, form)).status_code
        for client in (signed_in(award.learner), desk, signed_in(people.person()), Client())
    ]
    assert answers == [200, 404, 404, 404]


def test_a_badge_that_is_not_issued_yet_is_not_there_even_for_its_owner():
    award = credentials.award(issued=False)
    assert signed_in(award.learner).get(address_of(award)).status_code == 404


def test_the_public_page_starts_with_what_the_earner_can_do(client):
    award = public(credentials.award())
    answer = client.get(address_of(award))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "lead a team through a change" in page
    assert page.index("lead a team through a change") < page.index("How it was judged")
    assert "Rivermouth College" in page
    assert "Proficient" in page
    assert award.learner.name not in page
    assert answer["X-Robots-Tag"] == "noindex"


def test_the_json_is_the_bytes_as_signed(client):
    award = public(credentials.award())
    answer = client.get(address_of(award, ".json"))
    assert answer.content.decode() == signed_body(award)
    assert answer["Content-Type"] == "application/vc+ld+json"
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        (".json", "application/vc+ld+json"),
        (".jwt", "application/vc+jwt"),
        (".png", "image/png"),
        (".svg", "image/svg+xml"),
        (".pdf", "application/pdf"),
    ],
)
def test_a_badge_travels_in_every_form_and_checks_as_valid(client, form, kind):
    award = public(credentials.award())
    answer = client.get(address_of(award, form))
    report = check(answer.content, at=NOON + timedelta(hours=1))
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert (wording.kind_of(report), report.credential["id"]) == ("valid", credential_iri(award))


def test_only_a_public_badge_is_framed_and_only_its_frame(client):
    award = public(credentials.award())
    framed, page = client.get(address_of(award, "/embed")), client.get(address_of(award))
    assert "frame-ancestors *" in framed["Content-Security-Policy"].replace(" 'none'", "")
    assert ("X-Frame-Options" in framed, page["X-Frame-Options"]) == (False, "DENY")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    private = credentials.award()
    assert signed_in(private.learner).get(address_of(private, "/embed")).status_code == 404


def test_oembed_answers_for_the_address_of_a_public_badge(client):
    award = public(credentials.award())
    address = f"http://localhost:8000{address_of(award)}"
    answer = client.get("/oembed", {"url": address, "maxwidth": "300"}).json()
    assert (answer["type"], answer["width"], answer["title"]) == ("rich", 300, award.version.title)
    assert f'src="{address}/embed"' in answer["html"]
    assert quote(address, safe="") in client.get(address_of(award)).content.decode()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 404),
        ({"url": "http://localhost:8000/catalogue/"}, 404),
        ({"url": f"http://localhost:8000/credentials/{'-' * 36}"}, 404),
        ({"url": "x", "format": "xml"}, 501),
    ],
)
def test_oembed_answers_for_nothing_else(client, asked, status):
    assert client.get("/oembed", asked).status_code == status


def test_an_endorsement_that_ended_is_marked_on_the_page(client):
    version = catalogue.version(state=VersionState.PUBLISHED)
    statement = endorsement.endorsed(version)
    award = public(credentials.award(version=version))
    before = client.get(address_of(award)).content.decode()
    Statement.objects.filter(pk=statement.pk).update(ended_at=clock.now())
    after = client.get(address_of(award)).content.decode()
    assert ("No longer in force" in before, "No longer in force" in after) == (False, True)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("application/vc", "application/vc+ld+json"),
        ("application/vc+ld+json", "application/vc+ld+json"),
        ("application/json", "application/vc+ld+json"),
        ("image/png", "image/png"),
        ("application/vc+jwt", "application/vc+jwt"),
        ("text/csv", "text/html; charset=utf-8"),
    ],
)
def test_the_address_answers_what_is_asked_for(client, accept, kind):
    answer = client.get(address_of(public(credentials.award())), headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert "Accept" in answer["Vary"]


def test_an_unknown_form_is_not_found(client):
    award = public(credentials.award())
    assert client.get(address_of(award, ".exe")).status_code == 404


def test_a_revoked_badge_still_answers_and_says_so(client, registrar):
    award = public(credentials.award())
    operations.revoke(
        award=award, reason="error", explanation="Mixed up.", by=registrar, at=clock.now()
    )
    page = client.get(address_of(award)).content.decode()
    assert "This badge was withdrawn by its issuer" in page
    assert "Mixed up." not in page
    assert json.loads(client.get(address_of(award, ".json")).content)["id"].endswith(
        str(award.uuid)
    )


def test_a_suspended_and_an_expired_badge_say_so(client):
    suspended, expired = public(credentials.award()), public(credentials.award())
    operations.suspend(award=suspended, explanation="Looked into.", by=None, at=NOON)
    Award.objects.filter(pk=expired.pk).update(valid_until=NOON + timedelta(minutes=5))
    Award.objects.filter(pk=expired.pk).update(valid_until=clock.now() - timedelta(days=1))
    assert "This badge is suspended" in client.get(address_of(suspended)).content.decode()
    assert "This badge has expired" in client.get(address_of(expired)).content.decode()


def test_the_command_to_check_is_shown_in_a_demonstration_only(client, settings):
    award = public(credentials.award())
    slug = award.version.definition.slug
    settings.DEMO = False
    assert "tessera verify" not in client.get(address_of(award)).content.decode()
    settings.DEMO = True
    command = (
        "tessera verify --map https://localhost:8000=http://testserver"
        f" --map http://localhost:8000=http://testserver {slug}.json"
    )
    assert command in client.get(address_of(award)).content.decode()


def test_a_page_takes_as_many_questions_for_three_criteria_as_for_more(client):
    award = public(credentials.award())
    small = queries_of(client, address_of(award))
    version = catalogue.version(state=VersionState.PUBLISHED)
    for component in version.components.all():
        catalogue.Criterion.objects.create(component=component, statement="More", position=9)
    criteria = catalogue.Criterion.objects.filter(component__version=version, statement="More")
    for criterion in criteria:
        for rank, name in enumerate(catalogue.LEVELS, start=1):
            catalogue.Level.objects.create(criterion=criterion, rank=rank, name=name)
    assert queries_of(client, address_of(public(credentials.award(version=version)))) == small


def test_a_badge_drawn_in_the_studio_leaves_as_the_drawing_it_is() -> None:
    award = credentials.award()
    framed = files.drawn(award)
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    )
    award.version.artwork_svg.save("drawn.svg", ContentFile(drawing))
    whole = files.drawn(award)
    assert (b"<image" in framed, b"<image" in whole) == (True, False)
    assert b'<path d="M0 0h9v9z"/>' in whole
    assert source.credential_in(whole) == signed_body(award).encode()

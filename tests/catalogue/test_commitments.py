"""Dated editions of what the institution stands for, and honest figures about what serves them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tessera.catalogue import operations, policies, queries
from tessera.catalogue.enums import Row
from tessera.catalogue.forms import row_form
from tessera.catalogue.models import Commitment, Edition, Service, Version
from tessera.common.refusal import NotPermitted
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.trail.models import Event
from tests.factories import catalogue, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db

PLAN: dict[str, Any] = {
    "kind": "plan",
    "name": "Plan 2030",
    "name_fr": "Plan 2030",
    "in_force_from": date(2030, 1, 1),
}


@pytest.fixture
def chair() -> Person:
    return people.person(Role.CHAIR)


@pytest.fixture
def browser(chair: Person) -> Client:
    client = Client()
    client.force_login(chair)
    return client


def serve(title: str, version: Version, how: str = "By doing.") -> Service:
    """The design says that it serves the objective of the plan."""
    objective = catalogue.commitment("plan", title)
    return Service.objects.create(version=version, commitment=objective, how=how)


# -- Recording ----------------------------------------------------------------------------------


def test_an_edition_and_its_objectives_are_recorded(chair: Person) -> None:
    edition = operations.add_edition(**PLAN, by=chair, at=NOON)
    words = {"title": "Care", "title_fr": "Soin"}
    made = operations.add_commitment(edition=edition, **words, by=chair, at=NOON)
    assert list(queries.commitments(on=date(2030, 1, 1))) == [made]
    assert list(queries.commitments(on=date(2029, 12, 31))) == []
    kinds = Event.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["catalogue.edition.added", "catalogue.commitment.added"]


def test_only_those_who_keep_the_record_write_it() -> None:
    designer = people.person(Role.DESIGNER)
    edition = catalogue.edition("plan")
    row = catalogue.commitment("plan", "Care")
    words = {"title": "x", "title_fr": "x", "text": ""}
    for refused in (
        lambda: operations.add_edition(**PLAN, by=designer, at=NOON),
        lambda: operations.close_edition(
            edition=edition, on=date(2031, 1, 1), by=designer, at=NOON
        ),
        lambda: operations.add_commitment(edition=edition, **words, by=designer, at=NOON),
        lambda: operations.reword_commitment(commitment=row, **words, by=designer, at=NOON),
        lambda: operations.remove_commitment(commitment=row, by=designer, at=NOON),
    ):
        with pytest.raises(NotPermitted):
            refused()


@pytest.mark.parametrize(
    ("first", "last", "allowed"),
    [
        (date(2019, 1, 1), date(2024, 12, 31), True),
        (date(2019, 1, 1), date(2025, 1, 1), False),
        (date(2024, 1, 1), None, False),
        (date(2028, 1, 1), date(2028, 2, 1), False),
        (date(2030, 1, 1), date(2031, 1, 1), False),
        (date(2030, 1, 2), None, True),
    ],
)
def test_one_edition_of_a_kind_is_in_force_on_any_day(
    first: date, last: date | None, allowed: bool, chair: Person
) -> None:
    operations.close_edition(
        edition=catalogue.edition("plan"), on=date(2030, 1, 1), by=chair, at=NOON
    )
    asked = PLAN | {"in_force_from": first, "in_force_until": last}
    operations.add_edition(**asked | {"kind": "digital"}, by=chair, at=NOON)
    if allowed:
        operations.add_edition(**asked, by=chair, at=NOON)
        return
    with pytest.raises(policies.EditionsOverlap) as refusal:
        operations.add_edition(**asked, by=chair, at=NOON)
    assert str(refusal.value.facts["edition"]) == "2025-2030"


def test_an_edition_never_ends_before_it_begins(chair: Person) -> None:
    with pytest.raises(policies.EndsTooSoon):
        operations.close_edition(
            edition=catalogue.edition("plan"), on=date(2024, 12, 31), by=chair, at=NOON
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.update(in_force_until=date(2024, 12, 31))


def test_a_name_is_used_once_and_so_is_an_objective(chair: Person) -> None:
    edition = operations.add_edition(**PLAN, by=chair, at=NOON)
    operations.close_edition(edition=edition, on=date(2031, 1, 1), by=chair, at=NOON)
    with pytest.raises(policies.AlreadyThere):
        operations.add_edition(**PLAN | {"in_force_from": date(2032, 1, 1)}, by=chair, at=NOON)
    for _time in range(2):
        words = {"title": "Care", "title_fr": "Soin"}
        if edition.commitments.exists():
            with pytest.raises(policies.AlreadyThere):
                operations.add_commitment(edition=edition, **words, by=chair, at=NOON)
        else:
            operations.add_commitment(edition=edition, **words, by=chair, at=NOON)


def test_what_is_cited_keeps_its_words(chair: Person) -> None:
    free, cited = catalogue.commitment("plan", "Free"), catalogue.commitment("plan", "Cited")
    serve("Cited", catalogue.version())
    words = {"title": "Freer", "title_fr": "Plus libre", "text": "In full"}
    operations.reword_commitment(commitment=free, **words, by=chair, at=NOON)
    assert Commitment.objects.get(pk=free.pk).text == "In full"
    operations.remove_commitment(commitment=free, by=chair, at=NOON)
    assert not Commitment.objects.filter(pk=free.pk).exists()
    with pytest.raises(policies.IsCited) as refusal:
        operations.reword_commitment(commitment=cited, **words, by=chair, at=NOON)
    assert refusal.value.facts == {"count": 1}
    with pytest.raises(policies.IsCited):
        operations.remove_commitment(commitment=cited, by=chair, at=NOON)


def test_a_design_is_offered_what_is_in_force_and_keeps_what_it_cited() -> None:
    version = catalogue.version()
    serve("Old", version)
    old = Service.objects.get(commitment__title="Old")
    Edition.objects.filter(kind="plan").update(in_force_until=date(2025, 12, 31))
    new = Edition.objects.create(**PLAN | {"in_force_from": date(2026, 1, 1)})
    Commitment.objects.create(edition=new, title="New", title_fr="Nouveau")

    def offered(row: Service | None) -> set[str]:
        form = row_form(version, Row.SERVICE, today=date(2026, 1, 1), row=row)
        return {each.title for each in form.fields["commitment"].queryset}  # type: ignore[attr-defined]

    assert {"New", "Old"} & offered(None) == {"New"}
    assert {"New", "Old"} & offered(old) == {"New", "Old"}


# -- Coverage -----------------------------------------------------------------------------------


def test_coverage_tells_published_from_under_way_and_from_nothing(chair: Person) -> None:
    states = ("published", "under_review", "draft", "approved", "suspended", "declined", "retired")
    for state in states:
        serve(state, catalogue.version(state=state, title=state))
    both = catalogue.version(state="published")
    serve("both", both)
    serve("both", catalogue.version(state="draft", definition=both.definition))
    standing = {
        row.commitment.title: row.standing
        for row in queries.coverage(catalogue.edition("plan"), person=chair)
        if row.commitment.title != "Plan"
    }
    assert standing == {
        "approved": "under_way",
        "both": "published",
        "declined": "none",
        "draft": "under_way",
        "published": "published",
        "retired": "none",
        "suspended": "none",
        "under_review": "published",
    }


def test_coverage_counts_the_newest_version_of_a_design_once(chair: Person) -> None:
    old = catalogue.version(state="returned", title="Old")
    serve("Care", old)
    newer = catalogue.version(state="draft", title="New", definition=old.definition)
    serve("Care", newer)
    [row] = [
        each
        for each in queries.coverage(catalogue.edition("plan"), person=chair)
        if each.commitment.title == "Care"
    ]
    assert [service.version for service in row.under_way] == [newer]


def test_coverage_leaves_out_drafts_that_its_reader_may_not_read() -> None:
    stranger = people.person()
    serve("Care", catalogue.version(state="draft"))
    rows = queries.coverage(catalogue.edition("plan"), person=stranger)
    assert {row.standing for row in rows} == {"none"}


def test_coverage_asks_the_same_of_many_designs(
    browser: Client, django_assert_max_num_queries: Any
) -> None:
    edition = catalogue.edition("plan")
    counts = []
    for _more in range(2):
        for number in range(2):
            serve(f"Care {_more} {number}", catalogue.version(state="published"))
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"/commitments/{edition.uuid}/coverage/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


# -- Pages --------------------------------------------------------------------------------------


def test_the_chair_records_an_edition_on_the_page(browser: Client) -> None:
    catalogue.edition("plan")
    said = {
        "kind": "plan", "name": "Plan 2031", "name_fr": "Plan 2031", "in_force_from": "2031-01-01",
    }  # fmt: skip
    refused = browser.post("/commitments/new/", said)
    assert refused.status_code == 409
    assert "Give it a last day first" in refused.content.decode()
    assert browser.post("/commitments/new/", said | {"name": ""}).status_code == 422
    here = f"/commitments/{catalogue.edition('plan').uuid}/"
    assert browser.post(here, {"close": "yes", "on": "2024-01-01"}).status_code == 422
    assert browser.post(here, {"close": "yes", "on": "2030-12-31"}).status_code == 302
    made = browser.post("/commitments/new/", said)
    new = Edition.objects.get(name="Plan 2031")
    assert made.headers["Location"] == f"/commitments/{new.uuid}/"
    assert browser.post(made.headers["Location"], {"title": "Care"}).status_code == 422
    words = {"title": "Care", "title_fr": "Soin"}
    assert browser.post(made.headers["Location"], words).status_code == 302
    page = browser.get("/commitments/").content.decode()
    assert page.index("Plan 2031") < page.index("2025-2030")


def test_the_chair_corrects_and_takes_out_what_nobody_cites(browser: Client) -> None:
    row = catalogue.commitment("plan", "Kare")
    here = f"/commitments/{row.edition.uuid}/"
    words = {"title": "Care", "title_fr": "Soin"}
    assert "Kare" in browser.get(f"{here}{row.pk}/").content.decode()
    assert browser.post(f"{here}{row.pk}/", words | {"title": ""}).status_code == 422
    assert browser.post(f"{here}{row.pk}/", words).headers["Location"] == here
    assert "Care" in browser.get(here).content.decode()
    serve("Care", catalogue.version())
    assert "cited, so it stays as it is" in browser.get(here).content.decode()
    assert browser.post(f"{here}{row.pk}/remove/").status_code == 409
    Service.objects.all().delete()
    assert browser.post(f"{here}{row.pk}/remove/").status_code == 302
    assert browser.get(f"{here}{row.pk}/").status_code == 404


def test_a_designer_reads_and_changes_nothing() -> None:
    row = catalogue.commitment("plan", "Care")
    reader = Client()
    reader.force_login(people.person(Role.DESIGNER))
    here = f"/commitments/{row.edition.uuid}/"
    assert "Add to it" not in reader.get(here).content.decode()
    assert reader.post(here, {"title": "x", "title_fr": "x"}).status_code == 403
    assert reader.get("/commitments/new/").status_code == 404


def test_coverage_is_told_in_words_and_taken_along_without_formulas(browser: Client) -> None:
    serve("Care", catalogue.version(state="published", title="Caring"), how="=1+1")
    serve("Share", catalogue.version(state="draft", title="Sharing"))
    catalogue.commitment("plan", "Dare")
    here = f"/commitments/{catalogue.edition('plan').uuid}/coverage"
    page = browser.get(f"{here}/").content.decode()
    for words in ("served by a published badge", "only by designs under way", "by nothing yet"):
        assert words in page
    # One more stands there, which every finished design of the tests serves.
    assert "Served by a published badge: 2 of 4. Only by designs under way: 1." in page
    file = browser.get(f"{here}.csv")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "Edition,Commitment,Standing,Badge,Version,Unit,State of the design,How it serves it"
    )
    assert any(line.startswith("2025-2030,Dare,by nothing yet,,,") for line in lines)
    assert any("Caring,1," in line and line.endswith(",'=1+1") for line in lines)


# -- Names of others ----------------------------------------------------------------------------


def test_a_title_is_told_whose_name_it_carries(chair: Person) -> None:
    for name in ("SkillsRoute", "C++"):
        operations.add_name(name=f" {name} ", owner="A company", by=chair, at=NOON)
    found = [
        queries.names_in(title) for title in ("Skillsroute basics", "Skillsroutes", "Use C++.")
    ]
    assert [[each.name for each in names] for names in found] == [["SkillsRoute"], [], ["C++"]]
    with pytest.raises(policies.AlreadyThere):
        operations.add_name(name="skillsroute", owner="Another", by=chair, at=NOON)
    designer, version = people.person(Role.DESIGNER), catalogue.version(title="SkillsRoute for all")
    client = Client()
    client.force_login(designer)
    page = client.get(reverse("catalogue:section", args=[version.uuid, 0])).content.decode()
    assert "“SkillsRoute” belongs to A company." in page
    with pytest.raises(NotPermitted):
        operations.add_name(name="Other", owner="A company", by=designer, at=NOON)
    with pytest.raises(NotPermitted):
        operations.remove_name(name=found[0][0], by=designer, at=NOON)


def test_the_chair_keeps_the_list_of_names_on_a_page(browser: Client) -> None:
    address = reverse("catalogue:names")
    assert browser.post(address, {"name": "SkillsRoute", "owner": ""}).status_code == 422
    assert browser.post(address, {"name": "SkillsRoute", "owner": "A company"}).status_code == 302
    answer = browser.post(address, {"name": "SKILLSROUTE", "owner": "Mine"})
    assert (answer.status_code, answer.context["form"]["owner"].value()) == (422, "Mine")
    [listed] = queries.others_names()
    assert browser.post(reverse("catalogue:name_remove", args=[listed.pk])).status_code == 302
    assert list(queries.others_names()) == []
    told = Event.objects.order_by("pk").values_list("kind", "subject_label")
    assert list(told)[-2:] == [
        ("catalogue.name.added", "SkillsRoute (A company)"),
        ("catalogue.name.removed", "SkillsRoute (A company)"),
    ]

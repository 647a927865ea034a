from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tessera.catalogue.enums import State
from tests.factories import catalogue, people
from tests.factories import credentials as awards
from tests.factories.holdings import holding
from tests.factories.stacks import stack

pytestmark = pytest.mark.django_db


def listed(client, **asked) -> list[str]:
    answer = client.get(reverse("publicsite:catalogue"), {"format": "json", **asked})
    return [item["title"]["en"] for item in answer.json()["items"]]


def test_home_shows_what_is_published_and_nothing_else(client) -> None:
    catalogue.version(state=State.PUBLISHED, title="Leading change")
    catalogue.version(state=State.APPROVED, title="Not yet there")
    text = client.get("/").content.decode()
    assert ("Leading change" in text, "Not yet there" in text) == (True, False)


def test_home_of_an_empty_college_says_so(client) -> None:
    assert "The first micro-credential is being made" in client.get("/").content.decode()


def test_catalogue_lists_only_what_can_be_begun(client) -> None:
    for state in (State.PUBLISHED, State.UNDER_REVIEW, State.SUSPENDED, State.RETIRED, State.DRAFT):
        catalogue.version(state=state, title=str(state))
    assert listed(client) == ["published", "under_review"]


@pytest.mark.parametrize("words", ["equipe", "ÉQUIPE", "lead a team", "change equipe", "esco-1"])
def test_catalogue_is_searched_without_minding_accents_and_case(client, words) -> None:
    found = catalogue.version(
        state=State.PUBLISHED, title="Leading change", title_fr="Mener une équipe"
    )
    found.outcomes.get().alignments.update(code="ESCO-1")
    catalogue.version(state=State.PUBLISHED, title="Welding", summary="Joins.", summary_fr="")
    if words == "lead a team":  # every design of the factory teaches that
        assert listed(client, q=words) == ["Leading change", "Welding"]
    else:
        assert listed(client, q=words) == ["Leading change"]


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"language": "fr"}, ["B"]),
        ({"mode": "hybrid"}, ["B"]),
        ({"level": "3"}, ["A"]),
        ({"kind": "stack"}, ["C"]),
        ({"unit": "health"}, ["A"]),
        ({"level": "1", "language": "fr"}, ["B"]),
        ({"level": "nonsense"}, []),
    ],
)
def test_catalogue_is_narrowed_by_filters(client, asked, left) -> None:
    first = catalogue.version(state=State.PUBLISHED, title="A", level=3)
    first.definition.unit = people.unit("health")
    first.definition.save()
    catalogue.version(state=State.PUBLISHED, title="B", languages=["fr"], delivery_modes=["hybrid"])
    stack(first, title="C", level=2)
    assert listed(client, **asked) == left


def test_a_facet_counts_what_it_would_leave(client) -> None:
    catalogue.version(state=State.PUBLISHED, title="A", level=1)
    catalogue.version(state=State.PUBLISHED, title="B", level=2, languages=["fr"])
    found = client.get(reverse("publicsite:catalogue"), {"language": "fr"}).context["found"]
    facets = {
        facet.name: {each.value: each.count for each in facet.choices} for facet in found.facets
    }
    assert (facets["language"], facets["level"]) == ({"en": 1, "fr": 1}, {"2": 1})


def test_catalogue_without_a_match_says_so(client) -> None:
    text = client.get(reverse("publicsite:catalogue"), {"q": "zzz"}).content.decode()
    assert "Nothing is called that" in text


def test_catalogue_pages(client, monkeypatch) -> None:
    monkeypatch.setattr("tessera.publicsite.views.pages.ON_A_PAGE", 2)
    for title in "ABC":
        catalogue.version(state=State.PUBLISHED, title=title)
    assert (listed(client), listed(client, page=2)) == (["A", "B"], ["C"])


@pytest.mark.parametrize("path", ["/", "/catalogue/", "/catalogue/?q=team"])
def test_lists_cost_the_same_for_one_and_for_three(client, path) -> None:
    costs = []
    for more in (1, 2):
        for _ in range(more):
            catalogue.version(state=State.PUBLISHED)
        with CaptureQueriesContext(connection) as cost:
            client.get(path)
        costs.append(len(cost))
    assert costs[0] == costs[1]


def test_definition_page_shows_the_rubric_and_how_it_is_earned(client) -> None:
    version = catalogue.version(state=State.PUBLISHED, title="Leading change")
    text = client.get(f"/catalogue/{version.definition.slug}/").content.decode()
    wanted = [
        "Lead a team through a change",
        "Educational is convincing",
        "Proficient",
        "What changed for you?",
        "It is not offered at the moment.",
        "about 24 hours",
    ]
    assert [words for words in wanted if words not in text] == []


def test_definition_page_offers_to_enrol(client) -> None:
    attempt = awards.attempt()
    version, offering = attempt.enrolment.version, attempt.enrolment.offering
    text = client.get(f"/catalogue/{version.definition.slug}/").content.decode()
    assert reverse("enrolment:enrol", args=[offering.uuid]) in text


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED, State.WITHDRAWN])
def test_definition_page_of_what_was_never_published_is_404(client, state) -> None:
    version = catalogue.version(state=state)
    assert client.get(f"/catalogue/{version.definition.slug}/").status_code == 404


@pytest.mark.parametrize("state", [State.SUSPENDED, State.RETIRED])
def test_definition_page_outlives_the_offer(client, state) -> None:
    version = catalogue.version(state=state)
    text = client.get(f"/catalogue/{version.definition.slug}/").content.decode()
    assert "Badges that were earned keep their value." in text


@pytest.mark.parametrize(
    "asked", [{"QUERY_STRING": "format=json"}, {"HTTP_ACCEPT": "application/json"}]
)
def test_definition_page_is_data_too(client, asked) -> None:
    version = catalogue.version(state=State.PUBLISHED, title="Leading change")
    awards.signing.institution_issuer()
    answer = client.get(f"/catalogue/{version.definition.slug}/", **asked)
    data = answer.json()
    assert "Accept" in answer["Vary"].split(", ")
    assert data["title"] == {"en": "Leading change", "fr": "Leading change (fr)"}
    assert data["achievement"]["id"] == data["id"]


def test_a_stack_under_the_catalogue_leads_to_its_own_page(client) -> None:
    version = stack(catalogue.version(state=State.PUBLISHED))
    slug = version.definition.slug
    answer = client.get(f"/catalogue/{slug}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/stacks/{slug}/")


def test_stack_page_shows_a_learner_what_is_met_and_what_is_missing(client) -> None:
    parts = [catalogue.version(state=State.PUBLISHED, title=title) for title in ("One", "Two")]
    version, learner = stack(*parts), people.person()
    holding(person=learner, version=parts[0])
    client.force_login(learner)
    answer = client.get(f"/stacks/{version.definition.slug}/")
    states = {part["label"]: part["state"] for part in answer.context["parts"]}
    assert states == {"One": "met", "Two": "empty"}
    assert "Still needed: “Two”." in answer.content.decode()


def test_stack_page_shows_a_stranger_the_whole_mosaic(client) -> None:
    parts = [catalogue.version(state=State.PUBLISHED, title=title) for title in ("One", "Two")]
    answer = client.get(f"/stacks/{stack(*parts).definition.slug}/")
    states = {part["label"]: part["state"] for part in answer.context["parts"]}
    assert (states, "“One” and “Two”" in answer.content.decode()) == (
        {"One": "set", "Two": "set"},
        True,
    )


def test_definition_page_leads_to_its_stacks(client) -> None:
    part = catalogue.version(state=State.PUBLISHED, title="One")
    version = stack(part, title="Leadership")
    text = client.get(f"/catalogue/{part.definition.slug}/").content.decode()
    assert f"/stacks/{version.definition.slug}/" in text


def test_pages_speak_french(client) -> None:
    version = catalogue.version(state=State.PUBLISHED, title="Team", title_fr="Équipe")
    answer = client.get(f"/catalogue/{version.definition.slug}/", headers={"accept-language": "fr"})
    assert "<title>Équipe" in answer.content.decode()

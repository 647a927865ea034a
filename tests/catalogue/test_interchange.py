"""Designs that leave and come in as files."""

from __future__ import annotations

import io
import json
import re
from base64 import b64decode, b64encode
from copy import deepcopy
from typing import Any

import jsonschema_rs
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tessera.catalogue import operations, policies, queries
from tessera.catalogue.models import Definition, Version
from tessera.common.refusal import NotPermitted
from tessera.kernel.badge import Design
from tessera.kernel.rules import codec
from tessera.kernel.rules.terms import AtLeast, Holds
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import catalogue, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def designer() -> Person:
    return people.person(Role.DESIGNER)


@pytest.fixture
def document() -> dict[str, Any]:
    version = catalogue.version(state="published", level=2)
    version.artwork.save("own.png", ContentFile(picture()))
    return dict(queries.exported(version))


def picture(*, size: int = 600) -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (size, size), "#1F4E8C").save(file, "PNG", optimize=True)
    return file.getvalue()


def problems(document: dict[str, Any]) -> dict[str, str]:
    return {found.path: found.said for found in queries.problems(document)}


def changed(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return deepcopy(document) | changes


def criterion(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The document with its first criterion changed."""
    made = deepcopy(document)
    made["components"][0]["criteria"][0] |= changes
    return made


def test_the_schema_is_one_and_fits_what_is_exported(document: dict[str, Any]) -> None:
    jsonschema_rs.meta.validate(queries.schema())
    jsonschema_rs.validate(queries.schema(), document)
    assert queries.problems(json.loads(json.dumps(document))) == []


def test_a_design_comes_in_as_it_went_out(document: dict[str, Any], designer: Person) -> None:
    unit = people.unit("leadership")
    made = operations.import_definition(document=document, unit=unit, by=designer, at=NOON)
    apart = {"slug", "unit", "unit_fr"}
    again = queries.exported(Version.objects.get(pk=made.pk))
    assert {k: v for k, v in again.items() if k not in apart} == {
        k: v for k, v in document.items() if k not in apart
    }
    assert (made.state, made.definition.owner, made.number) == ("draft", designer, 1)
    assert list(made.authors.all()) == [designer]


def test_a_picture_of_ones_own_comes_in_cleaned(designer: Person) -> None:
    version = catalogue.version()
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><script>alert(1)</script>'
        b'<rect width="10" height="10" fill="#1F4E8C"/></svg>'
    )
    document = dict(queries.exported(version)) | {"artwork_file": b64encode(drawing).decode()}
    assert list(problems(document)) == ["artwork_file"]
    document["artwork_file"] = b64encode(re.sub(b"<script.*/script>", b"", drawing)).decode()
    made = operations.import_definition(
        document=document, unit=version.definition.unit, by=designer, at=NOON
    )
    again = b64decode(queries.exported(made)["artwork_file"])
    assert again == Version.objects.get(pk=made.pk).artwork_svg.read()
    assert b"1F4E8C" in again.upper()
    for bad in ("AAA", b64encode(b"no picture").decode(), b64encode(picture(size=9)).decode()):
        assert list(problems(document | {"artwork_file": bad})) == ["artwork_file"]


def test_a_stack_comes_in_with_its_rule_and_its_drawn_badge(designer: Person) -> None:
    part = catalogue.version(state="published")
    rule = codec.encode(AtLeast(1, (Holds(str(part.definition.uuid)),)))
    stack = catalogue.version(kind="stack", rule=rule)
    stack.prerequisites.add(part.definition)
    drawn = operations.draw_artwork(
        version=stack,
        design=Design("arch", "leaf", "#2A2720", "#F0A27E"),
        alt="An arch",
        alt_fr="Une arche",
        by=designer,
        at=NOON,
    )
    out = queries.exported(drawn)
    made = operations.import_definition(
        document=out, unit=part.definition.unit, by=designer, at=NOON
    )
    assert (made.rule, made.prerequisites.get()) == (rule, part.definition)
    assert (made.artwork_design, made.artwork_alt) == (drawn.artwork_design, "An arch")
    out["artwork_design"]["figure"] = out["artwork_design"]["ground"]
    assert list(problems(out)) == ["artwork_design"]


def test_import_asked_twice_begins_one_draft(document: dict[str, Any], designer: Person) -> None:
    unit, uuid = people.unit("leadership"), Definition().uuid
    facts: dict[str, Any] = {"document": document, "unit": unit, "uuid": uuid, "at": NOON}
    first = operations.import_definition(**facts, by=designer)
    assert operations.import_definition(**facts, by=designer) == first
    with pytest.raises(policies.AlreadyThere):
        operations.import_definition(**facts, by=people.person(Role.DESIGNER))


def test_import_is_for_designers_of_the_unit(document: dict[str, Any]) -> None:
    with pytest.raises(NotPermitted):
        operations.import_definition(
            document=document, unit=people.unit("leadership"), by=people.person(), at=NOON
        )


def test_a_file_that_is_wrong_leaves_nothing(document: dict[str, Any], designer: Person) -> None:
    count = Version.objects.count()
    with pytest.raises(policies.NotImportable) as refusal:
        operations.import_definition(
            document=changed(document, hours="many"),
            unit=people.unit("leadership"),
            by=designer,
            at=NOON,
        )
    assert [found.path for found in refusal.value.facts["problems"]] == ["hours"]
    assert Version.objects.count() == count


def test_each_fault_of_shape_is_said_where_it_is(document: dict[str, Any]) -> None:
    assert problems([]) == {"the whole file": '[] is not of type "object"'}  # type: ignore[arg-type]
    wrong = changed(document, title="", kind="badge", fee="w" * 201, colour="red", format="x/9")
    wrong["needs"][0]["found_on"] = "yesterday"
    del wrong["outcomes"][0]["text"]
    assert problems(wrong) == {
        "the whole file": "not known here: colour",
        "title": "may not be empty",
        "kind": "is one of: micro, stack",
        "format": "is one of: tessera-definition/1",
        "fee": "longer than 200 letters",
        "needs[0].found_on": "is not a date",
        "outcomes[0]": "“text” is missing",
    }


def test_each_name_that_is_not_here_is_said(document: dict[str, Any]) -> None:
    nobody = "7b0e6c3c-3b1c-4a53-9d3f-0d5b0c1e8f11"
    wrong = changed(
        document,
        partners=[{"organisation": "Nobody"}],
        services=[{"kind": "value", "title": "Haste", "edition": "1"}],
        adds_to=[{"name": "Alchemy", "institution": "Elsewhere"}],
        prerequisites=[{"definition": nobody}],
        rule=codec.encode(Holds(nobody)),
    )
    assert problems(wrong) == {
        "partners[0].organisation": "no organisation of that name is recorded here",
        "services[0]": "no such commitment is recorded here",
        "adds_to[0]": "no such programme is recorded here",
        "prerequisites[0].definition": "no such badge is here",
        "rule (0)": "no such badge is here",
    }
    assert list(problems(changed(document, rule={"version": 1}))) == ["rule"]


def test_what_the_database_would_refuse_is_said(document: dict[str, Any]) -> None:
    there = "components[0].criteria[0]"
    levels = [{"rank": 1, "name": "No"}, {"rank": 3, "name": "Yes"}]
    assert list(problems(criterion(document, required_rank=1))) == [f"{there}.required_rank"]
    assert list(problems(criterion(document, required_rank=2, levels=levels))) == [
        f"{there}.levels"
    ]
    assert list(problems(criterion(document, outcomes=["fly"]))) == [f"{there}.outcomes[0]"]
    twice = changed(document, components=[*document["components"], {"kind": "educational"}])
    assert list(problems(twice)) == ["components[3].kind"]
    odd = deepcopy(document)
    odd["components"][2]["tasks"] = [{"title": "Draw"}]
    odd["components"][0]["prompts"] = [{"kind": "own", "text": "Why?"}]
    odd["components"][2]["prompts"] = [{"kind": "motive", "text": "Why?"}] * 2
    assert list(problems(odd)) == [
        "components[0].prompts",
        "components[2].tasks",
        "components[2].prompts",
    ]
    assert list(problems(changed(document, partners=document["partners"] * 2))) == ["partners"]


# -- The pages ---------------------------------------------------------------------------------


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_design_is_taken_along_by_those_who_may_read_it(designer: Person) -> None:
    version = catalogue.version()
    address = reverse("catalogue:export", args=[version.uuid])
    answer = client_of(designer).get(address)
    assert answer.json() == json.loads(json.dumps(queries.exported(version)))
    assert f'filename="{version.definition.slug}-v1.json"' in answer["Content-Disposition"]
    assert "owner" not in answer.json()
    assert (
        client_of(people.person(Role.REGISTRAR, unit=people.unit("other"))).get(address).status_code
        == 404
    )


def test_the_schema_is_served_to_everyone(client: Client) -> None:
    answer = client.get(reverse("catalogue:schema"))
    assert answer["Content-Type"] == "application/schema+json"
    assert answer.json() == json.loads(json.dumps(queries.schema()))
    assert answer.json()["$id"].endswith(reverse("catalogue:schema"))


def test_a_file_is_looked_at_first_and_then_becomes_a_draft(
    document: dict[str, Any], designer: Person
) -> None:
    desk, address = client_of(designer), reverse("catalogue:bring")
    form = desk.get(address).context["form"]
    unit = people.unit("leadership")
    sent = {"uuid": form["uuid"].value(), "unit": unit.pk}
    text = json.dumps(document)
    count = Version.objects.count()
    looked = desk.post(
        address, sent | {"look": "yes", "file": SimpleUploadedFile("d.json", text.encode())}
    )
    assert (looked.status_code, looked.context["is_fine"]) == (200, True)
    assert (Version.objects.count(), looked.context["form"]["document"].value()) == (count, text)
    answer = desk.post(address, sent | {"import": "yes", "document": text})
    made = Version.objects.latest("pk")
    assert answer.headers["Location"] == reverse("catalogue:version", args=[made.uuid])


@pytest.mark.parametrize("act", ["look", "import"])
def test_what_is_wrong_stands_in_a_table(
    act: str, document: dict[str, Any], designer: Person
) -> None:
    text = json.dumps(changed(document, hours="many"))
    answer = client_of(designer).post(
        reverse("catalogue:bring"),
        {
            act: "yes",
            "document": text,
            "unit": people.unit("leadership").pk,
            "uuid": str(Definition().uuid),
        },
    )
    assert (answer.status_code, answer.context["form"]["document"].value()) == (422, text)
    assert "<code>hours</code>" in answer.content.decode()


@pytest.mark.parametrize("text", ["", "no", "[" * 100_000])
def test_what_is_no_json_is_refused(text: str, designer: Person) -> None:
    answer = client_of(designer).post(
        reverse("catalogue:bring"),
        {"document": text, "unit": people.unit("leadership").pk, "uuid": str(Definition().uuid)},
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"__all__"}

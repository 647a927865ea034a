"""Framework files as administrators bring them: small, hand-written, and as broken as a test wants."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from tessera.frameworks import operations
from tessera.frameworks.models import Framework, Import
from tests.factories.people import NOON

FACTS = {
    "code": "guild",
    "name": "Guild Skills",
    "publisher": "The Guild",
    "edition": "1",
    "source": "https://guild.example.org/skills",
}
PLAIN = (
    "code,name,name_fr,kind,parent,description\n"
    "G1,Lead people,Diriger des personnes,skill,,Leading others\n"
    "G1.1,Lead a team meeting,Animer une réunion d’équipe,skill,G1,\n"
    "G2,École welcome,Accueil à l’école,occupation,,\n"
)


def zipped(files: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in files.items():
            bundle.writestr(name, text)
    return made.getvalue()


def case_package(**document: Any) -> str:
    return json.dumps(
        {
            "CFDocument": {
                "identifier": "d0",
                "uri": "https://case.example.org/d0",
                "title": "Harbour Competencies",
                "creator": "Harbour Council",
                "version": "2.1",
                "language": "en",
            }
            | document,
            "CFItems": [
                {
                    "identifier": "a1",
                    "uri": "https://case.example.org/a1",
                    "fullStatement": "Moor a vessel",
                    "humanCodingScheme": "H.1",
                    "CFItemType": "Standard",
                },
                {
                    "identifier": "a2",
                    "uri": "https://case.example.org/a2",
                    "fullStatement": "Amarrer sous le vent",
                    "language": "fr-CA",
                },
            ],
            "CFAssociations": [
                {
                    "associationType": "isChildOf",
                    "originNodeURI": {"identifier": "a2"},
                    "destinationNodeURI": {"identifier": "a1"},
                },
                {
                    "associationType": "isChildOf",
                    "originNodeURI": {"identifier": "a1"},
                    "destinationNodeURI": {"identifier": "d0"},
                },
            ],
        }
    )


def bring(
    body: str | bytes = PLAIN,
    *,
    name: str = "skills.csv",
    format: str = "plain",
    is_trial: bool = False,
    encoding: str = "utf-8",
    tell: Callable[[int, int], None] = lambda done, total: None,
    **facts: str,
) -> Import:
    """Ask for an import and run it here and now."""
    raw = body.encode() if isinstance(body, str) else body
    asked = operations.ask_import(
        file=ContentFile(raw),
        name=name,
        format=format,
        facts=(FACTS if format == "plain" else {"edition": "1"}) | facts,
        is_trial=is_trial,
        encoding=encoding,
        in_background=False,
        by=None,
        at=NOON,
    )
    return operations.run_import(run=asked, at=NOON, tell=tell)


def framework(body: str | bytes = PLAIN, **facts: Any) -> Framework:
    run = bring(body, **facts)
    assert run.faults == []
    assert run.framework is not None
    run.framework.refresh_from_db()
    return run.framework


def rows(count: int) -> str:
    """A generated framework, in two languages."""
    verbs = ["plan", "lead", "repair", "measure", "design", "teach", "assess", "translate"]
    things = ["engines", "meetings", "gardens", "budgets", "websites", "classes", "policies"]
    lines = ["code,name,name_fr,parent"]
    for number in range(count):
        verb, thing = verbs[number % 8], things[number // 8 % 7]
        lines.append(
            f"N{number:06},{verb} {thing} at grade {number},"
            f"{verb} les {thing} (niveau {number}) à l’école,N{number // 10:06}"
        )
    return "\n".join(lines)

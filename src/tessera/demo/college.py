"""Rivermouth Polytechnic: its units, partners, commitments and people. All of them are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

INSTITUTION = {
    "name": "Rivermouth Polytechnic",
    "name_fr": "École polytechnique Rivermouth",
    "url": "https://rivermouth.example.org",
    "email": "badges@rivermouth.example.org",
    "description": "A polytechnic at the mouth of an invented river.",
}

UNITS = (
    ("leadership", "School of Leadership", "École de leadership"),
    ("digital", "School of Digital Practice", "École des pratiques numériques"),
)

ORGANISATIONS = (
    ("harbour-works", "Harbour Works", "Ship repair and logistics, 1,400 people."),
    (
        "northlight-schools",
        "Northlight Schools",
        "Eleven school boards that train leaders together.",
    ),
    (
        "civic-data-cooperative",
        "Civic Data Cooperative",
        "Reporting and web teams of forty municipalities.",
    ),
    (
        "tidewater-health",
        "Tidewater Health",
        "Two hospitals and nine clinics; nobody of it has answered the college yet.",
    ),
)

# Kind, name in both languages, first and last day, and what stands in it.
OTHERS_NAMES = [
    ("SkillsRoute", "SkillsRoute Software Ltd."),
    ("Northmark College", "Northmark College of Trades"),
]
EDITIONS: tuple[tuple[str, str, str, date, date | None, tuple[tuple[str, str], ...]], ...] = (
    (
        "value",
        "Values 2025",
        "Valeurs 2025",
        date(2025, 1, 1),
        None,
        (("Curiosity", "Curiosité"), ("Courage to include", "Le courage d’inclure")),
    ),
    (
        "plan",
        "Strategic Plan 2020-2024",
        "Plan stratégique 2020-2024",
        date(2020, 1, 1),
        date(2024, 12, 31),
        (("Work-ready graduates", "Des diplômés prêts au travail"),),
    ),
    (
        "plan",
        "Strategic Plan 2025-2030",
        "Plan stratégique 2025-2030",
        date(2025, 1, 1),
        None,
        (
            ("Learning for every stage of life", "Apprendre à tout âge"),
            ("A region that works together", "Une région qui travaille ensemble"),
            ("Care for the river", "Prendre soin de la rivière"),
        ),
    ),
    (
        "digital",
        "Digital Learning Strategy 2026",
        "Stratégie numérique 2026",
        date(2026, 1, 1),
        None,
        (("Flexible by design", "La souplesse dès la conception"),),
    ),
)


@dataclass(frozen=True, slots=True)
class Someone:
    key: str
    name: str
    roles: tuple[str, ...] = ()
    organisation: str = ""
    language: str = "en"

    @property
    def email(self) -> str:
        place = self.organisation or "rivermouth"
        return f"{self.key}@{place}.example.org"


PEOPLE = (
    Someone("ana", "Ana Ferreira"),
    Someone("marc", "Marc Tremblay", language="fr"),
    Someone("priya", "Priya Nair"),
    Someone("tomas", "Tomas Lindqvist"),
    Someone("joy", "Joy Adeyemi"),
    Someone("lena", "Léna Fournier", language="fr"),
    Someone("idris", "Idris Khan"),
    Someone("dana", "Dana Whitfield", ("designer",)),
    Someone("leon", "Léon Bouchard", ("designer",), language="fr"),
    Someone("rui", "Rui Okafor", ("reviewer",)),
    Someone("helene", "Hélène Gagnon", ("reviewer",), language="fr"),
    Someone("wren", "Wren Castellanos", ("reviewer",)),
    Someone("tariq", "Tariq Benali", ("reviewer",), language="fr"),
    Someone("chidi", "Chidi Halvorsen", ("chair",)),
    Someone("mireille", "Mireille Sauvé", ("chair",), language="fr"),
    Someone("petra", "Petra Novak", ("partner",), "harbour-works"),
    Someone("sam", "Sam Whitecloud", ("partner",), "northlight-schools"),
    Someone("noor", "Noor Rahman", ("partner",), "civic-data-cooperative"),
    Someone("ines", "Ines Moreau", ("instructor",)),
    Someone("amara", "Amara Diallo", ("assessor",)),
    Someone("viktor", "Viktor Sørensen", ("assessor",)),
    Someone("ruth", "Ruth Mbeki", ("registrar",)),
    Someone("colin", "Colin Park", ("registrar",)),
    Someone("greta", "Greta Lindgren", ("administrator",)),
    Someone("otto", "Otto Fairweather", ("auditor",)),
)

"""The college before anyone designs anything: places, people, duties, commitments, keys, the standard."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tessera.assurance import operations as assurance
from tessera.catalogue import operations as catalogue
from tessera.demo import college
from tessera.frameworks import operations as frameworks
from tessera.kernel.openbadges.keys import SecretKey
from tessera.people import operations as people
from tessera.people.enums import Role
from tessera.people.models import Organisation, Person, Unit
from tessera.signing import operations as signing


@dataclass(slots=True)
class College:
    """What the later steps look people and places up in."""

    units: dict[str, Unit] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    # Kept where the partner is, and gone with it once the college stands.
    secrets: dict[str, SecretKey] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Person:
        return self.people[key]


def found(*, at: datetime) -> College:
    """Found the college and give everyone their duties."""
    made = College()
    institution = people.set_up_institution(**college.INSTITUTION, at=at)
    signing.create_issuer(
        slug="rivermouth",
        name=institution.name,
        url=institution.url,
        email=institution.email,
        at=at,
    )
    for slug, name, name_fr in college.UNITS:
        made.units[slug] = people.add_unit(slug=slug, name=name, name_fr=name_fr, by=None, at=at)
    for slug, name, description in college.ORGANISATIONS:
        made.organisations[slug] = people.add_organisation(
            slug=slug,
            name=name,
            url=f"https://{slug}.example.org",
            description=description,
            by=None,
            at=at,
        )
    for someone in college.PEOPLE:
        person = people.add_person(
            email=someone.email, name=someone.name, language=someone.language, by=None, at=at
        )
        for role in someone.roles:
            people.grant(
                person=person,
                role=Role(role),
                organisation=made.organisations.get(someone.organisation),
                by=None,
                at=at,
            )
        made.people[someone.key] = person
    for kind, name, name_fr, first, last, lines in college.EDITIONS:
        edition = catalogue.add_edition(
            kind=kind,
            name=name,
            name_fr=name_fr,
            in_force_from=first,
            in_force_until=last,
            by=made["greta"],
            at=at,
        )
        for title, title_fr in lines:
            catalogue.add_commitment(
                edition=edition, title=title, title_fr=title_fr, by=made["greta"], at=at
            )
    for name, owner in college.OTHERS_NAMES:
        catalogue.add_name(name=name, owner=owner, by=made["greta"], at=at)
    assurance.default_standard(at=at)
    frameworks.load_starter(by=made["greta"], at=at)
    return made

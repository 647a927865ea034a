"""A stack that deepens, one that adds value, a draft of one; a learner who is complete, one who is suspended."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from tessera.catalogue import operations as catalogue
from tessera.catalogue.enums import Section
from tessera.credentials import operations as credentials
from tessera.credentials import queries as awards
from tessera.demo import designs, learning, story
from tessera.demo.designs import Criterion, Outcome, Task
from tessera.demo.setup import College
from tessera.enrolment.models import Offering
from tessera.kernel.rules import codec, terms
from tessera.stacks import operations as stacks

DAY = timedelta(days=1)

_STACK = replace(
    designs.LEADERSHIP,
    activities=(Task("The parts", "The micro-credentials that it names; nothing else to attend."),),
    tasks=(Task("The parts", "What was demonstrated for each part stands for the whole."),),
    criteria=(
        Criterion("educational", "All parts are held", (0,), essential=True),
        Criterion(
            "demonstration", "Each part’s demonstration met its standard", (0,), essential=True
        ),
        Criterion("reflective", "Each part’s reflection met its standard", (0,)),
    ),
)
SCHOOL_LEADERSHIP = replace(
    _STACK,
    slug="school-leadership",
    partner="northlight-schools",
    title="School Leadership",
    title_fr="Direction d’école",
    summary="Leads a team, then people in two worlds, and last a school by evidence that everyone can read.",
    summary_fr="D’une équipe à une école : dirige dans deux mondes, puis sur des preuves que chacun peut lire.",
    description="The earner has led a team, then people in education and in business, and last a school that decides with data: each level judged before the next began.",
    description_fr="La personne a dirigé une équipe, puis des gens en éducation et en entreprise, enfin une école qui décide avec des données : chaque niveau évalué avant le suivant.",
    learner_groups="Those who lead a team of teachers and will lead a school.",
    value_statement="Adds depth: three levels of one ability, each proved before the next.",
    hours=78,
    weeks=20,
    level=3,
    outcomes=(Outcome("lead a school by evidence", "Lead with evidence", "RSF-D21"),),
    stack_place="A vertical stack of three levels: a micro-credential, the stack Leadership upon it, and this one upon both.",
    parts=("leadership", "data-storytelling"),
    stack_kind="vertical",
    in_order=True,
    artwork=("octagon", "terracotta", "steps"),
)
EVIDENCE_IN_SCHOOLS = replace(
    _STACK,
    slug="evidence-in-schools",
    partner="northlight-schools",
    title="Evidence in Schools",
    title_fr="Les preuves à l’école",
    summary="Leads a teaching team and can show, in figures that hold, what the change did for learners.",
    summary_fr="Dirige une équipe enseignante et montre, chiffres solides à l’appui, ce que le changement apporte aux élèves.",
    description="The earner adds to a teaching qualification: a change led in a school, and the data that tells honestly what it did.",
    description_fr="La personne ajoute à un brevet d’enseignement un changement mené dans une école et les données qui disent honnêtement ce qu’il a donné.",
    learner_groups="Teachers with a qualification who are asked for results.",
    value_statement="Adds two tested abilities to a teaching qualification: leading colleagues, and reporting honestly.",
    hours=50,
    weeks=13,
    outcomes=(Outcome("lead by evidence in a school", "Lead with evidence", "RSF-D21"),),
    stack_place="A value-added stack, beside a teaching qualification.",
    parts=("educational-leadership", "data-storytelling"),
    stack_kind="value_added",
    artwork=("arch", "ochre", "bridge"),
)
LEVELS = ("educational-leadership", "corporate-leadership", "data-storytelling")
# One is complete everywhere, the other rests on a badge that is doubted now.
COMPLETE, DOUBTED = "lena", "idris"


def publish(college: College, *, at: datetime) -> None:
    for stack in (SCHOOL_LEADERSHIP, EVIDENCE_IN_SCHOOLS):
        story.publish(college, stack, at=at)


def earn(college: College, offerings: dict[str, Offering], *, at: datetime) -> None:
    """Their badges, a month each, and what those complete."""
    for key in (COMPLETE, DOUBTED):
        for months, slug in enumerate(LEVELS):
            then = at + months * 32 * DAY
            learning.award(college, key, offerings[slug], at=then)
            for macro in stacks.evaluate(learner=college[key], at=then + 31 * DAY):
                credentials.issue(award=macro, at=then + 31 * DAY)


def doubt(college: College, *, at: datetime) -> None:
    """The registrar holds a badge: the macro-badges that rest on it wait for a decision."""
    part = awards.awards_of(college[DOUBTED]).get(definition__slug=LEVELS[0])
    credentials.suspend(
        award=part,
        explanation="Two pages of the evidence are word for word in someone else’s; we are asking both of you.",
        by=college["ruth"],
        at=at,
    )
    stacks.follow(award=part, at=at)


def draft(college: College, offerings: dict[str, Offering], *, at: datetime) -> None:
    """A stack on Dana's desk: any two of three, and sixty hours in all."""
    dana = college["dana"]
    version = catalogue.create_definition(
        kind="stack",
        title="Working Across Professions",
        unit=college.units["leadership"],
        by=dana,
        at=at,
    )
    parts = tuple(terms.Holds(str(offerings[slug].version.definition.uuid)) for slug in LEVELS)
    rule = terms.all_of(terms.AtLeast(2, parts), terms.Hours(60))
    catalogue.save_section(
        version=version,
        section=Section.STACK,
        values={"rule": codec.encode(rule), "stack_kind": "horizontal"},
        by=dana,
        at=at + DAY,
    )

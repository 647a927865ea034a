"""The first edition of the quality standard, as data: what is asked of every proposal alike."""

from __future__ import annotations

from dataclasses import dataclass

from tessera.assurance.enums import Principle
from tessera.assurance.guidance_2026 import GUIDANCE
from tessera.catalogue.enums import Kind


@dataclass(frozen=True, slots=True)
class Line:
    """One check. One that is not mandatory may be rated as not applicable; `kind` limits it to stacks."""

    code: str
    principle: Principle
    text: str
    text_fr: str
    mandatory: bool = True
    kind: str = ""

    @property
    def answered_by(self) -> tuple[str, ...]:
        return GUIDANCE[self.code][0]

    @property
    def guidance(self) -> str:
        return GUIDANCE[self.code][1]

    @property
    def guidance_fr(self) -> str:
        return GUIDANCE[self.code][2]


EDITION = "2026"
LINES = (
    # 1 Value-added
    Line(
        "assessed-outcomes",
        Principle.VALUE,
        "The badge is earned by showing assessed outcomes; attendance alone never earns it.",
        "L’insigne s’obtient par la démonstration d’acquis évalués ; la seule présence ne suffit"
        " jamais.",
    ),
    Line(
        "small-enough",
        Principle.VALUE,
        "It is small enough to be micro: one coherent ability, not a whole programme.",
        "Son ampleur reste celle d’une microcertification : une compétence cohérente, non un"
        " programme entier.",
    ),
    Line(
        "no-duplicate",
        Principle.VALUE,
        "No other design of the college already leads to the same ability.",
        "Aucune autre conception du collège ne mène déjà à la même compétence.",
    ),
    Line(
        "value-in-plain-words",
        Principle.VALUE,
        "Its value is clear in plain words: it stands alone, or adds to formal education that is"
        " named.",
        "Sa valeur est dite en mots simples : elle se suffit, ou elle s’ajoute à une formation"
        " officielle nommée.",
    ),
    Line(
        "funding-bounds",
        Principle.VALUE,
        "Where public funding is claimed, it takes from 5 to 300 hours and less than 12 weeks.",
        "Si un financement public est demandé, elle compte de 5 à 300 heures et dure moins de"
        " 12 semaines.",
        mandatory=False,
    ),
    # 2 Industry endorsed
    Line(
        "need-is-recent",
        Principle.INDUSTRY,
        "The evidence of need comes from learners and from employers, or says why not, and is"
        " recent enough for policy.",
        "Les preuves du besoin viennent des personnes apprenantes et des employeurs, ou disent"
        " pourquoi ce n’est pas le cas, et sont assez récentes au regard de la politique.",
    ),
    Line(
        "endorsed-from-outside",
        Principle.INDUSTRY,
        "An organisation from outside the college endorses it.",
        "Un organisme extérieur au collège l’appuie.",
    ),
    Line(
        "both-statements",
        Principle.INDUSTRY,
        "The endorser made both statements: the skill is in demand, and the assessment reflects"
        " the job.",
        "L’organisme a fait les deux déclarations : la compétence est en demande, et l’évaluation"
        " reflète l’emploi.",
    ),
    Line(
        "outcomes-aligned",
        Principle.INDUSTRY,
        "Each outcome is aligned to a skills framework, or says why none fits.",
        "Chaque acquis est relié à un référentiel de compétences, ou dit pourquoi aucun ne"
        " convient.",
    ),
    Line(
        "endorser-saw-this-version",
        Principle.INDUSTRY,
        "The endorser saw this very version of the design.",
        "L’organisme a vu cette version précise de la conception.",
    ),
    # 3 Stackable
    Line(
        "rule-can-be-met",
        Principle.STACK,
        "The stack’s rule can be met with what is on offer, and never leads in a circle.",
        "La règle de l’agencement peut être satisfaite avec l’offre existante et ne tourne jamais"
        " en rond.",
        kind=Kind.STACK,
    ),
    Line(
        "stack-outcomes-covered",
        Principle.STACK,
        "Every outcome of the stack is covered by its parts or by a capstone.",
        "Chaque acquis de l’agencement est couvert par ses parties ou par un projet intégrateur.",
        kind=Kind.STACK,
    ),
    Line(
        "place-is-told",
        Principle.STACK,
        "Learners are told where it can lead: alone, or with which others it makes something"
        " larger.",
        "Les personnes apprenantes savent où elle mène : seule, ou avec quelles autres elle forme"
        " un tout plus grand.",
    ),
    Line(
        "no-credit-without-agreement",
        Principle.STACK,
        "No course credit or standing is promised without a dated agreement.",
        "Aucun crédit de cours ni aucune équivalence n’est promis sans entente datée.",
    ),
    Line(
        "expiry-and-reuse-told",
        Principle.STACK,
        "Learners are told whether it expires, and whether it counts more than once.",
        "Les personnes apprenantes savent si elle expire et si elle peut compter plus d’une fois.",
    ),
    # 4 Institution branded
    Line(
        "concrete-not-slogans",
        Principle.BRAND,
        "It says how it serves the college’s values and strategies in concrete terms, not in"
        " slogans.",
        "Elle dit concrètement, sans slogans, comment elle sert les valeurs et les stratégies du"
        " collège.",
    ),
    Line(
        "edition-in-force",
        Principle.BRAND,
        "It cites the editions of the strategic plan and digital learning strategy that are in"
        " force.",
        "Elle cite les éditions en vigueur du plan stratégique et de la stratégie"
        " d’apprentissage numérique.",
    ),
    Line(
        "artwork-follows-brand",
        Principle.BRAND,
        "The artwork follows the brand, and is described in words in both languages.",
        "Le visuel respecte l’image de marque et il est décrit en mots dans les deux langues.",
    ),
    Line(
        "description-says-ability",
        Principle.BRAND,
        "The description says what the earner can do, in words that an employer understands.",
        "La description dit ce que la personne titulaire sait faire, en mots qu’un employeur"
        " comprend.",
    ),
    # 5 Innovative and flexible
    Line(
        "anyone-can-earn-it",
        Principle.FLEXIBLE,
        "Anyone can equitably earn it, from a first-year student to someone mid-career.",
        "Toute personne peut l’obtenir équitablement, de la première année d’études au milieu de"
        " carrière.",
    ),
    Line(
        "materials-accessible",
        Principle.FLEXIBLE,
        "Materials and tools meet WCAG 2.2 at level AA.",
        "Le matériel et les outils respectent les WCAG 2.2 au niveau AA.",
    ),
    Line(
        "alternatives-same-criterion",
        Principle.FLEXIBLE,
        "Every way to demonstrate the skill is judged by the same criteria.",
        "Chaque façon de démontrer la compétence est jugée selon les mêmes critères.",
    ),
    Line(
        "fixed-is-justified",
        Principle.FLEXIBLE,
        "Any fixed place, time or tool is justified by what must be shown.",
        "Tout lieu, moment ou outil imposé se justifie par ce qu’il faut démontrer.",
    ),
    # 6 Quality assured
    Line(
        "three-components",
        Principle.QUALITY,
        "The Educational, Demonstration and Reflective components are all there, each with a"
        " criterion.",
        "Les composantes éducative, démonstrative et réflexive sont toutes présentes, chacune avec"
        " un critère.",
    ),
    Line(
        "no-hole-in-matrix",
        Principle.QUALITY,
        "Every outcome is judged by at least one criterion, and every criterion judges an outcome.",
        "Chaque acquis est jugé par au moins un critère, et chaque critère juge un acquis.",
    ),
    Line(
        "evidence-sufficient",
        Principle.QUALITY,
        "The evidence asked for is sufficient, authentic and current.",
        "Les preuves demandées sont suffisantes, authentiques et actuelles.",
    ),
    Line(
        "independent-decisions",
        Principle.QUALITY,
        "Teaching, assessing and confirming are in different hands where the rules ask for it.",
        "Enseigner, évaluer et confirmer relèvent de personnes différentes là où les règles"
        " l’exigent.",
    ),
    Line(
        "moderation-proportionate",
        Principle.QUALITY,
        "The moderation plan is proportionate to what the badge claims.",
        "Le plan de modération est proportionné à ce que l’insigne affirme.",
    ),
    Line(
        "privacy-referenced",
        Principle.QUALITY,
        "A privacy assessment is referenced: purpose, retention, and what the badge shows.",
        "Une évaluation de la vie privée est citée : finalité, conservation et contenu visible de"
        " l’insigne.",
    ),
    Line(
        "review-date-in-policy",
        Principle.QUALITY,
        "The next review is dated within policy.",
        "La date du prochain examen respecte la politique.",
    ),
    Line(
        "same-rubric-for-learner",
        Principle.QUALITY,
        "The learner sees, from the first day, the same rubric that the assessor uses.",
        "La personne apprenante voit, dès le premier jour, la grille même qu’utilise la personne"
        " évaluatrice.",
    ),
)

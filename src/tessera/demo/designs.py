"""What Rivermouth Polytechnic offers: the words of its micro-credentials, as its designers wrote them."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = (
    ("Beginning", "Needs guidance at most steps."),
    ("Developing", "Works alone on familiar ground; some gaps remain."),
    ("Proficient", "Works alone and can say why; ready for the job."),
    ("Exemplary", "Others could learn from this."),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    text: str
    skill: str
    code: str


@dataclass(frozen=True, slots=True)
class Task:
    title: str
    instructions: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """`outcomes` are positions in the design's list."""

    component: str
    statement: str
    outcomes: tuple[int, ...]
    essential: bool = False


@dataclass(frozen=True, slots=True)
class Design:
    slug: str
    unit: str
    title: str
    title_fr: str
    summary: str
    summary_fr: str
    description: str
    description_fr: str
    learner_groups: str
    value_statement: str
    hours: int
    weeks: int
    level: int
    outcomes: tuple[Outcome, ...]
    needs: tuple[tuple[str, str, str, str], ...]  # side, kind, source, finding
    partner: str
    stack_place: str
    activities: tuple[Task, ...]
    tasks: tuple[Task, ...]
    criteria: tuple[Criterion, ...]
    ways: str
    artwork: tuple[str, str, str]  # shape, palette, icon
    modes: tuple[str, ...] = ("hybrid", "online")
    languages: tuple[str, ...] = ("en",)
    fee: str = "$240; free for those who register through the access fund"
    parts: tuple[str, ...] = ()
    stack_kind: str = "horizontal"
    in_order: bool = False


EDUCATIONAL_LEADERSHIP = Design(
    slug="educational-leadership",
    unit="leadership",
    title="Educational Leadership",
    title_fr="Leadership pédagogique",
    summary="Leads a teaching team through a change and shows what it did for learners.",
    summary_fr="Conduit une équipe enseignante à travers un changement et en montre les effets sur l’apprentissage.",
    description="The earner plans a change in how a team teaches, leads colleagues through it, and uses evidence from learners to judge whether it worked.",
    description_fr="La personne planifie un changement dans les pratiques d’une équipe enseignante, accompagne ses collègues et s’appuie sur des données d’apprentissage pour en juger les effets.",
    learner_groups="Teachers and trainers who coordinate a team, and those about to.",
    value_statement="Stands alone as proof that one can lead colleagues, and adds a tested leadership project to a teaching qualification.",
    hours=30,
    weeks=8,
    level=2,
    outcomes=(
        Outcome(
            "plan a change in teaching with the people it touches",
            "Plan change with others",
            "RSF-L21",
        ),
        Outcome("lead a team meeting that ends in decisions", "Facilitate decisions", "RSF-L14"),
        Outcome(
            "judge the effect of a change from learners’ evidence",
            "Evaluate with evidence",
            "RSF-E08",
        ),
    ),
    needs=(
        (
            "learners",
            "survey",
            "Survey of 64 programme coordinators",
            "Seven in ten were given a team without any preparation for leading it.",
        ),
        (
            "employers",
            "advisory",
            "Advisory committee of eleven school boards",
            "Boards look for leaders who can show a change they led, not a course they sat.",
        ),
    ),
    partner="northlight-schools",
    stack_place="With Corporate Leadership it makes up the macro-badge Leadership.",
    activities=(
        Task(
            "Leading change in teaching",
            "Six weekly seminars on planning, listening, deciding and following through.",
        ),
        Task("A mentor’s hour", "Two conversations with a leader from outside your own school."),
    ),
    tasks=(
        Task(
            "A change you led",
            "Show one change from plan to effect: the plan, a record of a meeting you led, and what learners’ work shows afterwards.",
        ),
    ),
    criteria=(
        Criterion(
            "educational", "Takes part in every seminar and uses the mentor’s questions", (0, 1)
        ),
        Criterion("demonstration", "The plan was made with those it touches", (0,), essential=True),
        Criterion("demonstration", "The meeting ends in decisions that people own", (1,)),
        Criterion(
            "demonstration", "The effect is judged from learners’ evidence", (2,), essential=True
        ),
        Criterion(
            "reflective", "Says honestly what changed in one’s own way of leading", (0, 1, 2)
        ),
    ),
    ways="A portfolio of documents\nA recorded presentation to your team\nAn observed meeting",
    artwork=("hexagon", "lapis", "people"),
)

CORPORATE_LEADERSHIP = Design(
    slug="corporate-leadership",
    unit="leadership",
    title="Corporate Leadership",
    title_fr="Leadership en entreprise",
    summary="Leads a workplace team to a result and gives an honest account of how.",
    summary_fr="Conduit une équipe de travail à un résultat et en rend compte avec honnêteté.",
    description="The earner sets direction for a workplace team, makes decisions under pressure, gives feedback that changes work, and accounts for the result.",
    description_fr="La personne donne un cap à une équipe de travail, décide sous pression, offre une rétroaction qui fait évoluer le travail et rend compte du résultat.",
    learner_groups="People with a first team to lead, at any age and in any trade.",
    value_statement="Stands alone for a first promotion, and adds a workplace project to a diploma in business.",
    hours=28,
    weeks=7,
    level=2,
    outcomes=(
        Outcome(
            "set a direction that a team can repeat in its own words", "Set direction", "RSF-L11"
        ),
        Outcome(
            "decide under pressure and explain the decision", "Decide under uncertainty", "RSF-L17"
        ),
        Outcome("give feedback that changes how work is done", "Give feedback", "RSF-L09"),
    ),
    needs=(
        (
            "learners",
            "interview",
            "Interviews with 22 new supervisors",
            "They were ready to work hard and unready to give feedback.",
        ),
        (
            "employers",
            "postings",
            "412 postings for team leads in the harbour district",
            "Six in ten ask for evidence of having led a team to a result.",
        ),
    ),
    partner="harbour-works",
    stack_place="With Educational Leadership it makes up the macro-badge Leadership.",
    activities=(
        Task(
            "Leading at work",
            "Five workshops on direction, decisions, feedback, conflict and account.",
        ),
    ),
    tasks=(
        Task(
            "A result with your team",
            "Show one result that you led a team to: the direction you set, a decision you took and why, feedback you gave, and the account of it.",
        ),
    ),
    criteria=(
        Criterion("educational", "Completes all five workshops", (0, 1, 2)),
        Criterion("demonstration", "The direction is clear enough for the team to repeat", (0,)),
        Criterion(
            "demonstration",
            "A decision under pressure is explained with its alternatives",
            (1,),
            essential=True,
        ),
        Criterion("demonstration", "Feedback led to a change in the work", (2,)),
        Criterion(
            "reflective", "Connects the result with one’s own reasons for leading", (0, 1, 2)
        ),
    ),
    ways="A written case with documents\nA recorded conversation with your team\nAn observed shift",
    artwork=("hexagon", "terracotta", "bridge"),
)

LEADERSHIP = Design(
    slug="leadership",
    unit="leadership",
    title="Leadership",
    title_fr="Leadership",
    summary="Leads in education and in business, and carries what works from one to the other.",
    summary_fr="Exerce un leadership en éducation comme en entreprise et transpose ce qui fonctionne de l’un à l’autre.",
    description="The earner has led a change in education and a team in business, each judged against its own standard, and can lead people in both worlds.",
    description_fr="La personne a mené un changement en éducation et une équipe en entreprise, chacun évalué selon sa propre norme, et sait diriger dans les deux mondes.",
    learner_groups="Leaders whose work crosses between education and business.",
    value_statement="Adds breadth: two kinds of leadership, each proved in its own setting.",
    hours=58,
    weeks=15,
    level=2,
    outcomes=(
        Outcome("lead people in education and in business", "Lead across settings", "RSF-L30"),
    ),
    needs=(
        (
            "learners",
            "survey",
            "Alumni survey, 180 answers",
            "A third moved between education and business within five years.",
        ),
        (
            "employers",
            "interview",
            "Interviews with nine employers who train on site",
            "They need leaders who can speak both languages.",
        ),
    ),
    partner="harbour-works",
    stack_place="A horizontal stack: Educational Leadership and Corporate Leadership, in either order.",
    activities=(
        Task("The two parts", "Both micro-credentials, in either order; nothing else to attend."),
    ),
    tasks=(Task("The two parts", "What was demonstrated for each part stands for the whole."),),
    criteria=(
        Criterion("educational", "Both parts are held", (0,), essential=True),
        Criterion(
            "demonstration", "Each part’s demonstration met its standard", (0,), essential=True
        ),
        Criterion("reflective", "Each part’s reflection met its standard", (0,)),
    ),
    ways="As in Educational Leadership\nAs in Corporate Leadership",
    artwork=("round", "ochre", "star"),
    fee="None beyond its parts",
    parts=("educational-leadership", "corporate-leadership"),
)

DATA_STORYTELLING = Design(
    slug="data-storytelling",
    unit="digital",
    title="Data Storytelling",
    title_fr="Récit de données",
    summary="Turns a table of figures into a story that a busy reader understands and trusts.",
    summary_fr="Transforme un tableau de chiffres en un récit qu’une personne pressée comprend et croit.",
    description="The earner finds the question in a data set, chooses honest charts, and tells the answer in plain words to people who must decide.",
    description_fr="La personne trouve la question que pose un jeu de données, choisit des graphiques honnêtes et expose la réponse en mots simples à qui doit décider.",
    learner_groups="Anyone who reports figures to others; no statistics needed.",
    value_statement="Stands alone for analysts and administrators; adds communication to a diploma in analytics.",
    hours=20,
    weeks=5,
    level=1,
    outcomes=(
        Outcome(
            "find the question that a data set can answer", "Frame questions for data", "RSF-D03"
        ),
        Outcome("choose a chart that does not mislead", "Visualise data honestly", "RSF-D07"),
    ),
    needs=(
        (
            "learners",
            "survey",
            "Survey of 140 office staff",
            "Most make charts every week; few were ever taught to.",
        ),
        (
            "employers",
            "report",
            "Regional labour market review 2026",
            "Reporting skills appear in every fourth office posting.",
        ),
    ),
    partner="civic-data-cooperative",
    stack_place="Stands alone for now.",
    activities=(
        Task("Stories in tables", "Ten short units at one’s own pace, with a weekly clinic."),
    ),
    tasks=(
        Task(
            "One page for a decision",
            "Turn a public data set into one page that helps someone decide, with the sources and the choices you made.",
        ),
    ),
    criteria=(
        Criterion("educational", "Completes the units and one clinic", (0, 1)),
        Criterion(
            "demonstration", "The question fits the data and the reader", (0,), essential=True
        ),
        Criterion("demonstration", "No chart misleads", (1,), essential=True),
        Criterion("reflective", "Names a habit that changed", (0, 1)),
    ),
    ways="A written page\nA five-minute recorded talk",
    artwork=("round", "verdigris", "steps"),
    modes=("self_paced", "online"),
    fee="$160",
)

ACCESSIBLE_CONTENT = Design(
    slug="accessible-web-content",
    unit="digital",
    title="Accessible Web Content",
    title_fr="Contenu Web accessible",
    summary="Writes and checks web pages that everyone can read and use.",
    summary_fr="Rédige et vérifie des pages Web que tout le monde peut lire et utiliser.",
    description="The earner writes web content to WCAG 2.2 AA, checks it with a keyboard and a screen reader, and mends what fails.",
    description_fr="La personne rédige du contenu Web conforme aux WCAG 2.2 AA, le vérifie au clavier et au lecteur d’écran, et corrige ce qui échoue.",
    learner_groups="Editors, instructors and developers; people who use assistive technology are especially welcome.",
    value_statement="Stands alone, and meets what public bodies must now be able to show.",
    hours=16,
    weeks=4,
    level=1,
    outcomes=(
        Outcome("write content that meets WCAG 2.2 AA", "Write accessible content", "RSF-A02"),
        Outcome(
            "check a page with a keyboard and a screen reader",
            "Test with assistive technology",
            "RSF-A05",
        ),
    ),
    needs=(
        (
            "learners",
            "survey",
            "Survey of 88 web editors",
            "Nine in ten must publish accessibly; two in ten know how to check.",
        ),
        (
            "employers",
            "advisory",
            "Municipal web managers’ round table",
            "They cannot hire enough people who can test by hand.",
        ),
    ),
    partner="civic-data-cooperative",
    stack_place="The first of three planned levels.",
    activities=(
        Task(
            "Reading with other senses",
            "Four online sessions, one of them led by people who use a screen reader.",
        ),
    ),
    tasks=(
        Task(
            "A page, before and after",
            "Take a real page, report what fails and for whom, mend it, and show both.",
        ),
    ),
    criteria=(
        Criterion("educational", "Takes part in all four sessions", (0, 1)),
        Criterion(
            "demonstration", "The mended page has no failure of WCAG 2.2 AA", (0,), essential=True
        ),
        Criterion(
            "demonstration", "The report says what fails, for whom, and how it was found", (1,)
        ),
        Criterion("reflective", "Says what one will no longer overlook", (0, 1)),
    ),
    ways="A written report with both pages\nA recorded walk through the page",
    artwork=("arch", "lapis", "wave"),
    modes=("online",),
    languages=("en", "fr"),
    fee="$120",
)

SUSTAINABLE_PROCUREMENT = Design(
    slug="sustainable-procurement",
    unit="leadership",
    title="Sustainable Procurement",
    title_fr="Approvisionnement durable",
    summary="Buys goods and services with their whole life in view.",
    summary_fr="Achète des biens et des services en tenant compte de tout leur cycle de vie.",
    description="The earner writes a call for bids that weighs cost, carbon and working conditions, and defends the choice that follows.",
    description_fr="La personne rédige un appel d’offres qui tient compte du coût, du carbone et des conditions de travail, et défend le choix qui en découle.",
    learner_groups="Buyers and project leads in public bodies and firms.",
    value_statement="Stands alone for those who buy on behalf of others.",
    hours=24,
    weeks=6,
    level=2,
    outcomes=(
        Outcome(
            "weigh cost, carbon and working conditions in one decision",
            "Life-cycle purchasing",
            "RSF-S04",
        ),
    ),
    needs=(
        (
            "learners",
            "interview",
            "Interviews with 15 municipal buyers",
            "They have targets and no method.",
        ),
        (
            "employers",
            "report",
            "Public purchasing outlook 2026",
            "New rules ask for life-cycle evidence from 2027.",
        ),
    ),
    partner="harbour-works",
    stack_place="Stands alone.",
    activities=(
        Task("Buying for the long run", "Six evening sessions with buyers from three sectors."),
    ),
    tasks=(Task("A call for bids", "Write a call for bids and the comparison of two offers."),),
    criteria=(
        Criterion("educational", "Takes part in five of six sessions", (0,)),
        Criterion(
            "demonstration",
            "The comparison weighs all three and shows its working",
            (0,),
            essential=True,
        ),
        Criterion("reflective", "Names a purchase that one would now make differently", (0,)),
    ),
    ways="A written call with the comparison\nA recorded defence of the choice",
    artwork=("round", "verdigris", "leaf"),
)

CONFLICT_MEDIATION = Design(
    slug="conflict-mediation",
    unit="leadership",
    title="Conflict Mediation at Work",
    title_fr="Médiation des conflits au travail",
    summary="Helps two colleagues in conflict to reach an agreement that lasts.",
    summary_fr="Aide deux collègues en conflit à conclure une entente qui dure.",
    description="The earner prepares and leads a mediation, keeps it fair, and writes an agreement that both sides can keep.",
    description_fr="La personne prépare et mène une médiation, veille à son équité et rédige une entente que les deux parties peuvent tenir.",
    learner_groups="Supervisors, union stewards and people in human resources.",
    value_statement="Stands alone, and adds practice to a certificate in human resources.",
    hours=22,
    weeks=6,
    level=2,
    outcomes=(Outcome("lead a mediation that both sides call fair", "Mediate", "RSF-L19"),),
    needs=(
        (
            "learners",
            "survey",
            "Survey of 51 supervisors",
            "Conflict takes a day a week from those who supervise.",
        ),
        (
            "employers",
            "interview",
            "Interviews with six employers",
            "They send conflicts outside because nobody inside can mediate.",
        ),
    ),
    partner="northlight-schools",
    stack_place="Stands alone.",
    activities=(Task("The mediator’s chair", "Four days of practice with actors."),),
    tasks=(
        Task(
            "A mediation",
            "Lead a mediation (played, or real with consent) and write the agreement.",
        ),
    ),
    criteria=(
        Criterion("educational", "Completes the four days", (0,)),
        Criterion(
            "demonstration",
            "Both sides are heard and the agreement can be kept",
            (0,),
            essential=True,
        ),
        Criterion("reflective", "Says where one was tempted to take a side", (0,)),
    ),
    ways="An observed mediation\nA recorded mediation with everyone’s consent",
    artwork=("arch", "terracotta", "spiral"),
    modes=("in_person",),
)

ALL = (
    EDUCATIONAL_LEADERSHIP,
    CORPORATE_LEADERSHIP,
    DATA_STORYTELLING,
    ACCESSIBLE_CONTENT,
    LEADERSHIP,
    SUSTAINABLE_PROCUREMENT,
    CONFLICT_MEDIATION,
)

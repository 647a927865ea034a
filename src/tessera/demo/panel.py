"""What else the quality panel has on its table: something in each state, through its own doors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from tessera.assurance import operations as assurance
from tessera.assurance import queries as proposals
from tessera.assurance.enums import Outcome as Decision
from tessera.assurance.models import Condition
from tessera.assurance.policies import NewFinding
from tessera.catalogue import operations as catalogue
from tessera.catalogue.enums import Section
from tessera.catalogue.models import Version
from tessera.demo import designs, story
from tessera.demo.designs import Outcome
from tessera.demo.setup import College

DAY = timedelta(days=1)
FACILITATION = replace(
    designs.CONFLICT_MEDIATION,
    slug="hybrid-meetings",
    title="Facilitating Hybrid Meetings",
    title_fr="Animer des réunions hybrides",
    summary="Leads a meeting in which those on screen count as much as those in the room.",
    summary_fr="Anime une réunion où les personnes à l’écran comptent autant que celles dans la salle.",
    description="The earner plans and leads a hybrid meeting, keeps it fair, and ends it with decisions.",
    description_fr="La personne prépare et anime une réunion hybride équitable qui se conclut par des décisions.",
    learner_groups="Team leads, project staff and volunteers who chair committees.",
    value_statement="Stands alone: a practice that every workplace uses and few teach.",
    outcomes=(
        Outcome("lead a hybrid meeting in which everyone is heard", "Facilitate", "RSF-L22"),
    ),
    artwork=("hexagon", "lapis", "wave"),
)
ONBOARDING = replace(
    designs.CONFLICT_MEDIATION,
    slug="onboarding",
    title="Onboarding New Colleagues",
    title_fr="Accueillir de nouveaux collègues",
    summary="Brings a new colleague to independent work in their first month.",
    summary_fr="Mène un nouveau collègue à l’autonomie durant son premier mois.",
    description="The earner plans a first month, follows it with the new colleague, and hands over well.",
    description_fr="La personne planifie un premier mois, le suit avec la nouvelle personne et passe bien le relais.",
    learner_groups="Anyone who is asked to bring in a new colleague.",
    outcomes=(Outcome("bring a new colleague to independent work", "Coach", "RSF-L31"),),
    artwork=("round", "verdigris", "steps"),
)
COUNCIL = replace(
    designs.DATA_STORYTELLING,
    slug="figures-for-council",
    title="Presenting Figures to a Council",
    title_fr="Présenter des chiffres à un conseil",
    summary="Puts figures before a council so that it can decide within one sitting.",
    summary_fr="Présente des chiffres à un conseil pour qu’il décide en une séance.",
    learner_groups="Municipal staff who report to elected councils.",
    artwork=("square", "ochre", "bridge"),
)
MINUTES = replace(
    designs.CONFLICT_MEDIATION,
    slug="minutes-that-get-read",
    title="Minutes That Get Read",
    title_fr="Des procès-verbaux qu’on lit",
    summary="Writes minutes from which everybody knows what was decided, and who does what.",
    summary_fr="Rédige des procès-verbaux qui disent ce qui est décidé et qui fait quoi.",
    description="The earner takes the minutes of a meeting and writes them so that they are acted upon.",
    description_fr="La personne rédige un procès-verbal dont chacun sait tirer ce qu’il doit faire.",
    learner_groups="Whoever writes the minutes, whether or not it is their job.",
    outcomes=(Outcome("write minutes that are acted upon", "Document", "RSF-L22"),),
    artwork=("round", "lapis", "steps"),
)
PAIRED = "Who plays the other side in the rehearsal, and what do they agree to? The proposal does not say."


def keep_calendar(college: College, *, at: datetime) -> None:
    """Closures of this year and the next, and a draft of next year's edition with two changes in it."""
    year = at.year
    for name, name_fr, first, last in (
        ("Winter break", "Congé d’hiver", date(year, 12, 24), date(year + 1, 1, 1)),
        ("Reading week", "Semaine de lecture", date(year + 1, 2, 22), date(year + 1, 2, 26)),
        ("Winter break", "Congé d’hiver", date(year + 1, 12, 24), date(year + 2, 1, 2)),
    ):
        assurance.add_closure(
            name=name, name_fr=name_fr, starts_on=first, ends_on=last, by=college["chidi"], at=at
        )
    draft = assurance.draft_standard(
        edition=str(year + 1),
        source=proposals.standard_in_force(at),
        by=college["chidi"],
        at=at,
    )
    assurance.edit_standard(
        standard=draft,
        edition=draft.edition,
        note="Use of artificial intelligence gets a check of its own.",
        by=college["chidi"],
        at=at,
    )
    assurance.save_check(
        standard=draft,
        check=None,
        values={
            "code": "ai-use-is-told",
            "principle": 6,
            "text": "Learners and assessors know which use of artificial intelligence is allowed, and why.",
            "text_fr": "On sait quel usage de l’intelligence artificielle est permis, et pourquoi.",
            "guidance": "A rule that nobody can check is a wish: ask how an assessor would notice.",
            "guidance_fr": "Une règle invérifiable est un vœu : demandez comment on s’en apercevrait.",
            "answered_by": ["integrity", "supervision"],
            "mandatory": True,
            "only_for": "",
        },
        by=college["chidi"],
        at=at,
    )


def keep_promise(college: College, slug: str, *, at: datetime) -> None:
    """Dana did what was asked, and the chair saw it."""
    condition = Condition.objects.get(decision__proposal__version__definition__slug=slug)
    assurance.report_condition(
        condition=condition,
        note="The assessment is PIA-2026-014; it stands in the privacy statement now.",
        by=college["dana"],
        at=at,
    )
    assurance.confirm_condition(condition=condition, by=college["chidi"], at=at + 2 * DAY)


def wait_for_screening(college: College, *, at: datetime) -> None:
    version = story.draft(college, COUNCIL, at=at)
    assurance.submit_proposal(version=version, by=college["dana"], at=at + DAY)


def come_back(college: College, *, at: datetime) -> None:
    """Returned, answered, submitted again, reviewed by the same two, and discussed."""
    version = story.draft(college, FACILITATION, at=at)
    story.endorse(college, version, FACILITATION, at=at + DAY)
    first = story.review(
        college, version, doubt="evidence-sufficient", words=PAIRED, at=at + 2 * DAY
    )
    check = proposals.checks_of(first).get(code="evidence-sufficient")
    assurance.decide(
        proposal=first,
        outcome=Decision.RETURN,
        reason="A good idea; one thing is open.",
        findings=[NewFinding(PAIRED, check)],
        by=college["chidi"],
        at=at + 7 * DAY,
    )
    finding = first.findings.get()
    assurance.answer_finding(
        finding=finding,
        answer="Two colleagues of the learner take part and sign a consent; group work says so now.",
        by=college["dana"],
        at=at + 9 * DAY,
    )
    values = story.sections(FACILITATION, at=at)[Section.QUALITY]
    values["group_work"] = (
        "Two colleagues play the participants and sign a consent; the learner alone is assessed."
    )
    catalogue.save_section(
        version=version, section=Section.QUALITY, values=values, by=college["dana"], at=at + 9 * DAY
    )
    second = story.review(
        college,
        version,
        doubt="moderation-proportionate",
        rating="condition",
        words="One in ten is too few in the first term: moderate every fifth.",
        at=at + 10 * DAY,
    )
    assurance.add_remark(
        proposal=second,
        text="I rated moderation with a condition, Hélène did not. Is one in ten enough for a new badge?",
        by=college["rui"],
        at=at + 14 * DAY,
    )
    assurance.add_remark(
        proposal=second,
        text="For the first term I would follow you: one in five, then we look again.",
        by=college["helene"],
        at=at + 15 * DAY,
    )


def decline_and_appeal(college: College, *, at: datetime) -> None:
    """Declined as a duplicate; its designer appeals, and Mireille, who had no part, has yet to answer."""
    version = story.draft(college, ONBOARDING, at=at)
    proposal = story.review(
        college,
        version,
        doubt="no-duplicate",
        words="Corporate Leadership already asks for this: its second criterion is the same.",
        at=at + DAY,
    )
    assurance.decide(
        proposal=proposal,
        outcome=Decision.DECLINE,
        reason="Both reviewers find that Corporate Leadership already leads to this ability.",
        by=college["chidi"],
        at=at + 6 * DAY,
    )
    assurance.lodge_appeal(
        proposal=proposal,
        ground="merit",
        text="Corporate Leadership is about leading a team; this is about one colleague, and those who"
        " coach are seldom leads. No outcome and no task of the two is the same.",
        by=college["dana"],
        at=at + 8 * DAY,
    )


def overrule_and_end(college: College, *, at: datetime) -> Version:
    """Declined; on appeal reviewed anew by others; approved against one rating; and by now retired."""
    version = story.draft(college, MINUTES, at=at)
    story.endorse(college, version, MINUTES, at=at + DAY)
    words = "Who has written minutes for years learns nothing here."
    declined = story.review(
        college, version, doubt="small-enough", words="Three weeks for one text?", at=at + 2 * DAY
    )
    assurance.decide(
        proposal=declined,
        outcome=Decision.DECLINE,
        reason="Both reviewers find it out of proportion.",
        by=college["chidi"],
        at=at + 6 * DAY,
    )
    appeal = assurance.lodge_appeal(
        proposal=declined,
        ground="process",
        text="The weeks were read as full-time. It is an hour a week beside one’s own meetings.",
        by=college["dana"],
        at=at + 7 * DAY,
    )
    appeal = assurance.uphold_appeal(
        appeal=appeal,
        reason="The form says hours and weeks; the reviews speak of weeks alone.",
        by=college["mireille"],
        at=at + 9 * DAY,
    )
    anew = appeal.opened
    assert anew is not None
    for key in ("wren", "tariq"):
        story.ask(college, anew, key, by="mireille", at=at + 9 * DAY)
    story.rate(college, anew, "wren", doubt="value-in-plain-words", words=words, at=at + 12 * DAY)
    story.rate(college, anew, "tariq", at=at + 13 * DAY)
    assurance.decide(
        proposal=anew,
        outcome=Decision.APPROVE,
        reason="Small, and asked for by three employers.",
        override="Wren doubts the value for the experienced; the design says that it is not for them.",
        by=college["mireille"],
        at=at + 15 * DAY,
    )
    catalogue.publish_version(version=version, by=college["ruth"], at=at + 17 * DAY)
    version.refresh_from_db()
    catalogue.retire_version(
        version=version,
        teach_out_on=localdate(at + 110 * DAY),
        reason="Facilitating Hybrid Meetings will ask for this among other things.",
        by=college["ruth"],
        at=at + 80 * DAY,
    )
    return catalogue.finish_retiring(version=version, at=at + 112 * DAY)

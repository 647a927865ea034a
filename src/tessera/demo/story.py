"""How each design came to be, through the same doors that everyone uses."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from tessera.assurance import operations as assurance
from tessera.assurance import queries as proposals
from tessera.assurance.enums import Outcome as Decision
from tessera.assurance.enums import RatingValue
from tessera.assurance.models import Proposal
from tessera.assurance.policies import NewCondition, NewFinding
from tessera.catalogue import artwork
from tessera.catalogue import operations as catalogue
from tessera.catalogue import queries as designs
from tessera.catalogue.artwork_words import in_words
from tessera.catalogue.enums import ComponentKind, Row, Section
from tessera.catalogue.models import Version
from tessera.demo.designs import LEVELS, Design
from tessera.demo.setup import College
from tessera.endorsement import operations as endorsement
from tessera.kernel import badge
from tessera.kernel.openbadges import canonical, proof
from tessera.kernel.openbadges.did import from_key
from tessera.kernel.openbadges.keys import KeyType
from tessera.kernel.rules import codec
from tessera.kernel.rules.terms import AtLeast, Holds, HoldsStack, InOrder
from tessera.people import operations as people
from tessera.people.queries import institution
from tessera.signing import keystore

if TYPE_CHECKING:
    from tessera.people.models import Organisation, Person

DAY = timedelta(days=1)
SIGNS_ITSELF = "northlight-schools"
REVIEWERS = ("rui", "helene")
DOUBT = (
    "A role play needs people to play the other side. Who finds them, and what do they agree to?"
)

UNNAMED = "A privacy assessment is promised, but not named."
# Objectives that few designs serve, or none.
SERVED_BY = {
    "A region that works together": ("Conflict Mediation at Work",),
    "Care for the river": (),
}
# Approved on a condition, to be met within so many days.
PROMISED = {"data-storytelling": 120, "accessible-web-content": 30}


def draft(college: College, design: Design, *, at: datetime) -> Version:
    """Dana writes the whole form."""
    dana = college["dana"]
    version = catalogue.create_definition(
        kind="stack" if design.parts else "micro",
        title=design.title,
        unit=college.units[design.unit],
        by=dana,
        at=at,
    )
    for section, values in sections(design, at=at).items():
        catalogue.save_section(version=version, section=section, values=values, by=dana, at=at)
    write_rows(college, version, design, at=at)
    draw(version, design, by=dana, at=at)
    return version


def draw(version: Version, design: Design, *, by: Person, at: datetime) -> None:
    """The badge as the studio would draw it, in the words that the studio suggests."""
    shape, palette, icon = design.artwork
    ground, figure = artwork.COLOURS[palette]
    chosen = badge.Design(
        shape,
        icon,
        ground,
        figure,
        text=design.title,
        name=str(institution()),
        level=design.level,
        ring=bool(design.parts),
    )
    catalogue.draw_artwork(
        version=version,
        design=chosen,
        alt=in_words(chosen, "en"),
        alt_fr=in_words(chosen, "fr"),
        by=by,
        at=at,
    )


def sections(design: Design, *, at: datetime) -> dict[int, dict[str, Any]]:
    return {
        Section.IDENTITY: {
            "title_fr": design.title_fr,
            "summary": design.summary,
            "summary_fr": design.summary_fr,
            "languages": list(design.languages),
        },
        Section.VALUE: {
            "learner_groups": design.learner_groups,
            "value_kind": "alone",
            "value_statement": design.value_statement,
            "entry_open": True,
            "hours": design.hours,
            "weeks": design.weeks,
            "level": design.level,
        },
        Section.STACK: {
            "stack_place": design.stack_place,
            "stack_kind": design.stack_kind if design.parts else "",
            "coverage": "By its parts, each judged against its own standard."
            if design.parts
            else "",
            "rpl_route": "An interview with an assessor, with documents of what was learnt and where.",
            "rule": rule_of(design),
        },
        Section.BRAND: {
            "description": design.description,
            "description_fr": design.description_fr,
            "equity": "Cases come from many communities; the first session is planned with the Indigenous "
            "education circle.",
        },
        Section.FLEXIBLE: {
            "delivery_modes": list(design.modes),
            "pacing": f"{design.weeks} weeks; work can pause for a term.",
            "intakes": "January, May and September.",
            "demonstration_options": design.ways,
            "own_form_allowed": True,
            "technology": "Any recent browser, also on a phone; captions and transcripts throughout.",
            "materials": "Captions, transcripts and tagged documents; checked against WCAG 2.2 AA by the library.",
            "essential": "What the criteria name.",
            "adjustable": "Place, time, format and length of what is handed in.",
            "barriers": "Evening work and caring duties: every session has a recording and a second date.",
            "fee": design.fee,
        },
        Section.QUALITY: {
            "completion_rule": "Every session, live or as a recording with its questions answered.",
            "supervision": "checked",
            "identity_level": "account",
            "group_work": "Allowed; each person names and shows their own part.",
            "assessors": "Two years of practice in the field and the college's assessor workshop.",
            "moderation": "One in ten, and every claim on the border.",
            "attempts_allowed": 3,
            "service_days": 10,
            "appeal_days": 20,
            "integrity": "Own work. AI may help with wording; say where and how.",
            "privacy": "Evidence is kept to judge the claim. The badge shows criteria and levels, never the work.",
            "privacy_assessment": f"PIA {at.year}-07, on file with the privacy office.",
            "retention_months": 24,
            "review_on": localdate(at + 730 * DAY),
            "instructions_educational": "Take part, and keep notes for your reflection.",
            "instructions_demonstration": "Choose the way that shows it best.",
            "instructions_reflective": "A page is enough. Be honest rather than polished.",
        },
    }


def rule_of(design: Design) -> dict[str, Any] | None:
    if not design.parts:
        return None
    versions = [designs.published_version(slug) for slug in design.parts]
    parts = tuple(
        HoldsStack(str(version.definition.uuid))
        if version.definition.kind == "stack"
        else Holds(str(version.definition.uuid))
        for version in versions
        if version
    )
    return codec.encode(InOrder(parts) if design.in_order else AtLeast(len(parts), parts))


def write_rows(college: College, version: Version, design: Design, *, at: datetime) -> None:
    def add(row: Row, **values: Any) -> Any:
        return catalogue.add_row(
            version=version, kind=row, values=values, by=college["dana"], at=at
        )

    outcomes = []
    for outcome in design.outcomes:
        row = add(Row.OUTCOME, text=outcome.text)
        outcomes.append(row)
        add(
            Row.ALIGNMENT,
            outcome=row,
            framework="Rivermouth Skills Framework",
            name=outcome.skill,
            url=f"https://skills.rivermouth.example.org/{outcome.code}",
            code=outcome.code,
        )
    for side, kind, source, finding in design.needs:
        found_on = localdate(at - 60 * DAY)
        add(Row.NEED, side=side, kind=kind, source=source, finding=finding, found_on=found_on)
    add(
        Row.PARTNER,
        organisation=college.organisations[design.partner],
        part="Helped to write the criteria, and endorses.",
    )
    for commitment in designs.commitments(on=localdate(at)):
        if design.title not in SERVED_BY.get(commitment.title, (design.title,)):
            continue
        add(
            Row.SERVICE,
            commitment=commitment,
            how=f"{design.summary} That is {commitment.title} at work.",
        )
    components = {row.kind: row for row in version.components.all()}
    for task in design.activities:
        component = components[ComponentKind.EDUCATIONAL]
        add(
            Row.TASK,
            component=component,
            title=task.title,
            instructions=task.instructions,
            accepts=[],
        )
    for task in design.tasks:
        component = components[ComponentKind.DEMONSTRATION]
        accepts = ["file", "link", "text"]
        add(
            Row.TASK,
            component=component,
            title=task.title,
            instructions=task.instructions,
            accepts=accepts,
        )
    for criterion in design.criteria:
        add(
            Row.CRITERION,
            component=components[criterion.component],
            statement=criterion.statement,
            essential=criterion.essential,
            required_rank=3,
            outcomes=[outcomes[position] for position in criterion.outcomes],
            levels=list(LEVELS),
        )


def endorse(college: College, version: Version, design: Design, *, at: datetime) -> None:
    """The partner is asked, and says yes in its own words."""
    organisation = college.organisations[design.partner]
    contact = next(
        person
        for person in college.people.values()
        if person.email.endswith(f"@{design.partner}.example.org")
    )
    request = endorsement.request_endorsement(
        version=version,
        organisation=organisation,
        contact=contact,
        message="You helped us with the criteria; would you stand behind the badge?",
        answer_by=localdate(at + 14 * DAY),
        by=college["dana"],
        at=at,
    )
    words: dict[str, Any] = {
        "demand": f"We look for this every month: {design.needs[1][3]}",
        "reflects": "What is asked for is what a good first month on the job looks like.",
        "support_kinds": ["co_design", "assessors"],
        "support": "Two of our people sit with the assessors.",
        "recognition_kinds": ["interview"],
        "recognition": "Holders are invited to an interview.",
        "interest": "none",
    }
    if design.partner != SIGNS_ITSELF:
        endorsement.give_endorsement(request=request, by=contact, at=at + DAY, **words)
        return
    keep_own_key(college, organisation, contact, at=at)
    prepared = endorsement.prepare_endorsement(request=request, words=words, by=contact, at=at)
    text = signed_at_home(college, prepared.document, at=at)
    endorsement.accept_signed(prepared=prepared, text=text, by=contact, at=at + DAY)


def keep_own_key(college: College, organisation: Organisation, by: Person, *, at: datetime) -> None:
    """A partner that lets nobody else sign for it shows, once, that the key is its own."""
    if organisation.slug in college.secrets:
        return
    college.secrets[organisation.slug] = secret = keystore.draw(KeyType.ED25519)
    did = from_key(secret.public)
    key = endorsement.register_key(organisation=organisation, did=did, by=by, at=at)
    text = signed_at_home(college, key.challenge, at=at)
    endorsement.prove_key(key=key, text=text, by=by, at=at)


def signed_at_home(college: College, text: str, *, at: datetime) -> str:
    """What `tessera sign` gives back."""
    secret = college.secrets[SIGNS_ITSELF]
    name = f"{from_key(secret.public)}#{secret.public.multibase}"
    secured = proof.secure(canonical.read(text), key=secret, verification_method=name, created=at)
    return json.dumps(secured, ensure_ascii=False, indent=2)


def leave_unsigned(college: College, version: Version, *, at: datetime) -> None:
    """The words are there, and the text waits for the partner's own key."""
    sam = college["sam"]
    request = endorsement.request_endorsement(
        version=version,
        organisation=college.organisations[SIGNS_ITSELF],
        contact=sam,
        message="Your principals asked for this one as well. Would you stand behind it?",
        answer_by=localdate(at + 21 * DAY),
        by=college["dana"],
        at=at,
    )
    words = {
        "demand": "Four of our schools lost a deputy head this year for want of it.",
        "reflects": "A recorded team meeting, with its notes, is a week in a school office.",
        "interest": "none",
    }
    endorsement.prepare_endorsement(request=request, words=words, by=sam, at=at + DAY)


def ask_around(college: College, version: Version, *, at: datetime) -> None:
    """Who else was asked: one proposes changes, one says half of it, one declines, one is invited."""
    dana, organisations = college["dana"], college.organisations

    def ask(slug: str, **whom: Any) -> Any:
        return endorsement.request_endorsement(
            version=version,
            organisation=organisations[slug],
            message="You know these quarrels from your own teams. What do you say?",
            answer_by=(at + 21 * DAY).date(),
            by=dana,
            at=at,
            **whom,
        )

    asked = ask("northlight-schools", contact=college["sam"])
    endorsement.propose_changes(
        request=asked,
        changes={
            "outcomes": "Say what a mediator does when one side will not come to the table.",
            "assessment": "Let one of the tasks be a real case, with names taken out.",
        },
        by=college["sam"],
        at=at + DAY,
    )
    endorsement.give_endorsement(
        request=ask("harbour-works", contact=college["petra"]),
        demand="Every foreman of ours has asked for this since the two yards were merged.",
        comment="The role play is far from the noise of a yard: we cannot say that it is the job.",
        recognition_kinds=["advancement"],
        interest="some",
        interest_words="Two of our foremen would teach in it and be paid for that.",
        by=college["petra"],
        at=at + 2 * DAY,
    )
    endorsement.decline_endorsement(
        request=ask("civic-data-cooperative", contact=college["noor"]),
        reason="A good thing, but not our field: ask somebody who leads crews.",
        by=college["noor"],
        at=at + 2 * DAY,
    )
    ask("tidewater-health", email="personnel@tidewater-health.example.org", name="Ivy Chan")


def short_term(college: College, design: Design, *, at: datetime) -> Version:
    """Endorsed while the college still asked anew every six months, so that it ends before long."""
    rules: dict[str, Any] = {"needed": 1, "asks_interests": True, "need_months": 24}
    people.change_rules(**rules, months=6, by=college["greta"], at=at)
    version = publish(college, design, at=at)
    people.change_rules(**rules, months=24, by=college["greta"], at=at + 20 * DAY)
    return version


def review(
    college: College,
    version: Version,
    *,
    reviewers: tuple[str, ...] = REVIEWERS,
    doubt: str = "",
    rating: str = RatingValue.NOT_MET,
    words: str = DOUBT,
    at: datetime,
) -> Proposal:
    """Submitted, screened, assigned, and rated by each of `reviewers`: met throughout but for the check
    `doubt`. A condition is the first reviewer's alone."""
    proposal = assurance.submit_proposal(version=version, by=college["dana"], at=at)
    assurance.screen_proposal(proposal=proposal, by=college["chidi"], at=at)
    for key in REVIEWERS:
        ask(college, proposal, key, at=at)
    for key in reviewers:
        alone = rating == RatingValue.CONDITION and key != REVIEWERS[0]
        rate(
            college,
            proposal,
            key,
            doubt="" if alone else doubt,
            rating=rating,
            words=words,
            at=at + 3 * DAY,
        )
    return proposal


def ask(college: College, proposal: Proposal, key: str, *, by: str = "chidi", at: datetime) -> None:
    assurance.assign_reviewer(
        proposal=proposal,
        reviewer=college[key],
        due_on=localdate(at + 10 * DAY),
        by=college[by],
        at=at,
    )


def rate(
    college: College,
    proposal: Proposal,
    key: str,
    *,
    doubt: str = "",
    rating: str = RatingValue.NOT_MET,
    words: str = "",
    at: datetime,
) -> None:
    """Everything is met, but for the check `doubt`."""
    mine = proposals.reviews_of(college[key]).get(proposal=proposal)
    assurance.save_review(
        review=mine,
        ratings={
            check: (rating, words) if check.code == doubt else (RatingValue.MET, "")
            for check in proposals.checks_of(proposal)
        },
        settlements=dict.fromkeys(proposals.findings_before(proposal), True),
        summary="Clear, small and honest.",
        by=college[key],
        at=at,
    )
    assurance.submit_review(review=mine, by=college[key], at=at)


def promise(college: College, proposal: Proposal, *, within: int, at: datetime) -> NewCondition:
    """That the privacy assessment is named, which Dana sees to within so many days."""
    check = proposals.checks_of(proposal).get(code="privacy-referenced")
    words = "Name the privacy assessment, with its number, in the proposal."
    return NewCondition(check, words, college["dana"], (at + within * DAY).date())


def publish(college: College, design: Design, *, at: datetime) -> Version:
    """The whole way, in three weeks."""
    version = draft(college, design, at=at)
    endorse(college, version, design, at=at + 3 * DAY)
    if design.slug in PROMISED:
        proposal = review(
            college,
            version,
            doubt="privacy-referenced",
            rating="condition",
            words=UNNAMED,
            at=at + 7 * DAY,
        )
        conditions = [promise(college, proposal, within=PROMISED[design.slug], at=at + 14 * DAY)]
    else:
        proposal, conditions = review(college, version, at=at + 7 * DAY), []
    assurance.decide(
        proposal=proposal,
        outcome=Decision.APPROVE,
        reason="Both reviewers agree.",
        conditions=conditions,
        by=college["chidi"],
        at=at + 14 * DAY,
    )
    return catalogue.publish_version(version=version, by=college["ruth"], at=at + 21 * DAY)


def leave_in_review(college: College, design: Design, *, at: datetime) -> None:
    """One reviewer has answered, the other has not."""
    version = draft(college, design, at=at)
    endorse(college, version, design, at=at + DAY)
    review(college, version, reviewers=REVIEWERS[:1], at=at + 3 * DAY)


def send_back(college: College, design: Design, *, at: datetime) -> None:
    """Returned with a finding that its designer has yet to answer."""
    version = draft(college, design, at=at)
    ask_around(college, version, at=at)
    proposal = review(college, version, doubt="evidence-sufficient", at=at + DAY)
    assurance.decide(
        proposal=proposal,
        outcome=Decision.RETURN,
        reason="Nearly there.",
        findings=[NewFinding(text=DOUBT, check=None)],
        by=college["chidi"],
        at=at + 5 * DAY,
    )

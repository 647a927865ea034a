"""What each field of the proposal asks for, with an example: designers are teachers, not administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

HELP: dict[str, _StrPromise] = {
    # 0 Name and purpose
    "title": _(
        "Short, and about the skill. Example: Leading a team through change. Words such as diploma"
        " or degree belong to other credentials."
    ),
    "title_fr": _("Example: Conduire une équipe à travers le changement."),
    "summary": _(
        "Begin with a verb. Example: Plans a change with the people whom it touches and leads them"
        " through it."
    ),
    "summary_fr": _(
        "The same promise, written for a French reader rather than translated. Example: Prépare un"
        " changement avec les gens qu’il touche."
    ),
    "languages": _(
        "The languages in which learners can take it and show their skill. Example: both."
    ),
    # 1 Value
    "learner_groups": _("Example: new team leads, and nurses who step into a charge role."),
    "value_kind": _(
        "It may add to a degree, diploma or certificate, or be worth earning alone. Example: adds to the"
        " diploma in business."
    ),
    "value_statement": _(
        "What the learner gains that they did not have before. Example: a manager can see in one"
        " page that this person has led a real change."
    ),
    "adds_to": _(
        "Programmes here or elsewhere. No one needs to hold any of them to enrol. Example: diploma in"
        " business."
    ),
    "entry_open": _("Anyone may enrol, from a first-year student to someone in mid-career."),
    "entry_reason": _(
        "Only if entry is not open. Example: a food-handler card, because the kitchen is licensed."
    ),
    "hours": _("All the learner’s time, in and out of class. Example: 24. It is never a rule."),
    "weeks": _("From the first day to the claim. Example: 6."),
    "level": _("From 1 (foundation) to 4 (expert), if the badge belongs to a series. Example: 2."),
    "funding_claimed": _("Only for 5 to 300 hours in fewer than 12 weeks."),
    # 2 Industry
    "need_reason": _(
        "Only if you asked learners alone, or employers alone. Example: no learner can know a trade"
        " that begins next year."
    ),
    "occupation_codes": _(
        "A code and its name, up to three. Example: NOC 40021, school principals."
    ),
    "field_of_study": _("Example: CIP 13.0401, educational leadership and administration."),
    # 3 Stacking
    "stack_kind": _(
        "Broader skills side by side, deeper skills one after the other, or both together. Example:"
        " foundation, then practice, is vertical."
    ),
    "stack_place": _(
        "Where it leads. Example: with Corporate Leadership it makes the macro-badge Leadership."
    ),
    "prerequisites": _(
        "Badges that must be held before this one. Leave empty if entry is open. Example: Food Safety,"
        " before a kitchen badge."
    ),
    "single_use": _("A badge that counted towards one stack then counts towards no other."),
    "coverage": _(
        "By which part each outcome is shown, or by a capstone. Example: the second outcome is shown by a"
        " project that joins both parts."
    ),
    "expired_part": _("Empty means that the macro-badge stands: it says what was shown, and when."),
    "expiry_told": _(
        "Needed when the badge expires or counts once. Example: renew it within three years with one"
        " observed session."
    ),
    "articulation": _(
        "Promise credit only under an agreement. Example: agreement 2026-14, one elective in the"
        " diploma in business."
    ),
    "rpl_route": _(
        "How someone who can already do this is assessed. Example: a portfolio and an interview."
    ),
    "credits": _(
        "How many credits of a formal programme this is worth, if an agreement says so. Example: 1.5."
    ),
    # 4 Brand
    "description": _(
        "Printed on the badge and read by employers. Say what the earner can do, in three sentences."
        " Example: Plans a change with a team. Listens to those whom it touches. Brings it to its end."
    ),
    "description_fr": _(
        "The same three sentences in French. Example: Prépare un changement en équipe. Écoute les gens"
        " qu’il touche. Le mène à terme."
    ),
    "equity": _(
        "Whose knowledge and examples are used, and how it is made fair. Example: cases from"
        " Indigenous-owned businesses, chosen with them."
    ),
    # 5 Flexibility
    "delivery_modes": _(
        "Every way in which it is offered. Example: online, and in the evening on campus."
    ),
    "pacing": _("Example: six weeks, or at one’s own pace with a pause of up to one term."),
    "intakes": _("Example: January, May and September; or whenever someone enrols."),
    "demonstration_options": _(
        "Two or more, one a line. Example: a recorded meeting; a written plan with a reference."
    ),
    "demonstration_reason": _("Only if there is one way. Example: the licence names the test."),
    "own_form_allowed": _(
        "A learner may suggest another way that shows the same skill. Example: a podcast, not an essay."
    ),
    "technology": _(
        "What a learner must have, and how accessible it is. Example: a phone and a browser; all"
        " videos have captions."
    ),
    "materials": _(
        "How they meet WCAG 2.2 AA. Example: captions, tagged documents, checked by the library in May."
    ),
    "fixed": _(
        "Only if the place, the time or a tool cannot change. Example: the pool, since rescues are shown"
        " in water."
    ),
    "essential": _(
        "What cannot change without it being another skill. Example: speaking with a live audience."
    ),
    "adjustable": _("What can change for a learner who needs it. Example: time, place, format."),
    "barriers": _(
        "What may keep someone out, and what you do about it. Example: evening sessions are recorded."
    ),
    "fee": _("Example: 120 dollars, materials included; waived for learners with bursaries."),
    # 6 Quality
    "completion_rule": _("Example: four of the five workshops, and the notes handed in."),
    "pass_share": _(
        "Leave empty when every criterion must be met. Example: 80. It is asked of each component, and"
        " never makes up for an essential criterion."
    ),
    "supervision": _(
        "How closely the demonstration is watched. Example: an assessor sits in on the meeting."
    ),
    "identity_level": _(
        "How sure we are that it is the learner’s own work. Example: a photo card is checked at the"
        " session."
    ),
    "group_work": _("Example: work in groups is welcome; each learner marks their own part."),
    "assessors": _("Who may judge it. Example: two years in the field and the assessor course."),
    "moderation": _("How judgements are kept alike. Example: one in ten is judged twice."),
    "attempts_allowed": _("How often a learner may claim before they get support. Example: 3."),
    "service_days": _("Working days from claim to result. Example: 10."),
    "appeal_days": _("Working days in which a learner may appeal. Example: 20."),
    "integrity": _("Example: AI may help with wording if the learner says where it was used."),
    "privacy": _(
        "Why data is collected and what the badge shows. Example: to assess the skill; the badge"
        " shows levels, never the work itself."
    ),
    "privacy_assessment": _("Its number or address. Example: PIA 2026-07, approved on May 4."),
    "retention_months": _("How long evidence is kept after the result. Example: 24."),
    "review_on": _(
        "When the panel looks at it again, within three years. Example: the end of the next plan."
    ),
    "validity_months": _("Leave empty when the badge does not expire. Example: 36, for first aid."),
    "instructions_educational": _(
        "The Educational component: how the learner learns. Example: four workshops, or an interview"
        " about what you already know."
    ),
    "instructions_demonstration": _(
        "The Demonstration component: how the learner shows the skill. Example: lead one real change"
        " and bring its traces."
    ),
    "instructions_reflective": _(
        "The Reflective component: what the learning did to them. Example: one page, read beside the"
        " reasons given at the start."
    ),
    # Rows
    "text": _("One verb each. Example: lead a team through a change it did not choose."),
    "unaligned_reason": _(
        "Only if no framework has it. Example: the skill is newer than any list."
    ),
    "outcome": _("The outcome that this framework describes."),
    "framework": _("Example: ESCO, O*NET, the National Occupational Classification."),
    "name": _("As the framework writes it. Example: lead a team."),
    "url": _(
        "The framework’s own page for it, so that anyone can check. Example:"
        " https://data.europa.eu/esco/skill/…"
    ),
    "code": _("Example: 10022."),
    "side": _(
        "Learners and employers see need differently: ask both. Example: employers, in a survey."
    ),
    "kind": _("How you found out. Example: interviews."),
    "source": _("Who said so. Example: survey of 140 employers in the region."),
    "found_on": _(
        "The day of the survey, interview or report. Example: the last day on which answers came in."
    ),
    "finding": _("In one or two sentences. Example: eight in ten cannot find such people."),
    "organisation": _(
        "An organisation outside the college. Example: a hospital that hires people who can do this."
    ),
    "part": _("Does it co-design, advise or endorse? Example: advises on tasks, and endorses."),
    "weight": _("Counts only when a share of the weight is enough. Example: 2, for twice as much."),
    "commitment": _("The ones in force today."),
    "how": _("What you do, not what you believe. Example: every case is chosen by a community."),
    "component": _("Where it belongs."),
    "instructions": _("Written to the learner. Example: bring a plan that someone acted on."),
    "accepts": _("For a demonstration: what the learner may hand in. Example: a file or a link."),
    "minimum_items": _("How many pieces of evidence at the least. Example: 1."),
    "question": _(
        "Ask about the learner, not about the course. Example: what would you do otherwise now?"
    ),
    "statement": _("One thing that an assessor can see. Example: listens before deciding."),
    "essential_criterion": _(
        "Below its level the badge is not earned, and no weight makes up for it. Example: keeps people"
        " safe."
    ),
    "outcomes": _("Every outcome must be judged by at least one criterion."),
    "levels": _(
        "From the lowest to the highest: a name, and what an assessor sees at it. Example: Proficient, asks"
        " before deciding and says back what was heard. Mark the one that is needed."
    ),
}

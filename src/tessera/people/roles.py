"""Which duty carries which permissions. Names are declared in each feature's `enums.py`."""

from tessera.people.enums import Role

READ_EVERYTHING = frozenset(
    {
        "catalogue.version.view",
        "endorsement.request.view",
        "assurance.proposal.view",
        "standing.review.view",
        "meetings.meeting.view",
        "reports.scrutiny.view",
        "enrolment.offering.view",
        "enrolment.evidence.view",
        "assessment.attempt.view",
        "credentials.award.view",
        "stacks.evaluation.view",
        "people.trail.view",
        "people.outbox.view",
        "people.organisation.view",
    }
)

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.DESIGNER: frozenset(
        {
            "catalogue.version.view",
            "catalogue.version.draft",
            "catalogue.version.submit",
            "frameworks.framework.search",
            "endorsement.request.view",
            "endorsement.request.send",
            "assurance.proposal.view",
            "standing.review.view",
            "people.organisation.invite",
        }
    ),
    Role.REVIEWER: frozenset(
        {"catalogue.version.view", "assurance.review.submit", "meetings.meeting.attend"}
    ),
    Role.CHAIR: frozenset(
        {
            "catalogue.version.view",
            "catalogue.commitment.add",
            "endorsement.request.view",
            "assurance.proposal.view",
            "assurance.proposal.assign",
            "assurance.proposal.decide",
            "standing.review.view",
            "standing.review.decide",
            "meetings.meeting.lead",
            "reports.scrutiny.view",
            "standing.complaint.record",
            "assurance.standard.edit",
        }
    ),
    Role.PARTNER: frozenset(
        {"endorsement.request.answer", "people.organisation.view", "people.organisation.invite"}
    ),
    # What these two see follows from the offerings they are staff of, not from the duty alone.
    Role.INSTRUCTOR: frozenset({"enrolment.educational.record"}),
    Role.ASSESSOR: frozenset({"assessment.attempt.judge", "enrolment.evidence.assess"}),
    Role.REGISTRAR: frozenset(
        {
            "catalogue.version.view",
            "catalogue.version.publish",
            "standing.review.view",
            "standing.complaint.record",
            "enrolment.offering.view",
            "enrolment.offering.open",
            "enrolment.evidence.view",
            "assessment.attempt.view",
            "assessment.attempt.confirm",
            "credentials.award.view",
            "credentials.award.confirm",
            "credentials.award.revoke",
            "stacks.evaluation.view",
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            "catalogue.version.view",
            "catalogue.commitment.add",
            "checking.issuer.manage",
            "reports.scrutiny.view",
            "standing.review.view",
            "standing.complaint.record",
            "frameworks.framework.search",
            "frameworks.framework.import",
            "people.trail.view",
            "people.outbox.view",
            "people.outbox.send",
            "people.organisation.view",
            "people.organisation.manage",
            "people.organisation.invite",
            "people.rules.change",
        }
    ),
    Role.AUDITOR: READ_EVERYTHING,
}


def roles_with(permission: str) -> list[str]:
    return [role for role, names in PERMISSIONS.items() if permission in names]

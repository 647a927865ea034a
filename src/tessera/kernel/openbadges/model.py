"""The facts that documents are built from (Open Badges 3.0, section 4.8; VC Data Model 2.0).

Plain values, named as the specification names its classes. `build` turns them into documents and
refuses what a verifier would; nothing is checked here. Every id is given by the caller, and every
node that may have one has one, so that a document's canonical form has next to no blank nodes.
Times are aware and written to the whole second; optional text left empty is left out. Where a
vocabulary below is open, `ext:Term` is allowed besides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Document = dict[str, Any]


def _terms(words: str) -> frozenset[str]:
    return frozenset(words.split())


ACHIEVEMENT_TYPES = _terms(
    "Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge"
    " BachelorDegree Certificate CertificateOfCompletion Certification CommunityService Competency"
    " Course CoCurricular Degree Diploma DoctoralDegree Fieldwork GeneralEducationDevelopment"
    " JourneymanCertificate LearningProgram License Membership ProfessionalDoctorate"
    " QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential ResearchDoctorate"
    " SecondarySchoolDiploma"
)
IDENTITY_TYPES = _terms(
    "name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber isbn"
    " issn lisSourcedId oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId"
    " ltiPlatformId ltiUserId identifier"
)
RESULT_TYPES = _terms(
    "GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result"
    " RubricCriterion RubricCriterionLevel RubricScore ScaledScore Status"
)
RESULT_STATUSES = _terms("Completed Enrolled Failed InProgress OnHold Provisional Withdrew")
TARGET_TYPES = _terms(
    "ceasn:Competency ceterms:Credential CTDL CFItem CFRubric CFRubricCriterion"
    " CFRubricCriterionLevel"
)
ASSOCIATION_TYPES = _terms(
    "exactMatchOf isChildOf isParentOf isPartOf isPeerOf isRelatedTo precedes replacedBy"
)
STATUS_PURPOSES = _terms("revocation suspension refresh message")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture's address (or data URI) and its text alternative."""

    id: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class IdentifierEntry:
    """A name for something in another system: a course code, a student number."""

    identifier_type: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is; `position` is latitude and longitude in degrees."""

    country: str = ""
    country_code: str = ""
    region: str = ""
    locality: str = ""
    street: str = ""
    post_office_box: str = ""
    postal_code: str = ""
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a person's name, and their day of birth, where a profile is of a person."""

    family_name: str = ""
    given_name: str = ""
    additional_name: str = ""
    patronymic_name: str = ""
    honorific_prefix: str = ""
    honorific_suffix: str = ""
    family_name_prefix: str = ""
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """An issuer, endorser or creator; `id` is its DID.

    `endorsements` are signed EndorsementCredential documents about this very profile, and
    `endorsement_tokens` such documents signed as VC-JWT.
    """

    id: str
    name: str
    url: str = ""
    description: str = ""
    image: Image | None = None
    email: str = ""
    phone: str = ""
    address: Address | None = None
    official: str = ""
    parent_org: Profile | None = None
    person: PersonName | None = None
    other_identifiers: tuple[IdentifierEntry, ...] = ()
    endorsements: tuple[Mapping[str, Any], ...] = ()
    endorsement_tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """A tie to a node of a skills framework, occupation list or standard."""

    id: str
    target_name: str
    target_url: str
    target_code: str = ""
    target_description: str = ""
    target_framework: str = ""
    target_type: str = ""


@dataclass(frozen=True, slots=True)
class Criteria:
    """How it is earned: a page for people, the same in Markdown, or both."""

    id: str = ""
    narrative: str = ""


@dataclass(frozen=True, slots=True)
class RubricCriterionLevel:
    """One step of the scale of a ResultDescription."""

    id: str
    name: str
    description: str = ""
    level: str = ""
    points: str = ""
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultDescription:
    """A kind of result that an achievement may show; values and levels go from low to high."""

    id: str
    name: str
    result_type: str
    allowed_values: tuple[str, ...] = ()
    required_level: str = ""
    required_value: str = ""
    levels: tuple[RubricCriterionLevel, ...] = ()
    value_max: str = ""
    value_min: str = ""
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What one learner reached; ids of a description in the same achievement and a level in that."""

    id: str
    result_description: str
    achieved_level: str = ""
    status: str = ""
    value: str = ""
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """Another achievement of the same family: the French edition, an earlier version."""

    id: str
    language: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Achievement:
    """The published form of one version of a definition.

    `endorsements` are signed EndorsementCredential documents about this very achievement, and
    `endorsement_tokens` such documents signed as VC-JWT.
    """

    id: str
    name: str
    description: str
    criteria: Criteria
    achievement_type: str = ""
    alignments: tuple[Alignment, ...] = ()
    creator: Profile | None = None
    credits_available: float | None = None
    endorsements: tuple[Mapping[str, Any], ...] = ()
    endorsement_tokens: tuple[str, ...] = ()
    field_of_study: str = ""
    human_code: str = ""
    image: Image | None = None
    language: str = ""
    other_identifiers: tuple[IdentifierEntry, ...] = ()
    related: tuple[Related, ...] = ()
    result_descriptions: tuple[ResultDescription, ...] = ()
    specialization: str = ""
    tags: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class IdentityObject:
    """Who the learner is, readable or (with `hashed`) only to those who know the identifier."""

    identity_type: str
    identity_hash: str
    hashed: bool = False
    salt: str = ""


@dataclass(frozen=True, slots=True)
class AchievementSubject:
    """The learner, under the id that this award gave them, and what they did."""

    id: str
    achievement: Achievement
    identifiers: tuple[IdentityObject, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    image: Image | None = None
    narrative: str = ""
    results: tuple[Result, ...] = ()
    credits_earned: float | None = None
    license_number: str = ""
    role: str = ""
    source: Profile | None = None
    term: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A description of evidence; `id` leads to it only where the learner chose so."""

    id: str
    name: str = ""
    description: str = ""
    narrative: str = ""
    genre: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """A credential's place in a status list, which is named by its address.

    A list of messages says which one of `messages` holds, in the order of the values that `size`
    bits can have; `reference` leads to what they mean.
    """

    status_list: str
    index: int
    purpose: str = "revocation"
    size: int = 1
    messages: tuple[str, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True)
class TermsOfUse:
    """Under which terms a credential was issued.

    `kind` is an address: of such types the contexts of Open Badges name none.
    """

    kind: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class OpenBadgeCredential:
    """One award. `awarded_at` stays when `valid_from` moves on at a re-issue.

    `schemas` are addresses of JSON Schemas that it fits; `refresh` serves its newest copy.
    """

    id: str
    name: str
    issuer: Profile
    subject: AchievementSubject
    valid_from: datetime
    valid_until: datetime | None = None
    awarded_at: datetime | None = None
    description: str = ""
    image: Image | None = None
    evidence: tuple[Evidence, ...] = ()
    status: StatusEntry | None = None
    schemas: tuple[str, ...] = ()
    refresh: str = ""
    terms: tuple[TermsOfUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Association:
    """How two achievements of one learner record belong together, each by its id."""

    association_type: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class ClrSubject:
    """The learner of a record, and what is in it.

    `credentials` are signed documents; `achievements` are those that no credential in it carries.
    """

    id: str
    credentials: tuple[Mapping[str, Any], ...]
    identifiers: tuple[IdentityObject, ...] = ()
    achievements: tuple[Achievement, ...] = ()
    associations: tuple[Association, ...] = ()


@dataclass(frozen=True, slots=True)
class ClrCredential:
    """A learner record. `partial`: it leaves out things that its issuer knows of."""

    id: str
    name: str
    issuer: Profile
    subject: ClrSubject
    valid_from: datetime
    valid_until: datetime | None = None
    awarded_at: datetime | None = None
    description: str = ""
    image: Image | None = None
    partial: bool | None = None
    status: StatusEntry | None = None
    schemas: tuple[str, ...] = ()
    refresh: str = ""
    terms: tuple[TermsOfUse, ...] = ()


@dataclass(frozen=True, slots=True)
class EndorsementCredential:
    """An organisation's statement about `endorsed`: the id of an achievement or a profile.

    `revocations` is the address of a 1EdTechRevocationList, where no status list can be the issuer's.
    """

    id: str
    name: str
    issuer: Profile
    endorsed: str
    comment: str
    valid_from: datetime
    valid_until: datetime | None = None
    awarded_at: datetime | None = None
    description: str = ""
    status: StatusEntry | None = None
    revocations: str = ""
    schemas: tuple[str, ...] = ()
    refresh: str = ""
    terms: tuple[TermsOfUse, ...] = ()


@dataclass(frozen=True, slots=True)
class BitstringStatusListCredential:
    """The list at `id` with its bits as they stand; `ttl` says for how many milliseconds."""

    id: str
    issuer: str
    bits: bytes
    valid_from: datetime
    valid_until: datetime | None = None
    purpose: str = "revocation"
    ttl: int | None = None

"""Who gets what at every address of the site: the whole table, for real things of a lived-in college.

A row is an address, a column a person; the first word answers GET, the second an empty POST. Whatever
is not in the table is a new address, and its row has to be thought about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tessera.assessment.models import Attempt
from tessera.assurance.models import (
    Appeal,
    Closure,
    Condition,
    Proposal,
    QualityStandard,
    Review,
)
from tessera.backpack import operations as backpack
from tessera.backpack.models import Imported
from tessera.catalogue.models import Commitment, OthersName, Version
from tessera.checking import known
from tessera.common import clock
from tessera.credentials import operations as credentials
from tessera.credentials.models import Award
from tessera.demo.operations import seed
from tessera.endorsement import operations as endorsement
from tessera.endorsement.models import OwnKey, Request
from tessera.enrolment.models import Enrolment, Evidence
from tessera.frameworks.models import Framework
from tessera.frameworks.models import Import as FrameworkImport
from tessera.meetings.models import Meeting
from tessera.notifications.models import Message
from tessera.people import operations as people
from tessera.people.enums import Role
from tessera.people.models import Invitation, Person, Unit
from tessera.signing.models import SignedDocument, StatusList
from tessera.stacks import operations as stacks
from tessera.stacks.models import Suspension
from tests.factories import endorsement as endorsing

pytestmark = pytest.mark.django_db

COLUMNS = {
    "visitor": None,
    "learner": "priya",
    "another learner": "marc",
    "designer": "dana",
    "designer of another unit": "unit-designer",
    "reviewer": "rui",
    "reviewer not asked": "wren",
    "chair": "chidi",
    "partner": "petra",
    "partner of another organisation": "noor",
    "instructor": "ines",
    "instructor elsewhere": "instructor",
    "assessor": "amara",
    "assessor elsewhere": "assessor",
    "registrar": "ruth",
    "administrator": "greta",
    "auditor": "otto",
}


@dataclass(frozen=True, slots=True)
class College:
    people: dict[str, Person | None]
    addresses: dict[str, str]


@pytest.fixture(scope="module")
def college(django_db_setup: None, django_db_blocker: Any) -> Iterator[College]:
    """The demonstration college, with those added who work there, but elsewhere."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed()
        yield College(columns(), addresses())
        transaction.set_rollback(True)


def columns() -> dict[str, Person | None]:
    leadership, digital = Unit.objects.get(slug="leadership"), Unit.objects.get(slug="digital")
    assert leadership != digital
    added = {
        "unit-designer": (Role.DESIGNER, digital),
        "instructor": (Role.INSTRUCTOR, None),
        "assessor": (Role.ASSESSOR, None),
    }
    for key, (role, unit) in added.items():
        person = people.add_person(
            email=f"{key}@rivermouth.example.org", name=key, by=None, at=clock.now()
        )
        people.grant(person=person, role=role, unit=unit, by=None, at=clock.now())
    return {
        column: Person.objects.get(email__startswith=f"{key}@") if key else None
        for column, key in COLUMNS.items()
    }


def addresses() -> dict[str, str]:
    """Every address of ours, at something real: what Priya learns and holds, what Dana designs."""
    at = clock.now()
    returned = Version.objects.get(definition__slug="conflict-mediation-at-work")
    outcome = returned.outcomes.all()[0]
    published = Version.objects.get(definition__slug="educational-leadership")
    proposal = Proposal.objects.get(version__definition__slug="sustainable-procurement")
    review = Review.objects.get(proposal=proposal, reviewer__email__startswith="rui@")
    unfinished = Review.objects.get(proposal=proposal, submitted_at=None)
    discussed = Proposal.objects.get(
        version__definition__slug="facilitating-hybrid-meetings", round=2
    )
    appeal, draft = (
        Appeal.objects.get(state="open"),
        QualityStandard.objects.get(in_force_from=None),
    )
    asked = Request.objects.get(version=proposal.version)
    petra = Person.objects.get(email__startswith="petra@")
    invitation = Invitation.objects.get(accepted_at=None)
    attempt = Attempt.objects.get(enrolment__learner__email__startswith="priya@", result=None)
    taken = attempt.enrolment
    started = Enrolment.objects.get(learner__email__startswith="joy@", state="in_progress")
    evidence = Evidence.objects.get(enrolment=taken, kind="file")
    award = Award.objects.get(learner=taken.learner)
    imported = Imported.objects.get(owner=award.learner)
    stuck = Award.objects.get(
        version__definition__slug="leadership", learner__email__startswith="tomas@"
    )
    suspension = suspended_stack(stuck)
    shown = Award.objects.get(
        learner=suspension.award.learner, definition__slug="corporate-leadership"
    )
    credentials.set_visibility(award=shown, visibility="public", by=shown.learner, at=at)
    coming, sitting = Meeting.objects.get(state="planned"), Meeting.objects.get(state="closed")
    point = coming.items.all()[0]
    link = backpack.create_link(award=award, expires_at=None, by=award.learner, at=at)
    code = backpack.create_code(award=award, by=award.learner, at=at).code
    copy = backpack.ask_for_archive(by=award.learner, at=at)
    backpack.make_archive(archive_id=copy.pk, at=at)
    asked_of = backpack.ask_holder(award=award, at=at)
    known_issuer = known.add_issuer(
        identity="did:web:college.example.org",
        name="Other College",
        reason="Their registrar wrote.",
        by=Person.objects.get(email__startswith="greta@"),
        at=at,
    )
    unserved = Commitment.objects.get(title="Care for the river")
    listed = OthersName.objects.get(name="SkillsRoute")
    to_sign = waiting_for_a_signature(published, petra)
    registrar = Person.objects.get(email__startswith="ruth@")
    run = credentials.ask_run(by=registrar, at=at)
    places: dict[str, list[object]] = {
        "assessment:attempt": [attempt.uuid],
        "assessment:begin": [attempt.uuid],
        "assessment:claim": [taken.uuid],
        "assessment:feedback": [attempt.uuid],
        "assessment:judge": [attempt.uuid],
        "assessment:queue": [],
        "assessment:reopen": [attempt.uuid],
        "assessment:return": [attempt.uuid],
        "assurance:add_check": [draft.uuid],
        "assurance:answer": [Proposal.objects.get(version=returned).uuid],
        "assurance:appeal": [appeal.uuid],
        "assurance:assign": [proposal.uuid],
        "assurance:check": [draft.uuid, "ai-use-is-told"],
        "assurance:closures": [],
        "assurance:condition": [Condition.objects.get(state="open").uuid],
        "assurance:conditions": [],
        "assurance:decide": [proposal.uuid],
        "assurance:desk": [],
        "assurance:edit_standard": [draft.uuid],
        "assurance:hand_back": [unfinished.uuid],
        "assurance:dossier": [proposal.uuid],
        "assurance:hold": [proposal.uuid],
        "assurance:lodge": [appeal.proposal.uuid],
        "assurance:overrides": [],
        "assurance:proposal": [proposal.uuid],
        "assurance:remark": [discussed.uuid],
        "assurance:remove": [unfinished.uuid],
        "assurance:remove_closure": [Closure.objects.all()[0].uuid],
        "assurance:resume": [proposal.uuid],
        "assurance:review": [review.uuid],
        "assurance:save_draft": [review.uuid],
        "assurance:screen": [Proposal.objects.get(state="screening").uuid],
        "assurance:standard": [proposal.standard.uuid],
        "assurance:standard (draft)": [draft.uuid],
        "assurance:standards": [],
        "assurance:submit": [returned.uuid],
        "backpack:add": [],
        "backpack:archive": [],
        "backpack:archive_file": [copy.uuid],
        "backpack:ask": [award.uuid],
        "backpack:asked": [asked_of.token],
        "backpack:badge": [award.uuid],
        "backpack:certificate": [award.uuid],
        "backpack:check_imported": [imported.uuid],
        "backpack:code": [award.uuid],
        "backpack:coded": [code],
        "backpack:coded_file": [code, "json"],
        "backpack:home": [],
        "backpack:imported": [imported.uuid],
        "backpack:imported_file": [imported.uuid, "json"],
        "backpack:preview": [award.uuid],
        "backpack:prove": [],
        "backpack:record": [award.uuid],
        "backpack:remove_imported": [imported.uuid],
        "backpack:share": [award.uuid],
        "backpack:shared": [link.token],
        "backpack:shared_file": [link.token, "json"],
        "backpack:visibility": [award.uuid],
        "backpack:withdraw": [link.uuid],
        "catalogue:add": [returned.uuid, "outcome"],
        "catalogue:align": [returned.uuid],
        "catalogue:amend": [published.uuid],
        "catalogue:amend_section": [published.uuid, 5],
        "catalogue:artwork": [returned.uuid],
        "catalogue:artwork (public)": [published.uuid],
        "catalogue:badge": [returned.uuid],
        "catalogue:bring": [],
        "catalogue:drawing": [returned.uuid],
        "catalogue:drawing (public)": [published.uuid],
        "catalogue:commitment": [unserved.edition.uuid, unserved.pk],
        "catalogue:commitment_remove": [unserved.edition.uuid, unserved.pk],
        "catalogue:commitments": [],
        "catalogue:compare": [published.uuid],
        "catalogue:copy": [published.uuid],
        "catalogue:coverage": [unserved.edition.uuid],
        "catalogue:coverage_csv": [unserved.edition.uuid],
        "catalogue:desk": [],
        "catalogue:edit": [returned.uuid, "outcome", outcome.pk],
        "catalogue:export": [returned.uuid],
        "catalogue:edition": [unserved.edition.uuid],
        "catalogue:edition_new": [],
        "catalogue:matrix": [returned.uuid],
        "catalogue:name_remove": [listed.pk],
        "catalogue:names": [],
        "catalogue:new": [],
        "catalogue:open_next": [published.uuid],
        "catalogue:presence": [returned.uuid, 1],
        "catalogue:publish": [returned.uuid],
        "catalogue:remove": [returned.uuid, "outcome", outcome.pk],
        "catalogue:retire": [published.uuid],
        "catalogue:rubric": [returned.uuid],
        "catalogue:schema": [],
        "catalogue:section": [returned.uuid, 1],
        "catalogue:version": [returned.uuid],
        "catalogue:withdraw": [returned.uuid],
        "checking:issuers": [],
        "checking:remove": [known_issuer.uuid],
        "credentials:awaiting": [],
        "credentials:confirm": [attempt.uuid],
        "credentials:confirm_all": [],
        "credentials:run": [run.uuid],
        "credentials:run_file": [run.uuid],
        "credentials:stop_run": [run.uuid],
        "credentials:credential": [award.uuid],
        "credentials:credential (public)": [shown.uuid],
        "credentials:embed": [award.uuid],
        "credentials:embed (public)": [shown.uuid],
        "credentials:file": [award.uuid, "json"],
        "credentials:file (public)": [shown.uuid, "png"],
        "credentials:lift": [suspension.award.uuid],
        "credentials:oembed": [],
        "credentials:register": [],
        "credentials:retry": [award.uuid],
        "credentials:revoke": [award.uuid],
        "endorsement:ask": [returned.uuid],
        "endorsement:answer_suggestions": [asked.uuid],
        "endorsement:end_key": [asked.organisation.uuid],
        "endorsement:key": [asked.organisation.uuid],
        "endorsement:prove_key": [asked.organisation.uuid],
        "endorsement:renew": [asked.uuid],
        "endorsement:sign": [to_sign.uuid],
        "endorsement:text_to_prove": [asked.organisation.uuid],
        "endorsement:text_to_sign": [to_sign.uuid],
        "endorsement:request": [asked.uuid],
        "endorsement:requests": [],
        "endorsement:save_draft": [asked.uuid],
        "endorsement:withdraw": [asked.uuid],
        "enrolment:add_evidence": [taken.uuid, evidence.task_id, "file"],
        "enrolment:artefact": [evidence.artefact.uuid],
        "enrolment:artefact (not handed in)": [draft_of("ana").uuid],
        "enrolment:enrol": [started.offering.uuid],
        "enrolment:home": [],
        "enrolment:offering": [taken.offering.uuid],
        "enrolment:offering_close": [taken.offering.uuid],
        "enrolment:offering_new": [],
        "enrolment:offering_open": [taken.offering.uuid],
        "enrolment:offerings": [],
        "enrolment:record": [taken.offering.uuid],
        "enrolment:reflection": [taken.uuid],
        "enrolment:remove_evidence": [evidence.uuid],
        "enrolment:teaching": [],
        "enrolment:withdraw": [taken.uuid],
        "enrolment:workspace": [taken.uuid],
        "frameworks:bring": [],
        "frameworks:import": [FrameworkImport.objects.get().uuid],
        "frameworks:offer": [Framework.objects.get().uuid],
        "frameworks:register": [],
        "frameworks:search": [],
        "people:cancel_invitation": [invitation.uuid],
        "people:fresh_link": [],
        "people:invitation": [invitation.uuid],
        "people:invitation_closed": [invitation.uuid],
        "people:invited": [people.draw_token(invitation_uuid=invitation.uuid)],
        "people:organisation": [asked.organisation.uuid],
        "people:organisation_new": [],
        "people:organisations": [],
        "people:remove_member": [asked.organisation.uuid, petra.memberships.get().pk],
        "people:rules": [],
        "meetings:add": [coming.uuid],
        "meetings:close": [coming.uuid],
        "meetings:fill": [coming.uuid],
        "meetings:meeting": [coming.uuid],
        "meetings:meetings": [],
        "meetings:minutes": [sitting.uuid],
        "meetings:notes": [point.uuid],
        "meetings:presence": [coming.uuid],
        "meetings:remove": [point.uuid],
        "meetings:settle": [point.uuid],
        "portal:demonstration": [],
        "portal:demonstration_mail": [],
        "portal:home": [],
        "portal:inbox": [],
        "portal:outbox": [],
        "portal:profile": [],
        "portal:resend": [Message.objects.all()[0].uuid],
        "portal:trail": [],
        "publicsite:achievement": ["educational-leadership", 1],
        "publicsite:achievement (draft)": ["conflict-mediation-at-work", 1],
        "publicsite:assertion": [award.uuid],
        "publicsite:assertion (public)": [shown.uuid],
        "publicsite:badge_class": ["educational-leadership", 1],
        "publicsite:badge_class (draft)": ["conflict-mediation-at-work", 1],
        "publicsite:preview_learner": [returned.uuid],
        "publicsite:preview_public": [returned.uuid],
        "publicsite:preview_verifier": [returned.uuid],
        "publicsite:catalogue": [],
        "publicsite:feed": [],
        "publicsite:robots": [],
        "publicsite:sitemap": [],
        "publicsite:check": [],
        "publicsite:check_api": [],
        "publicsite:check_table": ["csv"],
        "publicsite:definition": ["educational-leadership"],
        "publicsite:definition (draft)": ["conflict-mediation-at-work"],
        "publicsite:endorsement": [SignedDocument.objects.filter(kind="endorsement")[0].uuid],
        "publicsite:revocations": [OwnKey.objects.filter(proven_at__isnull=False)[0].uuid],
        "publicsite:endorsement (a badge)": [award.editions.get().document.uuid],
        "publicsite:home": [],
        "publicsite:institution_did": [],
        "publicsite:key_set": [],
        "publicsite:issuer": ["rivermouth"],
        "publicsite:issuer_did": ["harbour-works"],
        "publicsite:old_issuer": ["rivermouth"],
        "publicsite:stack": ["leadership"],
        "publicsite:status": [StatusList.objects.get(issuer__organisation=None).number],
        "standing:calendar": [],
        "standing:complain": [published.uuid],
        "standing:conclude": [published.uuid],
        "standing:open": [published.uuid],
        "standing:reinstate": [published.uuid],
        "standing:schedule": [published.uuid],
        "standing:suspend": [published.uuid],
        "standing:version": [published.uuid],
        "reports:scrutiny": [],
        "reports:scrutiny_file": ["csv"],
        "stacks:keep": [suspension.uuid],
        "stacks:part": [stuck.version.uuid],
        "stacks:rule": [stuck.version.uuid],
        "stacks:suspended": [],
        "ui:gallery": [],
        "ui:shape": ["desk"],
    }
    return {row: reverse(row.partition(" ")[0], args=args) for row, args in places.items()}


def draft_of(key: str) -> Any:
    """A file that its learner has not handed in."""
    return Evidence.objects.get(
        enrolment__learner__email__startswith=f"{key}@", kind="file", frozen_at=None
    ).artefact


def waiting_for_a_signature(version: Version, partner: Person) -> Request:
    """Petra's organisation has a key of its own, names another, and has words that wait for the first."""
    at = clock.now()
    organisation = partner.memberships.get().organisation
    endorsing.own_key(organisation=organisation, by=partner, at=at)
    endorsement.register_key(
        organisation=organisation, did=endorsing.holder().did, by=partner, at=at
    )
    asked = endorsing.request(
        version=version,
        organisation=organisation,
        contact=partner,
        by=Person.objects.get(email__startswith="dana@"),
        at=at,
        answer_by=(at + timedelta(days=9)).date(),
    )
    endorsing.prepared(request=asked, at=at)
    return asked


def suspended_stack(macro: Award) -> Suspension:
    """Tomas has his macro-badge, and then a part of it falls."""
    at = clock.now()
    credentials.issue(award=macro, at=at)
    part = Award.objects.get(learner=macro.learner, definition__slug="educational-leadership")
    credentials.revoke(
        award=part,
        reason="error",
        explanation="Two people were mixed up.",
        by=Person.objects.get(email__startswith="colin@"),
        at=at,
    )
    stacks.suspend_resting_on(award=part, at=at)
    return Suspension.objects.get(award=macro)


# -- The table ---------------------------------------------------------------------------------------

# o shown   r done, and sent on   > asked to sign in   . not found   - not that method
# u refused, with what is wrong   w refused: it has moved on          ! forbidden
TABLE = """
assessment:attempt                   >...........o.o.o -----------------
assessment:begin                     ----------------- >...........u....
assessment:claim                     >o............... >o...............
assessment:feedback                  >o............... -----------------
assessment:judge                     ----------------- >...........r....
assessment:queue                     >...........oo... -----------------
assessment:reopen                    ----------------- >.............u..
assessment:return                    ----------------- >...........u....
assurance:add_check                  >......o......... >......u.........
assurance:appeal                     >..o.o.o........o >..u.u.u........u
assurance:check                      >......o......... >......u.........
assurance:closures                   >..ooooo........o >......u.........
assurance:condition                  >..ooo.o........o >..uuu.u........u
assurance:conditions                 >oooooooooooooooo >oooooooooooooooo
assurance:dossier                    >..o.o.o........o >..-----........-
assurance:edit_standard              >......-......... >......r.........
assurance:hand_back                  >................ >................
assurance:hold                       >......o......... >......u.........
assurance:lodge                      >..o............. >..u.............
assurance:overrides                  >..oo..o........o >..oo..o........o
assurance:remark                     >....---......... >....r.r.........
assurance:remove                     >......o......... >......u.........
assurance:remove_closure             >......-......... >......r.........
assurance:resume                     >......-......... >......w.........
assurance:screen                     >......o......... >......r.........
assurance:standard                   >..ooooo........o >..ooooo........o
assurance:standards                  >..ooooo........o >......u.........
assurance:standard (draft)           >......o......... >......o.........
assurance:answer                     >..-----........- >..r.u.u........u
assurance:assign                     >......-......... >......u.........
assurance:decide                     >......o......... >......u.........
assurance:desk                       >..ooooo........o >..ooooo........o
assurance:proposal                   >..o.o.o........o >..o.o.o........o
assurance:review                     >....o........... >....r...........
assurance:save_draft                 >....--.......... >....w...........
assurance:submit                     >..o............. >..u.............
backpack:add                         >oooooooooooooooo >uuuuuuuuuuuuuuuu
backpack:archive                     >oooooooooooooooo >rrrrrrrrrrrrrrrr
backpack:archive_file                >o............... -----------------
backpack:ask                         ----------------- rrrrrrrrrrrrrrrrr
backpack:asked                       ooooooooooooooooo -----------------
backpack:badge                       >o............... -----------------
backpack:certificate                 >o............... -----------------
backpack:check_imported              ----------------- >o...............
backpack:code                        ----------------- >r...............
backpack:coded                       ooooooooooooooooo -----------------
backpack:coded_file                  ooooooooooooooooo -----------------
backpack:home                        >oooooooooooooooo -----------------
backpack:imported                    >o............... -----------------
backpack:imported_file               >o............... -----------------
backpack:preview                     >o............... -----------------
backpack:prove                       >oooooooooooooooo >uuuuuuuuuuuuuuuu
backpack:record                      >................ -----------------
backpack:remove_imported             ----------------- >r...............
backpack:share                       ----------------- >r...............
backpack:shared                      ooooooooooooooooo -----------------
backpack:shared_file                 ooooooooooooooooo -----------------
backpack:visibility                  ----------------- >u...............
backpack:withdraw                    ----------------- >r...............
catalogue:add                        >..o............. >..u.............
catalogue:align                      >..o............. >................
catalogue:amend                      >..o!............ >..--............
catalogue:amend_section              >..o!............ >..u!............
catalogue:artwork                    ...o.ooo......ooo ...o.ooo......ooo
catalogue:artwork (public)           ooooooooooooooooo ooooooooooooooooo
catalogue:badge                      >..o............. >..u.............
catalogue:bring                      >..oo............ >..uu............
catalogue:commitment                 >......o.......o. >......u.......u.
catalogue:commitment_remove          >......-.......-. >......r.......r.
catalogue:commitments                >..ooooo......ooo >..-----......---
catalogue:compare                    >..ooooo......ooo >..-----......---
catalogue:copy                       >..oo............ >..uu............
catalogue:coverage                   >..ooooo......ooo >..-----......---
catalogue:coverage_csv               >..ooooo......ooo >..-----......---
catalogue:desk                       >..ooooo......ooo >..ooooo......ooo
catalogue:drawing                    ...o.ooo......ooo ...o.ooo......ooo
catalogue:drawing (public)           ooooooooooooooooo ooooooooooooooooo
catalogue:edit                       >..o............. >..u.............
catalogue:export                     >..o.ooo......ooo >..-----......---
catalogue:edition                    >..ooooo......ooo >..!!!!u......!u!
catalogue:edition_new                >......o.......o. >......u.......u.
catalogue:matrix                     >..o.ooo......ooo >..r.!!!......!!!
catalogue:name_remove                >......-.......-. >......r.......r.
catalogue:names                      >..ooooo......ooo >..!!!!u......!u!
catalogue:new                        >..oo............ >..uu............
catalogue:open_next                  >..--............ >..r!............
catalogue:presence                   >..-----......--- >..o.ooo......ooo
catalogue:publish                    >.............-.. >.............w..
catalogue:remove                     >..--............ >..w.............
catalogue:retire                     >.............o.. >.............u..
catalogue:rubric                     >..o.ooo......ooo >..r.!!!......!!!
catalogue:schema                     ooooooooooooooooo -----------------
catalogue:section                    >..o.ooo......ooo >..w.!!!......!!!
catalogue:version                    >..o.ooo......ooo >..o.ooo......ooo
catalogue:withdraw                   >..o............. >..r.............
checking:issuers                     >..............o. >..............u.
checking:remove                      ----------------- >..............r.
credentials:awaiting                 >.............o.. >.............-..
credentials:confirm                  >.............o.. >.............r..
credentials:confirm_all              >.............o.. >.............r..
credentials:run                      >.............o.. >.............-..
credentials:run_file                 >.............o.. >.............-..
credentials:stop_run                 >.............-.. >.............r..
credentials:credential               .o............... -----------------
credentials:credential (public)      ooooooooooooooooo -----------------
credentials:embed                    ................. -----------------
credentials:embed (public)           ooooooooooooooooo -----------------
credentials:file                     .o............... -----------------
credentials:file (public)            ooooooooooooooooo -----------------
credentials:lift                     >.............-.. >.............r..
credentials:oembed                   ................. -----------------
credentials:register                 >.............o.o >.............-.-
credentials:retry                    >.............-.. >.............w..
credentials:revoke                   >.............o.. >.............o..
endorsement:answer_suggestions       >..--............ >..u.............
endorsement:ask                      >..o............. >..u.............
endorsement:end_key                  >.......o........ >.......u........
endorsement:key                      >.......o........ >.......u........
endorsement:prove_key                >.......--....... >.......u........
endorsement:renew                    >.......--....... >.......r........
endorsement:request                  >..o...oo.......o >..o...oo.......o
endorsement:requests                 >.......oo....... >.......oo.......
endorsement:save_draft               >.......--....... >.......w........
endorsement:sign                     >.......o........ >.......u........
endorsement:text_to_prove            >.......o........ >.......--.......
endorsement:text_to_sign             >.......o........ >.......--.......
endorsement:withdraw                 >.......o........ >.......o........
enrolment:add_evidence               ----------------- >u...............
enrolment:artefact                   >o..........o.o.o -----------------
enrolment:artefact (not handed in)   >................ -----------------
enrolment:enrol                      >oooooooooooooooo >oooooooooooooooo
enrolment:home                       >oooooooooooooooo -----------------
enrolment:offering                   >.........o.o.o.o -----------------
enrolment:offering_close             ----------------- >.............r..
enrolment:offering_new               >.............o.. >.............o..
enrolment:offering_open              ----------------- >.............r..
enrolment:offerings                  >.............o.o -----------------
enrolment:record                     ----------------- >.........u.u....
enrolment:reflection                 ----------------- >u...............
enrolment:remove_evidence            ----------------- >r...............
enrolment:teaching                   >.........oooo... -----------------
enrolment:withdraw                   ----------------- >r...............
enrolment:workspace                  >o............... -----------------
frameworks:bring                     >..............o. >..............u.
frameworks:import                    >..............o. >..............w.
frameworks:offer                     >..............-. >..............r.
frameworks:register                  >..............o. >..............-.
frameworks:search                    >..oo..........o. >..--..........-.
people:cancel_invitation             >..--...--.....-. >..r...........r.
people:fresh_link                    ooooooooooooooooo ooooooooooooooooo
people:invitation                    >..o...........o. >..o...........o.
people:invitation_closed             ................. .................
people:invited                       o!!!!!!!!!!!!!!!! o!!!!!!!!!!!!!!!!
people:organisation                  >.......o......oo >.......o......oo
people:organisation_new              >..............o. >..............o.
people:organisations                 >.......oo.....oo >.......oo.....oo
people:remove_member                 >..............-. >..............r.
people:rules                         >..............o. >..............o.
meetings:add                         ----------------- >......u.........
meetings:close                       ----------------- >......w.........
meetings:fill                        ----------------- >......r.........
meetings:meeting                     >....ooo........o -----------------
meetings:meetings                    >....ooo........o >....oou........o
meetings:minutes                     >....ooo........o -----------------
meetings:notes                       ----------------- >......r.........
meetings:presence                    ----------------- >......r.........
meetings:remove                      ----------------- >......r.........
meetings:settle                      ----------------- >......u.........
portal:demonstration                 ................. .................
portal:demonstration_mail            ................. .................
portal:home                          >oooooooooooooooo >oooooooooooooooo
portal:inbox                         >oooooooooooooooo >oooooooooooooooo
portal:outbox                        >..............oo >..............oo
portal:profile                       >oooooooooooooooo >oooooooooooooooo
portal:resend                        >..............-. >..............r.
portal:trail                         >..............oo >..............oo
publicsite:achievement               ooooooooooooooooo -----------------
publicsite:achievement (draft)       ................. -----------------
publicsite:assertion                 ................. -----------------
publicsite:assertion (public)        ooooooooooooooooo -----------------
publicsite:badge_class               ooooooooooooooooo -----------------
publicsite:badge_class (draft)       ................. -----------------
publicsite:preview_learner           >..o.ooo......ooo -----------------
publicsite:preview_public            >..o.ooo......ooo -----------------
publicsite:preview_verifier          >..o.ooo......ooo -----------------
publicsite:catalogue                 ooooooooooooooooo -----------------
publicsite:feed                      ooooooooooooooooo -----------------
publicsite:revocations               ooooooooooooooooo -----------------
publicsite:robots                    ooooooooooooooooo -----------------
publicsite:sitemap                   ooooooooooooooooo -----------------
publicsite:check                     ooooooooooooooooo uuuuuuuuuuuuuuuuu
publicsite:check_api                 ----------------- uuuuuuuuuuuuuuuuu
publicsite:check_table               ----------------- uuuuuuuuuuuuuuuuu
publicsite:definition                ooooooooooooooooo -----------------
publicsite:definition (draft)        ................. -----------------
publicsite:endorsement               ooooooooooooooooo -----------------
publicsite:endorsement (a badge)     ................. -----------------
publicsite:home                      ooooooooooooooooo -----------------
publicsite:institution_did           ooooooooooooooooo -----------------
publicsite:issuer                    ooooooooooooooooo -----------------
publicsite:issuer_did                ooooooooooooooooo -----------------
publicsite:key_set                   ooooooooooooooooo -----------------
publicsite:old_issuer                ooooooooooooooooo -----------------
publicsite:stack                     ooooooooooooooooo -----------------
publicsite:status                    ooooooooooooooooo -----------------
reports:scrutiny                     >......o.......oo -----------------
reports:scrutiny_file                >......o.......oo -----------------
stacks:keep                          >.............o.. >.............o..
stacks:part                          >................ >................
stacks:rule                          >..ooooo......ooo >..w!!!!......!!!
stacks:suspended                     >.............o.o -----------------
standing:calendar                    >..oo..o......ooo -----------------
standing:complain                    ----------------- >......u......uu.
standing:conclude                    ----------------- >......u.........
standing:open                        ----------------- >......u.........
standing:reinstate                   ----------------- >......u.........
standing:schedule                    ----------------- >......u.........
standing:suspend                     ----------------- >......u.........
standing:version                     >..o...o......ooo -----------------
ui:gallery                           ooooooooooooooooo ooooooooooooooooo
ui:shape                             ooooooooooooooooo ooooooooooooooooo
"""

# Reading may note that it happened: messages read, openings of a link counted.
NOTED = {
    "portal:inbox": {"notifications_message"},
    "backpack:shared": {"backpack_sharelink"},
    "backpack:coded": {"backpack_sharelink"},
    # Anyone may ask, and nothing of who asks is kept.
    "backpack:ask": {"backpack_challenge"},
    # Everyone may take along what is their own.
    "backpack:archive": {
        "backpack_archive",
        "django_tasks_database_dbtaskresult",
        "trail_event",
    },
    # The endorsements in it are really checked: a status list that is due is signed anew.
    "publicsite:preview_verifier": {"signing_signeddocument", "signing_statuslist"},
}
# Machines post here without a page of ours, and nothing is kept of it.
WITHOUT_TOKEN = {"publicsite:check_api"}


# -- Asking ----------------------------------------------------------------------------------------

SIGNS = {200: "o", 204: "o", 302: "r", 403: "!", 404: ".", 405: "-", 409: "w", 415: "u", 422: "u"}
WRITES = re.compile(r'\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    sign: str
    written: frozenset[str]


Answers = dict[tuple[str, str, str], Answer]


@pytest.fixture(scope="module")
def answers(college: College) -> Answers:
    """The answer to each person, at each address, for each method; whatever it did is undone."""
    found: Answers = {}
    for column, person in college.people.items():
        client = Client()
        if person:
            client.force_login(person)
        for row, address in college.addresses.items():
            for method in ("get", "post"):
                found[method, row, column] = ask(getattr(client, method), address)
    return found


def ask(method: Callable[[str], Any], address: str) -> Answer:
    written: set[str] = set()

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if changes := WRITES.match(sql):
            written.add(changes[1])
        return execute(sql, *rest)

    cache.clear()
    with transaction.atomic(), connection.execute_wrapper(watch):
        answer = method(address)
        transaction.set_rollback(True)
    asked_to_sign_in = answer.get("Location", "").startswith("/account/login/?next=")
    sign = ">" if asked_to_sign_in else SIGNS[answer.status_code]
    return Answer(sign, frozenset(written - {"django_session"}))


def rows(answers: Answers, method: str) -> dict[str, str]:
    """One sign for each column, by row."""
    found: dict[str, str] = {}
    for (asked, row, _column), answer in answers.items():
        if asked == method:
            found[row] = found.get(row, "") + answer.sign
    return found


def expected(method: int) -> dict[str, str]:
    lines = [line.rsplit(maxsplit=2) for line in TABLE.strip().splitlines()]
    return {name.strip(): signs[method] for name, *signs in lines}


def ours() -> set[str]:
    """The names of all addresses that are not a library's."""
    return {
        f"{resolver.namespace}:{pattern.name}"
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and resolver.namespace
        for pattern in resolver.url_patterns
        if isinstance(pattern, URLPattern)
    }


def test_every_address_of_ours_is_in_the_table(college: College) -> None:
    assert {row.partition(" ")[0] for row in college.addresses} == ours()


def test_reading_is_answered_as_the_table_says(answers: Answers) -> None:
    assert rows(answers, "get") == expected(0)


def test_posting_is_answered_as_the_table_says(answers: Answers) -> None:
    assert rows(answers, "post") == expected(1)


def test_reading_changes_nothing(answers: Answers) -> None:
    changed = {
        (row, column): answer.written - NOTED.get(row, set())
        for (method, row, column), answer in answers.items()
        if method == "get"
    }
    assert {where: tables for where, tables in changed.items() if tables} == {}


def test_whoever_is_turned_away_changed_nothing(answers: Answers) -> None:
    changed = {
        key: answer.written
        for key, answer in answers.items()
        if answer.sign in ">.-!" and answer.written
    }
    assert changed == {}


def test_an_auditor_changes_nothing(answers: Answers) -> None:
    changed = {
        row: answer.written - NOTED.get(row, set())
        for (_method, row, column), answer in answers.items()
        if column == "auditor"
    }
    assert {row: tables for row, tables in changed.items() if tables} == {}


@pytest.mark.parametrize("column", ["visitor", "designer", "registrar"])
def test_posting_without_the_token_of_a_page_is_forbidden(college: College, column: str) -> None:
    strict, person = Client(enforce_csrf_checks=True), college.people[column]
    if person:
        strict.force_login(person)
    taken = {
        row for row, address in college.addresses.items() if strict.post(address).status_code != 403
    }
    assert taken == WITHOUT_TOKEN

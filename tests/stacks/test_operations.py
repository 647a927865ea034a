from __future__ import annotations

from datetime import timedelta

import pytest

from tessera.catalogue import operations as designs
from tessera.catalogue.enums import State as Published
from tessera.common.refusal import NotPermitted, WrongState
from tessera.credentials import operations as credentials
from tessera.credentials.enums import State
from tessera.credentials.models import Award
from tessera.holdings.models import Holding
from tessera.kernel.rules import codec, terms
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.stacks import operations
from tessera.stacks.enums import Cause, Ending
from tessera.stacks.models import Evaluation, Suspension
from tests.factories import catalogue, people
from tests.factories import credentials as awards
from tests.factories.jobs import work
from tests.factories.people import NOON
from tests.factories.stacks import named, stack

pytestmark = pytest.mark.django_db


def macro(version) -> Award | None:
    return Award.objects.filter(definition=version.definition).order_by("-pk").first()


def state_of(version) -> str:
    award = macro(version)
    return award.state if award else ""


def revoke(award, reason="error") -> Award:
    return credentials.revoke(
        award=award,
        reason=reason,
        explanation="A mistake.",
        by=people.person(Role.REGISTRAR),
        at=NOON,
    )


def suspend(award) -> Award:
    return credentials.suspend(
        award=award, explanation="A doubt.", by=people.person(Role.REGISTRAR), at=NOON
    )


def lift(award) -> Award:
    return credentials.lift(award=award, by=people.person(Role.REGISTRAR), at=NOON)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_last_part_completes_the_stack_in_whatever_order(order, parts, learner) -> None:
    leadership = stack(*parts)
    first, second = (parts[index] for index in order)
    awards.award(learner=learner, version=first)
    work()
    assert macro(leadership) is None
    awards.award(learner=learner, version=second)
    work()
    assert state_of(leadership) == State.ISSUED


def test_the_record_says_which_awards_and_which_rule(parts, learner) -> None:
    leadership = stack(*parts)
    earned = [awards.award(learner=learner, version=part) for part in parts]
    work()
    evaluation = Evaluation.objects.get()
    assert evaluation.rule == leadership.rule
    assert list(evaluation.used.order_by("pk")) == earned
    assert evaluation.outcome == {
        "finding": "met",
        "parts": [{"finding": "met", "holding": str(award.uuid)} for award in earned],
    }


def test_the_same_event_twice_awards_once(parts, learner) -> None:
    leadership = stack(*parts)
    earned = [awards.award(learner=learner, version=part) for part in parts]
    work()
    for award in earned * 2:
        operations.follow(award=award, at=NOON)
    operations.evaluate(learner=learner, at=NOON)
    assert Award.objects.filter(definition=leadership.definition).count() == 1


def test_someone_elses_badge_does_not_count(parts, learner) -> None:
    leadership = stack(*parts)
    awards.award(learner=learner, version=parts[0])
    awards.award(learner=people.person(), version=parts[1])
    work()
    assert macro(leadership) is None


def test_publication_counts_what_was_earned_before(parts, learner) -> None:
    for part in parts:
        awards.award(learner=learner, version=part)
    work()
    leadership = stack(*parts)
    assert operations.evaluate_holders(version=leadership, at=NOON) == 1
    work()
    assert state_of(leadership) == State.ISSUED


def test_a_stack_that_is_not_published_awards_nothing(parts, learner) -> None:
    leadership = stack(*parts, state=Published.APPROVED)
    for part in parts:
        awards.award(learner=learner, version=part)
    work()
    assert macro(leadership) is None


def test_a_macro_badge_completes_a_stack_above_it(parts, learner) -> None:
    lower = stack(*parts)
    extra = catalogue.version(state=Published.PUBLISHED, title="Coaching")
    rule = terms.all_of(terms.HoldsStack(str(lower.definition.uuid)), named(extra))
    upper = stack(rule=rule, title="Senior Leadership")
    for part in [extra, *parts]:
        awards.award(learner=learner, version=part)
    work()
    assert state_of(upper) == State.ISSUED


def test_a_single_use_badge_counts_towards_one_stack(parts, learner) -> None:
    once = catalogue.version(state=Published.PUBLISHED, title="Practicum", single_use=True)
    first = stack(once, parts[0], title="First")
    second = stack(once, parts[1], title="Second")
    for part in [once, *parts]:
        awards.award(learner=learner, version=part)
    work()
    assert (state_of(first), macro(second)) == (State.ISSUED, None)
    # The macro-badge goes, and what it used up counts again.
    revoke(macro(first))
    work()
    assert state_of(second) == State.ISSUED


def test_revoking_a_part_suspends_the_macro_badge_and_asks_the_registrar(parts, learner) -> None:
    leadership = stack(*parts)
    earned = [awards.award(learner=learner, version=part) for part in parts]
    work()
    registrar = people.person(Role.REGISTRAR)
    revoke(earned[0])
    work()
    [waiting] = Suspension.objects.filter(settled_at=None)
    asked = Message.objects.filter(kind="stacks.decision_is_needed", person=registrar).count()
    told = Message.objects.get(kind="credentials.suspended", person=learner)
    assert (state_of(leadership), waiting.cause, asked) == (State.SUSPENDED, Cause.REVOKED, 1)
    assert "Educational Leadership" in told.text


def test_following_a_fallen_part_again_changes_nothing(parts, learner) -> None:
    leadership = stack(*parts)
    earned = [awards.award(learner=learner, version=part) for part in parts]
    work()
    revoke(earned[0])
    work()
    before = list(Suspension.objects.values()), Message.objects.count()
    operations.follow(award=earned[0], at=NOON)
    operations.suspend_resting_on(award=earned[0], at=NOON)
    assert (list(Suspension.objects.values()), Message.objects.count()) == before
    assert state_of(leadership) == State.SUSPENDED


def test_lifting_the_parts_suspension_restores_the_macro_badge(parts, learner) -> None:
    leadership = stack(*parts)
    earned = [awards.award(learner=learner, version=part) for part in parts]
    work()
    for award in earned:
        suspend(award)
    work()
    lift(earned[0])
    work()
    halfway = state_of(leadership)
    lift(earned[1])
    work()
    endings = set(Suspension.objects.values_list("ending", flat=True))
    assert (halfway, state_of(leadership)) == (State.SUSPENDED, State.ISSUED)
    assert endings == {Ending.RESTORED}


def test_a_suspension_by_a_person_is_not_lifted_with_the_part(parts, learner) -> None:
    leadership = stack(*parts)
    earned = [awards.award(learner=learner, version=part) for part in parts]
    work()
    suspend(macro(leadership))
    suspend(earned[0])
    work()
    lift(earned[0])
    work()
    assert state_of(leadership) == State.SUSPENDED


def test_a_part_revoked_before_the_macro_badge_is_issued_suspends_it_then(parts, learner) -> None:
    leadership = stack(*parts)
    earned = [awards.award(learner=learner, version=part) for part in parts]
    operations.evaluate(learner=learner, at=NOON)
    assert state_of(leadership) == State.CONFIRMED
    revoke(earned[1])
    work()
    assert state_of(leadership) == State.SUSPENDED


def test_keep_lets_the_macro_badge_stand_for_good(parts, learner) -> None:
    leadership = stack(*parts)
    earned = [awards.award(learner=learner, version=part) for part in parts]
    work()
    revoke(earned[0])
    work()
    registrar = people.person(Role.REGISTRAR)
    operations.keep(
        suspension=Suspension.objects.get(), reason="Shown otherwise.", by=registrar, at=NOON
    )
    work()
    operations.follow(award=earned[0], at=NOON)
    settled = Suspension.objects.get()
    assert (settled.ending, settled.settled_by, settled.reason) == (
        Ending.KEPT,
        registrar,
        "Shown otherwise.",
    )
    assert state_of(leadership) == State.ISSUED


def test_keep_is_for_registrars_and_only_while_it_waits(parts, learner) -> None:
    stack(*parts)
    earned = [awards.award(learner=learner, version=part) for part in parts]
    work()
    revoke(earned[0])
    work()
    waiting = Suspension.objects.get()
    with pytest.raises(NotPermitted):
        operations.keep(suspension=waiting, reason="Why not", by=people.person(), at=NOON)
    registrar = people.person(Role.REGISTRAR)
    operations.keep(suspension=waiting, reason="Shown.", by=registrar, at=NOON)
    with pytest.raises(WrongState):
        operations.keep(suspension=waiting, reason="Again.", by=registrar, at=NOON)


def test_revoking_the_macro_badge_settles_and_is_not_undone_by_itself(parts, learner) -> None:
    leadership = stack(*parts)
    for part in parts:
        awards.award(learner=learner, version=part)
    work()
    revoke(macro(leadership), reason="integrity")
    work()
    operations.evaluate(learner=learner, at=NOON)
    assert (state_of(leadership), Award.objects.count()) == (State.REVOKED, 3)


def test_a_macro_badge_that_went_with_its_part_is_earned_again_by_another(parts, learner) -> None:
    other = catalogue.version(state=Published.PUBLISHED, title="Civic Leadership")
    leadership = stack(rule=terms.AtLeast(2, tuple(map(named, [*parts, other]))))
    earned = [awards.award(learner=learner, version=part) for part in parts]
    work()
    revoke(earned[0])
    work()
    revoke(macro(leadership), reason="part")
    awards.award(learner=learner, version=other)
    work()
    used = macro(leadership).evaluation.used.order_by("pk")
    assert state_of(leadership) == State.ISSUED
    assert [award.version.title for award in used] == ["Corporate Leadership", "Civic Leadership"]


@pytest.mark.parametrize(
    ("policy", "after"),
    [("suspends", State.SUSPENDED), ("stands", State.ISSUED), ("", State.ISSUED)],
)
def test_an_expired_part_does_what_the_stack_says(policy, after, parts, learner) -> None:
    leadership = stack(*parts, expired_part=policy)
    earned = [awards.award(learner=learner, version=part) for part in parts]
    work()
    until = NOON + timedelta(hours=1)
    Award.objects.filter(pk=earned[0].pk).update(valid_until=until)
    asked = [operations.follow_expired(at=until + timedelta(minutes=n)) for n in (0, 1)]
    work()
    asked.append(operations.follow_expired(at=until + timedelta(minutes=2)))
    assert (asked, state_of(leadership)) == ([0, int(policy == "suspends"), 0], after)
    causes = list(Suspension.objects.values_list("part", "cause"))
    assert causes == ([(earned[0].pk, Cause.EXPIRED)] if policy == "suspends" else [])


def test_publication_looks_at_some_learners_at_a_time(parts, monkeypatch) -> None:
    monkeypatch.setattr(operations, "AT_ONCE", 2)
    awards.award(learner=people.person(), version=parts[0])
    for _number in range(3):
        both = people.person()
        for part in parts:
            awards.award(learner=both, version=part)
    work()
    leadership = stack(*parts)
    assert operations.evaluate_holders(version=leadership, at=NOON + timedelta(days=1)) == 2
    looked = [job for job in work() if job.startswith("stacks.evaluate")]
    assert looked == [*["stacks.evaluate"] * 2, "stacks.evaluate_holders", "stacks.evaluate"]
    assert Award.objects.filter(definition=leadership.definition, state=State.ISSUED).count() == 3


def test_a_stack_put_back_in_the_catalogue_counts_what_was_earned_meanwhile(parts, learner) -> None:
    leadership = stack(*parts, state=Published.SUSPENDED)
    for part in parts:
        awards.award(learner=learner, version=part)
    work()
    designs.reinstate_version(version=leadership, by=people.person(Role.CHAIR), at=NOON)
    work()
    assert state_of(leadership) == State.ISSUED


def test_holdings_follow_the_macro_badge(parts, learner) -> None:
    leadership = stack(*parts)
    earned = [awards.award(learner=learner, version=part) for part in parts]
    work()
    revoke(earned[0])
    work()
    row = Holding.objects.get(definition=leadership.definition)
    assert row.state == "suspended"


def test_a_rule_that_cannot_be_read_is_met_by_nobody(parts, learner) -> None:
    leadership = stack(*parts)
    leadership.rule = codec.encode(named(parts[0])) | {"version": 99}
    leadership.save()
    awards.award(learner=learner, version=parts[0])
    work()
    assert macro(leadership) is None

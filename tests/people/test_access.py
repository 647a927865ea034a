"""Who may, and where: a duty reaches as far as it was given, for lists and for single things alike."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from tessera.people.access import Scope, can, needs, needs_person, scope_of
from tessera.people.enums import Role
from tests.factories import people

pytestmark = pytest.mark.django_db
DRAFT, ANSWER = "catalogue.version.draft", "endorsement.request.answer"


def test_duty_without_a_unit_reaches_everywhere():
    assert scope_of(people.person(Role.DESIGNER), DRAFT) == Scope(everywhere=True)


def test_duty_in_a_unit_reaches_that_unit_alone():
    here, there = people.unit("leadership"), people.unit("trades")
    designer = people.person(Role.DESIGNER, unit=here)
    assert scope_of(designer, DRAFT) == Scope(units=frozenset({here.pk}))
    assert (can(designer, DRAFT, unit=here.pk), can(designer, DRAFT, unit=there.pk)) == (
        True,
        False,
    )


def test_partner_answers_for_one_organisation():
    ours, theirs = people.organisation("harbour-works"), people.organisation("other-works")
    partner = people.partner(at=ours)
    allowed = [can(partner, ANSWER, organisation=each.pk) for each in (ours, theirs)]
    assert (allowed, scope_of(partner, ANSWER).everywhere) == ([True, False], False)


def test_stranger_the_inactive_and_the_undutiful_hold_nothing():
    inactive = people.person(Role.DESIGNER)
    inactive.is_active = False
    held = [scope_of(each, DRAFT) for each in (AnonymousUser(), inactive, people.person())]
    assert held == [Scope(), Scope(), Scope()]


def ask(view, person):
    request = RequestFactory().get("/design/")
    request.user = person
    return view(request)


def page(request):
    return HttpResponse("a design")


def test_visitor_is_asked_to_sign_in_and_comes_back():
    answers = [ask(guard(page), AnonymousUser()) for guard in (needs(DRAFT), needs_person)]
    assert [answer["Location"] for answer in answers] == ["/account/login/?next=/design/"] * 2


def test_person_without_the_permission_learns_nothing():
    with pytest.raises(Http404):
        ask(needs(DRAFT)(page), people.person())


def test_any_of_the_permissions_opens_the_page():
    assert ask(needs(ANSWER, DRAFT)(page), people.person(Role.DESIGNER)).content == b"a design"

"""Who may: `can()` for policies, `scope_of()` for `visible_to()`, `needs()` for views.

A stranger to a page gets 404, so that nobody learns what exists; a visitor is asked to sign in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from tessera.people.roles import roles_with

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tessera.people.models import Person


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a permission reaches: everywhere, or in these units and for these organisations (ids)."""

    everywhere: bool = False
    units: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.units or self.organisations)

    def covers(self, *, unit: int | None = None, organisation: int | None = None) -> bool:
        return self.everywhere or unit in self.units or organisation in self.organisations


def scope_of(person: Person | AnonymousUser, permission: str) -> Scope:
    """Where `person` holds `permission`; empty for strangers and for the inactive."""
    if not person.is_authenticated or not person.is_active:
        return Scope()
    roles = set(roles_with(permission))
    held = [row for row in duties(person) if row[0] in roles]
    return Scope(
        everywhere=any(unit is None and organisation is None for _role, unit, organisation in held),
        units=frozenset(unit for _role, unit, _organisation in held if unit is not None),
        organisations=frozenset(
            organisation for *_rest, organisation in held if organisation is not None
        ),
    )


def duties(person: Person) -> list[tuple[str, int | None, int | None]]:
    """(role, unit id, organisation id) of each membership, read once per request's person object."""
    if not hasattr(person, "_duties"):
        person._duties = list(person.memberships.values_list("role", "unit_id", "organisation_id"))  # type: ignore[attr-defined]
    found: list[tuple[str, int | None, int | None]] = person._duties  # type: ignore[attr-defined]
    return found


def can(
    person: Person | AnonymousUser,
    permission: str,
    *,
    unit: int | None = None,
    organisation: int | None = None,
) -> bool:
    """Whether the person holds the permission anywhere, or for the given unit or organisation."""
    scope = scope_of(person, permission)
    if unit is None and organisation is None:
        return bool(scope)
    return scope.covers(unit=unit, organisation=organisation)


View = Callable[..., HttpResponseBase]


class PersonRequest(HttpRequest):
    """What a view behind `needs` or `needs_person` is given: a request by someone signed in."""

    user: Person


def needs(*permissions: str) -> Callable[[View], View]:
    """For those who hold one of the permissions somewhere; the objects themselves come from `visible_to`."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not any(can(request.user, permission) for permission in permissions):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.access = permissions  # type: ignore[attr-defined]
        return guarded

    return guard


def needs_person(view: View) -> View:
    """For everyone signed in: what a learner may do."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.access = ("signed in",)  # type: ignore[attr-defined]
    return guarded


def open_to_all(view: View) -> View:
    """Says on purpose that anyone may see this; the test of all addresses asks every view to say."""
    view.access = ("anyone",)  # type: ignore[attr-defined]
    return view

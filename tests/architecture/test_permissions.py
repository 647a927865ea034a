"""Every permission is declared by its feature and held by some duty; every address says who may."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, get_resolver

from tessera.people import roles
from tests.architecture import source

# Views of libraries guard themselves; ours are all found by their `access`.
LIBRARIES = ("allauth.", "django.")
OTHERS = {"anyone", "signed in"}


def declared() -> dict[str, str]:
    """Permission name -> the feature whose enums declare it."""
    return {
        value: feature
        for feature in source.features()
        if find_spec(f"tessera.{feature}.enums")
        for value in getattr(
            getattr(import_module(f"tessera.{feature}.enums"), "Permission", None), "values", []
        )
    }


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in resolver.url_patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield where, pattern.callback
        else:
            yield from addresses(pattern, where)


def test_permissions_held_are_the_permissions_declared():
    held = frozenset().union(*roles.PERMISSIONS.values())
    assert sorted(held) == sorted(declared())


def test_permission_begins_with_the_name_of_its_feature():
    strange = {name for name, feature in declared().items() if name.split(".")[0] != feature}
    assert strange == set()


def test_every_view_of_ours_says_who_may_see_it():
    silent = {
        where: view.__module__
        for where, view in addresses(get_resolver())
        if not hasattr(view, "access") and not view.__module__.startswith(LIBRARIES)
    }
    assert silent == {}


def test_views_ask_only_for_permissions_that_exist():
    asked = {
        permission
        for _where, view in addresses(get_resolver())
        for permission in getattr(view, "access", ())
    }
    assert asked - OTHERS - set(declared()) == set()

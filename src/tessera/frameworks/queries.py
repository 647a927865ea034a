"""Reads: the editions there are, and the search over their entries."""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length

from tessera.frameworks.enums import Phase
from tessera.frameworks.models import Framework, Import, Node
from tessera.kernel.words import fold

FEW = 12
FULL_TEXT = {
    "sqlite": "SELECT rowid FROM frameworks_words WHERE frameworks_words MATCH %s",
    "postgresql": "SELECT id FROM frameworks_node"
    " WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s)",
}


def frameworks() -> QuerySet[Framework]:
    """The editions that can be seen, the newest of each name first."""
    return Framework.objects.filter(phase=Phase.READY)


def offered() -> QuerySet[Framework]:
    """Those that searches look into."""
    return frameworks().filter(is_offered=True)


def imports() -> QuerySet[Import]:
    return Import.objects.select_related("framework", "asked_by")


def counted(found: QuerySet[Framework]) -> QuerySet[Framework]:
    return found.annotate(size=Count("nodes"))


def nodes() -> QuerySet[Node]:
    """Every entry that may be chosen."""
    return Node.objects.filter(
        framework__phase=Phase.READY, framework__is_offered=True
    ).select_related("framework")


def entries_under(framework: Framework, parent_key: str = "") -> QuerySet[Node]:
    """The entries under one, or those that lie under none of the framework's."""
    if parent_key:
        return framework.nodes.filter(parent_key=parent_key)
    known = framework.nodes.values("key")
    return framework.nodes.filter(Q(parent_key="") | ~Q(parent_key__in=known))


def search(
    words: str, *, kinds: tuple[str, ...] = (), framework: Framework | None = None, limit: int = FEW
) -> list[Node]:
    """The entries in which every word begins a word of theirs, in either language, the nearest first.

    Accents and case do not matter. Fewer than two letters find nothing.
    """
    asked = fold(words)
    terms = list(dict.fromkeys(asked.split()))[:8]
    if len(asked) < 2 or not terms:
        return []
    found = framework.nodes.select_related("framework") if framework else nodes()
    if kinds:
        found = found.filter(kind__in=kinds)
    code = words.replace("\x00", "").strip()  # which PostgreSQL takes for no text at all
    near = Case(
        When(Q(head=asked) | Q(head_fr=asked) | Q(code__iexact=code), then=Value(0)),
        When(Q(head__startswith=asked) | Q(head_fr__startswith=asked), then=Value(1)),
        When(Q(head__contains=f" {asked}") | Q(head_fr__contains=f" {asked}"), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return list(_matching(found, terms).order_by(near, Length("head"), "pk")[:limit])


def _matching(found: QuerySet[Node], terms: list[str]) -> QuerySet[Node]:
    if connection.vendor == "postgresql":
        asked = " & ".join(f"'{term}':*" for term in terms)
    elif has_full_text():
        asked = " ".join(f'"{term}"*' for term in terms)
    else:
        for term in terms:
            found = found.filter(Q(words__startswith=term) | Q(words__contains=f" {term}"))
        return found
    # The words are letters and digits only, and go to the database as a parameter.
    return found.filter(pk__in=RawSQL(FULL_TEXT[connection.vendor], [asked]))  # noqa: S611


@cache
def has_full_text() -> bool:
    """Whether the index exists: SQLite may have been built without it."""
    return "frameworks_words" in connection.introspection.table_names()

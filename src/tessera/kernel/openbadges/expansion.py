"""JSON-LD expansion and compaction under the closed set of contexts, each worked out once.

Raises what PyLD raises; `canonical` says in our words what is wrong with a document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from pyld.context_resolver import ContextResolver
from pyld.jsonld import JsonLdProcessor

from tessera.kernel.openbadges import contexts

NO_BASE = "no-base:"  # what a relative address is resolved against, so that it can be told
BASE = NO_BASE + "//nowhere/"

MAXIMUM_REMEMBERED = 500  # pairs of contexts; badges, endorsements and records enter about 50


def expand(
    document: Mapping[str, Any], *, dropped: Callable[[str | None], None]
) -> list[dict[str, Any]]:
    """The document with every name in full; `dropped` is told of each member without a meaning."""
    with _LOCK:
        return list(_Processor(on_property_dropped=dropped).expand(document, _OPTIONS))


def compact(expanded: list[dict[str, Any]], context: object) -> dict[str, Any]:
    """An expanded document under a context."""
    with _LOCK:
        found: dict[str, Any] = JsonLdProcessor().compact(
            expanded, context, {**_OPTIONS, "skipExpansion": True}
        )
        return found


class _Processor(JsonLdProcessor):  # type: ignore[misc]  # PyLD tells no types
    """PyLD, which remembers what each context comes to inside each other.

    A badge enters a few dozen such pairs, and working them out anew is most of the work of reading
    it. Both contexts of a pair are kept with their outcome, so that what they are told apart by,
    their place in memory, stays theirs; none is changed once it is whole.
    """

    def _process_context(
        self, active_ctx: Any, local_ctx: Any, options: Any, *more: Any, **named: Any
    ) -> Any:
        if more or not set(named) <= {"override_protected", "propagate"}:
            # only so called upon while a context is not whole yet
            return super()._process_context(active_ctx, local_ctx, options, *more, **named)
        key = (id(active_ctx), _identity(local_ctx), *sorted(named.items()))
        if key in _REMEMBERED:
            return _REMEMBERED[key][-1]
        found = super()._process_context(active_ctx, local_ctx, options, **named)
        if len(_REMEMBERED) >= MAXIMUM_REMEMBERED:
            _REMEMBERED.clear()
        _REMEMBERED[key] = (active_ctx, local_ctx, found)
        return found

    def _expand_iri(
        self, active_ctx: Any, value: Any, base: Any = None, vocab: bool = False, **local: Any
    ) -> Any:
        if vocab and not local and isinstance(value, str) and not value.startswith("@"):
            term = active_ctx["mappings"].get(value)
            if term is not None:
                return term["@id"]
        return super()._expand_iri(active_ctx, value, base, vocab, **local)


def _identity(local_ctx: Any) -> object:
    """What a context is told apart by: its names, or where it is."""
    if isinstance(local_ctx, str):
        return local_ctx
    if isinstance(local_ctx, list) and all(isinstance(name, str) for name in local_ctx):
        return tuple(local_ctx)
    return id(local_ctx)


def _load(address: str, _options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": dict(contexts.context(address)),
    }


# shared by every call, one thread at a time
_LOCK = Lock()
_REMEMBERED: dict[tuple[object, ...], tuple[Any, Any, Any]] = {}
_OPTIONS = {
    "base": BASE,
    "documentLoader": _load,
    "contextResolver": ContextResolver({}, _load),
}

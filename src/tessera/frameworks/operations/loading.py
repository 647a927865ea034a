"""Running an import: read everything once to find what is wrong, then write it out of sight, then show it.

The entries arrive in an edition that nobody sees until the last one is there, so an import that fails or
dies leaves nothing half done. Memory holds a batch of entries and the keys of the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tessera.common.refusal import Refusal
from tessera.frameworks import bundle, formats
from tessera.frameworks.enums import Format, Phase, State
from tessera.frameworks.formats import Entry, Fault, Under
from tessera.frameworks.models import Framework, Import, Node
from tessera.kernel.words import fold
from tessera.trail import operations as trail

MOST, SHOWN, BATCH = 250_000, 100, 1000
TEXTS = ("name", "name_fr", "description", "description_fr", "also", "also_fr")
WRITTEN = ["code", "uri", "kind", "parent_key", *TEXTS, "words", "head", "head_fr"]
TOO_MANY = _("There are more than 250,000 entries. Divide the framework.")
NOTHING = _("There are no entries in it.")
TWICE = _("The code %(code)s stands in row %(row)s already, with other words.")
Tell = Callable[[int, int], None]


def run_import(*, run: Import, at: datetime, tell: Tell = lambda done, total: None) -> Import:
    """Check the file and, unless it is a trial or has a fault, bring its edition in whole.

    Asked again after it ended it changes nothing; after it died it begins anew.
    """
    with transaction.atomic():
        run = Import.objects.select_for_update(no_key=True).get(pk=run.pk)
        if run.state not in (State.WAITING, State.RUNNING):
            return run
        run.state, run.done = State.RUNNING, 0
        run.save(update_fields=["state", "done"])
    _clear(Framework.objects.filter(imports=run, phase=Phase.LOADING))
    progress = Progress(run, tell)
    try:
        faults = _look(run, progress)
    except Refusal as refusal:
        faults = Faults([told(Fault(0, refusal.message, refusal.facts), run.file_name)], 1)
    if faults.count:
        run.faults, run.counts["faults"] = faults.shown, faults.count
        return _end(run, State.REFUSED, at=at)
    if run.is_trial:
        return _end(run, State.CHECKED, at=at)
    digest = _digest(run)
    code, edition = run.facts["code"], run.facts["edition"]
    ready = Framework.objects.filter(code=code, edition=edition, phase=Phase.READY)
    same = ready.filter(digest=digest).first()
    if same is not None:
        run.framework = same
        return _end(run, State.DONE, at=at)
    framework = _begin(run, digest, at=at)
    _write(run, framework, progress)
    _show(run, framework, at=at)
    _clear(Framework.objects.filter(code=code, phase=Phase.REPLACED))
    return run


class Progress:
    """Bytes read so far, kept where a page can see them; a real import reads the file twice."""

    def __init__(self, run: Import, tell: Tell) -> None:
        self.run, self.tell = run, tell
        self.times = 1 if run.is_trial else 2
        self.read = self.kept = 0

    def __call__(self, count: int) -> None:
        self.read += count
        done = min(self.read // self.times, self.run.size)
        if done - self.kept >= max(self.run.size // 50, 1):
            self.kept = done
            Import.objects.filter(pk=self.run.pk).update(done=done)
            self.tell(done, self.run.size)


class Faults:
    def __init__(self, shown: list[dict[str, Any]], count: int = 0) -> None:
        self.shown, self.count = shown, count

    def add(self, fault: Fault, file: str) -> None:
        self.count += 1
        if len(self.shown) < SHOWN:
            self.shown.append(told(fault, file))


def told(fault: Fault, file: str) -> dict[str, Any]:
    """A fault in both languages, for whoever reads the result."""
    words = {}
    for language, name in (("en", "said"), ("fr", "said_fr")):
        with translation.override(language):
            words[name] = str(fault.said) % fault.facts
    return {"file": file, "row": fault.row, **words}


def _found(run: Import, progress: Progress) -> Iterator[tuple[str, Entry | Under | Fault]]:
    kind, encoding = Format(run.format), run.facts.get("encoding", "utf-8")
    with run.file.open("rb") as file:
        for name, opened in bundle.parts(file, run.file_name, tell=progress):
            for each in formats.read(opened, format=kind, encoding=encoding, name=name):
                yield name, each


def _look(run: Import, progress: Progress) -> Faults:
    """Everything that is wrong; counts what is there."""
    faults, keys, kinds, repeated = Faults([]), set[str](), dict[str, int](), 0
    seen: dict[str, tuple[int, int]] = {}
    file = ""
    for name, found in _found(run, progress):
        if name != file:
            file, seen = name, {}
        if isinstance(found, Fault):
            faults.add(found, name)
        elif isinstance(found, Entry):
            mark = hash((found.kind, found.parent, *(getattr(found, text) for text in TEXTS)))
            row, earlier = seen.setdefault(found.key, (found.row, mark))
            if earlier != mark:
                faults.add(Fault(found.row, TWICE, {"code": found.key, "row": row}), name)
            elif row != found.row:
                repeated += 1
            if found.key not in keys:
                keys.add(found.key)
                kinds[found.kind] = kinds.get(found.kind, 0) + 1
        if len(keys) > MOST:
            faults.add(Fault(0, TOO_MANY), name)
            break
    if not keys and not faults.count:
        faults.add(Fault(0, NOTHING), run.file_name)
    run.counts = {"entries": len(keys), "repeated": repeated, "kinds": kinds}
    return faults


def _begin(run: Import, digest: str, *, at: datetime) -> Framework:
    facts = run.facts
    names = ("code", "edition", "name", "name_fr", "publisher", "licence", "source", "target_type")
    with transaction.atomic():
        framework = Framework.objects.create(
            **{name: facts.get(name, "") for name in names},
            node_address=facts.get("node_address", ""),
            digest=digest,
            imported_at=at,
            imported_by=run.asked_by,
        )
        run.framework = framework
        run.save(update_fields=["framework"])
    return framework


def _write(run: Import, framework: Framework, progress: Progress) -> None:
    batch: dict[str, Entry] = {}
    under: dict[str, str] = {}
    languages: set[str] = set()
    file = ""
    for name, found in _found(run, progress):
        if name != file or len(batch) >= BATCH:
            _save(framework, batch)
            file, batch = name, {}
        if isinstance(found, Entry):
            batch.setdefault(found.key, found)
            languages |= {"en"} if found.name else set()
            languages |= {"fr"} if found.name_fr else set()
        elif isinstance(found, Under):
            if batch:
                _save(framework, batch)
                batch = {}
            under[found.key] = found.parent
            if len(under) >= BATCH:
                _place(framework, under)
                under = {}
    _save(framework, batch)
    _place(framework, under)
    Framework.objects.filter(pk=framework.pk).update(languages=sorted(languages))


def _save(framework: Framework, batch: dict[str, Entry]) -> None:
    """Add the entries, or add another language to those that are there."""
    if not batch:
        return
    nodes = {node.key: node for node in framework.nodes.filter(key__in=list(batch))}
    for key, entry in batch.items():
        node = nodes.setdefault(key, Node(framework=framework, key=key))
        node.kind = entry.kind
        node.code = entry.code[:80] or node.code
        node.parent_key = entry.parent or node.parent_key
        node.uri = entry.uri or node.uri or _address(framework, entry.code)
        for text in TEXTS:
            said = getattr(entry, text)
            if said:
                setattr(node, text, said[:300] if text.startswith("name") else said[:20_000])
        node.head, node.head_fr = fold(node.name)[:300], fold(node.name_fr)[:300]
        node.words = _words(node)
    with transaction.atomic():
        Node.objects.bulk_create(
            nodes.values(),
            update_conflicts=True,
            unique_fields=["framework", "key"],
            update_fields=WRITTEN,
        )


def _words(node: Node) -> str:
    """All that it is found by, each word once, in the order of what matters."""
    said = (node.name, node.name_fr, node.code, node.also[:2000], node.also_fr[:2000])
    return " ".join(dict.fromkeys(fold(" ".join(said)).split()))


def _address(framework: Framework, code: str) -> str:
    if "{code}" in framework.node_address:
        return framework.node_address.replace("{code}", quote(code, safe=""))[:500]
    return f"{framework.source}#{quote(code, safe='')}"[:500]


def _place(framework: Framework, under: dict[str, str]) -> None:
    nodes = list(framework.nodes.filter(key__in=list(under)).only("pk", "key"))
    for node in nodes:
        node.parent_key = under[node.key]
    with transaction.atomic():
        Node.objects.bulk_update(nodes, ["parent_key"], batch_size=200)


def _show(run: Import, framework: Framework, *, at: datetime) -> None:
    """One moment: the new edition is there, what it replaces is not, and the import has ended."""
    with transaction.atomic():
        editions = Framework.objects.filter(code=framework.code, phase=Phase.READY)
        editions.filter(edition=framework.edition).update(phase=Phase.REPLACED)
        editions.exclude(edition=framework.edition).update(is_offered=False)
        Framework.objects.filter(pk=framework.pk).update(phase=Phase.READY)
        trail.record(
            "frameworks.framework.imported",
            subject=framework,
            by=run.asked_by,
            at=at,
            edition=framework.edition,
            entries=run.counts["entries"],
        )
        _end(run, State.DONE, at=at)


def _end(run: Import, state: State, *, at: datetime) -> Import:
    run.state, run.ended_at, run.done = state, at, run.size
    run.save(update_fields=["state", "ended_at", "done", "counts", "faults", "framework"])
    return run


def _clear(frameworks: Iterable[Framework]) -> None:
    """Remove in small steps, so that nobody waits behind a large one."""
    for framework in frameworks:
        while keys := list(framework.nodes.values_list("pk", flat=True)[:BATCH]):
            Node.objects.filter(pk__in=keys).delete()
        framework.delete()


def _digest(run: Import) -> str:
    """Of the file and of what was said about it."""
    digest = hashlib.sha256(json.dumps([run.format, run.facts], sort_keys=True).encode())
    with run.file.open("rb") as file:
        for chunk in file.chunks():
            digest.update(chunk)
    return digest.hexdigest()

"""Asking for an import, and which editions are offered in searches."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from tessera.common import jobs
from tessera.frameworks import bundle, formats, policies
from tessera.frameworks.enums import Format, Phase
from tessera.frameworks.models import Framework, Import
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.people.models import Person

NEEDED = {
    "code": _("a short name"),
    "name": _("the name"),
    "publisher": _("the publisher"),
    "edition": _("the edition"),
    "source": _("where it is published"),
}


@transaction.atomic
def ask_import(
    *,
    file: File[bytes],
    name: str,
    format: str,
    facts: dict[str, Any],
    is_trial: bool = True,
    encoding: str = "utf-8",
    in_background: bool = True,
    by: Person | None,
    at: datetime,
) -> Import:
    """Keep a file to import; a trial writes no entry. What `facts` leaves empty is what is known.

    Refuses: NotPermitted, Incomplete, BrokenBundle, EmptyBundle.
    """
    policies.check_import(by=by)
    kind = Format(format)
    size = bundle.size_of(file)
    known = asdict(formats.KNOWN[kind])
    for found, opened in bundle.parts(file, name, tell=lambda _read: None):
        told = asdict(formats.facts_in(opened, format=kind)) if found else {}
        known |= {key: value for key, value in told.items() if value}
        break
    file.seek(0)
    whole = known | {key: value for key, value in facts.items() if value}
    whole["code"] = slugify(whole["code"] or whole["name"])[:40]
    missing = [label for key, label in NEEDED.items() if not whole.get(key)]
    if missing:
        raise policies.Incomplete(missing=missing)
    made = Import(
        file_name=name[:200],
        facts=whole | {"encoding": encoding},
        format=kind,
        is_trial=is_trial,
        size=size,
        asked_at=at,
        asked_by=by,
    )
    made.file.save(f"{made.uuid}.data", file, save=False)
    made.save()
    if in_background:
        jobs.later("frameworks.run_import", made.pk)
    return made


@transaction.atomic
def confirm_import(*, trial: Import, by: Person, at: datetime) -> Import:
    """Write what a trial found sound. Asked twice, it answers with the same.

    Refuses: NotPermitted, WrongState.
    """
    policies.check_import(by=by)
    trial = Import.objects.select_for_update(no_key=True).get(pk=trial.pk)
    policies.check_confirm(trial)
    begun = Import.objects.filter(file=trial.file.name, is_trial=False).first()
    if begun is not None:
        return begun
    made = Import.objects.create(
        file=trial.file.name,
        file_name=trial.file_name,
        facts=trial.facts,
        format=trial.format,
        is_trial=False,
        size=trial.size,
        asked_at=at,
        asked_by=by,
    )
    jobs.later("frameworks.run_import", made.pk)
    return made


@transaction.atomic
def offer_framework(*, framework: Framework, by: Person, at: datetime) -> Framework:
    """Let designers find its entries. Refuses: NotPermitted."""
    return _offered(framework, True, "frameworks.framework.offered", by=by, at=at)


@transaction.atomic
def withdraw_framework(*, framework: Framework, by: Person, at: datetime) -> Framework:
    """Keep it, but out of searches; what designs chose from it stays with them. Refuses: NotPermitted."""
    return _offered(framework, False, "frameworks.framework.withdrawn", by=by, at=at)


def _offered(
    framework: Framework, value: bool, kind: str, *, by: Person, at: datetime
) -> Framework:
    policies.check_import(by=by)
    locked = Framework.objects.select_for_update(no_key=True).get(
        pk=framework.pk, phase=Phase.READY
    )
    if locked.is_offered != value:
        locked.is_offered = value
        locked.save(update_fields=["is_offered"])
        trail.record(kind, subject=locked, by=by, at=at)
    return locked

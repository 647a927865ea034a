from __future__ import annotations

from tessera.common import clock
from tessera.common.jobs import job
from tessera.frameworks import operations, queries


@job("frameworks.run_import")
def run_import(import_id: int) -> None:
    operations.run_import(run=queries.imports().get(pk=import_id), at=clock.now())

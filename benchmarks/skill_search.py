"""How long a search for a skill takes among 20,000, on the database that the settings name.

    TESSERA_DATABASE_URL=... .venv/bin/python -m benchmarks.skill_search [ENTRIES]

Runs in a transaction that is taken back, so nothing stays.
"""

from __future__ import annotations

import os
import statistics
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tessera.config.settings")
VERBS = "plan lead repair measure design teach assess translate weld sample audit install"
FRENCH = (
    "planifier diriger réparer mesurer concevoir enseigner évaluer traduire souder échantillonner"
)
THINGS = "engines meetings gardens budgets websites classes policies boilers maps samples"
TYPED = [
    "le",
    "lea",
    "lead mee",
    "evaluer",
    "échantillonner",
    "ga",
    "n19999",
    "de",
    "nothing like it",
]


def rows(count: int) -> str:
    lines = ["code,name,name_fr,description"]
    verbs, french, things = VERBS.split(), FRENCH.split(), THINGS.split()
    for number in range(count):
        verb, thing = verbs[number % 12], things[number // 12 % 10]
        lines.append(
            f"N{number:05},{verb} {thing} of grade {number},"
            f"{french[number % 10]} à l’école des {thing} (niveau {number}),Said at some length {number}"
        )
    return "\n".join(lines)


def main() -> None:
    import django

    django.setup()
    from django.core.files.base import ContentFile
    from django.core.management import call_command
    from django.db import connection, transaction

    from tessera.common import clock
    from tessera.frameworks import operations, queries

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        asked = operations.ask_import(
            file=ContentFile(rows(count).encode()),
            name="generated.csv",
            format="plain",
            facts={
                "code": "generated",
                "name": "Generated",
                "edition": "1",
                "publisher": "Nobody",
                "source": "https://example.org/",
            },
            is_trial=False,
            in_background=False,
            by=None,
            at=clock.now(),
        )
        began = time.perf_counter()
        operations.run_import(run=asked, at=clock.now())
        print(
            f"{connection.vendor}: {count} entries imported in {time.perf_counter() - began:.1f} s"
        )
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE frameworks_node")
        for words in TYPED:
            times = []
            for _round in range(30):
                began = time.perf_counter()
                found = queries.search(words)
                times.append((time.perf_counter() - began) * 1000)
            print(
                f"  {words!r:20} {len(found):3} shown   median {statistics.median(times):6.1f} ms"
                f"   slowest {max(times):6.1f} ms"
            )
        asked.file.delete(save=False)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()

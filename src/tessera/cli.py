"""The `tessera` command. The plain commands read no settings and load no Django; the rest do so when they run.

Every command ends with an exit code; an expected failure is one line on stderr, never a traceback.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from tessera.cli_kernel import COMMANDS, USAGE

Command = Callable[[argparse.Namespace], int]
UNREADABLE = 65
# What a file may not say of its framework.
FRAMEWORK_FACTS = {
    "edition": "as its publisher calls it; always needed, unless a CASE package says it",
    "code": "a short name that editions share",
    "name": "in English",
    "name_fr": "in French",
    "publisher": "who publishes it",
    "source": "the address where it is published",
    "licence": "on which terms",
    "node_address": "of one entry, with {code} in it, for files that give no addresses",
}


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns its exit code. Wrong use and --help leave by SystemExit."""
    words = sys.argv[1:] if argv is None else argv
    try:
        for length in (2, 1):
            plain = COMMANDS.get(" ".join(words[:length]))
            if plain:
                return plain(words[length:])
        chosen = parser().parse_args(words)
        command: Command = chosen.command
        return command(chosen)
    except KeyboardInterrupt:
        return 130


def parser() -> Parser:
    made = Parser(prog="tessera", description="Runs a micro-credential programme, end to end.")
    commands = made.add_subparsers(metavar="COMMAND", required=True)

    serve = add(commands, "serve", run_serve, "Serve the site, with a background worker beside it.")
    serve.add_argument("--demo", action="store_true", help="the demonstration college, seeded once")
    serve.add_argument("--host", default="127.0.0.1", help="where to listen (%(default)s)")
    serve.add_argument("--port", type=port, default=8000, help="which port (%(default)s)")
    serve.add_argument(
        "--workers", type=positive, default=2, help="serving processes (%(default)s)"
    )
    serve.add_argument(
        "--migrate", action="store_true", help="migrate first; always done when embedded"
    )
    serve.add_argument(
        "--no-worker", action="store_true", help="background jobs are run by `tessera worker`"
    )

    worker = add(commands, "worker", run_worker, "Run background jobs, on any number of machines.")
    worker.add_argument("--processes", type=positive, default=1, help="how many (%(default)s)")

    add(commands, "check", run_check, "Say whether this set-up works; exit 1 on any failure.")
    add(commands, "demo", run_demo, "Seed the demonstration college into an empty database.")
    frameworks = add(
        commands,
        "frameworks",
        run_frameworks,
        "Bring a published skills framework in: whole, or not at all.",
    )
    frameworks.add_argument("verb", choices=["import", "starter", "list"], help="what to do")
    frameworks.add_argument("file", nargs="?", help="the file, or a ZIP of an edition's files")
    frameworks.add_argument("--format", default="plain", help="plain, esco, onet, noc, cip or case")
    frameworks.add_argument("--encoding", default="utf-8", help="utf-8 or cp1252 (%(default)s)")
    frameworks.add_argument(
        "--dry-run", action="store_true", help="look through the file and write nothing"
    )
    for fact, about in FRAMEWORK_FACTS.items():
        frameworks.add_argument(f"--{fact.replace('_', '-')}", default="", help=about)
    for name, plain in COMMANDS.items():
        commands.add_parser(name, help=(plain.__doc__ or "").split("\n")[0])
    return made


def add(commands: Any, name: str, command: Command, about: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    made.set_defaults(command=command)
    return made


def positive(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number from 1")
    return int(word)


def port(word: str) -> int:
    if positive(word) > 65_535:
        raise argparse.ArgumentTypeError(f"{word} is not a port")
    return int(word)


# -- Commands of the site -----------------------------------------------------------------------


def set_up() -> str:
    """Load Django with the settings of this place; returns what is wrong with them, if anything."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tessera.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except (ImproperlyConfigured, OSError) as fault:
        return str(fault)
    return ""


def failed(reason: object) -> int:
    print(f"tessera: {reason}", file=sys.stderr)
    return 1


def run_serve(chosen: argparse.Namespace) -> int:
    if chosen.demo:
        os.environ["TESSERA_DEMO"] = "yes"
    # Everything embedded, the database and the secrets among it, is for this account alone.
    os.umask(0o077)
    if reason := set_up():
        return failed(reason)
    from tessera.config import server

    try:
        server.check_demonstration_stays_here(chosen.host)
        server.prepare(migrate=chosen.migrate)
        return server.serve(
            host=chosen.host,
            port=chosen.port,
            workers=chosen.workers,
            with_worker=not chosen.no_worker,
            say=lambda line: print(line, flush=True),
        )
    except server.CannotServe as reason:
        return failed(reason)


def run_worker(chosen: argparse.Namespace) -> int:
    if reason := set_up():
        return failed(reason)
    from tessera.common.worker import Worker
    from tessera.config import server

    if chosen.processes > 1:
        return server.supervise([server.WORKER] * chosen.processes)
    worker = Worker()
    worker.configure_signals()
    worker.run()
    return 0


def run_check(chosen: argparse.Namespace) -> int:
    if reason := set_up():
        return failed(reason)
    from tessera.config import doctor

    findings = doctor.examine()
    for finding in findings:
        print(f"{'ok' if finding.well else 'FAULT':6}{finding.about:16}{finding.detail}")
    return 0 if all(finding.well for finding in findings) else 1


def run_demo(chosen: argparse.Namespace) -> int:
    os.environ["TESSERA_DEMO"] = "yes"
    if reason := set_up():
        return failed(reason)
    from tessera.config import seeding

    try:
        seeding.seed_visibly(
            lambda done, total, label: print(f"{done}/{total} {label}", flush=True)
        )
    except seeding.NotEmpty as reason:
        return failed(reason)
    return 0


def run_frameworks(chosen: argparse.Namespace) -> int:
    if reason := set_up():
        return failed(reason)
    from django.core.files.base import File

    from tessera.common import clock
    from tessera.common.refusal import Refusal
    from tessera.frameworks import operations, queries
    from tessera.frameworks.enums import Format, State

    if chosen.verb == "starter":
        print(operations.load_starter(by=None, at=clock.now()))
        return 0
    if chosen.verb == "list":
        for each in queries.frameworks():
            print(f"{each.code:12}{each.edition:16}{each.nodes.count():>8}  {each}")
        return 0
    if not chosen.file or chosen.format not in Format.values:
        print("tessera frameworks: a file and a known --format are needed", file=sys.stderr)
        return USAGE

    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{100 * done // max(total, 1):3} %", end="", file=sys.stderr, flush=True)

    try:
        with open(chosen.file, "rb") as file:
            asked = operations.ask_import(
                file=File(file),
                name=os.path.basename(chosen.file),
                format=chosen.format,
                facts={fact: getattr(chosen, fact) for fact in FRAMEWORK_FACTS},
                is_trial=chosen.dry_run,
                encoding=chosen.encoding,
                in_background=False,
                by=None,
                at=clock.now(),
            )
        done = operations.run_import(run=asked, at=clock.now(), tell=tell)
    except (OSError, Refusal, LookupError) as fault:
        print(f"tessera: {fault}", file=sys.stderr)
        return UNREADABLE
    for each in done.faults:
        print(f"{each['file']}, row {each['row'] or 'all'}: {each['said']}", file=sys.stderr)
    if done.state == State.REFUSED:
        print(f"tessera: {done.counts['faults']} faults; nothing was written", file=sys.stderr)
        return UNREADABLE
    print(f"{done.counts['entries']} entries, {done.get_state_display()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

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


if __name__ == "__main__":
    sys.exit(main())

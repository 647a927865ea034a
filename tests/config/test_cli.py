"""The `tessera` command: what it lists, refuses, and loads."""

import socket
import subprocess
import sys

import pytest

from tessera import cli
from tessera.config import seeding, server

SITE = ["serve", "worker", "check", "demo"]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "tessera.cli", *words],
        capture_output=True,
        text=True,
    )


def test_help_lists_every_command(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    listed = capsys.readouterr().out
    assert ended.value.code == 0
    assert [name for name in [*SITE, *cli.COMMANDS] if f"    {name}" not in listed] == []


@pytest.mark.parametrize("name", SITE)
def test_every_command_of_the_site_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert (ended.value.code, f"usage: tessera {name}" in capsys.readouterr().out) == (0, True)


@pytest.mark.parametrize(
    "words", [["serve", "--port", "0"], ["serve", "--port", "70000"], ["sing"], []]
)
def test_wrong_use_is_one_line_and_64(words, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    said = capsys.readouterr().err
    assert (ended.value.code, said.count("\n")) == (64, 1)


def test_plain_commands_load_no_django():
    done = run("keys", "new")
    loaded = [line.split("|")[-1].strip() for line in done.stderr.splitlines() if "|" in line]
    assert (done.returncode, [name for name in loaded if name.startswith("django")]) == (0, [])


def test_port_that_is_taken_is_said_before_anything_starts():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(server.CannotServe, match=f"port {port}"):
            server.check_port_is_free("127.0.0.1", port)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "badges.example.org"])
def test_demonstration_is_not_served_to_other_machines(settings, host):
    settings.DEMO = True
    with pytest.raises(server.CannotServe):
        server.check_demonstration_stays_here(host)
    settings.DEMO = False
    server.check_demonstration_stays_here(host)


@pytest.mark.django_db
def test_demonstration_is_not_added_to_what_is_there():
    from tests.factories import people

    people.institution()
    with pytest.raises(seeding.NotEmpty):
        seeding.seed_visibly(lambda done, total, label: None)


@pytest.fixture
def laying(settings, tmp_path):
    settings.VAR_DIR, settings.DEMO = tmp_path, True
    seeding.write({"done": 3, "total": 9, "label": "Designing"})


@pytest.mark.django_db
def test_every_page_shows_how_far_the_laying_is_until_it_is_done(laying, client):
    waiting = client.get("/account/login/")
    seeding.progress_file().unlink()
    after = client.get("/account/login/")
    meter = '<progress id="laid" value="3" max="9">' in waiting.content.decode()
    assert (waiting.status_code, meter, after.status_code) == (503, True, 200)


def test_database_of_a_laying_that_was_cut_off_is_set_aside(
    laying, settings, tmp_path, monkeypatch
):
    database = tmp_path / "tessera.sqlite3"
    database.write_text("half a college")
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", database)
    server.set_aside_unfinished()
    kept = (tmp_path / "tessera.sqlite3.unfinished").read_text()
    assert (database.exists(), kept, seeding.state()) == (False, "half a college", None)

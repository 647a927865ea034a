"""Settings are read loudly: what is missing, doubled or misspelt stops the start."""

import stat
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured

from tessera.config import env


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    for name in ("TESSERA_SAMPLE", "TESSERA_SAMPLE_FILE"):
        monkeypatch.delenv(name, raising=False)


def test_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("open sesame\n")
    monkeypatch.setenv("TESSERA_SAMPLE_FILE", str(tmp_path / "secret"))
    assert env.text("SAMPLE") == "open sesame"


def test_value_and_file_together_are_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("TESSERA_SAMPLE", "one")
    monkeypatch.setenv("TESSERA_SAMPLE_FILE", str(tmp_path / "secret"))
    with pytest.raises(ImproperlyConfigured, match="not both"):
        env.text("SAMPLE")


def test_file_that_cannot_be_read_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("TESSERA_SAMPLE_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        env.text("SAMPLE", "default")


def test_value_without_default_must_be_there():
    with pytest.raises(ImproperlyConfigured, match="TESSERA_SAMPLE is not set"):
        env.text("SAMPLE")


@pytest.mark.parametrize(("word", "meaning"), [("yes", True), ("ON", True), ("0", False)])
def test_flag_is_yes_or_no(monkeypatch, word, meaning):
    monkeypatch.setenv("TESSERA_SAMPLE", word)
    assert env.flag("SAMPLE") is meaning


def test_flag_that_is_neither_is_refused(monkeypatch):
    monkeypatch.setenv("TESSERA_SAMPLE", "maybe")
    with pytest.raises(ImproperlyConfigured, match="yes or no"):
        env.flag("SAMPLE")


def test_kept_value_stays_and_is_private(tmp_path):
    made = env.kept(tmp_path, "SECRET_KEY")
    assert env.kept(tmp_path, "SECRET_KEY", "another") == made
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_processes_that_start_together_keep_one_value(tmp_path):
    found: list[str] = []
    gate = threading.Barrier(8)

    def start() -> None:
        gate.wait()
        found.append(env.kept(tmp_path, "secret"))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found)), [each.name for each in tmp_path.iterdir()]) == (
        8,
        1,
        ["secret"],
    )


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:8000", True),
        ("http://[::1]", True),
        ("https://localhost.example.org", False),
    ],
)
def test_only_this_machine_is_loopback(url, here):
    assert env.is_loopback(url) is here

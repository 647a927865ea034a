"""Reads `TESSERA_*` from the environment and `.env`; a secret may also stand in a file (`*_FILE`).

What is missing falls back to the embedded set-up, whose secrets are made once and kept under `var/`.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

PREFIX = "TESSERA_"
ROOT = Path(__file__).resolve().parents[3]


def load_dotenv(path: Path) -> None:
    if path.exists():
        environ.Env.read_env(path, overwrite=False)


def text(name: str, default: str | None = None) -> str:
    """The value of `TESSERA_<name>`, or of the file that `TESSERA_<name>_FILE` names."""
    value, path = os.environ.get(PREFIX + name), os.environ.get(f"{PREFIX}{name}_FILE")
    if value and path:
        raise ImproperlyConfigured(f"Give {PREFIX}{name} or {PREFIX}{name}_FILE, not both.")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as fault:
            raise ImproperlyConfigured(f"{PREFIX}{name}_FILE cannot be read: {fault}") from fault
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{PREFIX}{name} is not set.")
    return default


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{PREFIX}{name} must be yes or no, not {value!r}.")


def words(name: str) -> list[str]:
    return text(name, "").replace(",", " ").split()


def kept(directory: Path, name: str, make: str | None = None) -> str:
    """A value fixed at the first set-up and kept in a private file; made now if it is not there."""
    path = directory / name.lower()
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        pass
    directory.mkdir(parents=True, exist_ok=True)
    draft = directory / f".{path.name}.{secrets.token_hex(4)}"
    draft.touch(mode=0o600)
    draft.write_text((make or secrets.token_urlsafe(48)) + "\n", encoding="utf-8")
    try:
        # Two processes may start at once: the first link wins and both read the same value.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="utf-8").strip()


def is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in {"localhost", "127.0.0.1", "::1"}

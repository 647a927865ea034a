"""Many badges at once: what was handed in, taken apart into things to check, none of them dropped.

A ZIP is opened once and no deeper; a CSV gives a badge for each row with a link or a code, and the e-mail
address in that row is whom it should be about. Everything is bounded, and what is not read says why.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tessera.backpack import codes
from tessera.common.refusal import Refusal
from tessera.common.uploads import MEBIBYTE

MOST = 200
FILE_LIMIT = 10 * MEBIBYTE
ALL_LIMIT = 50 * MEBIBYTE
LONGEST_NAME = 80
_NOT_BADGES = ("__MACOSX/", ".DS_Store", "Thumbs.db")


class TooManyAtOnce(Refusal):
    code, status = "too-many-badges", 413
    message = _("That is more than %(most)s badges. Nothing was checked: hand them in in parts.")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to check under the name that its checker knows it by; or why it is not."""

    name: str
    data: str | bytes = b""
    recipient: str = ""
    why_not: str | Promise = ""


def is_many(files: Sequence[UploadedFile[Any]], text: str) -> bool:
    """Whether a table answers better than a page."""
    if len(files) > 1 or (files and text.strip()):
        return True
    if files:
        return _ending(files[0]) in {".zip", ".csv"}
    lines = text.split()
    return len(lines) > 1 and all(_is_place(line) for line in lines)


def items_of(files: Sequence[UploadedFile[Any]], text: str) -> list[Item]:
    """Everything that was handed in, in its order. Refuses: TooManyAtOnce."""
    found: list[Item] = []
    for item in _items(files, text):
        found.append(item)
        if len(found) > MOST:
            raise TooManyAtOnce(most=MOST)
    return found


def _items(files: Iterable[UploadedFile[Any]], text: str) -> Iterator[Item]:
    room = ALL_LIMIT
    for file in files:
        name = shown(str(file.name))
        if not file.size or (file.size > FILE_LIMIT and _ending(file) != ".zip"):
            yield Item(name, why_not=_EMPTY if not file.size else _LARGE)
        elif _ending(file) == ".zip":
            for item in _unpacked(file, name, room):
                room -= len(item.data)
                yield item
        elif _ending(file) == ".csv":
            yield from _rows(file.read().decode("utf-8-sig", errors="replace"))
        else:
            yield Item(name, data=file.read())
    lines = text.split()
    if lines and all(_is_place(line) for line in lines):
        yield from (Item(shown(line), data=line) for line in lines)
    elif text.strip():
        yield Item(str(_("the text that you pasted")), data=text)


_EMPTY, _LARGE = _("This file is empty."), _("This is larger than any badge.")
_NESTED = _("An archive in an archive is not opened.")
_LOCKED = _("This file is locked with a password.")
_BROKEN = _("This archive is damaged, or is none.")
_FULL = _("The archive holds more than is read at once.")
_NO_LINK = _("There is no link and no code in this row.")


def _unpacked(file: UploadedFile[Any], archive: str, room: int) -> Iterator[Item]:
    """Sizes are counted as they come out; what a ZIP says of itself is not believed."""
    try:
        packed = zipfile.ZipFile(file)
        entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        yield Item(archive, why_not=_BROKEN)
        return
    for entry in entries:
        name = shown(entry.filename)
        if entry.is_dir() or any(part in entry.filename for part in _NOT_BADGES):
            continue
        if PurePosixPath(entry.filename).suffix.lower() == ".zip":
            yield Item(name, why_not=_NESTED)
        elif entry.flag_bits & 1:
            yield Item(name, why_not=_LOCKED)
        elif room <= 0:
            yield Item(name, why_not=_FULL)
        else:
            item = _read(packed, entry, name, min(FILE_LIMIT, room))
            room -= len(item.data)
            yield item


def _read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, most: int) -> Item:
    try:
        with packed.open(entry) as opened:
            data = opened.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        return Item(name, why_not=_BROKEN)
    if len(data) > most:
        return Item(name, why_not=_LARGE if most == FILE_LIMIT else _FULL)
    return Item(name, data=data) if data else Item(name, why_not=_EMPTY)


def _rows(text: str) -> Iterator[Item]:
    """A row leads to one badge; the first row may be a head."""
    try:
        sample = text[:4096]
        delimiter = max(",;\t", key=sample.count)
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        yield Item("CSV", why_not=_BROKEN)
        return
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        place = next((cell for cell in cells if _is_place(cell)), "")
        email = next((cell for cell in cells if "@" in cell and not _is_place(cell)), "")
        said = [cell for cell in cells if cell and cell not in {place, email}]
        name = shown(said[0] if said else email or place)
        if place:
            yield Item(name, data=place, recipient=email[:300])
        elif any(cells) and number > 1:
            yield Item(name or str(number), why_not=_NO_LINK)


def shown(name: str) -> str:
    """A name from outside: its end, on one line, of a bearable length."""
    last = name if "://" in name else name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign if sign.isprintable() else "�" for sign in last).strip()
    return seen if len(seen) <= LONGEST_NAME else f"{seen[: LONGEST_NAME - 1]}…"


def _is_place(text: str) -> bool:
    is_address = text.startswith(("http://", "https://")) and len(text.split()) == 1
    return is_address or bool(codes.read(text))


def _ending(file: UploadedFile[Any]) -> str:
    return PurePosixPath(str(file.name)).suffix.lower()

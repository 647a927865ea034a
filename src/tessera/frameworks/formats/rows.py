"""Rows of a text file, cleaned: whatever encoding it claims, whatever a spreadsheet did to it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext_lazy as _

from tessera.frameworks.formats.entry import Fault

csv.field_size_limit(200_000)
# Excel's way to keep a code a text: ="01.0000".
_KEPT = re.compile(r'^="(.*)"$', re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\ufeff]")
_BROKEN = re.compile(r"[\ud800-\udfff\ufffd]")
NOT_LETTERS = _(
    "Some letters cannot be read. Save the file as “CSV UTF-8”, or say that it is Windows-1252."
)
A_FORMULA = _("There is a formula where words are expected.")
TOO_LONG = _("A cell holds more than any name or description could.")


class Row(dict[str, str]):
    """A row by its columns' names in small letters; a column that is not there is empty."""

    number = 0

    def __missing__(self, name: str) -> str:
        return ""


def clean(text: str) -> str:
    """One cell, without controls and outer spaces, and out of Excel's wrapping."""
    text = _CONTROLS.sub("", text).strip()
    kept = _KEPT.match(text)
    return kept[1].strip() if kept else text


def rows(file: IO[bytes], *, encoding: str, delimiter: str = ",") -> Iterator[Row | Fault]:
    """The rows under the head, each as a Row or, when it cannot be read, as a Fault."""
    text = io.TextIOWrapper(file, _encoding(file, encoding), errors="surrogateescape", newline="")
    reader = csv.reader(text, delimiter=delimiter)
    head: list[str] = []
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Fault(reader.line_num, TOO_LONG)
            continue
        except UnicodeError:
            yield Fault(reader.line_num, NOT_LETTERS)
            return
        number = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if not head:
            head = [clean(cell).lower() for cell in cells]
            continue
        if any(_BROKEN.search(cell) for cell in cells):
            yield Fault(number, NOT_LETTERS)
            continue
        row = Row(zip(head, map(clean, cells), strict=False))
        row.number = number
        if any(cell.startswith("=") for cell in row.values()):
            yield Fault(number, A_FORMULA)
            continue
        yield row


def _encoding(file: IO[bytes], asked: str) -> str:
    start = file.read(4)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if asked == "utf-8" else asked


def lacking(row: Row, *names: str) -> Fault | None:
    """What is said when the file lacks some columns altogether."""
    absent = [name for name in names if name not in row]
    if not absent:
        return None
    return Fault(0, _("The file has no column “%(columns)s”."), {"columns": ", ".join(absent)})

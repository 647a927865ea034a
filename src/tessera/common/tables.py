"""Tables for people's spreadsheets, as CSV and XLSX, in which no cell can act as a formula.

What people wrote is text and stays text: a cell that begins like a formula gets an apostrophe before it in
CSV, and is stored as a string in XLSX. Numbers and days given as such stay numbers and days.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# The signs that a spreadsheet reads as the beginning of a formula, their wide forms among them.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
LONGEST = 32_767  # what one cell of a spreadsheet holds
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def csv_bytes(columns: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with the mark that spreadsheets look for before they believe in accents."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_MINIMAL)
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def harmless(cell: object) -> object:
    """A cell of a CSV file: numbers as they are, text that no spreadsheet calculates."""
    if cell is None or isinstance(cell, int | float | date):
        return _plain(cell)
    text = str(cell).replace("\x00", "")
    return f"'{text}" if text.lstrip(" ")[:1] in FORMULA else text


def xlsx_bytes(
    columns: Sequence[object], rows: Iterable[Sequence[object]], *, title: str = ""
) -> bytes:
    """One sheet, its head in bold and in view."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(sign for sign in title if sign not in "[]:*?/\\")[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, column, bold=True) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, each) for each in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: Any, value: object, *, bold: bool = False) -> Any:
    if value is None or isinstance(value, int | float | date):
        made = WriteOnlyCell(sheet, _plain(value))
    else:
        made = WriteOnlyCell(sheet, "")
        made.value = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST]
        made.data_type = "s"  # even when it begins with “=”
    if bold:
        made.style = "Headline 3"
    return made


def _plain(value: object) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None, microsecond=0)
    return value


def download(
    name: str, columns: Sequence[object], rows: Iterable[Sequence[object]], *, kind: str = "csv"
) -> HttpResponse:
    """The table as a file to keep; `kind` is one of KINDS."""
    body = csv_bytes(columns, rows) if kind == "csv" else xlsx_bytes(columns, rows, title=name)
    return HttpResponse(
        body,
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )

import csv
import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from tessera.common import tables

HOSTILE = [
    '=HYPERLINK("https://evil.example.org","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1+1",
    "＝1+1",
]


def read_csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("words", HOSTILE)
def test_csv_cell_like_a_formula_begins_with_an_apostrophe(words):
    assert read_csv(tables.csv_bytes(["a"], [[words]]))[1] == [f"'{words}"]


def test_csv_keeps_numbers_days_accents_and_line_ends():
    row = [-3, 2.5, date(2026, 11, 25), "Évaluation, “deux\nlignes”", None, True]
    assert read_csv(tables.csv_bytes(["a"] * 6, [row]))[1] == [
        "-3",
        "2.5",
        "2026-11-25",
        "Évaluation, “deux\nlignes”",
        "",
        "1",
    ]


def test_csv_head_is_escaped_as_well():
    assert read_csv(tables.csv_bytes(["=1"], [])) == [["'=1"]]


@pytest.mark.parametrize("words", HOSTILE)
def test_xlsx_cell_like_a_formula_is_text(words):
    book = load_workbook(io.BytesIO(tables.xlsx_bytes(["a"], [[words]], title="t")))
    cell = book.active["A2"]
    assert cell.data_type == "s"
    assert cell.value.strip() == words.strip()


def test_xlsx_keeps_numbers_and_times_and_drops_what_no_sheet_holds():
    at = datetime(2026, 11, 25, 4, 30, tzinfo=UTC)
    book = load_workbook(
        io.BytesIO(tables.xlsx_bytes(["a", "b", "c"], [[7, at, "a\x00b"]], title="[a]:*"))
    )
    assert [cell.value for cell in book.active[2]] == [
        7,
        at.replace(tzinfo=None),
        "ab",
    ]
    assert book.sheetnames == ["a"]


def test_download_is_a_file_of_its_kind():
    answer = tables.download("coverage", ["a"], [["b"]], kind="xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="coverage.xlsx"'
    assert answer["Content-Type"] == tables.KINDS["xlsx"]

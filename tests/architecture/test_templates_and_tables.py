"""Templates escape what people write; migrations say what the models say."""

import io
import re

import pytest
from django.core.management import call_command

from tests.architecture import source

UNSAFE = re.compile(
    r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off|<script(?![^>]*\bsrc=)|\son\w+=\""
)


def test_no_template_lets_markup_through_or_carries_a_script():
    found = {
        f"{source.place(path)}:{number}"
        for path in source.PACKAGE.rglob("*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNSAFE.search(line)
    }
    assert found == set()


def test_no_code_marks_text_as_safe():
    found = {
        source.place(path)
        for path in source.modules()
        if "mark_safe" in path.read_text(encoding="utf-8")
    }
    assert found == set()


@pytest.mark.django_db
def test_migrations_are_complete():
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_locked_row_can_still_be_pointed_at():
    """A full lock stops every insert that refers to the row: two such locks and one is thrown out.

    A queue's rows are claimed, and nothing refers to them.
    """
    full = {
        f"{source.place(path)}:{call.lineno}"
        for path in source.modules()
        for call in source.calls(path, "select_for_update")
        if {"no_key", "skip_locked"}.isdisjoint(word.arg for word in call.keywords)
    }
    assert full == set()

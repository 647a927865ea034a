import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.kernel.words import fold, stem, stems, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Écoute active", "l ecoute active"),
        ("Cœur  d'œuvre", "coeur d oeuvre"),
        ("2.A.1.a", "2 a 1 a"),
        ("Straße", "strasse"),
        ("— !", ""),
    ],
)
def test_fold_leaves_letters_digits_and_single_spaces(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_twice_is_fold_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_tokens_hold_only_letters_and_digits(text):
    assert all(token.isalnum() for token in tokens(text))


def test_stems_of_one_family_meet():
    assert {stem(word) for word in ("lead", "leads", "leading")} == {"lead"}


def test_stems_leave_out_what_says_nothing():
    assert stems("the reading of a plan") == stems("read plans")


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1))
def test_stem_is_a_beginning_of_the_word(word):
    assert word.startswith(stem(word))
    assert len(stem(word)) >= min(len(word), 4)

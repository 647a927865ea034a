import pytest

from tessera.frameworks import queries
from tests.factories import frameworks as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def guild():
    return made.framework()


def codes(words, **how):
    return [node.code for node in queries.search(words, **how)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lead", ["G1", "G1.1"]),
        ("LEAD peo", ["G1"]),
        ("meeting lead", ["G1.1"]),
        ("reunion", ["G1.1"]),
        ("réunion d’équipe", ["G1.1"]),
        ("ecole", ["G2"]),
        ("g1.1", ["G1.1"]),
        ("eeting", []),
        ("lead nothing", []),
        ("l", []),
        ("", []),
        ("' & | ! :* \" ) (", []),
        ("lead' OR 1=1 --", []),
        ("lead\x00", ["G1", "G1.1"]),
    ],
)
def test_search_finds_beginnings_of_words_in_either_language(guild, words, expected):
    assert codes(words) == expected


def test_search_puts_the_exact_name_first_then_the_shorter(guild):
    made.framework("code,name\nB,Team lead\nC,Lead\nD,Lead widely\n", code="other")
    assert codes("lead") == ["C", "G1", "D", "G1.1", "B"]


def test_search_can_be_held_to_kinds_and_to_one_framework(guild):
    assert codes("lead", kinds=("occupation",)) == []
    other = made.framework("code,name\nC,Lead\n", code="other")
    assert codes("lead", framework=other) == ["C"]


def test_search_of_more_than_the_limit_is_cut(guild):
    assert codes("lead", limit=1) == ["G1"]


def test_search_without_a_full_text_index_finds_the_same(guild, monkeypatch):
    monkeypatch.setattr(queries, "has_full_text", lambda: False)
    monkeypatch.setattr(queries.connection, "vendor", "sqlite", raising=False)
    assert (codes("lead meet"), codes("reunion"), codes("eeting")) == (["G1.1"], ["G1.1"], [])


def test_search_asks_the_database_once(guild, django_assert_num_queries):
    queries.search("warm")
    with django_assert_num_queries(1):
        assert len(queries.search("lead")) == 2


def test_entries_under_gives_the_top_and_then_what_lies_under_it(guild):
    assert [node.code for node in queries.entries_under(guild)] == ["G1", "G2"]
    assert [node.code for node in queries.entries_under(guild, "G1")] == ["G1.1"]


def test_what_was_replaced_is_found_no_more(guild):
    made.framework("code,name\nZ,Lead otherwise\n")
    assert codes("lead") == ["Z"]

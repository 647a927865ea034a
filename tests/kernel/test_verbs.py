import pytest

from tessera.kernel import verbs


@pytest.mark.parametrize(
    ("outcome", "verb"),
    [
        ("understand how a team decides", "understand"),
        ("Comprendre une équipe", "Comprendre"),
        ("Connaître, puis agir", "Connaître"),
        ("be aware of risks", "be aware"),
        ("lead a meeting that ends in decisions", None),
        ("mener une réunion", None),
        ("", None),
    ],
)
def test_a_verb_that_nobody_can_watch_is_named(outcome, verb):
    assert verbs.unseen(outcome) == verb

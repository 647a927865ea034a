from hypothesis import given
from hypothesis import strategies as st

from tessera.kernel import merging

NAMES = ("fee", "pacing", "title")
MARKS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from("abc"))


def test_a_field_is_mine_theirs_or_both():
    before = dict.fromkeys(NAMES, "a")
    mine = {"fee": "b", "pacing": "a", "title": "b"}
    theirs = {"fee": "a", "pacing": "c", "title": "c"}
    found = merging.merge(seen=before, mine=mine, theirs=theirs)
    assert found == merging.Merge(frozenset({"fee"}), frozenset({"pacing"}), frozenset({"title"}))


def test_what_is_bound_is_decided_by_a_person_when_each_changed_a_part():
    before = {"levels": "a", "needed": "a", "title": "a"}
    mine, theirs = before | {"needed": "b"}, before | {"levels": "c"}
    bound = [frozenset({"levels", "needed"})]
    apart = merging.merge(seen=before, mine=mine, theirs=theirs)
    assert (apart.mine, apart.theirs) == ({"needed"}, {"levels"})
    together = merging.merge(seen=before, mine=mine, theirs=theirs, bound=bound)
    assert together == merging.Merge(frozenset(), frozenset(), frozenset({"levels", "needed"}))
    quarrel = merging.merge(seen=before, mine=mine, theirs=theirs | {"needed": "c"}, bound=bound)
    assert quarrel.both == {"levels", "needed"}
    alone = merging.merge(seen=before, mine=mine, theirs=before, bound=bound)
    assert alone.mine == {"needed"}


@given(MARKS, MARKS, MARKS)
def test_nothing_is_written_over_what_was_not_seen(seen, mine, theirs):
    found = merging.merge(seen=seen, mine=mine, theirs=theirs)
    assert not found.mine & found.theirs
    assert not (found.mine | found.theirs) & found.both
    assert all(seen.get(name) == theirs.get(name) for name in found.mine)
    assert all(seen[name] == mine[name] for name in found.theirs)
    alike = {name for name in mine if mine[name] == theirs.get(name)}
    assert found.mine | found.theirs | found.both == mine.keys() - alike


@given(st.dictionaries(st.from_regex(r"[a-z_]+", fullmatch=True), st.text("0123456789abcdef")))
def test_marks_come_back_as_they_went(marks):
    assert merging.read(merging.written(marks)) == marks


@given(st.text())
def test_anything_may_come_back_instead_of_marks(text):
    assert isinstance(merging.read(text), dict)


def test_the_ends_of_lines_make_no_difference():
    assert merging.mark("one\r\ntwo ") == merging.mark("one\ntwo")
    assert merging.mark("") != merging.mark(None)

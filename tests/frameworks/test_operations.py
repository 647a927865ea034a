from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from tessera.common.refusal import NotPermitted, WrongState
from tessera.frameworks import bundle, operations, policies, queries
from tessera.frameworks.enums import Phase, State
from tessera.frameworks.models import Framework, Import, Node
from tessera.people.enums import Role
from tessera.trail import queries as trail
from tests.factories import frameworks as made
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def said(run):
    return [(fault["row"], fault["said"]) for fault in run.faults]


def test_import_brings_every_entry_in():
    framework = made.framework()
    assert (framework.phase, framework.languages, framework.is_offered) == (
        Phase.READY,
        ["en", "fr"],
        True,
    )
    assert list(framework.nodes.values_list("code", "kind", "parent_key", "uri")) == [
        ("G1", "skill", "", "https://guild.example.org/skills#G1"),
        ("G1.1", "skill", "G1", "https://guild.example.org/skills#G1.1"),
        ("G2", "occupation", "", "https://guild.example.org/skills#G2"),
    ]
    assert [event.kind for event in trail.latest()] == ["frameworks.framework.imported"]


def test_trial_counts_and_writes_nothing():
    run = made.bring(is_trial=True)
    assert (run.state, run.counts) == (
        State.CHECKED,
        {"entries": 3, "repeated": 0, "kinds": {"skill": 2, "occupation": 1}},
    )
    assert (Framework.objects.count(), Node.objects.count()) == (0, 0)


def test_one_bad_row_keeps_the_whole_file_out():
    run = made.bring("code,name\nA,Lead\nB,\n")
    assert (run.state, said(run)) == (State.REFUSED, [(3, "The row has no name.")])
    assert (Framework.objects.count(), Node.objects.count()) == (0, 0)


def test_faults_are_told_in_both_languages():
    run = made.bring("code,name\nA,Lead\nA,Other\n")
    assert run.faults == [
        {
            "file": "skills.csv",
            "row": 3,
            "said": "The code A stands in row 2 already, with other words.",
            "said_fr": "Le code A figure déjà à la ligne 2, avec d’autres mots.",
        }
    ]


def test_many_faults_are_counted_and_the_first_hundred_told():
    run = made.bring("code,name\n" + "A,\n" * 250)
    assert (len(run.faults), run.counts["faults"]) == (100, 250)


def test_a_hundred_thousand_rows_with_bad_ones_among_them_leave_nothing_behind():
    """Repeated, at odds with an earlier one, without a name, and in letters of no encoding."""
    lines = [b"code,name"] + [f"C{number},Skill {number}".encode() for number in range(100_000)]
    lines[50_000] = lines[5]
    lines[60_000] = b"C7,Something else"
    lines[70_000] = b"C70000,"
    lines[80_000] = b"C80000,Caf\xe9 \xff\xfe"
    run = made.bring(b"\n".join(lines))
    assert (run.state, run.counts["faults"], [row for row, _said in said(run)]) == (
        State.REFUSED,
        3,
        [60_001, 70_001, 80_001],
    )
    assert (Framework.objects.count(), Node.objects.count()) == (0, 0)


def test_a_row_repeated_word_for_word_is_counted_once():
    run = made.bring("code,name\nA,Lead\nA,Lead\n")
    assert (run.state, run.counts["entries"], run.counts["repeated"]) == (State.DONE, 1, 1)


def test_the_same_file_again_changes_nothing():
    first = made.framework()
    again = made.bring()
    assert (again.state, again.framework) == (State.DONE, first)
    assert (Framework.objects.count(), Node.objects.count()) == (1, 3)


def test_another_file_of_the_same_edition_replaces_it_whole():
    first = made.framework()
    second = made.framework("code,name\nZ,Only this\n")
    assert list(Framework.objects.all()) == [second]
    assert first != second
    assert list(Node.objects.values_list("code", flat=True)) == ["Z"]


def test_a_new_edition_stands_beside_the_old_which_is_no_longer_offered():
    first = made.framework()
    second = made.framework(edition="2")
    assert list(queries.frameworks().order_by("pk")) == [first, second]
    assert list(queries.offered()) == [second]


def test_files_of_two_languages_become_one_entry():
    head = "conceptType,conceptUri,preferredLabel,altLabels\n"
    body = made.zipped(
        {
            "en/broaderRelationsSkillPillar_en.csv": "conceptUri,broaderUri\nhttp://e.eu/s/2,http://e.eu/s/1\n",
            "en/skills_en.csv": head + "K,http://e.eu/s/1,lead,\nK,http://e.eu/s/2,lead teams,\n",
            "fr/skills_fr.csv": head + "K,http://e.eu/s/1,diriger,mener\n",
            "__MACOSX/skills_fr.csv": "nonsense",
            "readme.pdf": "nothing to read",
        }
    )
    framework = made.framework(body, name="esco.zip", format="esco")
    assert list(framework.nodes.values_list("key", "name", "name_fr", "parent_key", "words")) == [
        ("http://e.eu/s/1", "lead", "diriger", "", "lead diriger 1 mener"),
        ("http://e.eu/s/2", "lead teams", "", "http://e.eu/s/1", "lead teams 2"),
    ]
    assert (framework.name, framework.languages, framework.target_type) == (
        "ESCO",
        ["en", "fr"],
        "ext:ESCOSkill",
    )


def test_a_case_package_brings_its_own_facts():
    framework = made.framework(made.case_package(), name="case.json", format="case", edition="")
    assert (framework.name, framework.edition, framework.target_type) == (
        "Harbour Competencies",
        "2.1",
        "CFItem",
    )
    assert list(framework.nodes.values_list("key", "parent_key")) == [("a1", ""), ("a2", "a1")]


def test_an_import_that_died_begins_anew():
    asked = operations.ask_import(
        file=ContentFile(made.PLAIN.encode()),
        name="skills.csv",
        format="plain",
        facts=made.FACTS,
        is_trial=False,
        by=None,
        at=NOON,
    )
    half = Framework.objects.create(**made.FACTS, imported_at=NOON)
    Node.objects.create(framework=half, key="A", uri="https://a.example", kind="skill", words="a")
    Import.objects.filter(pk=asked.pk).update(state=State.RUNNING, framework=half)
    assert list(queries.frameworks()) == []
    run = operations.run_import(run=asked, at=NOON)
    assert (run.state, Framework.objects.count(), Node.objects.count()) == (State.DONE, 1, 3)


def test_an_import_that_ended_is_not_run_again():
    run = made.bring()
    assert operations.run_import(run=run, at=NOON + timedelta(days=1)).ended_at == NOON


def test_a_file_with_nothing_in_it_is_refused():
    assert said(made.bring("code,name\n")) == [(0, "There are no entries in it.")]


def test_a_twenty_thousand_entry_file_comes_in_with_progress_and_counted_queries(
    django_assert_max_num_queries,
):
    heard = []
    run = made.bring(made.rows(20_000), tell=lambda done, total: heard.append((done, total)))
    assert (run.state, Node.objects.count()) == (State.DONE, 20_000)
    assert len(heard) >= 20
    assert [done for done, _total in heard] == sorted(done for done, _total in heard)


def test_progress_can_be_seen_while_it_lasts():
    seen = []
    made.bring(made.rows(3000), tell=lambda done, total: seen.append(Import.objects.get().done))
    assert 0 < seen[0] < seen[-1]


@pytest.mark.parametrize("body", [made.zipped({"a.pdf": "x"}), made.zipped({})])
def test_a_zip_without_tables_is_refused(body):
    with pytest.raises(bundle.EmptyBundle):
        made.bring(body, name="a.zip")


def test_a_zip_with_too_many_files_is_refused():
    with pytest.raises(bundle.BrokenBundle):
        made.bring(made.zipped({f"{number}.csv": "" for number in range(61)}), name="a.zip")


def test_a_zip_that_would_unpack_to_more_than_it_may_is_refused(monkeypatch):
    monkeypatch.setattr(bundle, "UNPACKED", 1000)
    with pytest.raises(bundle.BrokenBundle):
        made.bring(made.zipped({"a.csv": "a" * 1001}), name="a.zip")


def test_a_zip_that_is_cut_off_is_refused():
    body = bytearray(made.zipped({"a.csv": made.PLAIN * 50}))
    body[60:90] = bytes(30)
    run = made.bring(bytes(body), name="a.zip")
    assert run.state == State.REFUSED


def test_too_many_entries_are_refused(monkeypatch):
    monkeypatch.setattr("tessera.frameworks.operations.loading.MOST", 10)
    assert said(made.bring(made.rows(20)))[0][1].startswith("There are more than")


def test_ask_import_without_what_must_be_known_says_what_is_missing():
    with pytest.raises(policies.Incomplete) as refusal:
        made.bring(publisher="", edition="")
    assert [str(each) for each in refusal.value.facts["missing"]] == [
        "the publisher",
        "the edition",
    ]


def test_ask_import_by_a_designer_is_refused():
    with pytest.raises(NotPermitted):
        operations.ask_import(
            file=ContentFile(b""),
            name="a.csv",
            format="plain",
            facts=made.FACTS,
            by=people.person(Role.DESIGNER),
            at=NOON,
        )


def test_confirm_import_writes_what_was_checked_and_only_once(drain):
    greta = people.person(Role.ADMINISTRATOR)
    trial = made.bring(is_trial=True)
    run = operations.confirm_import(trial=trial, by=greta, at=NOON)
    assert operations.confirm_import(trial=trial, by=greta, at=NOON) == run
    drain()
    run.refresh_from_db()
    assert (run.state, Node.objects.count()) == (State.DONE, 3)


def test_confirm_import_of_a_refused_file_is_refused():
    trial = made.bring("code,name\nA,\n", is_trial=True)
    with pytest.raises(WrongState):
        operations.confirm_import(trial=trial, by=people.person(Role.ADMINISTRATOR), at=NOON)


def test_withdraw_framework_takes_it_out_of_searches_and_offer_brings_it_back():
    framework, greta = made.framework(), people.person(Role.ADMINISTRATOR)
    operations.withdraw_framework(framework=framework, by=greta, at=NOON)
    assert queries.search("lead") == []
    operations.offer_framework(framework=framework, by=greta, at=NOON)
    operations.offer_framework(framework=framework, by=greta, at=NOON)
    assert [node.code for node in queries.search("lead")] == ["G1", "G1.1"]
    assert [event.kind.rpartition(".")[2] for event in trail.latest()] == [
        "offered",
        "withdrawn",
        "imported",
    ]


def test_withdraw_framework_by_a_designer_is_refused():
    with pytest.raises(NotPermitted):
        operations.withdraw_framework(
            framework=made.framework(), by=people.person(Role.DESIGNER), at=NOON
        )

"""Each published form, from its documented columns, with what people and spreadsheets do to files."""

import io

import pytest

from tessera.frameworks.enums import Format
from tessera.frameworks.formats import Entry, Fault, Under, facts_in, read
from tests.factories.frameworks import case_package


def found(text, format=Format.PLAIN, **how):
    raw = text.encode() if isinstance(text, str) else text
    return list(read(io.BytesIO(raw), format=format, **how))


def faults(text, format=Format.PLAIN, **how):
    return [
        (each.row, str(each.said) % each.facts)
        for each in found(text, format, **how)
        if isinstance(each, Fault)
    ]


def test_plain_reads_both_languages_of_a_row():
    text = (
        "code,name,name_fr,kind,parent,uri,also\nA,Lead,Diriger,competency,B,https://a.example,head"
    )
    assert found(text) == [
        Entry(
            row=2,
            key="A",
            kind="competency",
            code="A",
            uri="https://a.example",
            parent="B",
            name="Lead",
            name_fr="Diriger",
            also="head",
        )
    ]


def test_esco_takes_the_language_from_the_files_name():
    text = (
        "conceptType,conceptUri,skillType,preferredLabel,altLabels,description\n"
        'KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/1,skill,diriger,"mener\nguider",Mots\n'
    )
    assert found(text, Format.ESCO, name="skills_fr.csv") == [
        Entry(
            row=3,
            key="http://data.europa.eu/esco/skill/1",
            kind="skill",
            code="1",
            uri="http://data.europa.eu/esco/skill/1",
            name_fr="diriger",
            description_fr="Mots",
            also_fr="mener guider",
        )
    ]


def test_esco_reads_occupations_broader_relations_and_leaves_other_relations():
    occupations = (
        "conceptType,conceptUri,code,preferredLabel\nOccupation,http://e.eu/o/1,2166.1,Artist"
    )
    broader = (
        "conceptType,conceptUri,broaderType,broaderUri\nx,http://e.eu/o/1,y,http://e.eu/i/2166"
    )
    others = "occupationUri,relationType,skillType,skillUri\na,b,c,d"
    assert [(each.kind, each.code) for each in found(occupations, Format.ESCO)] == [
        ("occupation", "2166.1")
    ]
    assert found(broader, Format.ESCO) == [Under(2, "http://e.eu/o/1", "http://e.eu/i/2166")]
    assert found(others, Format.ESCO) == []


def test_onet_reads_elements_once_and_occupations():
    skills = (
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\n"
        "11-1011.00\t2.A.1.a\tReading Comprehension\tIM\t4.12\n"
        "11-1012.00\t2.A.1.a\tReading Comprehension\tIM\t3.9\n"
    )
    jobs = "O*NET-SOC Code\tTitle\tDescription\n11-1011.00\tChief Executives\tLead.\n"
    assert [(each.code, each.parent, each.name) for each in found(skills, Format.ONET)] == [
        ("2.A.1.a", "2.A.1", "Reading Comprehension")
    ]
    assert [(each.kind, each.uri) for each in found(jobs, Format.ONET)] == [
        ("occupation", "https://www.onetonline.org/link/summary/11-1011.00")
    ]


def test_noc_gives_back_the_noughts_that_a_spreadsheet_ate():
    text = (
        "Level,Hierarchical structure,Code - NOC 2021 V1.0,Class title,Class definition\n"
        "1,Broad category,0,Management,\n"
        "5,Unit group,10,Legislators,Make laws\n"
    )
    assert [(each.code, each.parent, each.name) for each in found(text, Format.NOC)] == [
        ("0", "", "Management"),
        ("00010", "0001", "Legislators"),
    ]


def test_noc_in_french_and_in_windows_letters():
    text = "Niveau,Structure hiérarchique,Code - CNP 2021 V1.0,Titres de classes\n1,x,2,Santé\n"
    assert [
        each.name_fr for each in found(text.encode("cp1252"), Format.NOC, encoding="cp1252")
    ] == ["Santé"]


def test_cip_takes_codes_out_of_excels_wrapping_and_leaves_what_was_deleted():
    text = (
        "CIPFamily,CIPCode,Action,TextChange,CIPTitle,CIPDefinition\n"
        '"01","=""01.0101""",No substantive changes,no,Agricultural Business,Words\n'
        '"01","=""01.01""",,no,Agriculture,\n'
        '"01","=""01.0109""",Deleted,no,Deleted,\n'
    )
    assert [(each.code, each.parent, each.kind) for each in found(text, Format.CIP)] == [
        ("01.0101", "01.01", "programme"),
        ("01.01", "01", "programme"),
    ]


def test_case_reads_items_languages_and_who_lies_under_whom():
    entries = found(case_package(), Format.CASE)
    assert [
        (each.code, each.kind, each.name, each.name_fr)
        for each in entries
        if isinstance(each, Entry)
    ] == [
        ("H.1", "standard", "Moor a vessel", ""),
        ("a2", "competency", "", "Amarrer sous le vent"),
    ]
    assert entries[2:] == [Under(1, "a2", "a1")]


def test_case_says_what_it_is():
    facts = facts_in(io.BytesIO(case_package().encode()), format=Format.CASE)
    assert (facts.name, facts.publisher, facts.edition, facts.source) == (
        "Harbour Competencies",
        "Harbour Council",
        "2.1",
        "https://case.example.org/d0",
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[" * 100_000, "This is not JSON that can be read."),
        ("\xff\xfe", "This is not JSON that can be read."),
        ('{"CFItems": []}', "This is not a CASE package: it has no CFDocument or no CFItems."),
        ("[1]", "This is not a CASE package: it has no CFDocument or no CFItems."),
    ],
)
def test_case_that_is_none_is_refused_in_words(body, said):
    assert faults(body.encode("latin-1"), Format.CASE) == [(0, said)]


def test_case_item_that_is_no_object_is_named_by_its_place():
    body = '{"CFDocument": {}, "CFItems": [7]}'
    assert faults(body, Format.CASE) == [(1, "This item is not an object.")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b",Name", "The row has no code."),
        (b"A,", "The row has no name."),
        (
            b'A,"=HYPERLINK(""https://evil.example.org"")"',
            "There is a formula where words are expected.",
        ),
        (
            b"A,caf\xe9",
            "Some letters cannot be read. Save the file as “CSV UTF-8”, or say that it is "
            "Windows-1252.",
        ),
        (b"A," + b"x" * 300_000, "A cell holds more than any name or description could."),
        (b"A" * 300 + b",Name", "The code or address is too long."),
    ],
)
def test_a_bad_row_is_told_with_its_number_and_the_next_is_read(line, said):
    text = b"code,name\n" + line + b"\nB,Good\n"
    read_rows = found(text)
    assert faults(text) == [(2, said)]
    assert [each.code for each in read_rows if isinstance(each, Entry)] == ["B"]


@pytest.mark.parametrize("uri", ["javascript:alert(1)", "data:text/html,x", "//evil.example.org"])
def test_an_address_that_no_browser_should_open_is_refused(uri):
    assert faults(f"code,name,uri\nA,B,{uri}") == [
        (2, "The address must begin with https:// or http://.")
    ]


def test_a_kind_that_nobody_knows_is_refused():
    assert [row for row, _said in faults("code,name,kind\nA,B,tool")] == [2]


@pytest.mark.parametrize("format", [Format.ESCO, Format.ONET, Format.NOC, Format.CIP])
def test_a_file_of_another_format_is_refused_once(format):
    assert faults("a,b\n1,2\n3,4", format) == [
        (0, "This file has none of the columns of the chosen format.")
    ]


def test_a_file_without_the_column_for_codes_says_which():
    assert faults("name\nA") == [(0, "The file has no column “code”.")]


def test_a_file_without_any_column_for_names_says_so():
    assert faults("code\nA") == [(0, "The file has no column “name” and no column “name_fr”.")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_of_encodings_are_understood(encoding):
    text = "code,name\nA,Évaluer".encode(encoding)
    assert [each.name for each in found(text)] == ["Évaluer"]


def test_controls_are_taken_out_of_words():
    assert [each.name for each in found("code,name\nA,Le\x07ad\u200b it")] == ["Lead it"]


@pytest.mark.parametrize("format", list(Format))
def test_an_empty_file_holds_nothing_or_says_why(format):
    assert [each for each in found("", format) if isinstance(each, Entry)] == []

"""The tables of spellings: what their authors meant to hold, holds."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest

from scoring.skills.aliases import SOFT, TO_READ, aliases, canonical, load_core, normalise, otherwise_spaced, with_level

DATA = files("scoring") / "data"
LINES = [line.split("\t") for line in (DATA / "taxonomy.tsv").read_text(encoding="utf-8").splitlines()]
OWN = {normalise(spelling) for groups in load_core().groups.values() for group in groups for spelling in group}


def test_a_spelling_of_the_core_stands_in_one_group_only() -> None:
    spellings = [normalise(each) for groups in load_core().groups.values() for group in groups for each in set(group)]
    assert [name for name, count in Counter(spellings).items() if count > 1] == []


def test_each_group_of_the_core_is_a_line() -> None:
    lines = (DATA / "aliases.json").read_text(encoding="utf-8").splitlines()
    groups = sum(map(len, load_core().groups.values()))
    assert sum(line.startswith('      ["') for line in lines) == groups


def test_a_skill_has_one_row_of_narrower_ones_and_each_of_them_once() -> None:
    rows = [[canonical(each) for each in row] for row in load_core().narrower]
    assert max(Counter(broad for broad, *_ in rows).values()) == 1
    assert [row for row in rows if len(set(row)) < len(row)] == []


def test_every_name_of_a_row_is_a_spelling_of_the_core() -> None:
    core = load_core()
    names = {normalise(each) for row in (*core.narrower, *core.suites, *core.rivals, core.credentials) for each in row}
    assert names <= OWN


def test_nothing_is_narrower_than_itself_over_any_number_of_steps() -> None:
    assert [broad for broad, narrow in aliases().narrower.items() if broad in narrow] == []


def test_what_is_narrower_than_a_narrower_skill_is_narrower_too() -> None:
    table = aliases().narrower
    assert {"machine learning", "scikit-learn"} <= table["artificial intelligence"]
    assert [broad for broad, narrow in table.items() if any(not table.get(each, narrow) <= narrow for each in narrow)] == []


def test_a_part_has_the_suites_that_it_is_of_and_no_kind_among_them() -> None:
    table = aliases()
    assert {"microsoft office", "google workspace"} <= table.suites["spreadsheets"]
    assert [part for part, suites in table.suites.items() if suites & table.narrower.get(part, frozenset())] == []


def test_narrower_skills_are_of_the_core_and_no_look_alikes() -> None:
    table = aliases()
    for broad, narrow in table.narrower.items():
        assert broad in table.core
        assert narrow <= table.core
        assert broad not in narrow
        assert not narrow & table.look_alikes.get(broad, frozenset())


def test_no_look_alike_is_a_spelling_of_its_twin() -> None:
    for name, twins in aliases().look_alikes.items():
        assert name not in twins


def test_words_that_are_only_listed_are_of_the_core() -> None:
    assert {normalise(each) for each in load_core().listed} <= OWN
    assert not {normalise(each) for each in load_core().listed} & aliases().readable


def test_the_widened_names_are_in_normal_form() -> None:
    assert [each for _, *names in LINES for each in names if normalise(each) != each.casefold()] == []


def test_a_widened_spelling_stands_once_and_never_against_the_core() -> None:
    others = Counter(each.casefold() for _, _, *names in LINES for each in names)
    firsts = Counter(first.casefold() for _, first, *_ in LINES)
    assert max(others.values()) == 1
    assert max(firsts.values()) == 1
    assert not set(others) & set(firsts)
    assert not set(others) & OWN


def test_no_single_ordinary_word_is_widened() -> None:
    ordinary = set((DATA / "potion-base-8M-int8" / "vocab.txt").read_text(encoding="utf-8").split("\n"))
    assert [each for _, *names in LINES for each in names if each.casefold() in ordinary] == []


def test_the_widened_table_is_marked_and_of_a_size_to_ship() -> None:
    assert {mark for mark, *_ in LINES} == {TO_READ, "list"}
    assert len(LINES) > 5_000
    assert (DATA / "taxonomy.tsv").read_bytes().__len__() < 700_000


@pytest.mark.parametrize(
    ("spelling", "skill"),
    [
        ("CFD", "computational fluid dynamics"),
        ("operating optical equipment", "operate optical equipment"),
        ("DynamoDB", "Amazon DynamoDB"),
        ("inventory control", "stock control"),
        ("BOM", "bill of materials"),
        ("tissue culture", "cell culture"),
        ("CNC lathe", "CNC turning"),
        ("full clean licence", "driving licence"),
        ("360 recruitment", "full-cycle recruiting"),
        ("UAT", "user acceptance testing"),
        ("H&S", "health and safety"),
        ("FLT", "forklift truck"),
        ("CVVH", "CRRT"),
        ("rotas", "rostering"),
        ("supervised a team", "people management"),
        ("meeting minutes", "minute taking"),
        ("digi tacho card", "digital tachograph"),
        ("lock-out tag-out", "LOTO"),
        ("GCP certificate", "ICH-GCP"),
        ("RBM", "risk-based monitoring"),
        ("walk-round checks", "vehicle checks"),
        ("tail lift", "tail-lift operation"),
        ("double deckers", "double-deck trailers"),
        ("conveyors", "conveyor systems"),
        ("PLC fault finding", "PLC fault diagnosis"),
        ("Food Hygiene (Level 2)", "Level 2 food hygiene"),
        ("L2 food hygiene", "Food hygiene, level 2"),
        ("Level 2 Award in Food Hygiene", "Food hygiene L2"),
        ("Safeguarding (level 3)", "Level 3 safeguarding"),
        ("good leader", "leadership"),
        ("confidential records", "confidentiality"),
        ("Problem-solving", "problem solving"),
        ("month-end", "month end close"),
        ("objective c", "Objective-C"),
        ("EPOS", "POS systems"),
        ("P & L", "P&L management"),
        ("Maths", "Mathematics"),
        ("LGV 1", "Class 1 licence"),
        ("Category C+E", "HGV Class 1"),
        ("ISO9001", "ISO 9001:2015"),
        ("18th Edition (BS7671:2018)", "BS 7671"),
        ("BS 7671:2018+A2:2022", "BS7671"),
        ("EN ISO 13485", "ISO 13485:2016"),
        ("ISO/IEC 22000:2018", "ISO22000"),
        ("bought ledger", "AP"),
        ("hiring", "talent acquisition"),
        ("new starter inductions", "onboarding"),
        ("vernier calipers", "measuring equipment"),
    ],
)
def test_spellings_of_both_tables_mean_the_same(spelling: str, skill: str) -> None:
    assert canonical(spelling) == canonical(skill)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("arbitration", "mediation"),
        ("Westlaw", "legal research"),
        ("HACCP", "food safety"),
        ("visual merchandising", "merchandising"),
        ("internal audit", "external audit"),
        ("VBA", "VB.NET"),
        ("Git", "version control"),
        ("order picking", "warehouse operations"),
        ("management accounting", "cost accounting"),
        ("midwifery", "labour and delivery"),
        ("hospice", "palliative care"),
        ("KYC", "AML"),
        ("EKS", "Kubernetes"),
        ("Workday", "HRIS"),
        ("City & Guilds", "C"),
        ("PostgreSQL", "SQL"),
        ("GitHub", "Git"),
        ("HGV Class 2", "HGV Class 1"),
        ("FCCA", "ACCA"),
        ("DFMEA", "PFMEA"),
        ("dialectical behaviour therapy", "dbt"),
        ("induction motors", "onboarding"),
        ("CSM", "Certified ScrumMaster"),
    ],
)
def test_kinds_and_neighbours_are_no_synonyms(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_soft_skills_are_told_apart() -> None:
    assert {"communication", "teamwork", "analytical thinking"} <= aliases().soft
    assert not {"python", "wound care", "project management"} & aliases().soft
    assert SOFT in load_core().groups


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ISO 9001", "ISO9001"),
        ("IATF16949", "iatf 16949"),
        ("P&L", "P & L"),
        ("R & D", "R&D"),
        ("Q&A", "q & a"),
        ("H & S", "H&S"),
    ],
)
def test_a_space_before_a_number_or_around_an_ampersand_is_a_matter_of_taste(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ISO 9001", "ISO 14001"),
        ("Level 3", "Level3s"),
        ("A 380", "A380"),
        ("Windows 1", "Windows 11"),
        ("P&L", "P L"),
        ("Q & A", "QA"),
    ],
)
def test_other_spaces_are_not(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("skill", ["Java", "C++", "Level 3", "EC2", "AT&T", "Health & Safety", ""])
def test_most_names_have_their_spaces_in_one_way(skill: str) -> None:
    assert otherwise_spaced(skill) == ()


def test_a_name_in_the_table_is_the_same_in_all_its_ways() -> None:
    for spelling in aliases().canonical:
        assert {canonical(each) for each in otherwise_spaced(spelling)} <= {canonical(spelling)}


@pytest.mark.parametrize("skill", ["Level 2 food hygiene", "Food hygiene level 2", "L2 Food hygiene", "food hygiene (L2)"])
def test_a_level_stands_before_what_it_is_of_or_behind(skill: str) -> None:
    assert "food hygiene level 2" in map(str.lower, with_level(skill))
    assert canonical(skill) != canonical("Level 3 food hygiene")


@pytest.mark.parametrize(
    "skill", ["Food hygiene", "HTML 5", "English B2 level", "Level playing field", "Level 2", "2nd line (L2) support"]
)
def test_what_is_of_no_level_has_no_other_forms_of_it(skill: str) -> None:
    assert with_level(skill) == ()

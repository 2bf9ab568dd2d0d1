"""What an item says around its skills."""

from __future__ import annotations

import pytest

from scoring.skills.frames import Group, bare, group, kind_noun, row


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("ATS such as Greenhouse or Lever", Group("ATS", "Greenhouse or Lever", is_any=True, is_open=True)),
        ("CRM (e.g. Salesforce)", Group("CRM", "Salesforce", is_any=True, is_open=True)),
        ("CRM, for example Salesforce", Group("CRM", "Salesforce", is_any=True, is_open=True)),
        ("at least one cloud (AWS/Azure)", Group("", "AWS/Azure", is_any=True)),
        ("one or more of the following: Go, C", Group("", "Go, C", is_any=True)),
        ("either Go or C", Group("", "Go or C", is_any=True)),
        ("ERP (SAP or Oracle)", Group("ERP", "SAP or Oracle", is_any=True, in_brackets=True)),
        ("AWS (EC2, S3)", Group("AWS", "EC2, S3", in_brackets=True)),
        ("ERP: SAP, Oracle", Group("ERP", "SAP, Oracle", is_label=True)),
        ("Excel, including VLOOKUP", Group("Excel", "VLOOKUP")),
        ("One Identity", None),
        ("Eitherway", None),
        ("Such as it is", None),
        ("Ratio 3:1", None),
        ("Go or C", None),
    ],
)
def test_an_item_names_some_of_a_kind(entry: str, found: Group | None) -> None:
    assert group(entry) == found


@pytest.mark.parametrize(
    ("entry", "core"),
    [
        ("Hands-on experience with the use of Excel", "Excel"),
        ("Confident in using a CRM", "CRM"),
        ("Very good knowledge of SAP", "SAP"),
        ("Excel skills", "Excel"),
        ("Commercial awareness", "Commercial awareness"),
        ("Experience", "Experience"),
        ("Usability", "Usability"),
    ],
)
def test_what_says_no_more_of_a_skill_is_left_out(entry: str, core: str) -> None:
    assert bare(entry) == core


@pytest.mark.parametrize(
    ("kind", "rest"), [("CRM systems", "CRM"), ("programming languages", "programming"), ("Tools", ""), ("Toolset", None)]
)
def test_words_for_things_of_which_there_are_several_end_a_kind(kind: str, rest: str | None) -> None:
    assert kind_noun(kind) == rest


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Go, C, or SQL", ["Go", "C", "SQL"]),
        ("Go and/or C", ["Go", "C"]),
        ("MySQL or another relational database", ["MySQL", "relational database"]),
        ("Go or similar", ["Go", ""]),
        ("Go, etc.", ["Go", ""]),
        ("Order management", ["Order management"]),
        ("Others", ["Others"]),
    ],
)
def test_a_row_ends_in_what_is_meant_by_others(text: str, parts: list[str]) -> None:
    assert row(text) == parts

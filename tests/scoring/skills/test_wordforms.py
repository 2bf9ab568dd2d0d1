"""The forms of words, made by rule."""

from __future__ import annotations

import pytest

from scoring.skills.aliases import aliases
from scoring.skills.wordforms import Use, forms_of, is_verb_too, means_else


@pytest.mark.parametrize(
    ("skill", "use", "form"),
    [
        ("Tiling", "did", "tiled"),
        ("Planning", "did", "planned"),
        ("Copying", "did", "copied"),
        ("Modelling", "did", "modeled"),
        ("Upselling", "did", "upsold"),
        ("Negotiation", "doer", "negotiator"),
        ("Catheterisation", "does", "catheterise"),
        ("Classification", "did", "classified"),
        ("Inspection", "doing", "inspecting"),
        ("Execution", "did", "executed"),
        ("Recruitment", "trained", "recruited"),
        ("Maintenance", "did", "maintained"),
        ("Training", "trained", "trained"),
        ("Training", "do", "train"),
        ("Invoicing", "product", "invoice"),
        ("Auditing", "doer", "auditor"),
        ("Joinery", "doer", "joiner"),
        ("Upholstery", "doer", "upholsterer"),
        ("Dermatology", "doer", "dermatologist"),
        ("Hydraulics", "plain", "hydraulic"),
        ("Policies", "plain", "policy"),
        ("Policy", "plain", "policies"),
        ("Databases", "plain", "database"),
        ("Drawings", "one", "drawing"),
        ("Reports", "one", "report"),
    ],
)
def test_a_form_is_made_by_rule(skill: str, use: Use, form: str) -> None:
    assert use in forms_of((skill,))[form]


@pytest.mark.parametrize(
    ("skill", "form"),
    [
        ("Caring", "car"),
        ("Communication", "community"),
        ("Execution", "executive"),
        ("Reporting", "reporter"),
        ("Promotion", "promoted"),
        ("Illustration", "illustrator"),
        ("Printing", "printer"),
        ("Turning", "turned"),
        ("Organisation", "organisations"),
        ("Windows", "window"),
        ("Statistics", "statistic"),
        ("Business", "busines"),
        ("Nodes", "node"),
        ("String", "strung"),
        ("Welder", "welders"),
        ("Motivation", "motivations"),
    ],
)
def test_the_word_of_something_else_is_no_form(skill: str, form: str) -> None:
    assert form not in forms_of((skill,))


def test_all_spellings_have_forms_and_only_the_first_has_another_number() -> None:
    forms = forms_of(("Invoice", "hiring"))
    assert {"hired", "invoices"} <= forms.keys()
    assert "invoices" not in forms_of(("hiring", "Invoice"))


def test_no_form_is_made_of_a_word_of_plain_english_that_needs_its_capital() -> None:
    assert all(not forms_of((word,)) for word in aliases().ambiguous)


def test_a_noun_that_is_a_verb_too_is_known_in_both_numbers() -> None:
    assert is_verb_too("report")
    assert is_verb_too("reports")
    assert not is_verb_too("database")


@pytest.mark.parametrize(
    ("form", "following", "is_other"),
    [("presented", "with", True), ("taught", "myself", True), ("presented", "to", False), ("tiled", "with", False)],
)
def test_a_word_behind_a_form_may_give_it_another_meaning(form: str, following: str, *, is_other: bool) -> None:
    assert means_else(form, following) == is_other

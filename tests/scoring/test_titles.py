"""How near two titles are."""

from __future__ import annotations

import pytest

from scoring.titles import Relation, read, relation


@pytest.mark.parametrize(
    ("asked", "shown", "near"),
    [
        ("Senior Backend Engineer", "backend engineer", "same"),
        ("Senior Backend Engineer", "Back-End Developer", "same"),
        ("Manager", "manager", "same"),
        ("Intensive Care Nurse", "Registered Nurse", "field"),
        ("Intensive Care Nurse", "Nurse Anaesthetist", "field"),
        ("Nurse, Intensive Care", "Ward Nurse", "field"),
        ("Director of Nursing", "Nurse", "field"),
        ("Management Accountant", "Accounts Payable Clerk", "field"),
        ("Backend Engineer", "Engineering Manager", "field"),
        ("Teacher", "Teaching Assistant", "field"),
        ("Intensive Care Nurse", "Care Assistant", "related"),
        ("Data Scientist", "Data Engineer", "related"),
        ("Management Accountant", "Account Manager", "other"),
        ("Finance Manager", "Sales Manager", "other"),
        ("Backend Engineer", "Paramedic", "other"),
        ("", "Nurse", "unknown"),
        ("Nurse", "", "unknown"),
        ("Nurse", "护士", "unknown"),
        ("Senior", "Junior", "unknown"),
    ],
)
def test_titles_are_compared_by_occupation(asked: str, shown: str, near: Relation) -> None:
    assert relation(asked, shown) == near
    assert relation(asked.upper(), f"  {shown} ") == near


def test_the_head_of_a_title_is_its_occupation() -> None:
    assert read("Head of Engineering").head == read("engineer").head
    assert read("Chief Nurse (Theatre)").head == read("nurses").head


def test_a_long_title_is_read_in_part() -> None:
    assert relation("Nurse", "nurse " + "x" * 100_000) == "field"

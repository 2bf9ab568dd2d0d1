"""The levels that titles and stated levels name."""

from __future__ import annotations

import pytest

from scoring.roles.levels import MAX_CHARS, asked_level, is_in_training, stated_level, titled_level
from scoring.roles.titles import read
from scoring.rubric import LEVELS


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Mid to Senior", "mid-senior"),
        ("Mid/Senior Developer", "mid-senior"),
        ("Senior Engineer", "senior"),
        ("Intern", "entry"),
        ("", None),
        ("Nurse", None),
        ("Graduate Engineer", "entry"),
        ("Trainee Solicitor", "entry"),
        ("Apprentice Electrician", "entry"),
        ("Associate Software Engineer", "junior"),
        ("Sales Associate", None),
        ("Associate Professor", None),
        ("Associate Solicitor", None),
        ("Associate Director", "lead"),
        ("Senior Associate", "senior"),
        ("Sr. Developer", "senior"),
        ("Jr. Developer", "junior"),
        ("Jr Developer", "junior"),
        ("Software Engineer II", "mid"),
        ("Software Engineer III", "senior"),
        ("Software Engineer I", "junior"),
        ("Head of Engineering", "lead"),
        ("Director of Nursing", "principal"),
        ("Chief Technology Officer", "principal"),
        ("CTO", "principal"),
        ("VP Sales", "principal"),
        ("Vice President, Marketing", "principal"),
        ("Staff Engineer", "principal"),
        ("Staff Software Engineer", "principal"),
        ("Staff Nurse", None),
        ("Staff Accountant", None),
        ("Chief of Staff", None),
        ("Principal Engineer", "principal"),
        ("School Principal", None),
        ("Principal, Lincoln High School", None),
        ("Vice Principal", None),
        ("Charge Nurse", None),
        ("Lead Generation Specialist", None),
        ("Lead Developer", "lead"),
        ("Tech Lead", "lead"),
        ("Team Leader", "lead"),
        ("Leading Hand", None),
        ("Leadership Coach", None),
        ("Data Entry Clerk", None),
        ("Entry level", "entry"),
        ("Entry-Level Analyst", "entry"),
        ("Senior Care Assistant", None),
        ("Senior Living Manager", None),
        ("Internal Auditor", None),
        ("Internal Medicine Physician", None),
        ("International Sales", None),
        ("Internship", "entry"),
        ("Midwife", None),
        ("Senior Midwife", "senior"),
        ("Middle School Teacher", None),
        ("Mid-level", "mid"),
        ("Intermediate", "mid"),
        ("Mid", "mid"),
        ("Mid-market Account Executive", None),
        ("Executive Assistant to the CEO", None),
        ("Art Director", None),
        ("Sales Executive", None),
        ("Junior High School Teacher", None),
        ("Senior High School Teacher", None),
        ("Principal", "principal"),
        ("SENIOR", "senior"),
        ("Lead", "lead"),
        ("Graduate School Adviser", None),
        ("Head Chef", "lead"),
        ("Headhunter", None),
        ("Commis Chef", None),
        ("Student Nurse", "entry"),
        ("Student Services Officer", None),
        ("Deputy Director", "lead"),
        ("Praktikantin", "entry"),
        ("Teamleiter Einkauf", "lead"),
        ("Senior Staff Engineer", "principal"),
        ("Middle Developer", "mid"),
        ("Senior Lecturer", "senior"),
        ("Misleading", None),
        ("Plead", None),
        ("Manager", None),
        ("Associate", None),
        ("Executive", None),
        ("Store Manager", None),
        ("高级工程师", None),
    ],
)
def test_a_title_names_a_level_by_the_words_that_grade_it(title: str, level: str | None) -> None:
    assert titled_level(title) == level
    assert titled_level(f"  {title}  ") == level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Team Leader", None),
        ("Team Leader - Customer Service", None),
        ("Warehouse Team Leader", None),
        ("Payroll Team Leader", None),
        ("Shift Lead", None),
        ("Shift Leader", None),
        ("Site Leader", None),
        ("Lead Technician", None),
        ("Lead Carpenter", None),
        ("Lead Nurse", None),
        ("Charge Nurse", None),
        ("Sales Lead", None),
        ("Head Chef", None),
        ("Head Housekeeper", None),
        ("Head Teacher", None),
        ("Head of Year", None),
        ("Head of Maths", None),
        ("Head of Kitchen", None),
        ("Head of Marketing", "lead"),
        ("Head of Customer Service", "lead"),
        ("Head of Nursing", "lead"),
        ("Marketing Lead", "lead"),
        ("Lead Engineer", "lead"),
        ("Lead Designer", "lead"),
        ("Tech Lead", "lead"),
        ("Team Lead (software)", "lead"),
        ("Software Team Leader", "lead"),
        ("Engineering Team Lead", "lead"),
        ("Associate Director", "lead"),
        ("Lead", "lead"),
        ("Senior Team Leader", None),
        ("Senior Chef", "senior"),
        ("Trainee Team Leader", "entry"),
        ("Director of Nursing", "principal"),
        ("Chef", None),
    ],
)
def test_who_leads_where_a_trade_has_no_ladder_holds_a_post_of_its_own(title: str, level: str | None) -> None:
    of = read(title)
    assert asked_level(title, field=of.field, family=of.family) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Entry", "entry"),
        ("Associate", "junior"),
        ("Leadership", "lead"),
        ("Experienced", "mid"),
        ("Mid-Senior", "mid-senior"),
        ("mid senior level", "mid-senior"),
        ("MidSenior", "mid-senior"),
        ("Entry (0-1 years)", "entry"),
        ("Senior", "senior"),
        ("SENIOR.", "senior"),
        ("Manager", "lead"),
        ("Executive", "principal"),
        ("Staff", "principal"),
        ("Student", "entry"),
        ("Fresher", "entry"),
        ("Freshers", "entry"),
        ("Refresher course", None),
        ("Expert", "senior"),
        ("Not applicable", None),
        ("高级", None),
        ("", None),
    ],
)
def test_a_stated_level_may_be_a_word_that_grades_nothing_in_a_title(text: str, level: str | None) -> None:
    assert stated_level(text) == level
    assert level is None or level in LEVELS


@pytest.mark.parametrize(
    ("title", "is_training"),
    [
        ("Apprentice Electrician", True),
        ("Trainee Solicitor", True),
        ("Student Nurse", True),
        ("Graduate Engineer", False),
        ("Electrician", False),
        ("Assistant to the Trainee Manager", False),
        ("Internal Auditor", False),
    ],
)
def test_a_title_in_training_is_that_of_nobody_qualified(title: str, is_training: bool) -> None:
    assert is_in_training(title) == is_training


def test_a_long_title_is_read_in_part() -> None:
    assert titled_level("x" * MAX_CHARS + " senior") is None
    assert titled_level("Senior Nurse " + "senior care " * 100_000) == "senior"

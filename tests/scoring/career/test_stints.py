"""Stints of work, told by title, employer and length in a line each, and how many years they add up to."""

from __future__ import annotations

import pytest

from scoring.career.durations import stated
from scoring.career.stints import years

TWO = "Accountant, Tesco (3 years 3 months)\nReports in Excel\n\nAccountant, Asda (4 years)\nReconciliations"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TWO, 7.25),
        ("Accountant\n\nAccountant, Tesco: 3 yrs 3 mos\nExcel\nAccountant, Asda: 4 yrs", 7.25),
        ("• Accountant at Tesco – 3 years\n• Accountant at Asda – 4 years", 7),
        ("Accountant | Tesco plc | Leeds | 3 years\nSenior Accountant | Asda Ltd | Leeds | 4 years", 7),
        ("KYC Analyst, Revolut, London: 2 yrs 6 mos. Customer reviews.\nKYC Analyst, HSBC: 1 yr 3 mos", 3.75),
        ("Accountant, Tesco · 3 yrs 3 mos\nAccountant @ Asda · 4 yrs", 7.25),
        ("Nurse at City Hospital for 4 years\nNurse, Park Clinic, over 2 years", 6),
        ("Barista, Costa Ltd, 18 months\nBarista, Nero Ltd, 2 years", 3.5),
        ("Krankenpfleger, Klinikum GmbH (2 Jahre)\nKrankenpfleger, Stift gGmbH (3 Jahre 6 Monate)", 5.5),
    ],
)
def test_stints_at_several_employers_add_up(text: str, expected: float) -> None:
    assert years(text) == stated(text) == expected
    assert stated("\n".join(reversed(text.split("\n")))) == expected
    assert stated(text.upper()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # One lies inside the other, or may.
        ("Accountant, Tesco Ltd (7 years)\nSenior Accountant, Tesco (3 years)", 7),
        ("Consultant, Deloitte LLP (6 years)\n- Consultant, Tesco plc (2 years)\n- Consultant, Asda Ltd (1 year)", 6),
        ("Accountant with 7 years of experience\nAccountant, Tesco Ltd (3 years)\nAccountant, Asda Ltd (4 years)", 7),
        ("Accountant, 9 years\nAccountant, Tesco Ltd (3 years)\nAccountant, Asda Ltd (4 years)", 9),
        # They may have gone on at the same time, or are none of work.
        ("Accountant, Tesco Ltd (3 years)\nPart-time accountant, Asda Ltd (4 years)", 4),
        ("Accountant, Tesco Ltd (3 years)\nAccountant, Shelter Ltd, volunteer (2 years)", 3),
        ("Nurse, City Hospital (3 years)\nStudent nurse, Park Hospital (4 years)", 3),
        ("Nurse, City Hospital (3 years)\nNurse, Park Hospital (2 years contract)", 3),
        # Another line of work.
        ("Accountant, Tesco Ltd (3 years)\nChef, Grill Ltd (8 years)", 8),
        # A skill, or nothing that shows an employer.
        ("Software developer, Tesco: 3 yrs 6 mos\nSoftware developer, Python (4 years)", 3.5),
        ("Software developer, Tesco: 3 yrs 6 mos\nSoftware developer, Go (4 years)", 3.5),
    ],
)
def test_stints_that_may_lie_inside_another_are_not_added(text: str, expected: float) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Java developer, Spring (5 years)\nJava developer, Hibernate (3 years)",
        "Chef, team of twelve (3 years)\nChef, Leeds (4 years)",
        "Python (5 years)\nExcel: 3 yrs 2 mos",
        "Referee: Store manager, Tesco Ltd (12 years)",
        "Tesco Ltd: 3 years",
    ],
)
def test_a_skill_a_place_or_somebody_else_beside_a_length_is_no_stint(text: str) -> None:
    assert years(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Accountant, Tesco Ltd, 2019 - 2022 (3 years)\nAccountant, Asda Ltd, 2018 - 2022 (4 years)",
        "Accountant, Tesco Ltd (3 years)\nJan 2019 - Mar 2022\nAccountant, Asda Ltd (4 years)\n(Jan 2018 - Dec 2021)",
    ],
)
def test_stints_with_dates_are_counted_by_these_alone(text: str) -> None:
    assert years(text) is None


def test_a_further_stint_never_takes_years_away() -> None:
    more = [TWO, "Auditor, Kroger Ltd (1 year)", "- Accountant, Aldi Ltd (9 years)", "Accountant, Tesco (1 year)"]
    told = [years("\n".join(more[:number])) or 0.0 for number in range(1, len(more) + 1)]
    assert told == sorted(told)

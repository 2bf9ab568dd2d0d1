"""Degrees and licences: which is the one asked for, and which goes beyond."""

from __future__ import annotations

import pytest

from scoring.qualifications import degree, exceeds, is_licence, meets, noun


@pytest.mark.parametrize(
    ("asked", "shown", "holds"),
    [
        ("Registered Nurse licence", "registered nurse license", True),
        ("Registered Nurse licence", "BSc Nursing, Registered Nurse licence", True),
        ("Registered Nurse licence", "Registered Nurse", False),
        ("BSc Computer Science or equivalent", "BSc Computer Science", True),
        ("BSc Computer Science or equivalent", "equivalent", False),
        ("Degree in accounting or finance", "MBA Finance", True),
        ("Degree in accounting or finance", "Diploma in Accounting", False),
        ("", "BSc", False),
        ("Bachelor's degree in Computer Science", "BSc Computer Science", True),
        ("Bachelor's degree in Computer Science", "BSc Biology", False),
        ("Bachelor's degree", "BA History", True),
        ("Bachelor's degree in Education", "B.Ed.", True),
        ("BSN", "Bachelor of Science in Nursing", True),
        ("MBA", "Master of Business Administration", True),
        ("Bachelor's degree in Accounting", "Master of Accounting", True),
        ("Master's degree in Accounting", "Bachelor of Accounting", False),
        ("PhD in Physics", "Ph.D. Physics", True),
        ("Bachelor's degree in Engineering or related field", "BEng Mechanical Engineering", True),
        ("CPA license", "CPA", True),
        ("CPA", "CPA candidate", False),
        ("CPA", "CPA (in progress)", False),
        ("State teaching license", "Teaching License (CA)", True),
        ("Teaching license", "Driving license", False),
        ("Social Work England registration", "SWE registered", True),
        ("NMC registration", "Registered with the Nursing and Midwifery Council", True),
        ("Project Management Professional", "PMP", True),
        ("Certified Public Accountant", "CFA", False),
    ],
)
def test_a_qualification_is_compared_by_its_words(asked: str, shown: str, holds: bool) -> None:
    assert meets(asked, shown) is holds


@pytest.mark.parametrize(
    ("text", "rank"),
    [("B.Sc. Nursing", 1), ("Degree in law", 1), ("MSc", 2), ("Master in Audit", 2), ("PhD, MSc", 3), ("HND", 0)],
)
def test_degrees_have_ranks(text: str, rank: int) -> None:
    assert degree(text) == rank


@pytest.mark.parametrize(
    ("asked", "shown", "is_beyond"),
    [
        (("BSc Computer Science",), "MSc Physics", True),
        (("BSc Computer Science",), "BA History", False),
        (("BSc Computer Science",), "Certified Kubernetes Administrator", True),
        (("BSc Computer Science",), "Driving course", False),
        (("Registered Nurse licence",), "BSc Nursing", True),
        ((), "Driving course", True),
    ],
)
def test_what_goes_beyond_is_higher_or_a_licence(asked: tuple[str, ...], shown: str, is_beyond: bool) -> None:
    assert exceeds(asked, shown) is is_beyond


@pytest.mark.parametrize(
    ("asked", "is_one"),
    [
        ("Registered Nurse licence", True),
        ("Chartered accountant", True),
        ("Licence or permit", False),
        ("BSc", False),
        ("Admitted solicitor", True),
    ],
)
def test_a_licence_has_no_equivalent(asked: str, is_one: bool) -> None:
    assert is_licence(asked) is is_one


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("ARB registered", "ARB registration"),
        ("Admitted solicitor", "status of admitted solicitor"),
        ("Registered Nurse licence", "Registered Nurse licence"),
        ("CPA", "CPA"),
    ],
)
def test_a_licence_is_named_as_what_one_holds(asked: str, text: str) -> None:
    assert noun(asked) == text

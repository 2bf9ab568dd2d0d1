"""What shows a skill in part by its words alone: halves and cores."""

from __future__ import annotations

import pytest

from scoring.matching.skills import find
from scoring.models import Candidate
from scoring.profile import blind
from scoring.skills.halves import cores, halves


@pytest.mark.parametrize(
    ("skill", "parts"),
    [
        ("Windows 10/11", ("Windows 10", "Windows 11")),
        ("Windows  10/11", ("Windows 10", "Windows 11")),
        ("Java 8/11/17", ("Java 8", "Java 11", "Java 17")),
        ("Food hygiene Level 2/3", ("Food hygiene Level 2", "Food hygiene Level 3")),
        ("AP/AR", ("AP", "AR")),
        ("UX/UI design", ("UX design", "UI design")),
        ("IV/IM injections", ("IV injections", "IM injections")),
        ("ISO 9001 / IATF 16949", ("ISO 9001", "IATF 16949")),
        ("CI/CD", ()),  # a table knows it
        ("TCP/IP", ()),
        ("A/B testing", ()),
        ("24/7 support", ()),
        ("AS/400", ()),
        ("S/4HANA", ()),
        ("and/or Excel", ()),
        ("on/off", ()),
        ("pick/pack", ()),  # words that mean much else
        ("input/output", ()),
        ("01/2019", ()),
        ("Windows 10/10", ()),
        ("Win 1/2/3/4/5", ()),
        ("Python", ()),
        ("/", ()),
        ("", ()),
    ],
)
def test_a_slash_has_halves_where_either_is_a_skill(skill: str, parts: tuple[str, ...]) -> None:
    assert halves(skill) == parts


@pytest.mark.parametrize(
    ("skill", "parts"),
    [
        ("Site selection and monitoring", ("Site selection",)),
        ("Isolation and lock-out tag-out", ("lock-out tag-out",)),
        ("PAYE and National Insurance", ("PAYE", "National Insurance")),
        ("paye & national insurance", ("paye", "national insurance")),
        ("Mechanical and electrical maintenance", ("electrical maintenance",)),
        ("Experience of site set-up and close-out visits", ("site set-up", "close-out visits")),
        ("Trial file (Wingspan Vault)", ("Trial file", "Wingspan Vault")),
        ("R and D", ()),  # a letter says too little
        ("Research and Development", ()),
        ("Health and Safety", ()),
        ("Health and safety legislation", ()),  # the "and" is inside a name
        ("Food and beverage", ()),
        ("Supply and demand", ()),
        ("Trial and error", ()),
        ("Search and rescue", ()),
        ("UK and EU travel", ("EU travel",)),
        ("FOOD AND DRINK", ()),
        ("Able to work alone and in a team", ()),
        ("Nursing and Midwifery Council registration", ()),
        ("Driving (own car)", ()),
        ("Care (adults)", ()),
        ("DRIVING (OWN CAR)", ()),
        ("Sales, marketing and market research", ()),
    ],
)
def test_an_and_or_a_bracket_has_the_halves_that_say_enough_alone(skill: str, parts: tuple[str, ...]) -> None:
    assert halves(skill) == parts


@pytest.mark.parametrize(
    ("skill", "fields", "shown"),
    [
        ("Windows 10/11", {"technical_skills": ("Windows 11",)}, "Windows 11"),
        ("Windows 10/11", {"resume_text": "Rolled out Windows 10 to 300 desks."}, "Windows 10"),
        ("Windows 10/11", {"technical_skills": ("Windows 7",)}, None),
        ("Windows 10/11", {"resume_text": "I do not know Windows 11."}, None),
        ("Windows 10/11", {"resume_text": "Cleaned 10/11 windows."}, None),
        ("ISO 9001 / IATF 16949", {"technical_skills": ("IATF16949",)}, "IATF16949"),
        ("ISO 9001 / IATF 16949", {"technical_skills": ("ISO 14001",)}, None),
        ("AP/AR", {"technical_skills": ("AR",)}, "AR"),
        ("Site selection and monitoring", {"resume_text": "Site selection and site monitoring"}, "Site selection"),
        ("Isolation and lock-out tag-out", {"resume_text": "LOTO on every job"}, "LOTO"),
        ("Isolation and lock-out tag-out", {"resume_text": "No LOTO training"}, None),
        ("PAYE and National Insurance", {"technical_skills": ("PAYE",)}, "PAYE"),
        ("Motor control and inverters", {"resume_text": "Inverters and motor control centres"}, "motor control"),
        ("Motor control and inverters", {"resume_text": "Motor vehicles"}, None),
        ("R and D", {"technical_skills": ("R",)}, None),
        ("Research and Development", {"resume_text": "Research at a library"}, None),
        ("Food and beverage", {"resume_text": "Food for animals"}, None),
    ],
)
def test_a_half_shows_the_whole_in_part(skill: str, fields: dict[str, object], shown: str | None) -> None:
    profile = blind(Candidate(**fields))  # type: ignore[arg-type]  # a table of fields
    found = find((skill,), profile.technical_skills, profile)[skill]
    assert (found and (found.shown, found.strength)) == (shown and (shown, "Partial"))


def test_who_has_the_whole_has_it_wholly() -> None:
    profile = blind(Candidate(technical_skills=("windows 10/11",)))
    found = find(("Windows 10/11",), profile.technical_skills, profile)["Windows 10/11"]
    assert found is not None
    assert found.strength == "Exact"


@pytest.mark.parametrize(
    ("skill", "left"),
    [
        ("Hydro-jet operation", ("Hydro-jet", "Hydro-jets")),
        ("Fire alarm  systems", ("Fire alarm", "Fire alarms")),
        ("Sage 50 software", ("Sage 50",)),
        ("End-to-end payroll processing", ("payroll processing",)),
        ("HVAC systems", ("HVAC",)),
        ("hvac systems", ("hvac",)),
        ("Blue CSCS card", ("Blue CSCS",)),
        ("Payroll processing", ()),  # a table knows it
        ("Data processing", ()),
        ("Operating systems", ()),
        ("Information systems", ()),  # an ordinary word is left
        ("Image processing", ()),
        ("Business operations", ()),
        ("Accounting software", ()),
        ("SIM card", ()),
        ("Real-time systems", ()),  # how it is, and not what
        ("Safety-critical software", ()),
        ("Large-scale operations", ()),
        ("Project management", ()),
        ("Java development", ()),
        ("Customer service", ()),
        ("Microsoft Office", ()),
        ("systems", ()),
        ("", ()),
    ],
)
def test_what_is_left_says_enough_alone(skill: str, left: tuple[str, ...]) -> None:
    assert cores(skill) == left


@pytest.mark.parametrize(
    ("skill", "text", "shown"),
    [
        ("End-to-end payroll processing", "End to end payroll for 400 staff.", "payroll"),
        ("Hydro-jet operation", "Hydro jets on drains", "Hydro jets"),
        ("Opera PMS system", "Used Opera PMS daily.", "Opera PMS"),
        ("Opera PMS system", "I do not know Opera PMS.", None),
        ("Fire alarm systems", "Tested fire alarms", "fire alarms"),
        ("Fire alarm systems", "Alarm clocks", None),
        ("Project management", "Worked on a project", None),
        ("Java development", "Development of staff", None),
        ("Data processing", "Looked at data", None),
        ("Microsoft Office", "Worked in an office", None),
        ("Customer service", "Service of machines", None),
        ("Real-time systems", "Real-time updates", None),
    ],
)
def test_what_is_left_shows_the_skill_in_part(skill: str, text: str, shown: str | None) -> None:
    found = find((skill,), (), blind(Candidate(resume_text=f"Officer\n{text}")))[skill]
    assert (found and (found.shown, found.strength)) == (shown and (shown, "Partial"))

"""Skills with a slash inside, and what shows a half of them."""

from __future__ import annotations

import pytest

from scoring.matching.skills import find
from scoring.models import Candidate
from scoring.profile import blind
from scoring.skills.halves import halves


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

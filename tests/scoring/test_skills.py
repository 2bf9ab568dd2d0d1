"""Skills by name: in lists, in prose, and what looks like a skill and is none."""

from __future__ import annotations

import pytest

from scoring.aliases import normalise
from scoring.models import Candidate
from scoring.profile import blind
from scoring.skills import (
    MAX_MENTIONS,
    MAX_TERM_CHARS,
    Found,
    canonical,
    find,
    look_alikes_of,
    mentions,
    wanted,
    written,
)

LOOK_ALIKES = [
    ("Java", "JavaScript"),
    ("C", "C++"),
    ("C", "C#"),
    ("C", "Objective-C"),
    ("C++", "C#"),
    ("React", "React Native"),
    ("Angular", "AngularJS"),
    ("SQL", "NoSQL"),
    ("SQL", "MySQL"),
    (".NET", "ASP.NET"),
    ("Git", "GitHub"),
    ("Go", "Google"),
    ("Ruby", "Ruby on Rails"),
]


def seen(skill: str, text: str) -> list[str]:
    return [place[0] for place in mentions(skill, text)]


def found(required: str, **fields: object) -> Found | None:
    profile = blind(Candidate(**fields))  # type: ignore[arg-type]  # a table of fields
    return find((required,), profile.technical_skills, profile)[required]


@pytest.mark.parametrize(
    ("skill", "name"),
    [
        ("  Machine   Learning ", "machine learning"),
        ("machine_learning", "machine learning"),
        ("(Python)", "python"),
        ("C++", "c++"),
        ("C#.", "c#"),
        (".NET", ".net"),
        ("Ｐｙｔｈｏｎ", "python"),
        ("...", ""),
        ("", ""),
    ],
)
def test_a_skill_is_normalised(skill: str, name: str) -> None:
    assert normalise(skill) == name


@pytest.mark.parametrize(
    ("spelling", "skill"),
    [
        ("k8s", "Kubernetes"),
        ("Postgres", "PostgreSQL"),
        ("JS", "JavaScript"),
        ("people management", "team leadership"),
        ("MS Excel", "Excel"),
        ("ICU", "critical care"),
        ("golang", "Go"),
    ],
)
def test_every_spelling_means_the_same(spelling: str, skill: str) -> None:
    assert canonical(spelling) == canonical(skill)
    assert canonical(spelling.upper()) == canonical(skill)


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_look_alikes_are_never_confused_in_a_list(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)
    assert found(one, technical_skills=(other,)) is None
    assert found(other, technical_skills=(one,)) is None


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_look_alikes_are_never_confused_in_prose(one: str, other: str) -> None:
    assert seen(one, f"Worked with {other} for years.") == []
    assert seen(other, f"Worked with {one} for years.") == []
    assert seen(one, f"Worked with {other}, {one} and more.") == [one]


def test_look_alikes_are_known_both_ways() -> None:
    assert canonical("JS") in look_alikes_of("Java")
    assert canonical("Core Java") in look_alikes_of("JavaScript")
    assert canonical("Core Java") not in look_alikes_of("Java")


@pytest.mark.parametrize(
    ("skill", "text", "places"),
    [
        ("Python", "Python, and (python). Also Python3!", ["Python", "python", "Python3"]),
        ("Java", "Javanese", []),
        ("Form", "a platform", []),
        ("C", "in C. Then C, C/C++ and C", ["C", "C", "C", "C"]),
        ("C", "C-level staff; vitamin C and Hepatitis C", []),
        ("C++", "modern C++17, C++.", ["C++"]),
        (".NET", "in .NET since ASP.NET", [".NET"]),
        ("Node.js", "Node.js and NodeJS; lymph node", ["Node.js", "NodeJS"]),
        ("Critical care", "critical\ncare and  Critical   Care", ["critical\ncare", "Critical   Care"]),
        ("R", "R&D in R", ["R"]),
        ("Express", "American Express", []),
    ],
)
def test_whole_terms_are_found_in_prose(skill: str, text: str, places: list[str]) -> None:
    assert seen(skill, text) == places


@pytest.mark.parametrize(
    ("skill", "text", "places"),
    [
        ("Go", "ready to go and go far", []),
        ("Go", "Go to market. Our Go-to-market plan.", []),
        ("Go", "Services in Go. Go services too.", ["Go", "Go"]),
        ("REST APIs", "the rest of the team", []),
        ("REST APIs", "REST services", ["REST"]),
        ("Excel", "Excel at listening", []),
        ("Excel", "Used Excel to plan", ["Excel"]),
        ("Machine learning", "gave 500 ml of saline", []),
        ("Lambda", "wrote Lambda handlers", ["Lambda"]),
        ("Attention to detail", "the accuracy of scales", []),
    ],
)
def test_a_word_of_plain_english_needs_its_capital_in_prose(skill: str, text: str, places: list[str]) -> None:
    assert seen(skill, text) == places


@pytest.mark.parametrize(
    "text",
    [
        "Wants to move into critical care",
        "would like to learn more about critical care",
        "wants to\n  move into critical care",
        "Interested in learning critical care",
        "No experience with critical care",
        "never worked in critical care",
    ],
)
def test_a_wish_and_a_lack_do_not_show_a_skill(text: str) -> None:
    assert seen("Critical care", text) == []
    assert seen("Critical care", f"{text}. Six years of critical care since.") == ["critical care"]


@pytest.mark.parametrize(
    "text",
    [
        "Wants to use critical care skills",
        "Moved to critical care",
        "Led the no-harm programme in critical care",
        "learned critical care",
    ],
)
def test_other_words_before_a_skill_do_not_deny_it(text: str) -> None:
    assert seen("Critical care", text) == ["critical care"]


def test_a_wish_is_known_as_one() -> None:
    text = "Wants to learn Rust. Writes Go."
    assert wanted(("Rust", "Go", "Python"), text) == ("Rust",)
    assert wanted(("Rust",), "Writes Rust") == ()


@pytest.mark.parametrize(
    ("skill", "text", "places"),
    [
        ("Python", "熟悉Python和Docker", ["Python"]),
        ("Python", "Python을 사용", ["Python"]),
        ("护理", "重症护理经验", ["护理"]),
        ("Straßenbau", "im Straßenbau", ["Straßenbau"]),
        ("Python", "İ Python", ["Python"]),
        ("Pythön", "Pythöns", []),
    ],
)
def test_skills_are_found_in_other_scripts(skill: str, text: str, places: list[str]) -> None:
    assert seen(skill, text) == places


def test_a_listed_skill_is_exact_and_another_spelling_strong() -> None:
    assert found("Postgres", technical_skills=("PostgreSQL", "postgres")) == Found(
        "Postgres", "postgres", "postgres", "Exact", 1.0
    )
    assert found("Postgres", technical_skills=("Go", "PostgreSQL")) == Found(
        "Postgres", "PostgreSQL", "PostgreSQL", "Strong", 0.9
    )


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"resume_text": "Wrote Python."}, Found("Python", "Python", "Python", "Exact", 0.85)),
        ({"resume_text": "Wrote Python3."}, Found("Python", "Python3", "Python3", "Strong", 0.75)),
        ({"candidate_tag": ("python",)}, Found("Python", "python", "python", "Exact", 0.85)),
        ({"currentTitle": "Python Developer"}, Found("Python", "Python", "Python", "Exact", 0.85)),
        ({"qualification": ("Certified in Python",)}, Found("Python", "Python", "Python", "Exact", 0.85)),
        ({"experience_level": "Python"}, None),
        ({"resume_text": "Wants to learn Python."}, None),
        ({}, None),
    ],
)
def test_a_skill_that_is_not_listed_is_found_in_the_other_fields(fields: dict[str, object], match: Found | None) -> None:
    assert found("Python", **fields) == match


def test_an_ambiguous_word_is_a_skill_where_it_is_a_tag() -> None:
    assert found("Go", candidate_tag=("go",)) == Found("Go", "go", "go", "Exact", 0.85)
    assert found("Go", resume_text="go on") is None


@pytest.mark.parametrize("skill", ["", "  ", "..."])
def test_a_skill_without_a_name_is_never_found(skill: str) -> None:
    assert found(skill, technical_skills=("Python", "..."), resume_text="a ... b") is None


@pytest.mark.parametrize(
    ("skill", "name"),
    [("POSTGRESQL", "PostgreSQL"), ("rest  apis", "REST APIs"), ("Zend  desk", "Zend desk"), ("aws", "AWS")],
)
def test_a_skill_is_written_as_the_table_has_it(skill: str, name: str) -> None:
    assert written(skill) == name


def test_the_places_looked_at_are_bounded() -> None:
    assert len(seen("Python", "Python " * 1_000)) == MAX_MENTIONS
    assert [place.start() for place in mentions("Python", "Go Python " * 3, 12)] == [3]
    long = "x" * (MAX_TERM_CHARS + 1)
    assert seen(long, f"a {long} b") == []
    assert found(long, technical_skills=(long,)) is not None

"""Where a text shows a skill."""

from __future__ import annotations

import pytest

from scoring.skills.mentions import MAX_MENTIONS, MAX_TERM_CHARS, mentions
from tests.scoring.matching.test_skills import LOOK_ALIKES


def seen(skill: str, text: str) -> list[str]:
    return [place[0] for place in mentions(skill, text)]


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_look_alikes_are_never_confused_in_prose(one: str, other: str) -> None:
    for asked, shown in ((one, other), (other, one)):
        assert seen(asked, f"Worked with {shown} for years.") == []
    assert seen(one, f"Worked with {other}, coded in {one} and more.") == [one]


@pytest.mark.parametrize(
    ("skill", "text", "places"),
    [
        ("Python", "Python, and (python). Also Python3!", ["Python", "python", "Python3"]),
        ("Java", "Javanese", []),
        ("Form", "a platform", []),
        ("C", "in C. Then C, C/C++ and C", ["C", "C", "C", "C"]),
        ("G-code", "G-code, G code and G\n code", ["G-code", "G code", "G\n code"]),
        ("C", "C-level staff; vitamin C and Hepatitis C", []),
        ("C++", "modern C++17, C++.", ["C++"]),
        (".NET", "in .NET since ASP.NET", [".NET"]),
        ("Node.js", "Node.js and NodeJS; lymph node", ["Node.js", "NodeJS"]),
        ("Critical care", "critical\ncare and  Critical   Care", ["critical\ncare", "Critical   Care"]),
        ("R", "R&D in R, R & D", ["R"]),
        ("P&L", "The P & L of a shop, its P&L; P. and L", ["P & L", "P&L"]),
        ("ISO 9001", "ISO9001, ISO 9001 and ISO 90015", ["ISO9001", "ISO 9001"]),
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
        ("REST APIs", "sleep, rest and sports", []),
        ("Go", "ready, set, go", []),
        ("IT support", "and then, it, too, broke", []),
    ],
)
def test_a_word_of_plain_english_needs_its_capital_in_prose(skill: str, text: str, places: list[str]) -> None:
    assert seen(skill, text) == places


@pytest.mark.parametrize(
    ("skill", "text", "places"),
    [
        ("React", "Skills: react, node, css", ["react"]),
        ("React", "css, react", ["react"]),
        ("React", "Led teams\n\nTOP SKILLS\nREACT, CSS", ["REACT"]),
        ("React", "- css\n- react\n- node", ["react"]),
        ("React", "Skills\n• react\n• node", ["react"]),
        ("React", "- react\nto what comes", []),
        ("React", "html | react\n\ncss", ["react"]),
        ("React", "css,\n react\n , html", ["react"]),
        ("React", "css, react. Then more", ["react"]),
        ("React", "react\n", []),
        ("React", "he had to\nreact, and did", []),
        ("React", "react, when needed, to alarms", []),
        ("Go", "python, go, rust", ["go"]),
        ("Pandas", "tigers, pandas, and elephants", []),
        ("Rust", "Treated metal for corrosion, rust, and scale", []),
        ("SEND", "Pick, pack, send", []),
        ("Spring", "spring, summer", []),
        ("Go", "python, go", []),
        ("Excel", "WORD, EXCEL, POWERPOINT", ["EXCEL"]),
        ("Excel", "they excel, and we do not", []),
    ],
)
def test_in_a_list_capitals_say_nothing(skill: str, text: str, places: list[str]) -> None:
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


@pytest.mark.parametrize(
    ("skill", "text", "shown"),
    [
        ("Data analysis", "Entered data for an analysis", None),
        ("Data analysis", "İ data\n  analysis", "data\n  analysis"),
        ("Data analysis", "Data Analyſıs", "Data Analyſıs"),
        ("A/B testing", "a/b-testing", "a/b-testing"),
    ],
)
def test_all_words_of_a_spelling_stand_together_in_any_letters(skill: str, text: str, shown: str | None) -> None:
    assert [place[0] for place in mentions(skill, text)] == ([shown] if shown else [])


def test_the_places_looked_at_are_bounded() -> None:
    assert len(seen("Python", "Python " * 1_000)) == MAX_MENTIONS
    assert [place.start() for place in mentions("Python", "Go Python " * 3, 12)] == [3]
    long = "x" * (MAX_TERM_CHARS + 1)
    assert seen(long, f"a {long} b") == []


def test_a_hyphen_is_a_space_in_prose() -> None:
    assert seen("Machine learning", "machine-learning models") == ["machine-learning"]
    assert seen("cross-selling", "cross selling") == ["cross selling"]

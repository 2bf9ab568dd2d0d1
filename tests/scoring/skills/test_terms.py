"""Skills read from a text, whichever they are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.skills.aliases import aliases
from scoring.skills.terms import MAX_CHARS, is_spaced, names, read, runs_of
from scoring.text.runs import of_letters_and_digits


def seen(text: str) -> list[tuple[str, str]]:
    return [(term.name, text[term.start : term.end]) for term in read(text)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Wrote Python and Postgres.", [("python", "Python"), ("postgresql", "Postgres")]),
        ("React Native, then React", [("react native", "React Native"), ("react", "React")]),
        ("C++/C# on .NET Core", [("c++", "C++"), ("c#", "C#"), (".net", ".NET Core")]),
        ("CI/CD and HTML/CSS", [("ci/cd", "CI/CD"), ("html", "HTML"), ("css", "CSS")]),
        ("Node.js.", [("node.js", "Node.js")]),
        ("C++14 (MISRA)", [("c++", "C++")]),
        ("“Python”, 'Docker'…", [("python", "Python"), ("docker", "Docker")]),
        ("React–Native", [("react native", "React–Native")]),
        ("React – Native", [("react", "React")]),
        ("React\n \nNative", [("react", "React")]),
        ("React/Native", [("react", "React")]),
        ("React数 Native", [("react", "React")]),
        ("React 数Native", [("react native", "React 数Native")]),
        ("Python Wound", [("python", "Python")]),
        ("machine-learning", [("machine learning", "machine-learning")]),
        ("Wound\n  care", [("wound care", "Wound\n  care")]),
        ("care plans", [("care planning", "care plans")]),
        ("unit test", [("unit testing", "unit test")]),
        ("excellent written communication", [("communication", "written communication")]),
        (
            "forensic psychiatry and pharmacology",
            [("forensic psychiatry", "forensic psychiatry"), ("pharmacology", "pharmacology")],
        ),
        ("熟悉Python和Docker", [("python", "Python"), ("docker", "Docker")]),
        ("Python을 사용", [("python", "Python")]),
        ("İ Python", [("python", "Python")]),
        ("ACA or ACCA", [("aca", "ACA"), ("acca", "ACCA")]),
        ("CIMA/ACA", [("cima", "CIMA"), ("aca", "ACA")]),
        ("Splunk or Sentinel", [("splunk", "Splunk"), ("microsoft sentinel", "Sentinel")]),
        ("SolidWorks, Inventor", [("solidworks", "SolidWorks"), ("inventor", "Inventor")]),
        ("опыт работы с Python", [("python", "Python")]),
        ("", []),
    ],
)
def test_the_skills_of_a_text_are_read(text: str, terms: list[tuple[str, str]]) -> None:
    assert seen(text) == terms


@pytest.mark.parametrize(
    "text",
    [
        "ready to go and go far",
        "the rest of the team",
        "Excel at listening",
        "vitamin C and hepatitis C",
        "C-level staff",
        "AWS D1.1",
        "English law",
        "wound, care",
        "critical. Care",
        "Wants to learn Python",
        "No experience with Docker",
        "never used Kafka",
        "the Javanese platform",
        "a spring in her step",
        "zoom in",
        "ACA compliance and other filings",
        "the Sentinel of the north",
        "a sentinel event",
        "our customers' documentation",
    ],
)
def test_what_only_looks_like_a_skill_is_not_read(text: str) -> None:
    assert seen(text) == []


def test_in_a_list_within_a_text_capitals_say_nothing() -> None:
    listed = [("python", "python"), ("react", "react"), ("excel", "excel")]
    assert seen("skills: python, react, excel") == listed
    assert seen("SKILLS: PYTHON, REACT, EXCEL") == [(name, written.upper()) for name, written in listed]
    assert seen("react to alarms, and then rest") == []


def test_in_an_item_of_a_list_capitals_say_nothing() -> None:
    assert names("react development") == {"react"}
    assert names("REACT NATIVE development") == {"react native"}
    assert names("vitamin c") == frozenset()


@pytest.mark.no_cover  # slow when measured, and covered by others
@pytest.mark.parametrize("ending", ["", "s"])
def test_a_text_that_names_a_skill_has_all_runs_of_one_set(ending: str) -> None:
    told = 0
    for spelling in sorted(aliases().readable):
        text = f"Did “{spelling.title()}{ending}”."
        runs = frozenset(of_letters_and_digits(text.lower()))
        for term in read(text):
            told += 1
            assert any(each <= runs for each in runs_of(term.name)), text
    assert told > 1000


def test_the_runs_of_a_skill_are_those_of_its_spellings_in_singular_and_plural() -> None:
    assert {frozenset({"care", "plans"}), frozenset({"care", "planning"})} <= set(runs_of("care planning"))
    assert runs_of("nobody knows it") == ()


def test_a_long_text_is_read_to_its_bound() -> None:
    text = "Python and more. " * 20_000
    assert len(read(text)) == -(-MAX_CHARS // len("Python and more. "))


@pytest.mark.parametrize(
    ("text", "spaced"),
    [("plain", True), ("größer", True), ("中文", False), ("ไทย", False), ("한국어", False)],
)
def test_scripts_are_with_spaces_or_without(text: str, *, spaced: bool) -> None:
    assert is_spaced(text) is spaced


words = st.sampled_from(
    [
        "Python",
        "C++",
        "React",
        "Native",
        "project",
        "management",
        "go",
        "Go",
        "wound",
        "care",
        ",",
        ".",
        "–",
        "数",
        "İ",
        "n/a",
    ]
)


@given(st.lists(words, max_size=30), st.sampled_from([" ", "\n", "  ", "-", "/"]))
def test_terms_stand_in_order_without_overlaps(parts: list[str], joint: str) -> None:
    text = joint.join(parts)
    terms = read(text)
    assert all(0 <= term.start < term.end <= len(text) for term in terms)
    assert all(one.end <= other.start for one, other in pairwise(terms))


@given(st.lists(words, max_size=20))
def test_white_space_changes_no_term(parts: list[str]) -> None:
    assert [term.name for term in read(" ".join(parts))] == [term.name for term in read(" \n ".join(parts))]


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert all(text[term.start : term.end] for term in read(text))

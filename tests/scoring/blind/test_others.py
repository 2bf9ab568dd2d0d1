"""Names of people beside the one whose text it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.blind.others import NEAR_CHARS, spans
from scoring.text.folding import glance


def marked(text: str) -> str:
    for start, end in sorted(spans(glance(text)), reverse=True):
        text = f"{text[:start]}_{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Reported to Mr Alan Smith.", "Reported to _."),
        ("Care for Mrs Harold Finch at home", "Care for _ at home"),
        ("worked for Mr. J. Smith and Ms Anna-Maria O'Neil", "worked for _ and _"),
        ("Frau Ana de la Cruz führte", "_ führte"),
        ("Mrs Baker baked", "_ baked"),
        ("Mrs Smith's class", "_'s class"),
        ("Mr Smith Head Teacher", "_ Head Teacher"),
        ("Mr Okafor Kubernetes", "_ Kubernetes"),
        ("Mr. Smith. Python was used", "_. Python was used"),
        ("References: Alan Smith, Ward Manager", "References: _, Ward Manager"),
        (
            "REFERENCES\n\nAlan Smith - Ward Manager - City Hospital\nDr Ana Ruiz",
            "REFERENCES\n\n_ - Ward Manager - City Hospital\n_",
        ),
        ("Nurse\n* Next of kin: Ana Ruiz", "Nurse\n* Next of kin: _"),
    ],
)
def test_they_are_found_behind_what_tells_of_somebody(text: str, left: str) -> None:
    assert marked(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Mr Manager",
        "Ms Excel and ms Access",
        "Mr Porter",
        "Miss Selfridge stores",
        "Her Majesty, Mr. and so on",
        "References: available on request",
        "References\nCity Hospital, Ward Manager, Python, Elm Grove",
        "Wrote references: Alan Smith",
        "The reference Alan Smith",
        f"References\n{'x' * NEAR_CHARS}\nAlan Smith",
    ],
)
def test_titles_firms_and_skills_stay(text: str) -> None:
    assert marked(text) == text


@given(
    st.lists(
        st.sampled_from(["Mr", "Ms.", "Ann", "Lee", "Nurse", "J.", " ", " ", "\n", ",", "de", "'s", "References:"])
    ).map("".join)
)
def test_they_are_not_empty_and_within_the_text(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in spans(glance(text)))

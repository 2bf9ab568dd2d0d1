from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.models import Candidate
from scoring.profile import BlindField, QuoteIndex, blind


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Write to ann.lee+jobs@mail.example.com today", "Write to [redacted] today"),
        ("Call +1 (555) 010-0199 now", "Call [redacted] now"),
        ("See https://example.com/ann and linkedin.com/in/ann", "See [redacted] and [redacted]"),
        ("Ann Lee led a team; ann was praised", "[redacted] [redacted] led a team; [redacted] was praised"),
        ("Worked there 2015 - 2019", "Worked there 2015 - 2019"),
        ("Annual planning", "Annual planning"),
    ],
)
def test_identity_leaves_free_text(text: str, seen: str) -> None:
    assert blind(Candidate(name="Ann Lee", resume_text=text)).text == seen


@pytest.mark.parametrize("piece", ["a.", "a@a", "1 2", "1.", "-@", "www."])
def test_a_long_text_without_end_is_read_in_one_pass(piece: str) -> None:
    text = piece * 70_000 + " ann@example.com"
    assert blind(Candidate(resume_text=text)).text.endswith("[redacted]")


def test_a_quote_is_located_by_field_and_offsets() -> None:
    quotes = QuoteIndex(blind(Candidate(technical_skills=("Python", "Go"), resume_text="Wrote Go services.")))
    assert quotes.locate("Go") == ("technical_skills[1]", 0, 2)
    assert quotes.locate("Go services") == ("resume_text", 6, 17)
    assert quotes.locate("Rust") is None
    assert quotes.locate(" ") is None


_WORDS = st.text("ab\0\n ", max_size=6)


@given(st.lists(_WORDS.filter(bool), max_size=6), _WORDS)
@example(["ab", "b\0a", "b\0ab"], "b\0a")
@example(["a", "\0a"], "\0")
def test_a_quote_is_found_in_the_first_field_that_has_it_and_never_across_two(texts: list[str], quote: str) -> None:
    profile = replace(blind(Candidate()), fields=tuple(BlindField(f"f{n}", text) for n, text in enumerate(texts)))
    found = [(part.field, at, at + len(quote)) for part in profile.fields if (at := part.text.find(quote)) >= 0]
    assert QuoteIndex(profile).locate(quote) == (found[0] if found and quote.strip() else None)


def test_nothing_is_found_in_an_empty_profile() -> None:
    assert QuoteIndex(blind(Candidate())).locate("Go") is None


@pytest.mark.parametrize(
    ("text", "dated", "told", "read"),
    [
        ("Nurse, City Hospital, 2010 - 2014", 4.0, None, 4.0),
        ("Over ten years of experience.", None, 10, 10),
        ("Over ten years of experience.\nNurse, City Hospital, 2010 - 2014", 4.0, 10, 10),
        ("2 years of experience with Go.\nEngineer, 2010 - 2014", 4.0, 2, 4.0),
        ("Nurse, aged 42", None, None, None),
    ],
)
def test_years_are_read_from_the_text_and_the_more_of_dates_and_words_counts(
    text: str, dated: float | None, told: float | None, read: float | None
) -> None:
    profile = blind(Candidate(resume_text=text))
    assert (profile.years_dated, profile.years_told, profile.years_read) == (dated, told, read)


@pytest.mark.parametrize(
    ("title", "text", "read"),
    [
        (None, "Nurse, City Hospital, 2010 - 2014", "Nurse"),
        ("  ", "Ann Lee\nStaff Nurse\nLeeds", "Staff Nurse"),
        ("Carer", "Ann Lee\nStaff Nurse\nLeeds", ""),
        (None, "Ann Lee\nLeeds", ""),
        (None, "Something, 2019 - 2021\nJunior Nurse, 2015 - 2018", ""),  # the latest position is another
    ],
)
def test_a_title_is_read_from_the_text_only_where_none_is_given(title: str | None, text: str, read: str) -> None:
    assert blind(Candidate(name="Ann Lee", currentTitle=title, resume_text=text)).title_read == read


def test_a_name_that_is_an_occupation_is_no_position() -> None:
    text = "Ann Baker, 2010 - 2014\nNurse, 2014 - 2016"
    assert blind(Candidate(name="Ann Baker", resume_text=text)).positions == ("Nurse", "")

"""Where quotes stand in a profile."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.evidence import QuoteIndex
from scoring.models import Candidate
from scoring.profile import BlindField, blind


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

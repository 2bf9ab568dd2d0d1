"""Where quotes stand in a profile."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.claims.evidence import Place, QuoteIndex, means, names, says_something
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
    quotes = QuoteIndex(profile)
    if found and quote.strip():
        assert quotes.locate(quote) == found[0]
    elif place := next(iter(quotes.places(quote)), None):
        assert " ".join(place.quote.split()) == " ".join(quote.split())


def test_nothing_is_found_in_an_empty_profile() -> None:
    assert QuoteIndex(blind(Candidate())).locate("Go") is None


def place(quote: str, text: str = "", skills: tuple[str, ...] = ()) -> Place:
    return QuoteIndex(blind(Candidate(technical_skills=skills, resume_text=text))).places(quote)[0]


@pytest.mark.parametrize(
    ("quote", "own"),
    [
        ("Built the “big” one – twice", "Built the “big” one – twice"),
        ('Built the "big" one - twice', "Built the “big” one – twice"),
        ("Built\n the   “big” one", "Built the “big” one"),
        ("“big” one…", "big” one"),
        ("in two\nlines", "in two\n  lines"),
        ("in two lines.", "in two\n  lines"),
    ],
)
def test_a_quote_is_found_but_for_white_space_quotation_marks_and_dashes(quote: str, own: str) -> None:
    assert place(quote, "Built the “big” one – twice, in two\n  lines").quote == own


@pytest.mark.parametrize("quote", ["", " ", "…", "built the", "Builtthe", "one twice"])
def test_other_words_are_not_found(quote: str) -> None:
    assert QuoteIndex(blind(Candidate(resume_text="Built the big one – twice"))).locate(quote) is None


@pytest.mark.parametrize("quote", ["Go services", "Nurse", "护士"])
def test_a_quote_says_something(quote: str) -> None:
    assert says_something(quote)


@pytest.mark.parametrize("quote", ["the", "a", "C", "...", "of the", "", "[redacted]"])
def test_articles_letters_and_marks_say_nothing(quote: str) -> None:
    assert not says_something(quote)


@pytest.mark.parametrize(
    ("claim", "quote", "text", "named"),
    [
        ("Kubernetes", "runs k8s", "He runs k8s.", True),
        ("Kubernetes", "k8s", "Wants to learn k8s.", False),
        ("Kubernetes", "Python", "Python, Kubernetes", False),
        ("Project management", "managed projects", "She managed projects.", True),
        ("Project management", "managed people", "She managed people.", False),
        ("Java", "JavaScript", "JavaScript", False),
        ("", "Python", "Python", False),
    ],
)
def test_a_quote_names_a_skill_by_its_spellings_or_its_words(claim: str, quote: str, text: str, named: bool) -> None:
    assert names(claim, place(quote, text)) == named


def test_an_item_of_a_list_names_itself_whatever_it_is() -> None:
    assert names("C", place("C", skills=("C",)))
    assert names("-", place("-", skills=("-",)))
    assert not names("C++", place("C", skills=("C",)))


@pytest.mark.parametrize(
    ("claim", "quote", "is_meant"),
    [
        ("Budgeting", "planned yearly spending of 4 departments", True),
        ("Teamwork", "worked with a team of five nurses", True),
        ("Budgeting", "spending", False),
        ("Kubernetes", "planned yearly spending of 4 departments", False),
        ("Budgeting", "planned yearly spending. It was budgeting of a kind", False),
        ("Java", "wrote a lot of JavaScript code for banks", False),
    ],
)
def test_a_sentence_may_mean_a_requirement(claim: str, quote: str, is_meant: bool) -> None:
    assert means(claim, place(quote, quote)) == is_meant


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Java", "I do not know Java"),
        ("Java", "I have never used Java at all"),
        ("Java", "I want to learn Java soon"),
        ("Spring Boot", "I have no experience with Spring Boot"),
        ("REST APIs", "Never built any REST API before"),
        ("people management", "I have never managed people in my life"),
    ],
)
def test_a_denial_and_a_wish_bear_on_nothing(claim: str, quote: str) -> None:
    assert not names(claim, place(quote, quote))
    assert not means(claim, place(quote, quote))


@pytest.mark.parametrize(
    ("claim", "quote", "text", "is_named"),
    [
        ("ACCA", "ACCA", "ACCA part-qualified, nine papers passed", False),
        ("ACCA", "ACCA", "Studying for ACCA at night", False),
        ("ACCA", "ACCA", "ACCA, studying CTA", True),
        ("ACCA", "ACCA member", "ACCA member. ACCA student before", True),
        ("ACCA", "student", "ACCA member and student of law", False),
    ],
)
def test_a_quote_names_a_qualification_that_is_held(claim: str, quote: str, text: str, is_named: bool) -> None:
    assert names(claim, place(quote, text)) is is_named

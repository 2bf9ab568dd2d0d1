"""The words of a profile: what may stand in it, and what surely does not."""

from __future__ import annotations

import pytest

from scoring.matching.words import words
from scoring.models import Candidate
from scoring.profile import blind


def test_a_run_stands_in_any_field_in_any_case_and_whole() -> None:
    own = words(blind(Candidate(technical_skills=("Node.JS",), resume_text="Wrote C++ and JavaScript.")))
    assert [own.may_hold(frozenset({run})) for run in ("node", "js", "c", "javascript", "java", "rust")] == [True] * 4 + [
        False
    ] * 2
    assert own.may_hold(frozenset({"rust", "wrote"}))


def test_runs_are_the_same_in_ascii_and_beside_other_letters() -> None:
    text = "".join(f"a{chr(code)}b " for code in range(128))
    plain, other = (words(blind(Candidate(resume_text=each))).runs for each in (text, f"{text}é"))
    assert other == plain | {"é"}
    assert {"a", "b", "a1b", "aab"} < plain


def test_a_term_of_signs_alone_may_stand_anywhere() -> None:
    assert words(blind(Candidate(resume_text="Cooks"))).may_hold(frozenset({""}))


def test_where_words_have_no_spaces_any_term_may_stand() -> None:
    own = words(blind(Candidate(resume_text="使用Java开发")))
    assert not own.is_spaced
    assert own.may_hold(frozenset({"java"}))
    assert own.may_hold_all([frozenset({"spring", "boot"})])
    assert own.standing(frozenset({"java", "spring"})) == {"java", "spring"}


def test_of_a_whole_spelling_all_runs_must_stand() -> None:
    own = words(blind(Candidate(technical_skills=("Data",), resume_text="Wrote an analysis – of everything.")))
    assert own.standing(frozenset({"data", "risk"})) == {"data"}
    assert own.may_hold_all([frozenset({"risk", "analysis"}), frozenset({"data", "analysis"})])
    assert not own.may_hold_all([frozenset({"risk", "analysis"}), frozenset({"data", "engineering"})])
    assert not own.may_hold_all([])


@pytest.mark.parametrize("text", ["Analysıs", "Aßessment", "İ", "Ａnalysis", "ﬁnance"])
def test_letters_that_are_taken_for_others_tell_nothing(text: str) -> None:
    assert words(blind(Candidate(resume_text=text))).may_hold_all([frozenset({"analysis"})])

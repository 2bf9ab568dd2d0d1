from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.audit.names import NameGroup, known_names, renamed, swapped
from scoring.models import BatchRequest, Candidate
from scoring.profile import blind

HE = NameGroup("men", "he", ("Jamal", "Leroy"), ("O'Brien", "Jones"))
SHE = NameGroup("women", "she", ("Emily", "Anne"), ("O'Brien", "Jones"))


def test_the_groups_are_those_of_the_study() -> None:
    names = known_names()
    assert [group.name for group in names.groups] == ["white women", "white men", "Black women", "Black men"]
    assert [len(group.first) for group in names.groups] == [9, 9, 9, 9]
    every = [name for group in names.groups for name in group.first]
    assert len(set(every)) == len(every)
    assert "Bertrand" in names.source


TEXTS: dict[str, tuple[NameGroup, str, str]] = {
    "the whole name": (HE, "Ada King Lovelace, engineer", "Jamal O'Brien, engineer"),
    "each part of it": (HE, "Ada wrote. Ms. Lovelace's notes.", "Jamal wrote. Mr. O'Brien's notes."),
    "a heading": (HE, "ADA KING LOVELACE", "JAMAL O'BRIEN"),
    "the address": (HE, "mail: ada@engine.example.", "mail: jamal.obrien@engine.example."),
    "no part of a word": (HE, "Adaptable; Lovelacean", "Adaptable; Lovelacean"),
    "not what is spelt otherwise": (HE, "ada (the language)", "ada (the language)"),
    "her pronouns": (HE, "She did it herself; her team, hers.", "He did it himself; his team, his."),
    "his pronouns": (
        SHE,
        "He did it himself; Mr. X told him of his team.",
        "She did it herself; Ms. X told her of her team.",
    ),
    "no abbreviation": (HE, "HER is a record; MS in CS", "HER is a record; MS in CS"),
    "no part of another": (HE, "The sheriff, others", "The sheriff, others"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_text_goes_with_the_name(name: str) -> None:
    group, text, expected = TEXTS[name]
    candidate = Candidate(name="Ada King Lovelace", email="ada@engine.example", resume_text=text)
    assert swapped(candidate, group, 0).resume_text == expected


SKILLED = {
    "R Kumar": ("R Kumar\nModels in R and C, 5 years; Kumar et al.", "Models in R and C, 5 years; O'Brien et al."),
    "Ruby Smith": ("Ruby Smith\nRuby and Rails; Smith et al.", "Ruby and Rails; O'Brien et al."),
}


@pytest.mark.parametrize("name", SKILLED)
def test_a_part_of_a_name_that_is_a_skill_stays_one_in_the_text(name: str) -> None:
    text, rest = SKILLED[name]
    assert swapped(Candidate(name=name, resume_text=text), HE, 0).resume_text == f"Jamal O'Brien\n{rest}"


@pytest.mark.parametrize("name", ["Ada King Lovelace", "Lovelace, Ada King", "Ada"])
def test_no_word_of_the_name_is_left(name: str) -> None:
    text = f"{name}. Ada King, KING, Ada; Lovelace: engineer"
    other = swapped(Candidate(name=name, resume_text=text), HE, 0)
    words = {"ada", "king", "lovelace"} if " " in name else {"ada"}
    assert not words & set(re.findall(r"\w+", (other.resume_text or "").lower()))
    assert other.resume_text is not None
    assert other.resume_text.endswith(": engineer")


def test_a_name_and_its_address_are_those_of_the_group() -> None:
    other = swapped(Candidate(name=" Ada  Lovelace ", email="ada@engine.example", phone="1"), HE, 3)
    assert (other.name, other.email, other.phone) == ("Leroy Jones", "leroy.jones@engine.example", "1")


def test_nobody_keeps_their_own_name() -> None:
    assert swapped(Candidate(name="Emily Jones"), SHE, 1).name == "Anne O'Brien"
    assert swapped(Candidate(name="JONES, anne".replace(",", "")), SHE, 1).name == "Emily O'Brien"


def test_who_has_no_name_gets_one_and_keeps_the_text() -> None:
    other = swapped(Candidate(resume_text="Python and SQL"), SHE, 0)
    assert (other.name, other.email, other.resume_text) == ("Emily O'Brien", None, "Python and SQL")


def test_a_skill_that_is_spelt_like_the_name_stays_a_skill() -> None:
    other = swapped(Candidate(name="Ruby Smith", technical_skills=("Ruby",), currentTitle="Ruby developer"), HE, 0)
    assert (other.technical_skills, other.currentTitle) == (("Ruby",), "Ruby developer")


def test_a_batch_takes_the_names_in_turn() -> None:
    request = BatchRequest(jobs=(), candidates=tuple(Candidate(candidateId=str(n)) for n in range(3)), threshold=7)
    other = renamed(request, SHE)
    assert [each.name for each in other.candidates or ()] == ["Emily O'Brien", "Anne Jones", "Emily O'Brien"]
    assert ([each.candidateId for each in other.candidates or ()], other.threshold) == (["0", "1", "2"], 7)
    assert renamed(BatchRequest(jobs=None, candidates=None), SHE).candidates == ()


_WORD = st.text(st.characters(categories=["Lu", "Ll"]), min_size=2, max_size=8)


@pytest.mark.no_cover  # slow when measured, and covered by others
@given(first=_WORD, last=_WORD, place=st.integers(0, 20))
def test_any_name_can_be_swapped(first: str, last: str, place: int) -> None:
    text = f"{first} {last} leads. Contact {first}: python."
    for group in known_names().groups:
        other = swapped(Candidate(name=f"{first} {last}", resume_text=text), group, place)
        assert other.name is not None
        assert other.name.split()[0] in group.first
        assert blind(other).text.endswith("python.")

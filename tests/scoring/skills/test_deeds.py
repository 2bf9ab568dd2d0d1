"""Skills of one word that a text tells of in another form: `deeds.tsv` has them with texts that tell of them or do not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scoring.matching.skills import TOLD, Found, find
from scoring.models import Candidate
from scoring.profile import blind
from scoring.skills.deeds import MAX_PLACES, told
from scoring.skills.mentions import mentions, spellings_of


def _rows() -> list[tuple[str, str, str]]:
    with (Path(__file__).parent / "deeds.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["skill"], row["text"].replace("\\n", "\n"), row["shown"]) for row in rows]


SHOWN = [row for row in _rows() if row[2]]
HIDDEN = [row[:2] for row in _rows() if not row[2]]


def test_the_table_has_enough_of_both() -> None:
    assert min(len(SHOWN), len(HIDDEN)) >= 150


@pytest.mark.parametrize(("skill", "text", "shown"), SHOWN)
def test_a_skill_is_told_in_another_form_of_its_word(skill: str, text: str, shown: str) -> None:
    assert told(spellings_of(skill), text) == shown
    assert not [*mentions(skill, text)]  # else it would say nothing


@pytest.mark.parametrize(("skill", "text"), HIDDEN)
def test_what_only_looks_like_a_form_or_is_not_the_candidates_tells_nothing(skill: str, text: str) -> None:
    assert told(spellings_of(skill), text) is None
    assert told(spellings_of(skill), f"Smith & Sons, Leeds. {text}. Liked it.") is None


@pytest.mark.parametrize(
    "text", ["Tiled bathrooms", "TILED BATHROOMS", "tiled\n\n bathrooms", "2019 - 2021\n- Tiled bathrooms"]
)
def test_neither_case_nor_white_space_changes_what_is_told(text: str) -> None:
    shown = told(("Tiling",), text)
    assert shown is not None
    assert shown in text


@pytest.mark.parametrize(("text", "shown"), [("Trained\n20 starters", "Trained"), ("Trained\nin first aid", None)])
def test_a_line_may_break_between_a_verb_and_what_follows_it(text: str, shown: str | None) -> None:
    assert told(("Training",), text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "I want to learn to negotiate contracts",
        "Never trained staff",
        "I have not trained staff",
        "Seeking a post as a trainer",
        "I do not train staff",
    ],
)
def test_a_wish_or_a_lack_tells_nothing(text: str) -> None:
    assert told(("Training",), text) is None
    assert told(("Negotiation",), text) is None


@pytest.mark.parametrize("skill", ["", "C++", "Word", "Excel", "Log analysis", "Ausbildung", "計画", "string"])
def test_what_is_not_one_plain_word_has_no_other_forms(skill: str) -> None:
    assert told((skill,), "Words excelled, analysed logs, ausbilded, strung and 計画 made") is None


def test_all_places_of_a_form_are_looked_at_up_to_a_number() -> None:
    assert told(("Tiling",), "He saw the tiled roof. " * (MAX_PLACES - 1) + "Tiled bathrooms.") == "Tiled"


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"currentTitle": "Plumber"}, "Plumber"),
        ({"currentTitle": "Assistant to the plumber"}, None),
        ({"resume_text": "Qualified plumber. Replaced taps."}, "plumber"),
        ({"resume_text": "Hired a plumber."}, None),
        ({"qualification": ["Apprentice plumber, time served"]}, "plumber"),
    ],
)
def test_such_a_skill_is_shown_in_part(fields: dict[str, object], shown: str | None) -> None:
    found = find(("Plumbing",), (), blind(Candidate(**fields)))["Plumbing"]  # type: ignore[arg-type]  # a table of fields
    assert found == (Found("Plumbing", shown, shown, "Partial", TOLD) if shown else None)


def test_where_its_name_is_denied_a_form_of_it_still_tells() -> None:
    text = "I have no tiling. Tiled bathrooms at home."
    found = find(("Tiling",), (), blind(Candidate(resume_text=text)))["Tiling"]
    assert found is not None
    assert found.shown == "Tiled"

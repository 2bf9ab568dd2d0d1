"""What a model is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scoring import prompts
from scoring.models import Job
from scoring.prompts import BYTES_A_TOKEN, PROMPT_HASH, SYSTEM, judgement_schema, messages, prompt_hash, shared_tokens


def test_what_all_candidates_of_a_job_share_is_the_rubric_the_schema_and_the_job() -> None:
    without = shared_tokens(Job())
    assert without > (len(SYSTEM) + len(str(judgement_schema())) // 2) // BYTES_A_TOKEN
    assert shared_tokens(Job(description="x" * 400)) - without == (400 + len('"description":""')) // BYTES_A_TOKEN


def reworded(place: int, part: str) -> Callable[..., list[dict[str, str]]]:
    """The conversation with one part of one of its messages in other words."""

    def other(*args: Any) -> list[dict[str, str]]:
        talk = messages(*args)
        talk[place][part] += "!"
        return talk

    return other


@pytest.mark.parametrize("part", ["role", "content"])
@pytest.mark.parametrize("place", range(4), ids=["rubric", "job", "profile", "correction"])
def test_another_message_is_another_prompt(monkeypatch: pytest.MonkeyPatch, place: int, part: str) -> None:
    monkeypatch.setattr(prompts, "messages", reworded(place, part))
    assert prompt_hash() != PROMPT_HASH


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("RUBRIC_VERSION", "0"),
        ("SYSTEM", "Judge."),
        ("SCHEMA_NAME", "verdict"),
        ("SCHEMA_IN_WORDS", "{}"),
        ("judgement_schema", lambda: judgement_schema() | {"description": "Another one."}),
    ],
)
def test_another_rubric_or_schema_is_another_prompt(monkeypatch: pytest.MonkeyPatch, name: str, other: object) -> None:
    monkeypatch.setattr(prompts, name, other)
    assert prompt_hash() != PROMPT_HASH


def test_the_same_prompt_has_the_same_name() -> None:
    assert prompt_hash() == PROMPT_HASH

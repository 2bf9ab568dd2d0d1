"""Batches from Python code: rows or the cause that there are none, and requests that are no JSON yet."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import EngineSettings, generate_batch_analysis_async
from scoring.errors import Unauthorized
from tests.fakes.provider import FakeProvider, error


def request(candidates: int = 1, **fields: Any) -> dict[str, Any]:
    """One job before so many candidates, each with these fields."""
    people = [{"candidateId": f"C{n}", "technical_skills": ["Python", f"Skill {n}"], **fields} for n in range(candidates)]
    return {"jobs": [{"job_id": "J1", "technical_skills": ["Python"]}], "candidates": people, "threshold": 0}


async def test_when_no_attempted_pair_succeeds_the_cause_is_raised() -> None:
    async with FakeProvider(lambda number, body: error(401)) as fake:
        settings = EngineSettings(analyzer="openai", base_url=fake.base_url)
        with pytest.raises(Unauthorized, match="attempted pair"):
            await generate_batch_analysis_async(request(3), settings=settings)


async def test_when_one_succeeds_its_row_is_returned() -> None:
    async with FakeProvider(lambda number, body: error(401) if number > 1 else None) as fake:
        settings = EngineSettings(analyzer="openai", base_url=fake.base_url, concurrent_limit=1)
        assert [row.id for row in await generate_batch_analysis_async(request(3), settings=settings)] == ["C0"]

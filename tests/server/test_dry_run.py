"""`POST /ai/batches?dryRun=true` before a stand-in provider: what it tells, and that it leaves nothing behind."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.prices import known_prices
from tests.server.world import LIMIT, PAIRS, REQUEST, Client, Start, get, post, stored, url_of, world

pytestmark = pytest.mark.usefixtures("unmeasured")

TAGGED = {
    "jobs": [{"job_tag": ["python"]}],
    "candidates": [{"candidate_tag": [tag]} for tag in ("python", "python", "plumbing", "cooking")],
}


async def dry_run(client: Client, url: str, body: dict[str, Any] = REQUEST, status: int = 200) -> dict[str, Any]:
    async with client.post(f"{url}/ai/batches?dryRun=true", json=body) as answer:
        assert answer.status == status
        content: dict[str, Any] = await answer.json()
    return content


async def ids(client: Client, url: str) -> list[str]:
    return [batch["id"] for batch in (await get(client, f"{url}/ai/batches"))["batches"]]


async def test_a_dry_run_calls_nothing_and_keeps_nothing(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url))
        told = await dry_run(client, url)
        assert (await get(client, url + "/ai/batches"))["batches"] == []
    assert fake.calls == []
    assert (told["pairs"], told["calls"], told["skipped"], told["cached"]) == (PAIRS, PAIRS, 0, 0)
    assert (told["model"], told["pricesDate"]) == ("gpt-4o-mini", known_prices().date)
    assert told["tokens"]["output"] == PAIRS * 500
    assert told["seconds"] == round(PAIRS / LIMIT * 500 / 75, 1)


async def test_what_a_batch_costs_is_within_its_quote_and_a_repeat_is_free(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url))
        told = await dry_run(client, url)
        batch = await post(client, url)
        done = (await stored(client, url + batch["events"]))[-1]["data"]
        again = await dry_run(client, url)
        # another job's prompt is about as long: now the stand-in's 900 tokens in and 300 out are expected
        other = await dry_run(client, url, REQUEST | {"jobs": [{"job_id": "J2", "technical_skills": ["Golang"]}]})
    assert told["costUsd"]["low"] <= done["costUsd"] <= told["costUsd"]["high"]
    assert (again["cached"], again["calls"], again["costUsd"]) == (PAIRS, 0, {"low": 0, "high": 0})
    assert (again["seconds"], again["tokens"]) == (0, {"input": 0, "output": 0})
    assert other["tokens"]["output"] == PAIRS * 300
    assert other["tokens"]["input"] == pytest.approx(PAIRS * 900, rel=0.02)
    assert other["seconds"] < told["seconds"]


async def test_the_filter_is_asked_and_only_an_embedding_model_is_called_for_it(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url))
        assert (await dry_run(client, url, TAGGED))["skipped"] == 2
        assert fake.calls == []
        url = await url_of(start(fake.base_url, EMBEDDING_MODEL="e", DATABASE_URL="sqlite:///other.db"))
        await dry_run(client, url, TAGGED)
    assert [body["model"] for body in fake.calls] == ["e"]


async def test_the_local_analyzer_costs_nothing(server_url: str) -> None:
    async with Client() as client:
        told = await dry_run(client, server_url)
    assert (told["costUsd"], told["tokens"], told["calls"]) == ({"low": 0, "high": 0}, {"input": 0, "output": 0}, PAIRS)


async def test_a_model_without_a_known_price_is_quoted_without_one(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url, MODEL="my-own"))
        told = await dry_run(client, url)
        (problem,) = (await dry_run(client, url, REQUEST | {"options": {"budgetUsd": 1}}, 422))["detail"]
    assert (told["costUsd"], told["pricesDate"], told["calls"]) == (None, None, PAIRS)
    assert problem["loc"] == ["body", "options", "budgetUsd"]


MISSPELT = {
    **{f"dryRun={value}": "dryRun" for value in ("", "yes", "1", "TRUE", "true%20")},
    **{f"{name}=true": name for name in ("dryrun", "dry_run", "DryRun", "dryRun[]", "x" * 64)},
    "dryRun=true&dryRun=false": "dryRun",
    "dryRun=false&dryRun=false": "dryRun",
    "dryRun=true&limit=1": "limit",
}


@pytest.mark.parametrize(("query", "name"), MISSPELT.items())
async def test_a_dry_run_that_is_misspelt_makes_no_batch(query: str, name: str, server_url: str) -> None:
    async with Client() as client:
        before = await ids(client, server_url)
        async with client.post(f"{server_url}/ai/batches?{query}", json=REQUEST) as answer:
            assert answer.status == 422
            (problem,) = (await answer.json())["detail"]
        assert problem["loc"] == ["query", name]
        assert await ids(client, server_url) == before
        async with client.post(f"{server_url}/ai/batches?dryRun=false", json=REQUEST) as answer:
            assert answer.status == 202

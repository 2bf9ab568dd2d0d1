"""A provider, a server and a client: what tests of whole runs share."""

from __future__ import annotations

import asyncio
import json
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.conftest import ServerProcess
from tests.fakes.provider import FakeProvider, Fault

ANALYZE = "/ai/batch-analyze-resumes"
LIMIT = 4
PAIRS = 12
UNTIL_S = 60.0
"""Longer than anything here takes; a test that waits for what never comes ends all the same."""
REQUEST: dict[str, Any] = {
    "jobs": [{"job_id": "J1", "technical_skills": ["Python"]}],
    "candidates": [{"candidateId": f"C{n}", "technical_skills": ["Python", f"Skill {n}"]} for n in range(PAIRS)],
    "threshold": 0,
}
HANG = Fault(hang=True)
NDJSON = {"Accept": "application/x-ndjson"}
Start = Callable[..., ServerProcess]
Client = aiohttp.ClientSession


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(UNTIL_S):
        while not condition():
            await asyncio.sleep(0.01)


async def url_of(process: ServerProcess) -> str:
    return await asyncio.to_thread(lambda: process.url)


async def kill(process: ServerProcess) -> None:
    assert await asyncio.to_thread(process.stop, signal.SIGKILL) == -signal.SIGKILL


async def post(client: Client, url: str, body: dict[str, Any] = REQUEST, *, key: str | None = None) -> dict[str, Any]:
    headers = {"Idempotency-Key": key} if key else {}
    async with client.post(f"{url}/ai/batches", json=body, headers=headers) as answer:
        assert answer.status == 202
        content: dict[str, Any] = await answer.json()
        return content


async def get(client: Client, url: str) -> dict[str, Any]:
    async with client.get(url) as answer:
        content: dict[str, Any] = await answer.json()
        return content


async def stored(client: Client, url: str) -> list[dict[str, Any]]:
    """Every stored event of a batch, to its end."""
    async with client.get(url, headers=NDJSON) as answer:
        lines = [json.loads(line) for line in (await answer.text()).splitlines() if line]
    return [line for line in lines if line["id"] is not None]


async def see(client: Client, url: str, outcomes: int) -> None:
    """Follow a batch until this many outcomes were published."""
    async with client.get(url, headers=NDJSON) as answer:
        while outcomes:
            outcomes -= b'"pair":' in await answer.content.readline()


@asynccontextmanager
async def world(
    fault: Callable[[int, dict[str, Any]], Fault | None], *, held: bool = False
) -> AsyncIterator[tuple[FakeProvider, Client]]:
    async with FakeProvider(fault, held=held) as fake, Client() as client:
        yield fake, client


def hang_after(calls: int) -> Callable[[int, dict[str, Any]], Fault | None]:
    return lambda number, body: HANG if number > calls else None


def check_laws(events: list[dict[str, Any]], pairs: int = PAIRS) -> None:
    """Dense ids, one terminal event, one outcome a pair."""
    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    assert [event["event"] for event in events].count("accepted") == 1
    assert [event["event"] for event in events].count("done") == 1
    assert (events[0]["event"], events[-1]["event"]) == ("accepted", "done")
    outcomes = Counter(event["data"]["pair"] for event in events[1:-1])
    assert set(outcomes.values()) <= {1}
    done = events[-1]["data"]
    assert len(outcomes) + done["notAttempted"] == pairs
    counted = Counter(event["event"] for event in events)
    assert (done["analysed"], done["failed"], done["skipped"]) == (
        counted["analysis"],
        counted["failed"],
        counted["skipped"],
    )

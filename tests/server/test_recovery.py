"""Batches over restarts: a real server that is killed or stopped, and started again over the same file."""

from __future__ import annotations

import asyncio
import json
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.conftest import ServerProcess
from tests.fakes.provider import FakeProvider, Fault

ANALYZE = "/ai/batch-analyze-resumes"
LIMIT = 4
PAIRS = 12
REQUEST: dict[str, Any] = {
    "jobs": [{"job_id": "J1", "technical_skills": ["Python"]}],
    "candidates": [{"candidateId": f"C{n}", "technical_skills": ["Python"]} for n in range(PAIRS)],
    "threshold": 0,
}
HANG = Fault(hang=True)
NDJSON = {"Accept": "application/x-ndjson"}
Start = Callable[..., ServerProcess]
Client = aiohttp.ClientSession


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    running: list[ServerProcess] = []

    def start(base_url: str, **environment: str) -> ServerProcess:
        settings = {"OPENAI_BASE_URL": base_url, "BATCH_CONCURRENT_LIMIT": str(LIMIT), "DRAIN_SECONDS": "10"}
        running.append(ServerProcess(tmp_path, **settings | environment))
        return running[-1]

    yield start
    for process in running:
        process.stop(signal.SIGKILL)


async def url_of(process: ServerProcess) -> str:
    return await asyncio.to_thread(lambda: process.url)


async def kill(process: ServerProcess) -> None:
    assert await asyncio.to_thread(process.stop, signal.SIGKILL) == -signal.SIGKILL


async def post(client: Client, url: str, **headers: str) -> dict[str, Any]:
    async with client.post(f"{url}/ai/batches", json=REQUEST, headers=headers) as answer:
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
    *faults: Callable[[int, dict[str, Any]], Fault | None],
) -> AsyncIterator[tuple[FakeProvider, aiohttp.ClientSession]]:
    async with FakeProvider(*faults) as fake, aiohttp.ClientSession() as client:
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


async def test_a_killed_batch_goes_on_from_the_pairs_without_an_outcome(start: Start) -> None:
    faults = [hang_after(5)]
    async with world(lambda number, body: faults[0](number, body)) as (fake, client):
        first = start(fake.base_url)
        url = await url_of(first)
        batch = await post(client, url)
        await see(client, url + batch["events"], 5)
        await kill(first)
        faults[0] = hang_after(1000)
        called = len(fake.calls)
        url = await url_of(start(fake.base_url))
        events = await stored(client, url + batch["events"])
        check_laws(events)
        assert events[-1]["data"]["status"] == "completed"
        assert len(fake.calls) - called == PAIRS - 5
        shown = await get(client, url + batch["url"])
    assert (shown["status"], shown["analysed"], shown["tokens"]["input"]) == ("completed", PAIRS, PAIRS * 900)


async def test_what_a_client_had_seen_before_a_kill_is_the_same_after_it(start: Start) -> None:
    faults = [hang_after(7)]
    async with world(lambda number, body: faults[0](number, body)) as (fake, client):
        first = start(fake.base_url)
        url = await url_of(first)
        batch = await post(client, url)
        seen: list[bytes] = []
        async with client.get(url + batch["events"], headers=NDJSON) as answer:
            while len(seen) < 8:
                seen.append(await answer.content.readline())
        await kill(first)
        faults[0] = hang_after(1000)
        url = await url_of(start(fake.base_url))
        async with client.get(url + batch["events"], headers=NDJSON) as answer:
            whole = (await answer.read()).splitlines(keepends=True)
        async with client.get(url + batch["events"], headers=NDJSON | {"Last-Event-ID": "8"}) as answer:
            rest = (await answer.read()).splitlines(keepends=True)
    assert [line for line in whole if b'"id":null' not in line][:8] == seen
    assert seen + rest == [line for line in whole if b'"id":null' not in line]


async def test_a_blocking_call_is_not_taken_up_again(start: Start) -> None:
    async with world(hang_after(3)) as (fake, client):
        first = start(fake.base_url)
        url = await url_of(first)
        async with client.post(url + ANALYZE, json=REQUEST, headers=NDJSON) as answer:
            batch_id = answer.headers["X-Batch-Id"]
            for _ in range(4):
                await answer.content.readline()
            await kill(first)
        called = len(fake.calls)
        url = await url_of(start(fake.base_url))
        events = await stored(client, f"{url}/ai/batches/{batch_id}/events")
        check_laws(events)
        assert (events[-1]["data"]["status"], events[-1]["data"]["analysed"]) == ("cancelled", 3)
        assert len(fake.calls) == called


async def test_a_batch_goes_on_with_the_model_it_was_made_with(start: Start) -> None:
    faults = [hang_after(2)]
    async with world(lambda number, body: faults[0](number, body)) as (fake, client):
        first = start(fake.base_url, MODEL="old-model", TEMPERATURE="0.7")
        url = await url_of(first)
        batch = await post(client, url)
        await see(client, url + batch["events"], 2)
        await kill(first)
        faults[0] = hang_after(1000)
        url = await url_of(start(fake.base_url, MODEL="new-model"))
        events = await stored(client, url + batch["events"])
    assert events[-1]["data"]["status"] == "completed"
    assert {(call["model"], call["temperature"]) for call in fake.calls} == {("old-model", 0.7)}


async def test_a_batch_that_cannot_go_on_as_it_was_made_says_so(start: Start) -> None:
    async with world(hang_after(2)) as (fake, client):
        first = start(fake.base_url)
        url = await url_of(first)
        batch = await post(client, url)
        await see(client, url + batch["events"], 2)
        await kill(first)
        second = start("", ANALYZER="local")
        url = await url_of(second)
        events = await stored(client, url + batch["events"])
    check_laws(events)
    done = events[-1]["data"]
    assert (done["status"], done["code"], done["analysed"]) == ("failed", "configuration_changed", 2)
    assert any("analyzer 'openai', and now it is 'local'" in line for line in second.lines)


async def test_a_batch_that_crashes_the_server_three_times_is_failed(start: Start) -> None:
    async with world(hang_after(0)) as (fake, client):
        batch: dict[str, Any] = {}
        for crash in range(3):
            process = start(fake.base_url)
            url = await url_of(process)
            batch = batch or await post(client, url)
            while len(fake.calls) < (crash + 1) * LIMIT:
                await asyncio.sleep(0.01)
            await kill(process)
        called = len(fake.calls)
        url = await url_of(start(fake.base_url))
        events = await stored(client, url + batch["events"])
        check_laws(events)
        assert (events[-1]["data"]["status"], events[-1]["data"]["code"]) == ("failed", "internal")
        assert len(fake.calls) == called == 3 * LIMIT

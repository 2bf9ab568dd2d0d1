"""Batches over restarts: a real server that is killed, and started again over the same file."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from scoring.engine import Engines
from scoring.settings import EngineSettings
from server.log.base import BatchRow, Claim, StoredEvent
from server.log.sqlite import SqliteEventLog
from server.recovery import read_earlier
from server.runner import Runner
from tests.server.world import (
    ANALYZE,
    LIMIT,
    NDJSON,
    PAIRS,
    REQUEST,
    Start,
    check_laws,
    get,
    hang_after,
    kill,
    post,
    see,
    stored,
    url_of,
    world,
)

pytestmark = pytest.mark.usefixtures("unmeasured")


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


def lasting(lines: list[bytes]) -> list[bytes]:
    """The lines that the log keeps: progress is told as it stands, and has no id."""
    return [line for line in lines if b'"id":null' not in line]


async def test_what_a_client_had_seen_before_a_kill_is_the_same_after_it(start: Start) -> None:
    faults = [hang_after(7)]
    async with world(lambda number, body: faults[0](number, body)) as (fake, client):
        first = start(fake.base_url)
        url = await url_of(first)
        batch = await post(client, url)
        seen: list[bytes] = []
        async with client.get(url + batch["events"], headers=NDJSON) as answer:
            while len(seen) < 8:
                seen += lasting([await answer.content.readline()])
        await kill(first)
        faults[0] = hang_after(1000)
        url = await url_of(start(fake.base_url))
        async with client.get(url + batch["events"], headers=NDJSON) as answer:
            whole = lasting((await answer.read()).splitlines(keepends=True))
        async with client.get(url + batch["events"], headers=NDJSON | {"Last-Event-ID": "8"}) as answer:
            rest = lasting((await answer.read()).splitlines(keepends=True))
    assert whole[:8] == seen
    assert seen + rest == whole


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
    await asyncio.to_thread(second.stop)  # then all that it said has been read
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


class Watched(SqliteEventLog):
    """A log that notes what a death right after each claim would leave: `claimed_from`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.left: list[int | None] = []
        self._beside = sqlite3.connect(path)

    async def claim(self, batch_id: str, *, forgiven: int, held_below: int | None = None) -> Claim | None:
        claimed = await super().claim(batch_id, forgiven=forgiven, held_below=held_below)
        self.left += self._beside.execute("SELECT claimed_from FROM batches").fetchone()
        return claimed

    async def aclose(self) -> None:
        self._beside.close()
        await super().aclose()


async def test_a_batch_under_suspicion_is_not_blamed_before_its_turn(tmp_path: Path) -> None:
    async with Watched(tmp_path / "batches.db") as log:
        engines = Engines(EngineSettings())
        configuration = msgspec.json.encode(engines.configuration)
        request = json.dumps(REQUEST).encode()
        await log.create("b", request=request, configuration=configuration, pairs=PAIRS, durable=True, created_at=1.0)
        for _ in range(2):  # each finds that the one before it died
            await log.claim("b", forgiven=1)
        runner = Runner(log, engines)
        await runner.recover()
        await runner.wait("b")
        await runner.aclose()
        row = await log.batch("b")
    assert row is not None
    assert row.status == "completed"
    assert log.left == [0, 0, None, 0]


class Empty:
    """A log without events."""

    async def read(self, batch_id: str, after: int, limit: int) -> list[StoredEvent]:
        return []


ROW = BatchRow("b", "running", None, 1.0, None, PAIRS, True, b'{"analyzer": "openai"}', 0)
COSTS = {
    "no holder left calls behind": (ROW, 0.0),
    "a holder did": (replace(ROW, cut_off=True), None),
    "a budget recorded what they may have cost": (replace(ROW, cut_off=True, at_most_usd=0.5), None),
    "a budget recorded what is known": (replace(ROW, cut_off=True, at_most_usd=1e-12), 0.0),
    "nobody is paid": (replace(ROW, cut_off=True, configuration=b'{"analyzer": "local"}'), 0.0),
}


@pytest.mark.parametrize("name", COSTS)
async def test_a_cost_is_known_where_all_calls_are_accounted_for(name: str) -> None:
    row, cost_usd = COSTS[name]
    assert (await read_earlier(Empty(), row)).tally.cost_usd == cost_usd

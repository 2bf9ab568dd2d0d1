"""Budgets before a stand-in provider: what is called, what is told, and what is left after a restart."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scoring import EngineSettings
from scoring.batch import stream_batch_analysis
from scoring.errors import InvalidRequest
from scoring.events import Done, Event
from tests.conftest import environment_in
from tests.fakes.provider import FakeProvider
from tests.server.test_cost import CALL_USD, usd
from tests.server.world import (
    LIMIT,
    PAIRS,
    REQUEST,
    Client,
    Start,
    check_laws,
    get,
    hang_after,
    kill,
    post,
    see,
    stored,
    until,
    url_of,
    world,
)

pytestmark = pytest.mark.usefixtures("unmeasured")

SERIAL = {"BATCH_CONCURRENT_LIMIT": "1", "MAX_OUTPUT_TOKENS": "300"}
"""One call at a time, whose answer is as long as it may be."""


def with_budget(budget_usd: object, request: dict[str, Any] = REQUEST) -> dict[str, Any]:
    return request | {"options": {"budgetUsd": budget_usd}}


async def refused(client: Client, url: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
    async with client.post(f"{url}/ai/batches", json=body, headers=headers) as answer:
        assert answer.status == 422
        (problem,) = (await answer.json())["detail"]
        return dict(problem)


async def test_a_budget_that_cannot_pay_one_call_calls_nothing(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url))
        batch = await post(client, url, with_budget(CALL_USD))  # its answer might be 2,000 tokens long: 0.0012 USD
        events = await stored(client, url + batch["events"])
        shown = await get(client, url + batch["url"])
    check_laws(events)
    assert (shown["status"], shown["code"], shown["costUsd"]) == ("failed", "budget_exhausted", 0)
    assert events[-1]["data"]["notAttempted"] == PAIRS
    assert fake.calls == []


@pytest.mark.parametrize("limit", ["1", "4"])
async def test_a_budget_is_spent_and_not_overshot(limit: str, start: Start) -> None:
    budget_usd = usd(7)
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url, **SERIAL | {"BATCH_CONCURRENT_LIMIT": limit}))
        batch = await post(client, url, with_budget(budget_usd))
        events = await stored(client, url + batch["events"])
    check_laws(events)
    done = events[-1]["data"]
    assert (done["status"], done["code"]) == ("failed", "budget_exhausted")
    assert budget_usd - 3 * CALL_USD < done["costUsd"] <= budget_usd
    assert done["costUsd"] == usd(len(fake.calls)) == usd(done["analysed"])


async def test_a_budget_goes_on_after_a_restart_with_what_is_left(start: Start) -> None:
    current: dict[str, Any] = {"fault": hang_after(3)}
    async with world(lambda number, body: current["fault"](number, body)) as (fake, client):
        first = start(fake.base_url, **SERIAL)
        url = await url_of(first)
        batch = await post(client, url, with_budget(usd(7)))
        await see(client, url + batch["events"], 3)
        await kill(first)
        current["fault"] = lambda number, body: None
        url = await url_of(start(fake.base_url, **SERIAL))
        events = await stored(client, url + batch["events"])
    check_laws(events)
    done = events[-1]["data"]
    # one more was out when it was killed, and counts as its longest answer, up to twice; nobody knows what it cost
    assert (done["code"], done["costUsd"]) == ("budget_exhausted", None)
    assert 4 <= done["analysed"] <= 6


@pytest.mark.parametrize("repeats", [1, 3])
async def test_calls_that_a_kill_cuts_off_are_not_paid_for_twice(repeats: int, start: Start) -> None:
    """All of them are billed, and the log has an outcome of none."""
    current: dict[str, Any] = {"fault": hang_after(0)}
    body = REQUEST | {"options": {"budgetUsd": usd(12), "repeats": repeats}}
    async with world(lambda number, body: current["fault"](number, body)) as (fake, client):
        first = start(fake.base_url, MAX_OUTPUT_TOKENS="300")
        url = await url_of(first)
        batch = await post(client, url, body)
        await until(lambda: fake.in_flight == LIMIT)
        await kill(first)
        current["fault"] = lambda number, body: None
        url = await url_of(start(fake.base_url, MAX_OUTPUT_TOKENS="300"))
        events = await stored(client, url + batch["events"])
    check_laws(events)
    assert events[-1]["data"]["code"] == "budget_exhausted"
    assert LIMIT <= len(fake.calls) <= 12


async def test_a_restart_in_order_takes_nothing_from_the_budget(start: Start) -> None:
    async with world(lambda number, body: None, held=True) as (fake, client):
        first = start(fake.base_url, MAX_OUTPUT_TOKENS="300")
        url = await url_of(first)
        batch = await post(client, url, with_budget(usd(12)))
        await until(lambda: fake.in_flight == LIMIT)
        first.process.send_signal(signal.SIGTERM)
        await until(lambda: any("Stopping" in line for line in first.lines))
        fake.release(1000)
        assert await asyncio.to_thread(first.process.wait, 30) == 0
        url = await url_of(start(fake.base_url, MAX_OUTPUT_TOKENS="300"))
        events = await stored(client, url + batch["events"])
    check_laws(events)
    assert usd(PAIRS - 2) <= events[-1]["data"]["costUsd"] <= usd(PAIRS)


async def test_a_budget_whose_price_is_gone_after_a_restart_is_not_guessed(start: Start) -> None:
    async with world(hang_after(1)) as (fake, client):
        first = start(fake.base_url, MODEL="my-own", MODEL_PRICE="1,1,1")
        url = await url_of(first)
        batch = await post(client, url, with_budget(1))
        await see(client, url + batch["events"], 1)
        await kill(first)
        called = len(fake.calls)
        url = await url_of(start(fake.base_url, MODEL="my-own"))
        events = await stored(client, url + batch["events"])
    assert events[-1]["data"]["code"] == "configuration_changed"
    assert len(fake.calls) == called


async def test_what_is_cached_goes_through_without_a_cent(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url))
        first = await post(client, url)
        await stored(client, url + first["events"])
        called = len(fake.calls)
        second = await post(client, url, with_budget(0))
        events = await stored(client, url + second["events"])
    assert (events[-1]["data"]["status"], events[-1]["data"]["cached"]) == ("completed", PAIRS)
    assert len(fake.calls) == called


async def test_what_cannot_be_kept_is_refused_by_name_and_makes_no_batch(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url, MODEL="my-own"))
        for options, name, said in (
            ({"budgetUsd": -0.01}, "budgetUsd", "got -0.01"),
            ({"budgetUsd": "5"}, "budgetUsd", "got `str`"),
            ({"budgetUsd": 5}, "budgetUsd", "The price of model 'my-own' is not known, so a budget cannot be kept."),
            ({"mode": "batch_api"}, "mode", "There is no such option here."),
            ({"priority": "now"}, "priority", "Expected interactive, bulk or null."),
        ):
            problem = await refused(client, url, REQUEST | {"options": options})
            assert problem["loc"] == ["body", "options", name]
            assert said in problem["msg"]
        assert (await get(client, url + "/ai/batches"))["batches"] == []
    assert fake.calls == []


async def test_a_key_stands_for_the_body_and_its_options(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url))
        first = await post(client, url, with_budget(1), key="k")
        assert (await post(client, url, with_budget(1.0), key="k"))["id"] == first["id"]
        other = await refused(client, url, with_budget(2), **{"Idempotency-Key": "k"})
        assert other["type"] == "idempotency_key_reused"
        without = await post(client, url, with_budget(None), key="plain")
        assert (await post(client, url, REQUEST, key="plain"))["id"] == without["id"]


async def test_the_blocking_call_takes_no_options(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url))
        async with client.post(f"{url}/ai/batch-analyze-resumes", json=with_budget(-1)) as answer:
            assert (answer.status, len(await answer.json())) == (200, PAIRS)


async def collect(request: dict[str, Any], settings: EngineSettings) -> list[Event]:
    return [event async for event in stream_batch_analysis(request, settings=settings)]


async def test_code_that_scores_a_batch_itself_may_set_a_budget_too() -> None:
    async with FakeProvider() as fake:
        settings = EngineSettings(analyzer="openai", base_url=fake.base_url)
        done = (await collect(with_budget(CALL_USD), settings))[-1]
        with pytest.raises(InvalidRequest, match="not known"):
            await collect(with_budget(1), EngineSettings(analyzer="openai", base_url=fake.base_url, model="my-own"))
    assert isinstance(done, Done)
    assert (done.code, fake.calls) == ("budget_exhausted", [])


def test_the_terminal_refuses_a_budget_that_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "batch.json").write_text(json.dumps(with_budget(1)))
    environment = environment_in(tmp_path) | {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "MODEL": "my-own"}
    command = [sys.executable, "-m", "scoring", "batch.json"]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "body.options.budgetUsd: The price of model 'my-own' is not known" in ended.stderr

"""Batches whose pairs a stand-in model scores several times."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.provider import Fault, answer_for, completion
from tests.server.test_cost import REFUSED, usd
from tests.server.test_dry_run import dry_run
from tests.server.world import (
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
    url_of,
    world,
)

pytestmark = pytest.mark.usefixtures("unmeasured")

SCORES = (79, 62, 70)
"""All within 10 of what the formula gives for experience, so that none is held to it."""
Script = Callable[[int, dict[str, Any]], Fault | None]


def swaying() -> Script:
    """A model that scores each profile 79, 62 and 70 in turn."""
    turns: dict[str, itertools.cycle[int]] = {}

    def answer(number: int, body: dict[str, Any]) -> Fault:
        score = next(turns.setdefault(json.dumps(body["messages"]), itertools.cycle(SCORES)))
        scores = {"coreSkillsScore": score, "experienceScore": score, "culturalFitScore": score}
        return Fault(body=completion(json.dumps(answer_for(body) | scores)))

    return answer


def often(repeats: int, request: dict[str, Any] = REQUEST) -> dict[str, Any]:
    return request | {"options": {"repeats": repeats}}


def outcomes(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [event["data"] for event in events if event["event"] == "analysis"]


async def test_each_pair_is_called_for_so_often_and_its_median_published(start: Start) -> None:
    async with world(swaying()) as (fake, client):
        url = await url_of(start(fake.base_url))
        quoted = await dry_run(client, url, often(3))
        batch = await post(client, url, often(3))
        events = await stored(client, url + batch["events"])
        shown = await get(client, url + batch["url"])
        assert len(fake.calls) == 3 * PAIRS == quoted["calls"]
    check_laws(events)
    for each in outcomes(events):
        repeats = each["record"]["repeats"]
        low, median, high = sorted(repeats["scores"])
        assert low < median < high
        assert (repeats["n"], repeats["failed"], each["analysis"]["matchScore"]) == (3, [], median)
        assert each["remarks"][0] == f"Scored 3 times: {low} to {high}, median {median}."
        assert each["record"]["tokens"] == {"input": 2700, "output": 900, "cached": 300}
        assert each["record"]["costUsd"] == usd(3)
    assert (shown["costUsd"], shown["tokens"]["output"]) == (usd(3 * PAIRS), 3 * PAIRS * 300)
    assert quoted["costUsd"]["low"] <= shown["costUsd"] <= quoted["costUsd"]["high"]


async def test_only_as_many_repeats_are_used_again_and_none_is_shared(start: Start) -> None:
    twins = REQUEST | {"candidates": [REQUEST["candidates"][0] | {"candidateId": name} for name in ("A", "B")]}
    async with world(swaying()) as (fake, client):
        url = await url_of(start(fake.base_url, BATCH_CONCURRENT_LIMIT="6"))
        assert (await dry_run(client, url, often(3, twins)))["calls"] == 6
        calls = []
        for repeats in (3, 3, 2, 1, 1):
            batch = await post(client, url, often(repeats, twins))
            events = await stored(client, url + batch["events"])
            calls.append(len(fake.calls))
    # three calls a pair; then none; then two; then one for both, as ever; then none
    assert calls == [6, 6, 10, 11, 11]
    assert [each["record"]["repeats"] for each in outcomes(events)] == [None, None]


async def test_what_some_calls_gave_is_published_and_not_used_again(start: Start) -> None:
    two = REQUEST | {"candidates": REQUEST["candidates"][:1]}
    async with world(lambda number, body: REFUSED if number == 2 else None) as (fake, client):
        url = await url_of(start(fake.base_url))
        for calls in (3, 6):
            batch = await post(client, url, often(3, two))
            (each,) = outcomes(await stored(client, url + batch["events"]))
            assert len(fake.calls) == calls
            if calls == 3:
                assert (each["record"]["repeats"]["failed"], each["record"]["fingerprint"]) == (["refused"], "")
                assert each["remarks"][0].startswith("Scored 2 of 3 times: ")
                assert each["record"]["costUsd"] == usd(3)
    assert each["record"]["repeats"]["failed"] == []


async def test_where_all_calls_fail_the_pair_does_and_tells_what_they_cost(start: Start) -> None:
    async with world(lambda number, body: REFUSED) as (fake, client):
        url = await url_of(start(fake.base_url))
        batch = await post(client, url, often(2))
        events = await stored(client, url + batch["events"])
    check_laws(events)
    for event in events[1:-1]:
        assert (event["data"]["code"], event["data"]["attempts"], event["data"]["costUsd"]) == ("refused", 2, usd(2))


async def test_after_a_crash_the_rest_is_scored_as_often(start: Start) -> None:
    current: dict[str, Script] = {"fault": hang_after(8)}
    async with world(lambda number, body: current["fault"](number, body)) as (fake, client):
        first = start(fake.base_url)
        url = await url_of(first)
        batch = await post(client, url, often(2))
        await see(client, url + batch["events"], 4)
        await kill(first)
        current["fault"] = lambda number, body: None
        url = await url_of(start(fake.base_url))
        events = await stored(client, url + batch["events"])
    check_laws(events)
    assert {len(each["record"]["repeats"]["scores"]) for each in outcomes(events)} == {2}
    assert len(outcomes(events)) == PAIRS


async def test_a_budget_is_kept_over_all_repeats(start: Start) -> None:
    budget = 5  # calls: less than two pairs take
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url, BATCH_CONCURRENT_LIMIT="1", MAX_OUTPUT_TOKENS="300"))
        request = REQUEST | {"options": {"repeats": 3, "budgetUsd": usd(budget)}}
        batch = await post(client, url, request)
        events = await stored(client, url + batch["events"])
    check_laws(events)
    done = events[-1]["data"]
    assert (done["status"], done["code"]) == ("failed", "budget_exhausted")
    assert done["costUsd"] == usd(len(fake.calls)) <= usd(budget)
    assert sum(len(each["record"]["repeats"]["scores"]) for each in outcomes(events)) == len(fake.calls)


async def test_the_local_analyzer_is_quoted_and_run_once_a_pair(server_url: str) -> None:
    async with Client() as client:
        assert (await dry_run(client, server_url, often(10)))["calls"] == PAIRS
        batch = await post(client, server_url, often(10))
        events = await stored(client, server_url + batch["events"])
    spreads = [each["record"]["repeats"] for each in outcomes(events)]
    assert {(spread["n"], len(spread["scores"])) for spread in spreads} == {(10, 1)}

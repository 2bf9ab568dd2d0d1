"""What batches cost, as a real server before a stand-in provider tells it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.provider import Fault, completion
from tests.server.world import PAIRS, REQUEST, Start, check_laws, get, hang_after, kill, post, see, stored, url_of, world

pytestmark = pytest.mark.usefixtures("unmeasured")

CALL_USD = 0.0003075
"""The stand-in's 900 tokens in, 100 of them cached, and 300 out, of gpt-4o-mini."""
REFUSED = Fault(body=completion(None, refusal="no"))
INVALID = Fault(body=completion("{}"))
TOKENS = {"input": PAIRS * 900, "output": PAIRS * 300, "cached": PAIRS * 100}
TWO = REQUEST | {"candidates": REQUEST["candidates"][:2]}


def usd(calls: int) -> float:
    return round(calls * CALL_USD, 10)


async def test_refused_and_repaired_answers_are_counted(start: Start) -> None:
    # one call at a time: pair 0 is refused; pair 1 is invalid at first, and then repaired
    faults = {1: REFUSED, 2: INVALID}
    async with world(lambda number, body: faults.get(number)) as (fake, client):
        url = await url_of(start(fake.base_url, BATCH_CONCURRENT_LIMIT="1"))
        batch = await post(client, url, TWO)
        events = await stored(client, url + batch["events"])
        shown = await get(client, url + batch["url"])
        (listed,) = (await get(client, url + "/ai/batches"))["batches"]
    by_pair = {event["data"]["pair"]: event["data"] for event in events[1:-1]}
    assert (by_pair[0]["code"], by_pair[0]["costUsd"], by_pair[0]["tokens"]["output"]) == ("refused", CALL_USD, 300)
    assert (by_pair[1]["record"]["costUsd"], by_pair[1]["record"]["tokens"]["output"]) == (usd(2), 600)
    told = events[-1]["data"]["costUsd"], shown["costUsd"], listed["costUsd"]
    assert told == (usd(3),) * 3
    assert shown["tokens"] == {"input": 2700, "output": 900, "cached": 300}


async def test_a_repeat_costs_nothing_and_keeps_its_records(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url))
        first = await post(client, url)
        await stored(client, url + first["events"])
        second = await post(client, url)
        events = await stored(client, url + second["events"])
        listed = (await get(client, url + "/ai/batches"))["batches"]
    assert (events[-1]["data"]["cached"], events[-1]["data"]["costUsd"]) == (PAIRS, 0)
    assert {event["data"]["record"]["costUsd"] for event in events[1:-1]} == {CALL_USD}
    assert [batch["costUsd"] for batch in listed] == [0, usd(PAIRS)]


async def test_what_calls_cost_that_a_kill_cut_off_is_not_known(start: Start) -> None:
    current: dict[str, Any] = {"fault": lambda number, body: REFUSED if number == 1 else hang_after(5)(number, body)}
    async with world(lambda number, body: current["fault"](number, body)) as (fake, client):
        first = start(fake.base_url)
        url = await url_of(first)
        batch = await post(client, url)
        await see(client, url + batch["events"], 5)
        assert (await get(client, url + batch["url"]))["costUsd"] == usd(5)
        await kill(first)
        current["fault"] = lambda number, body: None
        url = await url_of(start(fake.base_url))
        events = await stored(client, url + batch["events"])
        shown = await get(client, url + batch["url"])
    check_laws(events)
    done = events[-1]["data"]
    assert (done["failed"], done["tokens"], done["costUsd"], shown["costUsd"]) == (1, TOKENS, None, None)


async def test_a_model_without_a_known_price_has_no_cost_until_the_operator_names_it(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        for environment, expected in (({}, None), ({"MODEL_PRICE": "1,1,1"}, 0.0024)):
            process = start(fake.base_url, MODEL="my-own", **environment)
            url = await url_of(process)
            # another title, so that nothing is found in the cache
            request = TWO | {"jobs": [{"job_id": "J", "technical_skills": ["Python"], "title": str(environment)}]}
            batch = await post(client, url, request)
            await stored(client, url + batch["events"])
            assert (await get(client, url + batch["url"]))["costUsd"] == expected
            await kill(process)

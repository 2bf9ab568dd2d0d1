"""The bounds that policies are measured by, with the arithmetic beside them."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.bench.bounds import bound_s, greedy_s, used_share
from tests.fakes.quotas import Bucket, SlidingWindow, Steps
from tests.fakes.simulated import Behaviour, Latency, Outage, SimulatedProvider
from tests.virtual_time import in_virtual_time

GREEDY = {
    "each free place takes the next": ([3.0, 1.0, 1.0, 2.0], 2, Behaviour(), 4.0),  # 3 | 1 1 2
    "more places than calls": ([3.0, 1.0], 10, Behaviour(), 3.0),
    "nothing to do": ([], 2, Behaviour(), 0.0),
    "the provider serves fewer": ([1.0] * 4, 4, Behaviour(at_once=Steps(2)), 2.0),
    "the provider serves more from 1.5 s on": ([2.0] * 4, 4, Behaviour(at_once=Steps(1, ((1.5, 3),))), 4.0),  # 0, 1.5 x 2, 2
    "the provider serves fewer from 1 s on": ([2.0] * 3, 2, Behaviour(at_once=Steps(2, ((1, 1),))), 4.0),  # 0 x 2, 2
    "nothing begins in an outage": ([2.0] * 3, 1, Behaviour(outage=Outage(1, 10)), 14.0),  # 0, 10, 12
    "the provider is slow at first": ([2.0] * 3, 1, Behaviour(latency=Latency(warm_up_s=5, cold=3)), 10.0),  # 6, 2, 2
    "a crowd is slow": ([2.0] * 2, 2, Behaviour(latency=Latency(crowd=1)), 4.0),  # 2 and twice 2
}


@pytest.mark.parametrize(("latencies_s", "places", "behaviour", "makespan_s"), GREEDY.values(), ids=GREEDY)
def test_greedy_scheduling(latencies_s: list[float], places: int, behaviour: Behaviour, makespan_s: float) -> None:
    assert greedy_s(latencies_s, places, behaviour) == makespan_s


def test_the_bound_is_that_of_the_scarcest_limit() -> None:
    requests = Bucket("requests", Steps(600), hold_s=1)
    assert bound_s(1500, 1_500_000, 500, [requests], Behaviour(), seed=1) == pytest.approx((1500 - 10) / 10)
    scarcer = SlidingWindow("tokens", Steps(300_000))
    assert bound_s(1500, 1_500_000, 500, [requests, scarcer], Behaviour(), seed=1) == pytest.approx(
        (1_500_000 - 300_000) / 5000
    )
    latency, chance = Latency(), random.Random(1)
    greedy = greedy_s([latency.draw_s(chance) for _ in range(1500)], 10)
    assert bound_s(1500, 1_500_000, 10, [requests, scarcer], Behaviour(), seed=1) == greedy > 240


@in_virtual_time
async def test_places_in_use_are_a_share_of_the_places_there_are() -> None:
    provider = SimulatedProvider([], Behaviour(latency=Latency(sigma=0.0)))
    for _ in range(5):
        await provider.call(1)
    assert used_share(provider.counts, 1, provider.quotas, provider.behaviour) == 1.0
    assert used_share(provider.counts, 4, provider.quotas, provider.behaviour) == 0.25


@in_virtual_time
async def test_no_place_is_due_in_an_outage() -> None:
    provider = SimulatedProvider([], Behaviour(latency=Latency(sigma=0.0), outage=Outage(4, 10)))
    for at_s in (0, 2, 10):
        await asyncio.sleep(at_s - provider.now_s())
        await provider.call(1)
    assert used_share(provider.counts, 1, provider.quotas, provider.behaviour) == 1.0


@in_virtual_time
async def test_calls_are_a_share_of_what_a_minute_and_the_burst_before_it_gave() -> None:
    provider = SimulatedProvider([SlidingWindow("requests", Steps(100))])
    calls = []
    for _ in range(51):
        calls.append(asyncio.create_task(provider.call(1)))
        await asyncio.sleep(1.2)
    await asyncio.gather(*calls)
    # 51 until the last of them at 60 s, of the 100 at once and 100 a minute that there were.
    assert used_share(provider.counts, 1000, provider.quotas, provider.behaviour) == pytest.approx(51 / 200)

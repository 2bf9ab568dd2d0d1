"""The pairs that are to be called for."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine.backlog import Backlog
from tests.virtual_time import VirtualTimeLoop, in_virtual_time


def first_two(pairs: Sequence[int]) -> Sequence[int]:
    return range(min(2, len(pairs)))


async def let_run() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@in_virtual_time
async def test_whoever_takes_waits_until_there_is_something_or_nothing_more_will_come() -> None:
    backlog = Backlog(9)
    taking = asyncio.create_task(backlog.following(2))
    await let_run()
    assert not taking.done()
    await backlog.put([])
    await let_run()
    assert not taking.done()
    await backlog.put([7, 8, 9])
    assert await taking == [7, 8]
    assert backlog.take(4, first_two) == [7, 8]
    backlog.complete()
    assert await backlog.following(4) == backlog.take(4, first_two) == [9]
    assert await backlog.following(4) == backlog.take(4, first_two) == []


@in_virtual_time
async def test_what_is_not_chosen_keeps_its_place() -> None:
    backlog = Backlog(9)
    await backlog.put([1, 2, 3, 4, 5])
    assert backlog.take(4, lambda pairs: [3, 1]) == [4, 2]
    assert backlog.take(4, lambda pairs: range(3)) == [1, 3, 5]


@in_virtual_time
async def test_no_more_is_put_in_than_there_is_room_for() -> None:
    backlog = Backlog(2)
    await backlog.put([1, 2, 3])
    putting = asyncio.create_task(backlog.put([4]))
    await let_run()
    assert (putting.done(), len(backlog)) == (False, 3)
    backlog.take(4, first_two)
    await putting
    assert len(backlog) == 2


@pytest.mark.no_cover  # slow when measured, and covered by others
@given(st.lists(st.integers(0, 70)), st.randoms(use_true_random=False))
def test_all_that_is_put_in_comes_out_once(sizes: list[int], chance: random.Random) -> None:
    async def play() -> None:
        backlog, numbers = Backlog(50), iter(range(10_000))
        put = [[next(numbers) for _ in range(size)] for size in sizes]

        async def fill() -> None:
            for pairs in put:
                await backlog.put(pairs)
            backlog.complete()

        filling, taken = asyncio.create_task(fill()), list[int]()
        while await backlog.following(1):
            taken += backlog.take(20, lambda pairs: chance.sample(range(len(pairs)), min(7, len(pairs))))
        await filling
        assert sorted(taken) == [pair for pairs in put for pair in pairs]

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        runner.run(play())

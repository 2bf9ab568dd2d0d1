from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from scoring.engine.hedging import SAMPLES, Tail, first_of
from tests.virtual_time import in_virtual_time


def tail_of(share: float = 0.02, calls: int = SAMPLES) -> Tail:
    """One that has seen calls of 10 ms a token."""
    tail = Tail(share)
    for _ in range(calls):
        tail.learn(100, 1.0)
    return tail


def test_the_tail_begins_where_95_of_100_calls_of_that_length_are_over() -> None:
    assert tail_of().begins_s(300) == pytest.approx(3.0)
    tail = Tail(0.02)
    for n in range(100):
        tail.learn(1, float(n))
    assert tail.begins_s(1) == pytest.approx(94.05)


def test_nothing_is_known_of_it_before_a_tenth_of_the_samples() -> None:
    assert tail_of(calls=SAMPLES // 10 - 1).begins_s(100) is None
    assert tail_of(calls=SAMPLES // 10).begins_s(100) is not None


def test_it_is_off_without_a_share() -> None:
    assert Tail(0.0).is_off
    assert tail_of(0.0).begins_s(100) is None


def test_no_more_than_its_share_of_calls_is_made_twice() -> None:
    tail = tail_of(0.02, calls=100)
    assert [tail.take() for _ in range(4)] == [True, True, False, False]


Call = Callable[[], Coroutine[Any, Any, str]]


class Calls:
    """Calls that take so long and end so; `running` are those that have not ended."""

    def __init__(self) -> None:
        self.running = 0

    def __call__(self, answer: str | Exception, seconds: float) -> Call:
        async def call() -> str:
            self.running += 1
            try:
                await asyncio.sleep(seconds)
            finally:
                self.running -= 1
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call


OH, AH = ValueError("oh"), ValueError("ah")


@pytest.mark.parametrize(
    ("first", "again", "answer", "took_s"),
    [
        pytest.param(("a", 1.0), ("b", 1.0), "a", 1.0, id="in time"),
        pytest.param(("a", 9.0), ("b", 1.0), "b", 3.0, id="the second is faster"),
        pytest.param(("a", 2.5), ("b", 1.0), "a", 2.5, id="the first comes all the same"),
        pytest.param((OH, 1.0), ("b", 1.0), OH, 1.0, id="it fails in time"),
        pytest.param((OH, 2.5), ("b", 1.0), "b", 3.0, id="the first fails"),
        pytest.param(("a", 9.0), (AH, 1.0), "a", 9.0, id="the second fails"),
        pytest.param((OH, 9.0), (AH, 1.0), OH, 9.0, id="both fail"),
    ],
)
@in_virtual_time
async def test_the_first_answer_is_taken(
    first: tuple[str | Exception, float], again: tuple[str | Exception, float], answer: str | Exception, took_s: float
) -> None:
    calls = Calls()
    hedged = first_of(calls(*first), calls(*again), 2.0, lambda: True)
    if isinstance(answer, Exception):
        with pytest.raises(ValueError, match=str(answer)):
            await hedged
    else:
        assert await hedged == answer
    assert (asyncio.get_running_loop().time(), calls.running) == (took_s, 0)


@pytest.mark.parametrize(("from_s", "took_s"), [(0.0, 3.0), (5.0, 7.0), (20.0, 9.0)])
@in_virtual_time
async def test_it_is_asked_again_and_again_whether_the_second_may_be_made(from_s: float, took_s: float) -> None:
    now_s, calls = asyncio.get_running_loop().time, Calls()
    await first_of(calls("a", 9.0), calls("b", 1.0), 2.0, lambda: now_s() >= from_s)
    assert (now_s(), calls.running) == (took_s, 0)


@in_virtual_time
async def test_cancelling_cancels_both() -> None:
    calls = Calls()
    task = asyncio.create_task(first_of(calls("a", 9.0), calls("b", 9.0), 2.0, lambda: True))
    await asyncio.sleep(3.0)
    assert calls.running == 2
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert calls.running == 0

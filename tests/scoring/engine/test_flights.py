"""Single flight, over calls whose way through a gate is played in virtual time."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Literal, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.engine.flights import LINGER_S, LINGERING, Flights, Seat
from tests.virtual_time import VirtualTimeLoop, in_virtual_time

End = Literal["result", "error", "poor", "retry"]


class Final(Exception):
    """A call's last word."""


class Poor(Exception):
    """Whoever calls cannot pay for it any more."""


class Plan(NamedTuple):
    """One who asks: for what, in which queue, when, until when, and how its own attempts would go (each 2 s)."""

    key: str = "k"
    lane: int = 0
    at_s: int = 0
    leaves_s: float | None = None
    drained: bool = False
    ends: tuple[End, ...] = ("result",)


class Sky:
    """Queues with places, and what goes on in them."""

    def __init__(self, *places: int) -> None:
        self.flights = Flights[str](private=Poor)
        self.lanes = [asyncio.Semaphore(number) for number in places]
        self.calling = Counter[str]()
        self.heading = Counter[str]()
        self.calls: list[str] = []
        self.waiting: dict[str, float] = {}  # who waits, by name, and since when

    def now_s(self) -> float:
        return asyncio.get_running_loop().time()

    async def ask(self, name: str, plan: Plan) -> tuple[str, bool]:
        await asyncio.sleep(plan.at_s)
        seat = self.seat(name, plan)
        self.waiting[name] = self.now_s()
        asking = asyncio.create_task(seat.result())
        if plan.leaves_s is not None:
            asyncio.get_running_loop().call_later(plan.leaves_s, self.let_leave, name, plan, seat, asking)
        try:
            return await asking
        finally:
            self.waiting.pop(name, None)

    def seat(self, name: str, plan: Plan) -> Seat[str]:
        call = PlayedCall(self, name, plan)
        self.heading[name] = 1
        return self.flights.seat(plan.key, call, call.run, partial(self.head, name))

    def head(self, name: str, change: int) -> None:
        self.heading[name] += change
        assert self.heading[name] in (0, 1)

    def let_leave(self, name: str, plan: Plan, seat: Seat[str], asking: asyncio.Task[tuple[str, bool]]) -> None:
        if plan.drained:
            seat.stop_after_call()
        if not (plan.drained and seat.calling):
            self.waiting.pop(name, None)
            asking.cancel()


class PlayedCall:
    """A call as its plan has it: through its lane, 2 s an attempt, 1 s before each retry."""

    def __init__(self, sky: Sky, name: str, plan: Plan) -> None:
        self.count, self.calling, self.last = 0, False, False
        self._sky, self._name, self._plan = sky, name, plan

    def stop_after_call(self) -> None:
        self.last = True

    async def run(self, heading: Callable[[int], None]) -> str:
        """Goes on where it was cancelled in its queue."""
        sky, ends = self._sky, self._plan.ends
        while True:
            async with sky.lanes[self._plan.lane]:
                heading(-1)
                end = ends[self.count]
                self.count += 1
                sky.calls.append(self._name)
                await self._call()
            if end == "result":
                return self._name
            if end == "poor":
                raise Poor(self._name)
            if end == "error" or self.count == len(ends):
                raise Final(self._name)
            if self.last:
                raise asyncio.CancelledError
            await asyncio.sleep(1)
            heading(1)

    async def _call(self) -> None:
        sky, key = self._sky, self._plan.key
        sky.calling[key] += 1
        assert sky.calling[key] == 1, f"two calls for {key}"
        self.calling = True
        try:
            await asyncio.sleep(2)
        except asyncio.CancelledError:
            self._check_that_nobody_waits()
            raise
        finally:
            self.calling = False
            sky.calling[key] -= 1

    def _check_that_nobody_waits(self) -> None:
        now_s, key = self._sky.now_s(), self._plan.key
        assert [name for name, since_s in self._sky.waiting.items() if name[0] == key and since_s < now_s] == []


async def played(sky: Sky, **plans: Plan) -> dict[str, tuple[str, bool] | BaseException]:
    """What each got: whose call it was and whether it was the first to have it, or the error."""
    before = asyncio.all_tasks()
    asked = [asyncio.create_task(sky.ask(name, plan)) for name, plan in plans.items()]
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert asyncio.all_tasks() <= before
    return dict(zip(plans, results, strict=True))


@in_virtual_time
async def test_of_those_that_ask_for_the_same_one_calls() -> None:
    sky = Sky(9)
    got = await played(sky, a=Plan(), b=Plan(), c=Plan(at_s=1), d=Plan(key="other"))
    assert got == {"a": ("a", True), "b": ("a", False), "c": ("a", False), "d": ("d", True)}
    assert sky.calls == ["a", "d"]
    assert set(sky.heading.values()) == {0}


@in_virtual_time
async def test_whoever_is_let_in_first_calls() -> None:
    sky = Sky(0, 1)
    got = await played(sky, a=Plan(lane=0), b=Plan(lane=1, at_s=1))  # nobody gets in where a stands
    assert got == {"a": ("b", False), "b": ("b", True)}


@in_virtual_time
async def test_those_that_wait_for_a_call_hold_no_place_and_are_not_heading_for_one() -> None:
    sky = Sky(2)
    asked = [asyncio.create_task(sky.ask(name, Plan())) for name in "abc"]
    await asyncio.sleep(1)
    assert (sky.heading, sky.lanes[0].locked()) == ({"a": 0, "b": 0, "c": 0}, False)
    await asyncio.gather(*asked)


@in_virtual_time
async def test_all_get_the_error_of_the_call() -> None:
    got = await played(Sky(9), a=Plan(ends=("error",)), b=Plan(), c=Plan(at_s=1))
    assert [str(error) for error in got.values() if isinstance(error, Final)] == ["a", "a", "a"]


@in_virtual_time
async def test_an_error_that_concerns_only_who_called_leaves_the_call_to_the_others() -> None:
    sky = Sky(9)
    got = await played(sky, a=Plan(ends=("retry", "poor")), b=Plan(), c=Plan(at_s=1))
    assert isinstance(got["a"], Poor)
    assert (got["b"], got["c"]) == (("b", True), ("b", False))
    assert sky.calls == ["a", "a", "b"]


@in_virtual_time
async def test_the_call_goes_on_when_the_one_that_made_it_leaves_and_the_next_is_first_to_have_it() -> None:
    sky = Sky(9)
    got = await played(sky, a=Plan(leaves_s=1), b=Plan(), c=Plan())
    assert isinstance(got["a"], asyncio.CancelledError)
    assert (got["b"], got["c"], sky.calls) == (("a", True), ("a", False), ["a"])


@in_virtual_time
async def test_the_call_goes_on_when_one_that_waits_for_it_leaves() -> None:
    sky = Sky(9)
    got = await played(sky, a=Plan(), b=Plan(leaves_s=1))
    assert (got["a"], sky.calls, sky.heading["b"]) == (("a", True), ["a"], 0)


@in_virtual_time
async def test_the_call_is_closed_at_once_when_the_last_leaves() -> None:
    sky = Sky(9)
    await played(sky, a=Plan(leaves_s=1), b=Plan(leaves_s=1))
    assert (sky.now_s(), sky.calling["k"]) == (1, 0)


@in_virtual_time
@pytest.mark.parametrize("leaves_s", [1, 2.5], ids=["during the call", "before the retry"])
async def test_a_retry_is_left_to_the_others_when_the_one_that_called_has_left(leaves_s: float) -> None:
    sky = Sky(9)
    got = await played(sky, a=Plan(leaves_s=leaves_s, ends=("retry", "result")), b=Plan(), c=Plan())
    assert (got["b"], got["c"], sky.calls) == (("b", True), ("b", False), ["a", "b"])


@in_virtual_time
async def test_nobody_waits_for_a_retry_that_is_not_let_in() -> None:
    sky = Sky(1, 1)
    asked = asyncio.create_task(played(sky, a=Plan(ends=("retry", "result")), b=Plan(lane=1), c=Plan(lane=1, at_s=1)))
    await asyncio.sleep(1)
    held = asyncio.create_task(sky.lanes[0].acquire())  # a's queue is on hold once its call is over
    got = await asked
    assert got == {"a": ("b", False), "b": ("b", True), "c": ("b", False)}
    assert (sky.calls, sky.now_s(), held.done()) == (["a", "b"], 5, True)


@in_virtual_time
async def test_who_came_back_and_was_overtaken_goes_on_with_its_retries() -> None:
    sky = Sky(1, 1)
    plan = Plan(ends=("retry", "error"))
    asked = asyncio.create_task(played(sky, a=plan, b=plan._replace(lane=1)))
    await asyncio.sleep(1)
    held = asyncio.create_task(sky.lanes[0].acquire())
    await asyncio.sleep(3)  # b calls now
    assert (held.done(), sky.calls) == (True, ["a", "b"])
    sky.lanes[0].release()
    await sky.lanes[1].acquire()
    got = await asked
    assert [str(error) for error in got.values()] == ["a", "a"]
    assert sky.calls == ["a", "b", "a"]


@in_virtual_time
async def test_who_may_wait_for_no_other_call_ends_when_the_one_that_called_comes_back() -> None:
    sky = Sky(9)
    got = await played(sky, a=Plan(ends=("retry", "result")), b=Plan(leaves_s=1, drained=True))
    assert got["a"] == ("a", True)
    assert isinstance(got["b"], asyncio.CancelledError)


@in_virtual_time
async def test_who_is_drained_waits_for_the_call_on_its_way_and_makes_no_other() -> None:
    sky = Sky(9)
    drained = Plan(leaves_s=1, drained=True)
    got = await played(sky, a=drained, b=drained)
    assert got == {"a": ("a", True), "b": ("a", False)}
    retried = drained._replace(key="r", ends=("retry", "result"))
    got = await played(sky, a=retried, b=retried)
    assert [type(each) for each in got.values()] == [asyncio.CancelledError, asyncio.CancelledError]
    assert sky.calls == ["a", "a"]


@in_virtual_time
async def test_an_error_before_it_is_let_in_is_its_own() -> None:
    sky = Sky(0)

    async def shut(heading: Callable[[int], None]) -> str:
        await asyncio.sleep(1)
        raise Final("shut")

    call = PlayedCall(sky, "a", Plan())
    seat = sky.flights.seat("k", call, shut, lambda change: None)
    other = asyncio.create_task(sky.ask("b", Plan(leaves_s=2)))
    with pytest.raises(Final, match="shut"):
        await seat.result()
    await asyncio.sleep(0)
    assert not other.done()
    await asyncio.gather(other, return_exceptions=True)


@in_virtual_time
async def test_a_result_can_be_had_for_a_while_after_its_call_and_an_error_cannot() -> None:
    sky = Sky(9)
    got = await played(sky, a=Plan(), b=Plan(at_s=2), c=Plan(at_s=2 + int(LINGER_S) + 1))
    assert got == {"a": ("a", True), "b": ("a", False), "c": ("c", True)}
    error = Plan(key="e", ends=("error",))
    await played(sky, d=error, e=error._replace(at_s=3))
    assert sky.calls == ["a", "c", "d", "e"]


@in_virtual_time
async def test_what_is_to_be_forgotten_cannot_be_had_any_more_and_what_is_under_way_goes_on() -> None:
    sky = Sky(9)
    await played(sky, a=Plan())
    under_way = asyncio.create_task(sky.ask("b", Plan(key="other")))
    await asyncio.sleep(0.5)
    sky.flights.forget()
    assert await played(sky, c=Plan()) == {"c": ("c", True)}
    assert await under_way == ("b", True)
    assert await played(sky, d=Plan()) == {"d": ("c", False)}  # the time of a's result is over, that of c's is not


@in_virtual_time
async def test_only_the_latest_results_can_be_had() -> None:
    sky = Sky(LINGERING + 1)
    await played(sky, **{f"{number}": Plan(key=f"{number}") for number in range(LINGERING + 1)})
    calls = len(sky.calls)
    got = await played(sky, a=Plan(key="1"), b=Plan(key=f"{LINGERING}"), c=Plan(key="0"))
    assert got == {"a": ("1", False), "b": (f"{LINGERING}", False), "c": ("c", True)}
    assert len(sky.calls) == calls + 1


@in_virtual_time
async def test_what_a_call_leaves_behind_goes_without_a_garbage_collection() -> None:
    sky = Sky(9)
    gc.disable()
    try:
        seat = sky.seat("a", Plan())
        left = weakref.ref(seat)
        await seat.result()
        del seat
        assert left() is None
    finally:
        gc.enable()


plans = st.builds(
    Plan,
    key=st.sampled_from("kl"),
    lane=st.integers(0, 1),
    at_s=st.integers(0, 6),
    leaves_s=st.none() | st.integers(0, 6),
    drained=st.booleans(),
    ends=st.sampled_from([("result",), ("error",), ("retry", "result"), ("retry", "retry", "error"), ("retry", "poor")]),
)


@pytest.mark.no_cover  # slow when measured, and covered by others
@settings(deadline=None, max_examples=200)
@given(plans=st.lists(plans, min_size=1, max_size=8), places=st.tuples(st.integers(1, 3), st.integers(1, 3)))
def test_however_they_come_and_go_each_is_answered_and_no_two_calls_are_the_same(
    plans: list[Plan], places: tuple[int, int]
) -> None:
    async def play() -> None:
        sky = Sky(*places)  # its asserts: one call at a time for each key, none is closed while somebody waits for it
        named = {f"{plan.key}{number}": plan for number, plan in enumerate(plans)}
        got = await played(sky, **named)
        for name, plan in named.items():
            result = got[name]
            assert not isinstance(result, AssertionError), result
            if plan.leaves_s is None:
                assert isinstance(result, tuple | Final | Poor), result
                assert sky.heading[name] == 0
        firsts = [result[0] for result in got.values() if isinstance(result, tuple) and result[1]]
        assert len(firsts) == len(set(firsts))
        answered = {result[0] for result in got.values() if isinstance(result, tuple)}
        assert answered == set(firsts)
        assert all(locked._value == number for locked, number in zip(sky.lanes, places, strict=True))
        await asyncio.sleep(LINGER_S)
        assert (sky.flights._flying, sky.flights._queued) == ({}, {})

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        runner.run(play())

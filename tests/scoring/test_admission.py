from __future__ import annotations

import asyncio

import pytest

from scoring.admission import Gate, Lane


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


class Holders:
    """Tasks that hold a lease until told to let go; `order` says who was let in."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.doors: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, name: str, lane: Lane, *, retry: bool = False) -> None:
        self.doors[name] = asyncio.Event()
        self.tasks[name] = asyncio.create_task(self._hold(name, lane, retry))

    async def _hold(self, name: str, lane: Lane, retry: bool) -> None:
        async with lane.lease(retry=retry):
            self.order.append(name)
            await self.doors[name].wait()

    async def let_go(self, name: str) -> None:
        self.doors[name].set()
        await self.tasks[name]
        await settle()

    async def cancel(self, *names: str) -> None:
        for name in names:
            self.tasks[name].cancel()
        await asyncio.gather(*(self.tasks[name] for name in names), return_exceptions=True)
        await settle()


async def test_never_more_than_the_limit_are_let_in() -> None:
    gate, held = Gate(2), Holders()
    lane = gate.lane()
    for name in "abcd":
        held.start(name, lane)
    await settle()
    assert (held.order, gate.in_flight) == (["a", "b"], 2)
    await held.let_go("a")
    assert (held.order, gate.in_flight) == (["a", "b", "c"], 2)
    await held.cancel("b", "c", "d")
    assert gate.in_flight == 0


async def test_places_are_dealt_to_the_lanes_in_turn() -> None:
    gate, held = Gate(1), Holders()
    large, small = gate.lane(), gate.lane()
    for number in range(5):
        held.start(f"large{number}", large)
    await settle()
    held.start("small0", small)
    held.start("small1", small)
    await settle()
    for _ in range(6):
        await held.let_go(held.order[-1])
    # One waiter had its place before the small lane came; from then on they alternate.
    assert held.order.index("small0") <= 2
    assert held.order.index("small1") <= 4
    await held.let_go(held.order[-1])
    assert gate.in_flight == 0


async def test_a_retry_goes_to_the_front_of_its_lane() -> None:
    gate, held = Gate(1), Holders()
    lane = gate.lane()
    for name in ("first", "second"):
        held.start(name, lane)
    held.start("retry", lane, retry=True)
    await settle()
    while len(held.order) < 3:
        await held.let_go(held.order[-1])
    assert held.order.index("retry") < held.order.index("second")
    await held.let_go(held.order[-1])


async def test_cancelling_a_waiter_leaves_its_place_to_the_next() -> None:
    gate, held = Gate(1), Holders()
    lane = gate.lane()
    for name in "abc":
        held.start(name, lane)
    await settle()
    await held.cancel("b")
    await held.let_go("a")
    assert held.order == ["a", "c"]
    await held.let_go("c")
    assert gate.in_flight == 0


async def test_a_place_granted_to_a_task_cancelled_in_the_same_turn_is_given_back() -> None:
    gate, held = Gate(1), Holders()
    lane = gate.lane()
    held.start("a", lane)
    held.start("b", lane)
    await settle()
    held.doors["a"].set()
    for _ in range(4):  # at one of these turns the place is granted and b has not woken yet
        await asyncio.sleep(0)
        if gate.in_flight and held.tasks["a"].done():
            break
    await held.cancel("b")
    assert gate.in_flight == 0
    held.start("c", lane)
    await settle()
    assert held.order[-1] == "c"
    await held.let_go("c")


async def test_an_error_in_the_body_frees_the_place() -> None:
    gate = Gate(1)
    lane = gate.lane()
    with pytest.raises(ValueError, match="oh"):
        async with lane.lease():
            raise ValueError("oh")
    async with lane.lease():
        assert gate.in_flight == 1
    assert gate.in_flight == 0

"""How many pairs of a batch may be under way."""

from __future__ import annotations

import asyncio

from scoring.engine.room import MAX_OPEN, MAX_READY, Room
from tests.virtual_time import in_virtual_time


async def let_run() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@in_virtual_time
async def test_there_is_room_to_call_while_fewer_head_for_the_gate_than_may_be_out() -> None:
    room = Room(lambda: 2)
    room.head(1)
    await room.to_call()
    room.head(1)
    waiting = asyncio.create_task(room.to_call())
    await let_run()
    assert not waiting.done()
    room.head(-1)
    await waiting


@in_virtual_time
async def test_what_the_reader_has_not_taken_fills_the_room() -> None:
    room = Room(lambda: 2)
    room.add(MAX_OPEN)
    waiting = asyncio.create_task(room.to_call())
    await let_run()
    assert not waiting.done()
    room.take()
    await waiting


@in_virtual_time
async def test_outcomes_without_calls_leave_room_for_those_with() -> None:
    room = Room(lambda: 2)
    room.add(MAX_READY)
    await room.to_call()
    waiting = asyncio.create_task(room.to_deliver())
    await let_run()
    assert not waiting.done()
    room.take()
    await waiting

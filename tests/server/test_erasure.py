"""Erasing what was deleted: what is left is gone on with, now and then."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from server.log.base import LogUnavailable
from server.log.erasure import LATER_S, SOON_S, Erasure
from server.log.transaction import Change, Work
from tests.virtual_time import in_virtual_time

pytestmark = pytest.mark.usefixtures("unmeasured")

HOUR_S = 3600


class Disk:
    """Retired batches by number, with the steps that each takes; a write-ahead log that readers may keep; errors to come."""

    def __init__(self, retired: dict[int, int], *errors: BaseException) -> None:
        self.retired, self.errors = retired, list(errors)
        self.kept = False
        self.tries_s: list[float] = []
        self.erasure = Erasure(write=self.write, retired=self.numbers, empty_wal=self.empty_wal)

    async def numbers(self) -> list[int]:
        return list(self.retired)

    async def write(self, work: Work) -> Change:
        if self.errors:
            raise self.errors.pop(0)
        number = work.keywords["number"]  # type: ignore[attr-defined] # it is a partial of `store.erase`
        self.retired[number] -= 1
        if gone := not self.retired[number]:
            del self.retired[number]
        return Change(gone=gone)

    async def empty_wal(self) -> bool:
        self.tries_s.append(asyncio.get_running_loop().time())
        return not self.kept

    async def watch(self, seconds: int) -> None:
        for _ in range(seconds):
            await self.erasure.go_on()
            await asyncio.sleep(1)


def gaps(times: list[float]) -> list[float]:
    return [round(later - earlier, 3) for earlier, later in pairwise(times)]


@in_virtual_time
async def test_all_steps_of_all_batches_are_made_and_then_the_log_is_emptied_once() -> None:
    disk = Disk({1: 3, 2: 1})
    await disk.erasure.finish()
    assert (disk.retired, disk.tries_s) == ({}, [0.0])
    await disk.watch(HOUR_S)
    assert disk.tries_s == [0.0]


@in_virtual_time
async def test_what_the_last_process_left_is_taken_up_at_the_first_look() -> None:
    disk = Disk({1: 2})
    await disk.watch(1)
    assert disk.retired == {}
    left_in_the_wal = Disk({})
    await left_in_the_wal.watch(10)
    assert len(left_in_the_wal.tries_s) == 1


@in_virtual_time
async def test_a_reader_that_stays_is_asked_less_and_less_often() -> None:
    disk = Disk({1: 1})
    disk.kept = True
    await disk.erasure.finish()
    await disk.watch(HOUR_S)
    assert gaps(disk.tries_s)[: len(SOON_S)] == list(SOON_S)
    later = gaps(disk.tries_s)[len(SOON_S) :]
    assert all(gap >= wanted for gap, wanted in zip(later, LATER_S, strict=False))
    assert len(disk.tries_s) < len(SOON_S) + len(LATER_S) + HOUR_S / LATER_S[-1] + 1
    disk.kept = False
    await disk.watch(2 * int(LATER_S[-1]))
    tries = len(disk.tries_s)
    await disk.watch(HOUR_S)
    assert len(disk.tries_s) == tries


@in_virtual_time
async def test_what_fails_is_told_once_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    disk = Disk({1: 2}, *[LogUnavailable("disk full")] * 3, KeyError("bug"))
    await disk.erasure.finish()
    assert disk.retired == {1: 2}
    await disk.watch(10)
    assert disk.retired == {}
    assert [record.message for record in caplog.records] == [
        "What was deleted could not be erased yet: disk full",
        "What was deleted could not be erased yet: 'bug'",
    ]


@in_virtual_time
async def test_an_erasure_whose_caller_goes_away_is_gone_on_with() -> None:
    disk = Disk({1: 2})
    await disk.erasure.finish()
    disk.retired[2] = 5
    disk.errors.append(asyncio.CancelledError())
    with pytest.raises(asyncio.CancelledError):
        await disk.erasure.finish()
    await disk.watch(2)
    assert disk.retired == {}

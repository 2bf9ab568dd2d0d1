"""The event log: dense ids, first write wins, followers woken, nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import weakref
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, closing, contextmanager
from functools import partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.log import database, store
from server.log.base import (
    Claim,
    DuplicateBatch,
    EventLog,
    IdempotencyKey,
    KeyReused,
    LogClosed,
    LogUnavailable,
    NewEvent,
    StaleClaim,
    Status,
    StoredEvent,
    UnknownBatch,
)
from server.log.feed import TAIL, Feed
from server.log.group import GROUP_BYTES
from server.log.sqlite import SqliteEventLog
from server.log.store import CHUNK
from server.log.transaction import Change, transact

MANY = 2 * CHUNK + 50
"""Outcomes of a batch that takes three chunks."""
DONE = NewEvent("done", b'{"status":"completed"}')


def outcome(pair: int, data: bytes = b"{}") -> NewEvent:
    return NewEvent("analysis", data, pair)


def outcomes(*pairs: int) -> list[NewEvent]:
    return [outcome(pair) for pair in pairs]


def ids(events: list[StoredEvent]) -> list[int]:
    return [event.id for event in events]


async def make(log: EventLog, batch_id: str = "b", *, created_at: float = 1.0, durable: bool = True) -> None:
    await log.create(batch_id, request=b"{}", configuration=b"[]", pairs=4, durable=durable, created_at=created_at)


async def finish(log: EventLog, batch_id: str = "b", status: Status = "completed") -> list[StoredEvent]:
    return await log.append(batch_id, [DONE], status=status, at=9.0)


async def pairs(log: EventLog, batch_id: str) -> set[int]:
    return {event.pair for event in await log.read(batch_id, 0, 1000) if event.pair is not None}


async def collect(events: AsyncIterator[list[StoredEvent]]) -> list[int]:
    return [id_ async for group in events for id_ in ids(group)]


async def turns(number: int = 5) -> None:
    """Let other tasks run."""
    for _ in range(number):
        await asyncio.sleep(0)


@contextmanager
def foreign(path: Path) -> Iterator[sqlite3.Connection]:
    """Another tool's connection to the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
async def log(path: Path) -> AsyncIterator[SqliteEventLog]:
    async with SqliteEventLog(path, busy_timeout_s=0.0) as opened:
        yield opened


# Writing


async def test_ids_are_dense_within_each_batch(log: SqliteEventLog) -> None:
    await asyncio.gather(make(log, "a"), make(log, "b"))
    await asyncio.gather(*(log.append(batch, outcomes(2 * i, 2 * i + 1)) for i in range(20) for batch in "ab"))
    for batch in "ab":
        assert ids(await log.read(batch, 0, 100)) == list(range(1, 41))


async def test_the_bytes_come_back_as_they_went_in(log: SqliteEventLog) -> None:
    data = '{"a":"\u2028\u0085é\U0001f600\\u0000"}'.encode() + b" " * 200_000
    await make(log)
    stored = await log.append("b", [NewEvent("accepted", b"{}"), outcome(3, data)])
    assert stored == [StoredEvent(1, "accepted", b"{}", None), StoredEvent(2, "analysis", data, 3)]
    assert await log.read("b", 0, 10) == stored
    assert await log.read("b", 1, 10) == stored[1:]
    assert await log.read("b", 0, 1) == stored[:1]


async def test_the_first_write_of_a_pair_wins_and_the_second_uses_no_id(log: SqliteEventLog) -> None:
    await make(log)
    await log.append("b", [outcome(0, b"first")])
    again = await log.append("b", [outcome(0, b"second"), outcome(1), outcome(1, b"twice"), outcome(2)])
    assert [(event.id, event.pair) for event in again] == [(2, 1), (3, 2)]
    assert [event.data for event in await log.read("b", 0, 10)] == [b"first", b"{}", b"{}"]
    assert await pairs(log, "b") == {0, 1, 2}


async def test_outcomes_are_found_by_their_pairs_in_the_order_asked_for(log: SqliteEventLog) -> None:
    for batch_id in ("b", "c"):
        await make(log, batch_id)
        await log.append(batch_id, [NewEvent("accepted", b"{}"), *(outcome(pair) for pair in (2, 0, 1))])
    assert [(event.id, event.pair) for event in await log.outcomes_of("b", [1, 7, 2])] == [(4, 1), (2, 2)]
    assert await log.outcomes_of("b", []) == []
    await log.delete("b")
    assert await log.outcomes_of("b", [1]) == []
    assert await log.outcomes_of("c", [1]) != []


async def test_a_batch_that_ended_takes_nothing_more(log: SqliteEventLog) -> None:
    await make(log)
    await log.append("b", [], status="running")
    await log.append("b", [DONE], status="failed", code="unauthorized", at=7.5)
    assert await log.append("b", outcomes(1)) == []
    assert await finish(log) == []
    row = await log.batch("b")
    assert row is not None
    assert (row.status, row.code, row.finished_at, row.last_id) == ("failed", "unauthorized", 7.5, 1)


async def test_a_batch_moves_from_queued_over_running_to_its_end(log: SqliteEventLog) -> None:
    await log.create("b", request=b"r", configuration=b"c", pairs=7, durable=False, created_at=3.5)
    seen = [await log.batch("b")]
    await log.append("b", [NewEvent("accepted", b"{}")], status="running", at=4.0)
    seen.append(await log.batch("b"))
    await finish(log)
    seen.append(await log.batch("b"))
    rows = [row for row in seen if row]
    assert [(row.status, row.finished_at, row.last_id) for row in rows] == [
        ("queued", None, 0),
        ("running", None, 1),
        ("completed", 9.0, 2),
    ]
    assert {(row.configuration, row.pairs, row.durable, row.created_at) for row in rows} == {(b"c", 7, False, 3.5)}
    assert await log.request("b") == b"r"
    with pytest.raises(UnknownBatch):
        await log.request("other")


async def test_an_end_without_a_time_is_refused(log: SqliteEventLog) -> None:
    await make(log)
    with pytest.raises(ValueError, match="expected `at` in seconds"):
        await log.append("b", [DONE], status="completed")
    assert await log.read("b", 0, 10) == []


async def test_appends_that_wait_together_share_one_transaction(log: SqliteEventLog, path: Path) -> None:
    await asyncio.gather(*(make(log, batch) for batch in "abc"))
    with foreign(path) as other:
        seen: set[int] = set()

        async def count() -> None:
            while True:
                seen.add(other.execute("SELECT count(*) FROM events").fetchone()[0])
                await asyncio.sleep(0)

        counting = asyncio.create_task(count())
        await asyncio.gather(*(log.append(batch, outcomes(1, 2)) for batch in "abc"))
        counting.cancel()
        seen.add(other.execute("SELECT count(*) FROM events").fetchone()[0])
    assert seen == {0, 6}


async def test_a_group_keeps_to_its_size_and_a_large_append_goes_whole(log: SqliteEventLog) -> None:
    await make(log)
    sizes = [40, 30, 100, 1]
    starts = [0, 100, 200, 300]
    stored = await asyncio.gather(
        *(log.append("b", outcomes(*range(start, start + n))) for start, n in zip(starts, sizes, strict=True))
    )
    assert [len(events) for events in stored] == sizes
    assert ids([event for events in stored for event in events]) == list(range(1, 172))


async def test_one_bad_write_does_not_break_its_group(log: SqliteEventLog) -> None:
    await make(log)
    wrong = NewEvent("analysis", "text, not bytes", 5)  # type: ignore[arg-type] # no writer of ours gives it
    results = await asyncio.gather(
        log.append("b", outcomes(1)),
        log.append("nobody", outcomes(1)),
        make(log),
        log.append("b", [outcome(4), wrong]),
        log.append("b", outcomes(2)),
        return_exceptions=True,
    )
    kinds = [type(result) for result in results]
    assert kinds == [list, UnknownBatch, DuplicateBatch, LogUnavailable, list]
    assert [(event.id, event.pair) for event in await log.read("b", 0, 10)] == [(1, 1), (2, 2)]


async def test_a_cancelled_appender_does_not_break_its_group(log: SqliteEventLog) -> None:
    await make(log)
    waiting = [asyncio.create_task(log.append("b", outcomes(pair))) for pair in range(3)]
    await asyncio.sleep(0)
    waiting[1].cancel()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(results[1], asyncio.CancelledError)
    assert await pairs(log, "b") == {0, 2}
    assert ids(await log.read("b", 0, 10)) == [1, 2]


class Cancelling:
    """Data that cancels its own append at the moment it is written."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.appending: asyncio.Task[list[StoredEvent]] | None = None

    def __conform__(self, protocol: object) -> bytes:
        assert self.appending is not None
        self.loop.call_soon_threadsafe(self.appending.cancel)
        return b"{}"

    def __len__(self) -> int:
        return 2


async def test_an_append_cancelled_during_its_commit_is_still_shown(log: SqliteEventLog) -> None:
    await make(log)
    data = Cancelling()
    async with aclosing(log.follow("b", 0)) as following:
        first = asyncio.ensure_future(anext(following))
        event = NewEvent("analysis", data, 0)  # type: ignore[arg-type] # what the database takes for bytes
        data.appending = asyncio.create_task(log.append("b", [event]))
        assert ids(await first) == [1]
    with pytest.raises(asyncio.CancelledError):
        await data.appending
    assert await pairs(log, "b") == {0}


async def test_a_locked_file_raises_and_publishes_nothing(log: SqliteEventLog, path: Path) -> None:
    await make(log)
    async with aclosing(log.follow("b", 0)) as following:
        first = asyncio.ensure_future(anext(following))
        await turns()
        with foreign(path) as other:
            other.execute("BEGIN IMMEDIATE")
            results = await asyncio.gather(
                log.append("b", outcomes(0)), log.append("b", outcomes(1)), return_exceptions=True
            )
            assert [str(result) for result in results] == [
                "The event log could not be written: database is locked. Nothing was committed."
            ] * 2
            assert await log.read("b", 0, 10) == []  # readers do not wait for a writer
        assert not first.done()
        await log.append("b", outcomes(2))
        assert [(event.id, event.pair) for event in await first] == [(1, 2)]


@pytest.fixture
async def patient(path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SqliteEventLog]:
    """A log that waits for a locked file for an hour, and has begun to."""
    monkeypatch.setattr("server.log.sqlite.LOOK_S", 0.01)
    async with SqliteEventLog(path, busy_timeout_s=3600) as opened:
        yield opened


async def test_a_locked_file_is_waited_for(patient: SqliteEventLog, path: Path) -> None:
    with foreign(path) as other:
        other.execute("BEGIN IMMEDIATE")
        probing = asyncio.ensure_future(patient.probe())
        await asyncio.wait({probing}, timeout=0.05)  # some looks
        assert not probing.done()
        other.execute("COMMIT")
        await probing


async def test_a_locked_file_is_not_waited_for_in_a_hurry(patient: SqliteEventLog, path: Path) -> None:
    with foreign(path) as other:
        other.execute("BEGIN IMMEDIATE")
        probing = asyncio.ensure_future(patient.probe())
        await asyncio.wait({probing}, timeout=0.05)  # it has begun to wait
        patient.hurry()
        with pytest.raises(LogUnavailable, match="locked"):
            await probing
        other.execute("COMMIT")
    await patient.probe()


async def test_a_locked_file_is_not_waited_for_once_the_log_is_to_be_closed(patient: SqliteEventLog, path: Path) -> None:
    await make(patient)
    with foreign(path) as other:
        other.execute("BEGIN IMMEDIATE")
        probing = asyncio.ensure_future(patient.probe())
        await asyncio.wait({probing}, timeout=0.05)  # it has begun to wait
        writing = asyncio.ensure_future(patient.append("b", outcomes(0)))
        await turns()
        async with asyncio.timeout(60):
            await patient.aclose()
        for each in (probing, writing):
            with pytest.raises(LogUnavailable, match="locked"):
                await each


@pytest.mark.parametrize("replaced", [False, True])
async def test_nothing_is_written_to_a_file_that_was_taken_away(log: SqliteEventLog, path: Path, replaced: bool) -> None:
    await make(log)
    away = path.with_name("away.db")
    path.rename(away)
    if replaced:
        path.touch()
    for write in (log.append("b", outcomes(0)), log.probe(), make(log, "c"), log.read("b", 0, 1)):
        with pytest.raises(LogUnavailable, match="moved, deleted or replaced under the server"):
            await write
    assert path.exists() == replaced
    away.rename(path)
    assert ids(await log.append("b", outcomes(1))) == [1]
    assert await pairs(log, "b") == {1}


async def test_a_full_disk_raises_and_recovers(log: SqliteEventLog, path: Path) -> None:
    await make(log)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = path.with_name("log.db-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        results = await asyncio.gather(
            log.append("b", [outcome(0, bytes(1 << 20))]),
            log.append("b", outcomes(1)),
            return_exceptions=True,
        )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert [type(result) for result in results] == [LogUnavailable, LogUnavailable]
    assert await log.read("b", 0, 10) == []
    assert ids(await log.append("b", outcomes(2))) == [1]


async def test_a_transaction_undone_by_the_database_fails_for_the_whole_group(log: SqliteEventLog, path: Path) -> None:
    await make(log)
    with foreign(path) as other:
        other.execute(
            "CREATE TRIGGER undo BEFORE INSERT ON events WHEN new.pair = 1 BEGIN SELECT raise(ROLLBACK, 'no more room'); END"
        )
    results = await asyncio.gather(*(log.append("b", outcomes(pair)) for pair in range(3)), return_exceptions=True)
    assert ["no more room" in str(result) for result in results] == [True, True, True]
    assert await pairs(log, "b") == set()
    assert ids(await log.append("b", outcomes(0))) == [1]


# Following


async def test_a_follower_sees_what_is_appended_while_it_follows(log: SqliteEventLog) -> None:
    await make(log)
    following = [asyncio.create_task(collect(log.follow("b", 0))) for _ in range(20)]
    for pair in range(30):
        await log.append("b", outcomes(pair))
    await finish(log)
    assert await asyncio.gather(*following) == [list(range(1, 32))] * 20


@pytest.mark.parametrize("after", [-5, 0, 1, CHUNK - 1, CHUNK, CHUNK + 1, MANY - 1, MANY, MANY + 1, 10_000])
async def test_a_follower_starts_from_any_id_of_a_finished_batch(log: SqliteEventLog, after: int) -> None:
    await make(log)
    await log.append("b", outcomes(*range(MANY)))
    await finish(log)
    assert await collect(log.follow("b", after)) == list(range(max(after, 0) + 1, MANY + 2))


async def test_a_follower_reads_in_chunks(log: SqliteEventLog) -> None:
    await make(log)
    await log.append("b", outcomes(*range(MANY)))
    await finish(log)
    assert [len(group) async for group in log.follow("b", 0)] == [CHUNK, CHUNK, 51]


@pytest.mark.parametrize("followed", [False, True], ids=["from the file", "from memory"])
async def test_a_group_of_large_events_is_small(log: SqliteEventLog, followed: bool) -> None:
    sizes = [GROUP_BYTES // 3, GROUP_BYTES // 3, GROUP_BYTES // 2, 2 * GROUP_BYTES, 1]
    await make(log)
    async with aclosing(log.follow("b", 0)) as other:
        first = asyncio.ensure_future(anext(other))
        if followed:
            await turns()
        await log.append("b", [outcome(pair, bytes(size)) for pair, size in enumerate(sizes)])
        await finish(log)
        assert [ids(group) async for group in log.follow("b", 0)] == [[1, 2], [3], [4], [5, 6]]
        assert ids(await first) == [1, 2]


async def test_a_group_is_shared_while_somebody_has_it_and_forgotten_then(log: SqliteEventLog) -> None:
    await make(log)
    await log.append("b", outcomes(*range(MANY)))
    await finish(log)
    async with aclosing(log.follow("b", 0)) as one, aclosing(log.follow("b", 0)) as other:
        group = await anext(one)
        assert await anext(other) is group
        assert await anext(log.follow("b", 0)) is group
        events = weakref.ref(group)
        del group
        await anext(one)
        await anext(other)
        assert events() is None
        log._feeds.refresh()  # a foreign change: what is held may have been erased
        assert not log._feeds._feeds["b"].held


async def test_a_crowd_that_comes_back_shares_its_reads_and_one_leaving_hurts_none(log: SqliteEventLog) -> None:
    await make(log)
    await log.append("b", outcomes(*range(MANY)))
    await finish(log)
    crowd = [asyncio.create_task(collect(log.follow("b", 0))) for _ in range(50)]
    await turns(1)
    crowd[0].cancel()
    assert await asyncio.gather(*crowd[1:]) == [list(range(1, MANY + 2))] * 49
    assert len(log._feeds) == 0


async def test_a_read_from_before_a_change_is_not_shared_after_it() -> None:
    feed = Feed()
    feed.reads[0] = asyncio.get_running_loop().create_future()
    turn = feed.turn
    feed.publish((), ended=True)
    assert feed.reads == {}
    assert turn.is_set()
    assert not feed.turn.is_set()


async def test_a_follower_that_fell_far_behind_misses_nothing(log: SqliteEventLog) -> None:
    await make(log)
    await log.append("b", outcomes(0))
    async with aclosing(log.follow("b", 0)) as following:
        assert ids(await anext(following)) == [1]
        for start in range(1, 3 * TAIL, 60):
            await log.append("b", outcomes(*range(start, start + 60)))
        row = await log.batch("b")
        assert row is not None
        await finish(log)
        assert await collect(following) == list(range(2, row.last_id + 2))


async def test_a_reconnect_after_each_event_misses_and_doubles_nothing(log: SqliteEventLog) -> None:
    await make(log)

    async def view() -> list[int]:
        seen: list[int] = []
        while not seen or seen[-1] < 31:
            async with aclosing(log.follow("b", seen[-1] if seen else 0)) as following:
                seen += ids(await anext(following))
        return seen

    viewing = asyncio.create_task(view())
    for pair in range(30):
        await log.append("b", outcomes(pair))
    await finish(log)
    assert await viewing == list(range(1, 32))


@pytest.mark.parametrize("after", [-1, 0, 5])
async def test_an_end_without_an_event_ends_followers(log: SqliteEventLog, after: int) -> None:
    await make(log)
    following = asyncio.create_task(collect(log.follow("b", after)))
    await turns()
    await log.append("b", [], status="cancelled", at=2.0)
    async with asyncio.timeout(10):
        assert await following == []


async def test_following_an_unknown_batch_ends_at_once(log: SqliteEventLog) -> None:
    assert await collect(log.follow("nobody", 0)) == []
    assert await log.batch("nobody") is None
    assert await log.read("nobody", 0, 10) == []


async def test_no_follower_is_left_behind(log: SqliteEventLog) -> None:
    await make(log)
    await log.append("b", outcomes(0))
    cancelled = asyncio.create_task(collect(log.follow("b", 0)))
    closed: AsyncGenerator[list[StoredEvent], None] = log.follow("b", 0)
    await anext(closed)
    await turns()
    assert len(log._feeds) == 1
    await closed.aclose()
    assert len(log._feeds) == 1
    cancelled.cancel()
    await asyncio.gather(cancelled, return_exceptions=True)
    assert len(log._feeds) == 0


async def test_deleting_a_batch_ends_its_followers_and_erases_its_bytes(log: SqliteEventLog, path: Path) -> None:
    await make(log)
    await make(log, "other")
    await log.append("b", [outcome(0, b"SECRET" * 2000)])
    async with aclosing(log.follow("b", 0)) as following:
        assert ids(await anext(following)) == [1]
        waiting = asyncio.create_task(collect(following))
        await turns()
        assert await log.delete("b")
        assert await waiting == []
    assert not await log.delete("b")
    assert await log.batch("b") is None
    assert await pairs(log, "b") == set()
    assert await log.batch("other") is not None
    assert [file.name for file in path.parent.iterdir() if b"SECRET" in file.read_bytes()] == []
    with pytest.raises(UnknownBatch, match="no batch 'b'"):
        await log.append("b", outcomes(1))


async def test_what_is_on_its_way_out_is_not_found_and_its_copies_are_not_either(log: SqliteEventLog) -> None:
    for batch_id in ("original", "early", "late", "fresh", "copy"):
        await make(log, batch_id)
    await log.append("original", [NewEvent("analysis", b"1", 0, "print")])
    await log.append("early", [NewEvent("analysis", b"2", 0, "print", found=True)])
    assert await log.find(["print", "other"], 100) == {"print": b"1"}
    await log.retire("original")
    assert await log.find(["print"], 100) == {"print": b"2"}
    await log.erase_retired()
    assert await log.find(["print"], 100) == {}
    await log.append("late", [NewEvent("analysis", b"3", 0, "print", found=True)])  # it was found before all that
    assert await log.find(["print"], 100) == {}
    await log.append("fresh", [NewEvent("analysis", b"4", 0, "print")])
    await log.append("copy", [NewEvent("analysis", b"5", 0, "print", found=True)])
    await log.delete("copy")
    assert await log.find(["print"], 100) == {}


async def test_a_large_batch_is_erased_in_steps_that_let_others_write(log: SqliteEventLog) -> None:
    await make(log)
    await make(log, "other")
    await log.append("b", outcomes(*range(3 * store.ERASED_AT_ONCE)))
    erasing = asyncio.create_task(log.delete("b"))
    while await log.batch("b"):
        await asyncio.sleep(0)
    assert ids(await log.append("other", outcomes(0))) == [1]
    assert not erasing.done()
    assert await erasing
    assert [row.id for row in await log.list_batches(10)] == ["other"]


async def test_an_erasure_that_a_crash_cut_off_is_finished_at_the_next_start(path: Path) -> None:
    async with SqliteEventLog(path) as log:
        await make(log)
        await log.append("b", outcomes(0, 1))
    with foreign(path) as connection:
        transact(connection, [partial(store.retire, batch_id="b")])
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (2,)
    async with SqliteEventLog(path) as log:
        assert await log.list_batches(10) == []
        assert await log.unfinished() == []
        assert await log.ended_before(1e12, 10) == []
        with foreign(path) as connection:
            while connection.execute("SELECT count(*) FROM batches").fetchone() != (0,):
                await asyncio.sleep(0)
            assert connection.execute("SELECT count(*) FROM events").fetchone() == (0,)


async def test_a_batch_made_again_after_its_deletion_is_another_one(log: SqliteEventLog) -> None:
    await make(log)
    await log.append("b", outcomes(0))
    async with aclosing(log.follow("b", 0)) as old:
        await anext(old)
        await log.delete("b")
        await make(log)
        async with aclosing(log.follow("b", 0)) as new:
            assert await collect(old) == []
            assert len(log._feeds) == 0
            await log.append("b", outcomes(5))
            assert [event.pair for event in await anext(new)] == [5]


# Claims

TWO = 2
"""Events that forgive a crash, in these tests."""


async def claim(log: SqliteEventLog, batch_id: str = "b") -> Claim:
    claimed = await log.claim(batch_id, forgiven=TWO)
    assert claimed
    return claimed


async def test_a_writer_whose_claim_has_passed_on_is_refused(log: SqliteEventLog) -> None:
    await make(log)
    first = await claim(log)
    await log.append("b", outcomes(0), fence=first.fence)
    second = await claim(log)
    assert (first.fence, second.fence) == (1, 2)
    for fence in (0, 1, 3):
        with pytest.raises(StaleClaim, match="claimed by another writer"):
            await log.append("b", outcomes(1), fence=fence)
    assert ids(await log.append("b", outcomes(1), fence=2)) == [2]


async def test_a_batch_that_ended_or_is_gone_cannot_be_claimed(log: SqliteEventLog) -> None:
    await make(log)
    await finish(log)
    assert await log.claim("b", forgiven=TWO) is None
    with pytest.raises(UnknownBatch):
        await log.claim("other", forgiven=TWO)


async def test_holders_that_die_without_getting_on_are_counted(log: SqliteEventLog) -> None:
    await make(log)
    assert [(await claim(log)).crashes for _ in range(4)] == [0, 1, 2, 3]
    last = await claim(log)
    await log.append("b", outcomes(0), fence=last.fence)  # one is not enough
    last = await claim(log)
    await log.append("b", outcomes(1, 2), fence=last.fence)
    assert (last.crashes, (await claim(log)).crashes) == (5, 0)


async def test_a_claim_that_is_given_back_is_no_crash(log: SqliteEventLog) -> None:
    await make(log)
    stale = await claim(log)
    held = await claim(log)
    await log.release(stale)  # has passed on: changes nothing
    held = await claim(log)
    assert held.crashes == 2
    await log.release(held)
    assert (await claim(log)).crashes == 0


async def test_a_claim_that_does_not_hold_keeps_the_count_and_is_no_crash(log: SqliteEventLog) -> None:
    await make(log)
    for crashes in range(2):
        assert (await claim(log)).crashes == crashes
    for fence in (3, 4):
        assert await log.claim("b", forgiven=TWO, held_below=2) == Claim("b", fence, crashes=2)
    assert ids(await log.append("b", outcomes(0), fence=4)) == [1]
    assert [(await claim(log)).crashes for _ in range(2)] == [2, 3]


async def test_the_death_of_who_is_being_stopped_is_no_crash(log: SqliteEventLog) -> None:
    await make(log)
    await make(log, "ended")
    for crashes in range(3):
        assert (await claim(log)).crashes == crashes
    await finish(log, "ended")
    await log.forgive()
    assert [(await claim(log)).crashes for _ in range(2)] == [0, 1]
    held = await claim(log)
    await log.forgive()
    assert ids(await log.append("b", outcomes(0), fence=held.fence)) == [1]
    await log.release(held)
    await log.forgive()
    assert (await claim(log)).crashes == 0


CUT_OFF = {
    "by nothing": ([], False),
    "by a death": (["claim"], True),
    "by a stop that was hurried": (["forgive", "claim"], True),
    "by neither, given back": (["release", "claim"], False),
    "by who gave it back": (["cut off"], True),
    "by a death before it was given back": (["claim", "release"], True),
}


@pytest.mark.parametrize("name", CUT_OFF)
async def test_it_is_kept_that_a_holder_left_calls_without_an_outcome(name: str, log: SqliteEventLog) -> None:
    steps, expected = CUT_OFF[name]
    await make(log)
    held = await claim(log)
    for step in steps:
        match step:
            case "claim":
                held = await claim(log)
            case "forgive":
                await log.forgive()
            case _:
                await log.release(held, cut_off=step == "cut off")
    row = await log.batch("b")
    assert row is not None
    assert row.cut_off == expected


async def test_a_cancel_that_was_asked_for_is_told_with_each_claim_until_the_end(path: Path) -> None:
    async with SqliteEventLog(path) as log:
        await make(log)
        await make(log, "other")
        assert not (await claim(log)).cancel_asked
        await log.ask_cancel("b")
        await log.ask_cancel("nobody")
    async with SqliteEventLog(path) as log:
        assert [(row.id, row.cancel_asked) for row in await log.unfinished()] == [("b", True), ("other", False)]
        assert [(await claim(log, batch)).cancel_asked for batch in ("b", "other", "b")] == [True, False, True]
        await log.append("other", [DONE], status="completed", at=9.0, fence=1)
        await log.ask_cancel("other")
        row = await log.batch("other")
        assert row is not None
        assert (row.status, row.cancel_asked) == ("completed", False)


# Idempotency keys


async def test_a_key_makes_one_batch_however_often_it_comes(log: SqliteEventLog) -> None:
    key = IdempotencyKey("k", b"digest")
    made = await asyncio.gather(*(create(log, f"b{n}", key) for n in range(50)))
    assert len(set(made)) == 1
    assert [row.id for row in await log.list_batches(100)] == [made[0]]
    assert await create(log, "other", IdempotencyKey("k2", b"digest")) == "other"


async def test_a_key_with_another_request_is_refused_until_its_batch_is_erased(log: SqliteEventLog) -> None:
    await create(log, "b", IdempotencyKey("k", b"one"))
    with pytest.raises(KeyReused, match="made the batch 'b' from another body or other options"):
        await create(log, "c", IdempotencyKey("k", b"two"))
    assert await log.batch("c") is None
    await log.delete("b")
    assert await create(log, "c", IdempotencyKey("k", b"two")) == "c"


async def create(log: EventLog, batch_id: str, key: IdempotencyKey) -> str:
    return await log.create(batch_id, request=b"{}", configuration=b"", pairs=1, durable=True, created_at=1.0, key=key)


# Another process beside it


async def test_what_another_process_wrote_is_shown_to_followers(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.log.sqlite.WATCH_S", 0)
    async with SqliteEventLog(path) as log:
        await make(log)
        await log.append("b", outcomes(0))
        following = asyncio.create_task(collect(log.follow("b", 0)))
        changed = asyncio.create_task(log.foreign_changes(0))
        await turns(50)
        with closing(database.open_writer(path, 1.0)) as beside:
            end = partial(store.append, batch_id="b", events=[DONE], status="cancelled", code=None, finished_at=5.0, fence=1)
            results = transact(beside, [partial(store.claim, batch_id="b", forgiven=0), end])
            assert [isinstance(result, Change) for result in results] == [True, True]
        assert await changed == await log.foreign_changes(0) == 1
        assert await following == [1, 2]
        with pytest.raises(StaleClaim):
            await log.append("b", outcomes(1))


async def test_an_erasure_that_fails_is_gone_on_with_and_nothing_else_stops(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.log.sqlite.WATCH_S", 0)
    working = store.retired

    def fail(_: sqlite3.Connection) -> list[int]:
        raise sqlite3.OperationalError("disk I/O error")

    async with SqliteEventLog(path) as log:
        await make(log)
        await make(log, "other")
        await log.append("b", [outcome(0, b"SECRET" * 2000)])
        monkeypatch.setattr(store, "retired", fail)
        assert await log.delete("b")
        assert await log.batch("b") is None
        with foreign(path) as beside:
            beside.execute("INSERT INTO idempotency_keys VALUES ('k', x'', 2)")
        assert await log.foreign_changes(0) == 1
        monkeypatch.setattr(store, "retired", working)
        while [file for file in path.parent.iterdir() if b"SECRET" in file.read_bytes()]:
            await asyncio.sleep(0)
        assert await log.foreign_changes(0) == 1  # it did not take its own writes for another's


async def test_a_foreign_reader_keeps_what_was_deleted_for_as_long_as_it_reads(log: SqliteEventLog, path: Path) -> None:
    await make(log)
    await log.append("b", [outcome(0, b"SECRET" * 2000)])
    with foreign(path) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        assert await log.delete("b")
        reader.execute("COMMIT")
    await make(log, "c")
    await log.delete("c")
    assert [file.name for file in path.parent.iterdir() if b"SECRET" in file.read_bytes()] == []


async def test_the_tail_in_memory_never_bridges_what_another_process_wrote() -> None:
    feed = Feed()
    feed.publish([StoredEvent(1, "accepted", b"", None)])
    feed.publish([StoredEvent(3, "analysis", b"", 1)])  # 2 was written beside us
    assert feed.after(1) is None
    assert feed.after(2) == [StoredEvent(3, "analysis", b"", 1)]


async def test_a_probe_tells_whether_the_file_can_be_written(log: SqliteEventLog, path: Path) -> None:
    await log.probe()
    with foreign(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LogUnavailable, match="locked"):
            await log.probe()
    await log.probe()


# Spending


async def test_what_a_batch_may_have_spent_is_kept_by_who_holds_it_until_it_ends(log: SqliteEventLog) -> None:
    await make(log)
    first = await claim(log)
    await log.record_spending(first, 1.5)
    await log.record_spending(first, 1.25)
    second = await claim(log)
    with pytest.raises(StaleClaim):
        await log.record_spending(first, 9)
    await log.append("b", [DONE], status="completed", at=1.0, fence=second.fence)
    await log.record_spending(second, 9)
    row = await log.batch("b")
    assert row
    assert row.at_most_usd == 1.25


# Starting again


@pytest.mark.parametrize("version", [1, 2, 3, 4])
async def test_a_file_of_an_older_version_is_brought_up_to_date(path: Path, version: int) -> None:
    with foreign(path) as old:
        for number in range(1, version + 1):
            old.executescript((files("server.log") / f"schema_{number}.sql").read_text())
        old.execute(f"PRAGMA user_version = {version}")
        old.execute(
            "INSERT INTO batches (id, status, created_at, pairs, durable, last_id) VALUES ('b', 'running', 1, 4, 1, 1)"
        )
        old.execute("INSERT INTO requests VALUES (1, x'7b7d', x'5b5d')")
        old.execute("INSERT INTO events (batch, seq, event, data, pair) VALUES (1, 1, 'analysis', x'7b7d', 0)")
        assert (old.execute("PRAGMA application_id").fetchone() == (0,)) == (version < 3)
    async with SqliteEventLog(path) as log:
        assert [(row.id, row.at_most_usd, row.cut_off) for row in await log.unfinished()] == [("b", 0, False)]
        claimed = await claim(log)
        assert (claimed.fence, claimed.crashes, claimed.cancel_asked) == (1, 0, False)
        assert ids(await log.append("b", outcomes(0, 1), fence=1)) == [2]
    with foreign(path) as new:
        assert new.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"RSLG"),)


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE customers (name TEXT)",
        "CREATE TABLE batches (id TEXT); PRAGMA user_version = 2",
        "CREATE TABLE t (x); PRAGMA user_version = 3",
        "PRAGMA user_version = -1",
        "PRAGMA user_version = 9",
        "PRAGMA application_id = 1",
    ],
)
async def test_another_programs_database_is_refused_and_left_alone(path: Path, script: str) -> None:
    with foreign(path) as other:
        other.executescript(script)
    before = path.read_bytes()
    with pytest.raises(LogUnavailable, match="is another program's, and nothing was changed in it"):
        await SqliteEventLog(path).open()
    for mode in ("ro", "rw"):
        with pytest.raises(LogUnavailable, match="is another program's"):
            database.open_beside(path, 1, mode)
    assert path.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == ["log.db", "log.db.lock"]


async def test_batches_are_purged_by_when_they_ended(log: SqliteEventLog) -> None:
    for batch_id, at in (("old", 10.0), ("older", 5.0), ("new", 20.0)):
        await make(log, batch_id)
        await log.append(batch_id, [DONE], status="completed", at=at)
    await make(log, "running")
    assert await log.ended_before(20.0, 10) == ["older", "old"]
    assert await log.ended_before(20.0, 1) == ["older"]


async def test_unfinished_batches_are_found_after_a_restart(path: Path) -> None:
    async with SqliteEventLog(path) as log:
        for batch_id, durable in (("ended", True), ("queued", True), ("running", False)):
            await make(log, batch_id, durable=durable)
        await finish(log, "ended")
        await log.append("running", outcomes(3), status="running")
    async with SqliteEventLog(path) as log:
        rows = await log.unfinished()
        assert [(row.id, row.status, row.durable, row.last_id) for row in rows] == [
            ("queued", "queued", True, 0),
            ("running", "running", False, 1),
        ]
        assert [row.configuration for row in rows] == [b"[]"] * 2
        assert await pairs(log, "running") == {3}
        assert ids(await finish(log, "running", "cancelled")) == [2]
        assert [row.id for row in await log.unfinished()] == ["queued"]


async def test_batches_are_listed_newest_first_page_by_page(log: SqliteEventLog) -> None:
    for batch_id, created_at in (("a", 1.0), ("b", 2.0), ("c", 2.0), ("d", 3.0)):
        await make(log, batch_id, created_at=created_at)
    first = await log.list_batches(2)
    rest = await log.list_batches(2, (first[-1].created_at, first[-1].id))
    assert [row.id for row in first + rest] == ["d", "c", "b", "a"]
    assert {row.configuration for row in first} == {b"[]"}


async def test_a_second_opener_is_refused_until_the_first_has_closed(path: Path) -> None:
    async with SqliteEventLog(path):
        with pytest.raises(LogUnavailable, match="Another process is using the event log"):
            await SqliteEventLog(path).open()
    async with SqliteEventLog(path) as log:
        await make(log)


async def test_a_symbolic_link_leads_to_the_same_lock(path: Path) -> None:
    link, chain, loop = (path.with_name(name) for name in ("link.db", "chain.db", "loop.db"))
    link.symlink_to(path)
    chain.symlink_to(link)
    loop.symlink_to(loop)
    async with SqliteEventLog(chain):
        for other in (path, link):
            with pytest.raises(LogUnavailable, match="Another process is using the event log"):
                await SqliteEventLog(other).open()
    with pytest.raises(LogUnavailable, match=r"cannot be opened: .*symbolic links"):
        await SqliteEventLog(loop).open()


async def test_a_newer_schema_is_refused_and_left_alone(path: Path) -> None:
    async with SqliteEventLog(path):
        pass
    with foreign(path) as other:
        other.execute("PRAGMA user_version = 6")
    for _ in range(2):  # the refusal frees the file's lock
        with pytest.raises(LogUnavailable, match=r"has schema version 6, .* up to 5; run the newer program"):
            await SqliteEventLog(path).open()
    with foreign(path) as other:
        assert other.execute("PRAGMA user_version").fetchone() == (6,)


async def test_what_is_no_database_is_refused(path: Path) -> None:
    path.write_bytes(b"this is a letter to my aunt\n" * 100)
    with pytest.raises(LogUnavailable, match=r"cannot be opened: file is not a database"):
        await SqliteEventLog(path).open()


async def test_a_missing_directory_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(LogUnavailable, match=r"cannot be made at .*: No such file or directory"):
        await SqliteEventLog(tmp_path / "missing" / "log.db").open()


async def test_only_the_owner_can_read_the_files(log: SqliteEventLog, path: Path) -> None:
    await make(log)
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


async def test_closing_commits_what_waits_and_ends_followers(path: Path) -> None:
    log = SqliteEventLog(path)
    with pytest.raises(LogClosed):
        await make(log)
    await log.open()
    await make(log)
    following = asyncio.create_task(collect(log.follow("b", 0)))
    await turns()
    appending = [asyncio.create_task(log.append("b", outcomes(*range(i * 50, i * 50 + 50)))) for i in range(3)]
    await asyncio.sleep(0)
    await log.aclose()
    await log.aclose()
    assert [len(await task) for task in appending] == [50, 50, 50]
    await following
    with pytest.raises(LogClosed):
        await log.read("b", 0, 1)
    async with log:
        assert len(await pairs(log, "b")) == 150


async def test_an_unreadable_file_is_told_as_such(log: SqliteEventLog, path: Path) -> None:
    await make(log)
    with foreign(path) as other:
        other.execute("ALTER TABLE events RENAME TO elsewhere")
    with pytest.raises(LogUnavailable, match="could not be read: no such table: events"):
        await log.read("b", 0, 1)


_APPENDER = """
import asyncio, sys
from server.log.base import NewEvent
from server.log.sqlite import SqliteEventLog

async def main():
    async with SqliteEventLog(sys.argv[1]) as log:
        await log.create("b", request=b"{}", configuration=b"{}", pairs=10**6, durable=True, created_at=0.0)
        async def run(first):
            for pair in range(first, 10**6, 8):
                (event,) = await log.append("b", [NewEvent("analysis", b"{}", pair)])
                print(event.id, pair, flush=True)
        await asyncio.gather(*(run(first) for first in range(8)))

asyncio.run(main())
"""


@pytest.mark.parametrize("acknowledged", [1, 40, 203])
async def test_what_was_acknowledged_survives_kill_9(path: Path, acknowledged: int) -> None:
    with subprocess.Popen([sys.executable, "-c", _APPENDER, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(acknowledged)]
        with pytest.raises(LogUnavailable, match="Another process"):
            await SqliteEventLog(path).open()
        os.kill(process.pid, signal.SIGKILL)
        lines += process.stdout.readlines()
    told = {tuple(map(int, line.split())) for line in lines if line.endswith(b"\n")}
    async with SqliteEventLog(path) as log:
        events = await log.read("b", 0, 10**6)
        assert told <= {(event.id, event.pair) for event in events}
        assert ids(events) == list(range(1, len(events) + 1))
        assert ids(await log.append("b", [DONE])) == [len(events) + 1]


# Any interleaving

_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.sampled_from("ab"), st.lists(st.integers(0, 12), max_size=5)),
        st.tuples(st.just("follow"), st.sampled_from("ab"), st.lists(st.integers(0, 15), min_size=1, max_size=1)),
        st.tuples(st.just("cancel"), st.sampled_from("ab"), st.lists(st.integers(0, 12), max_size=3)),
        st.tuples(st.just("wait"), st.sampled_from("ab"), st.just([])),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(steps=_STEPS)
def test_any_interleaving_gives_one_dense_history(steps: list[tuple[str, str, list[int]]]) -> None:
    with TemporaryDirectory() as directory:
        asyncio.run(_interleave(Path(directory) / "log.db", steps))


async def _interleave(path: Path, steps: list[tuple[str, str, list[int]]]) -> None:
    async with SqliteEventLog(path) as log:
        await asyncio.gather(make(log, "a"), make(log, "b"))
        appends: list[tuple[str, asyncio.Task[list[StoredEvent]]]] = []
        follows: list[tuple[str, int, asyncio.Task[list[int]]]] = []
        for kind, batch, numbers in steps:
            if kind == "follow":
                follows.append((batch, numbers[0], asyncio.create_task(collect(log.follow(batch, numbers[0])))))
                continue
            if kind == "wait":
                await asyncio.gather(*(task for _, task in appends), return_exceptions=True)
                continue
            task = asyncio.create_task(log.append(batch, outcomes(*numbers)))
            await asyncio.sleep(0)
            if kind == "cancel":
                task.cancel()
            appends.append((batch, task))
        await asyncio.gather(*(task for _, task in appends), return_exceptions=True)
        await asyncio.gather(finish(log, "a"), finish(log, "b"))
        for batch in "ab":
            events = await log.read(batch, 0, 1000)
            pairs = [event.pair for event in events[:-1]]
            told = [event for of, task in appends if of == batch and not task.cancelled() for event in task.result()]
            assert ids(events) == list(range(1, len(events) + 1))
            assert len(set(pairs)) == len(pairs)
            assert told == [event for event in events if event in told]
            for of, after, follower in follows:
                if of == batch:
                    assert await follower == ids(events)[after:]
        assert len(log._feeds) == 0

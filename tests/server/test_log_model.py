"""The event log beside a plain model of one: every answer, and all that every follower is given, must be the same."""

from __future__ import annotations

import asyncio
import math
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from msgspec import Struct

from server.log import database, store
from server.log.base import (
    TERMINAL,
    BatchRow,
    Claim,
    DuplicateBatch,
    IdempotencyKey,
    KeyReused,
    LogError,
    NewEvent,
    StaleClaim,
    Status,
    StoredEvent,
    UnknownBatch,
)
from server.log.sqlite import SqliteEventLog
from server.log.transaction import Change, transact

TIMEOUT_S = 60.0
"""How long anything may take before it counts as stuck."""
SMALL = {
    "server.log.store.CHUNK": 3,
    "server.log.feed.TAIL": 4,
    "server.log.committer.GROUP_EVENTS": 5,
    "server.log.committer.ENOUGH_EVENTS": 3,
    "server.log.store.ROWS_AT_ONCE": 2,
    "server.log.committer.GROUP_INTERVAL_S": 0.0,
    "server.log.sqlite.WATCH_S": 0.001,
}
"""Bounds so small that a few events go past them, and next to no waiting."""

_T = TypeVar("_T")


class Batch(Struct, eq=False):
    """A batch of the model."""

    id: str
    created_at: float
    durable: bool
    events: list[StoredEvent] = []
    status: Status = "queued"
    code: str | None = None
    finished_at: float | None = None
    fence: int = 0
    crashes: int = 0
    claimed_from: int | None = None
    cancel_asked: bool = False
    cut_off: bool = False

    @property
    def ended(self) -> bool:
        return self.status in TERMINAL

    @property
    def request(self) -> bytes:
        return b"%b at %d" % (self.id.encode(), self.created_at)

    @property
    def row(self) -> BatchRow:
        return BatchRow(
            self.id,
            self.status,
            self.code,
            self.created_at,
            self.finished_at,
            4,
            self.durable,
            b"{}",
            len(self.events),
            self.cancel_asked,
            next((event.data for event in self.events[-1:] if event.event == "done"), None),
            cut_off=self.cut_off,
        )


class Model:
    """What a log is: no disk, no threads, no second process."""

    def __init__(self) -> None:
        self.batches: dict[str, Batch] = {}
        self.keys: dict[str, tuple[bytes, str]] = {}

    def of(self, batch_id: str) -> Batch:
        if batch_id not in self.batches:
            raise UnknownBatch(batch_id)
        return self.batches[batch_id]

    def create(self, batch: Batch, key: IdempotencyKey | None) -> str:
        if key and key.key in self.keys:
            digest, made_before = self.keys[key.key]
            if digest != key.digest:
                raise KeyReused(made_before)
            return made_before
        if batch.id in self.batches:
            raise DuplicateBatch(batch.id)
        self.batches[batch.id] = batch
        if key:
            self.keys[key.key] = key.digest, batch.id
        return batch.id

    def append(
        self,
        batch_id: str,
        events: Sequence[NewEvent],
        *,
        status: Status | None = None,
        code: str | None = None,
        at: float | None = None,
        fence: int,
    ) -> list[StoredEvent]:
        batch = self.of(batch_id)
        if batch.fence != fence:
            raise StaleClaim(batch_id)
        before = len(batch.events)
        if batch.ended:
            return []
        for new in events:
            if new.pair is None or new.pair not in {event.pair for event in batch.events}:
                batch.events.append(StoredEvent(len(batch.events) + 1, new.event, new.data, new.pair))
        batch.status, batch.code = status or batch.status, code or batch.code
        if batch.ended:
            batch.finished_at, batch.claimed_from = at, None
        return batch.events[before:]

    def claim(self, batch_id: str, forgiven: int, held_below: int | None = None) -> Claim | None:
        batch = self.of(batch_id)
        if batch.ended:
            return None
        if batch.claimed_from is not None:
            got_on = len(batch.events) - batch.claimed_from
            batch.crashes = 0 if got_on >= forgiven else batch.crashes + 1
            batch.cut_off = True
        batch.fence += 1
        batch.claimed_from = len(batch.events) if held_below is None or batch.crashes < held_below else None
        return Claim(batch_id, batch.fence, batch.crashes, batch.cancel_asked)

    def release(self, claim: Claim, cut_off: bool) -> None:
        batch = self.of(claim.batch_id)
        if batch.fence == claim.fence:
            batch.claimed_from, batch.crashes, batch.cut_off = None, 0, batch.cut_off or cut_off

    def forgive(self) -> None:
        for batch in self.batches.values():
            if batch.claimed_from is not None:
                batch.claimed_from = -(2**62)

    def ask_cancel(self, batch_id: str) -> None:
        if (batch := self.batches.get(batch_id)) and not batch.ended:
            batch.cancel_asked = True

    def delete(self, batch_id: str) -> bool:
        self.keys = {key: made for key, made in self.keys.items() if made[1] != batch_id}
        return self.batches.pop(batch_id, None) is not None

    def list_batches(self, limit: int, before: tuple[float, str]) -> list[BatchRow]:
        rows = sorted((batch.row for batch in self.batches.values()), key=lambda row: (row.created_at, row.id), reverse=True)
        return [row for row in rows if (row.created_at, row.id) < before][:limit]

    def ended_before(self, at: float, limit: int) -> list[str]:
        ends = sorted((batch.finished_at, batch.id) for batch in self.batches.values() if batch.finished_at is not None)
        return [batch_id for finished_at, batch_id in ends if finished_at < at][:limit]


class CountedLog(SqliteEventLog):
    """A log that tells how many reads are under way."""

    reading = 0

    async def _read(self, query: Callable[[sqlite3.Connection], _T]) -> _T:
        self.reading += 1
        try:
            return await super()._read(query)
        finally:
            self.reading -= 1


class Follower:
    """One follower and what the model knows of it.

    Args:
        batch: None when there was none of that id.
        eager: asks for more as soon as it was given something; others are told when.

    `gone`: its batch was deleted, or the log closed. `nudged`: it is owed an empty group. `step` is under way until it is
    given something, or told the end.
    """

    def __init__(self, log: SqliteEventLog, batch_id: str, batch: Batch | None, after: int, *, eager: bool) -> None:
        self.groups = log.follow(batch_id, after)
        self.batch_id, self.batch, self.after, self.eager = batch_id, batch, after, eager
        self.gone = self.ended = self.nudged = False
        self.step: asyncio.Task[list[StoredEvent] | None] | None = None
        self.ask()

    @property
    def due(self) -> list[StoredEvent]:
        """What it has still to be given."""
        return self.batch.events[max(self.after, 0) :] if self.batch and not self.gone else []

    @property
    def at_end(self) -> bool:
        return self.gone or self.batch is None or (self.batch.ended and not self.due)

    def ask(self) -> None:
        if self.step is None:
            self.step = asyncio.create_task(self._next())

    def take(self) -> None:
        """Compare what it was given, None at its end."""
        assert self.step
        group, self.step = self.step.result(), None
        if group is None:
            assert self.at_end
            self.ended = True
        elif group:
            assert group == self.due[: len(group)]
            self.after = group[-1].id
        else:
            assert self.nudged
            assert not self.due
            self.nudged = False

    async def _next(self) -> list[StoredEvent] | None:
        return await anext(self.groups, None)


PAIRS = st.lists(st.none() | st.integers(0, 30), max_size=8)
FENCES = st.sampled_from([0, 0, 0, 0, -1, 1])
ENDS: st.SearchStrategy[Status] = st.sampled_from(["completed", "cancelled", "failed"])
WHICH = st.integers(0, 15)
"""Picks one of what there is; see `LogMachine.pick`."""
GOING = 2
"""Batches that have not ended, at most: so most writes have somebody who follows."""
OLD = 5
"""Events that a batch has before it may end: most of what is to be seen comes late in a batch."""


class LogMachine(RuleBasedStateMachine):
    """Does the same to a log and to its model."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = TemporaryDirectory()
        self.path = Path(self.directory.name) / "log.db"
        self.loop = asyncio.Runner()
        self.model = Model()
        self.followers: list[Follower] = []
        self.claims: list[Claim] = []
        self.numbers = count(1)
        self.log = CountedLog(self.path)
        self.loop.run(self.open())

    def teardown(self) -> None:
        try:
            self.loop.run(self.compare())
            self.loop.run(self.close())
        finally:
            self.loop.close()
            self.directory.cleanup()

    async def open(self) -> None:
        await self.log.open()
        await self.log.probe()  # by now it has looked for foreign changes once

    async def close(self) -> None:
        while self.followers:
            await self.leave(self.followers[0])
        assert len(self.log._feeds) == 0
        await self.log.aclose()

    def both(self, real: Coroutine[Any, Any, _T], model: Callable[[], _T]) -> _T | None:
        """The model's answer, if it is also the log's; None when both raise the same error."""
        wanted = _answer(model)
        assert self.run(_outcome(real)) == wanted
        return None if isinstance(wanted, type) else wanted

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Run it, then everything that it set off, and look at what followers were given."""

        async def settled() -> _T:
            async with asyncio.timeout(TIMEOUT_S):
                result = await work
                await self.settle()
                return result

        return self.loop.run(settled())

    async def settle(self) -> None:
        quiet = 0
        while quiet < 5:
            await asyncio.sleep(0)
            quiet = 0 if self.harvest() or self.log.reading else quiet + 1

    def harvest(self) -> bool:
        """Whether a follower was given something; an eager one asks for more at once."""
        given = [follower for follower in self.followers if follower.step and follower.step.done()]
        for follower in given:
            follower.take()
            if follower.eager and not follower.ended:
                follower.ask()
        self.followers = [follower for follower in self.followers if not follower.ended]
        return bool(given)

    def new(self, pairs: Sequence[int | None]) -> list[NewEvent]:
        """Events, each with data of its own, so that it is seen which one was kept."""
        return [NewEvent("analysis", b"%d" % next(self.numbers), pair) for pair in pairs]

    def fence(self, batch_id: str) -> int:
        return self.model.batches[batch_id].fence if batch_id in self.model.batches else 0

    def pick(self, which: int) -> str:
        """A batch: mostly one that has not ended, else any, or none at all."""
        if not self.going:
            self.create(0, True, "-", b"")
        if which < 15:
            return self.going[which % len(self.going)]
        return [*self.model.batches, "nobody"][next(self.numbers) % (len(self.model.batches) + 1)]

    @property
    def going(self) -> list[str]:
        return [batch.id for batch in self.model.batches.values() if not batch.ended]

    def young(self, batch_id: str) -> bool:
        return batch_id in self.model.batches and len(self.model.batches[batch_id].events) < OLD

    # Writing

    @initialize()
    def begin(self) -> None:
        for which, eager in enumerate((False, True)):
            self.create(0, True, "-", b"")
            self.follow(which, 1, eager)

    @rule(which=WHICH, durable=st.booleans(), key=st.sampled_from("--kl"), digest=st.sampled_from([b"1", b"2"]))
    def create(self, which: int, durable: bool, key: str, digest: bytes) -> None:
        number = next(self.numbers)
        new = which < 15 and len(self.going) < GOING
        batch = Batch(f"b{number}" if new else self.pick(which), float(number % 3), durable)
        named = None if key == "-" else IdempotencyKey(key, digest)
        made = self.log.create(
            batch.id,
            request=batch.request,
            configuration=b"{}",
            pairs=4,
            durable=durable,
            created_at=batch.created_at,
            key=named,
        )
        self.both(made, lambda: self.model.create(batch, named))

    @rule(which=WHICH, pairs=PAIRS, off=FENCES, status=st.sampled_from([None, "running"]))
    def append(self, which: int, pairs: list[int | None], off: int, status: Status | None) -> None:
        batch_id = self.pick(which)
        events, fence = self.new(pairs), self.fence(batch_id) + off
        appended = self.log.append(batch_id, events, status=status, fence=fence)
        self.both(appended, lambda: self.model.append(batch_id, events, status=status, fence=fence))

    @rule(appends=st.lists(st.tuples(WHICH, PAIRS), min_size=2, max_size=5))
    def append_together(self, appends: list[tuple[int, list[int | None]]]) -> None:
        picked = [(self.pick(which), self.new(pairs)) for which, pairs in appends]
        made = [(batch_id, events, self.fence(batch_id)) for batch_id, events in picked]

        async def together() -> list[list[StoredEvent] | type[LogError]]:
            writes = (_outcome(self.log.append(batch_id, events, fence=fence)) for batch_id, events, fence in made)
            return await asyncio.gather(*writes)

        for (batch_id, events, fence), got in zip(made, self.loop.run(together()), strict=True):
            assert got == _answer(partial(self.model.append, batch_id, events, fence=fence))
        self.run(asyncio.sleep(0))

    @rule(which=WHICH, status=ENDS, told=st.booleans(), off=FENCES)
    def end(self, which: int, status: Status, told: bool, off: int) -> None:
        if self.young(batch_id := self.pick(which)):
            return
        events, at, fence = self.new([None])[:told], float(next(self.numbers)), self.fence(batch_id) + off
        code = "internal" if status == "failed" else None
        appended = self.log.append(batch_id, events, status=status, code=code, at=at, fence=fence)
        self.both(appended, lambda: self.model.append(batch_id, events, status=status, code=code, at=at, fence=fence))

    @rule(which=WHICH, pairs=PAIRS, status=st.none() | ENDS, more=PAIRS)
    def another_process(self, which: int, pairs: list[int | None], status: Status | None, more: list[int | None]) -> None:
        """It claims a batch and writes, or ends it; this one claims it back and appends before it has noticed anything."""
        batch = self.model.batches.get(self.pick(which))
        if batch is None or batch.ended or (status and self.young(batch.id)):
            return
        theirs, ours, at = self.new(pairs), self.new(more), float(next(self.numbers)) if status else None
        self.model.claim(batch.id, forgiven=0)
        beside = [
            partial(store.claim, batch_id=batch.id, forgiven=0),
            partial(
                store.append,
                batch_id=batch.id,
                events=theirs,
                status=status,
                code=None,
                finished_at=at,
                fence=batch.fence,
            ),
        ]
        self.model.append(batch.id, theirs, status=status, at=at, fence=batch.fence)
        claimed = self.model.claim(batch.id, forgiven=0)
        kept = self.model.append(batch.id, ours, fence=batch.fence)

        async def write() -> None:
            noticed = asyncio.create_task(self.log.foreign_changes(self.log._foreign_changes))
            await asyncio.sleep(0)
            with closing(database.open_writer(self.path, 1.0)) as connection:
                changes = transact(connection, beside)
            assert [isinstance(change, Change) for change in changes] == [True, True]
            assert await self.log.claim(batch.id, forgiven=0) == claimed
            assert await self.log.append(batch.id, ours, fence=batch.fence) == kept
            await noticed

        self.run(write())

    @rule(which=WHICH, forgiven=st.integers(0, 3), held_below=st.none() | st.integers(0, 2))
    def claim(self, which: int, forgiven: int, held_below: int | None) -> None:
        batch_id = self.pick(which)
        claimed = self.log.claim(batch_id, forgiven=forgiven, held_below=held_below)
        if made := self.both(claimed, lambda: self.model.claim(batch_id, forgiven, held_below)):
            self.claims.append(made)

    @precondition(lambda self: self.claims)
    @rule(which=WHICH, cut_off=st.booleans())
    def release(self, which: int, cut_off: bool) -> None:
        held = self.claims[-1 - which % len(self.claims)]
        self.both(self.log.release(held, cut_off=cut_off), lambda: self.model.release(held, cut_off))

    @rule()
    def forgive(self) -> None:
        self.both(self.log.forgive(), self.model.forgive)

    @rule(which=WHICH)
    def ask_cancel(self, which: int) -> None:
        batch_id = self.pick(which)
        self.both(self.log.ask_cancel(batch_id), lambda: self.model.ask_cancel(batch_id))

    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        if self.young(batch_id := self.pick(which)):
            return
        for follower in self.followers:
            follower.gone |= follower.batch is not None and follower.batch is self.model.batches.get(batch_id)
        self.both(self.log.delete(batch_id), lambda: self.model.delete(batch_id))

    # Following

    @rule(which=WHICH, after=WHICH, eager=st.booleans(), ended=st.booleans())
    def follow(self, which: int, after: int, eager: bool, ended: bool = False) -> None:
        over = [batch.id for batch in self.model.batches.values() if batch.ended] if ended else []
        batch_id = over[which % len(over)] if over else self.pick(which)
        last_id = len(self.model.batches[batch_id].events) if batch_id in self.model.batches else 0
        self.run(self.join(batch_id, after % (last_id + 3) - 1, eager))

    async def join(self, batch_id: str, after: int, eager: bool) -> None:
        self.followers.append(Follower(self.log, batch_id, self.model.batches.get(batch_id), after, eager=eager))

    @rule(which=WHICH, everybody=st.booleans())
    def nudge(self, which: int, everybody: bool) -> None:
        batch_id = self.pick(which)

        async def nudge() -> None:
            for follower in self.followers:
                follower.nudged |= everybody or follower.batch_id == batch_id
            self.log.nudge(None if everybody else batch_id)

        self.run(nudge())
        for follower in self.followers:
            assert not (follower.nudged and follower.step and not follower.due), "It waits, and was told nothing."

    @precondition(lambda self: self.followers)
    @rule(which=WHICH)
    def step(self, which: int) -> None:
        async def ask() -> None:
            self.followers[which % len(self.followers)].ask()

        self.run(ask())

    @precondition(lambda self: self.followers)
    @rule(which=WHICH, back=st.booleans())
    def drop(self, which: int, back: bool) -> None:
        follower = self.followers[which % len(self.followers)]

        async def leave() -> None:
            await self.leave(follower)
            if back:
                await self.join(follower.batch_id, follower.after, follower.eager)

        self.run(leave())

    async def leave(self, follower: Follower) -> None:
        self.followers.remove(follower)
        if follower.step:
            follower.step.cancel()
            await asyncio.wait({follower.step})
        await follower.groups.aclose()

    @precondition(lambda self: self.followers)
    @rule(anew=st.booleans())
    def reopen(self, anew: bool) -> None:
        """Close the log and open it again, as another one or the same; followers come back from their last ids."""
        cut = self.followers[:]
        for follower in cut:
            follower.gone = True

        async def close() -> None:
            await self.log.aclose()
            for follower in cut:
                follower.ask()

        self.run(close())
        assert self.followers == []
        if anew:
            self.log = CountedLog(self.path)

        async def come_back() -> None:
            await self.open()
            for follower in cut:
                await self.join(follower.batch_id, follower.after, follower.eager)

        self.run(come_back())
        self.run(self.compare())

    # Reading

    @rule(
        after=st.integers(-1, 12),
        limit=st.integers(1, 5),
        before=st.none() | st.tuples(st.sampled_from([0.0, 1.0, 2.0]), st.just("b5")),
    )
    def look(self, after: int, limit: int, before: tuple[float, str] | None) -> None:
        for batch_id in (*self.model.batches, "nobody"):
            events = self.model.batches[batch_id].events if batch_id in self.model.batches else []
            assert self.loop.run(self.log.read(batch_id, after, limit)) == events[max(after, 0) :][:limit]
            self.both(self.log.request(batch_id), lambda: self.model.of(batch_id).request)  # noqa: B023 - called at once
        page = self.log.list_batches(limit, before)
        self.both(page, lambda: self.model.list_batches(limit, before or (math.inf, "")))
        for at in [0.0, *(batch.finished_at for batch in self.model.batches.values() if batch.finished_at)]:
            self.both(self.log.ended_before(at, limit), lambda: self.model.ended_before(at, limit))  # noqa: B023 - likewise
        self.run(self.compare())

    async def compare(self) -> None:
        """What is kept is the same."""
        batches = self.model.batches.values()
        with closing(sqlite3.connect(self.path)) as file:
            held = file.execute("SELECT id, fence, crashes, claimed_from FROM batches ORDER BY number").fetchall()
        assert held == [(batch.id, batch.fence, batch.crashes, batch.claimed_from) for batch in batches]
        assert await self.log.unfinished() == [batch.row for batch in batches if not batch.ended]
        for batch in batches:
            assert await self.log.batch(batch.id) == batch.row
            assert await self.log.read(batch.id, 0, 1000) == batch.events

    @invariant()
    def nobody_waits_for_what_is_there(self) -> None:
        for follower in self.followers:
            assert not (follower.step and (follower.due or follower.at_end))


def _answer(call: Callable[[], _T]) -> _T | type[LogError]:
    try:
        return call()
    except LogError as exc:
        return type(exc)


async def _outcome(work: Coroutine[Any, Any, _T]) -> _T | type[LogError]:
    try:
        return await work
    except LogError as exc:
        return type(exc)


def test_the_log_answers_as_its_model_does(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SMALL.items():
        monkeypatch.setattr(name, value)
    run_state_machine_as_test(LogMachine, settings=settings(max_examples=40, stateful_step_count=40, deadline=None))

"""The event log in one SQLite file: one writer thread that commits in groups, readers that never wait for it."""

from __future__ import annotations

import asyncio
import math
import os
import sqlite3
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from server.log import database, store
from server.log.base import (
    TERMINAL,
    BatchRow,
    Claim,
    Group,
    IdempotencyKey,
    LogClosed,
    LogUnavailable,
    NewEvent,
    Status,
    StoredEvent,
)
from server.log.committer import Committer
from server.log.erasure import Erasure
from server.log.feed import Feed, Feeds
from server.log.readers import Readers
from server.log.transaction import Change, Work, transact

BUSY_TIMEOUT_S = 15.0
"""How long a commit waits for a lock that a foreign tool holds on the file."""
LOOK_S = 0.25
"""How often a commit that waits for such a lock looks whether there is hurry: then it waits no longer."""
WATCH_S = 1.0
"""How often it is asked whether another process has written, and whether an erasure is to be gone on with."""

_T = TypeVar("_T")


class SqliteEventLog:
    """An `EventLog` in one file, for one process. Open it with `open()` or `async with`.

    Args:
        path: the database file; its directory must exist. `-wal`, `-shm` and `.lock` files appear beside it.
        busy_timeout_s: how long a commit waits for a foreign lock before it fails.
    """

    def __init__(self, path: str | Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        self._path = Path(path)
        self._busy_timeout_s = busy_timeout_s
        self._feeds = Feeds()
        self._foreign = asyncio.Event()
        self._foreign_changes = 0
        self._open = self._hurries = False

    async def open(self) -> None:
        """Take the file for this process and bring its schema up to date.

        Raises:
            LogUnavailable: another process has it, or it is no database, another program's, or that of a newer version.
        """
        self._lock = database.lock(self._path)
        self._writer = ThreadPoolExecutor(1, "log-writer")
        loop = asyncio.get_running_loop()
        try:
            self._connection = await loop.run_in_executor(self._writer, self._open_writer)
        except BaseException:
            self._writer.shutdown(wait=False)
            os.close(self._lock)
            raise
        self._erasure = Erasure(
            write=lambda work: self._write("", work, 1),
            retired=partial(self._on_writer, store.retired, self._connection),
            empty_wal=partial(self._on_writer, store.empty_wal, self._connection),
        )
        self._opened = database.identity(self._path)
        self._readers = Readers(self._path, self._opened, busy_timeout_s=self._busy_timeout_s)
        self._open, self._hurries = True, False
        self._committer = Committer(transact=partial(self._on_writer, self._transact), publish=self._publish)
        self._watching = asyncio.create_task(self._watch(), name="event log watch")

    async def aclose(self) -> None:
        """Commit what waits, end all followers, empty the write-ahead log, and free the file. A second call does nothing.

        While a foreign tool holds a lock on the file, what waits is not committed.
        """
        if not self._open:
            return
        self._open = False
        self.hurry()
        self._watching.cancel()
        await asyncio.wait({self._watching})
        self._feeds.close()
        await self._committer.aclose()
        await self._readers.aclose()
        await asyncio.to_thread(self._writer.shutdown)
        self._connection.close()
        os.close(self._lock)

    def hurry(self) -> None:
        """Wait for foreign locks no longer: what waits for one now, or meets one from now on, fails at once."""
        self._hurries = True

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    # Writing

    async def create(
        self,
        batch_id: str,
        *,
        request: bytes,
        configuration: bytes,
        pairs: int,
        durable: bool,
        created_at: float,
        key: IdempotencyKey | None = None,
    ) -> str:
        """Make an empty batch with status queued; see `EventLog.create`."""
        work = partial(
            store.create,
            batch_id=batch_id,
            request=request,
            configuration=configuration,
            pairs=pairs,
            durable=durable,
            created_at=created_at,
            key=key,
        )
        return (await self._write(batch_id, work, 1)).batch_id

    async def append(
        self,
        batch_id: str,
        events: Sequence[NewEvent],
        *,
        status: Status | None = None,
        code: str | None = None,
        at: float | None = None,
        fence: int = 0,
    ) -> list[StoredEvent]:
        """Commit a group in one transaction, then wake followers; see `EventLog.append`."""
        ending = status in TERMINAL
        if ending and at is None:
            raise ValueError(f"status {status!r} ends the batch: expected `at` in seconds since the epoch, got None")
        work = partial(
            store.append,
            batch_id=batch_id,
            events=tuple(events),
            status=status,
            code=code,
            finished_at=at if ending else None,
            fence=fence,
        )
        return (await self._write(batch_id, work, len(events))).events

    async def delete(self, batch_id: str) -> bool:
        """Retire a batch and erase all that was kept of it; see `Catalogue.delete`."""
        deleted = await self.retire(batch_id)
        if deleted:
            await self.erase_retired()
        return deleted

    async def retire(self, batch_id: str) -> bool:
        """Take a batch from its writer and out of everybody's sight; see `Stops.retire`."""
        return (await self._write(batch_id, partial(store.retire, batch_id=batch_id), 1)).gone

    async def claim(self, batch_id: str, *, forgiven: int, held_below: int | None = None) -> Claim | None:
        """Take the right to write a batch; see `Claims.claim`.

        It needs no time-out: whoever opened this file has its lock, so the last holder is dead, or refused from now on.
        """
        work = partial(store.claim, batch_id=batch_id, forgiven=forgiven, held_below=held_below)
        return (await self._write(batch_id, work, 1)).claim

    async def release(self, claim: Claim, *, cut_off: bool = False) -> None:
        """Give a claim back; see `Claims.release`."""
        await self._write(claim.batch_id, partial(store.release, held=claim, cut_off=cut_off), 1)

    async def forgive(self) -> None:
        """Count the death of who holds a batch now for no crash; see `Claims.forgive`."""
        await self._write("", store.forgive, 1)

    async def record_spending(self, claim: Claim, at_most_usd: float) -> None:
        """Keep what a batch has spent at most; see `Spending.record_spending`."""
        await self._write(claim.batch_id, partial(store.record_spending, held=claim, at_most_usd=at_most_usd), 1)

    async def ask_cancel(self, batch_id: str) -> None:
        """Note that a batch is to be cancelled; see `Stops.ask_cancel`."""
        await self._write(batch_id, partial(store.ask_cancel, batch_id=batch_id), 1)

    async def probe(self) -> None:
        """Write a little and commit it; see `Catalogue.probe`."""
        await self._write("", store.probe, 1)

    async def erase_retired(self) -> None:
        """Erase all that was kept of retired batches; see `Stops.erase_retired`."""
        await self._erasure.finish()

    async def _on_writer(self, work: Callable[..., _T], *arguments: object) -> _T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._writer, work, *arguments)
        except sqlite3.Error as exc:
            raise LogUnavailable(f"The event log cannot be used now: {exc}.") from exc

    async def _watch(self) -> None:
        """Look for what another process committed, and finish erasures that it, a crash or a reader left."""
        version = None
        while True:
            seen = await self._on_writer(store.data_version, self._connection)
            if seen is not None and seen != version:
                if version is not None:
                    self._tell_of_foreign_change()
                    await self._erasure.finish()  # it may have left something
                version = seen
            await self._erasure.go_on()
            await asyncio.sleep(WATCH_S)

    def _tell_of_foreign_change(self) -> None:
        self._feeds.refresh()
        self._foreign_changes += 1
        changed, self._foreign = self._foreign, asyncio.Event()
        changed.set()

    async def _write(self, batch_id: str, work: Work, size: int) -> Change:
        if not self._open:
            raise LogClosed
        return await self._committer.write(batch_id, work, size)

    def _open_writer(self) -> sqlite3.Connection:
        connection = database.open_writer(self._path, self._busy_timeout_s)
        store.wait_for_locks(connection, min(LOOK_S, self._busy_timeout_s))
        return connection

    def _transact(self, works: list[Work]) -> Sequence[Change | Exception]:
        try:
            database.expect(self._path, self._opened)
        except LogUnavailable as exc:
            return [exc] * len(works)
        until_s = time.monotonic() + self._busy_timeout_s
        return transact(self._connection, works, is_patient=lambda: not self._hurries and time.monotonic() < until_s)

    def _publish(self, batch_id: str, change: Change) -> None:
        if change.gone:
            self._feeds.drop(batch_id)
        elif change.events or change.ended:
            self._feeds.publish(batch_id, change.events, ended=change.ended)

    # Reading

    async def read(self, batch_id: str, after: int, limit: int) -> list[StoredEvent]:
        """Events with id > `after`, in order, at most `limit`."""
        return await self._read(lambda connection: store.read(connection, batch_id, after, limit))

    async def outcomes_of(self, batch_id: str, pairs: Sequence[int]) -> list[StoredEvent]:
        """The outcomes of these pairs, in their order; see `EventLog.outcomes_of`."""
        return await self._read(lambda connection: store.outcomes_of(connection, batch_id, pairs))

    async def follow(self, batch_id: str, after: int) -> AsyncGenerator[Group, None]:
        """Events after `after`, in groups, as they are committed; see `Following.follow`."""
        with self._feeds.join(batch_id) as feed:
            read_to = -1  # the change after which there was nothing more
            nudges = feed.nudges
            while not feed.gone:
                turn, change = feed.turn, feed.changes
                if change != read_to:
                    group = await self._next(feed, batch_id, after)
                    if group:
                        after = group[-1].id
                        yield group
                    else:
                        read_to = change
                    if group.last:
                        return
                    del group  # so that a follower that waits keeps nothing
                elif nudges != feed.nudges:
                    nudges = feed.nudges
                    yield Group()
                else:
                    await turn.wait()

    def nudge(self, batch_id: str | None = None) -> None:
        """Give the followers of a batch, or all of them, an empty group; see `Following.nudge`."""
        self._feeds.nudge(batch_id)

    async def batch(self, batch_id: str) -> BatchRow | None:
        """The batch's row, or None when there is no such batch."""
        rows = await self._read(lambda connection: store.batches(connection, "batch", batch_id))
        return rows[0] if rows else None

    async def unfinished(self) -> list[BatchRow]:
        """Batches that are queued or running, oldest first."""
        return await self._read(lambda connection: store.batches(connection, "unfinished"))

    async def request(self, batch_id: str) -> bytes:
        """The request (JSON) that made a batch. Raises `UnknownBatch`."""
        return await self._read(lambda connection: store.request(connection, batch_id))

    async def foreign_changes(self, seen: int) -> int:
        """How often another process has been seen to write, looked for each `WATCH_S`; see `Claims.foreign_changes`."""
        while self._foreign_changes <= seen:
            await self._foreign.wait()
        return self._foreign_changes

    async def find(self, fingerprints: Sequence[str], newest: int) -> dict[str, bytes]:
        """Data of analyses made before, by fingerprint; see `Catalogue.find`."""
        return await self._read(lambda connection: store.find(connection, fingerprints, newest))

    async def ended_before(self, at: float, limit: int) -> list[str]:
        """Ids of batches that ended before `at`; see `Catalogue.ended_before`."""
        return await self._read(lambda connection: store.ended_before(connection, at, limit))

    async def list_batches(self, limit: int, before: tuple[float, str] | None = None) -> list[BatchRow]:
        """At most `limit` batches, newest first.

        Args:
            limit: 1 or more.
            before: `(created_at, id)` of the last row seen; None starts with the newest.
        """
        created_at, batch_id = before or (math.inf, "")
        return await self._read(lambda connection: store.batches(connection, "list_batches", created_at, batch_id, limit))

    async def _next(self, feed: Feed, batch_id: str, after: int) -> Group:
        """Events after `after`.

        They come from memory when they are there, else from a read that followers at the same place share.
        """
        if (recent := feed.after(after)) is not None:
            return recent
        reads = feed.reads
        if after not in reads:
            query = self._read(lambda connection: store.chunk(connection, batch_id, after))
            reads[after] = asyncio.ensure_future(query)
            reads[after].add_done_callback(lambda _: reads.pop(after))
        group = await asyncio.shield(reads[after])
        if group and reads is feed.reads:
            feed.held[after] = group
        return group

    async def _read(self, query: Callable[[sqlite3.Connection], _T]) -> _T:
        if not self._open:
            raise LogClosed
        return await self._readers.read(query)

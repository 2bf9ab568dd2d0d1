"""What the event log reads and writes in its file, each a function over a connection. All of it blocks.

Nothing here knows of event loops; `server.log.sqlite` runs it on its threads.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec
from msgspec import Struct

from server.log.base import (
    TERMINAL,
    BatchRow,
    Claim,
    DuplicateBatch,
    Group,
    IdempotencyKey,
    KeyReused,
    NewEvent,
    StaleClaim,
    Status,
    StoredEvent,
    UnknownBatch,
)
from server.log.group import bounded
from server.log.transaction import Change

CHUNK = 300
"""Small events that a follower reads at once: with 100, 200 clients that replay at once took 0.5 s, with 300 0.3 s."""
_LONG_AGO = -(2**62)
"""An event before any that there can be."""
_ALL = 2**62
"""More events than there can be: a search among the newest of so many is one among all."""
ERASED_AT_ONCE = 200
"""Events erased in one transaction: 20,000 at once held up all other writers for 1.4 s."""

ROWS_AT_ONCE = 64
"""Events written by one statement."""

_NAMED = re.compile(r"^-- name: (\w+)\n(.*?;)$", re.DOTALL | re.MULTILINE)
_QUERIES = dict(_NAMED.findall((files("server.log") / "queries.sql").read_text("utf-8")))


class _State(Struct, frozen=True):
    """A batch as a writing transaction finds it."""

    number: int
    status: Status
    last_id: int
    fence: int
    crashes: int
    claimed_from: int | None
    cancel_asked: int

    @property
    def ended(self) -> bool:
        return self.status in TERMINAL


def create(
    connection: sqlite3.Connection,
    batch_id: str,
    request: bytes,
    configuration: bytes,
    pairs: int,
    durable: bool,
    created_at: float,
    key: IdempotencyKey | None,
) -> Change:
    """Make an empty batch, unless `key` made one before."""
    if key and (used := connection.execute(_QUERIES["use_key"], (key.key,)).fetchone()):
        digest, made_before = used
        if digest != key.digest:
            raise KeyReused(made_before)
        return Change(batch_id=made_before)
    if connection.execute(_QUERIES["state"], (batch_id,)).fetchone():
        raise DuplicateBatch(batch_id)
    made = connection.execute(_QUERIES["create_batch"], (batch_id, created_at, pairs, durable))
    connection.execute(_QUERIES["create_request"], (made.lastrowid, request, configuration))
    if key:
        connection.execute(_QUERIES["keep_key"], (key.key, key.digest, made.lastrowid))
    return Change(batch_id=batch_id)


def append(
    connection: sqlite3.Connection,
    batch_id: str,
    events: Sequence[NewEvent],
    status: Status | None,
    code: str | None,
    finished_at: float | None,
    fence: int,
) -> Change:
    """Write what is new, move the batch; nothing when it has ended."""
    state = _state(connection, batch_id)
    if state.fence != fence:
        raise StaleClaim(batch_id)
    if state.ended:
        return Change()
    stored = _insert(connection, state.number, state.last_id, events)
    connection.execute(_QUERIES["move"], (state.last_id + len(stored), status, code, finished_at, state.number))
    return Change(stored, ended=status in TERMINAL)


def claim(connection: sqlite3.Connection, batch_id: str, forgiven: int, held_below: int | None = None) -> Change:
    """Raise the fence. A claim not given back counts as a crash, unless its holder got on by `forgiven` events.

    With `held_below` crashes or more there is nothing to be given back.
    """
    state = _state(connection, batch_id)
    if state.ended:
        return Change()
    crashes = state.crashes
    if state.claimed_from is not None:
        crashes = crashes + 1 if state.last_id - state.claimed_from < forgiven else 0
    held = held_below is None or crashes < held_below
    connection.execute(_QUERIES["claim"], (crashes, held, state.number))
    return Change(claim=Claim(batch_id, state.fence + 1, crashes, bool(state.cancel_asked)))


def release(connection: sqlite3.Connection, held: Claim, cut_off: bool = False) -> Change:
    """Give a claim back and forget all crashes; nothing when it has passed on."""
    state = _state(connection, held.batch_id)
    if state.fence == held.fence:
        connection.execute(_QUERIES["release"], (cut_off, state.number))
    return Change()


def forgive(connection: sqlite3.Connection) -> Change:
    """Count the death of who holds a batch now for no crash, whichever batch it is."""
    connection.execute(_QUERIES["forgive"], (_LONG_AGO,))
    return Change()


def record_spending(connection: sqlite3.Connection, held: Claim, at_most_usd: float) -> Change:
    """Keep what a batch has spent at most; nothing when it has ended."""
    state = _state(connection, held.batch_id)
    if state.fence != held.fence:
        raise StaleClaim(held.batch_id)
    if not state.ended:
        connection.execute(_QUERIES["record_spending"], (at_most_usd, state.number))
    return Change()


def ask_cancel(connection: sqlite3.Connection, batch_id: str) -> Change:
    """Note that a batch is to be cancelled; nothing when it has ended, or is not there."""
    connection.execute(_QUERIES["ask_cancel"], (batch_id,))
    return Change()


def probe(connection: sqlite3.Connection) -> Change:
    """Write a little."""
    connection.execute(_QUERIES["probe"])
    return Change()


def retire(connection: sqlite3.Connection, batch_id: str) -> Change:
    """Take a batch out of everybody's sight, with its request and key; what is left of it is for `erase`."""
    try:
        number = _state(connection, batch_id).number
    except UnknownBatch:
        return Change()
    for query in ("retire", "delete_request", "delete_key"):
        connection.execute(_QUERIES[query], (number,))
    return Change(gone=True)


def erase(connection: sqlite3.Connection, number: int) -> Change:
    """Erase some events of a retired batch, and it when there are none; `gone` when it is finished."""
    connection.execute(_QUERIES["forget"], (number, ERASED_AT_ONCE))
    if connection.execute(_QUERIES["erase_events"], (number, ERASED_AT_ONCE)).rowcount:
        return Change()
    connection.execute(_QUERIES["erase_batch"], (number,))
    return Change(gone=True)


def retired(connection: sqlite3.Connection) -> list[int]:
    """Numbers of batches whose erasure is not finished."""
    return [number for (number,) in connection.execute(_QUERIES["retired"])]


def wait_for_locks(connection: sqlite3.Connection, seconds: float) -> None:
    """How long a statement waits for a foreign lock by itself, from now on."""
    connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


def empty_wal(connection: sqlite3.Connection) -> bool:
    """Move the write-ahead log into the file, for what was deleted still stands in there; False while a reader keeps it.

    It does not wait for readers: meanwhile nobody could write.
    """
    (timeout_ms,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:  # the disk, or a foreign tool
        busy = True
    finally:
        connection.execute(f"PRAGMA busy_timeout = {timeout_ms}")
    return not busy


def data_version(connection: sqlite3.Connection) -> int | None:
    """A number that changes when another connection has committed; None when it cannot be read now."""
    try:
        (version,) = connection.execute("PRAGMA data_version").fetchone()
    except sqlite3.Error:
        return None
    return int(version)


def _state(connection: sqlite3.Connection, batch_id: str) -> _State:
    row = connection.execute(_QUERIES["state"], (batch_id,)).fetchone()
    if row is None:
        raise UnknownBatch(batch_id)
    return _State(*row)


def _insert(connection: sqlite3.Connection, number: int, last_id: int, events: Sequence[NewEvent]) -> list[StoredEvent]:
    """Write what is new under the next ids and return it. The first write of a pair wins; what is dropped uses up no id.

    A statement for all: each lets go of the interpreter, and getting it back from a busy event loop takes milliseconds.
    """
    fresh = _untold(connection, number, events)
    stored = [StoredEvent(seq, new.event, new.data, new.pair) for seq, new in enumerate(fresh, last_id + 1)]
    fingerprints = _fingerprints(connection, fresh)
    rows = [
        (number, each.id, each.event, each.data, each.pair, fingerprint)
        for each, fingerprint in zip(stored, fingerprints, strict=True)
    ]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        connection.execute(_append(len(some)), [value for row in some for value in row])
    return stored


def _untold(connection: sqlite3.Connection, number: int, events: Sequence[NewEvent]) -> list[NewEvent]:
    """The events without those of pairs that have an outcome already."""
    pairs = [new.pair for new in events if new.pair is not None]
    told: set[int | None] = {pair for (pair,) in connection.execute(_QUERIES["told"], (number, _json(pairs)))}
    fresh = []
    for new in events:
        if new.pair is None or new.pair not in told:
            fresh.append(new)
            told.add(new.pair)
    return fresh


@lru_cache(maxsize=ROWS_AT_ONCE)
def _append(rows: int) -> str:
    query: str = _QUERIES["append"]
    return query.format(rows=", ".join(["(?, ?, ?, ?, ?, ?)"] * rows))


def _fingerprints(connection: sqlite3.Connection, events: Sequence[NewEvent]) -> list[str | None]:
    """What each may be found by. An analysis that was found in a batch erased since is not found in this one either."""
    copied = [new.fingerprint for new in events if new.found]
    left = find(connection, copied, _ALL) if copied else {}
    return [None if new.found and new.fingerprint not in left else new.fingerprint or None for new in events]


def _json(values: Sequence[str | int]) -> str:
    return msgspec.json.encode(values).decode()


def read(connection: sqlite3.Connection, batch_id: str, after: int, limit: int) -> list[StoredEvent]:
    """Events with id > `after`, in order, at most `limit`."""
    return [StoredEvent(*row) for row in connection.execute(_QUERIES["read"], (batch_id, after, limit))]


def chunk(connection: sqlite3.Connection, batch_id: str, after: int) -> Group:
    """The next events, at most `CHUNK` and as `bounded` has it, and whether they are the last, both of one moment."""
    connection.execute("BEGIN")
    try:
        state = _state(connection, batch_id)
        with closing(connection.execute(_QUERIES["read"], (batch_id, after, CHUNK))) as rows:
            events = bounded(StoredEvent(*row) for row in rows)
    except UnknownBatch:
        return Group(last=True)
    finally:
        connection.execute("COMMIT")
    more = bool(events) and events[-1].id < state.last_id
    return Group(events, more=more, last=state.ended and not more)


def request(connection: sqlite3.Connection, batch_id: str) -> bytes:
    """The request that made a batch."""
    row = connection.execute(_QUERIES["request"], (batch_id,)).fetchone()
    if row is None:
        raise UnknownBatch(batch_id)
    return bytes(row[0])


def find(connection: sqlite3.Connection, fingerprints: Sequence[str], newest: int) -> dict[str, bytes]:
    """Data of analyses made before, by fingerprint, from among the `newest` events."""
    return dict(connection.execute(_QUERIES["find"], (_json(fingerprints), newest)))


def outcomes_of(connection: sqlite3.Connection, batch_id: str, pairs: Sequence[int]) -> list[StoredEvent]:
    """The outcomes of these pairs, in their order; pairs without one are left out."""
    rows = (connection.execute(_QUERIES["outcome"], (batch_id, pair)).fetchone() for pair in pairs)
    return [StoredEvent(*row) for row in rows if row]


def outcomes(connection: sqlite3.Connection, batch_id: str) -> int:
    """How many of a batch's pairs have an outcome."""
    (number,) = connection.execute(_QUERIES["outcomes"], (batch_id,)).fetchone()
    return int(number)


def total_cost(connection: sqlite3.Connection) -> tuple[float, int, int]:
    """What the batches that have ended cost together, in USD; how many they are, and how many of them know their cost."""
    total, ended, known = connection.execute(_QUERIES["total_cost"]).fetchone()
    return float(total), int(ended), int(known)


def ended_before(connection: sqlite3.Connection, at: float, limit: int) -> list[str]:
    """Ids of batches that ended before `at`, those first that ended first."""
    return [batch_id for (batch_id,) in connection.execute(_QUERIES["ended_before"], (at, limit))]


def batches(connection: sqlite3.Connection, query: str, *values: Any) -> list[BatchRow]:
    """Rows of the batch queries, in the order of `BatchRow`."""
    rows = connection.execute(_QUERIES[query], values)
    return [
        BatchRow(
            id_, status, code, made, finished, pairs, bool(durable), configuration, last, bool(asked), done, usd, bool(cut)
        )
        for id_, status, code, made, finished, pairs, durable, configuration, last, asked, done, usd, cut in rows
    ]

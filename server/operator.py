"""What an operator does with batches from outside the server: list, show, cancel and erase them, in the same log.

Reading takes no lock. Writing goes on beside a running server, which notices within a second and is left to end what it
runs; without one it takes the server's lock, so that none starts in between.
"""

from __future__ import annotations

import asyncio
import math
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from server import retention
from server.log import database, store
from server.log.base import BatchRow, LogError, LogUnavailable, StoredEvent, UnknownBatch
from server.log.sqlite import BUSY_TIMEOUT_S
from server.log.transaction import Change, Work, transact
from server.recovery import ending, read_earlier
from server.results import listing, summary

WAL_TRIES = 10
"""How often emptying the write-ahead log is tried."""
WAL_PAUSE_S = 1.0
"""Between two such tries, in seconds."""
ANSWER_WAIT_S = 5.0
"""How long a server may take to end what it is asked to end, before it is not waited for any more."""
_LOOK_S = 0.05
COLUMNS = ("id", "status", "code", "created", "pairs", "done", "cost", "age")
_NUMBERS = frozenset({"pairs", "done", "cost", "age"})


class Answer(Struct, frozen=True):
    """What a command has to say: `lines` for standard output, `problems` for standard error."""

    lines: list[str] = []
    problems: list[str] = []


def run(command: Callable[[], Answer]) -> int:
    """Carry out a command and say what it answers. Exit code 1 when some of it could not be done."""
    try:
        answer = command()
    except LogError as exc:
        answer = Answer(problems=[str(exc)])
    for problem in answer.problems:
        print(problem, file=sys.stderr)
    try:
        if answer.lines:
            print(*answer.lines, sep="\n", flush=True)
    except BrokenPipeError:  # the reader has seen enough; at its exit Python would complain of what is still buffered
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1 if answer.problems else 0


# Reading


def list_batches(path: Path, limit: int, *, as_json: bool) -> Answer:
    """At most `limit` batches, newest first: a table with the cost of all there are at its end, or a JSON object a line."""
    with _reading(path) as connection:
        page = asyncio.run(listing(_File(connection), _NOTHING_RUNS, limit, None))
        going_on = {row.id: _cost_so_far(connection, row) for row in store.batches(connection, "unfinished")}
        batches = [
            asdict(batch) | {"costUsd": going_on.get(batch.id, batch.costUsd), "done": store.outcomes(connection, batch.id)}
            for batch in page.batches
        ]
        total = _total(store.total_cost(connection), list(going_on.values()))
    if as_json:
        return Answer([_json(batch) for batch in batches])
    now = datetime.now(UTC)
    return Answer(_table([COLUMNS, *(_cells(batch, now) for batch in batches), total]))


def show(path: Path, batch_id: str, *, as_json: bool) -> Answer:
    """Where a batch stands, as `GET /ai/batches/{id}` tells it; only a server that runs it knows its `etaSeconds`."""
    with _reading(path) as connection:
        shown = asyncio.run(summary(_File(connection), _NOTHING_RUNS, _row(connection, batch_id)))
    return Answer([_json(shown)] if as_json else [f"{name}: {_text(value)}" for name, value in asdict(shown).items()])


def _cost_so_far(connection: sqlite3.Connection, row: BatchRow) -> float | None:
    return asyncio.run(read_earlier(_File(connection), row)).tally.cost_usd


def _total(ended: tuple[float, int, int], going_on: Sequence[float | None]) -> tuple[str, ...]:
    """The last line: what all batches have cost, at least, where some do not know it."""
    total_usd, count, known = ended
    known_costs = [cost_usd for cost_usd in going_on if cost_usd is not None]
    is_whole = count + len(going_on) == known + len(known_costs)
    cost = f"{'' if is_whole else '>='}{total_usd + sum(known_costs):.4f}"
    return tuple({"id": "total", "cost": cost}.get(name, "") for name in COLUMNS)


def _cells(batch: dict[str, object], now: datetime) -> tuple[str, ...]:
    created, cost_usd = datetime.fromisoformat(str(batch["createdAt"])), batch["costUsd"]
    known = batch | {
        "created": f"{created:%Y-%m-%dT%H:%M:%SZ}",
        "cost": f"{cost_usd:.4f}" if isinstance(cost_usd, float) else None,
        "age": age(now - created),
    }
    return tuple(_text(known[name]) for name in COLUMNS)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns of even width, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    sides = [">" if name in _NUMBERS else "<" for name in COLUMNS]
    lines = (
        "  ".join(f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True)) for row in rows
    )
    return [line.rstrip() for line in lines]


def age(since: timedelta) -> str:
    """A time in whole units of its largest one: 59s, 59m, 23h, 400d. A clock that was set back gives 0s."""
    seconds = max(0, int(since.total_seconds()))
    for unit, size_s in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= size_s:
            return f"{seconds // size_s}{unit}"
    return f"{seconds}s"


def _text(value: object) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else _json(value)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


# Writing


def cancel(path: Path, ids: Sequence[str]) -> Answer:
    """End these batches, or have their server do it; one that has ended stays as it is."""
    with _writing(path) as (connection, served):
        return _ask(connection, ids) if served else _each(ids, partial(_cancel, connection))


def erase(path: Path, ids: Sequence[str]) -> Answer:
    """Erase these batches, running or not, and all that was kept of them."""
    with _writing(path) as (connection, _):
        answer = _each(ids, partial(_erase, connection))
        return Answer(answer.lines, answer.problems + _empty_wal(connection))


def purge(path: Path, hours: float) -> Answer:
    """Erase the batches that ended more than `hours` ago."""
    with _writing(path) as (connection, _):
        try:
            erased = asyncio.run(retention.purge(_File(connection), hours, now=time.time()))
        finally:
            problems = _empty_wal(connection)
    return Answer([f"Batches erased that ended more than {hours:g} hours ago: {erased}."], problems)


def _each(ids: Sequence[str], act: Callable[[str], str]) -> Answer:
    """What `act` says of each id; one that fails does not keep the others."""
    answer = Answer()
    for batch_id in ids:
        try:
            answer.lines.append(act(batch_id))
        except LogError as exc:
            answer.problems.append(str(exc))
    return answer


def _ask(connection: sqlite3.Connection, ids: Sequence[str]) -> Answer:
    """Have the server end these batches: it alone knows which calls are out. What it forgets, its next start does."""
    rows = [row for batch_id in ids for row in store.batches(connection, "batch", batch_id)]
    before = {row.id for row in rows if row.finished_at is not None}
    for batch_id in ids:
        _write(connection, partial(store.ask_cancel, batch_id=batch_id))
    return _each(ids, partial(_await_end, connection, before, time.monotonic() + ANSWER_WAIT_S))


def _await_end(connection: sqlite3.Connection, before: Container[str], until_s: float, batch_id: str) -> str:
    while (row := _row(connection, batch_id)).finished_at is None:
        if time.monotonic() >= until_s:
            return f"Batch {batch_id} is asked to end; its server has not done so yet."
        time.sleep(_LOOK_S)
    return _ended(row, before=batch_id in before)


def _cancel(connection: sqlite3.Connection, batch_id: str) -> str:
    """Take a batch from a server that died with it, and end it."""
    claim = _write(connection, partial(store.claim, batch_id=batch_id, forgiven=0, held_below=0)).claim
    row = _row(connection, batch_id)
    if claim is None:
        return _ended(row, before=True)
    log = _File(connection)
    earlier = asyncio.run(read_earlier(log, row))  # nobody else can write it from the claim on
    done = earlier.tally.close("cancelled", "cancelled", earlier.elapsed_s)
    events = asyncio.run(ending(log, row, earlier, done))
    end = partial(store.append, events=events, status=done.status, code=done.code)
    _write(connection, partial(end, batch_id=batch_id, finished_at=time.time(), fence=claim.fence))
    return _ended(_row(connection, batch_id), before=False)


def _ended(row: BatchRow, *, before: bool) -> str:
    if before:
        return f"Batch {row.id} had ended before: {row.status}."
    return f"Batch {row.id} is {row.status}."


def _erase(connection: sqlite3.Connection, batch_id: str) -> str:
    if not _erase_all(connection, batch_id):
        raise UnknownBatch(batch_id)
    return f"Batch {batch_id} is erased."


def _erase_all(connection: sqlite3.Connection, batch_id: str) -> bool:
    """Erase a batch in steps that let others write; False when there is none."""
    if not _write(connection, partial(store.retire, batch_id=batch_id)).gone:
        return False
    for number in store.retired(connection):
        while not _write(connection, partial(store.erase, number=number)).gone:
            pass
    return True


def _empty_wal(connection: sqlite3.Connection) -> list[str]:
    """Nothing, or that it could not be done. A repeat makes good what an earlier command was kept from."""
    for _ in range(WAL_TRIES):
        if store.empty_wal(connection):
            return []
        time.sleep(WAL_PAUSE_S)
    return ["What was erased still stands in the write-ahead log, which a reader holds; purge again in a while."]


def _write(connection: sqlite3.Connection, work: Work) -> Change:
    (result,) = transact(connection, [work])
    if isinstance(result, Exception):
        raise result
    return result


# The log


class _File:
    """What is asked of a log here, over one connection; nothing in it waits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def read(self, batch_id: str, after: int, limit: int) -> list[StoredEvent]:
        return store.read(self._connection, batch_id, after, limit)

    async def request(self, batch_id: str) -> bytes:
        return store.request(self._connection, batch_id)

    async def list_batches(self, limit: int, before: tuple[float, str] | None = None) -> list[BatchRow]:
        created_at, batch_id = before or (math.inf, "")
        return store.batches(self._connection, "list_batches", created_at, batch_id, limit)

    async def ended_before(self, at: float, limit: int) -> list[str]:
        return store.ended_before(self._connection, at, limit)

    async def delete(self, batch_id: str) -> bool:
        return _erase_all(self._connection, batch_id)


class _Elsewhere:
    """A `Running` of nothing: this process runs no batches."""

    def progress(self, batch_id: str) -> None:
        """None, as for any batch that does not run here."""

    def tally(self, batch_id: str) -> None:
        """None likewise."""


_NOTHING_RUNS = _Elsewhere()


def _row(connection: sqlite3.Connection, batch_id: str) -> BatchRow:
    for row in store.batches(connection, "batch", batch_id):
        return row
    raise UnknownBatch(batch_id)


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write and sees the log as it is at one moment."""
    _expect(path)
    try:
        with closing(database.open_beside(path, BUSY_TIMEOUT_S, "ro")) as connection:
            connection.execute("BEGIN")
            yield connection
    except sqlite3.Error as exc:
        raise LogUnavailable(f"The event log {str(path)!r} could not be read: {exc}.") from exc


@contextmanager
def _writing(path: Path) -> Iterator[tuple[sqlite3.Connection, bool]]:
    """A connection that may write, and whether a server has the lock. Only who has it may bring the schema up to date."""
    _expect(path)
    lock = database.try_lock(path)
    beside = lock is None
    try:
        opened = database.open_beside(path, BUSY_TIMEOUT_S, "rw") if beside else database.open_writer(path, BUSY_TIMEOUT_S)
        with closing(opened) as connection:
            yield connection, beside
    except sqlite3.Error as exc:
        raise LogUnavailable(f"The event log {str(path)!r} could not be used: {exc}.") from exc
    finally:
        if lock is not None:
            os.close(lock)


def _expect(path: Path) -> None:
    """Without this, opening the log or taking its lock would make a file."""
    if not path.is_file():
        raise LogUnavailable(f"There is no event log at {str(path)!r}; set DATABASE_URL as it is set for the server.")

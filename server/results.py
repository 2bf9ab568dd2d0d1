"""What a batch's log says, folded: where it stands, and its analyses ranked, as pages or as a sheet."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime
from typing import Literal, Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from scoring.engine.tally import Tally
from scoring.events import Analysed, Done, Progress
from scoring.sheet import BYTE_ORDER_MARK, COLUMNS, lines, row
from server.answers import BatchBrief, BatchesPage, BatchSummary
from server.log.base import BatchRow, EventLog, Events, Rows, StoredEvent
from server.recovery import all_events, read_earlier

Sort = Literal["score", "pair"]
DEFAULT_LIMIT, MAX_LIMIT = 100, 1000
"""Entries on a page: where the query says nothing, and at most."""
ROWS = 64
"""Rows of a sheet that are read and written at a time."""

_PLACE = re.compile(r"(\d{1,10})(?:-(\d{1,10}))?", re.ASCII)
_ROW = re.compile(r"(\d{1,12}\.\d{1,20}):(\w{1,64})", re.ASCII)
"""A batch's `created_at` and id."""


class Place(Struct, frozen=True):
    """Where a page of analyses begins: after `offset` of those that the events up to the id `up_to` have.

    What is committed is never changed, so all pages up to one id are parts of one ranking, though the batch goes on.
    """

    offset: int
    up_to: int

    @classmethod
    def parse(cls, cursor: str, last_id: int) -> Place:
        """Read a cursor; a plain number is a place among all that there is now, up to `last_id`.

        Raises:
            ValueError: it is not one of ours. One beyond `last_id` would let the ranking change from page to page.
        """
        found = _PLACE.fullmatch(cursor)
        if not found or int(found[2] or last_id) > last_id:
            raise ValueError(cursor)
        return cls(int(found[1]), int(found[2] or last_id))

    def cursor(self) -> str:
        """As it is told to clients."""
        return f"{self.offset}-{self.up_to}"


class _Scored(Struct, frozen=True):
    matchScore: int


class _Result(Struct, frozen=True):
    """As much of an analysis' event as ranks it."""

    pair: int
    job_id: str
    analysis: _Scored


class _Whole(Struct, frozen=True):
    analysis: msgspec.Raw


_result = msgspec.json.Decoder(_Result)
_whole = msgspec.json.Decoder(_Whole)
_analysed = msgspec.json.Decoder(Analysed)
_done = msgspec.json.Decoder(Done)


class Running(Protocol):
    """The batches that run in this process."""

    def progress(self, batch_id: str) -> Progress | None:
        """Where a batch stands, or None when it does not run here."""

    def tally(self, batch_id: str) -> Tally | None:
        """Its counts, which go on changing, or None likewise."""


async def summary(log: Events, running: Running, row: BatchRow) -> BatchSummary:
    """The batch as `GET /ai/batches/{id}` shows it."""
    progress = running.progress(row.id)
    counts = _standing(running, row) or (await read_earlier(log, row)).tally
    return BatchSummary(
        **asdict(_brief(row, counts)),
        done=counts.analysed + counts.skipped + counts.failed,
        analysed=counts.analysed,
        passed=counts.passed,
        skipped=counts.skipped,
        failed=counts.failed,
        cached=counts.cached,
        etaSeconds=progress.etaSeconds if progress else None,
        tokens=counts.tokens,
    )


async def listing(log: Rows, running: Running, limit: int, cursor: str | None) -> BatchesPage:
    """One page of batches, newest first. The cost of one that neither runs here nor has ended is not looked for.

    Raises:
        ValueError: the cursor is not one of ours.
    """
    before = _read_cursor(cursor) if cursor else None
    rows = await log.list_batches(limit + 1, before)
    page = rows[:limit]
    more = f"{page[-1].created_at!r}:{page[-1].id}" if len(rows) > limit else None
    return BatchesPage(tuple(_brief(row, _standing(running, row)) for row in page), more)


def _standing(running: Running, row: BatchRow) -> Done | Tally | None:
    """A batch's counts where they are at hand: it has ended, or runs here."""
    return _done.decode(row.done) if row.done else running.tally(row.id)


def _brief(row: BatchRow, counts: Done | Tally | None) -> BatchBrief:
    return BatchBrief(
        id=row.id,
        status=row.status,
        code=row.code,
        createdAt=_iso(row.created_at),
        finishedAt=None if row.finished_at is None else _iso(row.finished_at),
        pairs=row.pairs,
        costUsd=_cost_usd(counts),
        lastEventId=row.last_id,
    )


def _cost_usd(counts: Done | Tally | None) -> float | None:
    match counts:
        case Done():
            return counts.costUsd
        case Tally():
            return counts.cost_usd
        case None:
            return None


def _read_cursor(text: str) -> tuple[float, str]:
    found = _ROW.fullmatch(text)
    if not found:
        raise ValueError(text)
    return float(found[1]), found[2]


async def ranking(log: Events, batch_id: str, up_to: int, *, job_id: str | None, min_score: int, sort: Sort) -> list[int]:
    """The pairs that have an analysis in the events up to the id `up_to`, best first or in input order."""
    ranked: list[tuple[int, int]] = []
    async for event in all_events(log, batch_id):
        if event.id > up_to:
            break
        if event.event != Analysed.event:
            continue
        result = _result.decode(event.data)
        if result.analysis.matchScore >= min_score and (job_id is None or result.job_id == job_id):
            ranked.append((-result.analysis.matchScore if sort == "score" else 0, result.pair))
    return [pair for _, pair in sorted(ranked)]


async def results_page(log: EventLog, batch_id: str, ranked: Sequence[int], place: Place, limit: int) -> dict[str, object]:
    """One page of analyses, in the order of these pairs: `{"results": [...], "next": cursor or None}`."""
    after = Place(place.offset + limit, place.up_to)
    events = await log.outcomes_of(batch_id, ranked[place.offset : after.offset])
    analyses = [_whole.decode(event.data).analysis for event in events]
    return {"results": analyses, "next": after.cursor() if after.offset < len(ranked) else None}


async def sheet(log: EventLog, batch_id: str, ranked: Sequence[int]) -> AsyncGenerator[bytes, None]:
    """These pairs' analyses as CSV, some rows at a time; it ends early when the batch is erased."""
    yield (BYTE_ORDER_MARK + lines([COLUMNS])).encode()
    for start in range(0, len(ranked), ROWS):
        events = await log.outcomes_of(batch_id, ranked[start : start + ROWS])
        yield (await asyncio.to_thread(_rows, events)).encode()


def _rows(events: Sequence[StoredEvent]) -> str:
    return lines(row(_analysed.decode(event.data)) for event in events)


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

"""What a batch's log says, folded: where it stands, and its analyses ranked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from scoring.events import Done
from scoring.tally import Tally
from server.answers import BatchBrief, BatchesPage, BatchSummary
from server.log.base import BatchRow, Catalogue, EventLog
from server.recovery import all_events, read_earlier
from server.runner import Runner

Sort = Literal["score", "pair"]


class _Scored(Struct, frozen=True):
    matchScore: int


class _Result(Struct, frozen=True):
    pair: int
    job_id: str
    passed: bool
    analysis: msgspec.Raw


_result = msgspec.json.Decoder(_Result)
_scored = msgspec.json.Decoder(_Scored)
_done = msgspec.json.Decoder(Done)


async def summary(log: EventLog, runner: Runner, row: BatchRow) -> BatchSummary:
    """The batch as `GET /ai/batches/{id}` shows it."""
    progress = runner.progress(row.id)
    counts = _standing(runner, row) or (await read_earlier(log, row)).tally
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


async def listing(log: Catalogue, runner: Runner, limit: int, cursor: str | None) -> BatchesPage:
    """One page of batches, newest first. The cost of one that neither runs here nor has ended is not looked for.

    Raises:
        ValueError: the cursor is not one of ours.
    """
    before = _read_cursor(cursor) if cursor else None
    rows = await log.list_batches(limit + 1, before)
    page = rows[:limit]
    more = f"{page[-1].created_at!r}:{page[-1].id}" if len(rows) > limit else None
    return BatchesPage(tuple(_brief(row, _standing(runner, row)) for row in page), more)


def _standing(runner: Runner, row: BatchRow) -> Done | Tally | None:
    """A batch's counts where they are at hand: it has ended, or runs here."""
    return _done.decode(row.done) if row.done else runner.tally(row.id)


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
    created_at, _, batch_id = text.partition(":")
    return float(created_at), batch_id


async def results(
    log: EventLog, batch_id: str, *, job_id: str | None, min_score: int, sort: Sort, limit: int, offset: int
) -> dict[str, object]:
    """One page of analyses: `{"results": [...], "next": cursor or None}`, best first or in pair order."""
    rows: list[tuple[int, int, msgspec.Raw]] = []
    async for event in all_events(log, batch_id):
        if event.event != "analysis":
            continue
        result = _result.decode(event.data)
        score = _scored.decode(result.analysis).matchScore
        if score >= min_score and (job_id is None or result.job_id == job_id):
            rows.append((score, result.pair, result.analysis.copy()))
    rows.sort(key=lambda row: (-row[0], row[1]) if sort == "score" else (row[1], 0))
    end = offset + limit
    page = [analysis for _, _, analysis in rows[offset:end]]
    return {"results": page, "next": str(end) if end < len(rows) else None}


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

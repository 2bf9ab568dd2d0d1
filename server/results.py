"""What a batch's log says, folded: where it stands, and its analyses ranked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Literal

import msgspec
from msgspec import Struct

from scoring.events import Done
from server.log.base import BatchRow, EventLog, StoredEvent
from server.runner import Runner

PAGE = 500
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


async def all_events(log: EventLog, batch_id: str) -> AsyncIterator[StoredEvent]:
    """Every committed event of a batch, in order."""
    after = 0
    while events := await log.read(batch_id, after, PAGE):
        for event in events:
            yield event
        after = events[-1].id


async def summary(log: EventLog, runner: Runner, row: BatchRow) -> dict[str, object]:
    """The batch as `GET /ai/batches/{id}` shows it."""
    progress = runner.progress(row.id)
    done = None
    if row.finished_at is not None and (last := await log.read(row.id, row.last_id - 1, 1)):
        done = _done.decode(last[0].data)
    counts = done or progress
    finished = (counts.analysed + counts.skipped + counts.failed) if isinstance(counts, Done) else None
    return {
        "id": row.id,
        "status": row.status,
        "code": row.code,
        "createdAt": _iso(row.created_at),
        "finishedAt": _iso(row.finished_at),
        "pairs": row.pairs,
        "done": finished if finished is not None else progress.done if progress else 0,
        "analysed": done.analysed if done else progress.done - progress.skipped - progress.failed if progress else 0,
        "passed": counts.passed if counts else 0,
        "skipped": counts.skipped if counts else 0,
        "failed": counts.failed if counts else 0,
        "cached": done.cached if done else 0,
        "etaSeconds": progress.etaSeconds if progress else None,
        "costUsd": counts.costUsd if counts else None,
        "tokens": done.tokens if done else None,
        "lastEventId": row.last_id,
    }


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


def _iso(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

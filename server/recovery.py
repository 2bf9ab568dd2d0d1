"""What a start does with batches that the last process left unfinished."""

from __future__ import annotations

import time

import msgspec

from scoring.analyzers.base import Tokens
from scoring.events import Analysed, Done, Failed, Skipped, encode
from scoring.tally import Tally
from server.log.base import BatchRow, EventLog, NewEvent
from server.log.sqlite import SqliteEventLog
from server.results import all_events

_OUTCOMES: dict[str, msgspec.json.Decoder[Analysed] | msgspec.json.Decoder[Skipped] | msgspec.json.Decoder[Failed]] = {
    "analysis": msgspec.json.Decoder(Analysed),
    "skipped": msgspec.json.Decoder(Skipped),
    "failed": msgspec.json.Decoder(Failed),
}


async def close_interrupted(log: SqliteEventLog) -> None:
    """End every unfinished batch, so that no reader waits for ever.

    A blocking call's batch ends `cancelled`; one with an id of its own ends `failed`, code `internal`, with all
    results that were committed. Taking it up again is not built yet.
    """
    for row in await log.unfinished():
        await _close(log, row)


async def _close(log: EventLog, row: BatchRow) -> None:
    tally = Tally(row.pairs)
    async for event in all_events(log, row.id):
        if decoder := _OUTCOMES.get(event.event):
            tally.add(decoder.decode(event.data))
    now = time.time()
    done = Done(
        status="failed" if row.durable else "cancelled",
        code="internal" if row.durable else "cancelled",
        pairs=row.pairs,
        analysed=tally.analysed,
        passed=tally.passed,
        skipped=tally.skipped,
        failed=tally.failed,
        notAttempted=row.pairs - tally.done,
        cached=tally.cached,
        elapsedSeconds=round(now - row.created_at, 3),
        tokens=tally.tokens or Tokens(),
        costUsd=None,
    )
    await log.append(row.id, [NewEvent(Done.event, encode(done))], status=done.status, code=done.code, at=now)

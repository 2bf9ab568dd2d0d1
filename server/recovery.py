"""What a batch's log says of the runs before this one."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import msgspec

from scoring.events import Accepted, Analysed, Failed, Skipped
from scoring.tally import Earlier, Tally
from server.log.base import BatchRow, EventLog, StoredEvent

PAGE = 500
"""Events read at a time."""

_OUTCOMES: dict[str, msgspec.json.Decoder[Analysed] | msgspec.json.Decoder[Skipped] | msgspec.json.Decoder[Failed]] = {
    "analysis": msgspec.json.Decoder(Analysed),
    "skipped": msgspec.json.Decoder(Skipped),
    "failed": msgspec.json.Decoder(Failed),
}


async def all_events(log: EventLog, batch_id: str) -> AsyncIterator[StoredEvent]:
    """Every committed event of a batch, in order."""
    after = 0
    while events := await log.read(batch_id, after, PAGE):
        for event in events:
            yield event
        after = events[-1].id


async def read_earlier(log: EventLog, row: BatchRow) -> Earlier:
    """Fold a batch's log: its counts, and which of its pairs have an outcome."""
    tally, pairs, accepted = Tally(row.pairs), set[int](), False
    async for event in all_events(log, row.id):
        accepted |= event.event == Accepted.event
        if decoder := _OUTCOMES.get(event.event):
            outcome = decoder.decode(event.data)
            tally.add(outcome)
            pairs.add(outcome.pair)
    return Earlier(tally, pairs, accepted=accepted, elapsed_s=max(0.0, time.time() - row.created_at))

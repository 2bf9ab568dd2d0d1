"""What a batch's log says of the runs before this one, and how one is ended that does not go on."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import msgspec
from msgspec import Struct

from scoring.engine.outcomes import accepted
from scoring.engine.tally import Earlier, Tally
from scoring.events import Accepted, Analysed, Done, Failed, Skipped, encode
from scoring.models import BatchRequest
from server.log.base import BatchRow, Events, NewEvent, Requests, StoredEvent

PAGE = 500
"""Events read at a time."""
_ROUNDING_USD = 1e-9


class _Configured(Struct, frozen=True):
    analyzer: str = ""


# Of what another version kept no more is read than is needed.
_request = msgspec.json.Decoder(BatchRequest)
_configuration = msgspec.json.Decoder(_Configured)

_OUTCOMES: dict[str, msgspec.json.Decoder[Analysed] | msgspec.json.Decoder[Skipped] | msgspec.json.Decoder[Failed]] = {
    "analysis": msgspec.json.Decoder(Analysed),
    "skipped": msgspec.json.Decoder(Skipped),
    "failed": msgspec.json.Decoder(Failed),
}


async def all_events(log: Events, batch_id: str) -> AsyncIterator[StoredEvent]:
    """Every committed event of a batch, in order."""
    after = 0
    while events := await log.read(batch_id, after, PAGE):
        for event in events:
            yield event
        after = events[-1].id


async def read_earlier(log: Events, row: BatchRow) -> Earlier:
    """Fold a batch's log: its counts, and which of its pairs have an outcome."""
    tally, pairs, has_begun = Tally(row.pairs), set[int](), False
    async for event in all_events(log, row.id):
        has_begun |= event.event == Accepted.event
        if decoder := _OUTCOMES.get(event.event):
            outcome = decoder.decode(event.data)
            tally.add(outcome)
            pairs.add(outcome.pair)
    if row.cut_off and not _is_accounted_for(row, tally):
        tally.lose_cost()
    elapsed_s = max(0.0, time.time() - row.created_at)
    return Earlier(tally, pairs, accepted=has_begun, elapsed_s=elapsed_s, at_most_usd=row.at_most_usd)


def _is_accounted_for(row: BatchRow, tally: Tally) -> bool:
    """Whether calls without an outcome cost nothing: nobody is paid, or a budget recorded no more than the outcomes cost."""
    if _configuration.decode(row.configuration).analyzer == "local":
        return True
    return 0 < row.at_most_usd <= tally.spent_usd + _ROUNDING_USD


async def ending(log: Requests, row: BatchRow, earlier: Earlier, done: Done) -> list[NewEvent]:
    """The events that end a batch which does not go on: `done`, and `accepted` before it where no run got as far as that."""
    events = [NewEvent(done.event, encode(done))]
    if earlier.accepted:
        return events
    request = _request.decode(await log.request(row.id))
    began = accepted(request, row.id, analyzer=_configuration.decode(row.configuration).analyzer)
    return [NewEvent(began.event, encode(began)), *events]

"""The blocking endpoint: a reader that collects a batch's stream to its end."""

from __future__ import annotations

import asyncio
import math
from contextlib import aclosing

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from scoring.cause import Cause, Failure, cause_of
from scoring.errors import Code
from scoring.events import Done
from server.errors import json_response, refuse
from server.log.base import Following
from server.runner import Runner


class _Row(Struct, frozen=True):
    pair: int
    passed: bool
    analysis: msgspec.Raw


class _Collected(Struct):
    rows: list[_Row]
    failures: list[Failure]
    done: Done | None = None


_row = msgspec.json.Decoder(_Row)
_failure = msgspec.json.Decoder(Failure)
_done = msgspec.json.Decoder(Done)
_QUOTA: frozenset[Code] = frozenset({"rate_limited", "quota_exhausted"})


async def collect_list(request: Request, log: Following, runner: Runner, batch_id: str) -> Response:
    """The passed analyses in the order jobs x candidates, or the cause when no pair succeeded.

    If the client goes away, the batch is cancelled: nothing more is called.
    """
    tally = runner.tally(batch_id)
    collecting = asyncio.create_task(_collect(log, batch_id))
    leaving = asyncio.create_task(_disconnected(request))
    try:
        await asyncio.wait({collecting, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not collecting.done():
            runner.cancel(batch_id)
        collected = await collecting
        if runner.draining and (collected.done is None or collected.done.status == "cancelled"):
            detail = "The server is being stopped before the batch was finished; send the request again."
            return refuse(detail, {"X-Batch-Id": batch_id})
        return _answer(collected, batch_id, tally.retry_after_s if tally else None)
    finally:
        runner.cancel(batch_id)
        for task in (collecting, leaving):
            task.cancel()
        await asyncio.wait({collecting, leaving})


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _collect(log: Following, batch_id: str) -> _Collected:
    collected = _Collected([], [])
    async with aclosing(log.follow(batch_id, 0)) as groups:
        async for group in groups:
            for event in group:
                match event.event:
                    case "analysis":
                        row = _row.decode(event.data)
                        if row.passed:
                            # A Raw keeps the whole event's bytes alive; its own are enough.
                            collected.rows.append(_Row(row.pair, True, row.analysis.copy()))
                    case "failed":
                        collected.failures.append(_failure.decode(event.data))
                    case "done":
                        collected.done = _done.decode(event.data)
    return collected


def _answer(collected: _Collected, batch_id: str, retry_after_s: float | None) -> Response:
    done = collected.done
    headers = {"X-Batch-Id": batch_id}
    if done is None:
        return json_response({"detail": "The batch was ended before it was finished."}, 503, headers)
    headers |= {"X-Batch-Failed": str(done.failed), "X-Batch-Skipped": str(done.skipped)}
    if cause := cause_of(done, collected.failures):
        return _failed(cause, headers, retry_after_s)
    rows = sorted(collected.rows, key=lambda row: row.pair)
    return json_response([row.analysis for row in rows], headers=headers)


def _failed(cause: Cause, headers: dict[str, str], retry_after_s: float | None) -> Response:
    if cause.codes <= _QUOTA:
        status = 429
        if retry_after_s is not None:
            headers["Retry-After"] = str(math.ceil(retry_after_s))
    elif cause.codes == {"timeout"}:
        status = 504
    elif cause.codes == {"internal"}:
        status = 500
    elif cause.codes == {"cancelled"}:
        status = 503
    else:
        status = 502
    return json_response({"detail": cause.message}, status, headers)

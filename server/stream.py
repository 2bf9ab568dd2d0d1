"""The bytes of an event stream, and the reader that follows a batch's log.

SSE: https://html.spec.whatwg.org/multipage/server-sent-events.html. A stored event's bytes are only framed
here; they were encoded once, when the outcome was made.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Protocol

from scoring.events import Done, Progress, encode
from server.log.base import EventLog, StoredEvent

HEARTBEAT_S = 15.0
PROGRESS_S = 1.0
RETRY_MS = 2000
"""Mean delay before a browser reconnects, in milliseconds; jittered by half, so that crowds spread out."""


class Framing(Protocol):
    """How an event looks on the wire."""

    opening: bytes
    heartbeat: bytes

    def frame(self, event_id: int | None, event: str, data: bytes) -> bytes:
        """One event; `event_id` is None for those that are not stored."""


class Sse:
    """`text/event-stream`.

    The opening and the heartbeat are lines without a blank one after them: that would be a phantom event to some clients.
    """

    heartbeat = b":\n"

    def __init__(self, rand: Callable[[], float] = random.random) -> None:
        self.opening = b"retry: %d\n: batch analysis\n" % (RETRY_MS * (0.5 + rand()))

    def frame(self, event_id: int | None, event: str, data: bytes) -> bytes:
        """`data` is one line of JSON; it holds no CR or LF."""
        head = b"" if event_id is None else b"id: %d\n" % event_id
        return b"%bevent: %b\ndata: %b\n\n" % (head, event.encode(), data)


class Ndjson:
    """`application/x-ndjson`."""

    opening = b""
    heartbeat = b"\n"

    def frame(self, event_id: int | None, event: str, data: bytes) -> bytes:
        """One JSON object and a line feed."""
        number = b"null" if event_id is None else b"%d" % event_id
        return b'{"id":%b,"event":"%b","data":%b}\n' % (number, event.encode(), data)


async def read_batch(
    log: EventLog,
    batch_id: str,
    after: int,
    framing: Framing,
    progress: Callable[[], Progress | None],
) -> AsyncGenerator[bytes, None]:
    """Yield the batch's events after `after` as bytes, then what is committed next, until it has ended.

    Groups of events come as one chunk. While the batch runs, progress is told at most once a second; a heartbeat
    follows 15 s of silence. Closing the iterator ends the following.
    """
    if framing.opening:
        yield framing.opening
    loop = asyncio.get_running_loop()
    spoke_s = progress_s = loop.time()
    async with aclosing(log.follow(batch_id, after)) as groups:
        group: asyncio.Future[list[StoredEvent]] = asyncio.ensure_future(anext(groups))
        try:
            while True:
                await asyncio.wait({group}, timeout=PROGRESS_S)
                chunk = b""
                if group.done():
                    try:
                        events = group.result()
                    except StopAsyncIteration:
                        return
                    chunk = b"".join(framing.frame(each.id, each.event, each.data) for each in events)
                    if events[-1].event == Done.event:
                        yield chunk
                        return
                    group = asyncio.ensure_future(anext(groups))
                now_s = loop.time()
                if now_s - progress_s >= PROGRESS_S and (state := progress()):
                    chunk += framing.frame(None, state.event, encode(state))
                    progress_s = now_s
                if not chunk and now_s - spoke_s >= HEARTBEAT_S:
                    chunk = framing.heartbeat
                if chunk:
                    spoke_s = now_s
                    yield chunk
        finally:
            group.cancel()
            await asyncio.wait({group})

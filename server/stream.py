"""The bytes of an event stream, and the reader that follows a batch's log.

SSE: https://html.spec.whatwg.org/multipage/server-sent-events.html. A stored event's bytes are only framed
here; they were encoded once, when the outcome was made.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import random
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing
from typing import Protocol
from weakref import WeakValueDictionary

from scoring.engine.tally import Tally
from scoring.events import Done, Progress, encode
from server.log.base import Following, LogClosed, LogUnavailable, StoredEvent

HEARTBEAT_S = 15.0
"""The longest silence."""
SILENCE_S = 5.0
"""How often a stream that has nothing to say looks how long it has been silent."""
PROGRESS_S = 1.0
RETRY_MS = 2000
"""Mean delay before a browser reconnects, in milliseconds; jittered by half, so that crowds spread out."""
FAREWELL_RETRY_MS = 6000
"""The same when the server ends a stream before the batch has ended; jittered by a third, so that it is always longer."""
KEPT_BYTES = 8 * 1024
"""What may stay in memory of the last chunk while nothing happens. A single event is seldom larger."""

logger = logging.getLogger("server")


class Framing(Protocol):
    """How an event looks on the wire."""

    opening: bytes
    heartbeat: bytes
    farewell: bytes

    def frame(self, event_id: int | None, event: str, data: bytes) -> bytes:
        """One event; `event_id` is None for those that are not stored."""


class Sse:
    """`text/event-stream`.

    The opening and the heartbeat are lines without a blank one after them: that would be a phantom event to some clients.
    """

    heartbeat = b":\n"

    def __init__(self, rand: Callable[[], float] = random.random) -> None:
        self.opening = b"retry: %d\n: batch analysis\n" % (RETRY_MS * (0.5 + rand()))
        self.farewell = b"retry: %d\n: come back later\n" % (FAREWELL_RETRY_MS * (1 + rand()) * 2 / 3)

    def frame(self, event_id: int | None, event: str, data: bytes) -> bytes:
        """`data` is one line of JSON; it holds no CR or LF."""
        head = b"" if event_id is None else b"id: %d\n" % event_id
        return b"%bevent: %b\ndata: %b\n\n" % (head, event.encode(), data)


class Ndjson:
    """`application/x-ndjson`."""

    opening = b""
    heartbeat = b"\n"
    farewell = b"\n"

    def frame(self, event_id: int | None, event: str, data: bytes) -> bytes:
        """One JSON object and a line feed."""
        number = b"null" if event_id is None else b"%d" % event_id
        return b'{"id":%b,"event":"%b","data":%b}\n' % (number, event.encode(), data)


class Pulse:
    """The beat that all streams of a log share: with it none needs a timer, or a task, of its own.

    Args:
        running: ids of the batches that run in this process.
    """

    def __init__(self, log: Following, running: Callable[[], Iterable[str]]) -> None:
        self.ending = False
        self._log, self._running = log, running

    async def beat(self) -> None:
        """Nudge the readers of running batches every `PROGRESS_S`, and all readers every `SILENCE_S`; cancel it to stop."""
        for beat in itertools.count(1):
            await asyncio.sleep(PROGRESS_S)
            if self.ending or beat % round(SILENCE_S / PROGRESS_S) == 0:
                self._log.nudge()
            else:
                for batch_id in self._running():
                    self._log.nudge(batch_id)

    def end(self) -> None:
        """Have every stream end with a farewell, once it has sent what is committed."""
        self.ending = True
        self._log.nudge()


class Reader:
    """One client's stream of one batch.

    Args:
        after: id of the last event that the client has.
        progress: asked where the batch stands; None while it does not run here.
        pulse: that of the log; when it ends all streams, a farewell tells clients when to come back.
    """

    def __init__(
        self,
        log: Following,
        batch_id: str,
        after: int,
        framing: Framing,
        *,
        progress: Callable[[], Progress | None],
        pulse: Pulse,
    ) -> None:
        self._log, self._batch_id, self._after, self._framing = log, batch_id, after, framing
        self._progress, self._pulse = progress, pulse

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield the batch's events as bytes, then what is committed next, until it has ended.

        A group of events comes as one chunk; before a wait a large one has an empty chunk after it, for whoever carries the
        stream keeps the last chunk until the next one comes. While the batch runs, progress is told once a second; else
        there are heartbeats, at most 15 s after the last byte. A stream that fails inside the server ends with `done`,
        status failed, without an id.
        Closing the iterator ends the following.
        """
        if self._pulse.ending:
            yield self._framing.farewell
            return
        if self._framing.opening:
            yield self._framing.opening
        try:
            async with aclosing(self._follow()) as chunks:
                async for chunk in chunks:
                    yield chunk
        except (LogUnavailable, LogClosed):
            yield self._framing.farewell
        except Exception:
            logger.exception("Error in a stream of batch %s", self._batch_id)
            yield self._framing.frame(None, Done.event, encode(Tally(0).close("failed", "internal", 0.0)))

    async def _follow(self) -> AsyncGenerator[bytes, None]:
        now = asyncio.get_running_loop().time
        spoke_s = now()
        async with aclosing(self._log.follow(self._batch_id, self._after)) as groups:
            async for events in groups:
                if events:
                    framed = _framed(events, self._framing)  # held while it is sent, so that others may share it
                    yield framed.data
                    if events[-1].event == Done.event:
                        return
                    large = not events.more and len(framed.data) > KEPT_BYTES
                    del events, framed
                    if large:
                        yield b""
                elif self._pulse.ending:
                    yield self._framing.farewell
                    return
                elif state := self._progress():
                    yield self._framing.frame(None, state.event, encode(state))
                elif now() - spoke_s >= HEARTBEAT_S - SILENCE_S:
                    yield self._framing.heartbeat
                else:
                    continue
                spoke_s = now()


class _Framed:
    """A group of events as bytes. Readers at the same place of a batch share it, and with it the work and the memory."""

    __slots__ = ("__weakref__", "_ends", "data")

    def __init__(self, events: Sequence[StoredEvent], framing: Framing) -> None:
        self._ends = events[0], events[-1]  # it is known by their identities, which nothing else may get meanwhile
        self.data = b"".join(framing.frame(event.id, event.event, event.data) for event in events)


_shared: WeakValueDictionary[tuple[int, int, type[Framing]], _Framed] = WeakValueDictionary()


def _framed(events: Sequence[StoredEvent], framing: Framing) -> _Framed:
    key = id(events[0]), id(events[-1]), type(framing)
    framed = _shared.get(key)
    if framed is None:
        framed = _shared[key] = _Framed(events, framing)
    return framed


async def farewell(framing: Framing) -> AsyncGenerator[bytes, None]:
    """A stream that only says when to come back."""
    yield framing.farewell

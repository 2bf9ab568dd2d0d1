"""Responses that carry a stream: none may be held open by a reader that is gone, asleep, or never came."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing

from sse_starlette import EventSourceResponse
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from server.sockets import cut

logger = logging.getLogger("server")

SEND_TIMEOUT_S = 30.0
"""How long a reader may take nothing of what is sent before it is cut; it can come back by its last id."""
SSE_TYPE, NDJSON_TYPE = "text/event-stream", "application/x-ndjson"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class StreamResponse(Response):
    """A stream of pre-encoded bytes.

    Args:
        chunks: closed when the stream ends, however it ends.
        on_end: called then, too, even when the stream never began.
    """

    def __init__(
        self,
        chunks: AsyncGenerator[bytes, None],
        media_type: str,
        headers: Mapping[str, str],
        *,
        on_end: Callable[[], None] = lambda: None,
    ) -> None:
        self._chunks, self._on_end = chunks, on_end
        headers = {**_HEADERS, **headers}
        self._response: Response
        if media_type == SSE_TYPE:
            self._response = EventSourceResponse(chunks, headers=headers, ping=0)
            del self._response.headers["Connection"]  # the server's to say, and HTTP/1.0 has no keep-alive of its own
        else:
            self._response = StreamingResponse(chunks, headers=headers, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream, or its head alone to HEAD; a reader that stalls is cut."""

        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await send(message)

        try:
            async with aclosing(self._chunks):
                if scope["method"] == "HEAD":  # a stream would be awaited to its end, though none of it is sent
                    await send({"type": "http.response.start", "status": 200, "headers": self._response.raw_headers})
                    await send({"type": "http.response.body", "body": b""})
                else:
                    await self._response(scope, receive, send_in_time)
        except TimeoutError:
            logger.info("A reader of %s took nothing for %g s and is cut", scope["path"], SEND_TIMEOUT_S)
            await cut(scope)
        finally:
            self._on_end()

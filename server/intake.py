"""What is let in: known hosts, JSON bodies, and batches of a bounded size."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from scoring.errors import InvalidRequest, Problem
from scoring.models import BatchRequest
from scoring.requests import decode_request
from server.errors import json_response
from server.settings import LOOPBACK_HOSTS, Settings


class KnownHosts:
    """Answers 421 where Host is neither a loopback name nor allowed, against DNS rebinding."""

    def __init__(self, app: ASGIApp, allowed: tuple[str, ...]) -> None:
        self._app = app
        self._allowed = frozenset((*LOOPBACK_HOSTS, *allowed))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = _name(dict(scope["headers"]).get(b"host", b"").decode("latin-1"))
        if name in self._allowed:
            await self._app(scope, receive, send)
            return
        detail = f"This server does not answer for the host {name!r}. Add it to ALLOWED_HOSTS if it should."
        await json_response({"detail": detail}, 421)(scope, receive, send)


async def read_batch_request(request: Request, settings: Settings) -> BatchRequest:
    """Read, decode and check a batch from a request's body.

    Raises:
        HTTPException: 415 for another Content-Type than JSON, 413 for too large a body.
        InvalidRequest: 422.
    """
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise HTTPException(415, f"Expected Content-Type: application/json, got {content_type!r}.")
    batch = decode_request(await _body(request, settings.max_body_bytes))
    if batch.pair_count > settings.max_pairs:
        message = (
            f"Expected at most {settings.max_pairs} pairs, got {batch.pair_count} (jobs x candidates). "
            "Send several smaller batches, or raise MAX_PAIRS."
        )
        raise InvalidRequest([Problem("too_many_pairs", ("body",), message)])
    return batch


async def _body(request: Request, max_bytes: int) -> bytes:
    chunks, size_bytes = [], 0
    async for chunk in request.stream():
        size_bytes += len(chunk)
        if size_bytes > max_bytes:
            detail = f"Expected a body of at most {max_bytes} bytes. Send several smaller batches, or raise MAX_BODY_BYTES."
            raise HTTPException(413, detail)
        chunks.append(chunk)
    return b"".join(chunks)


def _name(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()

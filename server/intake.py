"""What is let in: known hosts, JSON bodies, and batches of a bounded size."""

from __future__ import annotations

import asyncio
import hashlib

import msgspec
from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from scoring.errors import InvalidRequest, Problem
from scoring.models import BatchRequest
from scoring.options import Options
from scoring.requests import decode_optioned, decode_request
from server.errors import KEY_LOC, json_response
from server.log.base import IdempotencyKey
from server.settings import LOOPBACK_HOSTS, Settings

LARGE_BODY_BYTES = 64 * 1024
"""From here on a body is decoded on a thread: 3 MB with 10,000 candidates take a third of a second."""
MAX_HEADER_BYTES = 128 * 1024
MAX_KEY_CHARS = 255


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


class HeaderLimit:
    """Answers 431 where a request's headers are larger than `MAX_HEADER_BYTES`; the HTTP parser has no bound of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        size_bytes = sum(len(name) + len(value) for name, value in scope.get("headers", ()))
        if size_bytes <= MAX_HEADER_BYTES:
            await self._app(scope, receive, send)
            return
        detail = f"Expected headers of at most {MAX_HEADER_BYTES} bytes, got {size_bytes}."
        await json_response({"detail": detail}, 431)(scope, receive, send)


class Submission(Struct, frozen=True):
    """A checked request, its options, and the one canonical JSON of both: what is kept, and what a key stands for."""

    request: BatchRequest
    encoded: bytes
    options: Options = Options()


async def read_submission(request: Request, settings: Settings, *, with_options: bool) -> Submission:
    """Read, decode and check a batch from a request's body; a large one on a thread.

    Args:
        with_options: the body's `options` are meant; otherwise they are ignored, as is any field that is not known.

    Raises:
        HTTPException: 415 for another Content-Type than JSON or a compressed body, 413 for too large a body.
        InvalidRequest: 422.
    """
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise HTTPException(415, f"Expected Content-Type: application/json, got {content_type!r}.")
    _refuse_coding(request)
    body = await _body(request, settings.max_body_bytes)
    decode = _decode_optioned if with_options else _decode
    if len(body) < LARGE_BODY_BYTES:
        submission = decode(body)
    else:
        submission = await asyncio.to_thread(decode, body)
    pairs = submission.request.pair_count
    if pairs > settings.max_pairs:
        message = (
            f"Expected at most {settings.max_pairs} pairs, got {pairs} (jobs x candidates). "
            "Send several smaller batches, or raise MAX_PAIRS."
        )
        raise InvalidRequest([Problem("too_many_pairs", ("body",), message)])
    return submission


def _refuse_coding(request: Request) -> None:
    """Refuse a body in another form than its own, with what is taken instead: RFC 9110, 12.5.3 and 15.5.16."""
    coding = ", ".join(request.headers.getlist("content-encoding")).strip().lower()
    if coding not in ("", "identity"):
        detail = f"Expected a body without Content-Encoding, got {coding[:64]!r}. Send the JSON uncompressed."
        raise HTTPException(415, detail, {"Accept-Encoding": "identity"})


def read_key(request: Request, submission: Submission) -> IdempotencyKey | None:
    """The request's Idempotency-Key with the digest of what it asks for, or None.

    Raises:
        InvalidRequest: the key is empty, too long or not printable ASCII.
    """
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not (0 < len(key) <= MAX_KEY_CHARS and key.isascii() and key.isprintable()):
        allowed = f"1 to {MAX_KEY_CHARS} printable ASCII characters"
        raise InvalidRequest([Problem("value_error", KEY_LOC, f"Expected {allowed}, got {key[:64]!r}.")])
    return IdempotencyKey(key, hashlib.sha256(submission.encoded).digest())


def _decode(body: bytes) -> Submission:
    request = decode_request(body)
    return Submission(request, msgspec.json.encode(request))


def _decode_optioned(body: bytes) -> Submission:
    request = decode_optioned(body)
    return Submission(request, msgspec.json.encode(request), request.asked)


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

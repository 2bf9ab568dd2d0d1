"""Every error that leaves the server, as `{"detail": ...}`."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match, Route

from scoring.errors import InvalidRequest, Problem
from server.log.base import KeyReused, LogClosed, LogUnavailable

KEY_LOC = ("header", "Idempotency-Key")
RETRY_AFTER_S = 5
"""What a client is told to wait, in seconds, when the server takes no new work."""


class Draining(Exception):
    """The server is being stopped and takes no new work."""


def json_response(content: object, status_code: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer, encoded by msgspec."""
    return Response(msgspec.json.encode(content), status_code, headers, media_type="application/json")


def invalid_request(_: Request, exc: Exception) -> Response:
    """422 with the problems, their paths first."""
    assert isinstance(exc, InvalidRequest)
    return json_response({"detail": exc.problems}, 422)


def http_error(request: Request, exc: Exception) -> Response:
    """Any other refusal, with its sentence; 405 names all methods of the path, of which each route knows its own."""
    assert isinstance(exc, HTTPException)
    headers = {"Allow": ", ".join(_methods(request))} if exc.status_code == 405 else exc.headers
    return json_response({"detail": exc.detail}, exc.status_code, headers)


def _methods(request: Request) -> list[str]:
    """Those of all routes to the path of a request; files, which are mounted, have no route of their own."""
    routes = (route for route in request.app.routes if isinstance(route, Route))
    fitting = (route for route in routes if route.matches(request.scope)[0] is not Match.NONE)
    return sorted({method for route in fitting for method in route.methods or ()}) or ["GET", "HEAD"]


def key_reused(_: Request, exc: Exception) -> Response:
    """422, naming the batch that the key made."""
    return json_response({"detail": [Problem("idempotency_key_reused", KEY_LOC, str(exc))]}, 422)


def unavailable(_: Request, exc: Exception) -> Response:
    """503, to be tried again."""
    return refuse(str(exc) or str(exc.__doc__))


def refuse(detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """503 with Retry-After, and these headers."""
    return json_response({"detail": detail}, 503, {"Retry-After": str(RETRY_AFTER_S), **(headers or {})})


def gone(_: Request, exc: Exception) -> Response:
    """Nothing that anybody gets: the client left before it had sent its request."""
    return Response(status_code=400)


def internal_error(_: Request, exc: Exception) -> Response:
    """500; the server's log has the details."""
    return json_response({"detail": "The server failed; its log says why."}, 500)


EXCEPTION_HANDLERS = {
    InvalidRequest: invalid_request,
    HTTPException: http_error,
    KeyReused: key_reused,
    Draining: unavailable,
    LogUnavailable: unavailable,
    LogClosed: unavailable,
    ClientDisconnect: gone,
    Exception: internal_error,
}

"""Every error that leaves the server, as `{"detail": ...}`."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from scoring.errors import InvalidRequest


def json_response(content: object, status_code: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer, encoded by msgspec."""
    return Response(msgspec.json.encode(content), status_code, headers, media_type="application/json")


def invalid_request(_: Request, exc: Exception) -> Response:
    """422 with the problems, their paths first."""
    assert isinstance(exc, InvalidRequest)
    return json_response({"detail": exc.problems}, 422)


def http_error(_: Request, exc: Exception) -> Response:
    """Any other refusal, with its sentence."""
    assert isinstance(exc, HTTPException)
    return json_response({"detail": exc.detail}, exc.status_code, exc.headers)


def internal_error(_: Request, exc: Exception) -> Response:
    """500; the server's log has the details."""
    return json_response({"detail": "The server failed; its log says why."}, 500)


EXCEPTION_HANDLERS = {
    InvalidRequest: invalid_request,
    HTTPException: http_error,
    Exception: internal_error,
}

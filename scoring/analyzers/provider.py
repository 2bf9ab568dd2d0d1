"""One HTTP call to an OpenAI-compatible API, and what its failures mean.

Foreign errors end here: each becomes one of `scoring.errors`. Nothing is retried; that is the engine's part.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence

import aiohttp
import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from scoring.errors import (
    AnalysisError,
    CallTimeout,
    InvalidOutput,
    ProviderFailure,
    QuotaExhausted,
    RateLimited,
    Refused,
    TooLong,
    Unauthorized,
)
from scoring.ratelimits import RateLimits, rate_limits, seconds

EMBEDDING_INPUTS = 2048
"""Texts in one embeddings request, at most."""
_NOT_OF_REQUEST = (401, 402, 403, 404, 408, 409, 429)
"""Of the statuses from 400 to 499 those that say something of the key, the model or the provider."""
_TRY_AGAIN = re.compile(r"(?i:try again in) ((?:\d+(?:\.\d+)?(?:ms|[dhms]))+)")


class ErrorDetail(Struct):
    """The body's `error`; `code` may be a number."""

    message: str = ""
    type: str | None = None
    param: str | None = None
    code: str | int | None = None


class _ErrorBody(Struct):
    error: ErrorDetail | str | None = None


class _Embedding(Struct):
    index: int
    embedding: str | list[float]


class _Embeddings(Struct):
    data: list[_Embedding]


_error_body = msgspec.json.Decoder(_ErrorBody, strict=False)
_embeddings = msgspec.json.Decoder(_Embeddings)


class Reply(Struct, frozen=True):
    """A good answer's body, and what its headers told of the rate limits."""

    content: bytes
    limits: RateLimits | None = None


class ParameterRejected(ProviderFailure):
    """The provider does not take a parameter of the request; `detail` says which."""

    def __init__(self, message: str, detail: ErrorDetail) -> None:
        super().__init__(message)
        self.detail = detail


class Provider:
    """An API's base URL, key and connections. Times are in seconds.

    Args:
        first_byte_timeout_s: longest silence, before the first byte and between bytes.
        total_timeout_s: longest call, from connecting to the last byte.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        connect_timeout_s: float = 10.0,
        first_byte_timeout_s: float = 60.0,
        total_timeout_s: float = 120.0,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._headers = {"Content-Type": "application/json"}
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"
        self._timeout = aiohttp.ClientTimeout(
            total=total_timeout_s, sock_connect=connect_timeout_s, sock_read=first_byte_timeout_s
        )
        self._session: aiohttp.ClientSession | None = None

    async def post(self, path: str, body: bytes) -> Reply:
        """Send one request and return its answer.

        Raises:
            AnalysisError: what the failure means. Cancelling closes the connection.
        """
        try:
            async with self._open().post(self._base_url + path, data=body) as answer:
                content = await answer.read()
        except TimeoutError as exc:
            raise CallTimeout(retryable=True) from exc
        except aiohttp.ClientError as exc:
            raise ProviderFailure(f"The provider could not be reached: {exc}", retryable=True) from exc
        if answer.status != 200:
            raise classify(answer.status, answer.headers, content)
        return Reply(content, rate_limits(answer.headers))

    async def embed(self, texts: Sequence[str], model: str) -> NDArray[np.float32]:
        """Vectors (n_texts, n_dims) float32, in the order of `texts`; none of them may be empty.

        Raises:
            AnalysisError: see `post`.
        """
        parts = []
        for start in range(0, len(texts), EMBEDDING_INPUTS):
            chunk = list(texts[start : start + EMBEDDING_INPUTS])
            body = {"model": model, "input": chunk, "encoding_format": "base64"}
            answer = await self.post("/embeddings", msgspec.json.encode(body))
            parts.append(_vectors(answer.content, len(chunk)))
        return np.concatenate(parts) if parts else np.zeros((0, 0), np.float32)

    async def aclose(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            # No limit here: the gate alone decides how many calls are out.
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(connector=connector, timeout=self._timeout, headers=self._headers)
        return self._session


def classify(status: int, headers: Mapping[str, str], body: bytes) -> AnalysisError:
    """The error that an answer other than 200 means, with what its headers told of the rate limits."""
    error = _classify(status, headers, body)
    error.limits = rate_limits(headers)
    if not error.retryable:
        error.of_model = status == 404 or "model_not_found" in _code(error_detail(body))
        is_bad_request = 400 <= status < 500 and status not in _NOT_OF_REQUEST
        error.of_request = not error.of_model and (is_bad_request or isinstance(error, Refused | TooLong))
    return error


def _classify(status: int, headers: Mapping[str, str], body: bytes) -> AnalysisError:
    detail = error_detail(body)
    message = f"The provider answered {status}: {detail.message or body[:200].decode(errors='replace')!r}"
    code = _code(detail)
    if status in (401, 403):
        return Unauthorized(message)
    if status == 402 or "insufficient_quota" in code:
        return QuotaExhausted(message)
    if "content_filter" in code:
        return Refused(message)
    if status == 413 or _is_too_long(status, code, detail.message):
        return TooLong(message)
    wait_s, told = retry_after_s(headers, detail.message), headers.get("x-should-retry")
    if status == 429 or (status == 503 and "slow down" in detail.message.lower()):
        error = RateLimited(message, retryable=told != "false", retry_after_s=wait_s)
        error.slow_down = status == 503
        return error
    if told != "true" and (status in (400, 404, 422) or (status == 500 and "response_format" in detail.message)):
        return ParameterRejected(message, detail)
    retryable = told == "true" or (told != "false" and (status in (408, 409) or status >= 500))
    return ProviderFailure(message, retryable=retryable, retry_after_s=wait_s)


def _code(detail: ErrorDetail) -> str:
    return f"{detail.code or ''} {detail.type or ''}"


def _is_too_long(status: int, code: str, message: str) -> bool:
    if "context_length_exceeded" in code or "Request too large" in message:
        return True
    return status == 400 and "maximum context length" in message.lower()  # vLLM and others give no code


def error_detail(body: bytes) -> ErrorDetail:
    """The body's `error`, empty where there is none."""
    try:
        error = _error_body.decode(body).error
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ErrorDetail()
    return ErrorDetail(error) if isinstance(error, str) else error or ErrorDetail()


def retry_after_s(headers: Mapping[str, str], message: str = "") -> float | None:
    """Seconds to wait, from 0 to `LONGEST_S`; None where nothing that can be read tells.

    The first that can be read counts: `retry-after-ms`, `retry-after` (seconds or an HTTP date), the message's own words.
    """
    for name, unit_s in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        wait_s = seconds(headers.get(name, ""), unit_s)
        if wait_s is not None:
            return wait_s
    found = _TRY_AGAIN.search(message)
    return seconds(found[1]) if found else None


def _vectors(answer: bytes, count: int) -> NDArray[np.float32]:
    try:
        rows = sorted(_embeddings.decode(answer).data, key=lambda row: row.index)
        vectors = np.stack([_vector(row.embedding) for row in rows])
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as exc:
        raise InvalidOutput(f"The provider's embeddings could not be read: {exc}") from exc
    if len(vectors) != count:
        raise InvalidOutput(f"Expected {count} embeddings, got {len(vectors)}.")
    return vectors


def _vector(embedding: str | list[float]) -> NDArray[np.float32]:
    if isinstance(embedding, str):
        return np.frombuffer(base64.b64decode(embedding, validate=True), dtype="<f4").astype(np.float32)
    return np.array(embedding, dtype=np.float32)

"""One HTTP call to an OpenAI-compatible API.

Foreign errors end here: each becomes one of `scoring.errors`. Nothing is retried; that is the engine's part.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

import aiohttp
import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from scoring.analyzers.errors import Sent, classify
from scoring.errors import AnalysisError, CallTimeout, InvalidOutput, ProviderFailure
from scoring.ratelimits import RateLimits, rate_limits

EMBEDDING_INPUTS = 2048
"""Texts in one embeddings request, at most."""


class _Embedding(Struct):
    index: int
    embedding: str | list[float]


class _Embeddings(Struct):
    data: list[_Embedding]


_embeddings = msgspec.json.Decoder(_Embeddings)


class Reply(Struct, frozen=True):
    """A good answer's body, what it answers, its content type, and what its headers told of the rate limits."""

    content: bytes
    sent: Sent
    content_type: str = ""
    limits: RateLimits | None = None


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
        self._base_url, self._api_key = base_url.rstrip("/"), api_key
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
        sent = Sent(self._base_url + path, body, self._api_key)
        try:
            # What is sent must go to nobody else than who was set.
            async with self._open().post(sent.url, data=body, allow_redirects=False) as answer:
                content = await answer.read()
        except (TimeoutError, aiohttp.ClientError) as exc:
            raise _translated(exc, sent) from exc
        if answer.status != 200:
            raise classify(answer.status, answer.headers, content, sent)
        return Reply(content, sent, answer.content_type, rate_limits(answer.headers))

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


def _translated(exc: Exception, sent: Sent) -> AnalysisError:
    """Why there is no answer. Once the request was on its way, the provider may have done its work, and may bill it."""
    match exc:
        case aiohttp.ConnectionTimeoutError():
            error: AnalysisError = CallTimeout(retryable=True)
            error.may_be_billed = False
        case TimeoutError():
            error = CallTimeout(retryable=True)
        case aiohttp.ClientConnectorError() | aiohttp.InvalidURL():
            error = ProviderFailure(f"The provider could not be reached: {sent.quote(str(exc))}", retryable=True)
        case aiohttp.ClientResponseError():
            error = ProviderFailure(f"The provider's answer is not HTTP: {sent.quote(exc.message)}", retryable=True)
            error.may_be_billed = True
        case _:
            error = ProviderFailure("The provider cut the connection off in the middle of its answer.", retryable=True)
            error.may_be_billed = True
    return error


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

"""What an answer other than a good one means, told in words that may be published.

A provider's words go into events and logs: as one short line, without keys, and without what was sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec
from msgspec import Struct

from scoring.errors import (
    AnalysisError,
    InvalidOutput,
    ProviderFailure,
    QuotaExhausted,
    RateLimited,
    Refused,
    TooLong,
    Unauthorized,
)
from scoring.ratelimits import rate_limits, seconds

MAX_CHARS = 300
"""How much of a provider's words is told."""
ECHO_CHARS = 30
"""So many letters and digits in a row that were sent are an echo of it."""
_NOT_OF_REQUEST = (401, 402, 403, 404, 408, 409, 429)
"""Of the statuses from 400 to 499 those that say something of the key, the model or the provider."""
_REDIRECTS = range(300, 400)
_READ_CHARS = 10 * MAX_CHARS
_NO_MONEY = "credit balance is too low"  # Anthropic's
_FLAGGED = re.compile(r"\bmoderation\b|\b(?:input|prompt|content|request|message|text)s? (?:\w+ ){1,3}flagged")
_TRY_AGAIN = re.compile(r"(?i:try again in) ((?:\d+(?:\.\d+)?(?:ms|[dhms]))+)")
_KEYS = re.compile(r"(?i)\bbearer\s+[^\s'\",;]{8,}|\b(?:sk|gsk|xai|hf|nvapi)[-_][\w*.-]{6,}|\bAIza[\w-]{20,}")
_NO_LETTERS = re.compile(r"\\+[nrt]|[\W_]+")
_LEAST_KEY_CHARS = 8
"""A shorter key is a word, as where none is needed."""


class _Message(Struct):
    content: str = ""


class _Asked(Struct):
    """As much of a request's body as is of interest here."""

    model: str = ""
    messages: list[_Message] = []
    input: list[str] = []


_asked = msgspec.json.Decoder(_Asked)


class Sent:
    """What was sent where, and the key that went with it: what must not come back in a message."""

    def __init__(self, url: str = "", body: bytes = b"{}", api_key: str = "") -> None:
        self.url, self._body, self._api_key = url, body, api_key

    @property
    def asked(self) -> str:
        """Who was asked for which model, in words."""
        url = urlsplit(self.url)
        return f"{url.netloc.rpartition('@')[2]}{url.path}, model {_asked.decode(self._body).model!r}"

    def quote(self, text: str) -> str:
        """A provider's words as a line of at most `MAX_CHARS`, keys replaced, up to where they repeat what was sent."""
        line = " ".join("".join(char if char.isprintable() else " " for char in text[:_READ_CHARS]).split())
        if len(self._api_key) >= _LEAST_KEY_CHARS:
            line = line.replace(self._api_key, "[key]")
        line = _KEYS.sub("[key]", line)
        if len(line) > MAX_CHARS:
            line = line[: MAX_CHARS - 1] + "…"
        echo = self._echo(line)
        return line if echo is None else f"{line[:echo]}[what was sent]"

    def _echo(self, line: str) -> int | None:
        """Where in the line a long part of what was sent begins."""
        for begin in range(len(line)):
            letters = _letters(line[begin : begin + 2 * ECHO_CHARS])[:ECHO_CHARS]
            if line[begin].isalnum() and len(letters) == ECHO_CHARS and letters in self._letters:
                return begin
        return None

    @cached_property
    def _letters(self) -> str:
        asked = _asked.decode(self._body)
        return _letters("\n".join((*(message.content for message in asked.messages), *asked.input)))


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text).lower()


class ErrorDetail(Struct):
    """What a provider tells of an error; `code` may be a number, `param` a path in the request."""

    message: str = ""
    type: str | None = None
    param: str | None = None
    code: str | int | None = None


class ParameterRejected(ProviderFailure):
    """The provider does not take a parameter of the request; `detail` says which."""

    def __init__(self, message: str, detail: ErrorDetail) -> None:
        super().__init__(message)
        self.detail = detail


def classify(status: int, headers: Mapping[str, str], body: bytes, sent: Sent | None = None) -> AnalysisError:
    """The error that an answer other than 200 means, with what its headers told of the rate limits."""
    error = _classify(status, headers, body, sent or Sent())
    error.limits = rate_limits(headers)
    error.may_be_billed = isinstance(error, InvalidOutput)
    if not error.retryable:
        is_elsewhere = status in _REDIRECTS or status == 404
        error.of_model = is_elsewhere or "model_not_found" in _code(error_detail(body))
        is_bad_request = 400 <= status < 500 and status not in _NOT_OF_REQUEST and isinstance(error, ProviderFailure)
        # A firewall answers 403, too, to what a request contains.
        is_refused = status == 403 or isinstance(error, Refused | TooLong)
        error.of_request = not error.of_model and (is_bad_request or is_refused)
    return error


def _classify(status: int, headers: Mapping[str, str], body: bytes, sent: Sent) -> AnalysisError:
    detail = error_detail(body)
    detail.message = detail.message or body[:_READ_CHARS].decode(errors="replace")
    if status in _REDIRECTS:
        return ProviderFailure(_redirected(headers.get("location", ""), sent))
    message = f"The provider answered {status}: {sent.quote(detail.message)!r}{_hint(status, sent)}"
    if (kind := _final(status, _code(detail), detail.message.lower())) is not None:
        return kind(message)
    wait_s, told = retry_after_s(headers, detail.message), headers.get("x-should-retry")
    if status == 429 or (status == 503 and "slow down" in detail.message.lower()):
        error = RateLimited(message, retryable=told != "false", retry_after_s=wait_s)
        error.slow_down = status == 503
        return error
    if told != "true" and (status in (400, 422) or (status == 500 and "response_format" in detail.message)):
        return ParameterRejected(message, detail)
    retryable = told == "true" or (told != "false" and (status in (408, 409) or status >= 500))
    return ProviderFailure(message, retryable=retryable, retry_after_s=wait_s)


def _final(status: int, code: str, words: str) -> type[AnalysisError] | None:
    """The kind of an error that no waiting mends, where it is one of these."""
    if status == 403 and _FLAGGED.search(words):
        return Refused
    if status in (401, 403):
        return Unauthorized
    if status == 402 or "insufficient_quota" in code or (status == 400 and _NO_MONEY in words):
        return QuotaExhausted
    if "content_filter" in code or "invalid_prompt" in code:
        return Refused
    if "json_validate_failed" in code:  # Groq's: the model's answer is not what the response format asks for
        return InvalidOutput
    return TooLong if status == 413 or _is_too_long(status, code, words) else None


def _hint(status: int, sent: Sent) -> str:
    match status:
        case 401:
            return f" ({sent.asked}). Check OPENAI_API_KEY, OPENAI_BASE_URL and MODEL."
        case 404:
            return f" ({sent.asked}). Check OPENAI_BASE_URL, which mostly ends in /v1, and MODEL."
        case _:
            return ""


def _redirected(location: str, sent: Sent) -> str:
    if not location:
        return "The provider redirects and does not say where to; check OPENAI_BASE_URL."
    base_url = urljoin(sent.url, location).removesuffix("/chat/completions").removesuffix("/embeddings")
    return f"The provider redirects to {sent.quote(base_url)!r}; set OPENAI_BASE_URL to it."


def _code(detail: ErrorDetail) -> str:
    return f"{detail.code or ''} {detail.type or ''}"


def _is_too_long(status: int, code: str, words: str) -> bool:
    if "context_length_exceeded" in code or "request too large" in words:
        return True
    return status == 400 and "maximum context length" in words  # vLLM and others give no code


def error_detail(body: bytes) -> ErrorDetail:
    """What a body tells of an error, in any of the forms that providers have for it; empty where it tells nothing."""
    try:
        return _detail(msgspec.json.decode(body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ErrorDetail()


def _detail(told: Any) -> ErrorDetail:
    match told:
        case str():
            return ErrorDetail(told)
        case [first, *_]:  # Gemini's lists of one error, and all that FastAPI finds wrong
            return _detail(first)
        case {"loc": [*loc], "msg": str(message)}:
            param = ".".join(str(part) for part in loc if part != "body")
            return ErrorDetail(f"{param}: {message}", _string(told.get("type")), param)
        case {"error": dict() | list() as inner} | {"message": dict() | list() as inner} | {"detail": inner}:
            return _detail(inner)
        case {"message": str(message)}:
            return _plain_detail(told, message)
        case {"error": str(message)}:
            return _plain_detail(told, message)
    return ErrorDetail()


def _plain_detail(told: dict[str, Any], message: str) -> ErrorDetail:
    match told:
        case {"metadata": {"raw": str(raw)}}:  # OpenRouter's, of the provider behind it
            message = f"{message}: {raw}"
    code = told.get("code")
    kind = _string(told.get("type")) or _string(told.get("status"))
    return ErrorDetail(message, kind, _string(told.get("param")), code if isinstance(code, int | str) else None)


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


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

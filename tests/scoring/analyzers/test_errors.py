"""What a provider's errors mean, and what of its words is told."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from scoring.analyzers.errors import MAX_CHARS, ErrorDetail, ParameterRejected, Sent, classify, error_detail, retry_after_s
from scoring.errors import AnalysisError, ProviderFailure, QuotaExhausted, Refused, TooLong, Unauthorized
from scoring.ratelimits import LONGEST_S

KEY = "custom-4f9a2c7d51"
PROFILE = r'{"field":"resume_text","text":"Five years of night shifts on a cardiac ward.\nCharge nurse for two of them."}'
BODY: dict[str, Any] = {"model": "m", "messages": [{"content": f"The job:\n{{}}\n<profile>\n{PROFILE}\n</profile>"}]}
SENT = Sent("http://host/v1/chat/completions", json.dumps(BODY).encode(), KEY)

WORDS: dict[str, tuple[str, str]] = {
    "as it is": ("The engine is overloaded, sorry.", "The engine is overloaded, sorry."),
    "one line": ("Bad\r\n request\x1b[31m,\tagain\u2028", "Bad request [31m, again"),
    "the key": (f"Your api key: {KEY} is invalid", "Your api key: [key] is invalid"),
    "its header": (f"got 'Bearer {KEY}'", "got 'Bearer [key]'"),
    "another's header": ("got 'Bearer abc.def~ghi-123', no", "got '[key]', no"),
    "a masked key": ("Incorrect API key provided: sk-proj-****7890. See", "Incorrect API key provided: [key] See"),
    "Groq's key": ("Invalid key gsk_abcdef123456", "Invalid key [key]"),
    "Google's key": ("API key AIzaSyA1234567890_abcdefghijk not valid", "API key [key] not valid"),
    "words like keys": (
        "A task-based, risk-free bearer of desk-mounted news",
        "A task-based, risk-free bearer of desk-mounted news",
    ),
    "a value": (
        f"1 validation error: input_value={BODY['messages'][0]['content']}",
        "1 validation error: input_value=[what was sent]",
    ),
    "a value in Python": (
        f"1 validation error: input={PROFILE!r}",
        "1 validation error: input=[what was sent]",
    ),
    "a value in JSON": (
        f"messages.2: {json.dumps(json.dumps(PROFILE))}",
        "messages.2: [what was sent]",
    ),
    "a sentence of it": (
        "Flagged: five years of night shifts on a CARDIAC ward, and more",
        "Flagged: [what was sent]",
    ),
    "a few words of it": ("Flagged: 'night shifts'", "Flagged: 'night shifts'"),
}


@pytest.mark.parametrize(("said", "told"), WORDS.values(), ids=WORDS)
def test_a_providers_words_are_told_without_keys_and_without_what_was_sent(said: str, told: str) -> None:
    assert re.sub(r"""[{"'\\]+\[what""", "[what", SENT.quote(said)) == told  # marks that stand before it are of no interest


@pytest.mark.parametrize(
    "said", ["bad " + "x" * 2_000_000, "y" * (MAX_CHARS + 1), f"{'z ' * 148}{PROFILE}", f"{'z' * 295} {KEY}"]
)
def test_a_providers_words_are_cut(said: str) -> None:
    told = SENT.quote(said)
    assert len(told) <= MAX_CHARS
    assert KEY[:8] not in told


def test_a_word_that_is_set_as_the_key_where_none_is_needed_is_no_secret() -> None:
    assert Sent(api_key="key").quote("Incorrect API key") == "Incorrect API key"


def test_texts_that_were_sent_to_be_embedded_are_not_told_either() -> None:
    sent = Sent("", json.dumps({"model": "e", "input": [PROFILE]}).encode())
    assert sent.quote(f"Bad input: {PROFILE}") == 'Bad input: {"[what was sent]'


def classified(status: int, code: str | int | None = None, message: str = "", **headers: str) -> AnalysisError:
    body = json.dumps({"error": {"message": message, "code": code}}).encode()
    return classify(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def test_a_request_that_a_content_filter_stops_is_refused() -> None:
    assert type(classified(400, "content_filter", "The prompt triggered the content policy")) is Refused


def test_a_prompt_that_is_flagged_is_refused() -> None:
    assert type(classified(400, "invalid_prompt", "Your prompt was flagged")) is Refused


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Your chosen model requires moderation and your input was flagged", Refused),
        ("This content has been flagged by the policy", Refused),
        ("Your account has been flagged for abuse", Unauthorized),
        ("Country not supported", Unauthorized),
        ("", Unauthorized),
    ],
)
def test_what_is_flagged_is_refused_and_not_the_key(message: str, kind: type[AnalysisError]) -> None:
    assert type(classified(403, None, message)) is kind
    assert type(classified(401, None, message)) is Unauthorized


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "Your credit balance is too low to access the Anthropic API.", QuotaExhausted),
        (402, "Insufficient Balance", QuotaExhausted),
        (500, "Your credit balance is too low", ProviderFailure),
        (400, "Text: 'balanced credit accounts'", ParameterRejected),
    ],
)
def test_an_account_without_money_is_told_by_the_status_or_by_words(
    status: int, message: str, kind: type[AnalysisError]
) -> None:
    assert type(classified(status, None, message)) is kind


@pytest.mark.parametrize("status", [400, 500])
def test_a_request_over_the_context_is_too_long_even_without_a_code(status: int) -> None:
    error = classified(status, None, "This model's maximum context length is 8192 tokens, you asked for 9000.")
    assert type(error) is (TooLong if status == 400 else ProviderFailure)


@pytest.mark.parametrize(
    ("status", "code", "of_request", "of_model"),
    [
        (400, None, True, False),
        (400, "content_filter", True, False),
        (400, "model_not_found", False, True),
        (401, None, False, False),
        (402, None, False, False),
        (403, None, True, False),
        (404, None, False, True),
        (404, "model_not_found", False, True),
        (408, None, False, False),
        (409, None, False, False),
        (413, None, True, False),
        (415, None, True, False),
        (422, None, True, False),
        (429, None, False, False),
        (500, None, False, False),
        (503, None, False, False),
    ],
)
def test_an_error_says_whether_the_request_or_the_model_is_at_fault(
    status: int, code: str | None, of_request: bool, of_model: bool
) -> None:
    error = classified(status, code)
    assert (error.of_request, error.of_model) == (of_request, of_model)


@pytest.mark.parametrize(
    ("status", "told", "retryable"),
    [
        (400, "true", True),
        (404, "true", True),
        (418, "true", True),
        (429, "false", False),
        (429, "true", True),
        (500, "false", False),
        (503, "maybe", True),
        (400, "maybe", False),
        (401, "true", False),  # no retry mends a key
    ],
)
def test_a_provider_says_itself_whether_to_try_again(status: int, told: str, retryable: bool) -> None:
    assert classified(status, None, "Slow down", x_should_retry=told).retryable is retryable


@pytest.mark.parametrize("status", [400, 404])
def test_what_is_to_be_tried_again_is_the_fault_of_neither_request_nor_model(status: int) -> None:
    error = classified(status, None, "temperature", x_should_retry="true")
    assert (type(error), error.of_request, error.of_model) == (ProviderFailure, False, False)


@pytest.mark.parametrize(
    ("headers", "message", "seconds"),
    [
        ({"retry-after-ms": "1500", "retry-after": "9"}, "", 1.5),
        ({"retry-after": "2.5"}, "", 2.5),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, "", 0.0),
        ({"retry-after": "soon"}, "", None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 +9999999999999999"}, "", None),
        ({"retry-after": "1e9"}, "", LONGEST_S),
        ({"retry-after": "inf"}, "", LONGEST_S),
        ({"retry-after-ms": "inf"}, "", LONGEST_S),
        ({"retry-after-ms": "-5"}, "", 0.0),
        ({"retry-after-ms": "x", "retry-after": "7"}, "", 7.0),
        ({"retry-after-ms": "nan", "retry-after": "soon"}, "Please try again in 2s.", 2.0),
        ({}, "Please try again in 1m30s.", 90.0),
        ({}, "Try again in 6m0s. Visit our page.", 360.0),
        ({}, "Please try again in a while.", None),
        ({}, "Please try again in 9.816s.", 9.816),
        ({}, "Please try again in 250ms.", 0.25),
        ({}, "", None),
    ],
)
def test_the_wait_is_read_in_every_form(headers: dict[str, str], message: str, seconds: float | None) -> None:
    assert retry_after_s(headers, message) == (None if seconds is None else pytest.approx(seconds))


def extra(*loc: str) -> dict[str, Any]:
    return {"type": "extra_forbidden", "loc": ["body", *loc], "msg": "no"}


GEMINI = {"message": "no", "code": 400, "status": "INVALID_ARGUMENT"}
VLLM = {"object": "error", "message": "no", "type": "BadRequestError", "param": None, "code": 400}
ANTHROPIC = {"type": "error", "error": {"type": "invalid_request_error", "message": "no"}}
MISTRAL = {"object": "error", "message": {"detail": [extra("store")]}, "type": "t", "param": None, "code": None}
OPENROUTER = {"error": {"message": "Provider returned error", "code": 400, "metadata": {"raw": "no"}}}
DETAILS: dict[str, tuple[Any, ErrorDetail]] = {
    "OpenAI": ({"error": {"message": "no", "type": "t", "param": "p", "code": "c"}}, ErrorDetail("no", "t", "p", "c")),
    "a word": ({"error": "model not found"}, ErrorDetail("model not found")),
    "a number": ({"error": {"message": "no", "code": 429}}, ErrorDetail("no", code=429)),
    "Gemini": ([{"error": GEMINI}], ErrorDetail("no", "INVALID_ARGUMENT", code=400)),
    "vLLM": (VLLM, ErrorDetail("no", "BadRequestError", code=400)),
    "Anthropic": (ANTHROPIC, ErrorDetail("no", "invalid_request_error")),
    "FastAPI": ({"detail": "Not Found"}, ErrorDetail("Not Found")),
    "FastAPI's list": (
        {"detail": [extra("response_format", "type"), extra("store")]},
        ErrorDetail("response_format.type: no", "extra_forbidden", "response_format.type"),
    ),
    "Mistral": (MISTRAL, ErrorDetail("store: no", "extra_forbidden", "store")),
    "OpenRouter": (OPENROUTER, ErrorDetail("Provider returned error: no", code=400)),
    "odd types": ({"error": {"message": "no", "type": 3, "param": ["store"], "code": [1]}}, ErrorDetail("no")),
    "a number for a message": ({"error": {"message": 3}}, ErrorDetail()),
    "null": (None, ErrorDetail()),
    "nothing": ({}, ErrorDetail()),
    "an empty list": ([], ErrorDetail()),
    "no error": ({"error": None, "choices": []}, ErrorDetail()),
}


@pytest.mark.parametrize(("body", "detail"), DETAILS.values(), ids=DETAILS)
def test_an_error_is_read_in_every_form(body: Any, detail: ErrorDetail) -> None:
    assert error_detail(json.dumps(body).encode()) == detail


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b"[" * 100_000], ids=["nothing", "html", "bytes", "deep"])
def test_what_is_no_error_tells_nothing(body: bytes) -> None:
    assert error_detail(body) == ErrorDetail()

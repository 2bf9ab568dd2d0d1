"""From a chat completion's bytes to an answer, or to the error that it means."""

from __future__ import annotations

import logging
import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from scoring.analyzers.base import Answer
from scoring.analyzers.errors import Sent, classify, error_detail
from scoring.analyzers.provider import Reply
from scoring.errors import AnalysisError, InvalidOutput, ProviderFailure, Refused, TooLong
from scoring.judgement import Judgement
from scoring.prices import Tokens
from scoring.prompts import PROMPT_HASH

logger = logging.getLogger("scoring")


class _Part(Struct):
    text: str = ""  # what a model thinks has none


class _Message(Struct, frozen=True):
    content: str | list[_Part] | None = None
    refusal: str | None = None


class _Choice(Struct):
    message: _Message = _Message()
    finish_reason: str | None = None
    error: Any = None  # OpenRouter's


_Count = Annotated[int, Meta(ge=0, le=10_000_000)]  # more is no call's, but a mistake


class _CachedTokens(Struct):
    cached_tokens: _Count | None = 0


class _Usage(Struct):
    prompt_tokens: _Count
    completion_tokens: _Count
    prompt_tokens_details: _CachedTokens | None = None


class _Completion(Struct):
    choices: list[_Choice]
    usage: msgspec.Raw = msgspec.Raw(b"null")  # read apart: an answer is good whatever is told of its tokens


_VALUE = re.compile(r"(?<=Invalid enum value) .*(?= - at )", re.DOTALL)
"""The value that is none of an enum's: words of the model, which may be any."""
TOLD_CHARS = 60
"""How much is told of an answer that is something else."""
_completion = msgspec.json.Decoder(_Completion)
_usage = msgspec.json.Decoder(_Usage, strict=False)
_judgement = msgspec.json.Decoder(Judgement, strict=False)

_OPTIONAL: dict[str, Any] = {
    "skillGaps": (),
    "strengths": (),
    "concerns": (),
    "uniqueQualities": (),
    "availability": "",
    "reasoningSummary": "",
}
"""What a judgement may leave out: no score depends on it."""
_OPTIONAL_IN: dict[str, dict[str, Any]] = {
    "skills": {"level": "", "yearsOfExperience": 0.0},
    "skillMatches": {},
    "strengths": {"category": ""},
}
"""What may be left out of the items of its lists."""


def answer_of(reply: Reply) -> Answer:
    """The answer in a reply with the status 200.

    Raises:
        AnalysisError: what it means instead; a 200 may be a refusal, half an answer, or an error of any kind.
    """
    completion = _read(reply)
    tokens = _tokens(completion.usage)
    try:
        return Answer(_judge(completion, reply.sent), tokens, PROMPT_HASH, reply.limits)
    except AnalysisError as error:
        error.tokens = tokens  # it was paid for all the same
        error.may_be_billed = tokens == Tokens()
        raise


def _read(reply: Reply) -> _Completion:
    try:
        return _completion.decode(reply.content)
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        if error_detail(reply.content).message:
            raise _inside(reply.content, reply.sent) from exc
        failure = ProviderFailure(f"The provider's answer is not a chat completion: {_what_came(reply)}", retryable=True)
        failure.may_be_billed = True
        raise failure from exc


def _inside(body: bytes, sent: Sent) -> AnalysisError:
    """What an error means that comes with the status 200."""
    code = error_detail(body).code
    return classify(code if isinstance(code, int) else 500, {}, body, sent)


def _what_came(reply: Reply) -> str:
    begin = reply.content[:TOLD_CHARS].decode(errors="replace")
    return f"it is {reply.content_type!r} and begins with {reply.sent.quote(begin)!r}. Check OPENAI_BASE_URL."


def _judge(completion: _Completion, sent: Sent) -> Judgement:
    if not completion.choices:
        raise InvalidOutput("The answer has no choices.")
    choice = completion.choices[0]
    if choice.error is not None or choice.finish_reason == "error":
        raise _inside(msgspec.json.encode({"error": choice.error or "The answer was broken off."}), sent)
    if choice.message.refusal or choice.finish_reason == "content_filter":
        # Its words may name whatever the model has seen in the candidate, so they are not published.
        logger.debug("The model refused: %s", sent.quote(choice.message.refusal or "its content filter stopped it"))
        raise Refused
    if choice.finish_reason == "length":
        raise TooLong("The answer was longer than MAX_OUTPUT_TOKENS allows; raise it.")
    text = _text(choice.message.content)
    if not text:
        raise InvalidOutput("The model answered nothing.")
    try:
        return _judgement_in(text)
    except msgspec.DecodeError as exc:
        raise InvalidOutput(f"The answer is not a valid analysis: {_VALUE.sub('', str(exc))}.") from exc


def _text(content: str | list[_Part] | None) -> str:
    text = "".join(part.text for part in content) if isinstance(content, list) else content or ""
    return text.strip()


def _judgement_in(text: str) -> Judgement:
    """The judgement in an answer: the whole of it, or the object that stands in a fence or after what the model thought.

    Raises:
        msgspec.DecodeError: there is none.
    """
    try:
        return _judgement.decode(text)
    except msgspec.ValidationError:
        told = msgspec.json.decode(text)
    except msgspec.DecodeError:
        told = _object_in(text)
    return msgspec.convert(_mended(told), Judgement, strict=False)


def _object_in(text: str) -> Any:
    try:
        return msgspec.json.decode(_braced(text))
    except msgspec.DecodeError:
        return msgspec.json.decode(_braced(text.partition("</think>")[2]) or text)  # what it thought has braces, too


def _braced(text: str) -> str:
    return text[text.find("{") : text.rfind("}") + 1]


def _mended(told: Any) -> Any:
    """A judgement as it was meant: enums in their case, and empty where nothing is said on which no score depends."""
    if isinstance(told, dict):
        _fill(told, _OPTIONAL)
        for name, optional in _OPTIONAL_IN.items():
            items = told.get(name)
            for item in items if isinstance(items, list) else ():
                if isinstance(item, dict):
                    _fill(item, optional)
                    _fold(item)
    return told


def _fill(told: dict[str, Any], optional: dict[str, Any]) -> None:
    for name, empty in optional.items():
        if told.get(name) is None:
            told[name] = empty


def _fold(item: dict[str, Any]) -> None:
    for name in ("impact", "matchStrength"):
        if isinstance(item.get(name), str):
            item[name] = item[name].strip().capitalize()


def _tokens(usage: msgspec.Raw) -> Tokens:
    """What a call took; no tokens where that is not told or cannot be."""
    try:
        told = _usage.decode(usage)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Tokens()
    cached = told.prompt_tokens_details.cached_tokens if told.prompt_tokens_details else 0
    return Tokens(told.prompt_tokens, told.completion_tokens, min(cached or 0, told.prompt_tokens))

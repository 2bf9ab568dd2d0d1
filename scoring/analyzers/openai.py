"""Any OpenAI-compatible API, over Chat Completions with structured output."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from scoring.analyzers.base import Answer
from scoring.analyzers.promptcache import CacheKeys
from scoring.analyzers.provider import ParameterRejected, Provider, Reply, classify, error_detail
from scoring.errors import AnalysisError, InvalidOutput, ProviderFailure, Refused, TooLong
from scoring.judgement import Judgement
from scoring.models import Pair
from scoring.prices import Tokens
from scoring.profile import BlindProfile
from scoring.prompts import PROMPT_HASH, SCHEMA_IN_WORDS, SCHEMA_NAME, judgement_schema, messages, size_bytes


class _Message(Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(Struct):
    message: _Message
    finish_reason: str | None = None


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


_completion = msgspec.json.Decoder(_Completion)
_usage = msgspec.json.Decoder(_Usage, strict=False)
_judgement = msgspec.json.Decoder(Judgement, strict=False)
_SCHEMA = msgspec.Raw(msgspec.json.encode(judgement_schema()))  # encoded once, and copied into each request

# Ways to ask for JSON, best first; a provider that refuses one is asked by the next from then on.
_FORMATS = ("json_schema", "json_object_with_schema", "json_object", "prompt")


class OpenAIAnalyzer:
    """Asks a model for a `Judgement`.

    What a provider does not take (a parameter's name, temperature, a response format) is learnt from its refusal
    and left out from then on.
    """

    name = "openai"

    def __init__(self, provider: Provider, *, model: str, temperature: float, max_output_tokens: int) -> None:
        self.model = model
        self._provider = provider
        self._max_output_tokens = max_output_tokens
        self._temperature: float | None = temperature
        self._limit_name = "max_completion_tokens"
        self._store = True
        self._cache_keys: CacheKeys | None = CacheKeys()
        self._format = 0

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        """See `Analyzer.analyze`. A request refused for a parameter is sent again at once without it."""
        while True:
            sent = self._shape()
            try:
                reply = await self._provider.post("/chat/completions", self._body(pair, profile, correction))
                return _answer(reply)
            except ParameterRejected as error:
                if sent == self._shape() and not self._adapt(error):
                    raise

    def size_bytes(self, pair: Pair, profile: BlindProfile) -> int:
        """See `Analyzer.size_bytes`."""
        return size_bytes(pair.job, profile)

    async def aclose(self) -> None:
        """Close the provider's connections."""
        await self._provider.aclose()

    def _shape(self) -> tuple[float | None, str, bool, bool, int]:
        return self._temperature, self._limit_name, self._store, self._cache_keys is None, self._format

    def _body(self, pair: Pair, profile: BlindProfile, correction: str | None) -> bytes:
        talk = messages(pair.job, profile, correction)
        body: dict[str, Any] = {"model": self.model, self._limit_name: self._max_output_tokens}
        if self._temperature is not None:
            body["temperature"] = self._temperature
        if self._store:
            body["store"] = False
        if self._cache_keys:
            body["prompt_cache_key"] = self._cache_keys.key(pair.job, asyncio.get_running_loop().time())
        match _FORMATS[self._format]:
            case "json_schema":
                schema = {"name": SCHEMA_NAME, "strict": True, "schema": _SCHEMA}
                body["response_format"] = {"type": "json_schema", "json_schema": schema}
            case "json_object_with_schema":
                body["response_format"] = {"type": "json_object", "schema": _SCHEMA}
            case "json_object":
                body["response_format"] = {"type": "json_object"}
        if self._format >= _FORMATS.index("json_object"):
            talk[0]["content"] += SCHEMA_IN_WORDS.format(bytes(_SCHEMA).decode())
        return msgspec.json.encode({**body, "messages": talk})

    def _adapt(self, error: ParameterRejected) -> bool:
        told = f"{error.detail.param or ''} {error.detail.message}"
        if "temperature" in told and self._temperature is not None:
            self._temperature = None
        elif "max_completion_tokens" in told and self._limit_name == "max_completion_tokens":
            self._limit_name = "max_tokens"
        elif "prompt_cache_key" in told and self._cache_keys:
            self._cache_keys = None
        elif "store" in told and self._store:
            self._store = False
        elif any(word in told for word in ("response_format", "json_schema", "schema", "json_object")):
            self._format += 1
            return self._format < len(_FORMATS) or self._give_up()
        else:
            return False
        return True

    def _give_up(self) -> bool:
        self._format = len(_FORMATS) - 1
        return False


def _answer(reply: Reply) -> Answer:
    content = reply.content
    try:
        completion = _completion.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        detail = error_detail(content)
        if detail.message:  # an error inside a 200
            status = detail.code if isinstance(detail.code, int) else 500
            raise classify(status, {}, content) from exc
        failure = ProviderFailure(f"The provider's answer is not a chat completion: {exc}", retryable=True)
        failure.may_be_billed = True
        raise failure from exc
    tokens = _tokens(completion.usage)
    try:
        return Answer(_judge(completion), tokens, PROMPT_HASH, reply.limits)
    except AnalysisError as error:
        error.tokens = tokens  # it was paid for all the same
        error.may_be_billed = tokens == Tokens()
        raise


def _judge(completion: _Completion) -> Judgement:
    if not completion.choices:
        raise InvalidOutput("The answer has no choices.")
    choice = completion.choices[0]
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise Refused(f"The model refused: {choice.message.refusal or 'its content filter stopped it'}")
    if choice.finish_reason == "length":
        raise TooLong("The answer was longer than MAX_OUTPUT_TOKENS allows; raise it.")
    try:
        return _judgement.decode(choice.message.content or "")
    except msgspec.DecodeError as exc:
        raise InvalidOutput(f"The answer is not a valid analysis: {exc}.") from exc


def _tokens(usage: msgspec.Raw) -> Tokens:
    """What a call took; no tokens where that is not told or cannot be."""
    try:
        told = _usage.decode(usage)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Tokens()
    cached = told.prompt_tokens_details.cached_tokens if told.prompt_tokens_details else 0
    return Tokens(told.prompt_tokens, told.completion_tokens, min(cached or 0, told.prompt_tokens))

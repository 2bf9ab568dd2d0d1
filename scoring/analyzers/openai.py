"""Any OpenAI-compatible API, over Chat Completions with structured output."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from scoring.analyzers.answers import answer_of
from scoring.analyzers.base import Answer
from scoring.analyzers.errors import ParameterRejected
from scoring.analyzers.promptcache import CacheKeys
from scoring.analyzers.provider import Provider
from scoring.models import Pair
from scoring.profile import BlindProfile
from scoring.prompts import SCHEMA_NAME, judgement_schema, messages, size_bytes

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
                return answer_of(reply)
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
            talk[0]["content"] += f"\nThe schema:\n{bytes(_SCHEMA).decode()}\n"
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

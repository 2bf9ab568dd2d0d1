"""Any OpenAI-compatible API, over Chat Completions with structured output."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import msgspec
from msgspec.structs import replace

from scoring.analyzers.answers import answer_of
from scoring.analyzers.base import Answer
from scoring.analyzers.errors import ParameterRejected
from scoring.analyzers.promptcache import CacheKeys
from scoring.analyzers.provider import Provider
from scoring.analyzers.requests import FORMATS, TOLD, Shape, refused_parameter
from scoring.errors import InvalidOutput
from scoring.models import Pair
from scoring.profile import BlindProfile
from scoring.prompts import SCHEMA_IN_WORDS, SCHEMA_NAME, judgement_schema, messages, size_bytes

_SCHEMA = msgspec.Raw(msgspec.json.encode(judgement_schema()))  # encoded once, and copied into each request
_SCHEMA_TOLD = SCHEMA_IN_WORDS.format(bytes(_SCHEMA).decode())

MISFITS = 3
"""So many first answers that do not fit the schema show that the provider ignores it."""
_Lesson = tuple[Shape, ParameterRejected]
"""What requests contained before something was left out of them, and the refusal that it was left out for."""

logger = logging.getLogger("scoring")


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
        self._temperature = temperature
        self._cache_keys = CacheKeys()
        self._shape = Shape()
        self._misfits, self._has_fitted = 0, False

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        """See `Analyzer.analyze`. A request refused for a parameter is sent again at once without it."""
        learnt: dict[str, _Lesson] = {}
        try:
            while True:
                shape = self._shape
                try:
                    answer = await self._ask(pair, profile, correction)
                except ParameterRejected as error:
                    if not self._learn(error, shape, learnt):
                        raise
                except InvalidOutput:
                    self._count_misfit(shape, correction)
                    raise
                else:
                    self._has_fitted |= correction is None
                    return answer
        finally:
            self._tell(learnt)

    def size_bytes(self, pair: Pair, profile: BlindProfile) -> int:
        """See `Analyzer.size_bytes`."""
        return size_bytes(pair.job, profile)

    async def aclose(self) -> None:
        """Close the provider's connections."""
        await self._provider.aclose()

    async def _ask(self, pair: Pair, profile: BlindProfile, correction: str | None) -> Answer:
        return answer_of(await self._provider.post("/chat/completions", self._body(pair, profile, correction)))

    def _body(self, pair: Pair, profile: BlindProfile, correction: str | None) -> bytes:
        shape, talk = self._shape, messages(pair.job, profile, correction)
        limit_name = "max_completion_tokens" if shape.max_completion_tokens else "max_tokens"
        body: dict[str, Any] = {"model": self.model, limit_name: self._max_output_tokens}
        if shape.temperature:
            body["temperature"] = self._temperature
        if shape.store:
            body["store"] = False
        if shape.prompt_cache_key:
            body["prompt_cache_key"] = self._cache_keys.key(pair.job, asyncio.get_running_loop().time())
        match FORMATS[shape.response_format]:
            case "json_schema":
                schema = {"name": SCHEMA_NAME, "strict": True, "schema": _SCHEMA}
                body["response_format"] = {"type": "json_schema", "json_schema": schema}
            case "json_object_with_schema":
                body["response_format"] = {"type": "json_object", "schema": _SCHEMA}
            case "json_object":
                body["response_format"] = {"type": "json_object"}
        if shape.response_format >= TOLD:
            talk[0]["content"] += _SCHEMA_TOLD
        elif correction:  # perhaps it was never seen
            talk[-1]["content"] += _SCHEMA_TOLD
        return msgspec.json.encode({**body, "messages": talk})

    def _learn(self, error: ParameterRejected, sent: Shape, learnt: dict[str, _Lesson]) -> bool:
        """Leave out what is refused, and return whether to ask again without it.

        Where a request without it is refused in the same way, the refusal was about something else, and it is sent again.
        """
        name = refused_parameter(error.detail)
        if not name:
            return False
        if getattr(sent, name) != getattr(self._shape, name):
            return sent.asks_more(name, self._shape)  # another call has learnt it meanwhile, or that it was nothing
        if shape := self._shape.without(name):
            learnt.setdefault(name, (self._shape, error))
            self._shape = shape
        elif name in learnt:
            self._shape = self._shape.again(name, learnt.pop(name)[0])
        return shape is not None

    def _count_misfit(self, shape: Shape, correction: str | None) -> None:
        """Tell the schema in the prompt where the first answers do not fit it: the provider may ignore where it stands."""
        if correction or self._has_fitted or shape.response_format >= TOLD:
            return
        self._misfits += 1
        if self._misfits == MISFITS:
            self._shape = replace(self._shape, response_format=TOLD)
            how = self._shape.instead_of("response_format")
            logger.warning("%s does not keep to the schema: %s from now on, with the schema in the prompt", self.model, how)

    def _tell(self, learnt: dict[str, _Lesson]) -> None:
        for name, (_, error) in learnt.items():
            logger.warning("%s does not take %s: %s from now on. %s", self.model, name, self._shape.instead_of(name), error)

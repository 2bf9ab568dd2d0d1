"""An in-process server that speaks Chat Completions and embeddings, with every fault at hand."""

from __future__ import annotations

import asyncio
import base64
import json
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import numpy as np
from aiohttp import web

_SCHEMA = re.compile(r"^The schema:\n(.*)$", re.MULTILINE)
_PROFILE = re.compile(r"<profile>\n(.*)\n</profile>", re.DOTALL)


@dataclass(frozen=True)
class Fault:
    """How a call goes wrong: an answer other than a good one, or none at all."""

    status: int = 200
    body: bytes | Mapping[str, Any] | Sequence[Any] = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: bool = False
    drop: bool = False
    truncate: bool = False


def error(status: int, code: str | int | None = None, message: str = "no", **headers: str) -> Fault:
    """An error in the provider's own form."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault(status, {"error": {"message": message, "type": None, "param": None, "code": code}}, named)


def completion(
    content: str | None,
    *,
    finish_reason: str = "stop",
    refusal: str | None = None,
    prompt_tokens: int = 900,
    cached_tokens: int = 100,
) -> dict[str, Any]:
    """A chat completion with this content."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    details = {"cached_tokens": cached_tokens}
    usage = {"prompt_tokens": prompt_tokens, "completion_tokens": 300, "prompt_tokens_details": details}
    return {"choices": [{"index": 0, "message": message, "finish_reason": finish_reason}], "usage": usage}


class PromptCache:
    """Keeps beginnings of prompts as OpenAI does: by `prompt_cache_key`, from 1,024 tokens on in steps of 128.

    A beginning can be read once the call that brought it has been answered (https://platform.openai.com/docs/guides/prompt-caching).
    """

    LEAST, STEP, CHARS_A_TOKEN = 1024, 128, 4

    def __init__(self) -> None:
        self._kept: set[tuple[str, str]] = set()

    def tokens(self, body: dict[str, Any]) -> tuple[int, int]:
        """A prompt's tokens, and how many of them are read from the cache now."""
        text, key = self._text(body), body.get("prompt_cache_key", "")
        kept = [n for n in self._lengths(text) if (key, text[: n * self.CHARS_A_TOKEN]) in self._kept]
        return len(text) // self.CHARS_A_TOKEN, max(kept, default=0)

    def keep(self, body: dict[str, Any]) -> None:
        """The call was answered."""
        text, key = self._text(body), body.get("prompt_cache_key", "")
        self._kept |= {(key, text[: n * self.CHARS_A_TOKEN]) for n in self._lengths(text)}

    def _text(self, body: dict[str, Any]) -> str:
        return "\n".join(message["content"] for message in body["messages"])

    def _lengths(self, text: str) -> range:
        return range(self.LEAST, len(text) // self.CHARS_A_TOKEN + 1, self.STEP)


class FakeProvider:
    """`async with FakeProvider(...) as provider: provider.base_url`.

    Args:
        fault: asked at each call with its number (from 1) and body; None lets it succeed.
        mean_s, sigma, seed: the lognormal latency of a call; 0 answers at once.
        held: calls wait, in their order, until `release` lets them through.
        tell: the headers of a good answer.
        caches: beginnings of prompts are kept, and told as cached when they come again.

    `called_s`: when each chat came, on the monotonic clock.
    """

    def __init__(
        self,
        fault: Callable[[int, dict[str, Any]], Fault | None] = lambda number, body: None,
        *,
        mean_s: float = 0.0,
        sigma: float = 0.3,
        seed: int = 1,
        held: bool = False,
        tell: Callable[[], Mapping[str, str]] = dict,
        caches: bool = False,
    ) -> None:
        self._cache = PromptCache() if caches else None
        self.calls: list[dict[str, Any]] = []
        self.called_s: list[float] = []
        self.headers: list[Mapping[str, str]] = []
        self.in_flight = self.peak = self.abandoned = 0
        self.latencies_s: list[float] = []
        self._fault, self._mean_s, self._sigma, self._tell = fault, mean_s, sigma, tell
        self._random = random.Random(seed)
        self._held = asyncio.Semaphore(0) if held else None
        self._loop: asyncio.AbstractEventLoop | None = None
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._chat)
        app.router.add_post("/v1/embeddings", self._embed)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        self._port = 0

    @property
    def base_url(self) -> str:
        """Ends in /v1."""
        return f"http://127.0.0.1:{self._port}/v1"

    def release(self, calls: int) -> None:
        """Let so many held calls through, now or when they come; from any thread."""
        assert self._held is not None
        assert self._loop is not None
        for _ in range(calls):
            self._loop.call_soon_threadsafe(self._held.release)

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.calls.append(body)
        self.called_s.append(time.monotonic())
        self.headers.append(dict(request.headers))
        self.in_flight += 1
        self.peak = max(self.peak, self.in_flight)
        try:
            told = self._cache.tokens(body) if self._cache else (900, 100)
            await self._wait()
            if fault := self._fault(len(self.calls), body):
                return await _fail(request, fault)
            if self._cache:
                self._cache.keep(body)
            answer = completion(json.dumps(answer_for(body)), prompt_tokens=told[0], cached_tokens=told[1])
            return web.json_response(answer, headers=self._tell())
        except asyncio.CancelledError:
            self.abandoned += 1
            raise
        finally:
            self.in_flight -= 1

    async def _wait(self) -> None:
        if self._held:
            await self._held.acquire()
        if self._mean_s:
            mu = float(np.log(self._mean_s)) - self._sigma**2 / 2
            self.latencies_s.append(self._random.lognormvariate(mu, self._sigma))
            await asyncio.sleep(self.latencies_s[-1])

    async def _embed(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.calls.append(body)
        if fault := self._fault(len(self.calls), body):
            return await _fail(request, fault)
        data = [{"index": n, "embedding": _vector(text)} for n, text in enumerate(body["input"])]
        return web.json_response({"data": data[::-1]})  # out of order, as is allowed


@contextmanager
def on_a_thread(provider: FakeProvider) -> Iterator[FakeProvider]:
    """The provider on a thread and loop of its own, for tests that have none."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="fake-provider")
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(provider.__aenter__(), loop).result()
        yield provider
    finally:
        asyncio.run_coroutine_threadsafe(provider.__aexit__(None, None, None), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _fail(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.hang:
        await asyncio.Event().wait()
    if fault.drop or fault.truncate:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        if fault.truncate:
            await response.prepare(request)
            await response.write(b'{"choices": [')
        assert request.transport is not None
        request.transport.abort()
        return response
    body = fault.body if isinstance(fault.body, bytes) else json.dumps(fault.body).encode()
    return web.Response(status=fault.status, body=body, headers=dict(fault.headers))


def answer_for(body: dict[str, Any]) -> Any:
    """A valid instance of the schema that was asked for; quotes are copied from the profile in the prompt."""
    found = _PROFILE.search("\n".join(message["content"] for message in body["messages"]))
    lines = [json.loads(line)["text"] for line in found[1].splitlines()] if found else []
    schema = _schema_of(body)
    return _instance(schema, schema.get("$defs", {}), "", lines[0] if lines else "")


def _schema_of(body: dict[str, Any]) -> dict[str, Any]:
    """The schema in a request's response format, or else in its prompt."""
    asked = body.get("response_format", {})
    told = asked.get("json_schema", asked).get("schema") or _SCHEMA.findall(body["messages"][0]["content"])[-1]
    schema: dict[str, Any] = json.loads(told) if isinstance(told, str) else told
    return schema


def _instance(schema: dict[str, Any], defs: dict[str, Any], name: str, quote: str) -> Any:
    if "$ref" in schema:
        return _instance(defs[schema["$ref"].rpartition("/")[2]], defs, name, quote)
    if "enum" in schema:
        return schema["enum"][0]
    match schema["type"]:
        case "object":
            return {key: _instance(part, defs, key, quote) for key, part in schema["properties"].items()}
        case "array":
            return [_instance(schema["items"], defs, name, quote)]
        case "number":
            return 75.0 if name.endswith("Score") and "confidence" not in name else 0.8
        case _:
            return quote if "quote" in name.lower() else f"some {name}"


def _vector(text: str) -> str:
    values = np.random.default_rng(len(text)).normal(size=8).astype("<f4")
    return base64.b64encode(values.tobytes()).decode()

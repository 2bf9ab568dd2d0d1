"""Ways to ask the same questions: ours, and those that others would take. Each is opened in a process of its own.

A contender is opened with its work and gives a function that prepares a round and returns what is then measured.
"""

from __future__ import annotations

import asyncio
import http.client
import logging
import multiprocessing
import os
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import msgspec
import uvicorn
from msgspec import Struct

from scoring import EngineSettings, open_engine
from scoring.engine import BatchRun
from scoring.events import Analysed
from scoring.judgement import Judgement
from server.app import App
from server.serve import configure, settle_collector
from server.settings import Settings
from server.sockets import listen
from tests.bench.load import MAX_OUTPUT_TOKENS, MODEL, TEMPERATURE, parameters, request, talks

KEY = "a-key-that-opens-nothing"
_READ_BYTES = 1 << 18
_ANALYSIS, _DONE = b"event: analysis\n", b"event: done\n"


class Work(Struct, frozen=True):
    """What a round consists of: `jobs` x `pairs / jobs` candidates, `concurrency` calls at a time."""

    base_url: str
    pairs: int
    jobs: int
    concurrency: int

    @property
    def candidates(self) -> int:
        return self.pairs // self.jobs


Prepare = Callable[[int], Coroutine[Any, Any, None]]
"""Takes the round's number; what it returns runs all pairs and raises when one of them fails."""
Contender = Callable[[Work], AbstractAsyncContextManager[Prepare]]

_Q = TypeVar("_Q")

_judgement = msgspec.json.Decoder(Judgement)


class _Message(Struct):
    content: str


class _Choice(Struct):
    message: _Message


class _Completion(Struct):
    choices: list[_Choice]


_completion = msgspec.json.Decoder(_Completion)


@asynccontextmanager
async def plain_aiohttp(work: Work) -> AsyncGenerator[Prepare, None]:
    """The least that a call can take: bodies that are ready, sent under a semaphore, and their answers decoded."""
    bodies = [msgspec.json.encode({"model": MODEL, **parameters(), "messages": talk}) for talk in talks(work.pairs)]
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), headers=headers) as session:

        async def call(body: bytes) -> str:
            async with session.post(f"{work.base_url}/chat/completions", data=body) as answer:
                return _completion.decode(await answer.read()).choices[0].message.content

        yield lambda _: _call_all(call, bodies, work.concurrency)


@asynccontextmanager
async def openai_sdk(work: Work) -> AsyncGenerator[Prepare, None]:
    """`AsyncOpenAI` as it comes."""
    from openai import AsyncOpenAI

    everything = talks(work.pairs)
    async with AsyncOpenAI(base_url=work.base_url, api_key=KEY) as client:

        async def call(talk: list[dict[str, str]]) -> str:
            answer = await client.chat.completions.create(model=MODEL, messages=talk, **parameters())
            return str(answer.choices[0].message.content)

        yield lambda _: _call_all(call, everything, work.concurrency)


@asynccontextmanager
async def litellm_calls(work: Work) -> AsyncGenerator[Prepare, None]:
    """litellm's `acompletion`, with its table of prices from the package."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    import litellm

    litellm.telemetry = False
    litellm.suppress_debug_info = True
    everything = talks(work.pairs)
    of_call = {"model": f"openai/{MODEL}", "api_base": work.base_url, "api_key": KEY}

    async def call(talk: list[dict[str, str]]) -> str:
        answer = await litellm.acompletion(**of_call, messages=talk, **parameters())
        return str(answer.choices[0].message.content)

    yield lambda _: _call_all(call, everything, work.concurrency)


@asynccontextmanager
async def langchain(work: Work) -> AsyncGenerator[Prepare, None]:
    """`ChatOpenAI.abatch` with `max_concurrency`."""
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(
        model=MODEL,
        base_url=work.base_url,
        api_key=KEY,
        temperature=TEMPERATURE,
        max_completion_tokens=MAX_OUTPUT_TOKENS,
        store=False,
    ).bind(response_format=parameters()["response_format"])
    everything = talks(work.pairs)

    async def run() -> None:
        for answer in await model.abatch(everything, config={"max_concurrency": work.concurrency}):
            _judgement.decode(answer.content)

    yield lambda _: run()


@asynccontextmanager
async def engine_alone(work: Work) -> AsyncGenerator[Prepare, None]:
    """Our engine and gate, read to the end."""
    settle_collector()  # as the server does
    engine = open_engine(
        EngineSettings(
            analyzer="openai",
            api_key=KEY,
            base_url=work.base_url,
            model=MODEL,
            minimum_eligible_score=0.0,
            concurrent_limit=work.concurrency,
        )
    )
    batch = request(0, work.jobs, work.candidates)

    async def run() -> None:
        _check(sum([isinstance(event, Analysed) async for event in BatchRun(engine, batch).events()]), work)

    try:
        yield lambda _: run()
    finally:
        await engine.aclose()


@asynccontextmanager
async def whole_path(work: Work) -> AsyncGenerator[Prepare, None]:
    """Our server over a SQLite file in this process; its client posts and follows from another one."""
    settle_collector()
    with tempfile.TemporaryDirectory() as directory:
        app = App(Settings.parse(_variables(work, Path(directory))))
        sock = listen("127.0.0.1", 0)
        server = uvicorn.Server(configure(app, "WARNING"))
        serving = asyncio.create_task(server.serve(sockets=[sock]))
        pipe, far = multiprocessing.Pipe()
        client = multiprocessing.get_context("spawn").Process(target=_client, args=(far, sock.getsockname()[1], work))
        client.start()
        far.close()

        async def run() -> None:
            pipe.send("go")
            _check(await asyncio.to_thread(pipe.recv), work)

        def prepare(number: int) -> Coroutine[Any, Any, None]:
            pipe.send(number)  # other candidates each round, or their analyses would be used again
            pipe.recv()
            return run()

        try:
            yield prepare
        finally:
            pipe.close()
            await asyncio.to_thread(client.join)
            server.should_exit = True
            await serving


CONTENDERS: dict[str, tuple[Contender, bool]] = {
    "plain aiohttp, decoded with msgspec": (plain_aiohttp, False),
    "our engine and gate": (engine_alone, False),
    "our whole path, from POST to SSE": (whole_path, False),
    "openai SDK": (openai_sdk, True),
    "litellm": (litellm_calls, True),
    "LangChain": (langchain, True),
}
"""By name: the contender, and whether it is so slow that fewer pairs tell as much."""


async def _call_all(call: Callable[[_Q], Awaitable[str]], questions: Sequence[_Q], concurrency: int) -> None:
    places = asyncio.Semaphore(concurrency)

    async def one(question: _Q) -> None:
        async with places:
            _judgement.decode(await call(question))

    await asyncio.gather(*map(one, questions))


def _check(analysed: int, work: Work) -> None:
    if analysed != work.pairs:
        raise RuntimeError(f"Expected {work.pairs} analyses, got {analysed}.")


def _variables(work: Work, directory: Path) -> dict[str, str]:
    return {
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": work.base_url,
        "MODEL": MODEL,
        "MINIMUM_ELIGIBLE_SCORE": "0",
        "BATCH_CONCURRENT_LIMIT": str(work.concurrency),
        "DATABASE_URL": f"sqlite:///{directory / 'batches.db'}",
    }


def _client(pipe: Connection, port: int, work: Work) -> None:
    """Make a batch of each round's number that comes, when told to go; tell how many analyses were streamed."""
    logging.disable()
    while True:
        try:
            body = msgspec.json.encode(request(pipe.recv(), work.jobs, work.candidates))
            pipe.send("prepared")
            pipe.recv()
        except EOFError:
            return
        pipe.send(_stream(port, body))


def _stream(port: int, body: bytes) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/ai/batches", body, {"Content-Type": "application/json"})
    made = msgspec.json.decode(connection.getresponse().read())
    connection.request("GET", made["events"])
    answer = connection.getresponse()
    analyses, rest = 0, b""
    while _DONE not in rest and (data := answer.read1(_READ_BYTES)):
        rest += data
        analyses += rest.count(_ANALYSIS)
        rest = rest[-len(_ANALYSIS) + 1 :] if _DONE not in rest else rest
    connection.close()
    return analyses

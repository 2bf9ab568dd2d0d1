"""`python -m tests.bench.streams`: what the streams cost, beside the figures they are to reach; a few minutes.

The server runs here, its viewers in a process of their own on the same machine, so that one clock serves both.
Nothing here is a test.
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import gc
import itertools
import logging
import multiprocessing
import re
import resource
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar, cast

import aiohttp
import uvicorn
import uvloop
from starlette.applications import Starlette

from scoring.engine import Engines
from server.log.base import NewEvent
from server.log.readers import READERS
from server.log.sqlite import SqliteEventLog
from server.routes import Api
from server.runner import Runner
from server.serve import configure, settle_collector
from server.settings import Settings
from server.sockets import listen
from server.stream import Pulse
from tests.fakes.provider import FakeProvider, Fault

EVENT_BYTES = 4000
"""About what an analysis of the sample takes."""
SMALL_BYTES = 150
REPLAYED = 1000
SETTLE_S = 2.0
CALLS = 10
BATCH = {"jobs": [{"job_id": "J"}], "candidates": [{"candidateId": f"C{n}", "currentTitle": f"T{n}"} for n in range(50)]}
ID = re.compile(rb"\nid: (\d+)\n")

_T = TypeVar("_T")


class TimedLog(SqliteEventLog):
    """Notes when each event's transaction was over, on the thread that committed it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.committed_s: dict[int, float] = {}

    async def _on_writer(self, work: Callable[..., _T], *arguments: object) -> _T:
        def timed() -> _T:
            result = work(*arguments)
            now_s = time.monotonic()
            for change in result if isinstance(result, list) else ():
                self.committed_s.update((event.id, now_s) for event in getattr(change, "events", ()))
            return result

        return await super()._on_writer(timed)


class Bench:
    """A server with a log that can be written from here."""

    def __init__(self, log: TimedLog, port: int) -> None:
        self.log, self.port = log, port
        self._names = (f"batch-{number}" for number in itertools.count())

    async def batch(self, events: int, size_bytes: int, *, ended: bool) -> str:
        """Make a batch of this many events of this size; returns its id."""
        batch_id = next(self._names)
        await self.log.create(batch_id, request=b"{}", configuration=b"{}", pairs=0, durable=True, created_at=time.time())
        for first in range(0, events, 50):
            await self.log.append(batch_id, [analysis(size_bytes, pair) for pair in range(first, min(first + 50, events))])
        if ended:
            await self.end(batch_id)
        return batch_id

    async def end(self, batch_id: str) -> None:
        """End a batch, and with it its streams."""
        await self.log.append(batch_id, [NewEvent("done", b"{}")], status="completed", at=time.time())


def analysis(size_bytes: int, pair: int) -> NewEvent:
    """An event of this size."""
    return NewEvent("analysis", b'{"x": "%b"}' % (b"x" * size_bytes), pair)


@asynccontextmanager
async def serving(**environment: str) -> AsyncIterator[Bench]:
    """A server in this loop, over a file that goes away with it."""
    settings = Settings.parse(environment)
    with tempfile.TemporaryDirectory() as directory:
        async with TimedLog(Path(directory) / "batches.db") as log:
            runner = Runner(log, Engines(settings.engine))
            pulse = Pulse(log, runner.running)
            app = Starlette(routes=Api(settings, log, runner, pulse).routes())
            sock = listen("127.0.0.1", 0)
            server = uvicorn.Server(configure(app, "WARNING"))
            task = asyncio.create_task(server.serve(sockets=[sock]))
            beating = asyncio.create_task(pulse.beat())
            while not server.started:
                await asyncio.sleep(0.01)
            try:
                yield Bench(log, sock.getsockname()[1])
            finally:
                server.should_exit = True
                await task
                beating.cancel()
                await runner.aclose()


# -- the viewers, in a process of their own


class Viewer(asyncio.Protocol):
    """One stream. `arrivals`: each id with the time its bytes were read."""

    def __init__(self, path: str, *, ids: bool) -> None:
        self.arrivals: list[tuple[int, float]] = []
        self.took_s = 0.0
        self.opened, self.ended = asyncio.Event(), asyncio.Event()
        self._ids, self._rest = ids, b""
        self._request = b"GET %b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % path.encode()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def ask(self) -> None:
        """Send the request."""
        self.took_s = -time.monotonic()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        now_s = time.monotonic()
        self.opened.set()
        if self._ids:
            found = [(int(event_id), now_s) for event_id in ID.findall(self._rest + data)]
            self.arrivals += [each for each in found if not self.arrivals or each[0] > self.arrivals[-1][0]]
            self._rest = data[-32:]

    def connection_lost(self, exc: Exception | None) -> None:
        self.took_s += time.monotonic()
        self.ended.set()


def _crowd(pipe: Connection, port: int, paths: Sequence[str], ids: bool) -> None:
    raise_limit()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_view(pipe, port, paths, ids))


async def _view(pipe: Connection, port: int, paths: Sequence[str], ids: bool) -> None:
    loop = asyncio.get_running_loop()
    viewers = []
    for path in paths:
        _, viewer = await loop.create_connection(partial(Viewer, path, ids=ids), "127.0.0.1", port)
        viewers.append(viewer)
    pipe.send("connected")
    await asyncio.to_thread(pipe.recv)
    for viewer in viewers:
        viewer.ask()
    for viewer in viewers:
        await viewer.opened.wait()
    pipe.send("opened")
    for viewer in viewers:
        await viewer.ended.wait()
    pipe.send([(viewer.took_s, viewer.arrivals) for viewer in viewers])


Seen = list[tuple[float, list[tuple[int, float]]]]
"""How long each viewer's stream took from its request to its end, and its arrivals."""


class Crowd:
    """Viewers that are connected and have not asked yet. `apart`: each asks for what follows another event."""

    def __init__(self, number: int, port: int, batch_id: str, *, ids: bool = False, apart: bool = False) -> None:
        self._pipe, far = multiprocessing.Pipe()
        paths = [f"/ai/batches/{batch_id}/events?after={viewer if apart else 0}" for viewer in range(number)]
        arguments = (far, port, paths, ids)
        self._process = multiprocessing.get_context("spawn").Process(target=_crowd, args=arguments)
        self._process.start()
        far.close()

    async def connected(self) -> None:
        """Return once all are connected."""
        await asyncio.to_thread(self._pipe.recv)

    async def ask(self) -> None:
        """Have all ask at once; return once each has its first bytes."""
        self._pipe.send("ask")
        await asyncio.to_thread(self._pipe.recv)

    async def seen(self) -> Seen:
        """Wait for the end of all streams."""
        seen: Seen = await asyncio.to_thread(self._pipe.recv)
        await asyncio.to_thread(self._process.join)
        return seen


# -- the figures


def rss_bytes() -> int:
    """Memory of this process that is in use; what the C library keeps for later is given back before."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that this many per cent of all do not exceed."""
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]


def row(what: str, target: str, measured: str) -> None:
    """Print a line of the table."""
    print(f"| {what} | {target} | {measured} |", flush=True)


async def idle(viewers: int, watch_s: float) -> None:
    """CPU and memory of viewers to whom nothing happens."""
    async with serving(ANALYZER="local") as bench:
        batch_id = await bench.batch(1, SMALL_BYTES, ended=False)
        crowd = Crowd(viewers, bench.port, batch_id)
        await crowd.connected()
        before_bytes = rss_bytes()
        await crowd.ask()
        await asyncio.sleep(SETTLE_S)
        stream_kb = (rss_bytes() - before_bytes) / viewers / 1024
        share = await cpu_share(watch_s)
        await bench.end(batch_id)
        await crowd.seen()
    row(f"CPU of {viewers:,} idle viewers of one process", "1.3 % of a core", f"{share:.1%}")
    row("memory of an idle stream", "<= 50 KB", f"{stream_kb:.0f} KB")


async def idle_after_replay(viewers: int) -> None:
    """Memory of viewers to whom nothing happens since each has replayed a batch from another place."""
    async with serving(ANALYZER="local") as bench:
        batch_id = await bench.batch(REPLAYED, EVENT_BYTES, ended=False)
        await asyncio.gather(*(bench.log.read(batch_id, 0, REPLAYED) for _ in range(READERS)))  # fills the database's caches
        crowd = Crowd(viewers, bench.port, batch_id, apart=True)
        await crowd.connected()
        before_bytes = rss_bytes()
        await crowd.ask()
        while await cpu_share(SETTLE_S) > 0.1:
            pass  # they are still being sent what there is
        stream_kb = (rss_bytes() - before_bytes) / viewers / 1024
        await bench.end(batch_id)
        await crowd.seen()
    row(
        f"the same, after {viewers} have replayed {REPLAYED:,} events of 4 KB from different ids",
        "<= 50 KB",
        f"{stream_kb:.0f} KB",
    )


async def cpu_share(watch_s: float) -> float:
    """Share of one core that this process uses from now on for a while."""
    began_s, used_s = time.monotonic(), time.process_time()
    await asyncio.sleep(watch_s)
    return (time.process_time() - used_s) / (time.monotonic() - began_s)


async def told_of_progress(viewers: int, watch_s: float) -> None:
    """CPU of viewers of a batch whose calls take long: each is told every second where it stands."""
    async with hanging() as (fake, client), serving(OPENAI_BASE_URL=fake.base_url) as bench:
        url, batch = await make_batch(client, bench.port)
        crowd = Crowd(viewers, bench.port, batch["id"])
        await crowd.connected()
        await crowd.ask()
        await asyncio.sleep(SETTLE_S)
        share = await cpu_share(watch_s)
        await client.post(f"{url}{batch['url']}/cancel")
        await crowd.seen()
    row(f"the same, told every second where a running batch stands ({viewers:,} events/s)", "", f"{share:.1%}")


@asynccontextmanager
async def hanging() -> AsyncIterator[tuple[FakeProvider, aiohttp.ClientSession]]:
    """A provider that never answers, and a client."""
    async with FakeProvider(lambda number, body: Fault(hang=True)) as fake, aiohttp.ClientSession() as client:
        yield fake, client


async def make_batch(client: aiohttp.ClientSession, port: int) -> tuple[str, dict[str, Any]]:
    """Post a batch; returns the server's base URL and its answer."""
    url = f"http://127.0.0.1:{port}"
    async with client.post(f"{url}/ai/batches", json=BATCH) as answer:
        return url, await answer.json()


async def delivery(viewers: int, target_ms: int, events: int, gap_s: float) -> None:
    """From the end of an event's transaction to its bytes in a viewer."""
    async with serving(ANALYZER="local") as bench:
        batch_id = await bench.batch(0, 0, ended=False)
        crowd = Crowd(viewers, bench.port, batch_id, ids=True)
        await crowd.connected()
        await crowd.ask()
        await asyncio.sleep(SETTLE_S)
        for pair in range(events):
            await bench.log.append(batch_id, [analysis(EVENT_BYTES, pair)])
            await asyncio.sleep(gap_s)
        await bench.end(batch_id)
        seen = await crowd.seen()
    took_ms = [
        (at_s - bench.log.committed_s[event_id]) * 1000
        for _, arrivals in seen
        for event_id, at_s in arrivals
        if event_id <= events
    ]
    assert len(took_ms) == viewers * events
    measured = f"p50 {percentile(took_ms, 50):.1f} ms, p99 {percentile(took_ms, 99):.1f} ms"
    row(f"commit to delivery with {viewers} viewers, {1 / gap_s:.0f} events/s", f"p99 <= {target_ms} ms", measured)


async def replay(clients: int, size_bytes: int, rounds: int, what: str, target: str) -> None:
    """From the request to the last byte of a finished batch that nobody is following."""
    async with serving(ANALYZER="local") as bench:
        batch_id = await bench.batch(REPLAYED, size_bytes, ended=True)
        took_ms: list[float] = []
        for _ in range(rounds):
            crowd = Crowd(clients, bench.port, batch_id)
            await crowd.connected()
            await crowd.ask()
            took_ms += [took_s * 1000 for took_s, _ in await crowd.seen()]
    measured = f"median {statistics.median(took_ms):.1f} ms, p99 {percentile(took_ms, 99):.1f} ms"
    row(f"{what} of {REPLAYED:,} events of {size_bytes / 1000:.2g} KB", target, measured)


async def stopping(rounds: int) -> None:
    """From a cancel, or from the end of an owner's connection, to the last closed socket of the calls in flight."""
    async with (
        hanging() as (fake, client),
        serving(OPENAI_BASE_URL=fake.base_url, BATCH_CONCURRENT_LIMIT=str(CALLS)) as bench,
    ):
        cancelled = [await stop_by_cancel(fake, client, bench.port) for _ in range(rounds)]
        left = [await stop_by_leaving(fake, bench.port) for _ in range(rounds)]
    for what, took in (("a cancel", cancelled), ("a disconnect", left)):
        calls = sum(new for _, new in took)
        measured = f"{calls} new; median {statistics.median(ms for ms, _ in took):.1f} ms, at most {max(took)[0]:.1f} ms"
        row(f"upstream calls after {what}, {CALLS} in flight", "0 new, sockets closed in 25 ms", measured)


async def stop_by_cancel(fake: FakeProvider, client: aiohttp.ClientSession, port: int) -> tuple[float, int]:
    """Cancel a batch; returns the milliseconds until its calls were closed, and the calls made since."""
    url, batch = await make_batch(client, port)
    await in_flight(fake, CALLS)
    called, began_s = len(fake.calls), time.monotonic()
    cancelling = asyncio.create_task(client.post(f"{url}{batch['url']}/cancel").__aenter__())
    await in_flight(fake, 0)
    took_ms = (time.monotonic() - began_s) * 1000
    (await cancelling).release()
    return took_ms, len(fake.calls) - called


async def stop_by_leaving(fake: FakeProvider, port: int) -> tuple[float, int]:
    """Make a batch as a stream's owner and leave; returns the same."""
    client = aiohttp.ClientSession()
    url = f"http://127.0.0.1:{port}/ai/batch-analyze-resumes"
    answer = await client.post(url, json=BATCH, headers={"Accept": "text/event-stream"})
    await in_flight(fake, CALLS)
    called, began_s = len(fake.calls), time.monotonic()
    answer.close()
    await in_flight(fake, 0)
    took_ms = (time.monotonic() - began_s) * 1000
    await client.close()
    await asyncio.sleep(0.1)
    return took_ms, len(fake.calls) - called


async def in_flight(fake: FakeProvider, number: int) -> None:
    """Return once this many calls are out."""
    while fake.in_flight != number:
        await asyncio.sleep(0.0005)


def raise_limit() -> None:
    """Allow as many open files as may be."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


async def measure(part: str) -> None:
    """Print the rows of one part, or of all."""
    if part in ("idle", "all"):
        await idle(2000, 20.0)
        await idle_after_replay(500)
        await told_of_progress(2000, 20.0)
    if part in ("delivery", "all"):
        await delivery(100, 20, 200, 0.1)
        await delivery(500, 75, 200, 0.1)
    if part in ("replay", "all"):
        await replay(1, SMALL_BYTES, 20, "replay", "<= 50 ms")
        await replay(1, EVENT_BYTES, 20, "replay", "<= 50 ms")
        await replay(200, SMALL_BYTES, 3, "200 clients at once: replay", "p99 <= 500 ms")
        await replay(200, EVENT_BYTES, 3, "200 clients at once: replay", "")
    if part in ("stopping", "all"):
        await stopping(20)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", default="all", choices=["all", "idle", "delivery", "replay", "stopping"])
    part: str = parser.parse_args().part
    raise_limit()
    settle_collector()
    logging.basicConfig(level=logging.WARNING)
    print("| what | target | measured, 2 cores |\n|---|---|---|")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(measure(part))


if __name__ == "__main__":
    main()

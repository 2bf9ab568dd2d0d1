"""`python -m tests.bench.crash --kills 300 --seed 1`: a server that is killed again and again, and what its clients saw.

The server is a real process over one SQLite file. A stand-in provider and the clients live here: each posts a batch under
an Idempotency-Key, until it is told the batch's id, and follows it from its last id, until it has ended. SIGKILL
comes at random instants. Exits 1 when a law is broken, and says which.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import signal
import sqlite3
import statistics
import sys
import time
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from msgspec import Struct, field

from server.log.base import TERMINAL, Status, StoredEvent
from server.stream import Ndjson
from server.writer import GROUP_EVENTS
from tests.conftest import ServerProcess
from tests.fakes.provider import FakeProvider

LIMIT = 8
"""Calls out at a time."""
LATENCY_S, SIGMA = 0.035, 0.35
"""Of a call: lognormal, mostly 15 to 65 ms."""
BATCHES = 3
"""Large batches that are under way at any time."""
JOBS, CANDIDATES = (1, 2), (6, 30, 75, 150)
"""How many of each a large batch may have."""
RECOVERY_S, RUN_S, POST_S = 0.1, 0.9, 0.02
"""Until when a kill hits: a recovery and a run, in seconds from when the server listened; a post, from when it was sent."""
KILLS = {"start-up": 4, "recovery": 2, "run": 6, "post": 3}
"""Where kills hit, and how often relative to each other."""
END_S = 120.0
"""How long the batches may take once nothing is killed any more."""
RESUME_S = 5.0
"""How soon work is to go on after a restart; a target for the eye, not a law."""

_PAIR = re.compile(r"\bjob(\d+)x(\d+)\b.*\btool\d+x(\d+)\b", re.DOTALL)
_ERROR = re.compile(r"^(?:ERROR|CRITICAL|Traceback)\b.*")
_BLAMED = "the server died"

Name = tuple[int, int, int]
"""A pair as the provider knows it: batch, job and candidate, told by the names of skills."""


class Kept(Struct, frozen=True):
    """A batch as it stands in the file."""

    id: str
    status: Status
    last_id: int
    pairs: int
    events: list[StoredEvent]

    @property
    def lines(self) -> list[bytes]:
        """Its events as clients see them."""
        return [Ndjson().frame(each.id, each.event, each.data) for each in self.events]


class Figures(Struct):
    """What was counted. Times are in seconds.

    `quick`: kills before the server listened or just after. `cut_posts`: posts that a kill left without an answer.
    `lost`: for each kill, calls that were out, or answered and not committed. `resumed_s`, `from_start_s`: the first call
    of each life of the server, from when it listened and from when its process was started.
    """

    kills: Counter[str] = field(default_factory=Counter)
    quick: int = 0
    cut_posts: int = 0
    batches: Counter[str] = field(default_factory=Counter)
    pairs: int = 0
    events: int = 0
    calls: int = 0
    repeated: int = 0
    peak: int = 0
    lost: list[int] = []
    resumed_s: list[float] = []
    from_start_s: list[float] = []
    took_s: float = 0.0
    broken: list[str] = []


class GivenUp(Exception):
    """An answer that leaves its client nothing to do."""


class Client:
    """One batch. `seen` are its stored lines, `torn` what a kill left of the next one."""

    def __init__(self, world: World, number: int, jobs: int, candidates: int) -> None:
        self.number, self.jobs, self.candidates = number, jobs, candidates
        self.key = f"batch {number}"
        self.id: str | None = None
        self.status: str | None = None
        self.seen: list[bytes] = []
        self.seen_s: dict[Name, float] = {}
        self.torn = b""
        self._world = world
        body = {
            "jobs": [{"job_id": f"J{j}", "technical_skills": [f"job{number}x{j}"]} for j in range(jobs)],
            "candidates": [{"candidateId": f"C{c}", "technical_skills": [f"tool{number}x{c}"]} for c in range(candidates)],
            "threshold": 0,
        }
        self._body = json.dumps(body).encode()

    @property
    def pairs(self) -> int:
        return self.jobs * self.candidates

    async def run(self) -> None:
        """Return once the batch has ended and was read again from its start."""
        whole = False
        while not whole:
            url = await self._world.url()
            try:
                await self._post(url)
                await self.look_back(url)
                await self._follow(url)
                whole = self.status is not None and await self.look_back(url)
            except (OSError, aiohttp.ClientError):
                self._world.check_dead(url, f"{self.key}: its connection was lost")
            except GivenUp as exc:
                self._world.broken(f"{self.key}: {exc}")
                return

    async def _post(self, url: str) -> None:
        headers = {"Idempotency-Key": self.key, "Content-Type": "application/json"}
        try:
            async with self._world.http.post(f"{url}/ai/batches", data=self._body, headers=headers) as answer:
                content = await answer.json()
        except (OSError, aiohttp.ClientError):
            self._world.figures.cut_posts += self.id is None
            raise
        if answer.status != 202 or self.id not in (None, content["id"]):
            raise GivenUp(f"posted again as {self.id}, answered {answer.status} {content}")
        self.id = content["id"]

    async def look_back(self, url: str) -> bool:
        """Read again all that was seen and compare it, byte for byte; False when a kill came between."""
        again = []
        if self.seen or self.status:
            async with aclosing(self._lines(url, 0)) as lines:
                async for line in lines:
                    again += [line] if _is_stored(line) else []
                    if len(again) == len(self.seen) and not self.status:
                        break
            if again != self.seen:
                self._world.check_dead(url, f"{self.key}: of {len(self.seen)} lines seen, {len(again)} others are shown")
                return False
        return True

    async def _follow(self, url: str) -> None:
        async with aclosing(self._lines(url, len(self.seen))) as lines:
            async for line in lines:
                self.torn = b"" if line.endswith(b"\n") else line
                if _is_stored(line) and not self.torn:
                    self._see(line)
                elif b'"event":"done"' in line and not self.torn:
                    raise GivenUp(f"a stream failed inside the server: {line!r}")
        if self.status is None:
            self._world.check_dead(url, f"{self.key}: its stream ended before it did")

    def _see(self, line: bytes) -> None:
        event = json.loads(line)
        if event["id"] != len(self.seen) + 1 or self.status:
            raise GivenUp(f"event {event['id']} follows {len(self.seen)}, status {self.status}")
        self.seen.append(line)
        if event["event"] == "done":
            self.status = event["data"]["status"] + (f", {code}" if (code := event["data"]["code"]) else "")
        elif "pair" in event["data"]:
            name = (self.number, event["data"]["jobIndex"], event["data"]["candidateIndex"])
            self.seen_s[name] = time.monotonic()

    async def _lines(self, url: str, after: int) -> AsyncGenerator[bytes, None]:
        """Lines as they arrive, the last one perhaps torn. HTTP/1.0 has no chunks that a kill could leave incomplete."""
        address = urlsplit(url)
        reader, writer = await asyncio.open_connection(address.hostname, address.port, limit=1 << 20)
        try:
            path, accept = f"/ai/batches/{self.id}/events", "Accept: application/x-ndjson"
            writer.write(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n{accept}\r\nLast-Event-ID: {after}\r\n\r\n".encode())
            status = await reader.readline()
            while await reader.readline() not in (b"\r\n", b""):
                pass
            if status and not status.startswith((b"HTTP/1.0 200", b"HTTP/1.1 200", b"HTTP/1.0 204", b"HTTP/1.1 204")):
                raise GivenUp(f"its stream was answered {status!r}")
            while line := await reader.readline():
                yield line
        finally:
            writer.close()


class World:
    """The server, its provider and all its clients."""

    def __init__(
        self, path: Path, provider: FakeProvider, http: aiohttp.ClientSession, *, seed: int, candidates: Sequence[int]
    ) -> None:
        self.figures, self.http = Figures(), http
        self._path, self._provider, self._candidates = path, provider, candidates
        self._instants, self._sizes = random.Random(seed), random.Random(seed)  # apart: how many batches are made varies
        self._clients: list[Client] = []
        self._running: set[asyncio.Task[None]] = set()
        self._sealed: set[str] = set()
        self._called: Counter[Name] = Counter()
        self._start_up_s = 1.0
        self._alive, self._up = False, asyncio.Event()

    async def url(self) -> str:
        """The server's, once it listens."""
        await self._up.wait()
        return self._process.url

    def check_dead(self, url: str, otherwise: str) -> None:
        """What happened is no wonder when this server was killed."""
        if self._up.is_set() and self._process.url == url:
            self.broken(otherwise)

    def broken(self, what: str) -> None:
        """Note that a law is broken."""
        self.figures.broken.append(what)

    def start(self) -> None:
        """Start the server, and clients so that there is work for it."""
        while len(self._running) < BATCHES:
            self._add_client(self._sizes.choice(JOBS), self._sizes.choice(self._candidates))
        self._spawned_s = time.monotonic()
        self._process = ServerProcess(
            self._path.parent,
            DATABASE_URL=f"sqlite:///{self._path}",
            OPENAI_BASE_URL=self._provider.base_url,
            BATCH_CONCURRENT_LIMIT=str(LIMIT),
            MINIMUM_ELIGIBLE_SCORE="0",
        )
        self._alive = True
        self._coming_up = asyncio.create_task(self._come_up(self._process))

    async def kill(self) -> None:
        """Kill the server at a random instant and look at what it leaves."""
        (kind,) = self._instants.choices(tuple(KILLS), tuple(KILLS.values()))
        await self._wait_for(kind)
        self._alive = False
        self._up.clear()
        await self._stop(signal.SIGKILL, -signal.SIGKILL)
        self.figures.kills[kind] += 1
        self.figures.quick += self._process.listened_s is None or kind == "recovery"
        self._look()

    async def finish(self) -> None:
        """Let everything run to its end, read it all again, and stop."""
        await self._coming_up
        if self._running:
            await asyncio.wait(self._running, timeout=END_S)
        await self._check_list()
        for client in self._clients:
            if client.status is None:
                self.broken(f"{client.key}: it has not ended, {len(client.seen)} events were seen")
            else:
                await client.look_back(await self.url())
        await self._stop(signal.SIGTERM, 0)
        self._sealed.clear()
        self._look()
        self._count()

    async def aclose(self) -> None:
        """Stop whatever still runs."""
        for task in self._running:
            task.cancel()
        if self._process.process.poll() is None:
            await asyncio.to_thread(self._process.stop, signal.SIGKILL)

    def _add_client(self, jobs: int, candidates: int) -> None:
        client = Client(self, len(self._clients), jobs, candidates)
        self._clients.append(client)
        running = asyncio.create_task(client.run(), name=client.key)
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    async def _wait_for(self, kind: str) -> None:
        after_s = self._instants.uniform
        if kind == "start-up":
            await asyncio.sleep(after_s(0, self._start_up_s))
            return
        await self._coming_up
        await asyncio.sleep(after_s(0, RECOVERY_S) if kind == "recovery" else after_s(RECOVERY_S, RUN_S))
        if kind == "post":
            self._add_client(1, self._instants.randint(1, LIMIT))
            await asyncio.sleep(after_s(0, POST_S))

    async def _come_up(self, process: ServerProcess) -> None:
        if await asyncio.to_thread(process.listens) and self._alive:
            assert process.listened_s is not None
            self._start_up_s = 0.8 * self._start_up_s + 0.2 * (process.listened_s - self._spawned_s)
            self._up.set()

    async def _stop(self, how: signal.Signals, expected: int) -> None:
        code = await asyncio.to_thread(self._process.stop, how)
        await self._coming_up
        errors = [line.strip() for line in self._process.lines if _ERROR.match(line) and _BLAMED not in line]
        if code != expected or errors:
            self.broken(f"The server ended with {code}, expected {expected}; its log says {errors}")

    async def _check_list(self) -> None:
        async with self.http.get(f"{await self.url()}/ai/batches?limit=1000") as answer:
            listed = {batch["id"] for batch in (await answer.json())["batches"]}
        if listed != {client.id for client in self._clients}:
            self.broken(f"{len(listed)} batches are listed, and {len(self._clients)} were made")

    # -- the dead server's file ----------------------------------------------------------------------------

    def _look(self) -> None:
        kept = read_file(self._path, self._sealed)
        for key in kept.keys() - {client.key for client in self._clients}:
            self.broken(f"{key}: a batch that nobody knows")
        lost = self._note_calls()
        for client in self._clients:
            if client.key in self._sealed:
                continue
            batch = kept.get(client.key)
            for what in _breaches(client, batch):
                self.broken(f"{client.key}: {what}")
            for event in batch.events if batch else ():
                if event.pair is not None:
                    lost.discard((client.number, *divmod(event.pair, client.candidates)))
            if client.status and batch and len(client.seen) == batch.last_id:
                self._sealed.add(client.key)
        self.figures.lost.append(len(lost))

    def _note_calls(self) -> set[Name]:
        """The pairs that were called in this life of the server."""
        calls = [name_of(body) for body in self._provider.calls]
        times_s = self._provider.called_s[:]
        for name, called_s in zip(calls, times_s, strict=True):
            self._called[name] += 1
            if called_s > self._clients[name[0]].seen_s.get(name, called_s):
                self.broken(f"pair {name} was called after its outcome was shown")
        first_s = next((called_s for called_s in times_s if called_s > self._spawned_s), None)
        if first_s and self._process.listened_s:
            self.figures.resumed_s.append(first_s - self._process.listened_s)
            self.figures.from_start_s.append(first_s - self._spawned_s)
        for noted in (self._provider.calls, self._provider.headers, self._provider.called_s):
            noted.clear()
        return set(calls)

    def _count(self) -> None:
        figures = self.figures
        figures.batches = Counter(client.status or "unfinished" for client in self._clients)
        figures.pairs = sum(client.pairs for client in self._clients)
        figures.events = sum(len(client.seen) for client in self._clients)
        figures.calls, figures.peak = self._called.total(), self._provider.peak
        figures.repeated = figures.calls - len(self._called)
        if figures.repeated > figures.kills.total() * (LIMIT + GROUP_EVENTS):
            self.broken(f"{figures.repeated} calls were repeated")
        if figures.peak > LIMIT:
            self.broken(f"{figures.peak} calls were out at a time")


def _is_stored(line: bytes) -> bool:
    return line.startswith(b'{"id":') and not line.startswith(b'{"id":null') and line.endswith(b"\n")


def name_of(body: dict[str, Any]) -> Name:
    """The pair that a call is about."""
    found = _PAIR.search("\n".join(message["content"] for message in body["messages"]))
    assert found, body
    return int(found[1]), int(found[2]), int(found[3])


def read_file(path: Path, but: set[str]) -> dict[str, Kept]:
    """The batches in the file by their keys, without those in `but`. It is opened so that it cannot be changed."""
    if not path.exists():
        return {}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        if not file.execute("SELECT 1 FROM sqlite_schema WHERE name = 'idempotency_keys'").fetchone():
            return {}
        assert file.execute("PRAGMA quick_check").fetchone() == ("ok",)
        rows = file.execute(
            "SELECT coalesce(key, id), number, id, status, last_id, pairs "
            "FROM batches LEFT JOIN idempotency_keys ON batch = number"
        ).fetchall()
        events = "SELECT seq, event, data, pair FROM events WHERE batch = ? ORDER BY seq"
        return {
            key: Kept(id_, status, last_id, pairs, [StoredEvent(*event) for event in file.execute(events, (number,))])
            for key, number, id_, status, last_id, pairs in rows
            if key not in but
        }


def _breaches(client: Client, batch: Kept | None) -> Iterator[str]:
    """Each law that a batch in the file breaks, beside what its client saw."""
    if batch is None:
        if client.id:
            yield f"the batch {client.id} is gone"
        return
    if client.id not in (None, batch.id):
        yield f"its key stands for {batch.id}, and {client.id} was told"
    yield from _laws(batch, client.pairs)
    lines = batch.lines
    if lines[: len(client.seen)] != client.seen:
        yield f"what was seen up to {len(client.seen)} is not what is kept"
    following = lines[len(client.seen)] if len(client.seen) < len(lines) else b""
    if client.torn.startswith(b'{"id":%d,' % (len(client.seen) + 1)) and not following.startswith(client.torn):
        yield f"{client.torn!r} was seen, and {following[: len(client.torn)]!r} is kept"


def _laws(batch: Kept, pairs: int) -> Iterator[str]:
    """Dense ids, accepted first, one end and nothing after it, one outcome a pair; all of them at completion."""
    ids, kinds = [event.id for event in batch.events], [event.event for event in batch.events]
    outcomes = Counter(event.pair for event in batch.events if event.pair is not None)
    if ids != list(range(1, batch.last_id + 1)):
        yield f"ids are not 1 to {batch.last_id}: {ids}"
    if batch.pairs != pairs or outcomes.keys() - set(range(pairs)) or set(outcomes.values()) - {1}:
        yield f"outcomes are not one a pair: {outcomes}"
    ended = batch.status in TERMINAL
    if kinds and (kinds[0] != "accepted" or kinds.count("accepted") != 1):
        yield f"accepted is not first: {kinds}"
    if kinds.count("done") != ended or (ended and kinds[-1] != "done"):
        yield f"status {batch.status}, and its events are {kinds}"
    if batch.status == "completed" and len(outcomes) != pairs:
        yield f"completed with {len(outcomes)} of {pairs} pairs"


async def crash(directory: Path, kills: int, *, seed: int, candidates: Sequence[int] = CANDIDATES) -> Figures:
    """Kill a server this often, let it finish then, and return what was counted."""
    began_s = time.monotonic()
    provider = FakeProvider(mean_s=LATENCY_S, sigma=SIGMA, seed=seed)
    async with provider, aiohttp.ClientSession() as http:
        world = World(directory / "crash.db", provider, http, seed=seed, candidates=candidates)
        try:
            for _ in range(kills):
                world.start()
                await world.kill()
            world.start()
            await world.finish()
        finally:
            await world.aclose()
    world.figures.took_s = time.monotonic() - began_s
    return world.figures


def _spread(values_s: Sequence[float]) -> str:
    return f"p50 {statistics.median(values_s):.2f} s, max {max(values_s):.2f} s" if values_s else "none"


def table(figures: Figures) -> str:
    """The figures, one a line."""
    kills = figures.kills.total()
    bound = LIMIT + GROUP_EVENTS
    rows = {
        "kills": f"{kills} in {figures.took_s:.0f} s ({', '.join(f'{n} {kind}' for kind, n in figures.kills.items())})",
        "before or just after listening": f"{figures.quick}",
        "posts cut and sent again": f"{figures.cut_posts}",
        "batches": "; ".join(f"{n} {status}" for status, n in figures.batches.items()),
        "pairs, events": f"{figures.pairs}, {figures.events}",
        "calls, most at a time": f"{figures.calls}, {figures.peak} (limit {LIMIT})",
        "calls repeated": f"{figures.repeated}, {figures.repeated / max(kills, 1):.2f} a kill (at most {bound})",
        "calls lost by one kill, most": f"{max(figures.lost, default=0)}",
        "first call after listening": f"{_spread(figures.resumed_s)} (target {RESUME_S:g} s)",
        "first call after the process's start": _spread(figures.from_start_s),
        "laws broken": f"{len(figures.broken)}",
    }
    width = max(map(len, rows))
    return "\n".join(f"{name:{width}}  {figure}" for name, figure in rows.items())


def main() -> int:
    """Exit code 1 when a law is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with TemporaryDirectory() as directory:
        figures = asyncio.run(crash(Path(directory), arguments.kills, seed=arguments.seed))
    print(table(figures))
    for what in figures.broken:
        print(f"BROKEN: {what}"[:2000], file=sys.stderr)
    return 1 if figures.broken else 0


if __name__ == "__main__":
    sys.exit(main())

"""Readers that stall, vanish or say odd things: none costs the others anything, and none is held for ever."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import math
import re
import signal
import socket
import threading
import time
import tracemalloc
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing, contextmanager, suppress
from pathlib import Path

import httpx
import pytest
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.types import Message, Scope

from scoring.analyzers.base import Answer
from scoring.analyzers.local import LocalAnalyzer
from scoring.engine import Engines
from scoring.models import Pair
from scoring.profile import BlindProfile
from server import delivery, sockets, stream
from server.app import App
from server.intake import MAX_HEADER_BYTES
from server.log.base import NewEvent
from server.log.group import GROUP_BYTES
from server.log.sqlite import SqliteEventLog
from server.routes import Api
from server.runner import Runner
from server.serve import configure, settle_collector
from server.settings import Settings
from server.sockets import SEND_BUFFER_BYTES, USER_TIMEOUT_MS, Connection, listen
from server.stream import KEPT_BYTES, Framing, Ndjson, Pulse, Reader, Sse
from tests.conftest import ServerProcess

pytestmark = pytest.mark.usefixtures("unmeasured")

EVENTS = 2000
EVENT_BYTES = 5000
BATCH = "/ai/batches/large/events"
EVENT = rb"id: (\d+)\nevent: \w+\ndata: [^\n]*\n\n"
LINE = rb'\{"id":(\d+),"event":"\w+","data":[^\n]*\}\n'
HIGH_WATER_BYTES = 64 * 1024
"""Up to here uvicorn lets its buffer of one connection fill before a send waits."""
RECEIVE_BUFFER_BYTES = 16 * 1024
WAIT_S = 10
FOUR_PAIRS = {"jobs": [{"job_id": "J"}], "candidates": [{"currentTitle": f"T{n}"} for n in range(4)], "threshold": 0}
SMALL_BATCH = {"jobs": [{"job_id": "J"}], "candidates": [{"candidateId": "C"}], "threshold": 0}


async def fill(path: Path, *, ended: bool = True) -> None:
    """A batch of `EVENTS` analyses, and `done` when it has ended."""
    async with SqliteEventLog(path) as log:
        await log.create("large", request=b"{}", configuration=b"{}", pairs=EVENTS, durable=True, created_at=time.time())
        data = b'"%b"' % (b"x" * EVENT_BYTES)
        for first in range(0, EVENTS, 50):
            await log.append("large", [NewEvent("analysis", data, pair) for pair in range(first, first + 50)])
        if ended:
            await log.append("large", [NewEvent("done", b"{}")], status="completed", at=time.time())


class Server:
    """A server on a thread of this process, over a large batch."""

    def __init__(self, directory: Path) -> None:
        path = directory / "batches.db"
        asyncio.run(fill(path))
        self.app = App(Settings.parse({"DATABASE_URL": f"sqlite:///{path}", "ANALYZER": "local"}))
        sock = listen("127.0.0.1", 0)
        self.port = sock.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.uvicorn = uvicorn.Server(configure(self.app, "WARNING"))
        self._thread = threading.Thread(target=self._serve, args=(sock,))
        self._thread.start()
        wait_until(lambda: self.uvicorn.started)

    def waiting_bytes(self) -> list[int]:
        """What each connection whose reader is too slow has in this process's memory."""
        connections = tuple(self.uvicorn.server_state.connections)
        return [
            each.transport.get_write_buffer_size()
            for each in connections
            if isinstance(each, Connection) and each.flow.write_paused
        ]

    def close(self) -> None:
        self.uvicorn.should_exit = True
        self._thread.join()

    def _serve(self, sock: socket.socket) -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            self.loop = runner.get_loop()
            runner.run(self.uvicorn.serve([sock]))


@pytest.fixture
def server_here(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    server.close()


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@contextmanager
def asking(port: int, accept: str = "text/event-stream") -> Iterator[socket.socket]:
    """A connection that has asked for the large batch, with a small buffer, and read nothing."""
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        sock.connect(("127.0.0.1", port))
        sock.sendall(b"GET %b HTTP/1.1\r\nHost: localhost\r\nAccept: %b\r\n\r\n" % (BATCH.encode(), accept.encode()))
        yield sock


def read_all(sock: socket.socket) -> bytes:
    """What a connection still has, until it ends or is broken off."""
    read = bytearray()
    try:
        while part := sock.recv(65536):
            read += part
    except ConnectionResetError:
        pass
    return bytes(read)


def ids_of(answer: bytes, pattern: bytes = EVENT) -> list[int]:
    """The ids of the events that are there to their end."""
    return [int(found) for found in re.findall(pattern, answer)]


@pytest.mark.parametrize(
    ("accept", "pattern"),
    [pytest.param("text/event-stream", EVENT, id="sse"), pytest.param("application/x-ndjson", LINE, id="ndjson")],
)
def test_a_reader_that_stalls_is_cut_and_comes_back_by_its_last_id(
    accept: str, pattern: bytes, server_here: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(delivery, "SEND_TIMEOUT_S", 0.05)
    with asking(server_here.port, accept) as sock:
        wait_until(lambda: "took nothing for 0.05 s and is cut" in caplog.text)
        # Not merely closed, which would wait for the reader to take what is buffered.
        wait_until(lambda: not server_here.uvicorn.server_state.connections)
        seen = ids_of(read_all(sock), pattern)
    assert 0 < len(seen) < EVENTS
    rest = httpx.get(server_here.url + BATCH, headers={"Last-Event-ID": str(seen[-1])}).content
    assert seen + ids_of(rest) == list(range(1, EVENTS + 2))
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_reader_that_stalls_holds_up_nobody(server_here: Server) -> None:
    with asking(server_here.port):
        wait_until(server_here.waiting_bytes)
        assert len(ids_of(httpx.get(server_here.url + BATCH).content)) == EVENTS + 1
        assert len(httpx.post(f"{server_here.url}/ai/batch-analyze-resumes", json=SMALL_BATCH).json()) == 1
        assert server_here.waiting_bytes()


def test_a_reader_that_stalls_has_little_waiting(server_here: Server) -> None:
    with asking(server_here.port) as sock:
        wait_until(server_here.waiting_bytes)
        (waiting_bytes,) = server_here.waiting_bytes()
        assert HIGH_WATER_BYTES < waiting_bytes < HIGH_WATER_BYTES + GROUP_BYTES + EVENT_BYTES
        # Nothing more is written for it; the kernel's part was bounded, too.
        for connection in tuple(server_here.uvicorn.server_state.connections):
            server_here.loop.call_soon_threadsafe(connection.transport.abort)
        assert len(read_all(sock)) < 3 * SEND_BUFFER_BYTES


async def test_readers_at_the_same_place_share_the_bytes_while_they_have_them(tmp_path: Path) -> None:
    await fill(tmp_path / "batches.db")
    async with SqliteEventLog(tmp_path / "batches.db") as log:

        def follow(framing: Framing) -> AsyncGenerator[bytes, None]:
            return Reader(log, "large", 0, framing, progress=lambda: None, pulse=Pulse(log, list)).chunks()

        async with aclosing(follow(Sse())) as one, aclosing(follow(Sse())) as other, aclosing(follow(Ndjson())) as lines:
            await asyncio.gather(anext(one), anext(other))  # their openings
            for _ in range(10):
                first, second, third = await asyncio.gather(anext(one), anext(other), anext(lines))
                assert first is second
                assert (first[:4], third[:6]) in [(b"id: ", b'{"id":'), (b"", b"")]
        assert len(stream._shared) == 0


async def test_a_reader_keeps_one_group_while_it_sends_it_and_next_to_nothing_while_it_waits(tmp_path: Path) -> None:
    await fill(tmp_path / "batches.db", ended=False)
    async with SqliteEventLog(tmp_path / "batches.db") as log:
        tracemalloc.start()
        places = range(EVENTS - 500, EVENTS - 100, 20)
        readers = [
            Reader(log, "large", after, Sse(), progress=lambda: None, pulse=Pulse(log, list)).chunks() for after in places
        ]
        for reader in readers:
            await anext(reader)  # the opening
        gc.collect()
        before_bytes = tracemalloc.get_traced_memory()[0]
        sent = [await anext(reader) for reader in readers]
        assert min(map(len, sent)) > GROUP_BYTES / 2
        gc.collect()
        sending_bytes = tracemalloc.get_traced_memory()[0] - before_bytes
        assert sending_bytes / len(readers) < 2.2 * GROUP_BYTES  # the events, and they as bytes
        del sent
        waiting = [asyncio.create_task(carry(reader)) for reader in readers]
        waiting_bytes = math.inf
        for _ in range(100):  # until the last of them has sent what it had, however busy the machine is
            await asyncio.sleep(0.1)
            gc.collect()
            waiting_bytes = tracemalloc.get_traced_memory()[0] - before_bytes
            if waiting_bytes / len(readers) < KEPT_BYTES:
                break
        tracemalloc.stop()
        assert waiting_bytes / len(readers) < KEPT_BYTES
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)


async def carry(chunks: AsyncGenerator[bytes, None]) -> None:
    """Take all chunks and, as those do who send them, keep the last until the next one comes."""
    async with aclosing(chunks):
        async for _chunk in chunks:
            await asyncio.sleep(0)


def test_the_collector_lets_be_what_is_loaded_and_an_events_objects() -> None:
    loaded, thresholds, started = len(gc.get_objects()), gc.get_threshold(), list[str]()
    gc.callbacks.append(lambda phase, info: started.append(phase))
    try:
        settle_collector()
        assert len(gc.get_objects()) < loaded / 10
        kept: list[list[int]] = [[] for _ in range(5000)]
        assert (len(kept), started) == (5000, [])
    finally:
        gc.callbacks.pop()
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def test_a_stop_does_not_wait_for_a_reader_that_stalls(tmp_path: Path) -> None:
    asyncio.run(fill(tmp_path / "batches.db"))
    process = ServerProcess(tmp_path)
    port = int(process.url.rpartition(":")[2])
    with asking(port) as sock:
        assert sock.recv(1)
        # While another reads it all, this one's buffers have long been full.
        assert len(ids_of(httpx.get(process.url + BATCH).content)) == EVENTS + 1
        assert process.stop(signal.SIGTERM) == 0
    assert not [line for line in process.lines if "ERROR" in line or "Traceback" in line]


def test_an_address_that_is_taken_is_an_error() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(OSError, match="in use"):
        listen(*taken.getsockname())


def test_an_accepted_connection_has_the_listening_sockets_options() -> None:
    with listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            # Linux doubles what it is asked for, for its own use, up to a bound of its own.
            size_bytes = accepted.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
            assert SEND_BUFFER_BYTES <= size_bytes <= 2 * SEND_BUFFER_BYTES
            assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            options = [socket.TCP_USER_TIMEOUT, socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT]
            assert [accepted.getsockopt(socket.IPPROTO_TCP, each) for each in options] == [USER_TIMEOUT_MS, 30, 10, 3]


# What a reader asks for


def ask(port: int, head: bytes, path: str) -> tuple[int, bytes]:
    """The status and the rest of the answer to a request with these header lines."""
    with socket.create_connection(("127.0.0.1", port), WAIT_S) as sock:
        with suppress(ConnectionError):  # the answer may come before all is sent
            sock.sendall(b"GET %b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%b\r\n" % (path.encode(), head))
        status, _, rest = read_all(sock).partition(b"\r\n")
    return int(status.split()[1]), rest


ODD = {
    "64 KB of digits": (b"Last-Event-ID: %b\r\n" % (b"9" * 65536), 200),
    "64 KB of letters": (b"Last-Event-ID: %b\r\n" % (b"x" * 65536), 200),
    "past the end": (b"Last-Event-ID: 4\r\n", 200),
    "negative": (b"Last-Event-ID: -1\r\n", 200),
    "more than an integer of C": (b"Last-Event-ID: 18446744073709551617\r\n", 200),
    "not ASCII": (b"Last-Event-ID: \xb2\xff\r\n", 200),
    "nothing": (b"Last-Event-ID:\r\n", 200),
    "twice": (b"Last-Event-ID: x\r\nLast-Event-ID: y\r\n", 200),
    "NUL": (b"Last-Event-ID: \0\r\n", 400),
    "NUL inside": (b"Last-Event-ID: 1\x002\r\n", 400),
    "a bare CR": (b"Last-Event-ID: 1\r2\r\n", 400),
    "more than there may be": (b"Last-Event-ID: %b\r\n" % (b"x" * MAX_HEADER_BYTES), 431),
    "too many": (b"X-Odd: %b\r\n" % (b"x" * 100) * 1300, 431),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_last_event_id_replays_from_the_start_or_is_refused_by_the_parser(name: str, server_url: str) -> None:
    events = httpx.post(f"{server_url}/ai/batches", json=SMALL_BATCH).json()["events"]
    head, expected = ODD[name]
    status, rest = ask(int(server_url.rpartition(":")[2]), head, events)
    assert status == expected
    assert ids_of(rest) == ([1, 2, 3] if expected == 200 else [])


def test_a_head_that_does_not_end_is_refused_before_it_fills_the_memory(server_url: str) -> None:
    with socket.create_connection(("127.0.0.1", int(server_url.rpartition(":")[2])), WAIT_S) as sock:
        sock.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Odd: " + b"x" * MAX_HEADER_BYTES)
        assert read_all(sock).startswith(b"HTTP/1.1 431 ")
    assert httpx.get(f"{server_url}/health").status_code == 200


POST = b"POST /ai/batches HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n"
HALVES = {
    "nothing": (b"", b""),
    "half a head": (POST[:30], b"HTTP/1.1 408 "),
    "a head and no body": (POST, b"HTTP/1.1 408 "),
    "half a body": (POST + b'{"jobs', b"HTTP/1.1 408 "),
    "a line feed after an answer": (b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n\r\n", b"HTTP/1.1 200 "),
}


@pytest.mark.parametrize("name", HALVES)
def test_half_a_request_is_waited_for_only_so_long(
    name: str, server_here: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sockets, "REQUEST_TIMEOUT_S", 0.05)
    sent, expected = HALVES[name]
    with socket.create_connection(("127.0.0.1", server_here.port), WAIT_S) as sock:
        sock.sendall(sent)
        answer = read_all(sock)
    assert answer.startswith(expected)
    assert answer or not expected
    wait_until(lambda: not server_here.uvicorn.server_state.connections)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_server_that_is_being_stopped_answers_200_and_when_to_come_back(server_here: Server) -> None:
    asyncio.run_coroutine_threadsafe(server_here.app.drain(), server_here.loop).result(WAIT_S)
    answer = httpx.get(server_here.url + BATCH)
    retries = [int(line.removeprefix("retry: ")) for line in answer.text.splitlines() if line.startswith("retry: ")]
    assert answer.status_code == 200
    assert len(retries) == 1
    assert 4000 <= retries[0] <= 8000
    assert ids_of(answer.content) == []


# Readers that leave at any byte, told to the app itself


class Leaver:
    """A client that goes away once it has this much of the answer: its head as on the wire, and its body.

    Args:
        patience_bytes: between the ends of two parts every count is the same to the app; 0 leaves before the first.
        while_sending: the app hears of it before its last part is taken.
    """

    def __init__(self, body: bytes, patience_bytes: float, *, while_sending: bool) -> None:
        self.headers: dict[bytes, bytes] = {}
        self.outcomes = 0
        self._request: Message | None = {"type": "http.request", "body": body, "more_body": False}
        self._patience_bytes, self._while_sending = patience_bytes, while_sending
        self._taken_bytes = 0
        self._gone = asyncio.Event()
        self._look()

    def next_bytes(self) -> int:
        """Where the part after the last that it took begins."""
        return self._taken_bytes + 1

    async def receive(self) -> Message:
        """The request, and the disconnect when it is time."""
        if self._request:
            request, self._request = self._request, None
            return request
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Take a part of the answer; after the disconnect it goes nowhere, as uvicorn has it."""
        if self._gone.is_set():
            return
        if message["type"] == "http.response.start":
            self.headers = dict(message["headers"])
            self._taken_bytes += len(b"HTTP/1.1 200 OK\r\n\r\n") + sum(
                len(b"".join(each)) + 4 for each in message["headers"]
            )
        else:
            self._taken_bytes += len(message["body"])
            self.outcomes += message["body"].count(b'"pair":')
        self._look()
        if self._while_sending:
            await asyncio.sleep(0)

    def _look(self) -> None:
        if self._taken_bytes >= self._patience_bytes:
            self._gone.set()


class Place:
    """The app over a log of its own. Only the first two pairs of a batch are ever answered, and `stuck` are the others."""

    def __init__(self, log: SqliteEventLog, stuck: set[int]) -> None:
        settings = Settings.parse({"ANALYZER": "local"})
        self.stuck = stuck
        self.log, self.runner = log, Runner(log, Engines(settings.engine))
        self._app = Starlette(routes=Api(settings, log, self.runner, Pulse(log, list)).routes())

    async def ask(self, method: str, path: str, accept: str, patience_bytes: float, while_sending: bool) -> Leaver:
        """Make a request and leave during its answer."""
        leaver = Leaver(json.dumps(FOUR_PAIRS).encode(), patience_bytes, while_sending=while_sending)
        headers = {"host": "localhost", "content-type": "application/json", "accept": accept}
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        await self._app(scope, leaver.receive, leaver.send)
        return leaver


async def nothing_is_left_of_it(place: Place, before: set[asyncio.Task[None]]) -> None:
    """Return when no follower and no task is there that was not before.

    A read of the log is seen to its end, for others may share it. sse-starlette keeps one task for all streams of a loop.
    """
    assert len(place.log._feeds) == 0
    async with asyncio.timeout(WAIT_S):
        while [task for task in asyncio.all_tasks() - before if "_shutdown_watcher" not in repr(task)]:
            await asyncio.sleep(0.001)


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    answer, stuck = LocalAnalyzer.analyze, set[int]()

    async def analyze(self: LocalAnalyzer, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        if pair.index < 2:
            return await answer(self, pair, profile)
        stuck.add(pair.index)
        try:
            return await asyncio.Future()
        finally:
            stuck.remove(pair.index)

    monkeypatch.setattr(LocalAnalyzer, "analyze", analyze)
    async with SqliteEventLog(tmp_path / "batches.db") as log:
        here = Place(log, stuck)
        yield here
        await here.runner.aclose()


STREAMS = ["text/event-stream", "application/x-ndjson"]
WHILE_SENDING = pytest.mark.parametrize("while_sending", [True, False], ids=["told while it sends", "told later"])


@WHILE_SENDING
@pytest.mark.parametrize("accept", STREAMS)
async def test_an_owner_that_leaves_at_any_byte_leaves_nothing_behind(
    accept: str, while_sending: bool, place: Place
) -> None:
    before, patience_bytes, outcomes = asyncio.all_tasks(), 0, 0
    while outcomes < 2:
        leaver = await place.ask("POST", "/ai/batch-analyze-resumes", accept, patience_bytes, while_sending)
        (row,) = await place.log.list_batches(1)
        await place.runner.wait(row.id)
        (row,) = await place.log.list_batches(1)
        assert (row.status, place.runner.tally(row.id), place.stuck) == ("cancelled", None, set())
        await nothing_is_left_of_it(place, before)
        patience_bytes, outcomes = leaver.next_bytes(), leaver.outcomes
    assert patience_bytes > 1000


@WHILE_SENDING
@pytest.mark.parametrize("accept", STREAMS)
async def test_a_batch_made_for_itself_runs_on_when_a_viewer_leaves_at_any_byte(
    accept: str, while_sending: bool, place: Place
) -> None:
    made = await place.ask("POST", "/ai/batches", "application/json", math.inf, while_sending)
    path = f"{made.headers[b'location'].decode()}/events"
    batch_id = made.headers[b"x-batch-id"].decode()
    while (row := await place.log.batch(batch_id)) is None or row.last_id < 3:
        await asyncio.sleep(0.005)
    before, patience_bytes, outcomes = asyncio.all_tasks(), 0, 0
    while outcomes < 2:
        leaver = await place.ask("GET", path, accept, patience_bytes, while_sending)
        await nothing_is_left_of_it(place, before)
        patience_bytes, outcomes = leaver.next_bytes(), leaver.outcomes
    assert place.runner.tally(batch_id) is not None
    assert place.stuck == {2, 3}

"""Readers that stall, vanish or say odd things: none costs the others anything, and none is held for ever."""

from __future__ import annotations

import asyncio
import logging
import re
import signal
import socket
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager, suppress
from pathlib import Path

import httpx
import pytest
import uvicorn
import uvloop

from server import delivery, stream
from server.app import App
from server.intake import MAX_HEADER_BYTES
from server.log.base import NewEvent
from server.log.sqlite import SqliteEventLog
from server.serve import configure
from server.settings import Settings
from server.sockets import SEND_BUFFER_BYTES, USER_TIMEOUT_MS, Connection, listen
from server.stream import PIECE_BYTES, Framing, Ndjson, Reader, Sse
from tests.conftest import ServerProcess

EVENTS = 2000
EVENT_BYTES = 5000
BATCH = "/ai/batches/large/events"
EVENT = rb"id: (\d+)\nevent: \w+\ndata: [^\n]*\n\n"
LINE = rb'\{"id":(\d+),"event":"\w+","data":[^\n]*\}\n'
HIGH_WATER_BYTES = 64 * 1024
"""Up to here uvicorn lets its buffer of one connection fill before a send waits."""
RECEIVE_BUFFER_BYTES = 16 * 1024
WAIT_S = 10
SMALL_BATCH = {"jobs": [{"job_id": "J"}], "candidates": [{"candidateId": "C"}], "threshold": 0}


async def fill(path: Path) -> None:
    """A finished batch of `EVENTS` analyses and `done`."""
    async with SqliteEventLog(path) as log:
        await log.create("large", request=b"{}", configuration=b"{}", pairs=EVENTS, durable=True, created_at=time.time())
        data = b'"%b"' % (b"x" * EVENT_BYTES)
        for first in range(0, EVENTS, 50):
            await log.append("large", [NewEvent("analysis", data, pair) for pair in range(first, first + 50)])
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
        assert HIGH_WATER_BYTES < waiting_bytes < HIGH_WATER_BYTES + PIECE_BYTES + EVENT_BYTES
        # Nothing more is written for it; the kernel's part was bounded, too.
        for connection in tuple(server_here.uvicorn.server_state.connections):
            server_here.loop.call_soon_threadsafe(connection.transport.abort)
        assert len(read_all(sock)) < 3 * SEND_BUFFER_BYTES


async def test_readers_at_the_same_place_share_the_bytes_while_they_have_them(tmp_path: Path) -> None:
    await fill(tmp_path / "batches.db")
    async with SqliteEventLog(tmp_path / "batches.db") as log:

        def follow(framing: Framing) -> AsyncGenerator[bytes, None]:
            return Reader(log, "large", 0, framing, progress=lambda: None, ending=asyncio.Event()).chunks()

        async with aclosing(follow(Sse())) as one, aclosing(follow(Sse())) as other, aclosing(follow(Ndjson())) as lines:
            await asyncio.gather(anext(one), anext(other))  # their openings
            for _ in range(10):
                first, second, third = await asyncio.gather(anext(one), anext(other), anext(lines))
                assert first is second
                assert third.startswith(b'{"id":')
        assert len(stream._shared) == 0


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

"""Readers that stall or vanish: they are cut, can come back, and hurt nobody else."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from scoring.engines import Engines
from server import delivery
from server.log.base import NewEvent
from server.log.sqlite import SqliteEventLog
from server.routes import Api
from server.runner import Runner
from server.serve import configure
from server.settings import Settings
from server.sockets import listen

EVENTS = 400
DATA = b'"' + b"x" * 20_000 + b'"'
"""8 MB in all: more than all buffers between a server and its reader."""


@asynccontextmanager
async def serving(path: Path) -> AsyncIterator[tuple[SqliteEventLog, int]]:
    """An app over a log with one finished batch, on a socket of ours."""
    settings = Settings.parse({})
    sock = listen("127.0.0.1", 0)
    async with SqliteEventLog(path) as log:
        await log.create("b", request=b"{}", configuration=b"{}", pairs=EVENTS, durable=True, created_at=1.0)
        await log.append("b", [NewEvent("analysis", DATA, pair) for pair in range(EVENTS)])
        await log.append("b", [NewEvent("done", b"{}")], status="completed", at=2.0)
        api = Api(settings, log, Runner(log, Engines(settings.engine)), asyncio.Event())
        server = uvicorn.Server(configure(Starlette(routes=api.routes()), "warning"))
        server.config.load()
        task = asyncio.create_task(server._serve([sock]))  # without its signal handlers
        try:
            yield log, sock.getsockname()[1]
        finally:
            server.should_exit = True
            await task


async def ask(port: int, after: int = 0) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**16)
    writer.write(b"GET /ai/batches/b/events?after=%d HTTP/1.1\r\nHost: localhost\r\n\r\n" % after)
    await writer.drain()
    return reader, writer


@pytest.mark.parametrize("accept", [b"text/event-stream", b"application/x-ndjson"])
async def test_a_reader_that_stalls_is_cut_and_others_are_served(
    tmp_path: Path, accept: bytes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(delivery, "SEND_TIMEOUT_S", 0.2)
    caplog.set_level("INFO", "server")
    async with serving(tmp_path / "log.db") as (log, port):
        stalled = socket.create_connection(("127.0.0.1", port))
        stalled.sendall(b"GET /ai/batches/b/events HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept + b"\r\n\r\n")
        reader, writer = await ask(port)  # reads all the while
        whole = await _read_to_done(reader)
        assert whole.count(b"event: analysis") == EVENTS
        writer.close()
        while "took nothing for 0.2 s" not in caplog.text:
            await asyncio.sleep(0.01)
        while len(log._feeds):
            await asyncio.sleep(0.01)
        stalled.setblocking(True)
        received = await asyncio.to_thread(_drain, stalled)
        assert 0 < received < EVENTS * len(DATA)
        stalled.close()
        reader, writer = await ask(port, after=EVENTS - 1)  # and it can come back
        assert (await _read_to_done(reader)).count(b"event: analysis") == 1
        writer.close()


async def _read_to_done(reader: asyncio.StreamReader) -> bytes:
    chunks: list[bytes] = []
    while not chunks or b"event: done" not in chunks[-1]:
        chunk = await reader.read(2**20)
        assert chunk
        chunks.append(chunk)
    return b"".join(chunks)


def _drain(sock: socket.socket) -> int:
    received = 0
    try:
        while chunk := sock.recv(2**20):
            received += len(chunk)
    except ConnectionResetError:
        pass
    return received


async def test_accepted_connections_inherit_what_the_listening_socket_sets() -> None:
    listening = listen("127.0.0.1", 0)
    client = socket.create_connection(listening.getsockname())
    accepted, _ = listening.accept()
    with listening, client, accepted:
        assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 60_000
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 30
        assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * 256 * 1024


def test_an_address_that_is_taken_is_an_error() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(OSError, match="in use"):
        listen(*taken.getsockname())


@pytest.mark.parametrize("odd", ["x" * 65536, "-5", "9" * 400, "1\x0b", "\xe9"])
def test_an_odd_last_event_id_never_fails_the_server(server_url: str, odd: str) -> None:
    port = int(server_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as sock:
        request = f"GET /ai/batches/nothing/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {odd}\r\n\r\n"
        sock.sendall(request.encode("latin-1"))
        status = sock.recv(4096).split()[1]
    assert status in (b"404", b"400")


def test_headers_over_the_cap_are_431(server_url: str) -> None:
    port = int(server_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as sock:
        sock.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-Large: " + b"x" * 140_000 + b"\r\n\r\n")
        assert sock.recv(4096).split()[1] == b"431"

"""What comes over a connection beside a proper request: others behind it, trailers without end, half of one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.server import ServerState

from server.intake import MAX_HEADER_BYTES
from server.serve import configure
from server.settings import Settings
from server.sockets import LEAST_BODY_RATE, Connection
from tests.server.world import ANALYZE, HANG, LIMIT, REQUEST, Client, Start, get, until, url_of, world
from tests.virtual_time import in_virtual_time

HEALTH = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED = b"POST %b HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
SECOND = {
    "nothing": b"",
    "another": HEALTH,
    "another post and more": CHUNKED % ANALYZE.encode() + b"2\r\n{}\r\n0\r\n\r\n" + HEALTH,
    "half a head": HEALTH[:20],
}


async def connect(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, _, port = url.removeprefix("http://").partition(":")
    return await asyncio.open_connection(host, int(port))


def post(accept: str) -> bytes:
    """A blocking or streaming call, as on the wire."""
    body = json.dumps(REQUEST).encode()
    head = f"POST {ANALYZE} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nContent-Type: application/json\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body


@pytest.mark.parametrize("second", SECOND)
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream", "application/x-ndjson"])
async def test_an_owner_that_leaves_is_noticed_whatever_it_sent_behind_its_request(
    accept: str, second: str, start: Start
) -> None:
    async with world(lambda number, body: HANG) as (fake, client):
        url = await url_of(start(fake.base_url))
        _, writer = await connect(url)
        writer.write(post(accept) + SECOND[second])
        await until(lambda: fake.in_flight == LIMIT)
        writer.write(HEALTH)  # and once more while it is being answered
        await asyncio.sleep(0.05)
        writer.close()
        async with asyncio.timeout(1.0):
            await until(lambda: fake.in_flight == 0)
        assert len(fake.calls) == LIMIT
        (batch,) = (await get(client, f"{url}/ai/batches"))["batches"]
        async with client.get(f"{url}/ai/batches/{batch['id']}/events") as stream:
            assert b'"status":"cancelled"' in await stream.read()


async def test_a_request_behind_a_post_is_left_out_and_the_connection_closes_after_the_answer(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, _):
        reader, writer = await connect(await url_of(start(fake.base_url)))
        writer.write(post("application/json") + HEALTH)
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        assert b"connection: close" in head.split(b"\r\n")
        assert len(json.loads(body)) == len(REQUEST["candidates"])
        writer.close()


async def test_requests_behind_others_than_a_post_are_answered_in_their_order(server_url: str) -> None:
    reader, writer = await connect(server_url)
    writer.write(HEALTH * 2 + HEALTH.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n").replace(b"health", b"ready"))
    answers = await reader.read()
    assert answers.count(b"HTTP/1.1 200 OK") == 3
    assert answers.endswith(b'{"status":"ready"}')
    writer.close()


class Wire(asyncio.Transport):
    """A transport that goes nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


def connected(app: ASGIApp) -> tuple[Connection, Wire]:
    """A connection to the app, without a network."""
    connection, wire = Connection(configure(app, "WARNING"), ServerState(), {}), Wire()
    connection.connection_made(wire)
    return connection, wire


async def test_a_viewer_that_leaves_with_requests_behind_its_own_is_noticed() -> None:
    left: list[str] = []

    async def stream(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        left.append(scope["path"])

    connection, wire = connected(stream)
    connection.data_received(HEALTH + HEALTH.replace(b"health", b"ready"))
    await asyncio.sleep(0)
    assert left == []
    assert not wire.written
    connection.connection_lost(None)
    for _ in range(3):
        await asyncio.sleep(0)
    assert left == ["/health"]  # the one behind it never began


# Bodies that take their time


async def weigh(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that answers with the length of a body; to a GET it does so after an hour."""
    if scope["method"] == "GET":
        await asyncio.sleep(3600)
    with suppress(ClientDisconnect):
        body = await Request(scope, receive).body()
        await PlainTextResponse(f"{len(body)} bytes")(scope, receive, send)


@asynccontextmanager
async def sending(head: bytes) -> AsyncIterator[tuple[Connection, Wire]]:
    """A request to that app, which goes on as the test says."""
    connection, wire = connected(weigh)
    connection.data_received(head)
    yield connection, wire
    connection.connection_lost(None)
    await asyncio.gather(*connection.tasks)


async def send_slowly(size_bytes: int, bytes_per_s: int, *, behind: bytes = b"") -> bytes:
    """The answer to a body that is sent at this rate, second by second, and those to what is sent before it."""
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % size_bytes
    async with sending(behind + head) as (connection, wire):
        while connection.flow.read_paused:
            await asyncio.sleep(1)
        for left_bytes in range(size_bytes, 0, -bytes_per_s):
            await asyncio.sleep(1)
            if not wire.closed:
                connection.data_received(b"x" * min(bytes_per_s, left_bytes))
        await asyncio.sleep(0)
    return bytes(wire.written)


@in_virtual_time
async def test_a_body_that_trickles_in_is_refused_and_told_why() -> None:
    head, _, body = (await send_slowly(100, 1)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in head.split(b"\r\n")
    assert json.loads(body)["detail"] == (
        "Expected 4096 bytes of the body a second, at the mean, after the first 30 s; got 30 bytes in 30 s. "
        "Send it over a faster connection, or several smaller batches."
    )


@in_virtual_time
async def test_the_largest_body_over_a_slow_line_has_the_time_that_it_needs() -> None:
    size_bytes = Settings.parse({}).max_body_bytes
    assert (await send_slowly(size_bytes, LEAST_BODY_RATE)).endswith(b"\r\n\r\n%d bytes" % size_bytes)


@in_virtual_time
async def test_time_in_which_a_body_is_not_read_does_not_count() -> None:
    size_bytes = 60 * LEAST_BODY_RATE
    answers = await send_slowly(size_bytes, LEAST_BODY_RATE, behind=HEALTH)
    assert answers.endswith(b"\r\n\r\n%d bytes" % size_bytes)


@in_virtual_time
async def test_a_body_that_came_fast_may_not_stall_longer_than_any_other() -> None:
    async with sending(CHUNKED % b"/" + b"f000\r\n" + b"x" * 0xF000 + b"\r\n") as (_, wire):
        await asyncio.sleep(29)
        assert not wire.closed
        await asyncio.sleep(2)
    assert b"got nothing more of it for 30 s" in wire.written


@in_virtual_time
async def test_an_answer_has_all_the_time_that_it_needs() -> None:
    async def strike(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for hour in range(1, 25):
            await asyncio.sleep(3600)
            await send({"type": "http.response.body", "body": b"It is %d o'clock. " % hour, "more_body": hour < 24})

    connection, wire = connected(strike)
    connection.data_received(HEALTH)
    await asyncio.gather(*connection.tasks)
    assert wire.written.count(b"o'clock") == 24
    assert not wire.closed
    connection.connection_lost(None)


ENDLESS = {
    "many trailers": b"2\r\n{}\r\n0\r\n" + b"x-a: %b\r\n" % (b"b" * 1000) * (MAX_HEADER_BYTES // 500),
    "one trailer": b"2\r\n{}\r\n0\r\nx-a: " + b"b" * 2 * MAX_HEADER_BYTES,
    "an extension of a chunk": b"2;" + b"b" * 2 * MAX_HEADER_BYTES,
}


@pytest.mark.parametrize("name", ENDLESS)
async def test_what_does_not_end_behind_a_body_is_refused(name: str, server_url: str) -> None:
    reader, writer = await connect(server_url)
    writer.write(CHUNKED % b"/ai/batches" + ENDLESS[name])
    with suppress(ConnectionError):
        assert (await reader.read()).startswith(b"HTTP/1.1 431 ")
    writer.close()


async def test_trailers_are_left_out(server_url: str) -> None:
    reader, writer = await connect(server_url)
    body = b'{"jobs":[],"candidates":[]}'
    writer.write(CHUNKED % ANALYZE.encode() + b"%x\r\n%b\r\n0\r\n" % (len(body), body))
    writer.write(b"Accept: text/event-stream\r\nConnection: close\r\n\r\n")
    assert (await reader.readuntil(b"[]")).startswith(b"HTTP/1.1 200 OK")
    writer.close()


# What is asked for oddly


@pytest.fixture
async def batch(server_url: str) -> str:
    """The path of the events of a finished batch."""
    async with Client() as client, client.post(f"{server_url}/ai/batches", json=REQUEST) as answer:
        events: str = (await answer.json())["events"]
        async with client.get(server_url + events) as stream:
            await stream.read()
    return events


@pytest.mark.parametrize("accept", ["text/event-stream", "application/x-ndjson"])
async def test_head_of_a_running_batchs_stream_has_the_head_alone_and_at_once(accept: str, start: Start) -> None:
    async with world(lambda number, body: HANG) as (fake, client):
        url = await url_of(start(fake.base_url))
        async with client.post(f"{url}/ai/batches", json=REQUEST) as answer:
            events = (await answer.json())["events"]
        reader, writer = await connect(url)
        writer.write(f"HEAD {events} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n".encode() + HEALTH)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK")
        assert b"content-type: " + accept.encode() in head
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 OK")
        assert await reader.readexactly(15) == b'{"status":"ok"}'
        writer.close()


@pytest.mark.parametrize("accept", ["text/event-stream", "application/x-ndjson"])
async def test_a_stream_over_http_1_0_ends_with_its_connection(accept: str, batch: str, server_url: str) -> None:
    answers = []
    for version in ("1.0", "1.1"):
        reader, writer = await connect(server_url)
        head = f"GET {batch} HTTP/{version}\r\nHost: localhost\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode())
        head, _, body = (await reader.read()).decode().partition("\r\n\r\n")
        answers.append((head.lower().split("\r\n"), body))
        writer.close()
    (old, body), (new, chunked) = answers
    assert [line for line in old if line.startswith(("connection", "transfer"))] == ["connection: close"]
    assert [line for line in new if line.startswith("transfer")] == ["transfer-encoding: chunked"]
    assert body.endswith("}\n" if "json" in accept else "}\n\n")
    assert body[-200:].strip() in chunked


async def test_other_answers_over_http_1_0_have_their_length(server_url: str) -> None:
    reader, writer = await connect(server_url)
    writer.write(HEALTH.replace(b"1.1", b"1.0"))
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    assert b"content-length: 15" in head.split(b"\r\n")
    assert body == b'{"status":"ok"}'
    writer.close()


async def test_a_client_that_leaves_during_its_upload_leaves_no_traceback(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        process = start(fake.base_url)
        url = await url_of(process)
        for path in (ANALYZE, "/ai/batches"):
            _, writer = await connect(url)
            writer.write(post("application/json").replace(ANALYZE.encode(), path.encode())[:-10])
            await writer.drain()
            writer.close()
        await get(client, f"{url}/health")
        assert await asyncio.to_thread(process.stop) == 0
        assert not [line for line in process.lines if "ERROR" in line or "Traceback" in line]

"""What comes over a connection beside a proper request: others behind it, trailers without end, half of one."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

import pytest
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from server.intake import MAX_HEADER_BYTES
from server.serve import configure
from server.sockets import Connection
from tests.server.world import ANALYZE, HANG, LIMIT, REQUEST, Start, get, until, url_of, world

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

    def write(self, data: bytes | bytearray | memoryview) -> None:
        raise AssertionError("nothing is answered")

    def is_closing(self) -> bool:
        return False

    def close(self) -> None:
        pass

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


async def test_a_viewer_that_leaves_with_requests_behind_its_own_is_noticed() -> None:
    left: list[str] = []

    async def stream(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        left.append(scope["path"])

    connection = Connection(configure(stream, "WARNING"), ServerState(), {})
    connection.connection_made(Wire())
    connection.data_received(HEALTH + HEALTH.replace(b"health", b"ready"))
    await asyncio.sleep(0)
    assert left == []
    connection.connection_lost(None)
    for _ in range(3):
        await asyncio.sleep(0)
    assert left == ["/health"]  # the one behind it never began


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

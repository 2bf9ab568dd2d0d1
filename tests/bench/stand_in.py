"""A provider that answers every chat at once with the same bytes, in a process of its own, so that its CPU is not ours."""

from __future__ import annotations

import asyncio
import multiprocessing
import re
import time
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self, cast

import uvloop

from tests.bench.load import completion

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_HEAD_END = b"\r\n\r\n"
# Limits as OpenAI tells them, too high to bind.
_HEADERS = """\
HTTP/1.1 200 OK
Content-Type: application/json
Content-Length: {length}
x-request-id: req_4f1c0b7e9d3a4c0f8f0f5b1f6f3f9d10
openai-processing-ms: 1
openai-version: 2020-10-01
x-ratelimit-limit-requests: 100000000
x-ratelimit-limit-tokens: 1000000000000
x-ratelimit-remaining-requests: 99999999
x-ratelimit-remaining-tokens: 999999999999
x-ratelimit-reset-requests: 0s
x-ratelimit-reset-tokens: 0s

"""


class StandIn:
    """`with StandIn() as provider: provider.base_url`."""

    def __enter__(self) -> Self:
        self._pipe, far = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_serve, args=(far,), daemon=True)
        self._process.start()
        far.close()
        self.base_url = f"http://127.0.0.1:{self._pipe.recv()}/v1"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pipe.close()
        self._process.join()

    def cpu_s(self) -> float:
        """CPU it has used, in seconds."""
        self._pipe.send("cpu")
        return cast("float", self._pipe.recv())


class _Chat(asyncio.Protocol):
    def __init__(self, answer: bytes) -> None:
        self._answer, self._received, self._missing = answer, b"", 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._missing > len(data):
            self._missing -= len(data)
            return
        self._received += data[self._missing :]
        if self._missing:
            self._missing = 0
            self._transport.write(self._answer)
        while (end := self._received.find(_HEAD_END)) >= 0:
            length = _LENGTH.search(self._received, 0, end)
            if length is None:
                self._transport.write(b"HTTP/1.1 411 Length Required\r\nContent-Length: 0\r\n\r\n")
                self._transport.close()
                return
            last = end + len(_HEAD_END) + int(length[1])
            if last > len(self._received):
                self._missing, self._received = last - len(self._received), b""
                return
            self._received = self._received[last:]
            self._transport.write(self._answer)


def _serve(pipe: Connection) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_answer_all(pipe))


async def _answer_all(pipe: Connection) -> None:
    body = completion()
    answer = _HEADERS.format(length=len(body)).replace("\n", "\r\n").encode() + body
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Chat(answer), "127.0.0.1", 0, backlog=1024)
    left = asyncio.Event()

    def asked() -> None:
        try:
            pipe.recv()
            pipe.send(time.process_time())
        except EOFError:
            loop.remove_reader(pipe.fileno())
            left.set()

    loop.add_reader(pipe.fileno(), asked)
    pipe.send(server.sockets[0].getsockname()[1])
    await left.wait()
    server.close()

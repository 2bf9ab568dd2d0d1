from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import Request
from starlette.types import Message

from scoring.engine import Engines
from scoring.settings import EngineSettings
from server.delivery import NDJSON_TYPE, SSE_TYPE
from server.log.base import LogUnavailable
from server.log.sqlite import SqliteEventLog
from server.routes import JSON_TYPE, Api, preferred
from server.runner import Runner
from server.settings import Settings
from server.stream import Pulse


class BrokenLog(SqliteEventLog):
    async def batch(self, batch_id: str) -> Any:
        raise LogUnavailable("The disk is on holiday.")


def request_of(**headers: str) -> Request:
    pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": pairs}
    return Request(scope | {"path_params": {"id": "b"}})


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("", JSON_TYPE),
        ("*/*", JSON_TYPE),
        ("text/event-stream", SSE_TYPE),
        ("application/x-ndjson, text/event-stream;q=0.5", NDJSON_TYPE),
        ("application/json;q=0.1, TEXT/Event-Stream;q=0.2", SSE_TYPE),
        ("text/event-stream;q=0", JSON_TYPE),
        ("text/event-stream;q=high", JSON_TYPE),
        ("text/html", JSON_TYPE),
        # The most specific range counts, wherever it stands.
        ("*/*, text/event-stream;q=0.1", JSON_TYPE),
        ("text/event-stream;q=0.1, */*", JSON_TYPE),
        ("application/*, application/x-ndjson;q=0.2", JSON_TYPE),
        ("application/*;q=0.2, application/x-ndjson", NDJSON_TYPE),
        ("text/*", SSE_TYPE),
        ("text/*;q=0.3, */*;q=0.2", SSE_TYPE),
        ("text/*;q=0, */*", JSON_TYPE),
        ("application/json;q=0, */*", SSE_TYPE),
        ("application/json;q=0, application/*;q=0.5", NDJSON_TYPE),
        ("*/*;q=0", JSON_TYPE),
        # Of equals the one that is named, the first of several.
        ("*/*, text/event-stream", SSE_TYPE),
        ("text/event-stream, */*", SSE_TYPE),
        ("text/event-stream, application/json", SSE_TYPE),
        ("application/json, text/event-stream", JSON_TYPE),
        ("application/json, text/plain, */*", JSON_TYPE),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", JSON_TYPE),
        ("text/html, image/gif, *; q=.2, */*; q=.2", JSON_TYPE),
        ("text/event-stream;q=0.1, text/event-stream;q=0.9, application/json;q=0.5", SSE_TYPE),
        # Qualities are numbers from 0 to 1.
        ("application/json, text/event-stream;q=5", JSON_TYPE),
        ("application/json, text/event-stream;q=inf", JSON_TYPE),
        ("text/event-stream;q=inf", JSON_TYPE),
        ("text/event-stream;q=nan, application/x-ndjson;q=.1", NDJSON_TYPE),
        ("text/event-stream;q=1., application/json;q=0.999", SSE_TYPE),
        ("text/event-stream;q=-1", JSON_TYPE),
        ("text/event-stream;q=\N{SUPERSCRIPT TWO}", JSON_TYPE),
        (",,;q=1, */*", JSON_TYPE),
    ],
)
def test_the_media_type_of_the_highest_quality_is_taken(accept: str, wanted: str) -> None:
    assert preferred(request_of(accept=accept), (JSON_TYPE, SSE_TYPE, NDJSON_TYPE)) == wanted


def test_several_accept_lines_are_one() -> None:
    request = request_of(accept="application/json;q=0.5")
    request.scope["headers"].append((b"accept", b"application/x-ndjson"))
    assert preferred(request, (JSON_TYPE, SSE_TYPE, NDJSON_TYPE)) == NDJSON_TYPE


@pytest.mark.parametrize(("paused", "status"), [(False, 200), (True, 503)])
async def test_a_server_whose_batches_wait_for_the_log_is_not_ready_though_a_probe_finds_room(
    tmp_path: object, *, paused: bool, status: int
) -> None:
    settings = Settings(engine=EngineSettings())

    class Waiting(Runner):
        is_paused = paused

    async with SqliteEventLog(f"{tmp_path}/log.db") as log:
        api = Api(settings, log, Waiting(log, Engines(settings.engine)), Pulse(log, list))
        assert (await api.ready(request_of())).status_code == status


async def test_a_stream_from_a_log_that_cannot_be_read_is_200_and_says_when_to_come_back(tmp_path: object) -> None:
    settings = Settings(engine=EngineSettings())
    log = BrokenLog(f"{tmp_path}/log.db")
    api = Api(settings, log, Runner(log, Engines(settings.engine)), Pulse(log, list))
    request = request_of(accept="text/event-stream")
    response = await api.events(request)
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    await response({**request.scope, "asgi": {"version": "3.0"}}, receive, send)
    assert sent[0]["status"] == 200
    body = b"".join(message.get("body", b"") for message in sent)
    assert body.startswith(b"retry: ")
    assert body.endswith(b"\n: come back later\n")

"""A client that is cut off at any byte, and comes back from the last whole event it has, misses and doubles nothing."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.log.base import NewEvent
from server.log.sqlite import SqliteEventLog
from server.stream import Framing, Ndjson, Reader, Sse

TEXTS = st.sampled_from(['{"a":1}', '{"t":"\\u2028\\u0085\\r"}', '"é\\n"', '{"id: 7":"data:"}', "[" + "9" * 300 + "]"])
Events = list[tuple[int, str, bytes]]


def whole_events(received: bytes) -> Events:
    """The events whose blank line has come: https://html.spec.whatwg.org/multipage/server-sent-events.html"""
    events: Events = []
    *blocks, _ = received.split(b"\n\n")
    for block in blocks:
        fields = dict(line.split(b": ", 1) for line in block.split(b"\n") if not line.startswith((b":", b"retry")))
        events.append((int(fields[b"id"]), fields[b"event"].decode(), fields[b"data"]))
    return events


def whole_lines(received: bytes) -> Events:
    """The lines whose end has come."""
    *lines, _ = received.split(b"\n")
    events: Events = []
    for line in lines:
        head, data = line.split(b',"data":', 1)
        number, name = head.removeprefix(b'{"id":').split(b',"event":')
        events.append((int(number), name.strip(b'"').decode(), data.removesuffix(b"}")))
    return events


@pytest.mark.parametrize(
    ("framing", "read"), [(Sse(lambda: 0.5), whole_events), (Ndjson(), whole_lines)], ids=["sse", "ndjson"]
)
@settings(max_examples=40, deadline=None)
@given(groups=st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=5), cuts=st.lists(st.integers(0, 700)))
def test_cut_at_any_byte_and_resumed_the_events_are_the_logs(
    framing: Framing, read: Callable[[bytes], Events], groups: list[list[str]], cuts: list[int]
) -> None:
    asyncio.run(_read_in_pieces(framing, read, groups, cuts))


async def _read_in_pieces(
    framing: Framing, read: Callable[[bytes], Events], groups: list[list[str]], cuts: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        async with SqliteEventLog(Path(directory) / "log.db") as log:
            await log.create("b", request=b"{}", configuration=b"{}", pairs=0, durable=True, created_at=1.0)
            writing = asyncio.create_task(_write(log, groups))
            seen: Events = []
            for cut in [*cuts, None]:
                last_id = seen[-1][0] if seen else 0
                seen += read(await _receive(log, framing, last_id, cut))
                if seen and seen[-1][1] == "done":
                    break
            await writing
            assert seen == [(event.id, event.event, event.data) for event in await log.read("b", 0, 100)]


async def _write(log: SqliteEventLog, groups: list[list[str]]) -> None:
    for group in groups:
        await log.append("b", [NewEvent("analysis", text.encode()) for text in group])
    await log.append("b", [NewEvent("done", b"{}")], status="completed", at=2.0)


async def _receive(log: SqliteEventLog, framing: Framing, after: int, cut: int | None) -> bytes:
    """What a client has when its connection breaks after `cut` bytes; None: it does not."""
    reader = Reader(log, "b", after, framing, progress=lambda: None, ending=asyncio.Event())
    received = b""
    async with aclosing(reader.chunks()) as chunks:
        async for chunk in chunks:
            received += chunk
            if cut is not None and len(received) >= cut:
                return received[:cut]
    return received

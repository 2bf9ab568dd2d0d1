"""A client that is cut off at any byte, and comes back from the last whole event it has, misses and doubles nothing."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.events import Progress
from server.log.base import NewEvent
from server.log.sqlite import SqliteEventLog
from server.stream import Framing, Ndjson, Pulse, Reader, Sse

TEXTS = st.sampled_from(['{"a":1}', '{"t":"\u2028\u0085\\r"}', '"é\\n"', '{"id: 7":"data:"}', "[" + "9" * 300 + "]"])
CUTS = st.lists(st.integers(0, 900) | st.just("farewell"), max_size=20)
TIMEOUT_S = 30.0
Events = list[tuple[int, str, bytes]]
Cut = int | str | None
"""Where a connection ends: after so many bytes, by the server's farewell, or with the batch."""
PROGRESS = Progress(
    done=1, total=2, passed=0, skipped=0, failed=0, inFlight=1, limit=1, etaSeconds=None, costUsd=None, waitingFor=None
)


def whole_events(received: bytes) -> Events:
    """The events whose blank line has come: https://html.spec.whatwg.org/multipage/server-sent-events.html"""
    events: Events = []
    *blocks, _ = received.split(b"\n\n")
    for block in blocks:
        fields = dict(line.split(b": ", 1) for line in block.split(b"\n") if line and not line.startswith((b":", b"retry")))
        if b"id" in fields:
            events.append((int(fields[b"id"]), fields[b"event"].decode(), fields[b"data"]))
        else:
            assert not fields or fields[b"event"] == b"progress"
    return events


def whole_lines(received: bytes) -> Events:
    """The lines whose end has come."""
    *lines, _ = received.split(b"\n")
    events: Events = []
    for line in lines:
        if line.startswith(b'{"id":null'):
            assert line.startswith(b'{"id":null,"event":"progress"')
        elif line:
            head, data = line.split(b',"data":', 1)
            number, name = head.removeprefix(b'{"id":').split(b',"event":')
            events.append((int(number), name.strip(b'"').decode(), data.removesuffix(b"}")))
    return events


both = pytest.mark.parametrize(
    ("framing", "read"), [(Sse(lambda: 0.5), whole_events), (Ndjson(), whole_lines)], ids=["sse", "ndjson"]
)


@pytest.fixture(autouse=True, scope="module")
def chatter() -> Iterator[None]:
    """Progress and heartbeats between the events as often as can be, and events in small groups."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("server.stream.PROGRESS_S", 0.001)
        patch.setattr("server.stream.SILENCE_S", 0.001)
        patch.setattr("server.stream.HEARTBEAT_S", 0.0)
        patch.setattr("server.log.store.CHUNK", 3)
        patch.setattr("server.log.feed.TAIL", 4)
        yield


@both
@settings(max_examples=40, deadline=None)
@given(groups=st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=5), cuts=CUTS)
def test_cut_at_any_byte_and_resumed_the_events_are_the_logs(
    framing: Framing, read: Callable[[bytes], Events], groups: list[list[str]], cuts: list[Cut]
) -> None:
    asyncio.run(_read_in_pieces(framing, read, groups, cuts))


@both
async def test_every_byte_is_a_good_one_to_be_cut_at(
    framing: Framing, read: Callable[[bytes], Events], tmp_path: Path
) -> None:
    async with SqliteEventLog(tmp_path / "log.db") as log:
        await _make(log)
        await _write(log, [['{"a":1}', '{"t":"\u2028\u0085"}'], ['"é\\n"']])
        kept = await _kept(log)
        whole = await _receive(log, framing, 0, None)
        assert read(whole) == kept
        for cut in range(len(whole)):
            seen = read(whole[:cut])
            assert seen == kept[: len(seen)]
            assert seen + read(await _receive(log, framing, len(seen), None)) == kept


async def _read_in_pieces(
    framing: Framing, read: Callable[[bytes], Events], groups: list[list[str]], cuts: list[Cut]
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        async with SqliteEventLog(Path(directory) / "log.db") as log, asyncio.timeout(TIMEOUT_S):
            await _make(log)
            writing = asyncio.create_task(_write(log, groups))
            seen: Events = []
            for cut in [*cuts, None]:
                last_id = seen[-1][0] if seen else 0
                seen += read(await _receive(log, framing, last_id, cut))
                if seen and seen[-1][1] == "done":
                    break
            await writing
            assert seen == await _kept(log)


async def _make(log: SqliteEventLog) -> None:
    await log.create("b", request=b"{}", configuration=b"{}", pairs=0, durable=True, created_at=1.0)


async def _write(log: SqliteEventLog, groups: list[list[str]]) -> None:
    for group in groups:
        await log.append("b", [NewEvent("analysis", text.encode()) for text in group])
    await log.append("b", [NewEvent("done", b"{}")], status="completed", at=2.0)


async def _kept(log: SqliteEventLog) -> Events:
    return [(event.id, event.event, event.data) for event in await log.read("b", 0, 100)]


async def _receive(log: SqliteEventLog, framing: Framing, after: int, cut: Cut) -> bytes:
    """What a client has when its connection ends."""
    pulse = Pulse(log, list)
    states = iter([PROGRESS, None] * 500)
    reader = Reader(log, "b", after, framing, progress=lambda: next(states, None), pulse=pulse)
    received = b""
    beating = asyncio.create_task(pulse.beat())
    async with aclosing(reader.chunks()) as chunks:
        async for chunk in chunks:
            received += chunk
            if cut == "farewell":
                pulse.end()
            elif isinstance(cut, int) and len(received) >= cut:
                received = received[:cut]
                break
    beating.cancel()
    return received

"""The bytes of a stream read back by its clients' rules, and the following of a log in virtual time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing

import httpx
import pytest
from httpx_sse import EventSource

from scoring.events import Done, Failed, Progress, encode
from scoring.prices import Tokens
from server.log.base import Group, LogUnavailable, StoredEvent
from server.stream import Framing, Ndjson, Pulse, Reader, Sse
from tests.virtual_time import in_virtual_time

Read = tuple[str, str, str]
"""An event as a client sees it: id ("" for none), name, data."""

NASTY = "a\u2028b\u2029c\u0085d\re\nf\r\ng\0h\x0bi\x0c\x1c\x1d\x1e\ud7ff\uffff\U0001f600 data: x\n\nid: 9\n\n:"
SSE = Sse(rand=lambda: 0.5)


def failure(message: str) -> bytes:
    event = Failed(
        pair=0, jobIndex=0, candidateIndex=0, job_id="J", candidateId="C", code="internal", message=message, attempts=1
    )
    return encode(event)


DONE = encode(
    Done(
        status="completed",
        code=None,
        pairs=1,
        analysed=0,
        passed=0,
        skipped=0,
        failed=1,
        notAttempted=0,
        cached=0,
        elapsedSeconds=1.0,
        tokens=Tokens(),
        costUsd=None,
    )
)
PROGRESS = Progress(
    done=1, total=9, passed=0, skipped=0, failed=1, inFlight=3, limit=10, etaSeconds=8.0, costUsd=None, waitingFor=None
)


# What clients make of the bytes


class WhatwgReader:
    """https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation, byte by byte."""

    def __init__(self) -> None:
        self.events: list[Read] = []
        self.retry_ms: int | None = None
        self._line = bytearray()
        self._after_cr = False
        self._last_id = self._name = ""
        self._data: list[str] = []

    def feed(self, chunk: bytes) -> None:
        for byte in chunk:
            if not (byte == 0x0A and self._after_cr):
                self._take(byte)
            self._after_cr = byte == 0x0D

    def _take(self, byte: int) -> None:
        if byte not in b"\r\n":
            self._line.append(byte)
            return
        line, self._line = self._line.decode(), bytearray()
        if not line:
            self._dispatch()
        else:
            name, _, value = line.partition(":")
            self._field(name, value.removeprefix(" "))

    def _field(self, name: str, value: str) -> None:
        match name:
            case "event":
                self._name = value
            case "data":
                self._data.append(value)
            case "id" if "\0" not in value:
                self._last_id = value
            case "retry" if value.isdigit():
                self.retry_ms = int(value)

    def _dispatch(self) -> None:
        if self._data:
            self.events.append((self._last_id, self._name or "message", "\n".join(self._data)))
        self._name, self._data = "", []


def read_by_the_standard(chunks: Sequence[bytes]) -> list[Read]:
    reader = WhatwgReader()
    for chunk in chunks:
        reader.feed(chunk)
    return reader.events


class Chunks(httpx.SyncByteStream):
    def __init__(self, chunks: Sequence[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._chunks)


def read_by_httpx_sse(chunks: Sequence[bytes]) -> list[Read]:
    response = httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=Chunks(chunks))
    return [(event.id, event.event, event.data) for event in EventSource(response).iter_sse()]


def read_lines(chunks: Sequence[bytes]) -> list[Read]:
    events: list[Read] = []
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in (json.loads(line) for line in lines if line):
            data = json.dumps(line["data"], ensure_ascii=False, separators=(",", ":"))
            events.append(("" if line["id"] is None else str(line["id"]), line["event"], data))
    return events


READERS: dict[str, tuple[Framing, Callable[[Sequence[bytes]], list[Read]]]] = {
    "the standard": (SSE, read_by_the_standard),
    "httpx-sse": (SSE, read_by_httpx_sse),
    "lines": (Ndjson(), read_lines),
}


@pytest.mark.parametrize(
    ("framing", "event_id", "expected"),
    [
        pytest.param(SSE, 7, b'id: 7\nevent: failed\ndata: {"a":1}\n\n', id="sse"),
        pytest.param(SSE, None, b'event: failed\ndata: {"a":1}\n\n', id="sse, not stored"),
        pytest.param(Ndjson(), 7, b'{"id":7,"event":"failed","data":{"a":1}}\n', id="ndjson"),
        pytest.param(Ndjson(), None, b'{"id":null,"event":"failed","data":{"a":1}}\n', id="ndjson, not stored"),
    ],
)
def test_an_event_is_framed_byte_for_byte(framing: Framing, event_id: int | None, expected: bytes) -> None:
    assert framing.frame(event_id, "failed", b'{"a":1}') == expected


@pytest.mark.parametrize(("chance", "retry_ms"), [(0.0, 1000), (0.5, 2000), (0.9999, 2999)])
def test_a_stream_of_events_opens_with_a_jittered_retry(chance: float, retry_ms: int) -> None:
    reader = WhatwgReader()
    reader.feed(Sse(rand=lambda: chance).opening)
    assert reader.retry_ms == retry_ms
    assert Ndjson().opening == b""


@pytest.mark.parametrize(("chance", "retry_ms"), [(0.0, 4000), (0.5, 6000), (0.9999, 7999)])
def test_a_farewells_retry_is_longer_than_any_openings(chance: float, retry_ms: int) -> None:
    reader = WhatwgReader()
    reader.feed(Sse(rand=lambda: chance).farewell)
    assert reader.retry_ms == retry_ms


def test_the_jitter_is_left_to_chance() -> None:
    assert len({Sse().opening for _ in range(20)}) > 1


def stream_of(framing: Framing) -> tuple[bytes, list[Read]]:
    """A stream with everything in it, and what is to be read from it."""
    nasty, progress = failure(NASTY), encode(PROGRESS)
    parts = [
        framing.opening,
        framing.heartbeat,
        framing.frame(1, "failed", nasty),
        framing.heartbeat * 2,
        framing.frame(None, "progress", progress) + framing.frame(2, "done", DONE),
        framing.heartbeat,
    ]
    last_id = "" if isinstance(framing, Ndjson) else "1"  # an EventSource's last id stays until the next one
    expected = [("1", "failed", nasty.decode()), (last_id, "progress", progress.decode()), ("2", "done", DONE.decode())]
    return b"".join(parts), expected


@pytest.mark.parametrize("name", READERS)
def test_a_stream_split_at_any_byte_is_read_as_it_was_sent(name: str) -> None:
    framing, read = READERS[name]
    stream, expected = stream_of(framing)
    for cut in range(len(stream) + 1):
        assert read([part for part in (stream[:cut], stream[cut:]) if part]) == expected, cut
    assert read([bytes([byte]) for byte in stream]) == expected


@pytest.mark.parametrize("name", READERS)
def test_a_text_with_every_kind_of_line_end_survives(name: str) -> None:
    framing, read = READERS[name]
    ((_, _, data),) = read([framing.frame(1, "failed", failure(NASTY))])
    assert json.loads(data)["message"] == NASTY


@pytest.mark.parametrize("name", READERS)
def test_opening_and_heartbeat_make_no_phantom_event(name: str) -> None:
    framing, read = READERS[name]
    silence = [part for part in (framing.opening, framing.heartbeat, framing.heartbeat) if part]
    assert read([*silence, framing.frame(1, "done", DONE), *silence]) == [("1", "done", DONE.decode())]


# Following a log


class FakeLog:
    """One batch's events in memory; what is committed at once is one group."""

    def __init__(self) -> None:
        self.followers = 0
        self._last_id = 0
        self._groups: asyncio.Queue[list[StoredEvent] | Exception | None] = asyncio.Queue()

    def commit(self, *events: tuple[str, bytes]) -> None:
        group = [StoredEvent(self._last_id + n, name, data, None) for n, (name, data) in enumerate(events, 1)]
        self._last_id = group[-1].id
        self._groups.put_nowait(group)

    def nudge(self, batch_id: str | None = None) -> None:
        self._groups.put_nowait([])

    def close(self, cause: Exception | None = None) -> None:
        """End the followers, as when the batch is deleted; with a cause, as when the log cannot be read."""
        self._groups.put_nowait(cause)

    async def follow(self, batch_id: str, after: int) -> AsyncGenerator[Group, None]:
        self.followers += 1
        try:
            while (group := await self._groups.get()) is not None:
                if isinstance(group, Exception):
                    raise group
                yield Group(event for event in group if event.id > after)
                if group and group[-1].event == Done.event:
                    return
        finally:
            self.followers -= 1


def follow(
    log: FakeLog,
    *,
    after: int = 0,
    framing: Framing = SSE,
    progress: Callable[[], Progress | None] = lambda: None,
    pulse: Pulse | None = None,
) -> AsyncGenerator[bytes, None]:
    """The reader under test, without its opening's chance."""
    pulse = pulse or Pulse(log, lambda: ["batch"] if progress() else [])
    reader = Reader(log, "batch", after, framing, progress=progress, pulse=pulse)
    return beside(reader.chunks(), pulse)


async def beside(chunks: AsyncGenerator[bytes, None], pulse: Pulse) -> AsyncGenerator[bytes, None]:
    """The chunks, as long as the pulse beats."""
    beating = asyncio.create_task(pulse.beat())
    try:
        async with aclosing(chunks):
            async for chunk in chunks:
                yield chunk
    finally:
        beating.cancel()
        await asyncio.wait({beating})


async def timed(reader: AsyncGenerator[bytes, None], until_s: float = 1000.0) -> list[tuple[float, bytes]]:
    """Each chunk with the moment it came, in seconds; what has not ended by `until_s` is closed."""
    clock = asyncio.get_running_loop().time
    chunks: list[tuple[float, bytes]] = []
    async with aclosing(reader):
        try:
            async with asyncio.timeout_at(until_s):
                async for chunk in reader:
                    chunks.append((clock(), chunk))
        except TimeoutError:
            pass
    return chunks


def at(when_s: float, work: Callable[..., None], *arguments: object) -> None:
    asyncio.get_running_loop().call_at(when_s, work, *arguments)


FAILED = ("failed", failure("no"))
ENDED = ("done", DONE)
FIRST, SECOND = SSE.frame(1, *FAILED), SSE.frame(2, *FAILED)
TOLD = SSE.frame(None, "progress", encode(PROGRESS))


@in_virtual_time
async def test_a_group_comes_as_one_chunk_the_moment_it_is_committed() -> None:
    log = FakeLog()
    at(0.5, log.commit, FAILED, FAILED)
    at(0.75, log.commit, ENDED)
    assert await timed(follow(log)) == [(0.0, SSE.opening), (0.5, FIRST + SECOND), (0.75, SSE.frame(3, *ENDED))]


@in_virtual_time
async def test_what_the_reader_has_is_not_sent_again() -> None:
    log = FakeLog()
    log.commit(FAILED, FAILED, ENDED)
    assert await timed(follow(log, after=1)) == [(0.0, SSE.opening), (0.0, SECOND + SSE.frame(3, *ENDED))]


@in_virtual_time
async def test_lines_have_no_opening() -> None:
    log = FakeLog()
    log.commit(ENDED)
    assert await timed(follow(log, framing=Ndjson())) == [(0.0, Ndjson().frame(1, *ENDED))]


@in_virtual_time
async def test_nothing_follows_done() -> None:
    log = FakeLog()
    at(5.0, log.commit, FAILED, ENDED)
    chunks = await timed(follow(log))
    assert chunks[1:] == [(5.0, FIRST + SSE.frame(2, *ENDED))]
    assert log.followers == 0


@in_virtual_time
async def test_progress_is_told_once_a_second_while_nothing_happens() -> None:
    log = FakeLog()
    at(3.5, log.commit, ENDED)
    chunks = await timed(follow(log, progress=lambda: PROGRESS))
    assert chunks[1:] == [(1.0, TOLD), (2.0, TOLD), (3.0, TOLD), (3.5, SSE.frame(1, *ENDED))]


@in_virtual_time
async def test_progress_is_told_once_a_second_however_much_happens() -> None:
    log = FakeLog()
    for eighth in range(1, 24, 2):
        at(eighth / 8, log.commit, FAILED if eighth < 23 else ENDED)
    chunks = await timed(follow(log, progress=lambda: PROGRESS))
    assert [when_s for when_s, chunk in chunks[1:] if chunk != TOLD] == [eighth / 8 for eighth in range(1, 24, 2)]
    assert [when_s for when_s, chunk in chunks if chunk == TOLD] == [1.0, 2.0]
    events = read_by_the_standard([chunk for _, chunk in chunks])
    assert [event_id for event_id, name, _ in events if name != "progress"] == [str(n) for n in range(1, 13)]


@in_virtual_time
async def test_a_batch_that_does_not_run_here_has_no_progress_but_a_heartbeat() -> None:
    chunks = await timed(follow(FakeLog()), until_s=50.0)
    assert chunks == [(0.0, SSE.opening), *((when_s, b":\n") for when_s in (10.0, 20.0, 30.0, 40.0))]


@in_virtual_time
async def test_no_silence_lasts_longer_than_15_s() -> None:
    log = FakeLog()
    at(5.5, log.commit, FAILED)
    assert [when_s for when_s, _ in await timed(follow(log), until_s=50.0)] == [0.0, 5.5, 20.0, 30.0, 40.0]


@in_virtual_time
async def test_a_heartbeat_in_lines_is_an_empty_one() -> None:
    assert await timed(follow(FakeLog(), framing=Ndjson()), until_s=20.0) == [(10.0, b"\n")]


@in_virtual_time
async def test_a_batch_that_is_deleted_ends_its_stream() -> None:
    log = FakeLog()
    at(2.0, log.commit, FAILED)
    at(4.0, log.close)
    assert (await timed(follow(log)))[1:] == [(2.0, FIRST)]
    assert log.followers == 0


@in_virtual_time
async def test_a_log_that_cannot_be_read_ends_the_stream_with_when_to_come_back() -> None:
    log = FakeLog()
    at(2.0, log.commit, FAILED)
    at(4.0, log.close, LogUnavailable("The disk has gone."))
    assert (await timed(follow(log)))[1:] == [(2.0, FIRST), (4.0, SSE.farewell)]
    assert log.followers == 0


@in_virtual_time
async def test_a_stream_that_fails_ends_with_done_and_no_id(caplog: pytest.LogCaptureFixture) -> None:
    log = FakeLog()
    at(2.0, log.commit, FAILED)
    at(4.0, log.close, KeyError("bug"))
    events = read_by_the_standard([chunk for _, chunk in await timed(follow(log))])
    assert [(event_id, name) for event_id, name, _ in events] == [("1", "failed"), ("1", "done")]  # the id seen last stays
    assert (json.loads(events[-1][2])["status"], json.loads(events[-1][2])["code"]) == ("failed", "internal")
    assert "bug" in caplog.text
    assert log.followers == 0


@in_virtual_time
async def test_a_server_that_ends_its_streams_says_when_to_come_back() -> None:
    log = FakeLog()
    pulse = Pulse(log, list)
    at(2.0, log.commit, FAILED)
    at(4.0, pulse.end)
    assert (await timed(follow(log, pulse=pulse)))[1:] == [(2.0, FIRST), (4.0, SSE.farewell)]
    assert log.followers == 0
    assert asyncio.all_tasks() == {asyncio.current_task()}


@in_virtual_time
async def test_what_was_committed_before_the_streams_are_ended_is_still_sent() -> None:
    log = FakeLog()
    pulse = Pulse(log, list)
    at(2.0, log.commit, FAILED)
    at(2.0, pulse.end)
    assert (await timed(follow(log, pulse=pulse)))[1:] == [(2.0, FIRST), (2.0, SSE.farewell)]


@in_virtual_time
async def test_a_stream_opened_after_all_were_ended_only_says_when_to_come_back() -> None:
    log = FakeLog()
    pulse = Pulse(log, list)
    pulse.end()
    assert await timed(follow(log, pulse=pulse)) == [(0.0, SSE.farewell)]


@pytest.mark.parametrize("chunks", [0, 1, 2], ids=["before it began", "after the opening", "in the middle"])
@in_virtual_time
async def test_closing_the_reader_ends_the_following(chunks: int) -> None:
    log = FakeLog()
    log.commit(FAILED)
    reader = follow(log)
    for _ in range(chunks):
        await anext(reader)
    assert log.followers == (chunks == 2)
    await reader.aclose()
    assert log.followers == 0
    assert asyncio.all_tasks() == {asyncio.current_task()}


@in_virtual_time
async def test_a_reader_that_is_cancelled_while_it_waits_ends_the_following() -> None:
    log = FakeLog()
    reading = asyncio.create_task(timed(follow(log)))
    await asyncio.sleep(3.0)
    assert log.followers == 1
    reading.cancel()
    await asyncio.wait({reading})
    assert reading.cancelled()
    assert log.followers == 0

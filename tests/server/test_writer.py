"""What a writer does with a run's events when the log is slow, away, or taken by another."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

import pytest

from scoring.engine.tally import Tally
from scoring.events import Done, Event, Failed
from server import writer
from server.log.base import Claim, LogUnavailable, NewEvent, StaleClaim, Status, StoredEvent
from server.writer import COMMIT_EVENTS, GROUP_EVENTS, UNWRITABLE, Insistence, Writer

CLAIM = Claim("b", 7)
DONE = Tally(0).close("completed", None, 0.0)


class ScriptedLog:
    """Commits when it is let, and raises what the script says first."""

    def __init__(self, *errors: Exception) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.groups: list[list[NewEvent]] = []
        self.moves: list[tuple[Status | None, str | None, int]] = []
        self._errors = list(errors)
        self._one = False

    def let_one_through(self) -> None:
        self._one = True
        self.open.set()

    async def append(
        self,
        batch_id: str,
        events: Sequence[NewEvent],
        *,
        status: Status | None = None,
        code: str | None = None,
        at: float | None = None,
        fence: int = 0,
    ) -> list[StoredEvent]:
        await self.open.wait()
        if self._one:
            self._one = False
            self.open.clear()
        if self._errors:
            raise self._errors.pop(0)
        self.groups.append(list(events))
        self.moves.append((status, code, fence))
        return []


class Run:
    """Remembers whether it is held."""

    def __init__(self) -> None:
        self.held: list[bool] = []
        self.reasons: list[str | None] = []

    def hold(self, reason: str | None = None) -> None:
        self.held.append(True)
        self.reasons.append(reason)

    def let_go(self, reason: str | None = None) -> None:
        self.held.append(False)


def outcome(pair: int) -> Failed:
    return Failed(
        pair=pair, jobIndex=0, candidateIndex=pair, job_id="", candidateId="", code="internal", message="", attempts=1
    )


def writer_of(log: ScriptedLog, run: Run) -> Writer:
    return Writer(log, CLAIM, run, Insistence())  # type: ignore[arg-type] # only what a writer uses is there


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "PAUSE_S", 0)


async def turns() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_what_comes_during_a_commit_is_the_next_group() -> None:
    log, run = ScriptedLog(), Run()
    log.open.clear()
    target = writer_of(log, run)
    for pair in range(5):
        await target.write(outcome(pair))
        await turns()
    log.open.set()
    await target.write(DONE)
    await target.flush()
    assert [[event.pair for event in group] for group in log.groups] == [[0], [1, 2, 3, 4, None]]
    assert log.moves == [("running", None, 7), ("completed", None, 7)]
    assert target.ended


async def test_nothing_more_is_called_while_a_full_group_waits() -> None:
    log, run = ScriptedLog(), Run()
    log.open.clear()
    target = writer_of(log, run)
    await write_all(target, [outcome(0)])
    await turns()  # it is being committed, and counts
    await write_all(target, [outcome(pair) for pair in range(1, GROUP_EVENTS - 1)])
    assert run.held == []
    writing = asyncio.create_task(target.write(outcome(GROUP_EVENTS - 1)))
    await turns()
    assert (run.held, writing.done()) == ([True], False)
    log.open.set()
    await writing
    assert run.held == [True, False]
    assert sum(map(len, log.groups)) == GROUP_EVENTS


async def test_calls_go_on_once_there_is_room_though_the_next_group_still_waits() -> None:
    log, run = ScriptedLog(), Run()
    log.open.clear()
    target = writer_of(log, run)
    await target.write(outcome(0))
    await turns()
    writing = asyncio.create_task(write_all(target, [outcome(pair) for pair in range(1, GROUP_EVENTS)]))
    await turns()
    assert (run.held, writing.done()) == ([True], False)
    log.let_one_through()
    await writing
    assert (run.held, [len(group) for group in log.groups]) == ([True, False], [1])
    log.let_one_through()
    await turns()
    assert [len(group) for group in log.groups] == [1, COMMIT_EVENTS]
    await write_all(target, [outcome(pair) for pair in range(COMMIT_EVENTS)])  # there is room while the rest waits
    assert run.held == [True, False]
    log.open.set()
    await target.flush()
    assert [len(group) for group in log.groups] == [1, COMMIT_EVENTS, COMMIT_EVENTS - 1, COMMIT_EVENTS]


async def test_a_claim_that_has_passed_on_is_told_to_who_waits_for_room() -> None:
    log, run = ScriptedLog(StaleClaim("b")), Run()
    log.open.clear()
    target = writer_of(log, run)
    writing = asyncio.create_task(write_all(target, [outcome(pair) for pair in range(GROUP_EVENTS)]))
    await turns()
    log.open.set()
    with pytest.raises(StaleClaim):
        await writing
    assert run.held == [True]


async def write_all(target: Writer, events: Sequence[Event]) -> None:
    for event in events:
        await target.write(event)


async def test_a_log_that_cannot_be_written_holds_the_run_until_it_can(caplog: pytest.LogCaptureFixture) -> None:
    log, run = ScriptedLog(LogUnavailable("disk full"), LogUnavailable("disk full")), Run()
    target = writer_of(log, run)
    await target.write(outcome(0))
    await target.flush()
    assert (run.held, run.reasons) == ([True, False], [UNWRITABLE])
    assert [[event.pair for event in group] for group in log.groups] == [[0]]
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == ["Batch b is paused: disk full"]
    assert not target.ended


async def test_it_is_known_whether_anything_waits_for_the_log() -> None:
    log, insist, seen = ScriptedLog(LogUnavailable("disk full"), StaleClaim("b")), Insistence(), list[bool]()

    async def ask() -> None:
        seen.append(insist.is_paused)
        await log.append("b", [])

    for _ in range(2):
        with contextlib.suppress(StaleClaim):
            await insist(ask, "b")
        assert not insist.is_paused
    assert seen == [False, True, False]


async def test_a_cancelled_flush_loses_nothing() -> None:
    log, run = ScriptedLog(), Run()
    log.open.clear()
    target = writer_of(log, run)
    await target.write(outcome(0))
    flushing = asyncio.create_task(target.flush())
    await turns()
    flushing.cancel()
    await asyncio.gather(flushing, return_exceptions=True)
    log.open.set()
    await target.flush()
    assert [[event.pair for event in group] for group in log.groups] == [[0]]


async def test_a_claim_that_has_passed_on_is_told_at_the_next_event() -> None:
    log, run = ScriptedLog(StaleClaim("b")), Run()
    target = writer_of(log, run)
    await target.write(outcome(0))
    await turns()
    with pytest.raises(StaleClaim):
        await target.write(outcome(1))


async def test_done_moves_the_batch_with_its_code() -> None:
    log, run = ScriptedLog(), Run()
    target = writer_of(log, run)
    done: Done = Tally(3).close("failed", "unauthorized", 1.0)
    await target.write(done)
    await target.flush()
    assert log.moves == [("failed", "unauthorized", 7)]


@pytest.mark.parametrize("error", [None, StaleClaim("b")])
async def test_what_is_abandoned_is_seen_to_its_end_and_nothing_follows(error: Exception | None) -> None:
    log, run = ScriptedLog(*filter(None, [error])), Run()
    log.open.clear()
    target = writer_of(log, run)
    await target.write(outcome(0))
    await turns()
    await target.write(outcome(1))
    if error:
        log.open.set()
        await turns()
    await target.abandon()
    log.open.set()
    await turns()
    assert log.groups == []

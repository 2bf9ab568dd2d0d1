"""The runner over a real log and an engine whose calls the test lets finish."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import msgspec
import pytest

from scoring.engine import Engine, Engines
from scoring.engine.outcomes import accepted
from scoring.engine.tally import Tally
from scoring.events import Accepted, Outcome
from scoring.models import BatchRequest, Candidate, Job
from scoring.options import Options
from scoring.settings import Configuration, EngineSettings
from server.carrier import MAX_CRASHES
from server.intake import Submission
from server.log import database, store
from server.log.base import TERMINAL, BatchRow, Claim, LogUnavailable, NewEvent, Status, StoredEvent
from server.log.sqlite import SqliteEventLog
from server.log.transaction import transact
from server.recovery import all_events
from server.runner import Runner
from tests.scoring.engine.test_budget import engine as engine_with_prices
from tests.scoring.engine.test_engine import ScriptedAnalyzer, engine_of

LIMIT = 2
REQUEST = BatchRequest(jobs=(Job(),), candidates=(Candidate(),) * 6)


class OneEngine(Engines):
    """The same engine for every batch."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(EngineSettings())
        self._engine = engine

    def of(self, made_with: Configuration) -> Engine:
        return self._engine


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[SqliteEventLog]:
    async with SqliteEventLog(tmp_path / "log.db") as opened:
        yield opened


@pytest.fixture
def analyzer() -> ScriptedAnalyzer:
    analyzer = ScriptedAnalyzer()
    analyzer.hold = asyncio.Event()
    return analyzer


@pytest.fixture
async def runner(log: SqliteEventLog, analyzer: ScriptedAnalyzer) -> AsyncIterator[Runner]:
    runner = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
    yield runner
    await runner.aclose()


def submission(options: Options | None = None) -> Submission:
    return Submission(REQUEST, msgspec.json.encode(REQUEST), options or Options())


async def interrupted(
    log: SqliteEventLog, batch_id: str, *, crashes: int, durable: bool = True, options: bytes = b"null"
) -> None:
    """A batch whose holders died this often."""
    await log.create(
        batch_id,
        request=msgspec.json.encode(REQUEST)[:-1] + b',"options":%b}' % options,
        configuration=msgspec.json.encode(EngineSettings().configuration()),
        pairs=REQUEST.pair_count,
        durable=durable,
        created_at=1.0,
    )
    for _ in range(crashes):
        await log.claim(batch_id, forgiven=LIMIT)


async def test_a_batch_with_options_that_are_not_known_here_is_not_gone_on_with(
    log: SqliteEventLog, analyzer: ScriptedAnalyzer, runner: Runner
) -> None:
    await interrupted(log, "b", crashes=0, options=b'{"speed":3}')
    await runner.recover()
    await until_ended(log, "b")
    assert ((await row_of(log, "b")).code, analyzer.calls) == ("configuration_changed", [])


@pytest.mark.parametrize(
    ("crashes", "durable", "options", "code"),
    [
        (MAX_CRASHES, True, b"null", "internal"),
        (0, False, b"null", "cancelled"),
        (0, True, b'{"speed":3}', "configuration_changed"),
    ],
)
async def test_a_batch_that_is_ended_before_it_began_is_accepted_first(
    log: SqliteEventLog, runner: Runner, crashes: int, *, durable: bool, options: bytes, code: str
) -> None:
    await interrupted(log, "b", crashes=crashes, durable=durable, options=options)
    await runner.recover()
    await until_ended(log, "b")
    began, done = await log.read("b", 0, 10)
    assert (began.event, done.event, (await row_of(log, "b")).code) == ("accepted", "done", code)
    assert msgspec.json.decode(began.data, type=Accepted) == accepted(REQUEST, "b", analyzer="local")


async def row_of(log: SqliteEventLog, batch_id: str) -> BatchRow:
    row = await log.batch(batch_id)
    assert row
    return row


async def told(log: SqliteEventLog, batch_id: str) -> list[str]:
    return [event.event async for event in all_events(log, batch_id)]


async def until_called(analyzer: ScriptedAnalyzer, calls: int) -> None:
    async with asyncio.timeout(30):
        while len(analyzer.calls) < calls:
            await asyncio.sleep(0)


async def until_ended(log: SqliteEventLog, batch_id: str) -> None:
    async for _ in log.follow(batch_id, 0):
        pass


async def test_batches_that_may_have_crashed_the_server_run_one_after_the_other(
    log: SqliteEventLog, analyzer: ScriptedAnalyzer, runner: Runner
) -> None:
    await interrupted(log, "one", crashes=MAX_CRASHES - 1)
    await interrupted(log, "other", crashes=MAX_CRASHES - 1)
    await runner.recover()
    await until_called(analyzer, LIMIT)
    while (await row_of(log, "one")).status == "queued":
        await asyncio.sleep(0)
    assert (await row_of(log, "other")).status == "queued"
    assert analyzer.hold
    analyzer.hold.set()
    await until_ended(log, "other")
    assert len(analyzer.calls) == 2 * REQUEST.pair_count


async def test_only_the_batch_that_ran_when_the_server_died_is_blamed(
    log: SqliteEventLog, analyzer: ScriptedAnalyzer
) -> None:
    await interrupted(log, "one", crashes=MAX_CRASHES - 1)
    await interrupted(log, "other", crashes=MAX_CRASHES - 1)
    first = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
    await first.recover()
    await until_called(analyzer, LIMIT)
    # The process dies here: a new one claims what the first had.
    second = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
    await second.recover()
    await until_ended(log, "one")
    assert ((await row_of(log, "one")).code, (await row_of(log, "other")).code) == ("internal", None)
    await second.aclose()
    await first.aclose()


async def test_a_runner_whose_claim_has_passed_on_writes_nothing_more(
    log: SqliteEventLog, analyzer: ScriptedAnalyzer, runner: Runner
) -> None:
    batch_id = await runner.start(submission(), durable=True)
    await until_called(analyzer, LIMIT)
    await log.claim(batch_id, forgiven=LIMIT)
    assert analyzer.hold
    analyzer.hold.set()
    await runner.wait(batch_id)
    assert [event.event async for event in all_events(log, batch_id)] == ["accepted"]
    assert (await row_of(log, batch_id)).status == "running"


async def test_a_bug_in_the_engine_fails_the_batch_and_no_reader_waits_for_ever(
    log: SqliteEventLog, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("bug")

    monkeypatch.setattr("scoring.engine.run.accepted", broken)
    batch_id = await runner.start(submission(), durable=True)
    await until_ended(log, batch_id)
    row = await row_of(log, batch_id)
    assert (row.status, row.code) == ("failed", "internal")
    assert await told(log, batch_id) == ["accepted", "done"]


async def test_a_bug_while_a_batch_is_taken_up_fails_it_and_it_is_accepted_first(
    tmp_path: Path, analyzer: ScriptedAnalyzer
) -> None:
    async with Unreadable(tmp_path / "log.db") as log:
        log.error, log.failed = KeyError("bug"), {"batch", "read"}
        await interrupted(log, "b", crashes=0)
        runner = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
        await runner.recover()
        await until_ended(log, "b")
        began, done = await log.read("b", 0, 10)
        assert msgspec.json.decode(began.data, type=Accepted) == accepted(REQUEST, "b", analyzer="local")
        assert (done.event, msgspec.json.decode(done.data)["notAttempted"]) == ("done", REQUEST.pair_count)
        assert (await row_of(log, "b")).code == "internal"
        await runner.aclose()


async def test_a_batch_whose_request_cannot_be_read_is_ended_all_the_same(log: SqliteEventLog, runner: Runner) -> None:
    await interrupted(log, "b", crashes=0, options=b"{")
    await runner.recover()
    await until_ended(log, "b")
    assert (await told(log, "b"), (await row_of(log, "b")).code) == (["done"], "internal")


async def test_what_was_known_before_a_bug_is_written_before_the_end(
    tmp_path: Path, analyzer: ScriptedAnalyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(tally: Tally, outcome: Outcome) -> None:
        if tally.done == 3:
            raise KeyError("bug")
        add(tally, outcome)

    add = Tally.add
    monkeypatch.setattr(Tally, "add", broken)
    async with Stuck(tmp_path / "log.db") as log:
        runner = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
        assert analyzer.hold
        analyzer.hold.set()
        batch_id = await runner.start(submission(), durable=True)
        await until_called(analyzer, 4)
        while analyzer.running:
            await asyncio.sleep(0)
        log.takes_events.set()
        await until_ended(log, batch_id)
        *_, done = [event async for event in all_events(log, batch_id)]
        assert (done.id, msgspec.json.decode(done.data)["analysed"]) == (5, 3)
        await runner.aclose()


async def test_a_cancel_before_a_batch_is_taken_up_counts(
    log: SqliteEventLog, analyzer: ScriptedAnalyzer, runner: Runner
) -> None:
    await interrupted(log, "one", crashes=0)
    await runner.recover()
    runner.cancel("one")
    await until_ended(log, "one")
    assert (await row_of(log, "one")).status == "cancelled"
    assert analyzer.calls == []


async def test_a_batch_that_is_cancelled_while_it_waits_to_run_alone_ends_at_once(
    log: SqliteEventLog, analyzer: ScriptedAnalyzer, runner: Runner
) -> None:
    for batch_id in ("one", "other", "third"):
        await interrupted(log, batch_id, crashes=MAX_CRASHES - 1)
    await runner.recover()
    await until_called(analyzer, LIMIT)
    await runner.cancel_for_good("other")
    await runner.cancel_for_good("other")
    row = await row_of(log, "other")
    assert (row.status, [event.event async for event in all_events(log, "other")]) == ("cancelled", ["accepted", "done"])
    assert runner.running() == ["one", "third"]
    assert analyzer.hold
    analyzer.hold.set()
    await until_ended(log, "third")
    assert len(analyzer.calls) == 2 * REQUEST.pair_count


class Stuck(SqliteEventLog):
    """A log that takes events, or notes cancels, when it is let."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.takes_events, self.takes_cancels = asyncio.Event(), asyncio.Event()

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
        await self.takes_events.wait()
        return await super().append(batch_id, events, status=status, code=code, at=at, fence=fence)

    async def ask_cancel(self, batch_id: str) -> None:
        await self.takes_cancels.wait()
        await super().ask_cancel(batch_id)


async def test_a_cancel_that_was_answered_is_not_forgotten_by_a_restart(
    tmp_path: Path, analyzer: ScriptedAnalyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.runner.CANCEL_WAIT_S", 0.05)
    async with Stuck(tmp_path / "log.db") as log:
        log.takes_cancels.set()
        first = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
        batch_id = await first.start(submission(), durable=True)
        await until_called(analyzer, LIMIT)
        await first.cancel_for_good(batch_id)
        assert (await row_of(log, batch_id)).finished_at is None
        # The process dies here: a new one claims what the first had.
        second = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
        await second.recover()
        log.takes_events.set()
        await until_ended(log, batch_id)
        assert (await row_of(log, batch_id)).status == "cancelled"
        assert len(analyzer.calls) == LIMIT
        await second.aclose()
        await first.aclose()


async def test_a_cancel_that_cannot_be_written_down_in_time_is_told_and_stops_the_calls_all_the_same(
    tmp_path: Path, analyzer: ScriptedAnalyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.runner.CANCEL_WAIT_S", 0.05)
    async with Stuck(tmp_path / "log.db") as log:
        log.takes_events.set()
        runner = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
        batch_id = await runner.start(submission(), durable=True)
        await until_called(analyzer, LIMIT)
        with pytest.raises(LogUnavailable, match="send the cancel again"):
            await runner.cancel_for_good(batch_id)
        await until_ended(log, batch_id)
        assert len(analyzer.calls) == LIMIT
        await runner.aclose()


async def test_a_drain_gives_claims_back_unharmed(log: SqliteEventLog, analyzer: ScriptedAnalyzer) -> None:
    runner = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
    batch_id = await runner.start(submission(), durable=True)
    await until_called(analyzer, LIMIT)
    await runner.drain(0)
    claim = await log.claim(batch_id, forgiven=LIMIT)
    assert claim
    assert (claim.fence, claim.crashes) == (2, 0)
    await runner.aclose()
    assert analyzer.running == 0


class Slow(SqliteEventLog):
    """A log that commits a claim long before it says so, and refuses to take claims back as often as it is told."""

    def __init__(self, path: Path, refusals: int = 0) -> None:
        super().__init__(path)
        self.claimed, self.told = asyncio.Event(), asyncio.Event()
        self._refusals = refusals

    async def claim(self, batch_id: str, *, forgiven: int, held_below: int | None = None) -> Claim | None:
        claim = await super().claim(batch_id, forgiven=forgiven, held_below=held_below)
        self.claimed.set()
        await self.told.wait()
        return claim

    async def release(self, claim: Claim, *, cut_off: bool = False) -> None:
        if self._refusals:
            self._refusals -= 1
            raise LogUnavailable("database is locked")
        await super().release(claim, cut_off=cut_off)


async def test_what_a_drain_waited_for_in_vain_does_not_hold_up_the_end(
    tmp_path: Path, analyzer: ScriptedAnalyzer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with Stuck(tmp_path / "log.db") as log:
        runner = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
        batch_id = await runner.start(submission(), durable=True)
        await until_called(analyzer, LIMIT)
        monkeypatch.setattr("server.runner.LAST_WRITES_S", 0.01)
        await runner.drain(0)
        monkeypatch.setattr("server.runner.LAST_WRITES_S", 3600)
        async with asyncio.timeout(60):
            await runner.aclose()
        assert (runner.running(), analyzer.running) == ([batch_id], 0)
    log.takes_events.set()  # too late
    while runner.running():
        await asyncio.sleep(0)
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


class Foreign(SqliteEventLog):
    """A log in which another writer has claimed each batch by the time that it spends anything."""

    async def record_spending(self, claim: Claim, at_most_usd: float) -> None:
        again = await self.claim(claim.batch_id, forgiven=LIMIT)
        assert again
        await super().record_spending(claim, at_most_usd)


async def test_a_batch_with_a_budget_whose_claim_has_passed_on_calls_nothing(
    tmp_path: Path, analyzer: ScriptedAnalyzer
) -> None:
    async with Foreign(tmp_path / "log.db") as log:
        runner = Runner(log, OneEngine(engine_with_prices(analyzer, limit=LIMIT)))
        batch_id = await runner.start(submission(Options(budgetUsd=100)), durable=True)
        await runner.wait(batch_id)
        row = await row_of(log, batch_id)
        assert (row.finished_at, row.at_most_usd, analyzer.calls) == (None, 0, [])
        await runner.aclose()


async def test_what_a_drained_batch_has_spent_is_kept_with_the_calls_that_were_cut_off(
    log: SqliteEventLog, analyzer: ScriptedAnalyzer
) -> None:
    runner = Runner(log, OneEngine(engine_with_prices(analyzer, limit=LIMIT)))
    batch_id = await runner.start(submission(Options(budgetUsd=100)), durable=True)
    await until_called(analyzer, LIMIT)
    while (await row_of(log, batch_id)).at_most_usd != 2 * LIMIT:  # 1 USD a call, and as much again
        await asyncio.sleep(0)
    await runner.drain(0)
    assert (await row_of(log, batch_id)).at_most_usd == LIMIT
    await runner.aclose()


async def test_a_claim_that_a_drain_cuts_off_is_given_back(tmp_path: Path, analyzer: ScriptedAnalyzer) -> None:
    async with Slow(tmp_path / "log.db") as log:
        await interrupted(log, "one", crashes=0)
        runner = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
        await runner.recover()
        await log.claimed.wait()
        draining = asyncio.create_task(runner.drain(0))
        while not runner.draining:
            await asyncio.sleep(0)
        log.told.set()
        await draining
        again = await log.claim("one", forgiven=LIMIT)
        assert again
        assert (again.fence, again.crashes) == (2, 0)
        await runner.aclose()


@pytest.mark.parametrize("calls", [0, LIMIT])
async def test_a_drain_gives_claims_back_as_soon_as_the_log_can_be_written(
    tmp_path: Path, analyzer: ScriptedAnalyzer, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    monkeypatch.setattr("server.writer.PAUSE_S", 0)
    async with Slow(tmp_path / "log.db", refusals=3) as log:
        log.told.set()
        runner = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
        batch_id = await runner.start(submission(), durable=True)
        await log.claimed.wait()
        await until_called(analyzer, calls)
        await runner.drain(0)
        again = await log.claim(batch_id, forgiven=LIMIT)
        assert again
        assert again.crashes == 0
        await runner.aclose()


class Unreadable(SqliteEventLog):
    """A log of which each kind of read fails the first time."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.failed: set[str] = set()
        self.error: Exception = LogUnavailable("disk I/O error")

    def _fail_once(self, what: str) -> None:
        if what not in self.failed:
            self.failed.add(what)
            raise self.error

    async def batch(self, batch_id: str) -> BatchRow | None:
        self._fail_once("batch")
        return await super().batch(batch_id)

    async def read(self, batch_id: str, after: int, limit: int) -> list[StoredEvent]:
        self._fail_once("read")
        return await super().read(batch_id, after, limit)

    async def request(self, batch_id: str) -> bytes:
        self._fail_once("request")
        return await super().request(batch_id)


async def test_a_batch_is_taken_up_as_soon_as_the_log_can_be_read(
    tmp_path: Path, analyzer: ScriptedAnalyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.writer.PAUSE_S", 0)
    async with Unreadable(tmp_path / "log.db") as log:
        await interrupted(log, "one", crashes=1)
        runner = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
        await runner.recover()
        assert analyzer.hold
        analyzer.hold.set()
        await runner.wait("one")
        assert log.failed == {"batch", "read", "request"}
        assert (await row_of(log, "one")).status == "completed"
        await runner.aclose()


async def test_a_mishap_with_one_batch_does_not_end_the_watch_over_all(
    tmp_path: Path, analyzer: ScriptedAnalyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.log.sqlite.WATCH_S", 0)
    path = tmp_path / "log.db"
    async with Unreadable(path) as log:
        log.failed |= {"read", "request"}
        log.error = KeyError("bug")
        runner = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
        await runner.recover()
        batch_id = await runner.start(submission(), durable=True)
        await until_called(analyzer, LIMIT)
        with closing(database.open_beside(path, 1, "rw")) as beside:
            transact(beside, [store.probe])
            while "batch" not in log.failed:
                await asyncio.sleep(0)
            transact(beside, [partial(store.retire, batch_id=batch_id)])
        while runner.running():
            await asyncio.sleep(0)
        assert analyzer.running == 0
        await runner.aclose()


class SlowToTell(SqliteEventLog):
    """A log that commits the end of a batch long before it says so."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.ended, self.told = asyncio.Event(), asyncio.Event()

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
        stored = await super().append(batch_id, events, status=status, code=code, at=at, fence=fence)
        if status in TERMINAL:
            self.ended.set()
            await self.told.wait()
        return stored


async def test_a_batch_that_ends_by_itself_is_not_taken_for_one_that_another_process_ended(
    tmp_path: Path, analyzer: ScriptedAnalyzer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("server.log.sqlite.WATCH_S", 0)
    path = tmp_path / "log.db"
    async with SlowToTell(path) as log:
        runner = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
        await runner.recover()
        assert analyzer.hold
        analyzer.hold.set()
        with caplog.at_level("INFO", "server"):
            batch_id = await runner.start(submission(), durable=True)
            await log.ended.wait()
            with closing(database.open_beside(path, 1, "rw")) as beside:
                for change in range(2):
                    transact(beside, [store.probe])
                    await log.foreign_changes(change)
            assert runner.running() == [batch_id]
            log.told.set()
            await runner.wait(batch_id)
        assert [record.message for record in caplog.records if "another process" in record.message] == []
        await runner.aclose()


async def test_a_batch_that_another_process_asks_to_cancel_is_ended_here(
    log: SqliteEventLog, analyzer: ScriptedAnalyzer, runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.log.sqlite.WATCH_S", 0)
    await runner.recover()
    batch_id = await runner.start(submission(), durable=True)
    other = await runner.start(submission(), durable=True)
    await until_called(analyzer, LIMIT)
    with closing(database.open_beside(tmp_path / "log.db", 1, "rw")) as beside:
        transact(beside, [partial(store.ask_cancel, batch_id=batch_id)])
    await until_ended(log, batch_id)
    events = [msgspec.json.decode(event.data) async for event in all_events(log, batch_id) if event.event != "accepted"]
    assert {event["code"] for event in events} == {"cancelled"}
    assert (await row_of(log, batch_id)).status == "cancelled"
    assert runner.running() == [other]


async def test_a_batch_that_is_stopped_before_its_first_step_is_not_left_behind(log: SqliteEventLog, runner: Runner) -> None:
    await interrupted(log, "one", crashes=0)
    await runner.recover()
    assert runner.running() == ["one"]
    await runner.drain(0)
    assert runner.running() == []


@pytest.mark.parametrize("cancelled", [False, True])
async def test_erasing_leaves_no_write_behind(
    tmp_path: Path, analyzer: ScriptedAnalyzer, caplog: pytest.LogCaptureFixture, cancelled: bool
) -> None:
    async with Stuck(tmp_path / "log.db") as log:
        runner = Runner(log, OneEngine(engine_of(analyzer, limit=LIMIT)))
        batch_id = await runner.start(submission(), durable=True)
        await until_called(analyzer, LIMIT)
        if cancelled:
            runner.cancel(batch_id)
            while analyzer.running:
                await asyncio.sleep(0)
        erasing = asyncio.create_task(runner.erase(batch_id))
        while await log.batch(batch_id):
            await asyncio.sleep(0)
        log.takes_events.set()  # what was being written comes too late
        assert await erasing
        assert [task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("commit")] == []
        await runner.aclose()
    gc.collect()
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


async def test_erasing_cancels_what_runs(log: SqliteEventLog, analyzer: ScriptedAnalyzer, runner: Runner) -> None:
    batch_id = await runner.start(submission(), durable=True)
    await until_called(analyzer, LIMIT)
    assert await runner.erase(batch_id)
    assert (await log.batch(batch_id), analyzer.running) == (None, 0)
    assert not await runner.erase(batch_id)

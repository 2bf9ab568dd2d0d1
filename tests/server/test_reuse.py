"""The log as a cache of analyses."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from scoring.claims.verdict import publish
from scoring.engine.attempts import Assessment
from scoring.engine.outcomes import analysed
from scoring.events import Analysed
from scoring.models import Candidate, Job, Pair
from scoring.prices import Tokens
from scoring.profile import blind
from server.log import store
from server.log.base import NewEvent
from server.log.sqlite import SqliteEventLog
from server.reuse import LogCache
from server.writer import Insistence, Writer
from tests.scoring.engine.test_engine import JUDGEMENT, ScriptedAnalyzer
from tests.server.test_writer import Run

pytestmark = pytest.mark.usefixtures("unmeasured")


def made(number: int, *, shared: bool = False) -> Analysed:
    """An analysis of its own fingerprint."""
    pair = Pair(number, 0, number, Job(), Candidate(candidateId=f"C{number}"))
    verdict = publish(JUDGEMENT, pair, blind(pair.candidate), analyzed_at="now")
    assessment = Assessment(verdict, ScriptedAnalyzer(), Tokens(10, 5), None, "", 1.0)
    fingerprint = str(number)
    return analysed(pair, assessment, minimum_score=0, fingerprint=fingerprint, shared=shared)


def event(analysis: Analysed, pair: int) -> NewEvent:
    return NewEvent("analysis", msgspec.json.encode(analysis), pair, analysis.record.fingerprint)


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[SqliteEventLog]:
    async with SqliteEventLog(tmp_path / "log.db") as opened:
        for batch_id in ("a", "b"):
            await opened.create(batch_id, request=b"{}", configuration=b"{}", pairs=9, durable=True, created_at=0.0)
        yield opened


async def test_analyses_are_found_by_what_they_are_of(log: SqliteEventLog) -> None:
    await log.append("a", [event(made(0), 0), event(made(1), 1), NewEvent("skipped", b"{}", 2)])
    assert await LogCache(log, 100).find(["1", "2"]) == {"1": made(1)}
    assert await LogCache(log, 100).find([]) == {}


async def test_what_too_many_events_have_followed_is_not_found_unless_it_was_used_since(log: SqliteEventLog) -> None:
    await log.append("a", [event(made(0), 0), event(made(1), 1)])
    await log.append("b", [event(made(0), 0), NewEvent("skipped", b"{}", 1)])
    assert set(await LogCache(log, 4).find(["0", "1"])) == {"0", "1"}
    assert set(await LogCache(log, 2).find(["0", "1"])) == {"0"}
    assert await LogCache(log, 1).find(["0", "1"]) == {}


async def test_there_is_nothing_in_an_empty_log(log: SqliteEventLog) -> None:
    assert await LogCache(log, 100).find(["0"]) == {}


async def test_what_cannot_be_read_is_a_miss(log: SqliteEventLog, caplog: pytest.LogCaptureFixture) -> None:
    await log.append("a", [NewEvent("analysis", b"{}", 0, "0")])
    assert await LogCache(log, 100).find(["0"]) == {}
    await log.aclose()
    assert await LogCache(log, 100).find(["0"]) == {}
    assert [text.partition(" could not be ")[2][:9] for text in caplog.messages] == ["read and ", "looked up"]


async def test_what_another_version_wrote_hides_nothing_beside_it_and_is_told_once(
    log: SqliteEventLog, caplog: pytest.LogCaptureFixture
) -> None:
    old = {name: value for name, value in msgspec.to_builtins(made(1)).items() if name != "record"}
    unreadable = [NewEvent("analysis", data, pair, str(pair)) for pair, data in ((1, msgspec.json.encode(old)), (2, b"[1"))]
    await log.append("a", [event(made(0), 0), *unreadable, event(made(3), 3)])
    cache = LogCache(log, 100)
    for _ in range(2):
        assert await cache.find(["0", "1", "2", "3"]) == {"0": made(0), "3": made(3)}
    assert len(caplog.messages) == 1


async def test_what_a_batch_used_goes_with_it(log: SqliteEventLog) -> None:
    await log.append("a", [event(made(0), 0), event(made(1), 1)])
    await log.append("b", [event(made(0), 0)])
    await log.delete("b")
    assert set(await LogCache(log, 100).find(["0", "1"])) == {"1"}


async def test_who_shared_a_call_counts_as_a_user_of_it_though_committed_before_its_caller(
    log: SqliteEventLog,
) -> None:
    for batch_id, analysis in (("a", made(0, shared=True)), ("b", made(0))):
        claim = await log.claim(batch_id, forgiven=1)
        assert claim
        writer = Writer(log, claim, Run(), Insistence())  # type: ignore[arg-type] # a run that is only held and let go
        await writer.write(analysis)
        await writer.flush()
    assert (await LogCache(log, 100).find(["0"]))["0"].cached
    await log.delete("a")
    assert await LogCache(log, 100).find(["0"]) == {}


async def test_the_bound_is_kept_by_the_index(log: SqliteEventLog, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "log.db")) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {store._QUERIES['find']}", ("0", 5)).fetchall()
    assert any("events_by_fingerprint (fingerprint=? AND rowid>?)" in step[-1] for step in plan)

"""`python -m server batches`: beside a running server, and without one."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from msgspec.structs import replace

from scoring.engine.tally import Tally
from scoring.events import Failed, Skipped, encode
from scoring.prices import Tokens
from server import operator
from server.log import database, store
from server.log.base import LogUnavailable, NewEvent, StaleClaim, Status
from server.log.sqlite import SqliteEventLog
from server.log.transaction import Change, Work, transact
from tests.conftest import ServerProcess, environment_in
from tests.fakes.provider import FakeProvider
from tests.server.world import ANALYZE, LIMIT, NDJSON, PAIRS, check_laws, get, hang_after, see, url_of
from tests.server.world import REQUEST as PLAIN

pytestmark = pytest.mark.usefixtures("unmeasured")

DONE = 3
SECRET = "Zebedee"
REQUEST = PLAIN | {"candidates": [c | {"name": SECRET, "resume_text": SECRET * 1000} for c in PLAIN["candidates"]]}
Ended = subprocess.CompletedProcess[str]


def command(directory: Path, *arguments: str, **environment: str) -> Ended:
    return subprocess.run(
        [sys.executable, "-m", "server", "batches", *arguments],
        cwd=directory,
        env=environment_in(directory) | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def outcome_of(ended: Ended) -> tuple[int, list[str], str]:
    return ended.returncode, ended.stdout.splitlines(), ended.stderr.strip()


def files_with(text: str, directory: Path) -> list[str]:
    return sorted(file.name for file in directory.iterdir() if text.encode() in file.read_bytes())


# Beside a running server: three pairs have an outcome, and the next calls hang


class World:
    """A server, its provider, and a client of both."""

    def __init__(self, directory: Path, fake: FakeProvider, client: aiohttp.ClientSession, url: str) -> None:
        self.directory, self.fake, self.client, self.url = directory, fake, client, url

    async def start(self, request: dict[str, Any] = REQUEST) -> dict[str, Any]:
        """A batch all of whose calls hang, once those before it are out."""
        async with self.client.post(f"{self.url}/ai/batches", json=request) as answer:
            content: dict[str, Any] = await answer.json()
        return content

    async def batches(self, *arguments: str) -> tuple[int, list[str], str]:
        """What the command answers."""
        return outcome_of(await asyncio.to_thread(command, self.directory, *arguments))

    async def follow(self, batch: dict[str, Any]) -> list[dict[str, Any]]:
        """Every stored event, to the end of the stream."""
        async with self.client.get(self.url + batch["events"], headers=NDJSON) as answer:
            lines = [json.loads(line) for line in (await answer.text()).splitlines() if line]
        return [line for line in lines if line["id"] is not None]

    async def hang(self, calls: int = LIMIT) -> int:
        """Return once so many calls hang; the number of calls that were made."""
        async with asyncio.timeout(30):
            while self.fake.in_flight != calls:
                await asyncio.sleep(0.01)
        return len(self.fake.calls)


@asynccontextmanager
async def serving(directory: Path, calls: int = DONE) -> AsyncIterator[tuple[World, ServerProcess]]:
    async with FakeProvider(hang_after(calls)) as fake, aiohttp.ClientSession() as client:
        settings = {"OPENAI_BASE_URL": fake.base_url, "BATCH_CONCURRENT_LIMIT": str(LIMIT), "DRAIN_SECONDS": "0"}
        process = ServerProcess(directory, **settings)
        try:
            yield World(directory, fake, client, await url_of(process)), process
        finally:
            await asyncio.to_thread(process.stop)
        assert [line for line in process.lines if "ERROR" in line or "Traceback" in line] == []


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with serving(tmp_path) as (world, _):
        yield world


async def test_cancelling_beside_a_running_server_ends_the_batch(world: World) -> None:
    batch = await world.start()
    following = asyncio.create_task(world.follow(batch))
    await see(world.client, world.url + batch["events"], DONE)
    called = await world.hang()
    assert await world.batches("cancel", batch["id"]) == (0, [f"Batch {batch['id']} is cancelled."], "")
    events = await following
    check_laws(events)
    done = events[-1]["data"]
    assert (done["status"], done["code"], done["analysed"]) == ("cancelled", "cancelled", DONE)
    assert done["notAttempted"] == PAIRS - DONE - LIMIT
    assert done["tokens"]["input"] == (DONE + LIMIT) * 900  # calls that are cut off count as what such calls take
    assert [event["data"]["code"] for event in events if event["event"] == "failed"] == ["cancelled"] * LIMIT
    assert await world.hang(0) == called
    assert world.fake.abandoned == LIMIT
    assert (await get(world.client, world.url + batch["url"]))["status"] == "cancelled"


async def test_a_blocking_call_that_is_cancelled_answers_with_what_there_is(world: World) -> None:
    answering = asyncio.create_task(world.client.post(world.url + ANALYZE, json=REQUEST))
    await world.hang()
    _, (row,), _ = await world.batches("list", "--json")
    assert (await world.batches("cancel", json.loads(row)["id"]))[0] == 0
    async with await answering as answer:
        assert (answer.status, len(await answer.json())) == (200, DONE)


async def test_purging_a_running_batch_erases_it_under_its_server(world: World) -> None:
    batch = await world.start()
    following = asyncio.create_task(world.follow(batch))
    await see(world.client, world.url + batch["events"], DONE)
    called = await world.hang()
    assert files_with(SECRET, world.directory)
    assert await world.batches("purge", batch["id"]) == (0, [f"Batch {batch['id']} is erased."], "")
    assert files_with(SECRET, world.directory) == []
    assert [event["event"] for event in await following] == ["accepted", *["analysis"] * DONE]
    async with world.client.get(world.url + batch["url"]) as answer:
        assert answer.status == 404
    assert await world.hang(0) == called
    assert files_with(SECRET, world.directory) == []


async def test_a_running_batch_is_listed_and_shown_as_the_server_shows_it(world: World) -> None:
    batch = await world.start()
    await see(world.client, world.url + batch["events"], DONE)
    await world.hang()
    code, (head, row, total), problems = await world.batches("list")
    assert (code, head.split(), problems) == (0, list(operator.COLUMNS), "")
    assert row.split()[:3] == [batch["id"], "running", "-"]
    assert row.split()[4:7] == [str(PAIRS), str(DONE), "0.0009"]  # 3 x (800 x 0.15 + 100 x 0.075 + 300 x 0.6) / 1,000,000
    assert total.split() == ["total", "0.0009"]
    _, (listed,), _ = await world.batches("list", "--json")
    served = (await get(world.client, world.url + "/ai/batches"))["batches"]
    assert json.loads(listed) == served[0] | {"done": DONE}
    _, (shown,), _ = await world.batches("show", batch["id"], "--json")
    assert json.loads(shown) == await get(world.client, world.url + batch["url"]) | {"etaSeconds": None}
    _, lines, _ = await world.batches("show", batch["id"])
    assert [line.partition(": ")[0] for line in lines] == list(json.loads(shown))
    assert {f"done: {DONE}", "code: -", f"id: {batch['id']}"} <= set(lines)
    assert SECRET not in "".join([row, listed, shown, *lines])


async def test_commands_at_the_same_time_end_a_batch_once(world: World) -> None:
    batch = await world.start()
    await see(world.client, world.url + batch["events"], DONE)
    answers = await asyncio.gather(*(world.batches("cancel", batch["id"]) for _ in range(2)))
    said = [f"Batch {batch['id']} is cancelled.", f"Batch {batch['id']} had ended before: cancelled."]
    assert [(code, problems) for code, _, problems in answers] == [(0, "")] * 2
    assert {line for _, lines, _ in answers for line in lines} <= set(said)
    assert await world.batches("cancel", batch["id"]) == (0, said[1:], "")
    check_laws(await world.follow(batch))


async def test_commands_at_the_same_time_on_two_batches_both_reach_the_server(world: World) -> None:
    first, second = await world.start(), await world.start()
    following = [asyncio.create_task(world.follow(batch)) for batch in (first, second)]
    await world.hang()
    answers = await asyncio.gather(world.batches("cancel", first["id"]), world.batches("purge", second["id"]))
    assert [code for code, _, _ in answers] == [0, 0]
    cancelled, erased = await asyncio.gather(*following)
    assert (cancelled[-1]["event"], erased[-1]["event"] == "done") == ("done", False)
    await world.hang(0)


async def test_beside_a_server_with_another_schema_nothing_is_written(world: World) -> None:
    batch = await world.start()
    await see(world.client, world.url + batch["events"], DONE)
    with closing(sqlite3.connect(world.directory / "batches.db")) as connection:
        connection.execute("PRAGMA user_version = 1")
    for arguments in (["cancel", batch["id"]], ["purge", batch["id"]], ["purge"], ["list"], ["show", batch["id"]]):
        code, lines, problem = await world.batches(*arguments)
        assert (code, lines) == (1, [])
        assert "has schema version 1, and this program works with version 5; use the program that serves it" in problem
    assert (await get(world.client, world.url + batch["url"]))["status"] == "running"


async def test_a_batch_whose_server_was_killed_can_be_cancelled_before_the_next_start(tmp_path: Path) -> None:
    async with serving(tmp_path) as (world, process):
        batch = await world.start()
        await see(world.client, world.url + batch["events"], DONE)
        await world.hang()
        await asyncio.to_thread(process.stop, signal.SIGKILL)
        assert (await world.batches("list"))[1][1].split()[1] == "running"
        assert (await world.batches("cancel", batch["id"]))[0] == 0
    async with serving(tmp_path) as (world, _):
        events = await world.follow(batch)
        check_laws(events)
        assert (events[-1]["data"]["status"], world.fake.calls) == ("cancelled", [])


# The process itself


def test_a_reader_that_has_seen_enough_breaks_nothing(path: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "server", "batches", "list"],
        cwd=tmp_path,
        env=environment_in(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr as stream:
        assert stream.read() == b""
    assert process.wait(timeout=30) == 0


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        ([], {}, "required: list|show|cancel|purge"),
        (["erase"], {}, "invalid choice: 'erase'"),
        (["list", "--limit", "0"], {}, "--limit='0' makes no sense: expected a whole number from 1 to 1000000."),
        (["cancel"], {}, "required: ID"),
        (["show", "a\nb"], {}, "'a\\nb' is no batch's id"),
        (["purge", "--older-than", "nan"], {}, "--older-than='nan' makes no sense: expected a number from 0"),
        (["purge", "--older-than", "1", "b"], {}, "error: --older-than cannot be combined with ids."),
        (["purge"], {"RETENTION_HOURS": "0"}, "RETENTION_HOURS=0 keeps batches for ever"),
        (["list"], {"DATABASE_URL": "batches.db"}, "DATABASE_URL='batches.db' makes no sense"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_bad_argument_is_told_and_nothing_is_done(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], said: str
) -> None:
    code, lines, problem = outcome_of(command(tmp_path, *arguments, **environment))
    assert (code, lines, list(tmp_path.iterdir())) == (2, [], [])
    assert said in problem


def test_the_engines_settings_do_not_matter_here(path: Path, tmp_path: Path) -> None:
    assert command(tmp_path, "list", ANALYZER="openai", API_PORT="x").returncode == 0


def test_old_batches_are_purged_by_the_servers_retention_or_as_told(path: Path, tmp_path: Path) -> None:
    add(path, "long-ago", finished_at=1.0)
    answer = outcome_of(command(tmp_path, "purge", RETENTION_HOURS="100000"))
    assert answer == (0, ["Batches erased that ended more than 100000 hours ago: 1."], "")
    answer = outcome_of(command(tmp_path, "purge", "--older-than", "0", RETENTION_HOURS="0"))
    assert answer == (0, ["Batches erased that ended more than 0 hours ago: 1."], "")
    assert ids_in(path) == ["running"]


# Without a server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log that no server has open, with a batch that was never finished and one that was cancelled."""
    path = tmp_path / "batches.db"
    add(path, "running", created_at=1_700_000_000.0)
    add(path, "ended", created_at=1_700_000_001.5, finished_at=1_700_000_002.0)
    return path


OUTCOMES: list[Skipped | Failed] = [
    Skipped(pair=0, jobIndex=0, candidateIndex=0, job_id="J", candidateId="A", reason="r", eligibilityScore=1, minimum=60),
    Failed(
        pair=1,
        jobIndex=0,
        candidateIndex=1,
        job_id="J",
        candidateId="B",
        code="timeout",
        message="m",
        attempts=1,
        tokens=Tokens(1000, 500, 0),
        costUsd=0.5,
    ),
]


def add(
    path: Path,
    batch_id: str,
    *,
    created_at: float = 0.5,
    finished_at: float | None = None,
    cost_usd: float | None = 0.25,
    not_begun: bytes = b"",
) -> None:
    """Make a batch of four pairs, of which two have an outcome; it is held by a writer that died, or has ended at a cost.

    Args:
        not_begun: the request, for a batch whose writer died before it wrote anything.
    """
    status: Status = "running" if finished_at is None else "cancelled"
    events = [NewEvent("accepted", b"{}"), *(NewEvent(event.event, encode(event), event.pair) for event in OUTCOMES)]
    if finished_at is not None:
        done = replace(Tally(4).close("cancelled", "cancelled", 1.0), costUsd=cost_usd)
        events.append(NewEvent(done.event, encode(done)))
    works: list[Work] = [
        partial(
            store.create,
            batch_id=batch_id,
            request=not_begun or SECRET.encode() * 2000,
            configuration=b"{}",
            pairs=4,
            durable=True,
            created_at=created_at,
            key=None,
        ),
        partial(store.claim, batch_id=batch_id, forgiven=1),
    ]
    if not not_begun:
        append = partial(store.append, events=events, status=status, code=None, finished_at=finished_at, fence=1)
        works.append(partial(append, batch_id=batch_id))
    with closing(database.open_writer(path, 1)) as connection:
        assert all(isinstance(result, Change) for result in transact(connection, works))


@pytest.fixture
def outside(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(database.open_beside(path, 1, "rw")) as connection:
        yield connection


def ids_in(path: Path) -> list[str]:
    return [line.split()[0] for line in operator.list_batches(path, 50, as_json=False).lines[1:-1]]


def test_a_list_is_a_table_with_the_newest_first(path: Path) -> None:
    head, *rows, _ = operator.list_batches(path, 50, as_json=False).lines
    assert head.rpartition("  ")[0].rstrip() == "id       status     code  created               pairs  done    cost"
    assert [row.rpartition("  ")[0] for row in rows] == [
        "ended    cancelled  -     2023-11-14T22:13:21Z      4     2  0.2500",
        "running  running    -     2023-11-14T22:13:20Z      4     2  0.5000",
    ]
    assert ids_in(path) == ["ended", "running"]
    assert len(operator.list_batches(path, 1, as_json=False).lines) == 3


@pytest.mark.parametrize(("cost_usd", "total"), [(0.25, "1.0000"), (None, ">=0.7500")], ids=["known", "not all known"])
def test_a_list_ends_with_the_cost_of_all_batches(path: Path, cost_usd: float | None, total: str) -> None:
    add(path, "oldest", created_at=1.0, finished_at=2.0, cost_usd=cost_usd)
    add(path, "erased", created_at=1.0, finished_at=2.0, cost_usd=9.0)
    with closing(database.open_writer(path, 1)) as connection:
        transact(connection, [partial(store.retire, batch_id="erased")])
    *_, last = operator.list_batches(path, 1, as_json=False).lines
    assert last.split() == ["total", total]
    *_, oldest, _ = operator.list_batches(path, 50, as_json=False).lines
    assert oldest.split()[-2] == ("0.2500" if cost_usd else "-")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-5, "0s"), (0, "0s"), (59.9, "59s"), (60, "1m"), (3599, "59m"), (3600, "1h"), (86399, "23h"), (86400, "1d")],
)
def test_an_age_is_told_in_its_largest_unit(seconds: float, text: str) -> None:
    assert operator.age(timedelta(seconds=seconds)) == text


async def test_a_batch_that_is_cancelled_before_it_began_is_accepted_first(path: Path) -> None:
    add(path, "waiting", not_begun=b'{"jobs":[{},{}],"candidates":[{},{}],"threshold":70}')
    assert (await asyncio.to_thread(operator.cancel, path, ["waiting"])).lines == ["Batch waiting is cancelled."]
    async with SqliteEventLog(path) as log:
        began, done = await log.read("waiting", 0, 10)
    assert (began.event, done.event) == ("accepted", "done")
    assert json.loads(began.data) == {
        "batchId": "waiting", "jobs": 2, "candidates": 2, "pairs": 4, "analyzer": "", "threshold": 70,
    }  # fmt: skip


def test_cancelling_without_a_server_ends_the_batch_for_whoever_held_it(path: Path, outside: sqlite3.Connection) -> None:
    assert operator.cancel(path, ["running", "ended"]) == operator.Answer(
        ["Batch running is cancelled.", "Batch ended had ended before: cancelled."]
    )
    *_, last = store.read(outside, "running", 0, 10)
    done = json.loads(last.data)
    assert (last.id, last.event) == (4, "done")
    counts = [done[name] for name in ("pairs", "analysed", "skipped", "failed", "notAttempted")]
    assert counts == [4, 0, 1, 1, 2]
    with pytest.raises(StaleClaim):
        store.append(outside, "running", [], None, None, None, fence=1)
    shown = json.loads(operator.show(path, "running", as_json=True).lines[0])
    assert (shown["status"], shown["code"], shown["done"], shown["lastEventId"]) == ("cancelled", "cancelled", 2, 4)


def test_a_cancel_that_its_server_does_not_heed_is_kept_for_its_next_start(
    path: Path, outside: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operator, "ANSWER_WAIT_S", 0)
    with locked(path):
        answer = operator.cancel(path, ["running", "ended", "nothing"])
    assert answer == operator.Answer(
        [
            "Batch running is asked to end; its server has not done so yet.",
            "Batch ended had ended before: cancelled.",
        ],
        ["There is no batch 'nothing'; it may have been deleted."],
    )
    claim = store.claim(outside, "running", 1).claim
    assert claim is not None
    assert (claim.fence, claim.cancel_asked) == (2, True)  # nobody took it from its server


def test_erasing_without_a_server_leaves_no_byte(path: Path) -> None:
    assert files_with(SECRET, path.parent)
    answer = operator.erase(path, ["running", "ended"])
    assert answer == operator.Answer(["Batch running is erased.", "Batch ended is erased."])
    assert files_with(SECRET, path.parent) == []


@pytest.mark.parametrize(("act", "said"), [(operator.cancel, "cancelled"), (operator.erase, "erased")])
def test_an_unknown_id_is_told_and_the_others_are_handled(
    path: Path, act: Any, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown = "There is no batch 'nothing'; it may have been deleted.\n"
    assert operator.run(partial(act, path, ["nothing", "running"])) == 1
    assert capsys.readouterr() == (f"Batch running is {said}.\n", unknown)
    assert operator.run(partial(operator.show, path, "nothing", as_json=True)) == 1
    assert capsys.readouterr() == ("", unknown)


COMMANDS: dict[str, Callable[[Path], operator.Answer]] = {
    "list": partial(operator.list_batches, limit=1, as_json=False),
    "show": partial(operator.show, batch_id="running", as_json=False),
    "cancel": partial(operator.cancel, ids=["running"]),
    "erase": partial(operator.erase, ids=["running"]),
    "purge": partial(operator.purge, hours=1),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_missing_file_is_told_and_not_made(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert operator.run(partial(COMMANDS[name], tmp_path / "batches.db")) == 1
    assert "There is no event log at" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_log_with_two_names_is_told_and_left_alone(name: str, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = path.with_name("other.db")
    other.hardlink_to(path)
    with locked(path):  # by a server that uses it under its first name
        assert operator.run(partial(COMMANDS[name], other)) == 1
    assert "'other.db' has 2 names (hard links)" in capsys.readouterr().err.replace(f"{other.parent}/", "")
    other.unlink()
    assert ids_in(path) == ["ended", "running"]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """The lock is held, as by a server."""
    lock = database.lock(path)
    try:
        yield
    finally:
        os.close(lock)


def test_no_server_starts_while_a_command_writes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(connection: sqlite3.Connection) -> bool:
        with pytest.raises(LogUnavailable, match="Another process is using the event log"), locked(path):
            pass
        return True

    monkeypatch.setattr(store, "empty_wal", start)
    assert operator.erase(path, ["running"]) == operator.Answer(["Batch running is erased."])
    with locked(path):
        pass


def test_an_older_file_is_brought_up_to_date_by_who_has_the_lock_only(tmp_path: Path) -> None:
    path = tmp_path / "batches.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript((files("server.log") / "schema_1.sql").read_text())
        old.execute("PRAGMA user_version = 1")
    with locked(path), pytest.raises(LogUnavailable, match="has schema version 1"):
        operator.purge(path, 1)
    assert operator.purge(path, 1).problems == []
    assert operator.list_batches(path, 1, as_json=True) == operator.Answer()


def test_what_reads_cannot_write_or_make_a_file(path: Path) -> None:
    with closing(database.open_beside(path, 1, "ro")) as reader, pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.retire(reader, "ended")
    for mode in ("ro", "rw"):
        with pytest.raises(LogUnavailable, match="unable to open"):
            database.open_beside(path.with_name("other.db"), 1, mode)
    assert not path.with_name("other.db").exists()


def test_a_reader_that_keeps_what_was_erased_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operator, "WAL_PAUSE_S", 0)
    with closing(database.open_beside(path, 1, "ro")) as reader:
        reader.execute("BEGIN")
        assert store.outcomes(reader, "ended") == 2
        answer = operator.erase(path, ["ended"])
    assert answer.lines == ["Batch ended is erased."]
    assert ["which a reader holds; purge again" in problem for problem in answer.problems] == [True]
    assert files_with(SECRET, path.parent)
    operator.erase(path, ["running"])
    assert files_with(SECRET, path.parent) == []


def test_a_log_that_cannot_be_written_is_told(
    path: Path, outside: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(operator, "BUSY_TIMEOUT_S", 0)
    outside.execute("BEGIN IMMEDIATE")
    assert operator.run(partial(operator.cancel, path, ["running"])) == 1
    assert "could not be written: database is locked. Nothing was committed." in capsys.readouterr().err
    outside.execute("ROLLBACK")
    outside.execute("ALTER TABLE requests RENAME TO elsewhere")
    assert operator.run(partial(operator.cancel, path, ["running"])) == 1
    assert "could not be used: no such table: requests." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("no database " * 100, "cannot be opened: file is not a database."),
        ("", "is another program's, and nothing was changed in it"),
    ],
    ids=["no database", "another one"],
)
def test_what_is_no_log_is_told(tmp_path: Path, content: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "batches.db"
    path.write_text(content)
    if not content:
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA user_version = 3")
    assert operator.run(partial(operator.list_batches, path, 1, as_json=False)) == 1
    assert said in capsys.readouterr().err

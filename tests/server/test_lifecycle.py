"""One batch from its making to its erasure: keys, drains, a log that cannot be written, deletion."""

from __future__ import annotations

import asyncio
import contextlib
import json
import resource
import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.log.database import APPLICATION_ID
from server.writer import GROUP_EVENTS, UNWRITABLE
from tests.conftest import ServerProcess
from tests.fakes.provider import FakeProvider
from tests.server.world import (
    ANALYZE,
    LIMIT,
    NDJSON,
    PAIRS,
    REQUEST,
    Client,
    Start,
    check_laws,
    get,
    hang_after,
    post,
    see,
    stored,
    until,
    url_of,
    world,
)

pytestmark = pytest.mark.usefixtures("unmeasured")


async def status_of(client: Client, url: str) -> int:
    async with client.get(url) as answer:
        return answer.status


# Idempotency-Key


async def test_the_same_key_and_body_make_one_batch_fifty_times_at_once(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url))
        answers = await asyncio.gather(*(post(client, url, key="order-66") for _ in range(50)))
        assert all(answer == answers[0] for answer in answers)
        check_laws(await stored(client, url + answers[0]["events"]))
        assert await post(client, url, key="order-66") == answers[0]
        assert len((await get(client, f"{url}/ai/batches"))["batches"]) == 1
        assert len(fake.calls) == PAIRS


async def test_another_body_with_a_used_key_is_422_and_names_the_batch(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url))
        made = await post(client, url, key="k")
        headers = {"Idempotency-Key": "k"}
        spaced = json.dumps(REQUEST, indent=8) + " "
        spaced = spaced.replace('"threshold": 0', '"threshold": "0", "unknown": 1')
        async with client.post(
            f"{url}/ai/batches", data=spaced, headers=headers | {"Content-Type": "application/json"}
        ) as same:
            assert (same.status, (await same.json())["id"]) == (202, made["id"])
        async with client.post(f"{url}/ai/batches", json=REQUEST | {"threshold": 1}, headers=headers) as other:
            assert other.status == 422
            (problem,) = (await other.json())["detail"]
            assert made["id"] in problem["msg"]
            assert (problem["type"], problem["loc"]) == ("idempotency_key_reused", ["header", "Idempotency-Key"])
        async with client.delete(url + made["url"]) as deleted:
            assert deleted.status == 204
        async with client.post(f"{url}/ai/batches", json=REQUEST | {"threshold": 1}, headers=headers) as again:
            assert again.status == 202
            assert (await again.json())["id"] != made["id"]


@pytest.mark.parametrize("key", ["", "x" * 256, "caf\u00e9"])
async def test_an_odd_key_is_422(server_url: str, key: str) -> None:
    headers = {"Idempotency-Key": key}
    async with Client() as client, client.post(f"{server_url}/ai/batches", json=REQUEST, headers=headers) as answer:
        assert answer.status == 422
        assert "1 to 255 printable ASCII characters" in (await answer.json())["detail"][0]["msg"]


# Erasing


async def test_erasing_a_running_batch_stops_it_and_leaves_no_byte(start: Start, tmp_path: Path) -> None:
    async with world(hang_after(3)) as (fake, client):
        url = await url_of(start(fake.base_url))
        secret = REQUEST | {
            "candidates": [{"candidateId": f"SECRET{n}", "technical_skills": [f"SECRET{n}"]} for n in range(PAIRS)]
        }
        async with client.post(f"{url}/ai/batches", json=secret) as answer:
            batch = await answer.json()
        async with client.get(url + batch["events"], headers=NDJSON) as stream:
            for _ in range(4):
                await stream.content.readline()
            async with client.delete(url + batch["url"]) as deleted:
                assert deleted.status == 204
            assert b"done" not in await stream.read()  # it closes, and says nothing more
        await until(lambda: fake.in_flight == 0)
        called = len(fake.calls)
        for path in ("", "/events", "/results"):
            assert await status_of(client, url + batch["url"] + path) == 404
        async with client.delete(url + batch["url"]) as again:
            assert again.status == 404
        await until(lambda: not [file.name for file in tmp_path.iterdir() if b"SECRET" in file.read_bytes()])
        assert len(fake.calls) == called == 3 + LIMIT


async def test_old_batches_are_erased_when_their_time_is_over(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        first = start(fake.base_url)
        url = await url_of(first)
        batch = await post(client, url)
        await stored(client, url + batch["events"])
        assert await asyncio.to_thread(first.stop) == 0
        second = start(fake.base_url, RETENTION_HOURS="0.0000001")
        url = await url_of(second)
        await until(lambda: any("Purged 1 batches" in line for line in second.lines))
        assert await status_of(client, url + batch["events"]) == 404


# Draining


async def test_sigterm_sees_running_calls_to_their_end_and_the_next_start_goes_on(start: Start) -> None:
    async with world(lambda number, body: None, held=True) as (fake, client):
        first = start(fake.base_url)
        url = await url_of(first)
        batch = await post(client, url)
        await until(lambda: fake.in_flight == LIMIT)
        async with client.get(url + batch["events"]) as stream:
            await stream.content.readuntil(b"\n\n")
            first.process.send_signal(signal.SIGTERM)
            await until(lambda: any("Stopping" in line for line in first.lines))
            async with client.get(f"{url}/ready") as ready:
                assert (ready.status, ready.headers["Retry-After"]) == (503, "5")
            async with client.post(f"{url}/ai/batches", json=REQUEST) as refused:
                assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
            assert await status_of(client, f"{url}/health") == 200
            fake.release(1000)
            *_, retry, comment = (await stream.read()).splitlines()
        assert 4000 <= int(retry.removeprefix(b"retry: ")) <= 8000
        assert comment.startswith(b":")
        assert await asyncio.to_thread(first.process.wait, 20) == 0
        assert len(fake.calls) == LIMIT
        url = await url_of(start(fake.base_url))
        events = await stored(client, url + batch["events"])
        check_laws(events)
        assert events[-1]["data"]["status"] == "completed"
        assert len(fake.calls) == PAIRS  # nothing was called twice


async def test_a_blocking_call_cut_by_a_drain_is_503(start: Start) -> None:
    async with world(lambda number, body: None, held=True) as (fake, client):
        process = start(fake.base_url)
        url = await url_of(process)
        call = asyncio.create_task(_status_and_wait(client, url))
        await until(lambda: fake.in_flight == LIMIT)
        process.process.send_signal(signal.SIGTERM)
        await until(lambda: any("Stopping" in line for line in process.lines))
        fake.release(1000)
        assert await call == (503, "5", True)
        assert await asyncio.to_thread(process.process.wait, 20) == 0


async def _status_and_wait(client: Client, url: str) -> tuple[int, str | None, bool]:
    async with client.post(url + ANALYZE, json=REQUEST) as answer:
        return answer.status, answer.headers.get("Retry-After"), "X-Batch-Id" in answer.headers


async def test_calls_that_outlast_the_grace_are_cut_and_made_again(start: Start) -> None:
    async with world(hang_after(0)) as (fake, client):
        first = start(fake.base_url, DRAIN_SECONDS="0.2")
        url = await url_of(first)
        batch = await post(client, url)
        await until(lambda: fake.in_flight == LIMIT)
        assert await asyncio.to_thread(first.stop) == 0
        await until(lambda: fake.in_flight == 0)
        url = await url_of(start(fake.base_url))
        await until(lambda: fake.in_flight == LIMIT)
        shown = await get(client, url + batch["url"])
    assert (shown["status"], shown["done"], shown["failed"], shown["costUsd"]) == ("running", 0, 0, None)


async def test_a_second_signal_ends_at_once_and_the_next_start_recovers(start: Start) -> None:
    async with world(hang_after(0)) as (fake, client):
        first = start(fake.base_url, DRAIN_SECONDS="600")
        url = await url_of(first)
        batch = await post(client, url)
        await until(lambda: fake.in_flight == LIMIT)
        first.process.send_signal(signal.SIGTERM)
        await until(lambda: any("Stopping" in line for line in first.lines))
        assert await asyncio.to_thread(first.stop) == 128 + signal.SIGTERM
        called = len(fake.calls)
        url = await url_of(start(fake.base_url))
        await until(lambda: len(fake.calls) == called + LIMIT)
        assert (await get(client, url + batch["url"]))["status"] == "running"


@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGKILL], ids=lambda number: number.name)
async def test_a_stop_that_is_hurried_is_no_crash_however_often(
    second: signal.Signals, start: Start, tmp_path: Path
) -> None:
    """Ctrl-C twice, or a supervisor that kills what does not stop in time."""
    async with world(hang_after(0)) as (fake, client):
        first = start(fake.base_url, DRAIN_SECONDS="600")
        batch = await post(client, await url_of(first))
        await _stop_hurried(first, second, fake, tmp_path)
        for _ in range(3):
            await _stop_hurried(start(fake.base_url, DRAIN_SECONDS="600"), second, fake, tmp_path)
        called = len(fake.calls)
        url = await url_of(start(fake.base_url))
        await until(lambda: len(fake.calls) == called + LIMIT)
        shown = await get(client, url + batch["url"])
    assert (shown["status"], shown["costUsd"]) == ("running", None)


async def _stop_hurried(process: ServerProcess, second: signal.Signals, fake: FakeProvider, directory: Path) -> None:
    await until(lambda: fake.in_flight == LIMIT)
    process.process.send_signal(signal.SIGINT)
    await until(lambda: any("Stopping" in line for line in process.lines))
    if second is signal.SIGKILL:  # which waits for nothing
        await until(lambda: _is_forgiven(directory))
    assert await asyncio.to_thread(process.stop, second) == (-second if second is signal.SIGKILL else 128 + second)
    await until(lambda: fake.in_flight == 0)


def _is_forgiven(directory: Path) -> bool:
    with contextlib.closing(sqlite3.connect(directory / "batches.db")) as beside:
        return bool(beside.execute("SELECT claimed_from < 0 FROM batches").fetchone()[0])


async def test_an_idle_server_stops_at_once(start: Start) -> None:
    process = start("")
    await url_of(process)
    assert await asyncio.to_thread(process.stop) == 0


# Using analyses again


async def test_a_repeat_of_a_batch_makes_no_call(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        first = start(fake.base_url)
        url = await url_of(first)
        events = await stored(client, url + (await post(client, url))["events"])
        assert not any(event["data"]["cached"] for event in events[1:-1])
        renamed = REQUEST | {"candidates": [each | {"name": "Somebody Else"} for each in REQUEST["candidates"]]}
        again = await stored(client, url + (await post(client, url, renamed))["events"])
        check_laws(again)
        assert all(event["data"]["cached"] for event in again[1:-1])
        assert {event["data"]["analysis"]["lastName"] for event in again[1:-1]} == {"Else"}
        assert (again[-1]["data"]["cached"], again[-1]["data"]["tokens"]["input"]) == (PAIRS, 0)
        assert await asyncio.to_thread(first.stop) == 0
        url = await url_of(start(fake.base_url))
        async with client.post(url + ANALYZE, json=REQUEST) as answer:
            assert len(await answer.json()) == PAIRS
        assert len(fake.calls) == PAIRS


async def test_a_repeat_with_another_model_is_called(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        first = start(fake.base_url)
        url = await url_of(first)
        await stored(client, url + (await post(client, url))["events"])
        assert await asyncio.to_thread(first.stop) == 0
        url = await url_of(start(fake.base_url, MODEL="other"))
        await stored(client, url + (await post(client, url))["events"])
        assert len(fake.calls) == 2 * PAIRS


async def test_without_a_cache_a_repeat_is_called(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        first = start(fake.base_url, CACHE_ENTRIES="0")
        url = await url_of(first)
        await stored(client, url + (await post(client, url))["events"])
        assert await asyncio.to_thread(first.stop) == 0
        url = await url_of(start(fake.base_url, CACHE_ENTRIES="0"))
        await stored(client, url + (await post(client, url))["events"])
        assert len(fake.calls) == 2 * PAIRS


async def test_what_a_blocking_call_had_finished_is_found_by_its_repeat(start: Start) -> None:
    faults = [hang_after(5)]
    async with world(lambda number, body: faults[0](number, body)) as (fake, client):
        url = await url_of(start(fake.base_url))
        call = asyncio.create_task(_status_and_wait(client, url))
        await until(lambda: len(fake.calls) == 5 + LIMIT)
        call.cancel()
        await until(lambda: fake.in_flight == 0)
        faults[0] = hang_after(1000)
        assert await _status_and_wait(client, url) == (200, None, True)
        assert len(fake.calls) == LIMIT + PAIRS


async def test_erasing_one_use_of_an_analysis_forgets_it_for_all(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url))
        made = []
        for _ in range(2):
            made.append(await post(client, url))
            await stored(client, url + made[-1]["events"])
        assert len(fake.calls) == PAIRS
        async with client.delete(url + made[1]["url"]):
            pass
        await stored(client, url + (await post(client, url))["events"])
        assert len(fake.calls) == 2 * PAIRS
        assert (await get(client, url + made[0]["url"]))["analysed"] == PAIRS


async def test_two_batches_at_a_time_share_their_calls_and_erasing_one_leaves_the_other_its_own(
    start: Start, tmp_path: Path
) -> None:
    async with world(lambda number, body: None, held=True) as (fake, client):
        url = await url_of(start(fake.base_url))
        secret = REQUEST | {"candidates": [each | {"name": "SECRET"} for each in REQUEST["candidates"]]}
        first = await post(client, url, secret)
        await until(lambda: fake.in_flight == LIMIT)
        second = await post(client, url)
        fake.release(1)
        await see(client, url + second["events"], 1)  # so its pairs wait for the calls that are out
        async with client.delete(url + first["url"]) as deleted:
            assert deleted.status == 204
        fake.release(PAIRS)
        events = await stored(client, url + second["events"])
        check_laws(events)
        assert (events[-1]["data"]["analysed"], events[-1]["data"]["cached"]) == (PAIRS, 1)
        assert (len(fake.calls), fake.abandoned) == (PAIRS, 0)
        assert not [file.name for file in tmp_path.iterdir() if b"SECRET" in file.read_bytes()]


# A log that cannot be written


async def test_a_full_disk_pauses_the_batch_and_it_recovers_by_itself(start: Start) -> None:
    many = REQUEST | {"candidates": [{"candidateId": f"C{n}", "technical_skills": [f"Skill {n}"]} for n in range(300)]}
    async with world(lambda number, body: None, held=True) as (fake, client):
        process = start(fake.base_url)
        url = await url_of(process)
        batch = await post(client, url, many)
        await until(lambda: fake.in_flight == LIMIT)
        assert await status_of(client, f"{url}/ready") == 200
        unlimited = resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, (1, unlimited[1]))
        fake.release(1000)
        await until(lambda: any("is paused" in line for line in process.lines))
        assert await status_of(client, f"{url}/ready") == 503
        async with client.post(f"{url}/ai/batches", json=REQUEST) as refused:
            assert refused.status == 503
        shown = await get(client, url + batch["url"])
        assert (shown["lastEventId"], shown["etaSeconds"]) == (1, None)  # nothing was published
        assert (await _progress(client, url + batch["events"]))["waitingFor"] == UNWRITABLE
        assert len(fake.calls) <= GROUP_EVENTS + 2 * LIMIT
        resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, unlimited)
        events = await stored(client, url + batch["events"])
        check_laws(events, pairs=300)
        assert events[-1]["data"]["status"] == "completed"
        assert len(fake.calls) == 300
        assert await status_of(client, f"{url}/ready") == 200


async def _progress(client: Client, url: str) -> dict[str, Any]:
    async with client.get(url, headers=NDJSON) as answer:
        while True:
            line = await answer.content.readline()
            if b'"progress"' in line:
                data: dict[str, Any] = json.loads(line)["data"]
                return data


async def test_a_cancel_that_a_full_disk_forgets_is_not_answered_202(start: Start) -> None:
    async with world(hang_after(0)) as (fake, client):
        process = start(fake.base_url)
        url = await url_of(process)
        batch = await post(client, url)
        await until(lambda: fake.in_flight == LIMIT)
        unlimited = resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, (1, unlimited[1]))
        async with client.post(f"{url}{batch['url']}/cancel") as refused:
            assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
        await until(lambda: fake.in_flight == 0)  # nothing more is called all the same
        resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, unlimited)
        async with client.post(f"{url}{batch['url']}/cancel") as accepted:
            assert (accepted.status, (await accepted.json())["status"]) == (202, "cancelled")
        events = await stored(client, url + batch["events"])
        check_laws(events)
        assert [event["data"].get("code") for event in events[1:]] == ["cancelled"] * (LIMIT + 1)


async def test_a_deletion_that_a_full_disk_refuses_leaves_the_batch_running(start: Start) -> None:
    async with world(lambda number, body: None, held=True) as (fake, client):
        process = start(fake.base_url)
        url = await url_of(process)
        batch = await post(client, url)
        await until(lambda: fake.in_flight == LIMIT)
        unlimited = resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, (1, unlimited[1]))
        async with client.delete(url + batch["url"]) as refused:
            assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
        resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, unlimited)
        fake.release(1000)
        events = await stored(client, url + batch["events"])
        check_laws(events)
        assert events[-1]["data"]["status"] == "completed"
        assert len(fake.calls) == PAIRS


async def test_a_server_whose_file_was_deleted_is_not_ready_and_takes_nothing(start: Start, tmp_path: Path) -> None:
    async with world(hang_after(0)) as (fake, client):
        url = await url_of(start(fake.base_url))
        await post(client, url)
        await until(lambda: fake.in_flight == LIMIT)
        for file in tmp_path.glob("batches.db*"):
            file.unlink()
        async with client.get(f"{url}/ready") as answer:
            assert answer.status == 503
            assert "moved, deleted or replaced" in (await answer.json())["detail"]
        async with client.post(f"{url}/ai/batches", json=REQUEST) as answer:
            assert answer.status == 503
        assert list(tmp_path.glob("batches.db*")) == []


async def test_a_locked_file_waits(start: Start, tmp_path: Path) -> None:
    async with world(hang_after(3)) as (fake, client):
        url = await url_of(start(fake.base_url))
        with contextlib.closing(sqlite3.connect(tmp_path / "batches.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            posting = asyncio.create_task(post(client, url))
            assert await status_of(client, f"{url}/ready") == 503
            assert not posting.done()
            other.execute("COMMIT")
            batch = await posting
        await see(client, url + batch["events"], 3)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_a_request_that_waits_for_a_locked_file_is_refused_by_a_stop(
    method: str, start: Start, tmp_path: Path
) -> None:
    async with world(lambda number, body: None) as (fake, client):
        server = start(fake.base_url)
        url = await url_of(server)
        batch = await post(client, url)
        await stored(client, url + batch["events"])
        asked = {"POST": f"{url}/ai/batches", "DELETE": url + batch["url"]}[method]
        with contextlib.closing(sqlite3.connect(tmp_path / "batches.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            asking = asyncio.create_task(client.request(method, asked, json=REQUEST))
            assert await status_of(client, f"{url}/ready") == 503
            server.process.send_signal(signal.SIGTERM)
            async with await asking as answer:
                assert answer.status == 503
                assert "database is locked" in (await answer.json())["detail"]
            assert await asyncio.to_thread(server.process.wait, 30) == 0
    assert not any("Traceback" in line for line in server.lines)


# Listing


async def test_batches_are_listed_newest_first_in_pages(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url))
        made = [(await post(client, url))["id"] for _ in range(5)]
        first = await get(client, f"{url}/ai/batches?limit=3")
        rest = await get(client, f"{url}/ai/batches?limit=3&cursor={first['next']}")
        assert [row["id"] for row in first["batches"] + rest["batches"]] == made[::-1]
        assert rest["next"] is None
        assert await status_of(client, f"{url}/ai/batches?limit=0") == 422


# Refusing to start, and being told to stop


def _newer(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 9")


def _junk(path: Path) -> None:
    path.write_bytes(b"hello" * 1000)


REFUSALS: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "a newer schema": ("log.db", _newer, "has schema version 9, and this program knows versions up to"),
    "no database": ("log.db", _junk, "cannot be opened: file is not a database."),
    "a directory": ("log.db", Path.mkdir, "cannot be opened: [Errno 21] Is a directory"),
    "a directory that is missing": ("no/log.db", lambda path: None, "cannot be made at"),
    "a place that cannot be written": ("/proc/log.db", lambda path: None, "cannot be made at"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_server_without_a_log_says_why_in_one_sentence(name: str, tmp_path: Path) -> None:
    file, spoil, expected = REFUSALS[name]
    spoil(tmp_path / file)
    process = ServerProcess(tmp_path, ANALYZER="local", DATABASE_URL=f"sqlite:///{tmp_path / file}")
    assert not process.listens()
    assert process.process.wait(timeout=30) == 1
    (line,) = process.lines
    assert expected in line


def test_a_second_server_on_one_log_says_so_in_one_sentence(tmp_path: Path) -> None:
    first = ServerProcess(tmp_path)
    assert first.listens()
    second = ServerProcess(tmp_path)
    assert not second.listens()
    assert second.process.wait(timeout=30) == 1
    (line,) = second.lines
    assert line.startswith("Another process is using the event log")
    assert first.stop() == 0


def test_a_second_server_on_one_log_by_another_name_says_so_and_leaves_it_alone(tmp_path: Path) -> None:
    first = ServerProcess(tmp_path)
    assert first.listens()
    (tmp_path / "other.db").hardlink_to(tmp_path / "batches.db")
    second = ServerProcess(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / 'other.db'}")
    assert not second.listens()
    assert second.process.wait(timeout=30) == 1
    (line,) = second.lines
    assert "has 2 names (hard links)" in line
    assert "Keep the name by which a server used it last, with the -wal file" in line  # which has what was committed last
    assert not (tmp_path / "other.db-wal").exists()
    assert httpx.get(f"{first.url}/ready").status_code == 200
    assert first.stop() == 0


def test_a_start_that_waits_for_its_file_stops_at_once_when_it_is_told_to(tmp_path: Path) -> None:
    path = tmp_path / "batches.db"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as foreign:
        foreign.execute("PRAGMA journal_mode = WAL")
        foreign.execute("BEGIN IMMEDIATE")
        process = ServerProcess(tmp_path)
        while not path.with_name("batches.db.lock").exists():
            assert process.process.poll() is None
        assert process.stop() == 0
    assert not process.lines


@contextlib.contextmanager
def hangups(handler: signal.Handlers) -> Iterator[None]:
    """What a process that is started here does on SIGHUP, whatever these tests themselves were started by."""
    before = signal.signal(signal.SIGHUP, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


async def test_a_terminal_that_closes_stops_the_server_as_sigterm_does(start: Start) -> None:
    async with world(lambda number, body: None, held=True) as (fake, client):
        with hangups(signal.SIG_DFL):
            process = start(fake.base_url)
        url = await url_of(process)
        batch = await post(client, url)
        await until(lambda: fake.in_flight == LIMIT)
        process.process.send_signal(signal.SIGHUP)
        process.process.send_signal(signal.SIGHUP)
        await until(lambda: [line for line in process.lines if "Stopping" in line])
        fake.release(LIMIT)
        assert await asyncio.to_thread(process.process.wait, 30) == 0
        again = start(fake.base_url)
        fake.release(PAIRS)
        check_laws(await stored(client, await url_of(again) + batch["events"]))
        assert len(fake.calls) == PAIRS


def test_nohup_keeps_a_server_from_the_end_of_its_terminal(tmp_path: Path) -> None:
    with hangups(signal.SIG_IGN):
        process = ServerProcess(tmp_path)
    url = process.url
    process.process.send_signal(signal.SIGHUP)
    assert httpx.get(f"{url}/health").status_code == 200
    assert process.stop() == 0
    assert len([line for line in process.lines if "Stopping" in line]) == 1

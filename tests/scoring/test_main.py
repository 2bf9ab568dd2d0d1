"""`python -m scoring` as a person or a pipeline sees it: a real process, its lines, its exit code."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import signal
import sys
import termios
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

from tests.conftest import ROOT
from tests.fakes.provider import FakeProvider, Fault, completion, error

SAMPLE = ROOT / "static" / "sample.json"
HANG = Fault(hang=True)
LIMIT = 4
PATIENCE_S = 30


def batch(candidates: int, **fields: Any) -> bytes:
    """A request of one job and so many candidates, all eligible and none like another."""
    people = [{"candidateId": f"C{n}", "technical_skills": ["Python", f"Tool {n:02}"], **fields} for n in range(candidates)]
    return json.dumps({"jobs": [{"job_id": "J1"}], "candidates": people, "threshold": 0}).encode()


async def start(
    directory: Path,
    name: str,
    *,
    body: bytes | None = None,
    base_url: str = "",
    stdin: int | None = DEVNULL,
    stdout: int | IO[bytes] = PIPE,
    stderr: int | IO[bytes] = PIPE,
    **variables: str,
) -> Process:
    """`python -m scoring NAME` in `directory`, with `body` in the file of that name."""
    if body is not None:
        (directory / name).write_bytes(body)
    coverage = {key: value for key, value in os.environ.items() if key.startswith("COVERAGE_")}
    environment = {"PYTHONPATH": str(ROOT), "OPENAI_BASE_URL": base_url, "BATCH_CONCURRENT_LIMIT": str(LIMIT)}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "scoring", name),
        cwd=directory,
        env=coverage | environment | variables,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        limit=1 << 24,
    )


def events(text: bytes) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["id"] for line in lines] == list(range(1, len(lines) + 1))
    return lines


async def first_lines(process: Process, count: int) -> bytes:
    assert process.stdout is not None
    return b"".join([await process.stdout.readline() for _ in range(count)])


async def finish(process: Process, stdin: bytes | None = None) -> tuple[bytes, bytes]:
    try:
        return await asyncio.wait_for(process.communicate(stdin), PATIENCE_S)
    finally:
        if process.returncode is None:
            process.kill()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await asyncio.sleep(0)


async def test_one_line_an_event_and_no_bar_where_nobody_watches(tmp_path: Path) -> None:
    process = await start(tmp_path, str(SAMPLE), MINIMUM_ELIGIBLE_SCORE="0")
    out, err = await finish(process)
    lines = events(out)
    assert (lines[0]["event"], lines[-1]["event"]) == ("accepted", "done")
    assert lines[-1]["data"]["status"] == "completed"
    assert (process.returncode, err) == (0, b"")


async def test_a_dash_reads_stdin(tmp_path: Path) -> None:
    process = await start(tmp_path, "-", stdin=PIPE)
    out, _ = await finish(process, batch(3))
    assert events(out)[-1]["data"]["analysed"] == 3
    assert process.returncode == 0


async def test_in_a_terminal_the_bar_stays_below_whole_lines(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(ours, (24, 100))
    process = await start(tmp_path, str(SAMPLE), stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = (await asyncio.to_thread(_read_terminal, ours)).decode()
    assert await process.wait() == 0
    assert "102/102" in shown
    # What follows the last carriage return is what is seen: the bar before it was wiped.
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in shown.split("\n")]
    assert events("\n".join(line for line in lines if line.startswith("{")).encode())[-1]["event"] == "done"
    assert "74 of 102 pairs are skipped as not eligible" in lines


def _read_terminal(descriptor: int) -> bytes:
    read = b""
    with os.fdopen(descriptor, "rb", buffering=0) as terminal:
        try:
            while part := terminal.read(65536):
                read += part
        except OSError:  # how Linux says that the other end is closed
            pass
    return read


PROBLEMS = {
    "missing": ("nothing.json", None, "nothing.json: No such file or directory."),
    "directory": (".", None, ".: Is a directory."),
    "unreadable": ("/proc/self/mem", None, "/proc/self/mem: Input/output error."),
    "empty": ("x.json", b"", "x.json: body: A request body is required: an object with jobs and candidates."),
    "no JSON": ("x.json", b"{jobs", "x.json: body.1: JSON is malformed: object keys must be strings (byte 1)."),
    "no UTF-8": ("x.json", b'{"jobs": ["\xff"]}', None),
    "no batch": ("x.json", b'{"jobs": []}', "x.json: body.candidates: This field is required."),
}


@pytest.mark.parametrize("problem", PROBLEMS)
async def test_what_is_wrong_with_a_file_is_said_in_one_sentence(problem: str, tmp_path: Path) -> None:
    name, body, sentence = PROBLEMS[problem]
    process = await start(tmp_path, name, body=body)
    out, err = await finish(process)
    assert (process.returncode, out) == (2, b"")
    assert err.count(b"\n") == 1
    assert sentence is None or err.decode() == f"{sentence}\n"


async def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    process = await start(tmp_path, "x.json", body=batch(1), TEMPERATURE="warm")
    _, err = await finish(process)
    assert process.returncode == 2
    assert err == b"TEMPERATURE='warm' makes no sense: expected a number from 0 to 2.\n"


async def test_a_file_of_settings_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("MODEL=m".encode("utf-16"))
    process = await start(tmp_path, "x.json", body=batch(1))
    _, err = await finish(process)
    assert (process.returncode, err.decode()) == (2, f"{tmp_path / '.env'}: Not UTF-8 (byte 1). Save it as UTF-8.\n")


async def test_ctrl_c_while_it_is_loaded_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "msgspec.py").write_text("raise KeyboardInterrupt")  # as if it came in the middle of an import
    process = await start(tmp_path, "x.json", body=batch(1))
    out, err = await finish(process)
    assert (process.returncode, out, err) == (130, b"", b"")


async def test_a_batch_that_fails_exits_with_1_and_its_cause(tmp_path: Path) -> None:
    async with FakeProvider(lambda number, body: error(401)) as provider:
        process = await start(tmp_path, "x.json", body=batch(12), base_url=provider.base_url)
        out, err = await finish(process)
    done = events(out)[-1]["data"]
    assert (process.returncode, done["status"], done["code"]) == (1, "failed", "unauthorized")
    assert b"Error processing candidate C0" in err
    cause = f"None of the {done['failed']} attempted pairs succeeded (unauthorized): "
    assert err.decode().splitlines()[-1].startswith(cause)


@pytest.mark.parametrize(("good", "code"), [(0, 1), (1, 0)], ids=["none succeeds", "one does"])
async def test_a_batch_in_which_no_attempted_pair_succeeds_exits_with_1(good: int, code: int, tmp_path: Path) -> None:
    refusal = Fault(body=completion(None, refusal="no"))
    async with FakeProvider(lambda number, body: refusal if number > good else None) as provider:
        process = await start(tmp_path, "x.json", body=batch(3), base_url=provider.base_url)
        out, err = await finish(process)
    done = events(out)[-1]["data"]
    assert (process.returncode, done["status"], done["analysed"], done["failed"]) == (code, "completed", good, 3 - good)
    assert (b"None of the 3 attempted pairs succeeded (refused): " in err) is (not good)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
async def test_a_signal_ends_the_calls_and_prints_what_is_there(number: int, code: int, tmp_path: Path) -> None:
    async with FakeProvider(lambda count, body: HANG if count > 3 else None) as provider:
        process = await start(tmp_path, "x.json", body=batch(12), base_url=provider.base_url)
        out = await first_lines(process, 4)
        await until(lambda: provider.in_flight == LIMIT)
        process.send_signal(number)
        rest, err = await finish(process)
        await until(lambda: provider.in_flight == 0)
        assert (len(provider.calls), provider.abandoned) == (3 + LIMIT, LIMIT)
    lines = events(out + rest)
    assert [line["data"].get("code") for line in lines[4:-1]] == ["cancelled"] * LIMIT
    done = lines[-1]["data"]
    assert (done["status"], done["analysed"], done["failed"], done["notAttempted"]) == ("cancelled", 3, LIMIT, 5)
    assert (process.returncode, err) == (code, b"Stopped.\n")


async def test_a_signal_closes_the_calls_though_nobody_reads_and_the_second_ends_at_once(tmp_path: Path) -> None:
    unread, stdout = os.pipe()
    large = batch(40, name="x" * 16_000)
    async with FakeProvider(lambda count, body: HANG if count > 20 else None) as provider:
        process = await start(tmp_path, "x.json", body=large, base_url=provider.base_url, stdout=stdout)
        os.close(stdout)
        await until(lambda: provider.in_flight == LIMIT and len(provider.calls) == 20 + LIMIT)
        process.send_signal(signal.SIGINT)
        await until(lambda: provider.in_flight == 0)
        assert len(provider.calls) == 20 + LIMIT
        assert process.returncode is None
        process.send_signal(signal.SIGINT)
        await finish(process)
        assert process.returncode == -signal.SIGINT
    os.close(unread)


@pytest.mark.parametrize("hanging", [True, False], ids=["before the next outcome", "in the middle of a line"])
async def test_a_closed_stdout_ends_the_calls_in_silence(hanging: bool, tmp_path: Path) -> None:
    reader, stdout = os.pipe()
    body = batch(40, name="x" * 16_000)
    async with FakeProvider(lambda count, body: HANG if hanging or count > 20 else None) as provider:
        process = await start(tmp_path, "x.json", body=body, base_url=provider.base_url, stdout=stdout)
        os.close(stdout)
        with os.fdopen(reader, "rb", buffering=0) as pipe:
            assert await asyncio.to_thread(pipe.readline)
            await until(lambda: provider.in_flight == LIMIT and len(provider.calls) == (0 if hanging else 20) + LIMIT)
        _, err = await finish(process)
        await until(lambda: provider.in_flight == 0)
        assert provider.abandoned == LIMIT
    assert (process.returncode, err) == (141, b"")


async def test_a_full_disk_ends_the_calls_with_a_sentence(tmp_path: Path) -> None:
    async with FakeProvider(lambda count, body: HANG) as provider:
        with Path("/dev/full").open("wb") as full:
            process = await start(tmp_path, "x.json", body=batch(12), base_url=provider.base_url, stdout=full)
        _, err = await finish(process)
    assert (process.returncode, err) == (1, b"stdout: No space left on device.\n")


async def test_without_a_stdout_nothing_is_begun(tmp_path: Path) -> None:
    command = f'exec "{sys.executable}" -m scoring "{SAMPLE}" >&-'
    environment = {"PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_shell(command, cwd=tmp_path, env=environment, stderr=PIPE)
    _, err = await finish(process)
    assert (process.returncode, err) == (2, b"stdout is closed: there is nowhere to print the events.\n")

"""`python -m scoring` as a person or a pipeline sees it: a real process, its lines, its exit code."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from typing import IO, Any

import pytest

from tests.conftest import ROOT
from tests.fakes.provider import FakeProvider, error

SAMPLE = ROOT / "static" / "sample.json"
LIMIT = 4
PATIENCE_S = 30


def batch(candidates: int, **fields: Any) -> bytes:
    """A request of one job and so many candidates, all eligible."""
    people = [{"candidateId": f"C{n}", "technical_skills": ["Python"], **fields} for n in range(candidates)]
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


async def finish(process: Process, stdin: bytes | None = None) -> tuple[bytes, bytes]:
    try:
        return await asyncio.wait_for(process.communicate(stdin), PATIENCE_S)
    finally:
        if process.returncode is None:
            process.kill()


async def test_one_line_an_event(tmp_path: Path) -> None:
    process = await start(tmp_path, str(SAMPLE), MINIMUM_ELIGIBLE_SCORE="0")
    out, _ = await finish(process)
    lines = events(out)
    assert (lines[0]["event"], lines[-1]["event"]) == ("accepted", "done")
    assert lines[-1]["data"]["status"] == "completed"
    assert process.returncode == 0


async def test_a_dash_reads_stdin(tmp_path: Path) -> None:
    process = await start(tmp_path, "-", stdin=PIPE)
    out, _ = await finish(process, batch(3))
    assert events(out)[-1]["data"]["analysed"] == 3
    assert process.returncode == 0


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


async def test_a_batch_that_fails_exits_with_1_and_its_cause(tmp_path: Path) -> None:
    async with FakeProvider(lambda number, body: error(401)) as provider:
        process = await start(tmp_path, "x.json", body=batch(12), base_url=provider.base_url)
        out, err = await finish(process)
    done = events(out)[-1]["data"]
    assert (process.returncode, done["status"], done["code"]) == (1, "failed", "unauthorized")
    assert b"Error processing candidate C0" in err

"""Clients that people use, across the deaths of their server: each resumes by the last id it saw and misses nothing."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from typing import Any

import aiohttp
import httpx
import pytest
from httpx_sse import connect_sse

from tests.conftest import Lives

pytestmark = pytest.mark.usefixtures("unmeasured")

PAIRS = 12
REQUEST: dict[str, Any] = {
    "jobs": [{"job_id": "J1", "technical_skills": ["Python"]}],
    "candidates": [{"candidateId": f"C{n}", "technical_skills": ["Python", f"Skill {n}"]} for n in range(PAIRS)],
    "threshold": 0,
}
IDS = list(range(1, PAIRS + 3))
ALL = 1000
LAST_ID = "Last-Event-ID"

Take = Callable[[int], None]
"""Told each id as it arrives."""
Follow = Callable[[str, int, Take], None]
"""Opens a stream after an id, hands each id on, and returns once the connection has ended, however it ended."""


def with_curl(url: str, after: int, take: Take) -> None:
    curl = shutil.which("curl")
    if curl is None and not os.environ.get("CI"):
        pytest.skip("curl is not installed")
    command = [curl or "curl", "-sN", "-H", f"{LAST_ID}: {after}", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if line.startswith("id: "):
                    take(int(line.removeprefix("id: ")))
        finally:
            process.kill()


def with_httpx_sse(url: str, after: int, take: Take) -> None:
    with httpx.Client(timeout=30) as client, connect_sse(client, "GET", url, headers={LAST_ID: str(after)}) as source:
        try:
            for event in source.iter_sse():
                if event.event != "progress":
                    take(int(event.id))
        except httpx.TransportError:
            pass


def with_aiohttp(url: str, after: int, take: Take) -> None:
    asyncio.run(_with_aiohttp(url, after, take))


async def _with_aiohttp(url: str, after: int, take: Take) -> None:
    async with aiohttp.ClientSession() as client, client.get(url, headers={LAST_ID: str(after)}) as answer:
        try:
            async for line in answer.content:
                if line.startswith(b"id: "):
                    take(int(line.removeprefix(b"id: ")))
        except aiohttp.ClientError:
            pass


CLIENTS = {"curl": with_curl, "httpx-sse": with_httpx_sse, "aiohttp": with_aiohttp}


def make_batch(url: str) -> str:
    answer = httpx.post(f"{url}/ai/batches", json=REQUEST)
    assert answer.status_code == 202
    return url + str(answer.json()["events"])


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
@pytest.mark.parametrize("follow", CLIENTS.values(), ids=CLIENTS.keys())
def test_a_client_that_resumes_by_its_last_id_sees_every_id_once(follow: Follow, how: signal.Signals, lives: Lives) -> None:
    url = make_batch(lives.begin(3))
    seen: list[int] = []

    def take(event_id: int) -> None:
        seen.append(event_id)
        assert seen == IDS[: len(seen)]
        if event_id in (4, 8):
            assert lives.end(how) == (0 if how == signal.SIGTERM else -how)

    for calls in (4, ALL):
        follow(url, seen[-1] if seen else 0, take)
        lives.begin(calls)
    follow(url, seen[-1], take)
    assert seen == IDS


def test_a_stream_that_a_stop_ends_says_when_to_come_back(lives: Lives) -> None:
    url = make_batch(lives.begin(3))
    lines: list[str] = []
    with httpx.stream("GET", url, timeout=30) as answer:
        for line in answer.iter_lines():
            lines.append(line)
            if line == "id: 4":
                assert lives.end(signal.SIGTERM) == 0
    retry, comment = lines[-2:]
    assert 4000 <= int(retry.removeprefix("retry: ")) <= 8000
    assert comment.startswith(":")

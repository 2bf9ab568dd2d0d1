"""Servers before a stand-in provider, over one database for a test."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ServerProcess
from tests.server.world import LIMIT, Start


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    running: list[ServerProcess] = []

    def start(base_url: str, **environment: str) -> ServerProcess:
        settings = {"OPENAI_BASE_URL": base_url, "BATCH_CONCURRENT_LIMIT": str(LIMIT), "DRAIN_SECONDS": "10"}
        running.append(ServerProcess(tmp_path, **settings | environment))
        return running[-1]

    yield start
    for process in running:
        process.stop(signal.SIGKILL)

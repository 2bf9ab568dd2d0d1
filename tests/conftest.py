"""Fixtures shared by all tests: a real server process on a free loopback port."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STARTED = re.compile(r"Serving on (http://127\.0\.0\.1:\d+)")
START_TIMEOUT_S = 30


def environment_in(directory: Path) -> dict[str, str]:
    """The variables of a process over the log `batches.db` in this directory."""
    inherited = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    coverage = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return inherited | coverage | {"DATABASE_URL": f"sqlite:///{directory / 'batches.db'}"}


class ServerProcess:
    """`python -m server` with its log collected in `lines`.

    `listened_s`: when it said that it listens, on the monotonic clock.
    """

    def __init__(self, directory: Path, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "server", "--port", "0"],
            cwd=directory,
            env=environment_in(directory) | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []
        self.listened_s: float | None = None
        self._started = threading.Event()
        self._url = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def url(self) -> str:
        """Its base URL, once it listens."""
        assert self.listens(), "".join(self.lines)
        return self._url

    def listens(self) -> bool:
        """True once it listens, False when it ended before that."""
        assert self._started.wait(START_TIMEOUT_S), "".join(self.lines)
        return bool(self._url)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, wait, and return the exit code."""
        self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        self._reader.join(timeout=5)
        return code

    def _read(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as stream:
            for line in stream:
                self.lines.append(line)
                if found := STARTED.search(line):
                    self.listened_s = time.monotonic()
                    self._url = found[1]
                    self._started.set()
        self._started.set()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server on the embedded defaults, shared by the session."""
    process = ServerProcess(tmp_path_factory.mktemp("server"))
    try:
        yield process
    finally:
        process.stop()


@pytest.fixture(scope="session")
def server_url(server: ServerProcess) -> str:
    """Its base URL, without a trailing slash."""
    return server.url

"""Fixtures shared by all tests: a real server process on a free loopback port."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.provider import FakeProvider, Fault, on_a_thread

MEASURED_ROWS = 2
"""Rows of a table of cases in which coverage is measured; all run, the others in half the time."""
ROOT = Path(__file__).parents[1]
STARTED = re.compile(r"Serving on (http://127\.0\.0\.1:\d+)")
START_TIMEOUT_S = 30
PORTS = range(15_000, 32_000)
"""Below those that outgoing connections get: a client that keeps knocking at a dead port could come to answer itself."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure the first rows of each table: the others run the same code."""
    rows = Counter[str]()
    for item in items:
        table, _, row = item.nodeid.partition("[")
        rows[table] += 1
        if row and rows[table] > MEASURED_ROWS:
            item.add_marker(pytest.mark.no_cover)


def free_port() -> int:
    """A TCP port on which nothing listens, for a server that is to come back at the same address."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)):
                return port


def environment_in(directory: Path) -> dict[str, str]:
    """The variables of a process over the log `batches.db` in this directory."""
    inherited = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    coverage = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return inherited | coverage | {"DATABASE_URL": f"sqlite:///{directory / 'batches.db'}"}


class ServerProcess:
    """`python -m server` with its log collected in `lines`; port 0 takes a free one.

    `listened_s`: when it said that it listens, on the monotonic clock.
    """

    def __init__(self, directory: Path, port: int = 0, /, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "server", "--port", str(port)],
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


class Lives:
    """A server that dies and comes back at one address and over one file, before a stand-in provider."""

    LIMIT = 4

    def __init__(self, directory: Path) -> None:
        self.fake = FakeProvider(lambda number, body: Fault(hang=True) if number > self._answered else None)
        self.processes: list[ServerProcess] = []
        self.port = free_port()
        self._directory, self._answered = directory, 0

    def begin(self, calls: int) -> str:
        """Start a life in which `calls` calls are answered and all others hang; returns the base URL."""
        self._answered = len(self.fake.calls) + calls
        settings = {"OPENAI_BASE_URL": self.fake.base_url, "BATCH_CONCURRENT_LIMIT": str(self.LIMIT), "DRAIN_SECONDS": "0"}
        self.processes.append(ServerProcess(self._directory, self.port, **settings))
        return self.processes[-1].url

    def end(self, how: signal.Signals = signal.SIGKILL) -> int:
        """End this life once every call that can be out is out and hangs; returns the exit code."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while self.fake.in_flight < self.LIMIT:
            assert time.monotonic() < deadline, f"{self.fake.in_flight} calls are out"
            time.sleep(0.01)
        return self.processes[-1].stop(how)


@pytest.fixture(scope="module")
def unmeasured() -> Iterator[None]:
    """Processes start without the measuring of coverage, which takes longer than they do; others cover what they run."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
            patch.delenv(name)
        yield


@pytest.fixture
def lives(tmp_path: Path) -> Iterator[Lives]:
    """A server to be killed; what is left of it is killed at the end."""
    lives = Lives(tmp_path)
    with on_a_thread(lives.fake):
        yield lives
        for process in lives.processes:
            process.stop(signal.SIGKILL)


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

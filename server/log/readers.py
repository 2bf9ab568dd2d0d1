"""The threads that read the event log's file, so that no reader waits for a commit and the event loop for neither."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from server.log import database
from server.log.base import LogUnavailable

READERS = 2
"""Threads, each with its own connection, that read."""

_T = TypeVar("_T")


class Readers:
    """Runs queries on `READERS` threads; each opens its connection when it is first needed.

    Args:
        opened: the file that `path` led to when the log was opened, as `database.identity` tells it; no other is read.
        busy_timeout_s: how long a query waits for a foreign lock before it fails.
    """

    def __init__(self, path: Path, opened: tuple[int, int] | None, *, busy_timeout_s: float) -> None:
        self._path, self._opened, self._busy_timeout_s = path, opened, busy_timeout_s
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._threads = ThreadPoolExecutor(READERS, "log-reader")

    async def read(self, query: Callable[[sqlite3.Connection], _T]) -> _T:
        """What a query finds. Cancelling this leaves the query to its end.

        Raises:
            LogUnavailable: the file cannot be read now.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._query, query)

    async def aclose(self) -> None:
        """Return once all queries have ended and their connections are closed."""
        await asyncio.to_thread(self._threads.shutdown)
        for connection in self._connections:
            connection.close()

    def _query(self, query: Callable[[sqlite3.Connection], _T]) -> _T:
        """Run a query on this thread's own connection."""
        try:
            if not hasattr(self._local, "connection"):
                database.expect(self._path, self._opened)
                self._local.connection = database.open_reader(self._path, self._busy_timeout_s)
                self._connections.append(self._local.connection)
            return query(self._local.connection)
        except sqlite3.Error as exc:
            raise LogUnavailable(f"The event log could not be read: {exc}.") from exc

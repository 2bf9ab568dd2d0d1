"""Several writes in one transaction, each of which may fail alone. All of it blocks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress

from msgspec import Struct

from server.log.base import Claim, LogUnavailable, StoredEvent

_PRIMARY = 0xFF
"""What an extended result code keeps of the primary one: https://www.sqlite.org/rescode.html"""


class Change(Struct, frozen=True):
    """What a write did to a batch, for its followers. `batch_id` and `claim` are for the caller of create and claim."""

    events: list[StoredEvent] = []
    ended: bool = False
    gone: bool = False
    batch_id: str = ""
    claim: Claim | None = None


Work = Callable[[sqlite3.Connection], Change]
"""One write, run inside a group's transaction."""


def transact(
    connection: sqlite3.Connection, works: Sequence[Work], *, is_patient: Callable[[], bool] = lambda: False
) -> list[Change | Exception]:
    """Commit a group. What fails alone fails for itself; a failed transaction fails for all.

    Args:
        is_patient: whether to go on waiting for a file that is locked, asked each time the connection has waited so long as
            it does by itself.
    """
    try:
        _begin(connection, is_patient)
        results = [_attempt(connection, work) for work in works]
        connection.execute("COMMIT")
    except Exception as exc:  # the thread's boundary: each caller gets it
        with suppress(sqlite3.Error):  # a full disk has undone it already
            connection.execute("ROLLBACK")
        return [_unavailable(exc) for _ in works]
    return results


def _begin(connection: sqlite3.Connection, is_patient: Callable[[], bool]) -> None:
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as exc:
            if exc.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or not is_patient():
                raise
        else:
            return


def _attempt(connection: sqlite3.Connection, work: Work) -> Change | Exception:
    """One write of a group, undone when it fails; its error goes to whoever waits for it."""
    connection.execute("SAVEPOINT one")
    try:
        result: Change | Exception = work(connection)
    except Exception as exc:
        if not connection.in_transaction:  # a full disk, for one: SQLite has undone the whole group
            raise
        connection.execute("ROLLBACK TO one")
        result = _unavailable(exc) if isinstance(exc, sqlite3.Error) else exc
    connection.execute("RELEASE one")
    return result


def _unavailable(cause: Exception) -> LogUnavailable:
    error = LogUnavailable(f"The event log could not be written: {cause}. Nothing was committed.")
    error.__cause__ = cause
    return error

"""The SQLite file behind the event log: its lock, its schema, and the ways to open it. All of it blocks."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Literal

from server.log.base import LogUnavailable

APPLICATION_ID = 1381190727
"""What version 3 marks a file with: RSLG."""
_SQL = files("server.log")
_MIGRATIONS = ("schema_1.sql", "schema_2.sql", "schema_3.sql", "schema_4.sql", "schema_5.sql")
"""Script i takes a file from version i to i + 1."""
_TABLES = frozenset({"batches", "requests", "events"})
"""What is in any file of ours, those without the mark too."""


def lock(path: Path) -> int:
    """Take the lock beside `path` and return its descriptor; the kernel frees it even after kill -9.

    It is the file's own, by whichever symbolic link it is reached; one with several names is refused when it is opened.
    """
    descriptor = try_lock(path)
    if descriptor is None:
        raise LogUnavailable(
            f"Another process is using the event log {str(path)!r}; stop it, or give this one another file."
        )
    return descriptor


def try_lock(path: Path) -> int | None:
    """The same, or None when another process has it."""
    beside = os.path.realpath(path) + ".lock"
    try:
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as exc:
        raise LogUnavailable(f"The event log cannot be made at {str(path)!r}: {exc.strerror}.") from exc
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def identity(path: Path) -> tuple[int, int] | None:
    """Device and inode of the file that `path` leads to now; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def expect(path: Path, opened: tuple[int, int] | None) -> None:
    """Refuse to go on when `path` does not lead to the file that was opened: what is written there is lost at the end."""
    if identity(path) != opened:
        raise LogUnavailable(
            f"The event log {str(path)!r} was moved, deleted or replaced under the server. Nothing was committed. "
            "Put the file back, or start the server again."
        )


def open_reader(path: Path, busy_timeout_s: float) -> sqlite3.Connection:
    """A connection that cannot write, and makes no file."""
    connection = _connect(path, busy_timeout_s, "rw")
    connection.execute("PRAGMA query_only = ON")
    return connection


def _connect(path: Path, busy_timeout_s: float, mode: Literal["ro", "rw"]) -> sqlite3.Connection:
    """A connection without implicit transactions, to a file that exists. It is used by one thread and closed by another."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False)


def open_writer(path: Path, busy_timeout_s: float) -> sqlite3.Connection:
    """The writer's connection, on a file that only its owner can read, with the newest schema."""
    with _opening(path) as opened:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = opened.enter_context(closing(_connect(path, busy_timeout_s, "rw")))
        _expect_one_name(path)
        version = _version(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        _make_safe(connection)
        _migrate(connection, path, version)
    return connection


def open_beside(path: Path, busy_timeout_s: float, mode: Literal["ro", "rw"]) -> sqlite3.Connection:
    """A connection beside the process that has the lock: it makes no file and leaves the schema alone."""
    with _opening(path) as opened:
        connection = opened.enter_context(closing(_connect(path, busy_timeout_s, mode)))
        _expect_one_name(path)
        _make_safe(connection)
        version = _version(connection, path)
        if version != len(_MIGRATIONS):
            raise LogUnavailable(
                f"The event log {str(path)!r} has schema version {version}, and this program works with version "
                f"{len(_MIGRATIONS)}; use the program that serves it. A newer server brings an older file up to date."
            )
    return connection


@contextmanager
def _opening(path: Path) -> Iterator[ExitStack]:
    """When opening `path` fails, what was opened is closed and the cause is told."""
    with ExitStack() as opened:
        try:
            yield opened
        except (OSError, sqlite3.Error) as exc:
            raise LogUnavailable(f"The event log {str(path)!r} cannot be opened: {exc}.") from exc
        opened.pop_all()


def _expect_one_name(path: Path) -> None:
    """Refuse a file with hard links: the lock and the write-ahead log stand beside a name, and another has its own.

    See https://www.sqlite.org/howtocorrupt.html#_multiple_links_to_the_same_file.
    """
    names = path.stat().st_nlink
    if names > 1:
        raise LogUnavailable(
            f"The event log {str(path)!r} has {names} names (hard links), and to use it by different ones destroys it. "
            "Keep the name by which a server used it last, with the -wal file that may stand beside that, and delete the "
            "others; or give this process another file."
        )


def _make_safe(connection: sqlite3.Connection) -> None:
    """A commit is on the disk, what belongs to a batch goes with it, and nothing of it is left in the file."""
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of a file of ours, 0 for an empty one. Raises `LogUnavailable` for anything else."""
    (version,), (mark,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("user_version", "application_id"))
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    unmarked = mark == 0 and ((version == 0 and not tables) or (version in (1, 2) and tables >= _TABLES))
    if not unmarked and mark != APPLICATION_ID:
        raise LogUnavailable(
            f"The database {str(path)!r} is another program's, and nothing was changed in it; "
            "expected an event log of this program, an empty file or none. Set DATABASE_URL to another file."
        )
    return int(version)


def _migrate(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Run the scripts the file has not seen, each in a transaction with its version."""
    if version > len(_MIGRATIONS):
        raise LogUnavailable(
            f"The event log {str(path)!r} has schema version {version}, and this program knows versions up to "
            f"{len(_MIGRATIONS)}; run the newer program that made it, or give this one another file."
        )
    for number, script in enumerate(_MIGRATIONS[version:], version + 1):
        sql = _SQL.joinpath(script).read_text("utf-8")
        connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")

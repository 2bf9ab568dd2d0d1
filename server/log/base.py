"""The event log: a batch is a list of events with dense ids, appended in groups and read from any id."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Literal, Protocol

from msgspec import Struct

Status = Literal["queued", "running", "completed", "cancelled", "failed"]
TERMINAL: frozenset[Status] = frozenset({"completed", "cancelled", "failed"})


class LogError(Exception):
    """The event log could not do what was asked.

    ::

        LogError
        ├── UnknownBatch      there is no such batch, or it was deleted
        ├── DuplicateBatch    a batch with this id exists already
        ├── KeyReused         an Idempotency-Key came again with another request
        ├── StaleClaim        the batch has been claimed by another writer since
        ├── LogClosed         the log is not open, or is being closed
        └── LogUnavailable    it cannot be opened or written: locked, disk full, not ours; nothing was committed
    """


class UnknownBatch(LogError):
    """There is no batch of this id; it may have been deleted."""

    def __init__(self, batch_id: str) -> None:
        self.batch_id = batch_id
        super().__init__(f"There is no batch {batch_id!r}; it may have been deleted.")


class DuplicateBatch(LogError):
    """A batch of this id exists already."""

    def __init__(self, batch_id: str) -> None:
        self.batch_id = batch_id
        super().__init__(f"A batch {batch_id!r} exists already.")


class KeyReused(LogError):
    """An Idempotency-Key was used before, with another request."""

    def __init__(self, batch_id: str) -> None:
        self.batch_id = batch_id
        super().__init__(
            f"This Idempotency-Key made the batch {batch_id!r} from another body or other options. "
            "Send the same to get that batch, or another key to make a new one."
        )


class StaleClaim(LogError):
    """A writer's claim on a batch has passed on to another; nothing of its call was written."""

    def __init__(self, batch_id: str) -> None:
        self.batch_id = batch_id
        super().__init__(f"The batch {batch_id!r} has been claimed by another writer.")


class LogClosed(LogError):
    """The event log is not open."""

    def __init__(self) -> None:
        super().__init__("The event log is not open.")


class LogUnavailable(LogError):
    """The event log cannot be opened or written; nothing was committed."""


class NewEvent(Struct, frozen=True):
    """An event before it has an id. `data` is one line of UTF-8 JSON; `pair` is None for accepted and done.

    `fingerprint` says what an analysis is of; "" for what is not to be used again. `found`: the analysis was found by it in
    the log, and is not to be used again once nothing is found by it any more.
    """

    event: str
    data: bytes
    pair: int | None = None
    fingerprint: str = ""
    found: bool = False


class StoredEvent(Struct, frozen=True):
    """An event as it was committed. `id` is 1, 2, 3, ... within its batch."""

    id: int
    event: str
    data: bytes
    pair: int | None


class Group(list[StoredEvent]):
    """Events in order, as a follower is given them. While one holds a group, others at its place are given the same.

    `more`: others are committed after it. `last`: the batch has ended with it.
    """

    __slots__ = ("__weakref__", "last", "more")

    def __init__(self, events: Iterable[StoredEvent] = (), *, more: bool = False, last: bool = False) -> None:
        super().__init__(events)
        self.more, self.last = more, last


class BatchRow(Struct, frozen=True):
    """A batch's own row. Times are seconds since the epoch; `finished_at` is None until it ends.

    `configuration` is JSON; `code` is why it failed, None when it did not;
    `last_id` is the id of the last committed event, 0 when there is none; `cancel_asked`: see `Stops.ask_cancel`; `done` is
    the last event's data once that is `done`; `at_most_usd`: see `Spending`; `cut_off`: a holder died, or gave it back with
    something spent that no event tells.
    """

    id: str
    status: Status
    code: str | None
    created_at: float
    finished_at: float | None
    pairs: int
    durable: bool
    configuration: bytes
    last_id: int
    cancel_asked: bool = False
    done: bytes | None = None
    at_most_usd: float = 0.0
    cut_off: bool = False


class Claim(Struct, frozen=True):
    """The right to write a batch.

    `crashes`: how often in a row its holders died without getting it further. `cancel_asked`: it is to be cancelled.
    """

    batch_id: str
    fence: int
    crashes: int = 0
    cancel_asked: bool = False


class IdempotencyKey(Struct, frozen=True):
    """A client's name for its request, and a digest of that request's content."""

    key: str
    digest: bytes


class Events(Protocol):
    """What is committed of a batch."""

    async def read(self, batch_id: str, after: int, limit: int) -> list[StoredEvent]:
        """Events with id > `after`, in order, at most `limit`."""


class EventLog(Events, Protocol):
    """Where every event goes before anybody sees it. All methods are safe to call from one event loop."""

    async def create(
        self,
        batch_id: str,
        *,
        request: bytes,
        configuration: bytes,
        pairs: int,
        durable: bool,
        created_at: float,
        key: IdempotencyKey | None = None,
    ) -> str:
        """Make an empty batch with status queued and return its id.

        A `key` that made a batch before makes none again: the id of that batch is returned.

        Raises:
            DuplicateBatch: the id is taken.
            KeyReused: `key` made a batch from another request.
            LogUnavailable, LogClosed: nothing was made.
        """

    async def append(
        self,
        batch_id: str,
        events: Sequence[NewEvent],
        *,
        status: Status | None = None,
        code: str | None = None,
        at: float | None = None,
        fence: int = 0,
    ) -> list[StoredEvent]:
        """Commit a group in one transaction, then wake followers.

        An event whose pair has an outcome already is dropped; the first write wins. A batch that has ended
        takes nothing more. Returns what was committed, in order, with its ids.
        `status` moves the batch in the same transaction; a terminal one sets `finished_at` to `at`.
        `fence` is that of the writer's claim, 0 for a batch that was never claimed.
        Cancelled while it waits its turn, nothing is written; cancelled later, the group is committed anyway.

        Raises:
            UnknownBatch: the batch was never made, or was deleted.
            StaleClaim: another writer has claimed the batch since.
            LogUnavailable: the commit failed; nothing of this call was written or shown to anybody.
            ValueError: `status` is terminal and `at` is missing.
        """

    async def outcomes_of(self, batch_id: str, pairs: Sequence[int]) -> list[StoredEvent]:
        """The outcomes of these pairs, in their order; pairs without one are left out, and so are all of no batch."""

    async def batch(self, batch_id: str) -> BatchRow | None:
        """The batch's row, or None when there is no such batch."""


class Following(Protocol):
    """How what is committed reaches those who wait for it."""

    def follow(self, batch_id: str, after: int) -> AsyncGenerator[Group, None]:
        """Events after `after`, in groups, as they are committed. A group is empty when a nudge asked for it.

        Ends once the batch has ended and its last event was given, when it is deleted (or never was), and when
        the log is closed. The caller closes the iterator; that forgets the follower.
        """

    def nudge(self, batch_id: str | None = None) -> None:
        """Give the followers of a batch, or all of them, an empty group.

        Each gets it after what is committed; several nudges before then make one.
        """


class Requests(Protocol):
    """What batches were made from."""

    async def request(self, batch_id: str) -> bytes:
        """The request (JSON) that made a batch. Raises `UnknownBatch`."""


class Claims(Requests, Protocol):
    """Who may write which batch."""

    async def claim(self, batch_id: str, *, forgiven: int, held_below: int | None = None) -> Claim | None:
        """Take the right to write a batch, from whoever had it; None when it has ended.

        Args:
            forgiven: events that the last holder must have written for its death not to count as a crash.
            held_below: a batch with this many crashes or more is not held by this claim, whose own death then counts for
                nothing; None: held in any case.

        Raises:
            UnknownBatch: see `EventLog.append`.
        """

    async def release(self, claim: Claim, *, cut_off: bool = False) -> None:
        """Give a claim back and forget all crashes; nothing when it has passed on.

        Args:
            cut_off: something was spent on pairs that have no outcome; see `BatchRow`.
        """

    async def forgive(self) -> None:
        """Count the death of who holds a batch now for no crash: they are being stopped.

        Raises:
            LogUnavailable: it is not noted.
        """

    async def unfinished(self) -> list[BatchRow]:
        """Batches that are queued or running, oldest first."""

    async def foreign_changes(self, seen: int) -> int:
        """How often another process has been seen to write to the log, as soon as that is more than `seen`."""


class Spending(Protocol):
    """What a batch may have spent."""

    async def record_spending(self, claim: Claim, at_most_usd: float) -> None:
        """Keep what a batch has spent at most, in USD, instead of what was kept before; nothing when it has ended.

        Raises:
            StaleClaim, UnknownBatch, LogUnavailable: see `EventLog.append`.
        """


class Stops(Protocol):
    """How a batch is stopped by somebody who does not write it."""

    async def ask_cancel(self, batch_id: str) -> None:
        """Note that a batch is to be cancelled; nothing when it has ended, or is not there.

        Whoever writes it ends it: a claim made from now on says so.

        Raises:
            LogUnavailable: it is not noted.
        """

    async def retire(self, batch_id: str) -> bool:
        """Take a batch from its writer and out of everybody's sight, and end its followers. False when there was none.

        What was kept of it is still to be erased: see `erase_retired`.
        """

    async def erase_retired(self) -> None:
        """Erase all that was kept of retired batches. What cannot be erased now goes as soon as it can."""


class Rows(Protocol):
    """All batches, newest first."""

    async def list_batches(self, limit: int, before: tuple[float, str] | None = None) -> list[BatchRow]:
        """At most `limit` batches, newest first.

        Args:
            limit: 1 or more.
            before: `(created_at, id)` of the last row seen; None starts with the newest.
        """


class Keeping(Protocol):
    """Batches that have ended, and how they go."""

    async def ended_before(self, at: float, limit: int) -> list[str]:
        """Ids of at most `limit` batches that ended before `at` (seconds since the epoch), those first that ended first."""

    async def delete(self, batch_id: str) -> bool:
        """Retire a batch and erase all that was kept of it: see `Stops`. False when there was none.

        An analysis that this batch shares with others is not found any more.
        """


class Catalogue(Rows, Keeping, Protocol):
    """All batches, and what is to be done with whole ones."""

    async def find(self, fingerprints: Sequence[str], newest: int) -> dict[str, bytes]:
        """Data of analyses made before, by fingerprint; nothing of retired batches.

        Args:
            newest: an analysis is found if it was used since so many events ago, at most, those of all batches counted.
        """

    async def probe(self) -> None:
        """Write a little and commit it.

        Raises:
            LogUnavailable: the log cannot be written.
        """


class BatchLog(EventLog, Following, Claims, Spending, Stops, Catalogue, Protocol):
    """All of a log."""

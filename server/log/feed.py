"""In-process followers of a log: woken after a commit, never polling."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from weakref import WeakValueDictionary

from server.log.base import Group, StoredEvent
from server.log.group import bounded

TAIL = 100
"""Events of a followed batch kept in memory, so that a crowd of followers reads a commit once."""


class Feed:
    """What the followers of one batch share.

    `turn` is set at the next change or nudge; `changes` and `nudges` count them. A follower takes all three before it
    reads, so none falls in between. `reads` are under way, by the id they start after; a change starts new ones, for these
    may not show it. `held` are groups that some follower still has, by the id they start after.
    """

    def __init__(self) -> None:
        self.followers = 0
        self.turn = asyncio.Event()
        self.changes = self.nudges = 0
        self.reads: dict[int, asyncio.Future[Group]] = {}
        self.held: WeakValueDictionary[int, Group] = WeakValueDictionary()
        self.gone = False
        self._ended = False
        self._tail: deque[StoredEvent] = deque(maxlen=TAIL)

    def publish(self, events: Sequence[StoredEvent], *, ended: bool = False, gone: bool = False) -> None:
        """Take what was committed and wake every follower. `gone`: there is nothing more to be read."""
        if self._tail and events and events[0].id != self._tail[-1].id + 1:
            self._tail.clear()  # another process has written in between
        self._tail.extend(events)
        self._ended |= ended
        self.gone |= gone
        self.reads = {}
        self.changes += 1
        self._wake()

    def nudge(self) -> None:
        """Wake every follower though nothing has changed."""
        self.nudges += 1
        self._wake()

    def refresh(self) -> None:
        """Forget what is in memory and wake every follower: the log has changed without us."""
        self._tail.clear()
        self.held.clear()
        self.publish(())

    def after(self, after: int) -> Group | None:
        """Events after `after`; None when only the log itself can tell."""
        if not self._tail or after + 1 < self._tail[0].id:
            return self.held.get(after)
        events = bounded(islice(self._tail, after + 1 - self._tail[0].id, None))
        more = bool(events) and events[-1] is not self._tail[-1]
        return Group(events, more=more, last=self._ended and not more)

    def _wake(self) -> None:
        woken, self.turn = self.turn, asyncio.Event()
        woken.set()


class Feeds:
    """The feeds of all batches that are being followed. All calls come from the event loop's thread."""

    def __init__(self) -> None:
        self._feeds: dict[str, Feed] = {}

    def __len__(self) -> int:
        return len(self._feeds)

    @contextmanager
    def join(self, batch_id: str) -> Iterator[Feed]:
        """Follow a batch; its feed is forgotten when the last follower has left."""
        feed = self._feeds.setdefault(batch_id, Feed())
        feed.followers += 1
        try:
            yield feed
        finally:
            feed.followers -= 1
            if not feed.followers and self._feeds.get(batch_id) is feed:
                del self._feeds[batch_id]

    def publish(self, batch_id: str, events: Sequence[StoredEvent], *, ended: bool) -> None:
        """Show the followers of a batch what was committed."""
        if feed := self._feeds.get(batch_id):
            feed.publish(events, ended=ended)

    def nudge(self, batch_id: str | None) -> None:
        """Wake the followers of a batch, or all of them."""
        for feed in self._feeds.values() if batch_id is None else filter(None, [self._feeds.get(batch_id)]):
            feed.nudge()

    def drop(self, batch_id: str) -> None:
        """End the followers of a batch that was deleted; a batch made with the same id later is another one."""
        if feed := self._feeds.pop(batch_id, None):
            feed.publish((), gone=True)

    def refresh(self) -> None:
        """Have every follower read the log again."""
        for feed in self._feeds.values():
            feed.refresh()

    def close(self) -> None:
        """End all followers."""
        for batch_id in tuple(self._feeds):
            self.drop(batch_id)

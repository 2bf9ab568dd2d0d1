"""How much a follower is given at once."""

from __future__ import annotations

from collections.abc import Iterable

from server.log.base import StoredEvent

GROUP_BYTES = 256 * 1024
"""Data of events that a follower is given at once, unless a single event is larger: a reader that stalls keeps that much."""


def bounded(events: Iterable[StoredEvent]) -> list[StoredEvent]:
    """The first of these events: as many as `GROUP_BYTES` hold, and one in any case."""
    group: list[StoredEvent] = []
    left_bytes = GROUP_BYTES
    for event in events:
        left_bytes -= len(event.data)
        if group and left_bytes < 0:
            break
        group.append(event)
    return group

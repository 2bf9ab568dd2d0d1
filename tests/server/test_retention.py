from __future__ import annotations

import asyncio
from typing import cast

import pytest

from server.log.base import Catalogue, LogUnavailable, NewEvent
from server.log.sqlite import SqliteEventLog
from server.retention import INTERVAL_S, keep_purging, purge
from tests.virtual_time import in_virtual_time

pytestmark = pytest.mark.usefixtures("unmeasured")

HOUR_S = 3600.0


async def test_whole_batches_go_when_they_ended_long_enough_ago(tmp_path: object) -> None:
    async with SqliteEventLog(f"{tmp_path}/log.db") as log:
        for batch_id, ended_at in (("old", 10 * HOUR_S), ("recent", 50 * HOUR_S), ("running", None)):
            await log.create(batch_id, request=b"{}", configuration=b"{}", pairs=1, durable=True, created_at=0.0)
            if ended_at is not None:
                await log.append(batch_id, [NewEvent("done", b"{}")], status="completed", at=ended_at)
        assert await purge(log, 48, now=58 * HOUR_S) == 0  # exactly as old as allowed
        assert await purge(log, 48, now=58 * HOUR_S + 1) == 1
        assert [row.id for row in await log.list_batches(10)] == ["running", "recent"]
        assert await purge(log, 48, now=58 * HOUR_S + 1) == 0


class Failing:
    """A log that fails in one way after the other."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    async def ended_before(self, at: float, limit: int) -> list[str]:
        if self.errors:
            raise self.errors.pop(0)
        return []


@in_virtual_time
async def test_whatever_fails_is_told_and_the_next_purge_comes(caplog: pytest.LogCaptureFixture) -> None:
    log = Failing(LogUnavailable("disk full"), KeyError("bug"))
    purging = asyncio.create_task(keep_purging(cast("Catalogue", log), 1))
    await asyncio.sleep(2.5 * INTERVAL_S)
    assert not purging.done()
    assert log.errors == []
    assert [record.message for record in caplog.records] == [
        "Old batches could not be purged: disk full",
        "Error purging old batches",
    ]
    purging.cancel()
    await asyncio.wait({purging})

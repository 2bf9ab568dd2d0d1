from __future__ import annotations

from server.log.base import NewEvent
from server.log.sqlite import SqliteEventLog
from server.retention import purge

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

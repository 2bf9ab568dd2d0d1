"""Batches go when they have been kept long enough: whole ones, some time after they ended."""

from __future__ import annotations

import asyncio
import logging
import time

from server.log.base import Keeping, LogError

INTERVAL_S = 600.0
"""Between two looks for what may go."""
_AT_ONCE = 100

logger = logging.getLogger("server")


async def purge(log: Keeping, hours: float, *, now: float) -> int:
    """Erase every batch that ended more than `hours` before `now` (seconds since the epoch); returns how many."""
    purged = 0
    while ids := await log.ended_before(now - hours * 3600, _AT_ONCE):
        for batch_id in ids:
            purged += await log.delete(batch_id)
    return purged


async def keep_purging(log: Keeping, hours: float) -> None:
    """Purge now and from time to time, until cancelled."""
    while True:
        try:
            if purged := await purge(log, hours, now=time.time()):
                logger.info("Purged %d batches that ended more than %g hours ago", purged, hours)
        except LogError as exc:
            logger.error("Old batches could not be purged: %s", exc)
        except Exception:
            logger.exception("Error purging old batches")
        await asyncio.sleep(INTERVAL_S)

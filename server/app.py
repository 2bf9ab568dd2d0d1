"""Puts the parts together: settings, log, engine, runner and routes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import Receive, Scope, Send

from scoring.engine import Engines
from server.errors import EXCEPTION_HANDLERS
from server.intake import HeaderLimit, KnownHosts
from server.log.sqlite import SqliteEventLog
from server.retention import keep_purging
from server.reuse import LogCache
from server.routes import Api
from server.runner import Runner
from server.settings import Settings
from server.stream import Pulse


class App:
    """The ASGI app. Everything it holds is opened by `opened`, or at its lifespan's start, and closed at its end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._log: SqliteEventLog | None = None
        self._runner: Runner | None = None
        self._pulse: Pulse | None = None
        self._starlette = Starlette(
            lifespan=lambda _: self.opened(),
            middleware=[Middleware(HeaderLimit), Middleware(KnownHosts, allowed=settings.allowed_hosts)],
            exception_handlers=EXCEPTION_HANDLERS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        await self._starlette(scope, receive, send)

    async def drain(self) -> None:
        """Take no new work, see running calls to their end within the grace, then end all streams with a farewell.

        Requests that wait for a lock on the log's file are refused then.
        """
        if self._runner:
            await self._runner.drain(self._settings.drain_s)
        if self._log:
            self._log.hurry()
        if self._pulse:
            self._pulse.end()

    async def forgiven(self) -> None:
        """Return once a drain has noted that no batch is to blame if the process dies now."""
        if self._runner:
            await self._runner.forgiven.wait()

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Hold all that it needs open. Raises `LogUnavailable` when there is no log to work with."""
        hours = self._settings.retention_hours
        async with SqliteEventLog(self._settings.database_path) as log:
            self._log = log
            cache = LogCache(log, self._settings.cache_entries) if self._settings.cache_entries else None
            self._runner = Runner(log, Engines(self._settings.engine, cache=cache))
            await self._runner.recover()
            self._pulse = Pulse(log, self._runner.running)
            self._starlette.router.routes.extend(Api(self._settings, log, self._runner, self._pulse).routes())
            chores = {"pulse": self._pulse.beat()} | ({"retention": keep_purging(log, hours)} if hours else {})
            try:
                async with _beside(chores):
                    yield
            finally:
                await self._runner.aclose()


@asynccontextmanager
async def _beside(chores: Mapping[str, Coroutine[None, None, None]]) -> AsyncIterator[None]:
    """Run these tasks, by name, while the body runs."""
    tasks = {asyncio.create_task(chore, name=name) for name, chore in chores.items()}
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def configure_logging(level: str) -> None:
    """Log to stderr in plain lines. sse-starlette logs whole events at DEBUG, so it stays at INFO."""
    logging.basicConfig(level=level, format="%(levelname)s: %(message)s")
    logging.getLogger("sse_starlette").setLevel(max(logging.INFO, logging.getLevelName(level)))

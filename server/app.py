"""Puts the parts together: settings, log, engine, runner and routes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import Receive, Scope, Send

from scoring.engines import Engines
from server.errors import EXCEPTION_HANDLERS
from server.intake import HeaderLimit, KnownHosts
from server.log.base import Catalogue
from server.log.sqlite import SqliteEventLog
from server.retention import keep_purging
from server.reuse import LogCache
from server.routes import Api
from server.runner import Runner
from server.settings import Settings


class App:
    """The ASGI app. Everything it holds is opened at its lifespan's start and closed at its end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._runner: Runner | None = None
        self._ending = asyncio.Event()
        self._starlette = Starlette(
            lifespan=self._lifespan,
            middleware=[Middleware(HeaderLimit), Middleware(KnownHosts, allowed=settings.allowed_hosts)],
            exception_handlers=EXCEPTION_HANDLERS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        await self._starlette(scope, receive, send)

    async def drain(self) -> None:
        """Take no new work, see running calls to their end within the grace, then end all streams with a farewell."""
        if self._runner:
            await self._runner.drain(self._settings.drain_s)
        self._ending.set()

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        async with SqliteEventLog(self._settings.database_path) as log, _purging(log, self._settings.retention_hours):
            self._runner = Runner(log, Engines(self._settings.engine, cache=LogCache(log)))
            await self._runner.recover()
            app.router.routes.extend(Api(self._settings, log, self._runner, self._ending).routes())
            try:
                yield
            finally:
                await self._runner.aclose()


@asynccontextmanager
async def _purging(log: Catalogue, hours: float) -> AsyncIterator[None]:
    task = asyncio.create_task(keep_purging(log, hours), name="retention") if hours else None
    try:
        yield
    finally:
        if task:
            task.cancel()
            await asyncio.wait({task})


def configure_logging(level: str) -> None:
    """Log to stderr in plain lines. sse-starlette logs whole events at DEBUG, so it stays at INFO."""
    logging.basicConfig(level=level, format="%(levelname)s: %(message)s")
    logging.getLogger("sse_starlette").setLevel(max(logging.INFO, logging.getLevelName(level)))

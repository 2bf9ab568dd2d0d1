"""Puts the parts together: settings, log, engine, runner and routes."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import Receive, Scope, Send

from scoring.engines import open_engine
from server.errors import EXCEPTION_HANDLERS
from server.intake import KnownHosts
from server.log.sqlite import SqliteEventLog
from server.recovery import close_interrupted
from server.routes import Api
from server.runner import Runner
from server.settings import Settings


class App:
    """The ASGI app. Everything it holds is opened at its lifespan's start and closed at its end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._starlette = Starlette(
            lifespan=self._lifespan,
            middleware=[Middleware(KnownHosts, allowed=settings.allowed_hosts)],
            exception_handlers=EXCEPTION_HANDLERS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        await self._starlette(scope, receive, send)

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        async with SqliteEventLog(self._settings.database_path) as log:
            await close_interrupted(log)
            runner = Runner(log, open_engine(self._settings.engine))
            app.router.routes.extend(Api(self._settings, log, runner).routes())
            try:
                yield
            finally:
                await runner.aclose()


def configure_logging(level: str) -> None:
    """Log to stderr in plain lines. sse-starlette logs whole events at DEBUG, so it stays at INFO."""
    logging.basicConfig(level=level, format="%(levelname)s: %(message)s")
    logging.getLogger("sse_starlette").setLevel(max(logging.INFO, logging.getLevelName(level)))

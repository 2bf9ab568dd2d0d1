"""Serves the app until it is told to stop, and stops without losing anything."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

from server.app import App
from server.log.base import LogUnavailable
from server.settings import Settings
from server.sockets import Connection, url_of

CLOSE_S = 5
"""How long connections may take to close after a drain, in seconds; then they are cut."""
BLAME_S = 1.0
"""How long a second signal waits, in seconds, until no batch is blamed for the death of the process."""
YOUNG_OBJECTS = 10_000
"""How many more objects there may be before the youngest are collected; 700 by default."""

logger = logging.getLogger("server")


class _Server(uvicorn.Server):
    """Leaves signals alone and says where it serves."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture none: `serve` handles them."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        for sock in sockets or ():
            logger.info("Serving on %s (press Ctrl-C to stop)", url_of(sock))


def configure(app: ASGIApp, log_level: str) -> uvicorn.Config:
    """How uvicorn serves the app."""
    return uvicorn.Config(
        app, http=Connection, log_level=log_level.lower(), server_header=False, timeout_graceful_shutdown=CLOSE_S + 1
    )


def settle_collector() -> None:
    """Keep the garbage collector from pausing the streams.

    What has been loaded stays, so it is not looked through again. And an event to 500 viewers makes objects enough for
    several collections, which soon takes them for old ones and looks through all there are: 0.1 s in which nothing is sent.
    """
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])


def serve(settings: Settings, sock: socket.socket, *, sources: str) -> int:
    """Serve on a listening socket until SIGTERM, SIGINT or SIGHUP; returns the exit code, 1 when there is no log.

    What analyzes, and from which `sources` the settings come, is logged first: by them resumes may go to somebody else.
    The first signal drains: see `App.drain`. A second one ends the process at once; the next start recovers. So does the
    first one before it serves.
    """
    app = App(settings)
    settle_collector()
    config = configure(app, settings.log_level)
    server = _Server(config)
    config.lifespan = "off"  # uvicorn would tell a refusal to start by a traceback
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        try:
            runner.run(_serve(server, app, sock, f"{settings.engine.summary}; settings from {sources}"))
        except LogUnavailable as exc:
            print(exc, file=sys.stderr)
            return 1
    return 0


async def _serve(server: _Server, app: App, sock: socket.socket, banner: str) -> None:
    stopped, exits = asyncio.Event(), set[asyncio.Task[None]]()

    def stop(number: int) -> None:
        if not server.started:  # there is nothing to be seen to its end, and the file may make the start wait
            os._exit(0)
        if stopped.is_set():
            if number == signal.SIGHUP:  # a terminal that closes may say so twice
                return
            exits.add(asyncio.create_task(_exit(app, 128 + number), name="exit"))
            return
        logger.info("Stopping: running calls are seen to their end; a second signal stops at once")
        stopped.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
            loop.add_signal_handler(number, stop, number)
    draining = asyncio.create_task(_drain(server, app, stopped), name="drain")
    try:
        async with app.opened():
            logger.info(banner)
            await server.serve(sockets=[sock])
    finally:
        draining.cancel()
        await asyncio.wait({draining})


async def _exit(app: App, code: int) -> None:
    """End the process without waiting for anything but a note that its end was asked for."""
    with suppress(TimeoutError):
        async with asyncio.timeout(BLAME_S):
            await app.forgiven()
    os._exit(code)


async def _drain(server: _Server, app: App, stopped: asyncio.Event) -> None:
    await stopped.wait()
    try:
        await app.drain()
    finally:
        server.should_exit = True
    await asyncio.sleep(CLOSE_S)
    for connection in tuple(server.server_state.connections):
        connection.transport.abort()

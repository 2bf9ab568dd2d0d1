"""A batch in the terminal: a JSON line an event on stdout, a progress bar on stderr, a clean end when told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import aclosing, contextmanager, nullcontext, suppress
from types import FrameType
from typing import Any, Never

import msgspec
from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

from scoring.cause import Failure, cause_of
from scoring.engine import BatchRun, open_engine
from scoring.events import Done, Event, Failed, Outcome, encode
from scoring.options import OptionedRequest
from scoring.settings import EngineSettings

COMPLETED, FAILED = 0, 1
BY_SIGNAL = 128
"""Added to a signal's number, as shells do: 130 after SIGINT, 143 after SIGTERM."""
CLOSED = BY_SIGNAL + 13
"""What a shell says of a program that wrote into a closed pipe (SIGPIPE is 13): the batch was cut short, so not 0."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


async def score(request: OptionedRequest, settings: EngineSettings) -> int:
    """Print a batch's events the moment they happen; returns the exit code.

    The first SIGINT or SIGTERM cancels the batch: calls in flight are closed, and what is there is printed with
    the `done` line. The second one ends the process at once. A closed stdout cancels the batch too, in silence.
    """
    engine = open_engine(settings)
    try:
        return await _Terminal(BatchRun(engine, request, options=request.asked)).show()
    finally:
        await engine.aclose()


def print_whole(text: str) -> int:
    """Print a text, in UTF-8 whatever the terminal's is; returns the exit code, `CLOSED` when nobody reads it to its end."""
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard_stdout()
        return CLOSED
    except OSError as exc:
        _say(f"stdout: {exc.strerror}.")
        _discard_stdout()
        return FAILED
    return COMPLETED


class _Terminal:
    """One run on its way to stdout."""

    def __init__(self, run: BatchRun) -> None:
        self._run = run
        self._loop = asyncio.get_running_loop()
        self._stopped: asyncio.Future[int] = self._loop.create_future()  # the exit code of the first cause
        self._line = asyncio.Lock()
        self._writable = True

    async def show(self) -> int:
        done, failures = await self._print_events()
        if not self._stopped.done():
            if cause := cause_of(done, failures):
                _say(cause.message)
                return FAILED
            return COMPLETED if done.status == "completed" else FAILED
        code = self._stopped.result()
        if code in (BY_SIGNAL + each for each in _SIGNALS):
            _say("Stopped.")
        return code

    async def _print_events(self) -> tuple[Done, list[Failure]]:
        number, failures = 0, list[Failure]()
        with self._signals(), self._pipe(), _bar(self._run.tally.pairs) as bar:
            async with asyncio.TaskGroup() as writes, aclosing(self._run.events()) as events:
                async for event in events:
                    number += 1
                    writing = writes.create_task(self._write(_encode(number, event)))
                    # A reader that stalls holds the engine back, but not the end of it.
                    enough: tuple[asyncio.Future[Any], ...] = (writing, self._stopped)
                    await asyncio.wait(enough, return_when=asyncio.FIRST_COMPLETED)
                    if isinstance(event, Outcome):
                        bar.set_postfix(passed=self._run.tally.passed, refresh=False)
                        bar.update()
                    if isinstance(event, Failed):
                        failures.append(Failure(event.code, event.message))
                    elif isinstance(event, Done):
                        done = event
        return done, failures

    async def _write(self, line: bytes) -> None:
        async with self._line:
            if not self._writable:
                return
            try:
                await asyncio.to_thread(_write, line)
            except BrokenPipeError:
                self._close()
            except OSError as exc:
                _say(f"stdout: {exc.strerror}.")
                self._close(FAILED)

    def _stop(self, code: int) -> None:
        if not self._stopped.done():
            self._stopped.set_result(code)
        self._run.cancel()

    def _close(self, code: int = CLOSED) -> None:
        if self._writable:
            self._writable = False
            _discard_stdout()
        self._stop(code)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        # One that the caller has ignored, as a shell does for a job in the background, stays ignored.
        heeded = [each for each in _SIGNALS if signal.getsignal(each) != signal.SIG_IGN]

        def release() -> None:
            for each in heeded:
                signal.signal(each, signal.SIG_DFL)

        def stop(number: int, _: FrameType | None) -> None:
            release()
            self._loop.call_soon_threadsafe(self._stop, BY_SIGNAL + number)

        for each in heeded:
            signal.signal(each, stop)
        try:
            yield
        finally:
            release()

    @contextmanager
    def _pipe(self) -> Iterator[None]:
        # A pipe's writing end polls as readable once its reader is gone: that is known before the next outcome is.
        pipe = sys.stdout.fileno()
        if not stat.S_ISFIFO(os.fstat(pipe).st_mode):
            yield
            return

        def closed() -> None:
            self._loop.remove_reader(pipe)
            self._close()

        with suppress(NotImplementedError):  # Windows
            self._loop.add_reader(pipe, closed)
        try:
            yield
        finally:
            with suppress(NotImplementedError):
                self._loop.remove_reader(pipe)


@contextmanager
def counting(outcomes: int) -> Iterator[Callable[[], object]]:
    """A bar of so many outcomes; what it gives is to be called for each."""
    with _bar(outcomes) as bar:
        yield bar.update


@contextmanager
def _bar(pairs: int) -> Iterator[tqdm[Never]]:
    """A bar where somebody watches; warnings go above it. A log file gets the warnings alone."""
    with logging_redirect_tqdm(), tqdm(total=pairs, unit="pair", file=sys.stderr, disable=None) as bar:
        yield bar


def _encode(number: int, event: Event) -> bytes:
    return msgspec.json.encode({"id": number, "event": event.event, "data": msgspec.Raw(encode(event))}) + b"\n"


def _write(line: bytes) -> None:
    with tqdm.external_write_mode(sys.stdout) if sys.stdout.isatty() else nullcontext():
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()


def _discard_stdout() -> None:
    # Or else what is left in the buffer makes Python complain at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(sentence: str) -> None:
    with suppress(OSError):
        print(sentence, file=sys.stderr)

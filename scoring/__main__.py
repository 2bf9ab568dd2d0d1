"""`python -m scoring BATCH.json`: one JSON line an event on stdout, a progress bar on stderr.

`python -m scoring audit --help` tells of audits.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from dotenv import find_dotenv, load_dotenv

from scoring.audit.command import audit, parse, swap
from scoring.audit.swap import SwapFailed
from scoring.errors import InvalidRequest, InvalidSetting, UnusableFile
from scoring.requests import decode_optioned
from scoring.settings import EngineSettings
from scoring.terminal import BY_SIGNAL, FAILED, counting, print_whole, score

BAD_INPUT = 2


def main() -> int:
    """Score a request file, or make an audit."""
    arguments = sys.argv[1:]
    return _audit(arguments[1:]) if arguments[:1] == ["audit"] else _batch(arguments)


def _batch(arguments: list[str]) -> int:
    """Score a request file.

    Exit code 0 when completed, 1 when the batch failed or no attempted pair succeeded, 2 for bad input, 130 on Ctrl-C,
    143 on SIGTERM, 141 when stdout was closed before the end.
    """
    batch = argparse.ArgumentParser(prog="python -m scoring", description=__doc__)
    batch.add_argument("batch", help="a JSON file with jobs, candidates and threshold; - reads stdin")
    name: str = batch.parse_args(arguments).batch
    load_dotenv(find_dotenv(usecwd=True))  # not from where the package is
    if sys.stdout is None:
        return _refuse("stdout is closed: there is nowhere to print the events.")
    try:
        return _score(name)
    except KeyboardInterrupt:  # before the first call; from then on `score` listens
        return _stopped()


def _audit(arguments: list[str]) -> int:
    """Print an audit.

    Exit code 0 when it was made, whatever it says, 1 when a batch failed or stdout cannot be written, 2 for bad
    input, 130 on Ctrl-C, 141 when stdout was closed before the end.
    """
    parsed = parse(arguments)
    load_dotenv(find_dotenv(usecwd=True))
    if sys.stdout is None:
        return _refuse("stdout is closed: there is nowhere to print the audit.")
    try:
        text = swap(parsed, _read, os.environ, counting) if parsed.swap_names else audit(parsed, _read)
    except (UnusableFile, InvalidSetting) as exc:
        return _refuse(str(exc))
    except SwapFailed as exc:
        print(exc, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return _stopped()
    except OSError as exc:
        return _refuse(f"{exc.filename or 'stdin'}: {exc.strerror}.")
    return print_whole(text)


def _score(name: str) -> int:
    try:
        request, settings = decode_optioned(_read(name)), EngineSettings.parse(os.environ)
    except InvalidRequest as exc:
        return _refuse(f"{name}: {exc}")
    except InvalidSetting as exc:
        return _refuse(str(exc))
    except OSError as exc:
        return _refuse(f"{name}: {exc.strerror}.")
    try:
        return asyncio.run(score(request, settings))
    except InvalidRequest as exc:  # a budget, and no price is known
        return _refuse(f"{name}: {exc}")


def _read(name: str) -> bytes:
    if name != "-":
        return Path(name).read_bytes()
    with open(0, "rb", closefd=False) as stdin:
        return stdin.read()


def _stopped() -> int:
    print("Stopped.", file=sys.stderr)
    return BY_SIGNAL + signal.SIGINT


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())

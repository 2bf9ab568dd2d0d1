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

try:  # which takes a second, in which Ctrl-C is to be no traceback either
    from scoring.audit.command import audit, parse, swap
    from scoring.audit.swap import SwapFailed
    from scoring.environment import load_env_file
    from scoring.errors import InvalidRequest, InvalidSetting, UnusableFile
    from scoring.requests import decode_optioned
    from scoring.settings import EngineSettings
    from scoring.terminal import BY_SIGNAL, FAILED, counting, print_whole, score
except KeyboardInterrupt:
    sys.exit(128 + signal.SIGINT)

BAD_INPUT = 2


def main() -> int:
    """Score a request file, or make an audit."""
    arguments = sys.argv[1:]
    try:
        return _audit(arguments[1:]) if arguments[:1] == ["audit"] else _batch(arguments)
    except (UnusableFile, InvalidSetting) as exc:
        return _refuse(str(exc))
    except KeyboardInterrupt:  # before the first call of a batch; from then on `score` listens
        print("Stopped.", file=sys.stderr)
        return BY_SIGNAL + signal.SIGINT


def _batch(arguments: list[str]) -> int:
    """Score a request file.

    Exit code 0 when completed, 1 when the batch failed or no attempted pair succeeded, 2 for bad input, 130 on Ctrl-C,
    143 on SIGTERM, 141 when stdout was closed before the end.
    """
    batch = argparse.ArgumentParser(prog="python -m scoring", description=__doc__)
    batch.add_argument("batch", help="a JSON file with jobs, candidates and threshold; - reads stdin")
    name: str = batch.parse_args(arguments).batch
    load_env_file()
    if sys.stdout is None:
        return _refuse("stdout is closed: there is nowhere to print the events.")
    return _score(name)


def _audit(arguments: list[str]) -> int:
    """Print an audit.

    Exit code 0 when it was made, whatever it says, 1 when a batch failed or stdout cannot be written, 2 for bad
    input, 130 on Ctrl-C, 141 when stdout was closed before the end.
    """
    parsed = parse(arguments)
    load_env_file()
    if sys.stdout is None:
        return _refuse("stdout is closed: there is nowhere to print the audit.")
    try:
        text = swap(parsed, _read, os.environ, counting) if parsed.swap_names else audit(parsed, _read)
    except SwapFailed as exc:
        print(exc, file=sys.stderr)
        return FAILED
    except OSError as exc:
        return _refuse(f"{exc.filename or 'stdin'}: {exc.strerror}.")
    return print_whole(text)


def _score(name: str) -> int:
    try:
        request, settings = decode_optioned(_read(name)), EngineSettings.parse(os.environ)
    except InvalidRequest as exc:
        return _refuse(f"{name}: {exc}")
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


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())

"""`python -m scoring BATCH.json`: one JSON line an event on stdout, a progress bar on stderr."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from contextlib import aclosing
from pathlib import Path

import msgspec
from dotenv import load_dotenv
from tqdm import tqdm

from scoring.engines import open_engine
from scoring.errors import InvalidRequest, InvalidSetting
from scoring.events import Accepted, Analysed, Done, encode
from scoring.models import BatchRequest
from scoring.requests import decode_request
from scoring.settings import EngineSettings

BAD_INPUT = 2
INTERRUPTED = 130


async def _score(request: BatchRequest, settings: EngineSettings) -> int:
    engine = open_engine(settings)
    passed = 0
    try:
        run = engine.run(request)
        with tqdm(total=run.tally.pairs, unit="pair", file=sys.stderr) as bar:
            async with aclosing(run.events()) as events:
                number = 0
                async for event in events:
                    number += 1
                    line = {"id": number, "event": event.event, "data": msgspec.Raw(encode(event))}
                    print(msgspec.json.encode(line).decode(), flush=True)
                    if not isinstance(event, Accepted | Done):
                        passed += isinstance(event, Analysed) and event.passed
                        bar.set_postfix(passed=passed, refresh=False)
                        bar.update()
    finally:
        await engine.aclose()
    return 0 if isinstance(event, Done) and event.status == "completed" else 1


def main() -> int:
    """Score a request file. Exit code 0 when completed, 1 when the batch failed, 2 for bad input, 130 on Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m scoring", description=__doc__)
    parser.add_argument("batch", help="a JSON file with jobs, candidates and threshold; - reads stdin")
    name: str = parser.parse_args().batch
    load_dotenv()
    try:
        request, settings = decode_request(_read(name)), EngineSettings.parse(os.environ)
    except InvalidRequest as exc:
        return _refuse(f"{name}: {exc}")
    except InvalidSetting as exc:
        return _refuse(str(exc))
    except OSError as exc:
        return _refuse(f"{name}: {exc.strerror}.")
    try:
        return asyncio.run(_score(request, settings))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED


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

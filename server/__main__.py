"""`python -m server`: serve the page and the API."""

from __future__ import annotations

import argparse
import os
import sys

import uvicorn
from dotenv import load_dotenv

from scoring.errors import InvalidSetting
from server.app import App, configure_logging
from server.settings import Settings

SHUTDOWN_S = 10


def main() -> int:
    """Serve until told to stop. Exit code 2 when a setting makes no sense."""
    parser = argparse.ArgumentParser(prog="python -m server", description=__doc__)
    parser.add_argument("--host", help="address to listen on (API_HOST, default 127.0.0.1)")
    parser.add_argument("--port", help="port to listen on (API_PORT, default 8000); 0 takes a free one")
    arguments = parser.parse_args()
    load_dotenv()
    overrides = {"API_HOST": arguments.host, "API_PORT": arguments.port}
    try:
        settings = Settings.parse({**os.environ, **{k: v for k, v in overrides.items() if v is not None}})
    except InvalidSetting as exc:
        print(exc, file=sys.stderr)
        return 2
    configure_logging(settings.log_level)
    uvicorn.run(
        App(settings),
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level.lower(),
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

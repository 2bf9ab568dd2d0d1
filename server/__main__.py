"""`python -m server`: serve the page and the API."""

from __future__ import annotations

import argparse
import os
import sys

from dotenv import load_dotenv

from scoring.errors import InvalidSetting
from server.app import configure_logging
from server.serve import serve
from server.settings import Settings
from server.sockets import listen


def main() -> int:
    """Serve until told to stop. Exit code 1 when the server cannot start, 2 when a setting makes no sense."""
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
    try:
        sock = listen(settings.host, settings.port)
    except OSError as exc:
        print(f"Cannot listen on {settings.host}:{settings.port}: {exc.strerror or exc}.", file=sys.stderr)
        return 1
    return serve(settings, sock)


if __name__ == "__main__":
    sys.exit(main())

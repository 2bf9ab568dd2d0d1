"""`python -m server`: serve the page and the API. `python -m server batches`: look after batches."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from functools import partial
from pathlib import Path

STOPPED = 128 + signal.SIGINT
"""What shells say of a program that Ctrl-C has ended."""

try:  # which takes seconds, in which Ctrl-C is to be no traceback either
    from scoring.environment import load_env_file
    from scoring.errors import InvalidSetting, UnusableFile
    from scoring.settings import Variables
    from server import operator
    from server.app import configure_logging
    from server.serve import serve
    from server.settings import Settings
    from server.sockets import listen
except KeyboardInterrupt:
    sys.exit(STOPPED)

DEFAULT_LIMIT = 50


def main() -> int:
    """Serve until told to stop, or carry out one command.

    Exit code 1 when the server cannot start or a command could not do all it was asked; 2 when an argument or a
    setting makes no sense; 130 on Ctrl-C before it serves.
    """
    parser = _parser()
    arguments = parser.parse_args()
    if getattr(arguments, "older_than", "") and arguments.ids:
        parser.error("--older-than cannot be combined with ids.")
    try:
        env_file = load_env_file()
        return _look_after(arguments) if arguments.command else _serve(arguments, env_file)
    except (InvalidSetting, UnusableFile) as exc:
        print(exc, file=sys.stderr)
        return 2 if isinstance(exc, InvalidSetting) else 1
    except KeyboardInterrupt:
        return STOPPED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server", description=__doc__)
    parser.add_argument("--host", help="address to listen on (API_HOST, default 127.0.0.1)")
    parser.add_argument("--port", help="port to listen on (API_PORT, default 8000); 0 takes a free one")
    commands = parser.add_subparsers(dest="command", metavar="[batches]")
    batches = commands.add_parser(
        "batches", help="list, show, cancel or erase batches, beside a running server or without one"
    )
    actions = batches.add_subparsers(dest="action", metavar="list|show|cancel|purge", required=True)
    action = actions.add_parser("list", help="newest first")
    action.add_argument("--limit", default="", help=f"at most so many (default {DEFAULT_LIMIT})")
    action.add_argument("--json", action="store_true", help="one JSON object a line")
    action = actions.add_parser("show", help="where one stands")
    action.add_argument("id", metavar="ID", type=_id)
    action.add_argument("--json", action="store_true", help="one JSON object")
    action = actions.add_parser("cancel", help="end some; nothing more is called for them")
    action.add_argument("ids", metavar="ID", type=_id, nargs="+")
    action = actions.add_parser("purge", help="erase all that was kept of those named, or of those that ended long ago")
    action.add_argument("ids", metavar="ID", type=_id, nargs="*", help="running or not")
    action.add_argument("--older-than", metavar="HOURS", default="", help="since their end (default RETENTION_HOURS)")
    return parser


def _id(text: str) -> str:
    if not text.isprintable():  # bytes that are no text, for one, which the database would choke on
        raise argparse.ArgumentTypeError(f"{text!r} is no batch's id")
    return text


def _serve(arguments: argparse.Namespace, env_file: Path | None) -> int:
    overrides = {"API_HOST": arguments.host, "API_PORT": arguments.port}
    settings = Settings.parse({**os.environ, **{k: v for k, v in overrides.items() if v is not None}})
    configure_logging(settings.log_level)
    try:
        sock = listen(settings.host, settings.port)
    except OSError as exc:
        print(f"Cannot listen on {settings.host}:{settings.port}: {exc.strerror or exc}.", file=sys.stderr)
        return 1
    sources = f"the environment and {env_file}" if env_file else "the environment"
    return serve(settings, sock, sources=sources)


def _look_after(arguments: argparse.Namespace) -> int:
    # The server's other settings do not matter here, and may be wrong.
    settings = Settings.parse({k: v for k, v in os.environ.items() if k in ("DATABASE_URL", "RETENTION_HOURS")})
    path = Path(settings.database_path)
    match arguments.action:
        case "list":
            limit = Variables({"--limit": arguments.limit}).integer("--limit", DEFAULT_LIMIT, 1, 1_000_000)
            return operator.run(partial(operator.list_batches, path, limit, as_json=arguments.json))
        case "show":
            return operator.run(partial(operator.show, path, arguments.id, as_json=arguments.json))
        case "cancel":
            return operator.run(partial(operator.cancel, path, arguments.ids))
    if arguments.ids:
        return operator.run(partial(operator.erase, path, arguments.ids))
    return operator.run(partial(operator.purge, path, _hours(arguments, settings)))


def _hours(arguments: argparse.Namespace, settings: Settings) -> float:
    """How long ago a batch must have ended to be purged."""
    if not arguments.older_than and not settings.retention_hours:
        raise InvalidSetting("--older-than", "", "a number, since RETENTION_HOURS=0 keeps batches for ever")
    return Variables({"--older-than": arguments.older_than}).number("--older-than", settings.retention_hours, 0, 1_000_000)


if __name__ == "__main__":
    sys.exit(main())

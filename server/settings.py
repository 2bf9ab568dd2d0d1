"""The server's settings; the engine's are in `scoring.settings`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from scoring.errors import InvalidSetting
from scoring.settings import EngineSettings, Variables

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
_SQLITE = "sqlite:///"
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]", re.ASCII)


class Settings(Struct, frozen=True, kw_only=True):
    """All that one server runs with. `database_path` is a file's path; hosts are names without a port.

    `retention_hours` counts from a batch's end; 0 keeps for ever. Its default is the longest six months: the EU AI Act
    wants an auditor's record kept for six months at least, and data protection wants it kept for no longer than needed.
    `cache_entries` are events; 0 uses nothing again. Its default is ten of the largest batches, whose index takes 50 MB.
    """

    engine: EngineSettings
    host: str = "127.0.0.1"
    port: int = 8000
    log_level: str = "INFO"
    database_path: str = "resume-stream.db"
    max_body_bytes: int = 32 * 1024 * 1024
    max_pairs: int = 100_000
    allowed_hosts: tuple[str, ...] = ()
    retention_hours: float = 4416.0
    cache_entries: int = 1_000_000
    drain_s: float = 20.0

    @classmethod
    def parse(cls, source: Mapping[str, str]) -> Settings:
        """Read the settings.

        Raises:
            InvalidSetting: a value makes no sense; the message names the setting and what is allowed.
        """
        read, default = Variables(source), cls(engine=EngineSettings.parse(source))
        url = read.text("DATABASE_URL", f"{_SQLITE}{default.database_path}")
        path = url.removeprefix(_SQLITE)
        if path == url or not path or path.startswith((":", "file:")):
            allowed = "sqlite:///PATH, as in sqlite:///resume-stream.db; a file, for batches outlive the server"
            raise InvalidSetting("DATABASE_URL", url, allowed)
        return cls(
            engine=default.engine,
            host=read.text("API_HOST", default.host),
            port=read.integer("API_PORT", default.port, 0, 65535),
            log_level=read.choice("LOG_LEVEL", default.log_level, LOG_LEVELS),
            database_path=path,
            max_body_bytes=read.integer("MAX_BODY_BYTES", default.max_body_bytes, 1, 2**31),
            max_pairs=read.integer("MAX_PAIRS", default.max_pairs, 1, 10_000_000),
            retention_hours=read.number("RETENTION_HOURS", default.retention_hours, 0, 1_000_000),
            cache_entries=read.integer("CACHE_ENTRIES", default.cache_entries, 0, 2**31),
            drain_s=read.number("DRAIN_SECONDS", default.drain_s, 0, 3600),
            allowed_hosts=_hosts(read.text("ALLOWED_HOSTS")),
        )


def _hosts(text: str) -> tuple[str, ...]:
    """Host names as browsers send them, in lower case. One that no browser sends would let nobody in, and seem to."""
    hosts = tuple(host.strip().lower() for host in text.split(",") if host.strip())
    for host in hosts:
        if not _HOST.fullmatch(host):
            allowed = (
                "names without scheme, port or *, with commas between them, as in resumes.example, 192.168.1.5, [fd00::5]"
            )
            raise InvalidSetting("ALLOWED_HOSTS", host, allowed)
    return hosts

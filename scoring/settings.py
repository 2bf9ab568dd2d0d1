"""The engine's settings, read from a mapping that is handed in; nothing here looks at the environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from scoring.errors import InvalidSetting

AnalyzerName = Literal["local", "openai"]
OPENAI_BASE_URL = "https://api.openai.com/v1"


class Variables:
    """Reads typed values out of text variables; an empty one counts as absent.

    Every method raises `InvalidSetting` with the variable's name, its value and what is allowed.
    """

    def __init__(self, source: Mapping[str, str]) -> None:
        self._source = source

    def text(self, name: str, default: str = "") -> str:
        """The text without surrounding white space."""
        return self._source.get(name, "").strip() or default

    def integer(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        allowed = f"a whole number from {low} to {high}"
        try:
            value = int(self.text(name, str(default)))
        except ValueError as exc:
            raise InvalidSetting(name, self._source[name], allowed) from exc
        if not low <= value <= high:
            raise InvalidSetting(name, self._source[name], allowed)
        return value

    def number(self, name: str, default: float, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        allowed = f"a number from {low:g} to {high:g}"
        try:
            value = float(self.text(name, str(default)))
        except ValueError as exc:
            raise InvalidSetting(name, self._source[name], allowed) from exc
        if not low <= value <= high:
            raise InvalidSetting(name, self._source[name], allowed)
        return value

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """One of `allowed`, in any case."""
        value = self.text(name, default)
        for known in allowed:
            if value.lower() == known.lower():
                return known
        raise InvalidSetting(name, value, f"one of {', '.join(allowed)}")

    def http_url(self, name: str, default: str = "") -> str:
        """An http(s) URL without a trailing slash, or ""."""
        value = self.text(name, default)
        if value and not value.startswith(("http://", "https://")):
            raise InvalidSetting(name, value, "a URL that begins with http:// or https://")
        return value.rstrip("/")


class EngineSettings(Struct, frozen=True, kw_only=True):
    """What the engine runs with. Times are in seconds; `minimum_eligible_score` is 0-100."""

    analyzer: AnalyzerName = "local"
    api_key: str = ""
    base_url: str = OPENAI_BASE_URL
    model: str = "gpt-4o-mini"
    max_output_tokens: int = 2000
    temperature: float = 0.2
    embedding_model: str = ""
    minimum_eligible_score: float = 60.0
    concurrent_limit: int = 10
    connect_timeout_s: float = 10.0
    first_byte_timeout_s: float = 60.0
    total_timeout_s: float = 120.0

    @classmethod
    def parse(cls, source: Mapping[str, str]) -> EngineSettings:
        """Read the engine's settings.

        Raises:
            InvalidSetting: a value makes no sense, or the openai analyzer has neither key nor base URL.
        """
        read, default = Variables(source), cls()
        api_key, base_url = read.text("OPENAI_API_KEY"), read.http_url("OPENAI_BASE_URL")
        analyzer = read.choice("ANALYZER", "openai" if api_key or base_url else "local", ("local", "openai"))
        if analyzer == "openai" and not (api_key or base_url):
            allowed = "OPENAI_API_KEY or OPENAI_BASE_URL to be set beside it, or ANALYZER=local"
            raise InvalidSetting("ANALYZER", analyzer, allowed)
        return cls(
            analyzer="openai" if analyzer == "openai" else "local",
            api_key=api_key,
            base_url=base_url or OPENAI_BASE_URL,
            model=read.text("MODEL", default.model),
            max_output_tokens=read.integer("MAX_OUTPUT_TOKENS", default.max_output_tokens, 1, 1_000_000),
            temperature=read.number("TEMPERATURE", default.temperature, 0, 2),
            embedding_model=read.text("EMBEDDING_MODEL"),
            minimum_eligible_score=read.number("MINIMUM_ELIGIBLE_SCORE", default.minimum_eligible_score, 0, 100),
            concurrent_limit=read.integer("BATCH_CONCURRENT_LIMIT", default.concurrent_limit, 1, 10_000),
            connect_timeout_s=read.number("CONNECT_TIMEOUT_SECONDS", default.connect_timeout_s, 0.1, 600),
            first_byte_timeout_s=read.number("FIRST_BYTE_TIMEOUT_SECONDS", default.first_byte_timeout_s, 0.1, 3600),
            total_timeout_s=read.number("TOTAL_TIMEOUT_SECONDS", default.total_timeout_s, 0.1, 3600),
        )

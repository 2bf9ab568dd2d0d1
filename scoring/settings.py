"""The engine's settings, read from a mapping that is handed in; nothing here looks at the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from scoring.errors import ConfigurationChanged, InvalidSetting
from scoring.prices import Price
from scoring.prompts import PROMPT_HASH
from scoring.rubric import RUBRIC_VERSION

AnalyzerName = Literal["local", "openai"]
MAX_FALLBACKS = 9
MAX_HEDGE_SHARE = 0.02
MIN_POSITIVE, MAX_PER_MINUTE = 0.001, 1e12
OPENAI_BASE_URL = "https://api.openai.com/v1"

_ON, _OFF = ("on", "1", "true", "yes"), ("off", "0", "false", "no")
_AMOUNT = re.compile(r"\d{1,6}(\.\d{1,6})?", re.ASCII)
_FALLBACK = re.compile(r"FALLBACK_(\d+)_(MODEL|BASE_URL|API_KEY|PRICE)", re.ASCII)
_PRICE_FORM = "USD per million tokens of input, cached input and output, from 0 to 999999.999999 each"


class Variables:
    """Reads typed values out of text variables; an empty one counts as absent.

    Every method raises `InvalidSetting` with the variable's name, its value and what is allowed.
    """

    def __init__(self, source: Mapping[str, str]) -> None:
        self._source = source

    def names(self) -> list[str]:
        """The names of all that are not empty."""
        return [name for name in self._source if self.text(name)]

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
        allowed = f"a number from {_plain(low)} to {_plain(high)}"
        try:
            value = float(self.text(name, str(default)))
        except ValueError as exc:
            raise InvalidSetting(name, self._source[name], allowed) from exc
        if not low <= value <= high:
            raise InvalidSetting(name, self._source[name], allowed)
        return value

    def switch(self, name: str, default: bool) -> bool:
        """On or off; 1, 0, true, false, yes and no are understood, too."""
        value = self.text(name, "on" if default else "off").lower()
        if value not in (*_ON, *_OFF):
            raise InvalidSetting(name, self._source[name], "on or off")
        return value in _ON

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """One of `allowed`, in any case."""
        value = self.text(name, default)
        for known in allowed:
            if value.lower() == known.lower():
                return known
        raise InvalidSetting(name, value, f"one of {', '.join(allowed)}")

    def positive(self, name: str) -> float | None:
        """A number above 0, or None where there is none."""
        return self.number(name, 0.0, MIN_POSITIVE, MAX_PER_MINUTE) if self.text(name) else None

    def price(self, name: str) -> Price | None:
        """Three numbers with commas between them, or None."""
        text = self.text(name)
        parts = [part.strip() for part in text.split(",")]
        if not text:
            return None
        if len(parts) != 3 or not all(_AMOUNT.fullmatch(part) for part in parts):
            raise InvalidSetting(name, text, f"{_PRICE_FORM}, as in 0.15,0.075,0.60")
        return Price(*(float(part) for part in parts))

    def http_url(self, name: str) -> str:
        """An http(s) URL without a trailing slash, or ""."""
        value = self.text(name)
        if value and not (value.startswith(("http://", "https://")) and host_of(value)):
            raise InvalidSetting(name, value, "a URL that begins with http:// or https:// and a host")
        return value.rstrip("/")


def host_of(url: str) -> str:
    """The host of a URL, with its port if it has one, without a password; "" where there is no host that makes sense."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    return parts.netloc.rpartition("@")[2] if host else ""


def _plain(number: float) -> str:
    """A number as people write it, of 15 digits at most: without an exponent or needless zeros."""
    return f"{number:.3f}".rstrip("0").rstrip(".")


class Fallback(Struct, frozen=True):
    """Another provider's API and model, asked while those before it let nobody in.

    `price` is what the operator says of it; None leaves it to the prices that are known.
    """

    base_url: str
    model: str
    api_key: str = ""
    price: Price | None = None


class Configuration(Struct, frozen=True, kw_only=True):
    """What a batch's analyses depend on, kept with the batch. `base_url` and `prompt` are "" where no model is asked.

    `blind`: identity is kept from analyzers; it was in all batches that do not say. `fallbacks` carry neither key nor price.
    """

    analyzer: AnalyzerName
    base_url: str
    model: str
    temperature: float
    max_output_tokens: int
    embedding_model: str
    minimum_eligible_score: float
    rubric: str
    prompt: str
    fallbacks: tuple[Fallback, ...] = ()
    blind: bool = True


class EngineSettings(Struct, frozen=True, kw_only=True):
    """What the engine runs with. Times are in seconds; `minimum_eligible_score` is 0-100.

    `blind`: names, contacts, ages and the like are kept from analyzers.
    `hedge_share` is that of calls that may be made twice, because they take far longer than others, 0-1.
    `limit_rpm` and `limit_tpm` are the provider's requests and tokens per minute; None: learnt from its answers.
    `model_price` is what the operator says of `model`; None leaves it to the prices that are known.
    """

    analyzer: AnalyzerName = "local"
    api_key: str = ""
    base_url: str = OPENAI_BASE_URL
    model: str = "gpt-4o-mini"
    model_price: Price | None = None
    max_output_tokens: int = 2000
    temperature: float = 0.2
    fallbacks: tuple[Fallback, ...] = ()
    embedding_model: str = ""
    minimum_eligible_score: float = 60.0
    blind: bool = True
    concurrent_limit: int = 10
    limit_rpm: float | None = None
    limit_tpm: float | None = None
    hedge_share: float = 0.0
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
            model_price=read.price("MODEL_PRICE"),
            fallbacks=_fallbacks(read, base_url or OPENAI_BASE_URL, api_key),
            max_output_tokens=read.integer("MAX_OUTPUT_TOKENS", default.max_output_tokens, 1, 1_000_000),
            temperature=read.number("TEMPERATURE", default.temperature, 0, 2),
            embedding_model=read.text("EMBEDDING_MODEL"),
            minimum_eligible_score=read.number("MINIMUM_ELIGIBLE_SCORE", default.minimum_eligible_score, 0, 100),
            blind=read.switch("BLIND", default.blind),
            concurrent_limit=read.integer("BATCH_CONCURRENT_LIMIT", default.concurrent_limit, 1, 10_000),
            limit_rpm=read.positive("LIMIT_RPM"),
            limit_tpm=read.positive("LIMIT_TPM"),
            hedge_share=read.number("HEDGE_SHARE", default.hedge_share, 0, MAX_HEDGE_SHARE),
            connect_timeout_s=read.number("CONNECT_TIMEOUT_SECONDS", default.connect_timeout_s, 0.1, 600),
            first_byte_timeout_s=read.number("FIRST_BYTE_TIMEOUT_SECONDS", default.first_byte_timeout_s, 0.1, 3600),
            total_timeout_s=read.number("TOTAL_TIMEOUT_SECONDS", default.total_timeout_s, 0.1, 3600),
        )

    @property
    def summary(self) -> str:
        """What analyzes, and where, in a phrase that gives no key away."""
        asked = [f"model {self.model} at {host_of(self.base_url)}"]
        asked += [f"fallback {each.model} at {host_of(each.base_url)}" for each in self.fallbacks]
        told = [f"Analyzer {self.analyzer}", *(asked if self.analyzer == "openai" else ())]
        if self.embedding_model:
            told.append(f"embeddings {self.embedding_model} at {host_of(self.base_url)}")
        return ", ".join(told)

    def configuration(self) -> Configuration:
        """What a batch made with these settings depends on."""
        asks_model = self.analyzer == "openai"
        return Configuration(
            analyzer=self.analyzer,
            base_url=self.base_url if asks_model or self.embedding_model else "",
            model=self.model if asks_model else "",
            temperature=self.temperature if asks_model else 0.0,
            max_output_tokens=self.max_output_tokens if asks_model else 0,
            embedding_model=self.embedding_model,
            minimum_eligible_score=self.minimum_eligible_score,
            rubric=RUBRIC_VERSION,
            prompt=PROMPT_HASH if asks_model else "",
            fallbacks=tuple(replace(each, api_key="", price=None) for each in self.fallbacks) if asks_model else (),
            blind=self.blind,
        )

    def going_on_with(self, made_with: Configuration) -> EngineSettings:
        """These settings with what a batch was made with; the key, limits and time-outs stay today's.

        Raises:
            ConfigurationChanged: another analyzer, provider, rubric or prompt is in use now, or other fallbacks.
        """
        now = self.configuration()
        for name in ("analyzer", "base_url", "rubric", "prompt", "fallbacks"):
            was, is_now = getattr(made_with, name), getattr(now, name)
            if was != is_now:
                raise ConfigurationChanged(f"The batch was made with {name} {was!r}, and now it is {is_now!r}.")
        of_all = {
            "embedding_model": made_with.embedding_model,
            "minimum_eligible_score": made_with.minimum_eligible_score,
            "blind": made_with.blind,
        }
        of_model = {
            "model": made_with.model,
            "model_price": self.model_price if made_with.model == self.model else None,
            "temperature": made_with.temperature,
            "max_output_tokens": made_with.max_output_tokens,
        }
        return replace(self, **of_all, **(of_model if made_with.analyzer == "openai" else {}))


def _fallbacks(read: Variables, base_url: str, api_key: str) -> tuple[Fallback, ...]:
    """Those of `FALLBACK_1_...`, `FALLBACK_2_...` and so on, without a gap."""
    _expect_read(read)
    found: list[Fallback] = []
    for number in range(1, MAX_FALLBACKS + 1):
        name = f"FALLBACK_{number}"
        each = _fallback(read, name, base_url, api_key)
        if each and number > len(found) + 1:
            allowed = f"a model's name, as {name}_MODEL is set and the numbers have no gap"
            raise InvalidSetting(f"FALLBACK_{len(found) + 1}_MODEL", "", allowed)
        if each:
            found.append(each)
    return tuple(found)


def _expect_read(read: Variables) -> None:
    """Refuse a fallback under a number that is not read: its operator would count on it."""
    for name in read.names():
        found = _FALLBACK.fullmatch(name)
        if found and found[1] not in map(str, range(1, MAX_FALLBACKS + 1)):
            value = "..." if found[2] in ("API_KEY", "BASE_URL") else read.text(name)  # an address may hold a password
            allowed = f"a number from 1 to {MAX_FALLBACKS} in its name; FALLBACK_{MAX_FALLBACKS}_MODEL is the last one read"
            raise InvalidSetting(name, value, allowed)


def _fallback(read: Variables, name: str, base_url: str, api_key: str) -> Fallback | None:
    url, key, model = read.http_url(f"{name}_BASE_URL"), read.text(f"{name}_API_KEY"), read.text(f"{name}_MODEL")
    price = read.price(f"{name}_PRICE")
    if not model and (url or key or price):
        allowed = f"a model's name beside {name}_BASE_URL, {name}_API_KEY or {name}_PRICE"
        raise InvalidSetting(f"{name}_MODEL", "", allowed)
    # The key goes to nobody else than it was made for.
    key = key or (api_key if url in ("", base_url) else "")
    return Fallback(url or base_url, model, key, price) if model else None

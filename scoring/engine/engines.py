"""Puts engines together from settings; those for one provider and model share its gate."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scoring.admission import Gate
from scoring.analyzers.local import LocalAnalyzer
from scoring.analyzers.openai import OpenAIAnalyzer
from scoring.analyzers.provider import Provider
from scoring.engine.attempts import Assessment, Clock
from scoring.engine.engine import Engine
from scoring.engine.estimate import Estimate
from scoring.engine.flights import Flights
from scoring.engine.hedging import Tail
from scoring.engine.reuse import Cache, Reuse
from scoring.engine.ways import Route
from scoring.errors import BudgetExhausted
from scoring.prices import FREE, known_prices
from scoring.settings import Configuration, EngineSettings, Fallback
from scoring.vectors.embeddings import BuiltInEmbedder, Embedder, ProviderEmbedder

_UNPRICED = "The price of model %r is not known, so its costs will be null. Set MODEL_PRICE, or FALLBACK_1_PRICE and so on."
LOCAL_LIMIT = 2
"""Pairs the local analyzer works on at a time: it is CPU, so more would only interleave them."""

logger = logging.getLogger("scoring")


class Engines:
    """One engine for new batches, and others for batches that were made with another model or parameters.

    Args:
        cache: where analyses of a model are looked up before it is asked again.
    """

    def __init__(self, settings: EngineSettings, *, cache: Cache | None = None) -> None:
        self._settings = settings
        self._cache = cache
        self._gates: dict[tuple[str, str, str], Gate] = {}
        self._engines: dict[Configuration, Engine] = {}
        self._flights = Flights[Assessment](private=BudgetExhausted)

    @property
    def configuration(self) -> Configuration:
        """What new batches are made with."""
        return self._settings.configuration()

    @property
    def gates(self) -> Iterable[Gate]:
        """All gates there are: the hook for metrics, of how many calls are out, may be, and were."""
        return self._gates.values()

    def of(self, made_with: Configuration) -> Engine:
        """The engine for a batch.

        Raises:
            ConfigurationChanged: the settings do not allow one any more.
        """
        settings = self._settings.going_on_with(made_with)
        if made_with not in self._engines:
            self._engines[made_with] = self._put_together(settings)
            for route in self._engines[made_with].routes:
                if route.price is None:
                    logger.warning(_UNPRICED, route.analyzer.model)
        return self._engines[made_with]

    def _put_together(self, settings: EngineSettings) -> Engine:
        embedder: Embedder = BuiltInEmbedder()
        if settings.embedding_model:
            embedder = ProviderEmbedder(_provider(settings, settings.base_url, settings.api_key), settings.embedding_model)
        asks_model = settings.analyzer == "openai"
        return Engine(
            self._routes(settings) if asks_model else [self._local_route(settings)],
            embedder,
            minimum_eligible_score=settings.minimum_eligible_score,
            blind=settings.blind,
            clock=Clock(monotonic=time.monotonic, utc_now=utc_now),
            reuse=Reuse(self._cache, settings.configuration()) if asks_model else None,
            flights=self._flights,
        )

    def _local_route(self, settings: EngineSettings) -> Route:
        gate = self._gates.setdefault(("", "", ""), Gate(min(settings.concurrent_limit, LOCAL_LIMIT)))
        return Route(LocalAnalyzer(), gate, Estimate(0), Tail(0.0), FREE)

    def _routes(self, settings: EngineSettings) -> list[Route]:
        first = Fallback(settings.base_url, settings.model, settings.api_key, settings.model_price)
        return [self._route(settings, each, first) for each in (first, *settings.fallbacks)]

    def _route(self, settings: EngineSettings, to: Fallback, first: Fallback) -> Route:
        analyzer = OpenAIAnalyzer(
            _provider(settings, to.base_url, to.api_key),
            model=to.model,
            temperature=settings.temperature,
            max_output_tokens=settings.max_output_tokens,
        )
        # The limits that are set are those of the first; the others' are learnt.
        rpm, tpm = (settings.limit_rpm, settings.limit_tpm) if to is first else (None, None)
        gate = Gate(settings.concurrent_limit, rpm=rpm, tpm=tpm, name=to.model)
        gate = self._gates.setdefault((to.base_url, to.api_key, to.model), gate)
        price = to.price or known_prices().of(to.model)
        tail, host = Tail(settings.hedge_share), urlsplit(to.base_url).netloc.rpartition("@")[2]
        return Route(analyzer, gate, Estimate(settings.max_output_tokens), tail, price, host)

    def forget(self) -> None:
        """Use nothing again from memory; to be called when a batch was erased."""
        self._flights.forget()

    async def aclose(self) -> None:
        """Close all connections."""
        for engine in self._engines.values():
            await engine.aclose()


def open_engine(settings: EngineSettings) -> Engine:
    """An engine for these settings alone. Close it with `aclose()`."""
    return Engines(settings).of(settings.configuration())


def utc_now() -> str:
    """The time, as ISO 8601 in UTC with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _provider(settings: EngineSettings, base_url: str, api_key: str) -> Provider:
    return Provider(
        base_url,
        api_key,
        connect_timeout_s=settings.connect_timeout_s,
        first_byte_timeout_s=settings.first_byte_timeout_s,
        total_timeout_s=settings.total_timeout_s,
    )

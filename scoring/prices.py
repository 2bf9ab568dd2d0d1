"""Tokens and what they cost: a dated table by model, and the arithmetic over it. Pure but for reading its own data file."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

DECIMALS = 10
"""Digits of a dollar that costs are told with; the cheapest token there is costs 0.00000001."""

_TOKENS_PRICED = 1_000_000
_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")


class Tokens(Struct, frozen=True, gc=False):
    """Tokens of one or more calls. `cached` of `input` were read from the provider's prompt cache."""

    input: int = 0
    output: int = 0
    cached: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.input + other.input, self.output + other.output, self.cached + other.cached)


class Price(Struct, frozen=True):
    """What a model's tokens cost, in USD a million. `cached_input` is for those read from the provider's prompt cache."""

    input: float
    cached_input: float
    output: float

    def cost_usd(self, tokens: Tokens) -> float:
        """What these tokens cost, in USD."""
        cached = min(tokens.cached, tokens.input)
        total = (tokens.input - cached) * self.input + cached * self.cached_input + tokens.output * self.output
        return round(total / _TOKENS_PRICED, DECIMALS)


FREE = Price(0.0, 0.0, 0.0)
"""What an analyzer costs that calls nobody."""


class Prices(Struct, frozen=True):
    """Prices as they were on `date` (ISO 8601), by model, and where they are from."""

    date: str
    source: str
    models: dict[str, Price]

    def of(self, model: str) -> Price | None:
        """A model's price, or None when it is not known; a dated name that has none of its own has its family's."""
        return self.models.get(model) or self.models.get(_DATED.sub("", model))


@cache
def known_prices() -> Prices:
    """The prices that come with the package."""
    return msgspec.json.decode((files("scoring") / "data" / "prices.json").read_bytes(), type=Prices)


def cost_usd(price: Price | None, tokens: Tokens) -> float | None:
    """What an answered call cost, in USD; None when the price is not known, or the provider has not told the tokens."""
    if price is None or (tokens == Tokens() and price != FREE):
        return None
    return price.cost_usd(tokens)


def total_usd(one_usd: float | None, other_usd: float | None) -> float | None:
    """The sum of two costs, in USD; None when either is not known."""
    return None if one_usd is None or other_usd is None else round(one_usd + other_usd, DECIMALS)

"""What tokens cost."""

from __future__ import annotations

from datetime import date

import pytest

from scoring.prices import FREE, Price, Tokens, cost_usd, known_prices

MINI = Price(0.15, 0.075, 0.6)


def test_the_table_has_a_date_a_source_and_no_price_that_makes_no_sense() -> None:
    prices = known_prices()
    assert date(2025, 1, 1) <= date.fromisoformat(prices.date)
    assert "OpenAI" in prices.source
    assert all(0 < price.cached_input <= price.input < price.output for price in prices.models.values())


@pytest.mark.parametrize(
    ("model", "price"),
    [
        ("gpt-4o-mini", MINI),
        ("gpt-4o-mini-2024-07-18", MINI),
        ("gpt-4o-2024-08-06", Price(2.5, 1.25, 10)),
        ("gpt-4o-2024-05-13", Price(5, 5, 15)),  # dearer than its family
        ("gpt-4o-mini-audio", None),
        ("my-own", None),
        ("", None),
    ],
)
def test_a_dated_model_costs_what_its_family_does_and_an_unknown_one_has_no_price(model: str, price: Price | None) -> None:
    assert known_prices().of(model) == price


@pytest.mark.parametrize(
    ("tokens", "usd"),
    [
        (Tokens(1_000_000, 0), 0.15),
        (Tokens(0, 1_000_000), 0.6),
        (Tokens(1_000_000, 0, 1_000_000), 0.075),
        (Tokens(900, 300, 100), 0.0003075),  # (800 x 0.15 + 100 x 0.075 + 300 x 0.6) / 1,000,000
        (Tokens(10, 0, 20), 0.00000075),  # more cached than there are: all of them
    ],
    ids=str,
)
def test_a_cost_is_tokens_times_price(tokens: Tokens, usd: float) -> None:
    assert MINI.cost_usd(tokens) == usd


def test_a_cost_that_is_not_known_is_none_and_never_nothing() -> None:
    assert cost_usd(None, Tokens(900, 300)) is None
    assert cost_usd(MINI, Tokens()) is None  # a provider that does not tell
    assert cost_usd(FREE, Tokens()) == 0
    assert cost_usd(Price(0, 0, 0), Tokens(900, 300)) == 0

"""Which engine a batch goes on with after the settings have changed."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from scoring.engine import Engines
from scoring.errors import ConfigurationChanged
from scoring.prices import FREE, Price
from scoring.settings import Configuration, EngineSettings, Fallback

MINI = Price(0.15, 0.075, 0.6)
LOCAL = EngineSettings()
MODEL = EngineSettings(analyzer="openai", base_url="http://localhost:1/v1", model="a", temperature=0.5)


def test_a_batch_goes_on_with_the_model_and_parameters_it_was_made_with() -> None:
    made_with = replace(MODEL, minimum_eligible_score=10, embedding_model="e", blind=False).configuration()
    now = replace(MODEL, model="b", temperature=0.9, max_output_tokens=5, concurrent_limit=3, total_timeout_s=7)
    settings = now.going_on_with(made_with)
    assert settings.configuration() == made_with
    assert (settings.concurrent_limit, settings.total_timeout_s) == (3, 7)


@pytest.mark.parametrize("settings", [LOCAL, MODEL], ids=["local", "model"])
def test_a_batch_stays_blind_or_not_as_it_was_made(settings: EngineSettings) -> None:
    for was in (True, False):
        made_with = replace(settings, blind=was).configuration()
        assert replace(settings, blind=not was).going_on_with(made_with).blind == was
        assert Engines(replace(settings, blind=not was)).of(made_with).blind == was


def test_a_batch_that_does_not_say_was_made_blind() -> None:
    fields = {name: value for name, value in msgspec.to_builtins(MODEL.configuration()).items() if name != "blind"}
    assert msgspec.convert(fields, Configuration).blind


def test_a_local_batch_goes_on_whatever_model_is_named_now() -> None:
    assert replace(LOCAL, model="b", temperature=1.0).going_on_with(LOCAL.configuration()).analyzer == "local"


@pytest.mark.parametrize(
    ("now", "named"),
    [
        (LOCAL, "analyzer 'openai', and now it is 'local'"),
        (replace(MODEL, base_url="http://elsewhere/v1"), "base_url 'http://localhost:1/v1', and now it is"),
        (replace(MODEL, fallbacks=(Fallback("http://b/v1", "b"),)), "fallbacks"),
    ],
)
def test_another_analyzer_or_provider_is_not_gone_on_with(now: EngineSettings, named: str) -> None:
    with pytest.raises(ConfigurationChanged, match=named):
        now.going_on_with(MODEL.configuration())


@pytest.mark.parametrize("name", ["rubric", "prompt"])
def test_another_rubric_or_prompt_is_not_gone_on_with(name: str) -> None:
    with pytest.raises(ConfigurationChanged, match=f"{name} 'old'"):
        MODEL.going_on_with(replace(MODEL.configuration(), **{name: "old"}))


async def test_engines_for_one_model_share_its_gate() -> None:
    engines = Engines(MODEL)
    first = engines.of(MODEL.configuration())
    warmer = engines.of(replace(MODEL, temperature=1.0).configuration())
    other = engines.of(replace(MODEL, model="b").configuration())
    assert engines.of(engines.configuration) is first
    assert first is not warmer
    assert first.gate is warmer.gate is not other.gate
    await engines.aclose()


async def test_a_fallback_has_a_gate_of_its_own_and_only_the_first_the_limits_that_are_set() -> None:
    settings = replace(MODEL, concurrent_limit=50, limit_rpm=600.0, fallbacks=(Fallback("http://b/v1", "b", "key"),))
    engines = Engines(settings)
    first, second = engines.of(settings.configuration()).routes
    assert first.gate is not second.gate
    assert (first.analyzer.model, second.analyzer.model) == ("a", "b")
    assert (first.gate.limit, second.gate.limit) == (50, 10)  # nothing is known of the second's
    assert list(engines.gates) == [first.gate, second.gate]
    await engines.aclose()


async def test_a_model_without_a_known_price_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    engines = Engines(MODEL)
    for _ in range(2):
        engines.of(engines.configuration)
    engines.of(replace(MODEL, model="gpt-4o-mini").configuration())
    (told,) = caplog.messages
    assert told.startswith("The price of model 'a' is not known, so its costs will be null.")
    await engines.aclose()


def prices_of(source: dict[str, str]) -> list[Price | None]:
    engines = Engines(EngineSettings.parse(source))
    return [route.price for route in engines.of(engines.configuration).routes]


def test_the_local_analyzer_is_free_and_a_model_costs_what_the_operator_says() -> None:
    key = {"OPENAI_API_KEY": "k"}
    assert prices_of({"MODEL_PRICE": "1,1,1"}) == [FREE]
    assert prices_of(key) == [MINI]
    assert prices_of(key | {"MODEL": "my-own"}) == [None]
    assert prices_of(key | {"MODEL": "my-own", "MODEL_PRICE": " 2, 0.5 ,8 "}) == [Price(2, 0.5, 8)]


def test_each_fallback_has_its_own_price() -> None:
    source = {"OPENAI_API_KEY": "k", "MODEL_PRICE": "9,9,9", "FALLBACK_1_MODEL": "gpt-4o-mini", "FALLBACK_2_MODEL": "x"}
    assert prices_of(source) == [Price(9, 9, 9), MINI, None]
    assert prices_of(source | {"FALLBACK_2_PRICE": "0,0,0"}) == [Price(9, 9, 9), MINI, FREE]


async def test_a_batch_made_with_another_model_goes_on_at_that_models_price() -> None:
    engines = Engines(EngineSettings(analyzer="openai", model="my-own", model_price=Price(9, 9, 9)))
    made_with = EngineSettings(analyzer="openai").configuration()
    assert [route.price for route in engines.of(made_with).routes] == [MINI]
    assert [route.price for route in engines.of(engines.configuration).routes] == [Price(9, 9, 9)]
    await engines.aclose()

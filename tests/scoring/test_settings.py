from __future__ import annotations

import pytest
from msgspec.structs import replace

from scoring.errors import InvalidSetting
from scoring.settings import OPENAI_BASE_URL, EngineSettings, Fallback
from server.settings import Settings


def test_no_setting_at_all_gives_the_local_analyzer_and_the_known_defaults() -> None:
    settings = EngineSettings.parse({})
    assert settings == EngineSettings()
    assert (settings.analyzer, settings.model, settings.concurrent_limit) == ("local", "gpt-4o-mini", 10)


@pytest.mark.parametrize("source", [{"OPENAI_API_KEY": "k"}, {"OPENAI_BASE_URL": "http://localhost:1/v1/"}])
def test_a_key_or_a_base_url_chooses_the_provider(source: dict[str, str]) -> None:
    settings = EngineSettings.parse(source)
    assert settings.analyzer == "openai"
    assert settings.base_url in (OPENAI_BASE_URL, "http://localhost:1/v1")


def test_the_analyzer_can_be_chosen_beside_a_key() -> None:
    assert EngineSettings.parse({"OPENAI_API_KEY": "k", "ANALYZER": "local"}).analyzer == "local"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ANALYZER", "magic"),
        ("ANALYZER", "openai"),
        ("BATCH_CONCURRENT_LIMIT", "0"),
        ("BATCH_CONCURRENT_LIMIT", "many"),
        ("LIMIT_RPM", "0"),
        ("LIMIT_RPM", "-5"),
        ("LIMIT_TPM", "lots"),
        ("LIMIT_TPM", "inf"),
        ("FALLBACK_1_BASE_URL", "localhost"),
        ("FALLBACK_1_PRICE", "cheap"),
        ("MODEL_PRICE", "0.15,0.6"),
        ("MODEL_PRICE", "0.15,-1,0.6"),
        ("MODEL_PRICE", "0.15,nan,0.6"),
        ("TEMPERATURE", "2.5"),
        ("TEMPERATURE", "nan"),
        ("TEMPERATURE", "warm"),
        ("MINIMUM_ELIGIBLE_SCORE", "-1"),
        ("MAX_OUTPUT_TOKENS", "1.5"),
        ("BLIND", "maybe"),
        ("OPENAI_BASE_URL", "ftp://x"),
        ("OPENAI_BASE_URL", "http://"),
        ("OPENAI_BASE_URL", "https:///v1"),
        ("OPENAI_BASE_URL", "http://:8080/v1"),
        ("OPENAI_BASE_URL", "http://host:port/v1"),
        ("OPENAI_BASE_URL", "http://[::1/v1"),
        ("FALLBACK_1_BASE_URL", "http://"),
        ("CONNECT_TIMEOUT_SECONDS", "0"),
        ("FIRST_BYTE_TIMEOUT_SECONDS", "soon"),
        ("TOTAL_TIMEOUT_SECONDS", "inf"),
        ("API_PORT", "70000"),
        ("LOG_LEVEL", "LOUD"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///file:x.db"),
        ("DATABASE_URL", "sqlite:///file::memory:?cache=shared"),
        ("MAX_PAIRS", "0"),
        ("MAX_BODY_BYTES", "-5"),
        ("ALLOWED_HOSTS", "resumes.example:8000"),
        ("ALLOWED_HOSTS", "https://resumes.example"),
        ("ALLOWED_HOSTS", "resumes.example/app"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "*.example"),
        ("ALLOWED_HOSTS", ".example"),
        ("ALLOWED_HOSTS", "::1"),
        ("ALLOWED_HOSTS", "a.example b.example"),
        ("ALLOWED_HOSTS", "bücher.example"),
        ("RETENTION_HOURS", "1000001"),
    ],
)
def test_a_bad_setting_is_named_with_its_value_and_what_is_allowed(name: str, value: str) -> None:
    with pytest.raises(InvalidSetting) as caught:
        Settings.parse({name: value})
    assert name in str(caught.value)
    assert repr(value) in str(caught.value)
    assert caught.value.allowed in str(caught.value)


def test_what_is_allowed_is_told_in_plain_numbers() -> None:
    with pytest.raises(InvalidSetting, match="expected a number from 0 to 1000000"):
        Settings.parse({"RETENTION_HOURS": "x"})
    with pytest.raises(InvalidSetting, match=r"expected a number from 0 to 0\.02"):
        Settings.parse({"HEDGE_SHARE": "0.5"})


@pytest.mark.parametrize(
    "host", ["localhost", "resumes.example", "xn--bcher-kva.example", "my_host", "10.0.0.5", "[fd00::5]", "a.example."]
)
def test_hosts_are_those_that_browsers_send(host: str) -> None:
    assert Settings.parse({"ALLOWED_HOSTS": f"{host.upper()}, b.example,"}).allowed_hosts == (host, "b.example")


SUMMARIES = {
    "nothing set": ({}, "Analyzer local"),
    "a key": ({"OPENAI_API_KEY": "secret"}, "Analyzer openai, model gpt-4o-mini at api.openai.com"),
    "a password in the URL": (
        {"OPENAI_BASE_URL": "http://me:secret@[::1]:8080/v1", "MODEL": "mine"},
        "Analyzer openai, model mine at [::1]:8080",
    ),
    "a fallback": (
        {"OPENAI_API_KEY": "secret", "FALLBACK_1_MODEL": "m", "FALLBACK_1_BASE_URL": "https://b.example/v1"},
        "Analyzer openai, model gpt-4o-mini at api.openai.com, fallback m at b.example",
    ),
    "vectors alone": (
        {"OPENAI_API_KEY": "secret", "ANALYZER": "local", "EMBEDDING_MODEL": "e"},
        "Analyzer local, embeddings e at api.openai.com",
    ),
}


@pytest.mark.parametrize(("source", "summary"), SUMMARIES.values(), ids=SUMMARIES)
def test_the_summary_tells_where_resumes_go_and_no_key(source: dict[str, str], summary: str) -> None:
    assert EngineSettings.parse(source).summary == summary


def test_time_outs_are_read_in_seconds() -> None:
    source = {"CONNECT_TIMEOUT_SECONDS": "1.5", "FIRST_BYTE_TIMEOUT_SECONDS": "90", "TOTAL_TIMEOUT_SECONDS": "600"}
    settings = EngineSettings.parse(source)
    assert (settings.connect_timeout_s, settings.first_byte_timeout_s, settings.total_timeout_s) == (1.5, 90, 600)


def test_server_settings_are_read() -> None:
    source = {"DATABASE_URL": "sqlite:////tmp/x.db", "ALLOWED_HOSTS": "A.example, b.example", "LOG_LEVEL": "debug"}
    settings = Settings.parse(source)
    assert settings.database_path == "/tmp/x.db"
    assert settings.allowed_hosts == ("a.example", "b.example")
    assert settings.log_level == "DEBUG"


@pytest.mark.parametrize(
    ("value", "blind"),
    [("", True), ("on", True), ("1", True), ("Yes", True), ("off", False), ("0", False), ("FALSE", False)],
)
def test_candidates_are_seen_blind_unless_that_is_turned_off(value: str, blind: bool) -> None:
    assert EngineSettings.parse({"BLIND": value}).blind == blind


def test_limits_per_minute_are_unknown_unless_they_are_set() -> None:
    assert EngineSettings.parse({"LIMIT_RPM": "", "LIMIT_TPM": ""}).limit_rpm is None
    settings = EngineSettings.parse({"LIMIT_RPM": "500", "LIMIT_TPM": "2e5"})
    assert (settings.limit_rpm, settings.limit_tpm) == (500, 200_000)


def test_fallbacks_are_read_in_their_order_and_no_key_goes_to_another_host() -> None:
    source = {
        "OPENAI_API_KEY": "first",
        "OPENAI_BASE_URL": "http://a/v1",
        "FALLBACK_1_MODEL": "smaller",
        "FALLBACK_2_MODEL": "elsewhere",
        "FALLBACK_2_BASE_URL": "http://b/v1/",
        "FALLBACK_3_MODEL": "keyed",
        "FALLBACK_3_BASE_URL": "http://c/v1",
        "FALLBACK_3_API_KEY": "third",
    }
    settings = EngineSettings.parse(source)
    assert settings.fallbacks == (
        Fallback("http://a/v1", "smaller", "first"),
        Fallback("http://b/v1", "elsewhere", ""),
        Fallback("http://c/v1", "keyed", "third"),
    )
    assert [each.api_key for each in settings.configuration().fallbacks] == ["", "", ""]
    assert replace(settings, analyzer="local").configuration().fallbacks == ()


@pytest.mark.parametrize(
    ("present", "missing"), [((2,), 1), ((1, 3), 2), ((1, 2, 9), 3)], ids=["without 1", "without 2", "without 3"]
)
def test_a_gap_in_the_numbers_of_the_fallbacks_is_refused(present: tuple[int, ...], missing: int) -> None:
    source = {f"FALLBACK_{number}_MODEL": "m" for number in present}
    with pytest.raises(InvalidSetting) as caught:
        EngineSettings.parse(source)
    assert str(caught.value) == (
        f"FALLBACK_{missing}_MODEL='' makes no sense: expected a model's name, "
        f"as FALLBACK_{present[-1]}_MODEL is set and the numbers have no gap."
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("FALLBACK_1_BASE_URL", "http://b/v1"), ("FALLBACK_1_API_KEY", "key"), ("FALLBACK_1_PRICE", "1,1,1")],
)
def test_a_fallback_without_a_model_is_refused(name: str, value: str) -> None:
    with pytest.raises(InvalidSetting, match="FALLBACK_1_MODEL='' makes no sense: expected a model's name"):
        EngineSettings.parse({name: value})


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("FALLBACK_10_MODEL", "m", "'m'"),
        ("FALLBACK_0_MODEL", "m", "'m'"),
        ("FALLBACK_01_BASE_URL", "http://me:secret@b/v1", "'...'"),
        ("FALLBACK_12_API_KEY", "secret", "'...'"),
    ],
)
def test_a_fallback_under_a_number_that_is_not_read_is_refused(name: str, value: str, shown: str) -> None:
    source = {f"FALLBACK_{number}_MODEL": "m" for number in range(1, 10)}
    assert len(EngineSettings.parse(source | {name: " "}).fallbacks) == 9
    with pytest.raises(InvalidSetting) as caught:
        EngineSettings.parse(source | {name: value})
    assert str(caught.value) == (
        f"{name}={shown} makes no sense: expected a number from 1 to 9 in its name; FALLBACK_9_MODEL is the last one read."
    )

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.vectors import embeddings
from scoring.vectors.embeddings import BuiltInEmbedder, load_model, similarity, words_of

REFERENCE: list[dict[str, Any]] = json.loads(
    (files("scoring") / "data" / "potion-base-8M-int8" / "reference.json").read_text()
)


@pytest.mark.parametrize("row", REFERENCE, ids=[row["text"][:20] for row in REFERENCE])
def test_tokens_and_vectors_are_those_of_the_original(row: dict[str, Any]) -> None:
    model = load_model()
    assert model.tokenize(row["text"]) == row["token_ids"]
    if row["token_ids"]:
        assert np.abs(model.embed([row["text"]])[0][:16] - row["vector_head"]).max() < 0.01


@given(st.text(st.sampled_from("aé中1-.\u200b\u00a0 \t\n\r\x0b\x00"), max_size=30))
def test_a_text_has_the_tokens_of_its_words(text: str) -> None:
    model = load_model()
    assert model.tokenize(text) == [token for word in words_of(text) for token in model.tokenize(word)]


@given(st.text(st.characters(max_codepoint=127), max_size=20))
def test_plain_text_has_the_words_of_any_text(text: str) -> None:
    # With a letter that is not plain in it, a run is looked at letter by letter.
    assert load_model().tokenize(text) == load_model().tokenize(f"{text}中")[: -len(load_model().tokenize("中"))]


async def test_vectors_have_length_one_or_are_zero() -> None:
    vectors = await BuiltInEmbedder().embed(["Python", "", "x" * 101, "intensive care"])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1).round(5).tolist() == [1, 0, 0, 1]


def test_beginnings_are_the_vectors_of_ever_more_words() -> None:
    model = load_model()
    one, other = ["payroll", "and", "pensions", "of", "three", "hundred", "people"], ["welding", "of", "steel", "frames"]
    vectors = model.beginnings([model.tokenize(" ".join(words)) for words in (one, [], other[:1], other)], 2, 5)
    expected = model.embed([" ".join(words[:length]) for words in (one, other) for length in (2, 4)])
    assert np.abs(vectors - expected).max() < 1e-5
    assert model.beginnings([model.tokenize(one[0])], 2, 5).shape == model.beginnings([], 2, 5).shape == (0, model.dims)


def test_a_long_text_has_a_beginning_for_each_step() -> None:
    model, words = load_model(), ["the", "payroll", "of", "nine", "hundred", "people"] * 4
    vectors = model.beginnings([model.tokenize(" ".join(words))], 2, 20)
    expected = model.embed([" ".join(words[:length]) for length in range(2, 21, 2)])
    assert np.abs(vectors - expected).max() < 1e-5


def test_names_that_the_model_does_not_know_have_no_tokens() -> None:
    model = load_model()
    words = ["Okonjo", "Ran", "PAYROLL", "kubernetes", "Größe", "für", "KUBERNETES", "日本"]
    assert list(model.tokens(words)) == model.tokenize("ran payroll kubernetes für KUBERNETES 日本")


def test_a_sum_is_as_long_as_its_text() -> None:
    once, twice = load_model().sums(["payroll", "payroll payroll"])
    assert np.abs(twice - 2 * once).max() < 1e-5


def test_a_word_is_known_whole() -> None:
    assert load_model().knows("payroll")
    assert not load_model().knows("entgeltabrechnung")
    assert not load_model().knows("##ing")


async def test_no_texts_give_no_vectors() -> None:
    assert (await BuiltInEmbedder().embed([])).shape == (0, 256)


def test_similarity_is_a_cosine_and_nothing_where_a_text_has_no_tokens() -> None:
    assert similarity("payroll processing", "payroll processing") == pytest.approx(1.0, abs=1e-6)
    assert similarity("payroll processing", "payroll") > 0.8 > 0.3 > similarity("payroll processing", "welding")
    assert similarity("payroll", "x" * 101) == similarity("", "payroll") == 0.0


def test_a_text_of_many_tokens_is_summed_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "payroll returns and pensions of three hundred people"
    whole = load_model().sums([text])
    monkeypatch.setattr(embeddings, "BLOCK", 3)
    assert np.allclose(load_model().sums([text]), whole, atol=1e-5)

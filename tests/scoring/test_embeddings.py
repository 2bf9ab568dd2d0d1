from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import numpy as np
import pytest

from scoring.embeddings import BuiltInEmbedder, load_model

REFERENCE: list[dict[str, Any]] = json.loads(
    (files("scoring") / "data" / "potion-base-8M-int8" / "reference.json").read_text()
)


@pytest.mark.parametrize("row", REFERENCE, ids=[row["text"][:20] for row in REFERENCE])
def test_tokens_and_vectors_are_those_of_the_original(row: dict[str, Any]) -> None:
    model = load_model()
    assert model.tokenize(row["text"]) == row["token_ids"]
    if row["token_ids"]:
        assert np.abs(model.embed([row["text"]])[0][:16] - row["vector_head"]).max() < 0.01


async def test_vectors_have_length_one_or_are_zero() -> None:
    vectors = await BuiltInEmbedder().embed(["Python", "", "x" * 101, "intensive care"])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1).round(5).tolist() == [1, 0, 0, 1]


async def test_no_texts_give_no_vectors() -> None:
    assert (await BuiltInEmbedder().embed([])).shape == (0, 256)

"""How like work in general a text is."""

from __future__ import annotations

import numpy as np

from scoring.vectors.background import NEAREST, commonness, lines_of_work
from scoring.vectors.embeddings import load_model

COMMON = "Planned and coordinated the work of the team, prepared reports and kept records for the department."
PECULIAR = "Purple giraffe sonnets whisper under the moon of forgotten pirates."


def test_what_tells_of_any_work_is_more_common_than_what_tells_of_none() -> None:
    common, peculiar = commonness(load_model().embed([COMMON, PECULIAR])).tolist()
    assert common > peculiar + 0.2


def test_the_lines_of_work_that_are_nearest_tell_it() -> None:
    vectors = load_model().embed([COMMON, PECULIAR])
    expected = np.sort(vectors @ lines_of_work().T, axis=1)[:, -NEAREST:].mean(axis=1)
    np.testing.assert_allclose(commonness(vectors), expected, rtol=1e-5)


def test_no_vectors_have_no_cosines() -> None:
    assert commonness(np.zeros((0, load_model().dims), np.float32)).shape == (0,)

"""How like work in general a text is: its cosine with the lines of work that are most like it, whichever these are.

Some texts are like any job, as those that tell of much or in common words, and how like one job they are tells less of them.
So likeness is measured over this background, which needs no collection of the texts that are compared.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np

from scoring.vectors.embeddings import Vectors, normalised

NEAREST = 3
"""Lines of work that are most like a text, and tell how common it is."""


def commonness(vectors: Vectors) -> Vectors:
    """The mean cosine of each of some vectors (n, n_dims) of length 1 with the lines of work nearest to it, (n,) float32."""
    cosines = vectors.dot(lines_of_work().T)
    nearest: Vectors = np.partition(cosines, -NEAREST, axis=1)[:, -NEAREST:].mean(axis=1)
    return nearest


@cache
def lines_of_work() -> Vectors:
    """The lines of work, (160, n_dims) float32 of length 1, read once; `occupations` makes them."""
    with (files("scoring") / "data" / "background.npy").open("rb") as stream:
        return normalised(np.load(stream).astype(np.float32))

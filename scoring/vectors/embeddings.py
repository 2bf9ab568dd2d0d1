"""Vectors of short texts: from the embedded model, or from the provider.

The embedded model is MinishLab's potion-base-8M in int8 (see `scoring/data/potion-base-8M-int8`): BERT-uncased
normalisation, WordPiece, the mean of the tokens' rows.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, islice, pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

CHUNK = 256
"""Texts embedded in one go on the worker thread."""
MAX_WORD_CHARS = 100
"""Longer words have no tokens, as in BERT."""
RUNS = 16384
"""Runs of text without a blank whose tokens are remembered."""
BLOCK = 4096
"""Tokens of a text whose rows are in memory as float32 at a time: 4 MB."""
_FEW = 4
"""Beginnings whose vectors are summed one by one."""
_PLAIN_WORD = re.compile(r"[a-z0-9]+|[^a-z0-9\s]")
_FURTHER = "##"
"""The mark of pieces that do not begin a word."""
_OPENING, _SHORT = 4, (3, 2, 1)
"""Letters by which pieces are looked up, and the lengths of shorter ones."""
_CJK = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F))
_CJK_MORE = ((0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


class Embedder(Protocol):
    """Turns texts into vectors."""

    @property
    def built_in(self) -> bool:
        """Whether scores need the calibration of the embedded model."""

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n_texts, n_dims) float32 of length 1; zeros for a text without tokens."""

    async def aclose(self) -> None:
        """Close what the embedder holds open."""


class EmbeddingProvider(Protocol):
    """What a provider must offer."""

    async def embed(self, texts: Sequence[str], model: str) -> Vectors:
        """Vectors (n_texts, n_dims) float32 of any length."""

    async def aclose(self) -> None:
        """Close all connections."""


class BuiltInEmbedder:
    """The embedded model; its work is done on a thread, in chunks."""

    built_in = True

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed`; 256 dimensions."""
        model = await asyncio.to_thread(load_model)
        chunks = [texts[start : start + CHUNK] for start in range(0, len(texts), CHUNK)]
        parts = [await asyncio.to_thread(model.embed, chunk) for chunk in chunks]
        return await asyncio.to_thread(np.concatenate, parts) if parts else np.zeros((0, model.dims), np.float32)

    async def aclose(self) -> None:
        """Nothing is held open."""


class ProviderEmbedder:
    """The provider's `/embeddings`."""

    built_in = False

    def __init__(self, provider: EmbeddingProvider, model: str) -> None:
        self._provider, self._model = provider, model

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed`. Raises `AnalysisError` when the provider does not answer."""
        return normalised(await self._provider.embed(texts, self._model))

    async def aclose(self) -> None:
        """Close the provider's connections."""
        await self._provider.aclose()


class StaticModel:
    """Token rows (n_tokens, n_dims) int8 with their scales (n_tokens,) float32, and the vocabulary."""

    def __init__(self, rows: NDArray[np.int8], scales: NDArray[np.float32], vocabulary: Sequence[str]) -> None:
        self._rows, self._scales = rows, scales
        self.vocabulary = tuple(vocabulary)
        ids = {token: number for number, token in enumerate(vocabulary)}
        self._first = _Pieces({token: number for token, number in ids.items() if not token.startswith(_FURTHER)})
        self._further = _Pieces({token[2:]: number for token, number in ids.items() if token.startswith(_FURTHER)})
        self.dims = rows.shape[1]
        self.weights: NDArray[np.float64] = np.linalg.norm(rows.astype(np.float32), axis=1) * scales.astype(np.float64)
        """How long the row of each token is, (n_tokens,) float64: rare words have long ones."""
        self._of_run = lru_cache(maxsize=RUNS)(self._tokens)

    def tokenize(self, text: str) -> list[int]:
        """Token ids; a word with an unknown piece is dropped."""
        for blank in "\t\n\r":
            text = text.replace(blank, " ")
        # No word goes over a blank, and most runs have been met before.
        return list(chain.from_iterable(map(self._of_run, text.split(" "))))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n_texts, n_dims) float32 of length 1; zeros without tokens."""
        return normalised(self.sums(texts))

    def sums(self, texts: Sequence[str]) -> Vectors:
        """The sums of the rows of the texts' tokens, (n_texts, n_dims) float32: the longer a text, the longer its vector."""
        out = np.zeros((len(texts), self.dims), np.float32)
        for number, text in enumerate(texts):
            ids = self.tokenize(text)
            for start in range(0, len(ids), BLOCK):
                some = ids[start : start + BLOCK]
                out[number] += self._scales[some] @ self._rows[some].astype(np.float32)
        return out

    def knows(self, word: str) -> bool:
        """Whether a lower-case word has a row of its own, and is not put together from pieces."""
        return word in self._first.ids

    def tokens(self, words: Sequence[str]) -> list[int]:
        """Token ids of runs of letters; what is written like a name, and is no word that the model knows, has none."""
        out: list[int] = []
        for word, token in zip(words, map(self._first.ids.get, map(str.lower, words)), strict=True):
            if token is not None:
                out.append(token)
            elif not word.istitle():
                out += self._of_run(word)
        return out

    def beginnings(self, texts: Sequence[Iterable[int]], step: int, most: int) -> Vectors:
        """Vectors (n, n_dims) float32 of length 1 of the beginnings of texts, each given as its tokens.

        For each text there is one of its first `step` tokens, of its first 2 x `step`, and so on up to `most`.
        """
        ids: list[int] = []
        ends = [0]
        for tokens in texts:
            own = list(islice(tokens, most))
            ids += own[: len(own) // step * step]
            ends.append(len(ids) // step)
        steps = np.array(ids, np.intp).reshape(-1, step)
        sums = (self._scales[steps][:, None] @ self._rows.take(steps, 0).astype(np.float32))[:, 0]
        for start, end in pairwise(ends):
            if end - start > _FEW:  # several times as fast as `cumsum` down the rows
                sums[start:end] = _up_to_each(end - start) @ sums[start:end]
                continue
            for before, row in pairwise(sums[start:end]):
                np.add(row, before, out=row)
        return normalised(sums)

    def _tokens(self, text: str) -> tuple[int, ...]:
        if text.isascii() and text.isalpha():
            return tuple(self._of_word(text.lower()))
        is_plain = text.isascii() and text.isprintable()  # there is nothing to be looked up for each letter
        words = _PLAIN_WORD.findall(text.lower()) if is_plain else words_of(text)
        return tuple(chain.from_iterable(map(self._of_word, words)))

    def _of_word(self, word: str) -> Sequence[int]:
        if (known := self._first.ids.get(word)) is not None:
            return (known,)
        if len(word) > MAX_WORD_CHARS:
            return ()
        ids: list[int] = []
        rest, pieces = word, self._first
        while rest:  # the longest piece first
            for length in pieces.lengths.get(rest[:_OPENING], _SHORT):
                if (found := pieces.ids.get(rest[:length])) is not None:
                    break
            else:
                return ()
            ids.append(found)
            rest, pieces = rest[length:], self._further
        return ids


@lru_cache(maxsize=64)
def _up_to_each(count: int) -> Vectors:
    """What makes sums (count, n_dims) of so many rows: of the first, of the first two, and so on; (count, count) float32."""
    return np.tri(count, dtype=np.float32)


class _Pieces:
    """The pieces that may stand at a place of a word, and the lengths to be tried by the letters that come there."""

    def __init__(self, ids: dict[str, int]) -> None:
        self.ids = ids
        lengths: dict[str, set[int]] = {}
        for piece in ids:
            lengths.setdefault(piece[:_OPENING], {*_SHORT}).add(len(piece))
        self.lengths = {opening: tuple(sorted(found, reverse=True)) for opening, found in lengths.items()}


@cache
def load_model() -> StaticModel:
    """The embedded model, read once."""
    folder = files("scoring") / "data" / "potion-base-8M-int8"
    with (folder / "vectors.npz").open("rb") as stream, np.load(stream) as data:
        rows, scales = data["vectors"], data["scales"]
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return StaticModel(rows, scales, vocabulary[: len(rows)])


@lru_cache(maxsize=16384)
def vector(text: str) -> Vectors:
    """The embedded model's vector of a short text, (n_dims,) float32 of length 1; zeros without tokens. It is remembered."""
    first: Vectors = load_model().embed((text,))[0]
    return first


def similarity(first: str, second: str) -> float:
    """The cosine of two short texts by the embedded model, -1 to 1; 0 where one of them has no tokens."""
    return float(vector(first) @ vector(second))


def normalised(vectors: Vectors) -> Vectors:
    """Rows of length 1; rows of zeros stay."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    lengths[lengths == 0.0] = 1.0
    result: Vectors = vectors / lengths[:, None]
    return result


def words_of(text: str) -> Iterator[str]:
    """BERT-uncased words: lower-case without accents; each punctuation mark and CJK character is its own."""
    word: list[str] = []
    for char in unicodedata.normalize("NFD", _spaced(text).lower()):
        category = unicodedata.category(char)
        if category == "Mn":
            continue
        if char.isspace() or _is_punctuation(char, category):
            if word:
                yield "".join(word)
                word = []
            if not char.isspace():
                yield char
        else:
            word.append(char)
    if word:
        yield "".join(word)


def _spaced(text: str) -> str:
    kept: list[str] = []
    for char in text:
        if char in "\t\n\r":
            kept.append(" ")
        elif ord(char) in (0, 0xFFFD) or unicodedata.category(char).startswith("C"):
            continue
        elif any(low <= ord(char) <= high for low, high in (*_CJK, *_CJK_MORE)):
            kept.append(f" {char} ")
        else:
            kept.append(char)
    return "".join(kept)


def _is_punctuation(char: str, category: str) -> bool:
    code = ord(char)
    return 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126 or category[0] == "P"

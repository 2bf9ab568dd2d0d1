"""The runs of letters, or of letters and digits, in a text: what most words are. Pure functions.

What is ASCII is looked up in a table of bytes, in a tenth of the time that a pattern takes; in UTF-8 no byte of another
character looks like one of ASCII. A pattern then reads the few runs in which there is something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

ODD = "ıſß\u0307"
"""In lower case: what else is taken for an i, an s or ss, and the dot of İ."""

_MARKS = "•·–—"
"""What stands between words more often than all else that is not ASCII."""
_LETTERS = re.compile(r"[^\W\d_]+")
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")


def of_letters(text: str) -> list[str]:
    """All runs of letters, in their order."""
    return _of_spaced(spaced(text, _LETTER_BYTES), str.isalpha, _LETTERS)


def of_letters_and_digits(text: str) -> list[str]:
    """All runs of letters and digits, in their order."""
    return _of_spaced(spaced(text, _LETTER_AND_DIGIT_BYTES), str.isalnum, _LETTERS_AND_DIGITS)


@lru_cache(maxsize=32)
def distinct(text: str) -> frozenset[str]:
    """All runs of letters and digits, each once. Those of the latest texts are remembered."""
    return frozenset(of_letters_and_digits(text))


def first_run(text: str) -> str:
    """The first run of letters and digits of a lower-case text; "" where it is of signs alone."""
    found = _LETTERS_AND_DIGITS.search(text)
    return found[0] if found else ""


def letters_of(runs: frozenset[str]) -> list[str]:
    """The runs of letters in distinct runs of letters and digits, in any order."""
    whole = frozenset(filter(str.isalpha, runs))
    return [*whole, *_LETTERS.findall(" ".join(runs - whole))]


def spaced(text: str, table: bytes) -> str:
    """The text with a space for each character of ASCII that a `table` does not keep, and for a few other marks."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
    return text.encode("utf-8", "surrogatepass").translate(table).decode("utf-8", "surrogatepass")


def table(is_kept: Callable[[str], bool]) -> bytes:
    """A table for `spaced`."""
    return bytes(code if code > 0x7F or is_kept(chr(code)) else 0x20 for code in range(0x100))


def _of_spaced(text: str, is_run: Callable[[str], bool], pattern: re.Pattern[str]) -> list[str]:
    # Of ASCII nothing is left but runs.
    return text.split() if text.isascii() else _runs(text.split(), is_run, pattern)


def _runs(pieces: list[str], is_run: Callable[[str], bool], pattern: re.Pattern[str]) -> list[str]:
    if all(map(is_run, pieces)):
        return pieces
    runs: list[str] = []
    for piece in pieces:
        if is_run(piece):
            runs.append(piece)
        else:
            runs += pattern.findall(piece)
    return runs


_LETTER_BYTES, _LETTER_AND_DIGIT_BYTES = table(str.isalpha), table(str.isalnum)

"""The runs of letters, or of letters and digits, in a text: what most words are. Pure functions.

What is ASCII is looked up in a table of bytes, in a tenth of the time that a pattern takes; in UTF-8 no byte of another
character looks like one of ASCII. A pattern then reads the few runs in which there is something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import filterfalse

_LETTERS = re.compile(r"[^\W\d_]+")
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")


def of_letters(text: str) -> list[str]:
    """All runs of letters, in their order."""
    runs: list[str] = []
    for piece in spaced(text, _LETTER_BYTES).split():
        if piece.isalpha():
            runs.append(piece)
        else:
            runs += _LETTERS.findall(piece)
    return runs


def of_letters_and_digits(text: str) -> set[str]:
    """The runs of letters and digits, each once."""
    pieces = set(spaced(text, _LETTER_AND_DIGIT_BYTES).split())
    others = set(filterfalse(str.isalnum, pieces))
    return (pieces - others).union(_LETTERS_AND_DIGITS.findall(" ".join(others)))


def spaced(text: str, table: bytes) -> str:
    """The text with a space for each character of ASCII that is not kept in a `table`."""
    return text.encode("utf-8", "surrogatepass").translate(table).decode("utf-8", "surrogatepass")


def table(is_kept: Callable[[str], bool]) -> bytes:
    """A table for `spaced`."""
    return bytes(code if code > 0x7F or is_kept(chr(code)) else 0x20 for code in range(0x100))


_LETTER_BYTES, _LETTER_AND_DIGIT_BYTES = table(str.isalpha), table(str.isalnum)

"""How much of a text is cut for an instruction to the reader in it. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

Span = tuple[int, int]

MAX_BLOCK_CHARS = 2000
"""A block of markup or JSON is cut to its end, or for so many characters."""
MAX_CUT_CHARS = 400
"""Beside an instruction its line or sentence is cut, or so much of it that follows."""
MAX_GAP_CHARS = 300
"""Text between an order and another instruction is taken for a part of them."""

SENTENCE = re.compile(r"[.!?。！？।؟](?=\s|\Z|[^\x00-\x7f])|\n")
"""What ends a sentence."""
_BEFORE = " \t\r\n.!?:;,)\"'”’"
_ENDS_PROFILE = re.compile(r"</\s*\w+\s*>|\bend\s+(?:of\s+)?(?:the\s+)?[a-z]+", re.IGNORECASE)
"""What pretends that the profile is over: what follows is meant to be read as something else."""
_BLOCK_ENDS = {"{": "}", "<!--": "-->", "```": "```"}


class Found(NamedTuple):
    """Where an instruction stands. With an order goes what follows on its line; of what else is found, its sentence."""

    start: int
    end: int
    is_order: bool = True


def extents(text: str, found: Iterable[Found]) -> list[Span]:
    """What is cut for what was found, in order: places without overlaps."""
    merged: list[Found] = []
    for each in sorted(_extent(text, one) for one in found):
        last = merged[-1] if merged else None
        if last and each.start - last.end <= (MAX_GAP_CHARS if last.is_order or each.is_order else 0):
            merged[-1] = Found(last.start, max(last.end, each.end), last.is_order or each.is_order)
        else:
            merged.append(each)
    return [(each.start, each.end) for each in merged]


def _extent(text: str, found: Found) -> Found:
    """An instruction with its sentence from the beginning, a block to its end, and what goes with it behind that."""
    start, end, is_order = found
    begin = start + len(text[start:end]) - len(text[start:end].lstrip(_BEFORE))
    end = start + len(text[start:end].rstrip())
    marks = [mark.end() for mark in SENTENCE.finditer(text, max(0, begin - MAX_CUT_CHARS), begin)]
    begin = max(marks, default=max(0, begin - MAX_CUT_CHARS) and start)
    for opened, closed in _blocks(text, begin, end):
        begin, end = min(begin, opened), max(end, closed)
    if not is_order:
        return Found(begin, _end_of_sentence(text, end), is_order)
    if _ENDS_PROFILE.search(text, begin, end):
        gap = text.find("\n\n", end, end + MAX_BLOCK_CHARS)
        end = gap if gap >= 0 else min(len(text), end + MAX_BLOCK_CHARS)
    return Found(begin, _end_of_line(text, end), is_order)


def _blocks(text: str, begin: int, end: int) -> Iterator[Span]:
    """The blocks that open in a part of the text, and where they are closed behind it."""
    for opening, closing in _BLOCK_ENDS.items():
        opened = text.rfind(opening, begin, end)
        if opened >= 0 and (closed := text.find(closing, max(end, opened + len(opening)), end + MAX_BLOCK_CHARS)) >= 0:
            yield opened, closed + len(closing)


def _end_of_sentence(text: str, end: int) -> int:
    # What was found may have the mark itself.
    stop = SENTENCE.search(text, end - 1, end + MAX_CUT_CHARS)
    if not stop:
        return min(len(text), end + MAX_CUT_CHARS)
    return stop.start() if stop[0] == "\n" else stop.end()


def _end_of_line(text: str, end: int) -> int:
    newline = text.find("\n", end, end + MAX_CUT_CHARS)
    if newline >= 0:
        return newline
    if end + MAX_CUT_CHARS >= len(text):
        return len(text)
    stop = SENTENCE.search(text, end + MAX_CUT_CHARS // 2, end + MAX_CUT_CHARS)
    return stop.end() if stop else end + MAX_CUT_CHARS

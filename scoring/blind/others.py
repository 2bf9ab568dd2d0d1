"""Where a text names people beside the one whose it is: behind a form of address, or as referees and next of kin.

Pure functions; a name is looked for only where one of the words before it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.blind import namelike, pronouns
from scoring.blind.namewords import table
from scoring.text.folding import Folded, Place, fold, led, words

MOST_NAMES = 4
"""Names and initials behind a form of address, at most."""
NEAR_CHARS = 300
"""Behind their heading referees are named in so many characters."""

_NAME = re.compile(
    r"[ \u00a0](?:(?:d[aei]|del?|la|v[ao]n|den?|der)[ \u00a0]){0,2}((?:[^\W\d_a-z]\.)+|[^\W\d_a-z][\w\u0300-\u036f'’-]*)"
)
_OWNED = re.compile(r"['’]s\Z")
_HEADING = re.compile(r"(?:referees?|references?|signed|kin)[ \t]*(?::|\n)")
_HEADING_WORDS = words(["referee referees reference references signed kin"])
_BEFORE_HEADING = re.compile(r"(?:next of |[^\w\n]){0,8}\Z")
_PIECE = re.compile(r"(?:(?!\s[-–—]\s)[^\n,;:|•·()])+")


def spans(whole: Folded) -> Iterator[Place]:
    """Where such names stand, forms of address with them; unordered."""
    if not pronouns.ADDRESS_WORDS.isdisjoint(whole.known):
        yield from _addressed(whole.text)
    if told := _HEADING_WORDS & whole.known:
        for heading in led(_HEADING, told, whole.folded):
            line = whole.folded.rfind("\n", 0, heading.start()) + 1
            if _BEFORE_HEADING.match(whole.folded, line, heading.start()):
                yield from _named(whole.text, heading.end())


def _addressed(text: str) -> Iterator[Place]:
    """Names up to the first word of work, as in "Mr Smith Head Teacher"; where there are none, or a firm's, nothing."""
    for address in pronouns.ADDRESS.finditer(text):
        start, end = address.span()
        at = end
        for _ in range(MOST_NAMES):
            name = _NAME.match(text, at)
            if not name or not _is_name(name[1]):
                break
            at = name.end()
            end = at if name[1].endswith(".") else at - len(name[1]) + len(_OWNED.sub("", name[1]))
        if end > address.end() and fold(text[start:end]) not in table().firms.whole:
            yield start, end


def _is_name(word: str) -> bool:
    return len(word.strip(".")) == 1 or namelike.is_name(_OWNED.sub("", word))


def _named(text: str, start: int) -> Iterator[Place]:
    """Pieces of the lines behind a heading that are names alone."""
    for piece in _PIECE.finditer(text, start, start + NEAR_CHARS):
        own = piece[0].strip()
        if namelike.are_names(namelike.bare(own)):
            begin = piece.start() + piece[0].index(own)
            yield begin, begin + len(own)

"""The positions that a resume tells of, by their titles, and whether somebody rose. Pure functions.

A title is taken only where it can be told for sure: a few words that end in an occupation, beside the dates of work or
at the head of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from msgspec import Struct

from scoring.career.tenure import Range, before_blanks, behind_blanks
from scoring.roles.levels import titled_level
from scoring.roles.occupations import EDGES, LABEL, MOST_CHARS, NOT_HELD, OWN_LINE, WORD, is_title, names_work, with_field
from scoring.rubric import LEVELS
from scoring.text.dates import fold, words
from scoring.text.folding import bag, glance
from scoring.text.sentences import END

MOST = 20
"""Positions that are kept, the latest first."""
_LINE_CHARS = 120
_BEFORE_CHARS = 400
"""Before a line, in which the one above is looked for."""

_FULL_CHARS = 45
_WRAPPED = re.compile(rf"(?![-–—*•·▪●~|\s])(?![^\n]*(?:[^\S\n]{{5}}|\t))[^\n]{{{_FULL_CHARS},}}(?<![.:;!?])\Z")
"""A line that goes on in the next: long, without an end, and no bullet, row of a table or columns."""
_TERMS = re.compile(
    r"\W*(?:(?:full|part)[- ]?time|permanent|fixed[- ]term|temporary|contract|freelance|self[- ]employed|internship|seasonal"
    r"|apprenticeship)\W*",
    re.IGNORECASE,
)
"""A line that says on what terms somebody is employed, as pages of a network have it below each title."""
_PART_TIME = re.compile(r"part[- ]?time\b", re.IGNORECASE)
_GAP = re.compile(rf"{END.pattern}|[^\S\n]{{3,}}|\t(?<!\s\t)(?!\s)")
_PIECE = re.compile(r"[^,;|•·\n:@()\[\]]+")
_CUT = re.compile(
    r"\s(?:at|with|for|bei|chez|bij|presso|em|and responsible)\s.*|\s(?:from|since|between|seit|depuis|desde|dal|sinds)\b.*"
    r"|\s[-–—]+\s|\sin\s(?:an?|the|my|our|\d\w*)\s.*",
    re.DOTALL,
)
"""What parts a title from where and when it was held."""
_AS = re.compile(
    r".*\b(?:as|(?:ltd|llp|llc|inc|plc|gmbh|\w\slimited)\.?)\s+|\W*(?:an?|the)\s+|\W*i\s(?:am|was|have\sbeen)\s+"
    r"|\W*(?:(?:before|prior\sto|after)\s(?:that|this)|(?:most\s)?recently|currently|presently|now|previously|formerly|then)\b[\s,]+"
    r"|\W*(?:(?:career|professional|relevant|work)\s+)*(?:employment|experience|history)\s+",
    re.IGNORECASE,
)
"""What may stand before a title: an employer, words of a sentence, or a heading whose line has lost its end."""
_LABEL_WORDS = bag("title position role designation post")
_FORM_CHARS = 200
"""Between a label and the dates of the same position, at most."""
_DASH = re.compile(r"[–—-]\s")
"""Before the field of a title; it stands in few pieces."""
_BOTH = re.compile(r"/[A-Z]{2,5}\Z")
"""A second title, in short, as in "Phlebotomist/HCA"."""
_PART = re.compile(r"[,;|•·]\s|\s[|•·–—-]\s")
"""What parts a line into an employer, a title, a place and the like."""
_OF_OTHERS = re.compile(
    r"\b(?:report(?:ed|ing|s)? (?:directly )?to|(?:managed|overseen|supervised) by|line manager\s?:).*",
    re.IGNORECASE | re.DOTALL,
)
"""What a sentence says of those above, with their titles."""
_FORMER = re.compile(
    r"\W*(?:before(?:\s(?:that|this))?|earlier|formerly|previously|prior\sto\s(?:that|this))\b", re.IGNORECASE
)
_BULLET = re.compile(r"\s*[-–—*•·▪●~]")


_SUMMER_MONTHS = 3
"""From the end of studies on a side job may go on for so long."""


class Position(Struct, frozen=True, gc=False):
    """A dated position: its title in the words of the text, "" where none can be told, and its first and last month.

    Months are counted from the beginning of the earliest position, so that they tell nobody's age. `is_side`: it is called
    part-time, and ended with studies or before. `is_former`: its line begins so, as in "Before: cook, 2018 - 2022".
    """

    title: str
    first: int
    last: int
    is_side: bool = False
    is_former: bool = False


def positions(text: str, ranges: Sequence[Range], *, has_identity: Callable[[str], bool]) -> tuple[Position, ...]:
    """The dated positions, the latest first.

    What looks like a title and is none is left out: `has_identity` knows Ann Baker by name.
    """
    labels = tuple(LABEL.finditer(text)) if not _LABEL_WORDS.isdisjoint(glance(text).known) else ()
    works = sorted((each for each in ranges if each.kind == "work"), key=lambda each: (-each.last, -each.first, each.start))
    began = min((each.first for each in works), default=0)
    titles = (_beside(text, each, ranges, labels, has_identity) for each in works[:MOST])
    return tuple(
        Position(title, each.first - began, each.last - began, _is_side(title, each, ranges), _is_former(text, each))
        for title, each in zip(titles, works, strict=False)
    )


def _is_side(title: str, own: Range, ranges: Sequence[Range]) -> bool:
    """Whether a position was a side job before studies, beside them, or until soon after them."""
    if not _PART_TIME.match(title):  # mostly so
        return False
    return own.last <= max((each.last for each in ranges if each.is_education), default=0) + _SUMMER_MONTHS


def _is_former(text: str, own: Range) -> bool:
    return not own.is_open and _FORMER.match(text, _line(text, own.start, own.end)[0]) is not None


def rose(titles: Sequence[str]) -> bool | None:
    """Whether the latest of these titles, the first, is of a higher level than the earliest; None if it cannot be told.

    A title without a level stands between junior and senior.
    """
    levels = [titled_level(title) for title in titles]
    if len(levels) < 2 or levels[0] is levels[-1] is None:
        return None
    latest, earliest = (LEVELS.index(level or "mid") for level in (levels[0], levels[-1]))
    return None if latest == earliest else latest > earliest


def _beside(
    text: str, own: Range, ranges: Sequence[Range], labels: Sequence[re.Match[str]], has_identity: Callable[[str], bool]
) -> str:
    """The title in the line of a range of dates, else behind a label, else in the line above, else in the line below."""
    lines = chain(_own_lines(text, own, ranges), _labelled(own, ranges, labels), _lines_around(text, own, ranges))
    told = (title for line in lines for title in _titles(line))
    return next((title for title in told if not has_identity(title)), "")


def _labelled(own: Range, ranges: Sequence[Range], labels: Sequence[re.Match[str]]) -> Iterator[str]:
    """What stands behind the labels that belong to a range of dates: before it, if the text's first label stands so."""
    begins = min(each.start for each in ranges if each.kind == "work")
    if labels and labels[0].start() < begins:
        floor = max((each.end for each in ranges if each.end <= own.start), default=0)
        near = (label for label in reversed(labels) if max(floor, own.start - _FORM_CHARS) <= label.start() < own.start)
    else:
        ceiling = min((each.start for each in ranges if each.start >= own.end), default=own.end + _FORM_CHARS)
        near = (label for label in labels if own.end <= label.start() < min(ceiling, own.end + _FORM_CHARS))
    yield from (label[1] for label in near)


def _own_lines(text: str, own: Range, ranges: Sequence[Range]) -> Iterator[str]:
    """What stands beside a range of dates in its line, and with the end of the line above where that goes on."""
    others = [each for each in ranges if each is not own]
    start, end = _line(text, own.start, own.end)
    last = before_blanks(text, start)
    above = _line(text, last, last)
    starts = [start]
    goes_on = text.count("\n", last, start) == 1 and _is_wrapped(text[above[0] : last])
    if goes_on and not _has_dates(above, others) and not NOT_HELD.search(text, *above):
        # Only its last piece goes on.
        starts.insert(0, max((piece.start() for piece in _PIECE.finditer(text, above[0], last)), default=above[0]))
    ceiling = min((each.start for each in others if own.end <= each.start <= end), default=end)
    behind = END.split(text[own.end : ceiling], maxsplit=1)[0]
    for begin in starts:
        floor = max((each.end for each in others if begin <= each.end <= own.start), default=begin)
        before = text[floor : own.start]
        told = _own(_ending(before)), _own(behind)
        first = min((each for each in others if begin <= each.start < own.start), default=None, key=_start)
        yield "|".join(reversed(told) if _is_led(before, text[begin : first.start] if first else None) else told)


def _start(each: Range) -> int:
    return each.start


def _is_led(before: str, before_first: str | None) -> bool:
    """Whether what stands behind dates is of these, sooner than what stands before: they begin a sentence or lead a line.

    Args:
        before: what stands before the dates in their line.
        before_first: what stands before the first dates of the line, if these are others.
    """
    if before_first is not None and not next(_titles(_ending(before_first)), ""):
        return True
    *sentences, last = END.split(before)
    return bool(sentences) and fold(last).strip() in words().since | {"", "from"}


def _lines_around(text: str, own: Range, ranges: Sequence[Range]) -> Iterator[str]:
    """The lines above and below a range of dates that stand alone.

    Where a blank line is below it, and above a line of prose, what is below belongs to something else.
    """
    others = [each for each in ranges if each is not own]
    start, end = _line(text, own.start, own.end)
    last, first = before_blanks(text, start), behind_blanks(text, end)
    above = _line(text, last, last)
    if text.count("\n", last, start) == 1 and text.count("\n", end, first) > 1 and not _stands_alone(text, *above):
        return
    if _TERMS.fullmatch(text, *above):
        last = before_blanks(text, above[0])
        above = _line(text, last, last)
    below = _line(text, first, first)
    for each in chain((above, below), _beyond_employers(text, above, below, is_first=text.count("\n", last, start) != 1)):
        if not _has_dates(each, others) and _stands_alone(text, *each) and not NOT_HELD.search(text, *each):
            yield " ".join(_GAP.sub("; ", text[slice(*each)]).split())


def _beyond_employers(
    text: str, above: tuple[int, int], below: tuple[int, int], *, is_first: bool
) -> Iterator[tuple[int, int]]:
    """The lines beyond those around dates, where these may be employers: title, employer and dates are often three lines.

    Args:
        is_first: no line stands directly above the dates, so that those below are of the same position.
    """
    if is_first:
        following = behind_blanks(text, below[1])
        if text.count("\n", below[1], following) == 1 and _may_be_employer(text, *below):
            yield _line(text, following, following)
    else:
        last = before_blanks(text, above[0])
        if text.count("\n", last, above[0]) == 1 and _may_be_employer(text, *above):
            yield _line(text, last, last)


def _may_be_employer(text: str, start: int, end: int) -> bool:
    return _stands_alone(text, start, end) and _BULLET.match(text, start, end) is None


def _own(text: str) -> str:
    """A text without what its sentences say of those above."""
    return ";".join(_OF_OTHERS.sub("", each) for each in text.split(";")) if _OF_OTHERS.search(text) else text


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a line is short, and neither it nor the one before goes on in the next: where those break says nothing."""
    line = text[start:end].split()
    if not line or _is_prose(" ".join(line)):
        return False
    before = " ".join(text[max(0, start - _BEFORE_CHARS) : start].rstrip().rpartition("\n")[2].split())
    if _is_wrapped(before):
        return False
    return not line[0][:1].islower() or text.islower()  # where there are no capitals, a line without one says nothing


def _is_prose(line: str) -> bool:
    """Whether a line is long, and not of short parts in capitals, as "Acme Instruments Ltd - Sales Manager, Sensors" is."""
    if len(line) <= OWN_LINE:
        return False
    parts = _PART.split(line)
    are_short = len(parts) > 1 and all(part[:1].isupper() and len(part) <= OWN_LINE for part in parts)
    return not are_short or len(line) > _LINE_CHARS


def _is_wrapped(line: str) -> bool:
    return len(line) >= _FULL_CHARS and _WRAPPED.match(line) is not None


def _ending(text: str) -> str:
    """The sentences of a text, the last first, without doubled blanks: how wide these are does not matter.

    Of a long one it is the last sentence, or whole words at the end of that.
    """
    sentences = [" ".join(_GAP.sub("; ", each).split()) for each in reversed(END.split(text))]
    spaced = "; ".join(sentences)
    if len(spaced) > _LINE_CHARS:
        spaced = sentences[0]
    return spaced if len(spaced) <= _LINE_CHARS else spaced[-_LINE_CHARS:].partition(" ")[2]


def _has_dates(line: tuple[int, int], ranges: Sequence[Range]) -> bool:
    return any(each.start < line[1] and each.end > line[0] for each in ranges)


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the line or lines from `start` to `end`, not too far from these."""
    floor, ceiling = max(0, start - 3 * _LINE_CHARS), min(len(text), end + _LINE_CHARS)
    last = text.find("\n", end, ceiling)
    return max(floor, text.rfind("\n", floor, start) + 1), ceiling if last < 0 else last


def _titles(line: str) -> Iterator[str]:
    for piece in _PIECE.findall(_GAP.sub(";", line)):
        if names_work(WORD.findall(fold(piece))):
            if _DASH.search(piece) and (title := with_field(_bare(piece))):
                yield title
            titles = (_bare(part).strip(EDGES) for part in _CUT.split(piece))
            both = dict.fromkeys(chain.from_iterable((title, _BOTH.sub("", title)) for title in titles))
            yield from (title for title in both if len(title) <= MOST_CHARS and is_title(title))


def _bare(part: str) -> str:
    """What "currently", "worked as" or "I was" is followed by, without its article."""
    while beginning := _AS.match(part):
        part = part[beginning.end() :]
    return part

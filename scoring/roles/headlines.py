"""The title at the head of a text, where it stands apart, or that an advert looks for. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice, takewhile

from scoring.roles.occupations import (
    EDGES,
    LABEL,
    MOST_CHARS,
    NOT_HELD,
    NUMBER,
    OWN_LINE,
    TIME,
    WORD,
    heads,
    is_title,
    names_work,
    table,
    with_field,
)
from scoring.roles.titles import tells_field
from scoring.text.dates import fold, words

_HEAD_LINES, _HEAD_CHARS = 6, 400
_SEEKS = re.compile(
    r"\b(?:look(?:s|ing)? for|seek(?:s|ing)?|hir(?:es|ing)|recruit(?:s|ing)|in need of|needs|role of|position of|join us as"
    r"|working as)\s+([^.;:!?\n]{3,80})"
    r"|\b(?:(?:job|position) title|position|role|vacancy)\s*[:：]\s*([^.;:!?\n|,]{3,60}?)(?=\s+\w+\s*[:：]|[.;!?\n|,]|\Z)",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    r"^(?:(?:an?|the|our|your|next|new|experienced|talented|motivated|skilled|passionate|dedicated|qualified|full-time|part-time)\s)+",
    re.IGNORECASE,
)
_UNTIL = re.compile(r",|\s(?:to|who|with|for|that|at|and|in|based|on|from|or)\s")
_GOES_ON = re.compile(r",[^\S\n]*\n[^\S\n]*(?=\S)")
"""The end of a line that goes on in the next."""
_HEAD_BREAK = re.compile(r"\n|[^\S\n]{5,}")
"""Where a text was taken out of a page, wide gaps stand for the ends of its lines."""
_BESIDE_TITLE = re.compile(
    rf"\s*\([^()]*{TIME}[^()]*\)\Z|(?<=[^\W\d_]{{3}})\.\s.*"
    rf"|\s(?:bringing|having|offering|with)\s(?:[^\s,.;:]+\s){{0,3}}?(?:{TIME}|years?\b).*",
    re.IGNORECASE | re.DOTALL,
)
"""What follows a title in its line: how long somebody has held it, or a sentence."""
_LETTERED = re.compile(
    rf"([^,]+)((?:,\s*(?:(?:[A-Z][a-z]{{0,4}}\.?){{2,}}\d?(?:\s\(?[\w.]+\)?){{0,2}}|[^,]*(?i:{TIME})[^,]*))+)"
)
"""A title with the letters of qualifications or time behind it, as in "Accountant, ACA" or "Graphic Designer, 5 years"."""
_EMPLOYED = re.compile(r"([^\s,]+\s[^,]+)((?:,\s*[^,\d]{2,40}){1,2})")
"""A title of some words with an employer or a place behind it, as in "Software Engineer, Google, London"."""
_ASIDE = re.compile(r"\s*\([^()]*\)\Z")
_HEAD_PART = re.compile(r"\||\s[–—-]\s")
_PLACE = re.compile(r"\s(?:at|@|bei|chez|with(?=\s[A-Z]))\s.*")
_HEAD_MARK = re.compile(r"\[redacted\]|[|,;:•·()\d@+]|\s[–—-]\s|\.\s")
"""What a title at the head of a text does not go over."""
_BEGINNING_WORDS, _HEAD_MARKS = 20, 4
"""Words of a long line, and marks in it, among which a title is looked for."""
_LEFT_OUT = re.compile(r"\A(?:\W*\[redacted\])+")
_BEHIND_TITLE = re.compile(r"\s(?:bringing|having|offering|who|with)(?:\s(?:about|has|have|nearly|over))?\Z", re.IGNORECASE)
_BEFORE_HEADING = re.compile(r"(?:\s(?:career|core|executive|key|personal|professional|technical|work))+\Z", re.IGNORECASE)
"""What a heading may begin with."""
_APART = re.compile(rf"^[^\S\n]*(\S[^\n]{{1,{OWN_LINE}}}?)[^\S\n]*\n[^\S\n]*\n", re.MULTILINE)
"""A short line before a blank one, without the white space at its ends."""
_APART_CHARS = 8000
"""Of a text that is searched for such lines."""
_UNHELD = re.compile(
    r"\W*(?:(?:career|employment|job|my|professional)\s+)*(?:objectives?|goals?|aspirations?|refer(?:ees?|ences?)"
    r"|(?:desired|preferred|target)\s(?:job|position|role|title))\W*\Z",
    re.IGNORECASE,
)
"""The heading of what somebody wants, or of those who speak for somebody."""
_REFEREES = re.compile(r"\W*(?:\w+\W+){0,2}refer(?:ees?|ences?)\W*\Z", re.IGNORECASE)


def _is_nobody(title: str) -> bool:
    return False


def headline(
    text: str, *, is_praised: bool = False, is_dated: bool = False, is_name: Callable[[str], bool] = _is_nobody
) -> str:
    """The title at the head of a text, or "": in a line of its own that does not go on in the next, or before a wide gap.

    Letters, time or a sentence may follow it. In a long line, or where the ends of lines were lost, it stands before a
    heading, a mark or a number, or is what begins the text in capitals.

    Args:
        is_praised: take one that only praises, too, as in "Finance Professional".
        is_dated: the text has dated positions; one with time behind it may be any of these.
        is_name: tells somebody's name, which may end in an occupation as a title does.
    """
    head = _GOES_ON.sub(", ", text[:_HEAD_CHARS])
    lines = [line for line in _HEAD_BREAK.split(head) if line.strip()][:_HEAD_LINES]
    short = list(takewhile(_is_short, lines))
    around = zip(["", *short], short, [*lines[1:], ""], strict=False)
    whole = (line for above, line, below in around if not below.lstrip()[:1].islower() and not _UNHELD.match(above))
    placed = (_PLACE.sub("", line) for line in whole)
    parts = (part.strip(EDGES) for line in placed for part in (with_field(line), *_HEAD_PART.split(line)))
    begun = _begun(short, lines[len(short) :]) if not short or not is_dated else ()
    named = (_alone(part, is_dated=is_dated) for part in chain(parts, begun))
    held = (part for part in named if not NOT_HELD.search(part))
    titles = (part for part in held if heads(_ASIDE.sub("", part), is_praised=is_praised))
    return next((title for title in titles if not is_name(title)), "")


def _is_short(line: str) -> bool:
    return len(" ".join(line.split())) <= OWN_LINE


def _alone(part: str, *, is_dated: bool) -> str:
    """A title without its label and without what follows it. With an employer behind it, it may be any dated position's."""
    part = _BESIDE_TITLE.sub("", LABEL.sub(r"\1", part))
    if "," not in part:
        return part
    if lettered := _LETTERED.fullmatch(part):
        return part if is_dated and NUMBER.search(lettered[2]) else lettered[1]
    employed = None if is_dated else _EMPLOYED.fullmatch(part)
    is_alone = employed and not names_work(WORD.findall(fold(employed[2]))) and not tells_field(employed[2])
    return employed[1] if employed and is_alone else part


def _begun(above: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """What may be the title in the first long line of a text; below others it stands at the beginning of that.

    Below the heading of something else, as of skills or studies, it is none.
    """
    for line in lines[:1]:
        if not above:
            yield from _beginnings(line)
        elif all(map(_may_be_above, above)):
            own = _LEFT_OUT.sub("", line).lstrip(" ,|")
            if names_work(WORD.findall(fold(own[:MOST_CHARS]))):  # mostly it does not, and there is no need to look closer
                yield from (part for part in _beginnings(line) if own.startswith(part))


def _may_be_above(line: str) -> bool:
    """Whether a short line is no heading, or one below which somebody's work is told."""
    known = words()
    named = known.heading.intersection(WORD.findall(fold(line))) - known.linking
    return not named or not named.isdisjoint(known.work | table().opening)


def standing_apart(text: str, *, is_name: Callable[[str], bool] = _is_nobody) -> str:
    """The first title in a short line that a blank line parts from what follows, or "".

    A line as "Nurse - City Hospital" tells one, too. Titles that are wished for and those of referees are none, nor is what
    stands behind a colon, as in "Father: Head Teacher".
    """
    for line in _APART.finditer(text[:_APART_CHARS]):
        if ":" in line[1] or NOT_HELD.search(line[0]):
            continue
        title = _HEAD_PART.split(_PLACE.sub("", line[1]), maxsplit=1)[0].strip(EDGES)
        is_one = heads(_ASIDE.sub("", title), is_praised=False) and not is_name(title)
        if is_one and not _is_behind_referees(text, line.start()):
            return title
    return ""


def _is_behind_referees(text: str, end: int) -> bool:
    return any(_REFEREES.match(line) for line in text[:end].splitlines())


def _beginnings(line: str) -> Iterator[str]:
    """What may be the title at the beginning of a long line: before a mark, a number or a heading, or all in capitals."""
    line, known = _LEFT_OUT.sub("", line), words()
    found = list(islice(WORD.finditer(line), _BEGINNING_WORDS))
    head = line[: found[-1].end() + 1] if found else ""
    wish = NOT_HELD.search(head)
    last = wish.start() if wish else len(head)
    likely = (word for word in found if word.start() <= last)
    headings = (word for word in likely if (name := fold(word[0])) in known.heading and name not in known.linking)
    yield from (_BEFORE_HEADING.sub("", _last_part(head[: heading.start()])) for heading in headings)
    yield from (_last_part(head[: mark.start()]) for mark in islice(_HEAD_MARK.finditer(head, 0, last), _HEAD_MARKS))
    capitals = list(takewhile(lambda word: word[0].isupper() and len(word[0]) > 1, found))
    if not all(word[0].isupper() for word in found[len(capitals) : len(capitals) + 2]):
        yield head[: found[len(capitals)].start()].strip(EDGES)


def _last_part(head: str) -> str:
    return _BEHIND_TITLE.sub("", _PLACE.sub("", _HEAD_MARK.split(head)[-1].strip(EDGES)))


def sought(description: str) -> str:
    """The title that a job's description looks for, as in "we are looking for a registered nurse who ...", or ""."""
    for found in _SEEKS.finditer(description):
        title = _QUALIFIED.sub("", _UNTIL.split(found[1] or found[2], maxsplit=1)[0]).strip(EDGES)
        if is_title(title):
            return title
    return ""

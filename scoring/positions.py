"""The positions that a resume tells of, by their titles, and whether somebody rose. Pure functions.

A title is taken only where it can be told for sure: a few words that end in an occupation, beside the dates of work or
at the head of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, islice, takewhile

import msgspec
from msgspec import Struct

from scoring.dates import fold, words
from scoring.folding import bag, glance
from scoring.levels import titled_level
from scoring.rubric import LEVELS
from scoring.sentences import END
from scoring.tenure import Range, before_blanks, behind_blanks
from scoring.titles import is_occupation, is_praise, tells_field, ungraded
from scoring.vocabulary import vocabulary

MOST = 20
"""Positions that are kept, the latest first."""
MOST_WORDS, MOST_CHARS = 7, 60
MOST_PRAISE = 5
"""Words of a title of praise, at most."""
OWN_LINE = 48
"""Characters of a line that stands alone, at most; a longer one is of a paragraph, which may break anywhere."""
_HEAD_LINES, _HEAD_CHARS = 6, 400
_LINE_CHARS = 120

_WRAPPED = re.compile(r"(?![-–—*•·▪●~|\s])(?![^\n]*(?:[^\S\n]{5}|\t))[^\n]{45,}(?<![.:;!?])\Z")
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
_EDGES = " \t\r\u00a0.-–—*•·▪●'\"’“”/"
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
_AS = re.compile(
    r".*\b(?:as|(?:ltd|llp|llc|inc|plc|gmbh|\w\slimited)\.?)\s+|\W*(?:an?|the)\s+|\W*i\s(?:am|was|have\sbeen)\s+"
    r"|\W*(?:(?:before|prior\sto|after)\s(?:that|this)|(?:most\s)?recently|currently|presently|now|previously|formerly|then)\b[\s,]+"
    r"|\W*(?:(?:career|professional|relevant|work)\s+)*(?:employment|experience|history)\s+",
    re.IGNORECASE,
)
"""What may stand before a title: an employer, words of a sentence, or a heading whose line has lost its end."""
_LABEL = re.compile(
    r"^[^\S\n]*(?:(?:current|job|position)[^\S\n]+)?(?:title|position|role|designation|post)[^\S\n]*[:：][^\S\n]*(\S[^\n|;]*)",
    re.IGNORECASE | re.MULTILINE,
)
"""A title with its label, as forms have it."""
_LABEL_WORDS = bag("title position role designation post")
_FORM_CHARS = 200
"""Between a label and the dates of the same position, at most."""
_HEADS = frozenset(["head", "lead", "leader"])
"""What is an occupation only with what is headed or led."""
_WORD = re.compile(r"[^\W\d_]+")
_BOTH = re.compile(r"/[A-Z]{2,5}\Z")
"""A second title, in short, as in "Phlebotomist/HCA"."""
_PART = re.compile(r"[,;|•·]\s|\s[|•·–—-]\s")
"""What parts a line into an employer, a title, a place and the like."""
_TIME = r"\d\+?\s?(?:y(?:ea)?rs?|mo(?:nth)?s?)\b"
_NUMBER = re.compile(rf"\d\d|{_TIME}", re.IGNORECASE)
"""A date or an amount, of time as well; a single digit stands in titles, too, as in "Year 2 Teacher"."""
_GOES_ON = re.compile(r",[^\S\n]*\n[^\S\n]*(?=\S)")
"""The end of a line that goes on in the next."""
_HEAD_BREAK = re.compile(r"\n|[^\S\n]{5,}")
"""Where a text was taken out of a page, wide gaps stand for the ends of its lines."""
_BESIDE_TITLE = re.compile(
    rf"\s*\([^()]*{_TIME}[^()]*\)\Z|(?<=[^\W\d_]{{3}})\.\s.*"
    rf"|\s(?:bringing|having|offering|with)\s(?:[^\s,.;:]+\s){{0,3}}?(?:{_TIME}|years?\b).*",
    re.IGNORECASE | re.DOTALL,
)
"""What follows a title in its line: how long somebody has held it, or a sentence."""
_LETTERED = re.compile(
    rf"([^,]+)((?:,\s*(?:(?:[A-Z][a-z]{{0,4}}\.?){{2,}}\d?(?:\s\(?[\w.]+\)?){{0,2}}|[^,]*(?i:{_TIME})[^,]*))+)"
)
"""A title with the letters of qualifications or time behind it, as in "Accountant, ACA" or "Graphic Designer, 5 years"."""
_ASIDE = re.compile(r"\s*\([^()]*\)\Z")
_HEAD_PART = re.compile(r"\||\s[–—-]\s")
_PLACE = re.compile(r"\s(?:at|@|bei|chez)\s.*")
_HEAD_MARK = re.compile(r"\[redacted\]|[|,;:•·()\d@+]|\s[–—-]\s|\.\s")
"""What a title at the head of a text does not go over."""
_BEGINNING_WORDS, _HEAD_MARKS = 20, 4
"""Words of a long line, and marks in it, among which a title is looked for."""
_LEFT_OUT = re.compile(r"\A(?:\W*\[redacted\])+")
_BEHIND_TITLE = re.compile(r"\s(?:bringing|having|offering|who|with)(?:\s(?:about|has|have|nearly|over))?\Z", re.IGNORECASE)
_BEFORE_HEADING = re.compile(r"(?:\s(?:career|core|executive|key|personal|professional|technical|work))+\Z", re.IGNORECASE)
"""What a heading may begin with."""
_NOT_HELD = re.compile(
    r"\b(?:appl(?:ication|ied|y|ying) (?:as|for)|aspiring|dear|desired|hiring manager|hop(?:e|es|ing) to"
    r"|(?:find|gain|obtain|secure) (?:an?|the) (?:\w+ ){0,3}(?:job|position|post|role)"
    r"|looking (?:for|to)|objective|refer(?:ences?|ees?)|report(?:ed|ing|s) to|seek(?:ing|s)"
    r"|(?:preferred|target) (?:job|position|role|title))\b",
    re.IGNORECASE,
)
"""What stands before a title that somebody wants, or that somebody else has."""
_OF_OTHERS = re.compile(
    r"\b(?:report(?:ed|ing|s)? (?:directly )?to|(?:managed|overseen|supervised) by|line manager\s?:).*",
    re.IGNORECASE | re.DOTALL,
)
"""What a sentence says of those above, with their titles."""
_BULLET = re.compile(r"\s*[-–—*•·▪●~]")
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


_SUMMER_MONTHS = 3
"""From the end of studies on a side job may go on for so long."""


class Position(Struct, frozen=True, gc=False):
    """A dated position: its title in the words of the text, "" where none can be told, and its first and last month.

    Months are counted from the beginning of the earliest position, so that they tell nobody's age. `is_side`: it is called
    part-time, and ended with studies or before.
    """

    title: str
    first: int
    last: int
    is_side: bool = False


class _Table(Struct, frozen=True):
    """The words of `data/positions.json`, where `about` says what they are for."""

    about: str
    never: frozenset[str]
    behind: frozenset[str]
    led: frozenset[str]
    opening: frozenset[str]
    served: frozenset[str]


def positions(text: str, ranges: Sequence[Range], *, has_identity: Callable[[str], bool]) -> tuple[Position, ...]:
    """The dated positions, the latest first.

    What looks like a title and is none is left out: `has_identity` knows Ann Baker by name.
    """
    labels = tuple(_LABEL.finditer(text)) if not _LABEL_WORDS.isdisjoint(glance(text).known) else ()
    works = sorted((each for each in ranges if each.kind == "work"), key=lambda each: (-each.last, -each.first, each.start))
    began = min((each.first for each in works), default=0)
    titles = (_beside(text, each, ranges, labels, has_identity) for each in works[:MOST])
    return tuple(
        Position(title, each.first - began, each.last - began, _is_side(title, each, ranges))
        for title, each in zip(titles, works, strict=False)
    )


def _is_side(title: str, own: Range, ranges: Sequence[Range]) -> bool:
    """Whether a position was a side job before studies, beside them, or until soon after them."""
    ended = max((each.last for each in ranges if each.is_education), default=0)
    return own.last <= ended + _SUMMER_MONTHS and _PART_TIME.match(title) is not None


def headline(text: str, *, is_praised: bool = False, is_dated: bool = False) -> str:
    """The title at the head of a text, or "": in a line of its own that does not go on in the next, or before a wide gap.

    Letters, time or a sentence may follow it. In a long line, or where the ends of lines were lost, it stands before a
    heading, a mark or a number, or is what begins the text in capitals.

    Args:
        is_praised: take one that only praises, too, as in "Finance Professional".
        is_dated: the text has dated positions; one with time behind it may be any of these.
    """
    head = _GOES_ON.sub(", ", text[:_HEAD_CHARS])
    lines = [line for line in _HEAD_BREAK.split(head) if line.strip()][:_HEAD_LINES]
    short = list(takewhile(_is_short, lines))
    around = zip(["", *short], short, [*lines[1:], ""], strict=False)
    whole = (line for above, line, below in around if not below.lstrip()[:1].islower() and not _UNHELD.match(above))
    parts = (part.strip(_EDGES) for line in whole for part in _HEAD_PART.split(_PLACE.sub("", line)))
    begun = _begun(short, lines[len(short) :]) if not short or not is_dated else ()
    named = (_alone(part, is_dated=is_dated) for part in chain(parts, begun))
    held = (part for part in named if not _NOT_HELD.search(part))
    return next((part for part in held if _heads(_ASIDE.sub("", part), is_praised=is_praised)), "")


def _is_short(line: str) -> bool:
    return len(" ".join(line.split())) <= OWN_LINE


def _alone(part: str, *, is_dated: bool) -> str:
    """A title without its label and without what follows it."""
    part = _BESIDE_TITLE.sub("", _LABEL.sub(r"\1", part))
    lettered = _LETTERED.fullmatch(part) if "," in part else None
    return part if not lettered or (is_dated and _NUMBER.search(lettered[2])) else lettered[1]


def _begun(above: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """What may be the title in the first long line of a text; below others it stands at the beginning of that.

    Below the heading of something else, as of skills or studies, it is none.
    """
    for line in lines[:1]:
        if not above:
            yield from _beginnings(line)
        elif all(map(_may_be_above, above)):
            own = _LEFT_OUT.sub("", line).lstrip(" ,|")
            if _names_work(_WORD.findall(fold(own[:MOST_CHARS]))):  # mostly it does not, and there is no need to look closer
                yield from (part for part in _beginnings(line) if own.startswith(part))


def _may_be_above(line: str) -> bool:
    """Whether a short line is no heading, or one below which somebody's work is told."""
    table = words()
    named = table.heading.intersection(_WORD.findall(fold(line))) - table.linking
    return not named or not named.isdisjoint(table.work | _table().opening)


def standing_apart(text: str) -> str:
    """The first title in a short line that a blank line parts from what follows, or "".

    A line as "Nurse - City Hospital" tells one, too. Titles that are wished for and those of referees are none, nor is what
    stands behind a colon, as in "Father: Head Teacher".
    """
    for line in _APART.finditer(text[:_APART_CHARS]):
        if ":" in line[1] or _NOT_HELD.search(line[0]):
            continue
        title = _HEAD_PART.split(_PLACE.sub("", line[1]), maxsplit=1)[0].strip(_EDGES)
        if _heads(_ASIDE.sub("", title), is_praised=False) and not _is_behind_referees(text, line.start()):
            return title
    return ""


def _is_behind_referees(text: str, end: int) -> bool:
    return any(_REFEREES.match(line) for line in text[:end].splitlines())


def _beginnings(line: str) -> Iterator[str]:
    """What may be the title at the beginning of a long line: before a mark, a number or a heading, or all in capitals."""
    line, table = _LEFT_OUT.sub("", line), words()
    found = list(islice(_WORD.finditer(line), _BEGINNING_WORDS))
    head = line[: found[-1].end() + 1] if found else ""
    wish = _NOT_HELD.search(head)
    last = wish.start() if wish else len(head)
    likely = (word for word in found if word.start() <= last)
    headings = (word for word in likely if (name := fold(word[0])) in table.heading and name not in table.linking)
    yield from (_BEFORE_HEADING.sub("", _last_part(head[: heading.start()])) for heading in headings)
    yield from (_last_part(head[: mark.start()]) for mark in islice(_HEAD_MARK.finditer(head, 0, last), _HEAD_MARKS))
    capitals = list(takewhile(lambda word: word[0].isupper() and len(word[0]) > 1, found))
    if not all(word[0].isupper() for word in found[len(capitals) : len(capitals) + 2]):
        yield head[: found[len(capitals)].start()].strip(_EDGES)


def _last_part(head: str) -> str:
    return _BEHIND_TITLE.sub("", _PLACE.sub("", _HEAD_MARK.split(head)[-1].strip(_EDGES)))


def sought(description: str) -> str:
    """The title that a job's description looks for, as in "we are looking for a registered nurse who ...", or ""."""
    for found in _SEEKS.finditer(description):
        title = _QUALIFIED.sub("", _UNTIL.split(found[1] or found[2], maxsplit=1)[0]).strip(_EDGES)
        if _is_title(title):
            return title
    return ""


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
    goes_on = text.count("\n", last, start) == 1 and _WRAPPED.match(text[above[0] : last]) is not None
    if goes_on and not _has_dates(above, others) and not _NOT_HELD.search(text, *above):
        # Only its last piece goes on.
        starts.insert(0, max((piece.start() for piece in _PIECE.finditer(text, above[0], last)), default=above[0]))
    ceiling = min((each.start for each in others if own.end <= each.start <= end), default=end)
    behind = END.split(text[own.end : ceiling], maxsplit=1)[0]
    for begin in starts:
        floor = max((each.end for each in others if begin <= each.end <= own.start), default=begin)
        yield _own(_ending(text[floor : own.start])) + "|" + _own(behind)


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
    for each in (above, below, *_beyond_employers(text, above, below, is_first=text.count("\n", last, start) != 1)):
        if not _has_dates(each, others) and _stands_alone(text, *each) and not _NOT_HELD.search(text, *each):
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
    before = " ".join(text[max(0, start - _HEAD_CHARS) : start].rstrip().rpartition("\n")[2].split())
    if not line or _is_prose(" ".join(line)) or _WRAPPED.match(before):
        return False
    return not line[0][:1].islower() or text.islower()  # where there are no capitals, a line without one says nothing


def _is_prose(line: str) -> bool:
    """Whether a line is long, and not of short parts in capitals, as "Acme Instruments Ltd - Sales Manager, Sensors" is."""
    parts = _PART.split(line)
    are_short = len(parts) > 1 and all(part[:1].isupper() and len(part) <= OWN_LINE for part in parts)
    return len(line) > (_LINE_CHARS if are_short else OWN_LINE)


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
        if _names_work(_WORD.findall(fold(piece))):
            titles = (_bare(part).strip(_EDGES) for part in _CUT.split(piece))
            both = chain.from_iterable((title, _BOTH.sub("", title)) for title in titles)
            yield from (title for title in both if len(title) <= MOST_CHARS and _is_title(title))


def _bare(part: str) -> str:
    """What "currently", "worked as" or "I was" is followed by, without its article."""
    while beginning := _AS.match(part):
        part = part[beginning.end() :]
    return part


def _names_work(found: Sequence[str]) -> bool:
    """Whether one of these words stands in each title that has them."""
    return not _HEADS.isdisjoint(found) or any(map(is_occupation, found))


def _heads(line: str, *, is_praised: bool) -> bool:
    if _is_title(line):
        return len(line) <= MOST_CHARS
    found = _WORD.findall(fold(line))
    ends = found[-1:] if found[-1:] != ["leader"] else found[-2:-1]
    return is_praised and 1 < len(found) <= MOST_PRAISE and is_praise("".join(ends))


def _is_title(title: str) -> bool:
    found = _WORD.findall(fold(ungraded(title)))
    if not 0 < len(found) <= MOST_WORDS or _NUMBER.search(title) or not _table().never.isdisjoint(found):
        return False
    heads = [place for place, word in enumerate(found) if _is_occupation(found[:place], word)]
    ends = any(place == len(found) - 1 or found[place + 1] in _table().behind for place in heads)
    return (ends or found[:2] == ["head", "of"]) and not _is_told(found[0])


def _is_occupation(before: Sequence[str], word: str) -> bool:
    """Whether a word names an occupation behind others.

    A leader leads a team or the like, and no market; a lead may be that of a field of work, too, as in "Marketing Lead".
    """
    if word in ("lead", "leader"):
        leads = bool(before) and before[-1] in _table().led
        return leads or (word == "lead" and tells_field(" ".join(before)))
    return is_occupation(word) and not _serves_programs(before, word)


def _serves_programs(before: Sequence[str], word: str) -> bool:
    """Whether a server is no person, as a "Windows Server"."""
    return word.startswith("server") and not _table().served.isdisjoint(before)


def _is_told(first: str) -> bool:
    """Whether a line begins as a sentence about work does, as in "Helped the teacher"."""
    verbs = vocabulary()
    return first in verbs.past or first in verbs.present or (first.endswith("ed") and first not in verbs.never_past)


@cache
def _table() -> _Table:
    return msgspec.json.decode((files("scoring") / "data" / "positions.json").read_bytes(), type=_Table)

"""Whose resume a text is, where it says so: behind a label, in its first line or sentence, or signed. Pure functions.

A first line of names is somebody's where a title, a contact or a heading stands with it. Its words may be words of work as
well, as those of Tom Baker are, but not all of them; and those of firms and places, as Elm Grove, are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from scoring.blind import residence
from scoring.blind.labelled import labelled, said
from scoring.blind.namelike import (
    EDGES,
    WORD,
    are_common_names,
    are_names,
    bare,
    is_firm,
    is_known,
    is_name,
    is_no_name,
    is_spaceless_name,
    names_in,
    unaddressed,
    with_bynames,
)
from scoring.blind.names import is_particle
from scoring.blind.namewords import table
from scoring.roles.titles import is_occupation
from scoring.skills.aliases import aliases, normalise
from scoring.text import dates
from scoring.text.folding import fold

HEAD_CHARS, SIGNED_CHARS, END_CHARS = 400, 1500, 300
"""Where the name of a resume stands that begins with it; has it elsewhere, as a saved page may; or ends as a letter."""
TITLE_CHARS, TITLE_WORDS = 48, 7
"""A title stands in a line as short as this, or among the first few words of a longer one."""
_SOON = 4
_OPENED = re.compile(
    r"(?:cv|curriculum vitae|(?:my |professional )?resume|lebenslauf|personal (?:data|details|information)|profile of|about)"
    r"(?: of| for)?[ \t:–—-]+(?=[^\W\d_])"
)
_ENDED = re.compile(r"(?:['’]s)?[ \t:–—-]+(?:cv|resume|curriculum vitae)\Z")
"""What a first line may have around a name."""
_SIGNED = re.compile(r"\bsigned[ \t]*:[ \t]*([^\n|,;:•()\d]{3,60})")
_CLOSED = re.compile(
    r"(?:\A|\n|[.!?]\s)[ \t]*"
    r"(?:(?:(?:kind(?:est)?|best|warm(?:est)?|many|with(?: (?:kind|best))?) )?(?:regards|wishes|thanks)"
    r"|yours(?: (?:sincerely|faithfully|truly))?|(?:yours )?(?:sincerely|respectfully|faithfully)|thank you|cheers)"
    r"[ \t]*[,.!:/–—-]?\s*((?:[^\W\d_][\w.'’-]*[ \t]?){1,4})(?=\s*(?:\n|\Z|[,|(+]))"
)
"""The end of a letter, and whose name stands below it."""
_SUBJECT = re.compile(r"((?:[^\W\d_a-z][\w.'’-]*\s){1,4})(?:is|was) (an? [^\n]{3,80})")
"""A sentence that says what somebody is."""
_REVERSED = re.compile(r"([^\W\d_a-z][\w'’-]+,) ([^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z]\.?)?)\Z")
"""The family name first, as in a list."""
_ASIDE = re.compile(r"\s*(?:[|,;:•·(]|\s[-–—/]+\s|\t|\s{2}|(?<=\w{3})\.(?:\s|\Z))\s*")
"""What parts a name from what stands behind it."""
_DATED = re.compile(r"\b(?:19|20)\d\d\s?(?:[-–—/]|to\b|until\b)|\b(?:since|from) (?:\w+ )?(?:19|20)\d\d\b", re.IGNORECASE)
"""Beside years of work a line of two words is an employer."""
_THERE = re.compile(r"\bthere\b", re.IGNORECASE)
_SHORTENED = re.compile(r"[^\W\d_a-z][^\W\d_]+ [^\W\d_a-z]\.")
"""A first name and an initial."""
_DEGREE = re.compile(r"[A-Z]\.[ ]?[A-Z][a-z]*\b")
"""A degree at the beginning of a line, as "B.E." and "M. Tech"."""
_NO_TITLE = frozenset(["i", "i'm", "as", "at", "for", "my", "our", "the", "with"])
"""What does not stand before a title that somebody has."""


def told(text: str, *, has_contact: bool) -> str:
    """The name that a resume tells of whom it is, or "": behind a label, in a sentence, as its first line, or signed.

    A line is signed where an address or a link has the same names: a page that was saved begins with something else.

    Args:
        has_contact: whether an address or a telephone number stands near its beginning, as behind a name.
    """
    head = f"\n{text[:HEAD_CHARS]}"  # a label is found far faster where each line has an end before it
    folded = fold(head)
    if own := labelled(head, folded) or said(head, folded):
        return own
    own = _first(head, has_contact=has_contact)
    if not own and has_contact:
        own = next(chain(_signed(text[:SIGNED_CHARS]), _exported(text[:SIGNED_CHARS])), "")
    own = own or (_behind(_SIGNED, text, fold(text)) if "igned:" in text else "")
    return own or _closing(text[-END_CHARS:])


def begins(text: str, own: str) -> bool:
    """Whether a text begins with just this name, of several words, in its first line or up to a mark there."""
    first = text.lstrip(EDGES + "\n").partition("\n")[0]
    mark = _ASIDE.search(first)
    if " " not in own or (mark and "(" in mark[0]):  # where somebody may have another name
        return False
    return fold(first[: mark.start()] if mark else first.strip(EDGES)) == fold(own)


def _closing(end: str) -> str:
    """The name with which a letter ends, which may be one part of it; there words that are names as well are some."""
    found = _CLOSED.search(fold(end))
    own = bare(end[found.start(1) : found.end(1)].strip()) if found else ""
    words = names_in(own)
    return own if words and not is_firm(own, words) and all(map(is_name, words)) else ""


def _behind(pattern: re.Pattern[str], text: str, folded: str) -> str:
    """The name behind a label that may stand before something else as well."""
    found = pattern.search(folded)
    own = bare(_ASIDE.split(text[found.start(1) : found.end(1)])[0]) if found else ""
    return own if are_names(own) else ""


def _first(head: str, *, has_contact: bool) -> str:
    """The name with which a resume begins: its first line, what its first sentence tells of, or what is behind a title."""
    lines = [line for each in head.split("\n") if (line := each.strip(EDGES))]
    while lines and fold(lines[0]).rstrip(":") in table().openings:
        del lines[0]
    if not lines:
        return ""
    if (subject := _SUBJECT.match(lines[0])) and _is_title(subject[2]) and are_names(own := subject[1].strip(), fewest=1):
        return own
    return _in_line(lines, head, has_contact=has_contact) or _behind_title(lines, head, has_contact=has_contact)


def _in_line(lines: Sequence[str], head: str, *, has_contact: bool) -> str:
    """The name in the first of these lines, or in two of one word each."""
    line = _unopened(lines[0])
    bared = with_bynames(unaddressed(line))
    own, aside = _parted(bared)
    name = bare(own)
    behind = fold("\n".join(lines[1:]))
    has_contact = has_contact or _is_signed(WORD.findall(fold(name)), behind)  # as a page of one's own is
    if has_contact and _is_like_a_name(name, behind):
        return name
    is_told = has_contact or line != lines[0] or unaddressed(line) != line
    if not is_told and not _is_shown(own, aside, lines[1:3], head):
        return ""
    if are_names(name) or are_common_names(name) or is_spaceless_name(name):
        return name
    if line != lines[0] and _SHORTENED.fullmatch(name):
        return name
    return next(filter(are_names, _otherwise(lines, bared, name)), "") if is_told else ""


def _otherwise(lines: Sequence[str], line: str, name: str) -> Iterator[str]:
    """Other ways in which the first lines may be a name: with a wide gap, all in small letters, or over two lines."""
    yield " ".join(line.split())
    if name.islower():
        yield name.title()
    if len(lines) > 1 and " " not in lines[0] + lines[1]:
        yield f"{lines[0]} {lines[1]}"


def _behind_title(lines: Sequence[str], head: str, *, has_contact: bool) -> str:
    """The name behind a title in the first line, or in the line below, with letters or where there is a contact."""
    title, aside = _parted(lines[0])
    if not _is_title(title):
        return ""
    beside = bare(_parted(aside)[0])
    if are_names(beside) and not _is_employed(head):
        return beside
    below, letters = _parted(lines[1]) if len(lines) > 1 else ("", "")
    name = bare(below)
    is_told = has_contact or name != below.strip() or _are_letters(letters)
    return name if is_told and are_names(name) and not _is_title(name) else ""


def _unopened(line: str) -> str:
    """A line without "CV of" before or "'s resume" behind a name."""
    opened = _OPENED.match(fold(line))
    line = line[opened.end() :] if opened else line
    ended = _ENDED.search(fold(line))
    return line[: ended.start()] if ended else line


def _parted(line: str) -> tuple[str, str]:
    """A line up to the first mark, and what stands behind it; a name that is reversed has a comma of its own."""
    mark = _ASIDE.search(line)
    if mark and "," in mark[0] and (whole := _REVERSED.match(line)):
        return whole[0], ""
    return (line[: mark.start()], line[mark.end() :]) if mark else (line, "")


def _is_shown(own: str, aside: str, behind: Sequence[str], head: str) -> bool:
    """Whether what stands with a line of names shows that it is somebody: letters, a degree, a title, a heading."""
    words = [fold(word).strip(".") for word in own.split()]
    if words and (words[-1] in table().letters | table().degrees or any(map(_is_heading, behind))):
        return True
    if _are_letters(aside) or (behind and _DEGREE.match(behind[0])):
        return True
    works = (aside, *behind[:1])
    is_told = any(map(_is_title, works)) or any(normalise(_parted(work)[0]) in aliases().canonical for work in works)
    return is_told and not _is_employed(head)


def _are_letters(aside: str) -> bool:
    """Whether something begins with letters that stand behind a name."""
    return bool(aside) and fold(aside.split()[0]).strip(".,") in table().letters


def _is_employed(head: str) -> bool:
    """Whether years in the first lines are of work for what stands in the first: in that, or alone or with a title below.

    Then it is an employer; a blank line parts these from it. Years in a sentence, or beside another employer, tell nothing.
    """
    first, *others = head.strip().partition("\n\n")[0].split("\n")
    return _DATED.search(first) is not None or any(_DATED.search(line) and _tells_no_employer(line) for line in others)


def _tells_no_employer(line: str) -> bool:
    """Whether a line with years is of what was named above: it says "there", or it is short and names no other employer."""
    if _THERE.search(line):
        return True
    return len(line) <= TITLE_CHARS and not any(map(_may_employ, WORD.findall(line)))


def _may_employ(word: str) -> bool:
    return not is_known(word) and not residence.is_city(fold(word)) and fold(word) not in dates.words().months


def _is_heading(line: str) -> bool:
    words = WORD.findall(fold(line.partition(":")[0]))
    return 0 < len(words) < _SOON and all(word in table().headings for word in words)


def _is_title(line: str) -> bool:
    """Whether a line says what somebody is, or begins with it."""
    words = WORD.findall(line)[: TITLE_WORDS if len(line) <= TITLE_CHARS else _SOON]
    for word in words:
        folded = fold(word).strip(".")
        if folded in _NO_TITLE:
            return False
        if is_occupation(folded) or ("-" in folded and is_occupation(folded.rpartition("-")[2])):
            return True
    return bool(words) and len(line) <= TITLE_CHARS and fold(words[-1]) in table().posts


def _signed(text: str) -> Iterator[str]:
    """Lines of a text that are nothing but names of which an address or a link is made."""
    folded = fold(text)
    for line in map(str.strip, text.split("\n")):
        words = WORD.findall(line)
        is_plain = 2 <= len(words) <= 4 and not WORD.sub("", line).strip(" ") and all(word[0].isupper() for word in words)
        if is_plain and _is_signed([fold(word) for word in words], folded) and not all(map(is_no_name, words)):
            yield line


def _exported(text: str) -> Iterator[str]:
    """Lines of names above a title in a page of a network, which begins with contacts, skills and certificates."""
    if text.lstrip().startswith("Contact") and "linkedin.com/" in text:
        lines = [line.strip() for line in text.split("\n")]
        yield from (line for line, below in pairwise(lines) if are_names(line) and _is_title(below))


def _is_like_a_name(line: str, behind: str) -> bool:
    """Two to four words with capitals, none of which is known for something else, unless an address behind has them."""
    words = WORD.findall(line)
    if not 2 <= len(words) <= 5 or len(line) > 50 or WORD.sub("", line).strip(" "):
        return False
    own = [word for place, word in enumerate(words) if not is_particle(word, is_first=place == 0)]
    if len(own) < 2 or not all(word[0].isupper() for word in own):
        return False
    return _is_signed([fold(word) for word in own], behind) or not (any(map(is_no_name, own)) or is_firm(line, own))


def _is_signed(words: Sequence[str], behind: str) -> bool:
    """Whether an address or a link near a name has its first and last part in it, or all of its parts."""
    whole = tuple(word.strip(".") for word in words)
    if len(whole) < 2:
        return False
    orders = (whole, (whole[0], whole[-1]), (whole[-1], whole[0]))
    return any(dash.join(order) in behind for order in orders for dash in ("", ".", "-", "_"))

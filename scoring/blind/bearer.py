"""Whose resume a text is, where it says so: behind a label, in its first line or sentence, or signed. Pure functions.

A first line of names is somebody's where a title, a contact or a heading stands with it. Its words may be words of work as
well, as those of Tom Baker are, but not all of them; and those of firms and places, as Elm Grove, are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scoring.blind.namelike import (
    EDGES,
    WORD,
    are_common_names,
    are_names,
    bare,
    is_firm,
    is_name,
    is_no_name,
    names_in,
)
from scoring.blind.names import is_particle
from scoring.blind.namewords import table
from scoring.roles.titles import is_occupation
from scoring.skills.aliases import aliases, normalise
from scoring.text.folding import fold

HEAD_CHARS, SIGNED_CHARS, END_CHARS = 400, 1500, 300
"""Where the name of a resume stands that begins with it; has it elsewhere, as a saved page may; or ends as a letter."""
TITLE_CHARS, TITLE_WORDS = 48, 7
"""A title stands in a line as short as this, or among the first few words of a longer one."""
_SOON = 4
_LABEL = re.compile(
    r"\n[ \t*•-]*(?:full |candidate |applicant )?(?:name|nombre(?: y apellidos)?|nom(?: et prenom)?|vor- und nachname"
    r"|nome|naam|imie i nazwisko|фио|имя|姓名|氏名|이름|الاسم|नाम)[ \t]*[:：][ \t]*([^\n|•;:\d]{2,60})"
)
_GAP = re.compile(r"[ \t\u3000]{2,}|\t")
_LABEL_END = re.compile(r"[ \t]*[:：]")
_SAID = re.compile(
    r"(?:m(?<!\wm)(?:y name is|ein name ist|e llamo|i nombre es|i chiamo|eu nome e)|j(?<!\wj)e m'appelle)"
    r" ((?:[^\W\d_][\w'’-]*[ ]?){1,4})"
)
_TITLED = re.compile(
    r"\n[ \t*#•-]*(?:(?:cv|curriculum vitae|resume)(?: of| for|[ \t]*[:–—-])|(?:full |candidate )?name[ \t]+[–—-])"
    r"[ \t]+([^\n|,;:•()\d]{3,60})"
)
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
_ASIDE = re.compile(r"\s*(?:[|,;:•·(]|\s[-–—]+\s|\t|\s{2}|(?<=\w{3})\.(?:\s|\Z))\s*")
"""What parts a name from what stands behind it."""
_DATED = re.compile(r"\b(?:19|20)\d\d\s?(?:[-–—/]|to\b|until\b)|\b(?:since|from) (?:\w+ )?(?:19|20)\d\d\b", re.IGNORECASE)
"""Beside years of work a line of two words is an employer."""
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
    if found := _LABEL.search(folded) or _SAID.search(folded):
        own = head[found.start(1) : found.end(1)]
        # In a table the next label follows behind a gap.
        return (_GAP.split(own)[0] if _LABEL_END.match(head, found.end(1)) else own).strip()
    own = _behind(_TITLED, head, folded) or _first(head, has_contact=has_contact)
    if not own and has_contact:
        own = next(_signed(text[:SIGNED_CHARS]), "")
    own = own or (_behind(_SIGNED, text, fold(text)) if "igned:" in text else "")
    return own or _closing(text[-END_CHARS:])


def begins(text: str, own: str) -> bool:
    """Whether a text begins with just this name, of several words, in its first line or up to a mark there."""
    first = text.lstrip(EDGES + "\n").partition("\n")[0]
    return " " in own and fold(_ASIDE.split(first, maxsplit=1)[0].strip(EDGES)) == fold(own)


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
    """The name with which a resume begins, whose first line it is or which is what its first sentence tells of."""
    lines = [line for each in head.split("\n") if (line := each.strip(EDGES))]
    while lines and fold(lines[0]).rstrip(":") in table().openings:
        del lines[0]
    if not lines:
        return ""
    if (subject := _SUBJECT.match(lines[0])) and _is_title(subject[2]) and are_names(own := subject[1].strip(), fewest=1):
        return own
    own, aside = _parted(lines[0])
    name = bare(own)
    if has_contact and _is_like_a_name(name, fold("\n".join(lines[1:]))):
        return name
    is_told = has_contact or _is_shown(own, aside, lines[1:3], head)
    return name if is_told and (are_names(name) or are_common_names(name)) else ""


def _parted(line: str) -> tuple[str, str]:
    """A line up to the first mark, and what stands behind it; a name that is reversed has a comma of its own."""
    mark = _ASIDE.search(line)
    if mark and "," in mark[0] and (whole := _REVERSED.match(line)):
        return whole[0], ""
    return (line[: mark.start()], line[mark.end() :]) if mark else (line, "")


def _is_shown(own: str, aside: str, behind: Sequence[str], head: str) -> bool:
    """Whether what stands with a line of names shows that it is somebody: letters, a form of address, a title, a heading.

    Beside years of work it is an employer; a blank line parts these from it.
    """
    words = [fold(word).strip(".") for word in own.split()]
    if words and (words[0] in table().titles or words[-1] in table().letters or any(map(_is_heading, behind))):
        return True
    if aside and fold(aside.split()[0]).strip(".,") in table().letters:
        return True
    is_told = any(map(_is_title, (aside, *behind[:1]))) or normalise(aside) in aliases().canonical
    return is_told and not _DATED.search(head.strip().partition("\n\n")[0])


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
        if is_occupation(folded):
            return True
    return False


def _signed(text: str) -> Iterator[str]:
    """Lines of a text that are nothing but names of which an address or a link is made."""
    folded = fold(text)
    for line in map(str.strip, text.split("\n")):
        words = WORD.findall(line)
        is_plain = 2 <= len(words) <= 4 and not WORD.sub("", line).strip(" ") and all(word[0].isupper() for word in words)
        if is_plain and _is_signed([fold(word) for word in words], folded) and not all(map(is_no_name, words)):
            yield line


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
    """Whether an address or a link near a name has its first and last part in it."""
    return any(f"{first}{dash}{last}" in behind for first, last in _ends(words) for dash in ("", ".", "-", "_"))


def _ends(words: Sequence[str]) -> tuple[tuple[str, str], tuple[str, str]]:
    return (words[0], words[-1]), (words[-1], words[0])

"""Whose resume a text is, where it says so: behind a label, in a sentence, in its first line, or signed. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from scoring.folding import fold
from scoring.names import is_skill, table
from scoring.vocabulary import vocabulary

HEAD_CHARS, SIGNED_CHARS = 400, 1500
"""A resume that begins with a name has it here, and one that has it elsewhere, as a saved page may."""

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
_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*\.?")


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
    line = head.lstrip(" \t\r\n#*•\ufeff").partition("\n")[0].partition("|")[0].partition(",")[0].strip(" \t\r*#")
    if has_contact and _is_like_a_name(line, folded[1:].partition("\n")[2]):
        return line
    return next(_signed(text[:SIGNED_CHARS]), "") if has_contact else ""


def _signed(text: str) -> Iterator[str]:
    """Lines of a text that are nothing but names of which an address or a link is made."""
    folded = fold(text)
    for line in map(str.strip, text.split("\n")):
        words = _WORD.findall(line)
        is_plain = 2 <= len(words) <= 4 and not _WORD.sub("", line).strip(" ") and all(word[0].isupper() for word in words)
        if is_plain and _is_signed([fold(word) for word in words], folded) and not all(map(_is_no_name, words)):
            yield line


def _is_like_a_name(line: str, behind: str) -> bool:
    """Two to four words with capitals, none of which is known for something else, unless an address behind has them."""
    words = _WORD.findall(line)
    if not 2 <= len(words) <= 5 or len(line) > 50 or _WORD.sub("", line).strip(" "):
        return False
    own = [word for word in words if word.lower() not in table().particles]
    if len(own) < 2 or not all(word[0].isupper() for word in own):
        return False
    return _is_signed([fold(word) for word in own], behind) or not any(_is_no_name(word) for word in own)


def _is_signed(words: Sequence[str], behind: str) -> bool:
    """Whether an address or a link near a name has its first and last part in it."""
    return any(f"{first}{dash}{last}" in behind for first, last in _ends(words) for dash in ("", ".", "-", "_"))


def _ends(words: Sequence[str]) -> tuple[tuple[str, str], tuple[str, str]]:
    return (words[0], words[-1]), (words[-1], words[0])


@lru_cache(maxsize=16384)
def _is_no_name(word: str) -> bool:
    folded = fold(word).strip(".")
    words = vocabulary()
    return (
        folded in table().headings
        or any(folded in each for each in (words.ordinary, words.roles, words.levels, words.present, words.past))
        or folded.endswith(("ing", "tion", "ment", "ology", "eer", "ware"))
        or (is_skill(word) and folded not in table().capitals)
        or word.rstrip(".") in words.acronyms
    )

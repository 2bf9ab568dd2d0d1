"""The name that a form or a sentence at the head of a resume tells: behind labels, or after "my name is". Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.blind.namelike import EDGES, WORD, are_names, bare, given, is_name

_PART = (
    r"(?:first|given|middle|christian|preferred|last|family|second) ?names?|forenames?|surnames?|vornamen?|nachnamen?"
    r"|familienname|rufname|prenoms?|noms?|nom de famille|nombres?|apellidos?|cognome|nome|sobrenome|apelido"
    r"|voorna(?:am|men)|achternaam|imie|imiona|nazwisko|姓|名|имя|фамилия"
)
_WHOLE = (
    r"(?:(?:full|complete|legal|candidate|applicant|employee)(?:['’]s)? )?name(?: of (?:the )?(?:candidate|applicant))?"
    r"|applicant|candidate|nombre y apellidos|nom(?:s?\(s\))? et prenom|vor- und nachname|name, vorname|nome completo|naam"
    r"|imie i nazwisko|фио|姓名|氏名|이름|성명|الاسم|नाम"
)
_KINDS = rf"(?:{_WHOLE}|{_PART})(?:\([sn]\))?"
_LABEL = re.compile(
    rf"(?:\n[ \t*#•-]*|[|;,\t][ \t]*|[ ]{{2,}})({_KINDS}(?:[ ]?/[ ]?{_KINDS})?)(?:[ \t]*\([^)\n]{{2,30}}\))?"
    r"(?:([ \t]*[:：=]-?)|[ \t]+\|| ?[–—-](?=[ \t])|(?=[ ]{2}|\t|\n))[ \t]*(\n?)[ \t]*((?:(?![ ]{2}|\t)[^\n|•;:：\d]){2,60})"
)
_WORDS = (
    "nam",
    "nom",
    "pell",
    "applicant",
    "candidate",
    "imi",
    "nazw",
    "имя",
    "фио",
    "姓",
    "名",
    "이름",
    "성명",
    "الاسم",
    "नाम",
)
"""One of these is in each label."""
_MOST_LABELS = 4
_GAP = re.compile(r"\u3000|\s{2}")
_COMMA = re.compile(r",[ \t]+")
_SAID = re.compile(
    r"(?:(m(?<!\wm)(?:y name is|ein name ist|e llamo|i nombre es|i chiamo|eu nome e)|j(?<!\wj)e m'appelle)"
    r"|\b(hi|hello|hey)[ ,!.]+(?:i am|i'm|this is)|(?:\n[ \t]*|[.!] )(?:i am|i'm|this is|i,|je suis|ich bin)) "
)
_CALLED = re.compile(r"(?:[^\W\d_a-z](?:\.|[\w'’-]*)[ ]?){1,4}|(?:[^\W\d_A-Z][\w'’-]*[ ]?){1,2}")


def labelled(head: str, folded: str) -> str:
    """The name behind a label at a head, or behind several, as those of a first and a last name; else "".

    Behind a colon it is what stands there; else it has to be names, as a table has other words there.
    """
    if not any(word in folded for word in _WORDS):  # mostly so
        return ""
    found: dict[str, str] = {}
    for label in list(_LABEL.finditer(folded))[:_MOST_LABELS]:
        if own := _value(head[label.start(4) : label.end(4)], is_sure=bool(label[2]) and not label[3]):
            found.setdefault(label[1], own)
    return " ".join(found.values())


def _value(text: str, *, is_sure: bool) -> str:
    """What stands behind a label up to the next one or to what is no name; of a table the next follows behind a gap."""
    own = given(bare(", ".join(_named(_GAP.split(text.strip())[0]))))
    return own if are_names(own) or (is_sure and any(map(is_name, WORD.findall(own)))) else ""


def _named(text: str) -> Iterator[str]:
    """The pieces of a text between commas up to the first of words of work, as a title behind a name is."""
    for number, piece in enumerate(_COMMA.split(text)):
        if number and not all(map(is_name, WORD.findall(piece))):
            return
        yield piece


def said(head: str, folded: str) -> str:
    """The name that somebody says to have; behind "I am" it has to be one, and of two words where nobody is greeted."""
    for saying in _SAID.finditer(folded):
        own = _CALLED.match(head, saying.end())
        name = own[0].strip(EDGES) if own else ""
        if name and (saying[1] or are_names(name, fewest=1 if saying[2] else 2)):
            return name
    return ""

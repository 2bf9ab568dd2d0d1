"""Where a text has a telephone number: digits in groups as such numbers have them, not those of standards, years or amounts.

Pure functions; few stretches of a text are long enough, and only these are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.text.folding import Folded, Place, in_bytes, led, words

HEAD_CHARS = 300
"""In so many characters numbers that are shorter, or grouped otherwise, are those of a telephone as well."""
_MIN_CHARS = 9
"""A telephone number has so many at least."""
_MIN_DIGITS = 9
"""And behind the head so many digits, without a word for it, a + or a leading 0."""
_BEFORE_CHARS = 24
_SEVERAL = 3
"""So many numbers behind a word are of several things of one kind, unless they are grouped as one of a telephone."""

_PHONE = re.compile(
    r"\d(?<![\w.]\d)(?:(?<=(?<![\w.])(\+\()\d)|(?<=(?<![\w.])([+(])\d)|)[\d \u00a0\u202f().\-/]{7,24}\d(?!\w)"
)
# Digits and what may stand between them become 0; so does all that is not ASCII.
_DIALLED = bytes(ord("0") if code >= 0x80 or chr(code) in "0123456789 ().-/" else ord("a") for code in range(0x100))
_STRETCH = b"0" * _MIN_CHARS
_WORDS = (
    "tel phone telephone mobile cell fax telefon handy mobil telefono movil cellulare telefone celular telefoon portable"
)
_LABELS = words([_WORDS])
_LABELLED = re.compile(
    rf"\b(?:{_WORDS.replace(' ', '|')})"
    r"\.?(?:[ ]?(?:no|nr|number)\.?)?[ \t]*[:：][ \t]*\+?\(?\d[\d ().\-/]{4,24}\d"
)
_TOLD = re.compile(
    rf"\b(?:(?:{_WORDS.replace(' ', '|')}|teléfono|téléphone|móvil|ph|hp|mob|handphone|whatsapp|viber|sms|aadhaar|aadhar"
    r"|cnic|cpf|nric|rg)\b[^\n\d,;|]{0,10}"
    r"|(?:call|contact|dial|reach|ring|text)(?: me| us)?(?: at| on)?[ :]{1,2}|[ptmhc][.:]?[ ])\Z",
    re.IGNORECASE,
)
"""What tells, before a number, that it is one of a telephone, or somebody's in a register."""
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[.:]?[ \t\u00a0]+\Z")
_NORMS = words(
    [
        "ansi api asme astm aws bs cfr class classes din dot ec en grade grades iec ieee ifrs iso level levels nec nfpa",
        "norm nr osha port ports python sap series tcp udp version versions welding",
    ]
)
"""Behind these several numbers are those of standards, licences and the like."""
_SURE = re.compile(r"\+|\(\+|\(?0|\(\d{2,5}\)|[^\n(]{1,8}\(0\)|\d\d?([./-])\d\d?\1(?:19|20)\d\d(?!\d)")
"""A code of a country or a town; or a day, which is somebody's birthday as often as not."""
_YEARS = re.compile(r"(?:(?:19|20)\d\d[\s/.-]+)+(?:19|20)\d\d")
_YEARS_BEHIND = re.compile(r"(?:19|20)\d\d\s*[-/.]\s*(?:19|20)\d\d\Z")
_VERSIONS = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,2}(?:\s+(?:\d{1,2}(?:\.\d{1,2}){1,2}|(?:19|20)\d\d))+")
_LISTED = re.compile(r"[1-9]\d\d(?:/\d{3}){2,}")
_RANGE = re.compile(r"[1-9][\d. ]*00\s*-\s*[1-9][\d. ]*00")
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3}){2,}")
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_UNIT = re.compile(r"\s?(?:[€$£%]|(?:[a-z]{2,}|EUR|USD|GBP|CHF|PLN|BRL|INR|JPY|CNY|KRW|SEK|NOK|DKK|TIG|MIG|MAG)\b)")
_CURRENCIES = ("€", "$", "£")
_GROUP = re.compile(r"\d+")
_BLANKS = re.compile(r"[ \t\u00a0\u202f]+")
_UNMISTAKABLE = re.compile(r"3-[34]-4")
"""Lengths of groups as in North America and China; standards have no such numbers."""
_NATIONAL = re.compile(
    r"9|1[012]|2-(?:[789]|10)|3-(?:[6-9]|10)|4-6|5-[56]|1-(?:4-4|3-7|3-3-4|2-2-2-2)|3-(?:[34]-4|3-3|2-4|3-3-[24]|2-3-4)|4-3-3"
    r"|2-(?:[345]-4|2-[78]|3-7|4-6|5-5|3-3-[34]|3-4-4|2-[45]-4|3-2-2)|3-[23]-2-2|2(?:-2){4}|2-1(?:-2){4}|5-7-1"
)
"""And as in other countries, without a leading 0 and with the country's code or not; also those of some registers."""


def spans(text: str) -> Iterator[Place]:
    """Where telephone numbers stand, in order."""
    if len(text) < _MIN_CHARS:
        return
    dialled = in_bytes(text, _DIALLED)
    first = dialled.find(_STRETCH)
    while first >= 0:
        behind = dialled.find(b"a", first)
        last = behind if behind >= 0 else len(text)
        for number in _PHONE.finditer(text, first, last + 1):  # what must not follow a number is the character behind it
            start, end = number.start(number.lastindex or 0), number.end()
            if _is_phone(text, start, end):
                yield start, end
        first = dialled.find(_STRETCH, last)


def labelled(whole: Folded) -> Iterator[Place]:
    """Where a number stands behind a word for a telephone and a colon, however short it is."""
    if told := _LABELS & whole.known:
        yield from (place.span() for place in led(_LABELLED, told, whole.folded))


def _is_phone(text: str, start: int, end: int) -> bool:
    digits = text[start:end].strip(" ().")
    if _is_something_else(digits, text, start, end):
        return False
    if _SURE.match(text, start, end) or _TOLD.search(text, max(0, start - _BEFORE_CHARS), start):
        return True
    if _YEARS_BEHIND.search(digits):
        return False
    lengths = "-".join(str(len(group)) for group in _GROUP.findall(digits))
    is_head, is_national = start < HEAD_CHARS, _NATIONAL.fullmatch(lengths) is not None
    if before := _WORD_BEFORE.search(text, max(0, start - _BEFORE_CHARS), start):
        usual = is_national if is_head else _UNMISTAKABLE.fullmatch(lengths)
        if not _NORMS.isdisjoint(words([before[1]])) or not (usual or len(_BLANKS.split(digits)) < _SEVERAL):
            return False
    return is_head or (is_national and sum(map(str.isdigit, digits)) >= _MIN_DIGITS)


def _is_something_else(digits: str, text: str, start: int, end: int) -> bool:
    """Whether digits are years, versions, amounts, a list with slashes, or the address of a machine."""
    if any(kind.fullmatch(digits) for kind in (_YEARS, _VERSIONS, _LISTED, _IP)):
        return True
    if text[max(0, start - 2) : start].strip()[-1:] in _CURRENCIES:
        return True
    return _UNIT.match(text, end) is not None and any(kind.fullmatch(digits) for kind in (_GROUPED, _RANGE))

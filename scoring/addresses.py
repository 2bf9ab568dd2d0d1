"""Where a text has a postal address: streets with a number in the ways that some countries write them, and postcodes.

Pure functions; a pattern is looked for only where one of its words stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.folding import Folded, in_bytes, words

Span = tuple[int, int]

HEAD_CHARS = 1000
"""A postcode without a street is looked for at the beginning of a text."""

_NUMBERED_STREET = re.compile(
    r"\d(?<!\w\d)\d{0,4}[a-zA-Z]?,? (?:[A-Z0-9][\w'’.-]*\s+){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr"
    r"|Boulevard|Blvd|Court|Ct|Square|Sq|Close|Way|Terrace|Place|Pl|Crescent|Highway|Hwy|Parkway|Pkwy)\b\.?"
    r"(?=\s*(?:[,;|•\n(#]|\Z|Apt|Flat|Unit|Suite))(?:,?\s*(?:Apt|Apartment|Flat|Unit|Suite|#)\.?\s*\w{1,6})?"
    r"(?:,[ ]?(?:[A-Z][\w.'’-]*[ ]?){1,3})*(?:[ ]?\d{4,5}(?:-\d{4})?\b)?"
)
_GERMAN_STREET = re.compile(
    r"[A-ZÄÖÜ](?<!\w[A-ZÄÖÜ])[\wäöüß.-]*[ ]?(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|gasse|[Ww]eg|[Pp]latz|[Aa]llee|straat|laan)"
    r"\s+\d{1,4}\s?[a-z]?\b"
    r"(?:,?\s*(?:[A-Z]{1,2}-)?\d{4,5}(?: [A-Z]{2}\b)?\s+[A-ZÄÖÜ][\w-]+)?"
)
_FRENCH_STREET = re.compile(
    r"\d(?<!\w\d)\d{0,3}(?:\s?(?:bis|ter))?,? (?:rue|avenue|boulevard|chemin|impasse|allée|quai|place) [^\n,;|•]{2,40}"
    r"(?:,\s*\d{5}\s+[A-ZÀ-Ý][\w-]+)?"
)
_SOUTHERN_STREET = re.compile(
    r"[ACPRTVu](?<!\w[ACPRTVu])(?:(?<=A)v(?:enida|da\.?)|(?<=C)(?:alle|/(?= )|orso)|(?<=P)(?:laza|aseo|iazza)|(?<=R)ua"
    r"|(?<=T)ravessa|(?<=V)ia(?:le)?|(?<=u)l\.)\s?[A-ZÀ-Ý][^\n,;|•\d]{2,40}"
    r",?\s*(?:n[º°.]?\s*)?\d{1,4}\b(?:,?\s*\d{2}-?\d{3}\s+[A-ZÀ-Ý][\w-]+)?"
)
_BOX = re.compile(r"\bP\.?\s?O\.?\s?Box\s+\d+|\bPostfach\s+\d+", re.IGNORECASE)
_NUMBERED_WORDS = words(
    [
        "street st road rd avenue ave lane ln drive dr boulevard blvd court ct square sq close way terrace place pl",
        "crescent highway hwy parkway pkwy",
    ]
)
_STREETS = tuple(
    (words([triggers]), pattern)
    for triggers, pattern in (
        ("str weg platz allee strasse", _GERMAN_STREET),
        ("rue avenue boulevard chemin impasse allee quai place", _FRENCH_STREET),
        ("calle c avenida avda plaza paseo via viale piazza corso rua travessa ul", _SOUTHERN_STREET),
        ("box postfach", _BOX),
    )
)
_DIGIT = re.compile(r"\d")
_COMPOUNDS = ("straße", "strasse", "str.", "gasse", "weg ", "platz", "allee", "straat", "laan ")
_POSTCODE_END = re.compile(r"\d(?:\d{4}|[A-Z]\d|[A-Z]{2}|\d{3} ?[A-Z]{2})(?!\w)")
_POSTCODE_KINDS = re.compile(rb"0(?:0000|A0|AA|000 ?AA)(?![0Aa-z_])")
# Digits become 0 and capitals A.
_KINDS = bytes.maketrans(b"123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0" * 9 + b"A" * 26)
_POSTCODES = re.compile(
    r"(?=[A-Z\d])(?:(?:[A-Z][a-zA-Z.]+(?: [A-Z][a-zA-Z.]+)?,[ ])?\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA"
    r"|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])[ ]\d{5}(?:-\d{4})?\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|\b[A-Z]\d[A-Z] \d[A-Z]\d\b|\b(?:D|A|CH|F|E|NL|B|L|PL)-\d{4,5}(?: [A-ZÄÖÜ]\w+)?"
    r"|\b\d{4} ?[A-Z]{2} [A-Z][a-z]+\b)"
    r"|(?m:^[^\n\w]*\d{5} [A-ZÀ-Ý][^\d\n|•,;]{2,30}(?=$|[|•,;]))"
)


def spans(whole: Folded) -> Iterator[Span]:
    """Where postal addresses and postcodes stand; unordered, and they may overlap."""
    text, known = whole.text, whole.known
    if not _DIGIT.search(text):  # each has a number
        return
    if any(word.decode().capitalize() in text for word in _NUMBERED_WORDS & known):
        yield from (place.span() for place in _NUMBERED_STREET.finditer(text))
    for triggers, pattern in _STREETS:
        if not triggers.isdisjoint(known):
            yield from (place.span() for place in pattern.finditer(text))
    if any(part in whole.folded for part in _COMPOUNDS):
        yield from (place.span() for place in _GERMAN_STREET.finditer(text))
    if _may_have_postcode(whole):
        yield from (place.span() for place in _POSTCODES.finditer(text, 0, HEAD_CHARS))


def _may_have_postcode(whole: Folded) -> bool:
    """Whether the beginning of a text has digits and capitals as those that a postcode ends in."""
    head = whole.text[:HEAD_CHARS]
    if b"?" in whole.spelled:  # letters of another script, or digits
        return _POSTCODE_END.search(head) is not None
    return _POSTCODE_KINDS.search(in_bytes(head, _KINDS)) is not None

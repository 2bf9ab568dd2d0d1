"""Where a text has a postal address: streets with a number in the ways that some countries write them, and postcodes.

Pure functions; a pattern is looked for only where one of its words stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.blind import residence
from scoring.text import dates
from scoring.text.folding import Folded, fold, in_bytes, read_back, words

Span = tuple[int, int]

HEAD_CHARS = 1000
"""A postcode without a street is looked for at the beginning of a text."""
NUMBERED_CHARS = 600
"""So is a street that is called like something else."""
_NAME_CHARS = 200
"""Before a street in the first line of a text somebody's name stands."""

_STREET_WORDS = words(
    [
        "street st road rd avenue ave lane ln drive dr boulevard blvd court ct square sq close way terrace place pl",
        "crescent highway hwy parkway pkwy",
    ]
)
_PLACE_WORDS = words(
    [
        "bank broadway buildings chase cottages croft dene embankment gardens gate green grove heights hill mead meadow",
        "meadows mews mount orchard parade park quay quayside rise row vale view villas walk wharf wood wynd yard",
    ]
)
"""What streets are called, too; elsewhere these are parks and gardens that somebody worked in."""


def _any_of(words: frozenset[bytes]) -> str:
    """A pattern of these words with a capital, or in capitals."""
    return "|".join(f"{word.capitalize()}|{word.upper()}" for word in sorted(map(bytes.decode, words)))


_NUMBERED_STREET = re.compile(
    rf"\d(?<!\w\d)\d{{0,4}}[a-zA-Z]?(,(?! \d))? (?:[A-Z0-9][\w'’.-]*[^\S\n]+){{1,4}}(?:{_any_of(_STREET_WORDS)})\b\.?"
    r"(?=\s*(?:[,;|•\n(#]|\Z|Apt|Flat|Unit|Suite))(?:,?\s*(?:Apt|Apartment|Flat|Unit|Suite|#)\.?\s*\w{1,6})?"
)
_NUMBERED_PLACE = re.compile(
    rf"\d(?<![\w.,/-]\d)\d{{0,2}}[a-zA-Z]?,? (?:[A-Z][\w'’.-]*[ ]){{1,3}}(?:{_any_of(_PLACE_WORDS)})"
    r"(?=[ \t]*(?:[,;|•\n(]|\Z))"
)
_BEGINNING = re.compile(r"(?:\A|[\n|•·;:,(\t])[ \t*-]*\Z")
_WORD_BEFORE = re.compile(r"(?:[^\S\n]+|-)([^\W\d_]++)(?![@.])")
"""From right to left: the word that stands before a number in its line, and does not end an address."""
_LEADING = re.compile(r"\b(?:at|address|adresse|home|house|no|nr|number|plot|block|shop|to|from)\b[^\w\n]{1,3}\Z")
"""What may stand before the number of a street; behind other words it counts something, or is of a product."""
_NO_STREET = re.compile(r"\b(?:google|one|test|food|blood|toy) drive\b")
_FLAT = re.compile(r"\b(?:flat|apartment|apt|unit|suite|room)\.?[ ](?:\w{1,4},?\s+)?\Z", re.IGNORECASE)
_BEFORE_CHARS = 24
_TOWN = re.compile(r",[ ]?((?:[A-Z][\w.'’-]*[ ]?){1,3})")
_TOWN_CODE = re.compile(r"[ ]?\d{4,5}(?:-\d{4})?\b")
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
    if _has_any(_STREET_WORDS, whole):
        streets = _NUMBERED_STREET.finditer(text)
        yield from (_whole(text, *place.span()) for place in streets if _is_street(place, whole.folded))
    if _has_any(_PLACE_WORDS, whole):
        places = _NUMBERED_PLACE.finditer(text, 0, NUMBERED_CHARS)
        yield from (span for place in places if _begins(text, (span := _whole(text, *place.span()))[0]))
    for triggers, pattern in _STREETS:
        if not triggers.isdisjoint(known):
            yield from (place.span() for place in pattern.finditer(text))
    if any(part in whole.folded for part in _COMPOUNDS):
        yield from (place.span() for place in _GERMAN_STREET.finditer(text))
    if _may_have_postcode(whole):
        yield from (place.span() for place in _POSTCODES.finditer(text, 0, HEAD_CHARS))


def _has_any(words: frozenset[bytes], whole: Folded) -> bool:
    """Whether a text has one of these words with a capital."""
    told = map(bytes.decode, words & whole.known)
    return any(word.capitalize() in whole.text or word.upper() in whole.text for word in told)


def _begins(text: str, start: int) -> bool:
    """Whether a line or a piece of one begins there, as an address does."""
    return _BEGINNING.search(text, max(0, start - _BEFORE_CHARS), start) is not None


def _is_street(place: re.Match[str], folded: str) -> bool:
    """Whether what looks like a street is one, and no "Office 365, Google Drive" nor shops that somebody managed."""
    start = place.start()
    if _NO_STREET.search(folded, start, place.end()):
        return False
    floor = max(0, start - _BEFORE_CHARS)
    if _LEADING.search(folded, floor, start) or _FLAT.search(folded, floor, start):
        return True
    if place[1]:  # a comma behind the number
        return _begins(place.string, start)
    word, begin = read_back(_WORD_BEFORE, folded, floor, start)
    # In the first line a name may stand before it.
    is_first = begin < _NAME_CHARS and "\n" not in folded[:begin]
    return not word or (is_first and word not in dates.words().products)


def _whole(text: str, start: int, end: int) -> Span:
    """A street with the flat before it and the towns behind it, up to what is none, as an occupation.

    Behind the head of a text only large cities are towns: what else has a capital there may be a skill.
    """
    flat = _FLAT.search(text, max(0, start - _BEFORE_CHARS), start)
    while (town := _TOWN.match(text, end)) and _is_town(fold(town[1]).strip(), is_head=start < HEAD_CHARS):
        end = town.end()
    code = _TOWN_CODE.match(text, end)
    return flat.start() if flat else start, code.end() if code else end


def _is_town(folded: str, *, is_head: bool) -> bool:
    return residence.is_city(folded) or (is_head and not residence.stays(folded))


def _may_have_postcode(whole: Folded) -> bool:
    """Whether the beginning of a text has digits and capitals as those that a postcode ends in."""
    head = whole.text[:HEAD_CHARS]
    if b"?" in whole.spelled:  # letters of another script, or digits
        return _POSTCODE_END.search(head) is not None
    return _POSTCODE_KINDS.search(in_bytes(head, _KINDS)) is not None

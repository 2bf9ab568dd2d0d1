"""Finds instructions to the reader in a profile: texts that speak to whoever judges it, plainly or in disguise.

What is found is cut from the blind view, for both analyzers. That is a courtesy to the reader and a remark for the auditor,
and no defence: an attack that is not found gains nothing either, for scores are computed from verified quotes.

A phrase is looked for only where one of its words stands, which a set of the text's words tells; so a text without any
of them is read once. Pure functions.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import product
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from scoring.text.folding import bag, fold, glance, led, unmasked, words

Span = tuple[int, int]

MAX_BLOCK_CHARS = 2000
"""A block of markup or JSON is cut to its end, or for so many characters."""
MAX_CUT_CHARS = 400
"""Beside an instruction its line is cut, or so much of it that follows."""
MAX_GAP_CHARS = 300
"""Text between two instructions is taken for a part of them."""
MAX_ENCODED_CHARS = 4000
MIN_ENCODED_CHARS, MIN_RUN_CHARS = 24, 18
"""What is encoded has so many characters at least, and so many of them without a mark between them."""

_CLAUSE = re.compile(
    r"(?:\A|[.!?:;\n\"'“”‘’(\[{<>*#,|–—=-]|\b(?:please|kindly|must|should|shall|now|then|just|instead|always|and|you to|so"
    r"|will you|can you|immediately|simply|therefore)\b)[\s*\"'>\])]{0,4}\Z"
)
"""What stands before a verb that begins a clause, in the last characters before it."""
_CLAUSE_CHARS = 24
_GAP = r"[^\w.!?]{1,4}"
_SENTENCE = re.compile(r"[.!?。！？।؟](?=\s|\Z|[^\x00-\x7f])|\n")
_QUOTED = re.compile(r"[\"“„«'‘`][^\"“”„«»'‘’`\n]{0,80}\Z")
_CLOSES = re.compile(r"[^\"“”„«»'‘’`\n]{0,80}[\"”»'’`]")
_RESEARCH = re.compile(
    r"\b(?:attacks?|injections?|jailbreaks?|adversarial|red[- ]team\w*|detect\w*|classifier|guardrails?|payloads?)\b"
)


class _Table(Struct, frozen=True):
    about: str
    languages: dict[str, dict[str, dict[str, list[str]]]]
    to_readers: str
    rated: str
    english: list[tuple[str, str]]
    foreign: dict[str, list[str]]


class _Rule(Struct, frozen=True):
    """A pattern of folded text. It cannot match without any of the `triggers`; `is_led`: it begins with one of them.

    Nor can it without a phrase of each group in `also`; of a phrase all words must stand in the text.
    """

    triggers: frozenset[bytes]
    pattern: re.Pattern[str]
    is_led: bool = False
    also: tuple[tuple[frozenset[bytes], ...], ...] = ()
    begins_clause: bool = False

    def may_match(self, known: frozenset[bytes]) -> bool:
        """Whether a text with these words, of which one is a trigger, may have a match."""
        return all(any(phrase <= known for phrase in phrases) for phrases in self.also)

    def places(self, folded: str, known: frozenset[bytes]) -> Iterator[re.Match[str]]:
        """Where a folded text with these words matches; if it is led, also within another match."""
        return led(self.pattern, self.triggers & known, folded) if self.is_led else self.pattern.finditer(folded)


_MARKUP = (
    re.compile(r"<(?:\|[\w ]{1,30}\||</?sys>)>"),
    re.compile(
        r"</?\s*(?:system|assistant|instructions?|prompt|tool_calls?|function_calls?|invoke|im_start|im_end)\b[^<>]{0,80}>"
    ),
    re.compile(r"</\s*(?:profile|candidate|resume|cv|document|context|input|data|user|job)\s*>"),
    re.compile(r"<!--\s*\w+\W{1,9}\w+\W{1,9}\w[^<>]{0,400}-->"),
    re.compile(
        r"<[^<>]{0,200}(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?!\.)|"
        r"(?<![\w-])color\s*[:=]\s*[\"']?(?:#fff(?:fff)?\b|white\b))[^<>]{0,200}>"
    ),
)
_BRACKETED = re.compile(r"\[/?inst\]")
_HEADED = re.compile(
    r"#{2,}\s*(?:instructions?|system|response|assistant)(?: (?:prompt|message))?\s*(?:[:\n]|\Z)"
    r"|```\s*(?:system|instructions?|tool_call)\b"
)
_OTHER_SCRIPT = re.compile("[\u0400-\u04ff\u0600-\u06ff\u0900-\u097f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_LOOKS_LATIN = re.compile("[\u0370-\u052f]")
_BASE64 = re.compile(rf"(?<![\w+/])[A-Za-z0-9+/_-]{{{MIN_ENCODED_CHARS},{MAX_ENCODED_CHARS}}}={{0,2}}")
_HEX = re.compile(rf"(?<!\w)(?:(?:0x|\\x)?[0-9a-fA-F]{{2}}[ ,:]?){{{MIN_ENCODED_CHARS // 2},{MAX_ENCODED_CHARS // 3}}}")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2}|[\w.+-]){8,400}")
_TWO_PERCENT = re.compile(r"%[0-9a-fA-F]{2}[\w.+-]{0,8}%[0-9a-fA-F]{2}")
_ENTITIES = re.compile(r"(?:&#x?[0-9a-fA-F]{1,6};|[\w ,.!-]){4,400}")
_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4}|[\w ,.!-]){4,400}")
_SPACED = re.compile(r"(?<!\w)(?:\w[ ._*-]{1,2}){10,400}\w?(?!\w)")
_BEFORE = " \t\r\n.!?:;,)\"'”’"
_ENDS_PROFILE = re.compile(r"</\s*\w+\s*>|\bend\s+(?:of\s+)?(?:the\s+)?[a-z]+", re.IGNORECASE)
"""What pretends that the profile is over: what follows is meant to be read as something else."""
_BLOCK_ENDS = {"{": "}", "<!--": "-->", "```": "```"}
_UNLEET = str.maketrans("013457@$", "oieastas")
_RUNS = bytes(code if code == ord(" ") else ord("x") for code in range(0x100))
"""Of the words of a text only how long they are."""
_RUN, _ENCODED = b"x" * MIN_RUN_CHARS, b"x" * MIN_ENCODED_CHARS
_KEYWORDS = ("ignore", "disregard", "instructions", "previous", "score", "candidate", "system")


def _leet(word: str) -> Iterator[str]:
    """The spellings of a word with digits for letters."""
    digits = {"o": "0", "i": "1", "e": "3", "a": "4", "s": "5", "t": "7"}
    choices = [(char, digits[char]) if char in digits else (char,) for char in word]
    return ("".join(spelling) for spelling in product(*choices))


_LEET = words(spelling for word in _KEYWORDS for spelling in _leet(word)) - words(_KEYWORDS)
_ROT13 = words(codecs.encode(word, "rot13") for word in _KEYWORDS)
_BACKWARDS = words(word[::-1] for word in _KEYWORDS)
_IN_HEX, _APART = words(["69 6e"]), words(["g n r"])
"""What "in" is in hexadecimal numbers; letters of "ignore" that stand alone where all do."""


@cache
def _table() -> _Table:
    return msgspec.json.decode((files("scoring") / "data" / "instructions.json").read_bytes(), type=_Table)


@cache
def _rules() -> tuple[_Rule, ...]:
    table = _table()
    rules = [rule for code, language in table.languages.items() for rule in _of_language(code, language)]
    for triggers, pattern in table.english:
        for name, part in (("to_readers", table.to_readers), ("rated", table.rated)):
            pattern = pattern.replace(f"{{{name}}}", part)
        led_by, *also = (each.split() for each in triggers.split("&"))
        clause = pattern.removeprefix("{clause}")
        own = clause.replace("{trigger}", rf"\b{_one_of(led_by)}\b")
        rules.append(_Rule(words(led_by), re.compile(own), own != clause, tuple(map(_phrases, also)), clause != pattern))
    return tuple(rules)


@cache
def _foreign() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile("|".join(map(fold, each))) for each in _table().foreign.values())


@cache
def _by_trigger() -> Mapping[bytes, tuple[int, ...]]:
    """The numbers of the rules that have a word as a trigger."""
    numbered = tuple(enumerate(_rules()))
    triggers = frozenset[bytes]().union(*(rule.triggers for rule in _rules()))
    return {word: tuple(number for number, rule in numbered if word in rule.triggers) for word in triggers}


@cache
def _telling() -> frozenset[bytes]:
    """All words that something is looked for by."""
    return frozenset(_by_trigger()) | _LEET | _ROT13 | _BACKWARDS | _IN_HEX | _APART


def _rules_for(told: frozenset[bytes], known: frozenset[bytes]) -> Iterator[_Rule]:
    """The rules that may match in a text with these words; `told` are those of them that something is looked for by."""
    rules, by_trigger = _rules(), _by_trigger()
    numbers = {number for word in told for number in by_trigger.get(word, ())}
    return (rules[number] for number in sorted(numbers) if rules[number].may_match(known))


def _of_language(code: str, parts: Mapping[str, Mapping[str, list[str]]]) -> Iterator[_Rule]:
    override, rate = parts["override"], parts["rate"]
    verb, which, what = (_one_of(override[name]) for name in ("verbs", "which", "what"))
    some, few = rf"(?:\w+{_GAP}){{0,4}}?", rf"(?:\w+{_GAP}){{0,3}}?"
    named = rf"(?:{which}{_GAP}{few}{what}|{what}{_GAP}{few}{which})\b"
    is_english = code == "en"
    forms = rf"\b{verb}{_GAP}{some}{named}"
    if not is_english:  # "Alle vorherigen Anweisungen ignorieren"
        forms += rf"|\b{named}{_GAP}{few}{verb}\b"
    also = _phrases(override["which"]), _phrases(override["what"])
    yield _Rule(words(override["verbs"]), re.compile(forms), is_english, also, begins_clause=is_english)
    verb, whom, high = (_one_of(rate[name]) for name in ("verbs", "whom", "high"))
    high = rf"(?<!\w){high}(?!\w|%|[.,]\d)"
    near = r"[^.!?\n]{0,60}?"
    forms = rf"\b{verb}{_GAP}{some}(?:{whom}\b{near}{high}|{near}{high}{near}\b{whom}\b)"
    also = _phrases(rate["whom"]), _phrases(rate["high"])
    yield _Rule(words(rate["verbs"]), re.compile(forms), True, also, begins_clause=is_english)


def _phrases(texts: Iterable[str]) -> tuple[frozenset[bytes], ...]:
    return tuple(map(bag, texts))


def _one_of(alternatives: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(each) for each in sorted(alternatives, key=len, reverse=True))})"


def instructions(text: str) -> list[Span]:
    """What is to be cut from a text for an instruction in it: places in order, without overlaps; mostly none."""
    found = sorted(_found(text))
    return _merged(_extent(text, start, end) for start, end in found) if found else []


def without(text: str, spans: Iterable[Span]) -> str:
    """The text without these places, which are in order."""
    kept, last = [], 0
    for start, end in spans:
        kept.append(text[last:start])
        last = end
    return "".join(kept) + text[last:]


def _found(text: str) -> list[Span]:
    seen = glance(text)
    told = seen.known & _telling()
    found = _spoken(seen.folded, seen.known, told)
    if _OTHER_SCRIPT.search(seen.foreign):
        found += [place.span() for pattern in _foreign() for place in pattern.finditer(seen.folded)]
    if _LOOKS_LATIN.search(seen.foreign):
        found += _plainly(unmasked(seen.folded))
    return found + _disguised(text, seen.spelled, told)


def _spoken(folded: str, known: frozenset[bytes], told: frozenset[bytes]) -> list[Span]:
    """Where a text speaks to its reader in letters and markup that are not disguised."""
    found: list[Span] = []
    for rule in _rules_for(told, known):
        found += [place.span() for place in rule.places(folded, known) if _speaks(place, rule)]
    if "<" in folded:
        found += [place.span() for pattern in _MARKUP for place in pattern.finditer(folded)]
    if b"inst" in known:
        found += [place.span() for place in _BRACKETED.finditer(folded)]
    if _has("##", folded) or _has("```", folded):
        found += [place.span() for place in _HEADED.finditer(folded)]
    return found


def _has(mark: str, text: str) -> bool:
    """Whether a mark stands in a text. Mostly not even its first character does, which is found out far faster."""
    return mark[0] in text and mark in text


def _speaks(place: re.Match[str], rule: _Rule) -> bool:
    """Whether the words of a rule speak to the reader, and do not belong to a sentence on something else."""
    start = place.start()
    if rule.begins_clause and not _CLAUSE.search(place.string[max(0, start - _CLAUSE_CHARS) : start]):
        return False
    return not _is_mentioned(place)


def _is_mentioned(place: re.Match[str]) -> bool:
    """Whether the words stand in quotes in a sentence on attacks: a security researcher's resume speaks of them."""
    text, start, end = place.string, place.start(), place.end()
    start += len(place[0]) - len(place[0].lstrip(" \n\"'“”‘’„«»`(["))
    if not (_QUOTED.search(text[max(0, start - 90) : start]) and _CLOSES.match(text, end)):
        return False
    return _RESEARCH.search(_around(text, start, end)) is not None


def _around(text: str, start: int, end: int) -> str:
    begin = max((mark.end() for mark in _SENTENCE.finditer(text, max(0, start - 200), start)), default=max(0, start - 200))
    stop = _SENTENCE.search(text, end, end + 200)
    return text[begin : stop.start() if stop else end + 200]


# -- disguises ---------------------------------------------------------------------------------------------------------


def _disguised(text: str, words: bytes, told: frozenset[bytes]) -> list[Span]:
    """Where instructions stand that a reader must decode first.

    Args:
        words: the text as `folding.spelled` has it.
        told: those of its words that something is looked for by.
    """
    found: list[Span] = []
    runs = words.translate(_RUNS)
    if has_run := _RUN in runs:
        found += _decoded(text, _BASE64, _from_base64)
    if (has_run and _ENCODED in runs) or told >= _IN_HEX:
        found += _decoded(text, _HEX, _from_hex)
    if "%" in text and _TWO_PERCENT.search(text):
        found += _decoded(text, _PERCENT, unquote)
    if _has("&#", text):
        found += _decoded(text, _ENTITIES, html.unescape)
    if _has("\\u", text):
        found += _decoded(text, _ESCAPES, _from_escapes)
    if told >= _APART:
        found += _decoded(text, _SPACED, _from_spaced)
    if len(_ROT13 & told) > 1:
        found += _plainly(codecs.encode(text, "rot13"))
    if len(_BACKWARDS & told) > 1:
        found += [(len(text) - end, len(text) - start) for start, end in _plainly(text[::-1])]
    if not _LEET.isdisjoint(told):
        found += _plainly(text.translate(_UNLEET))
    return found


def _plainly(text: str) -> list[Span]:
    folded = fold(text)
    known = bag(folded)
    return _spoken(folded, known, known & _telling())


def _decoded(text: str, pattern: re.Pattern[str], decode: Callable[[str], str]) -> list[Span]:
    return [place.span() for place in pattern.finditer(text) if (plain := decode(place[0])) != place[0] and _plainly(plain)]


def _from_base64(token: str) -> str:
    data = token.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(data + "=" * (-len(data) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _from_hex(token: str) -> str:
    digits = re.sub(r"0x|\\x|[ ,:]", "", token)
    return bytes.fromhex(digits[: len(digits) // 2 * 2]).decode(errors="replace")


def _from_escapes(token: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), token)


def _from_spaced(token: str) -> str:
    # One gap parts letters, a wider one words; without wider ones the phrases are looked for as they would run together.
    wide = re.sub(r"(\w)[ ._*-](?=\w)", r"\1", token)
    return wide if " " in wide.strip() else re.sub(r"(ignore|disregard|all|previous|prior|your)", r"\1 ", wide.lower())


# -- how much is cut ---------------------------------------------------------------------------------------------------


def _extent(text: str, start: int, end: int) -> Span:
    """What goes with an instruction: its sentence from the beginning, what follows on its line, and a block to its end."""
    begin = start + len(text[start:end]) - len(text[start:end].lstrip(_BEFORE))
    end = start + len(text[start:end].rstrip())
    marks = [mark.end() for mark in _SENTENCE.finditer(text, max(0, begin - MAX_CUT_CHARS), begin)]
    begin = max(marks, default=max(0, begin - MAX_CUT_CHARS) and start)
    for opening, closing in _BLOCK_ENDS.items():
        opened = text.rfind(opening, begin, end)
        if opened >= 0 and (closed := text.find(closing, max(end, opened + len(opening)), end + MAX_BLOCK_CHARS)) >= 0:
            end = closed + len(closing)
            begin = min(begin, opened)
    if _ENDS_PROFILE.search(text, begin, end):
        gap = text.find("\n\n", end, end + MAX_BLOCK_CHARS)
        end = gap if gap >= 0 else min(len(text), end + MAX_BLOCK_CHARS)
    newline = text.find("\n", end, end + MAX_CUT_CHARS)
    if newline >= 0:
        return begin, newline
    if end + MAX_CUT_CHARS >= len(text):
        return begin, len(text)
    stop = _SENTENCE.search(text, end + MAX_CUT_CHARS // 2, end + MAX_CUT_CHARS)
    return begin, stop.end() if stop else end + MAX_CUT_CHARS


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start - merged[-1][1] <= MAX_GAP_CHARS:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged

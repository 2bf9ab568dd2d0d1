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

from scoring.blind.extents import SENTENCE, Found, Span, extents
from scoring.text.folding import bag, fold, glance, led, unmasked, words

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
_QUOTED = re.compile(r"[\"“„«'‘`][^\"“”„«»'‘’`\n]{0,80}\Z")
_CLOSES = re.compile(r"[^\"“”„«»'‘’`\n]{0,80}[\"”»'’`]")
_OPENING = " \n\"'“”‘’„«»`(["
_WORK = (
    r"\b(?:wrote|writ(?:ing|ten)|test(?:ed|ing)|design(?:ed|ing)|tun(?:ed|ing)|buil[dt]|building|craft(?:ed|ing)|created|refined"
    r"|optimi[sz]ed|evaluated|developed|engineered|authored|used|blocked|stopped|caught|studied|red[- ]teamed)\b"
)
_EXAMPLE_CHARS = 200
"""How far before an example the words stand that introduce it."""
_WORKED_ON = re.compile(_WORK + r"[^.!?\n]{0,80}\bprompts?\b")
_NAMES_EXAMPLE = re.compile(
    _WORK + r"[^.!?\n]{0,80}\b(?:prompts?|injections?|jailbreaks?|attacks?|payloads?)\b[^.!?\n]{0,30}"
    r"\b(?:such as|like|including|for (?:example|instance)|e\.g\.)[\s:,\"'“”‘’„«»`(\[]{0,4}\Z"
)
_RESEARCH = re.compile(
    r"\b(?:attacks?|injections?|jailbreaks?|adversarial|red[- ]team\w*|detect\w*|classifier|guardrails?|payloads?)\b"
)


class _Table(Struct, frozen=True):
    about: str
    languages: dict[str, dict[str, dict[str, list[str]]]]
    reader: str
    to_readers: str
    rated: str
    orders: list[tuple[str, str]]
    claims: list[tuple[str, str]]
    foreign: dict[str, list[str]]


class _Rule(Struct, frozen=True):
    """A pattern of folded text. It cannot match without any of the `triggers`; `is_led`: it begins with one of them.

    Nor can it without a phrase of each group in `also`; of a phrase all words must stand in the text. What `is_order` is
    cut with its line, as what follows belongs to it; honest people come near to the others, which take their sentence alone.
    """

    triggers: frozenset[bytes]
    pattern: re.Pattern[str]
    is_led: bool = False
    also: tuple[tuple[frozenset[bytes], ...], ...] = ()
    begins_clause: bool = False
    is_order: bool = True

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
    rules += [_of_english(triggers, pattern, is_order=True) for triggers, pattern in table.orders]
    rules += [_of_english(triggers, pattern, is_order=False) for triggers, pattern in table.claims]
    return tuple(rules)


def _of_english(triggers: str, pattern: str, *, is_order: bool) -> _Rule:
    table = _table()
    for name, part in (("to_readers", table.to_readers), ("reader", table.reader), ("rated", table.rated)):
        pattern = pattern.replace(f"{{{name}}}", part)
    led_by, *groups = (each.split() for each in triggers.split("&"))
    clause = pattern.removeprefix("{clause}")
    own = clause.replace("{trigger}", rf"\b{_one_of(led_by)}\b")
    also = tuple(map(_phrases, groups))
    return _Rule(words(led_by), re.compile(own), own != clause, also, clause != pattern, is_order)


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
    return extents(text, _found(text))


def without(text: str, spans: Iterable[Span]) -> str:
    """The text without these places, which are in order."""
    kept, last = [], 0
    for start, end in spans:
        kept.append(text[last:start])
        last = end
    return "".join(kept) + text[last:]


def _found(text: str) -> list[Found]:
    seen = glance(text)
    told = seen.known & _telling()
    found = _spoken(seen.folded, seen.known, told)
    if _OTHER_SCRIPT.search(seen.foreign):
        found += _places(_foreign(), seen.folded)
    if _LOOKS_LATIN.search(seen.foreign):
        found += _plainly(unmasked(seen.folded))
    return found + _disguised(text, seen.spelled, told)


def _spoken(folded: str, known: frozenset[bytes], told: frozenset[bytes]) -> list[Found]:
    """Where a text speaks to its reader in letters and markup that are not disguised."""
    found: list[Found] = []
    for rule in _rules_for(told, known):
        found += [Found(*place.span(), rule.is_order) for place in rule.places(folded, known) if _speaks(place, rule)]
    if "<" in folded:
        found += _places(_MARKUP, folded)
    if b"inst" in known:
        found += _places((_BRACKETED,), folded)
    if _has("##", folded) or _has("```", folded):
        found += _places((_HEADED,), folded)
    return found


def _places(patterns: Iterable[re.Pattern[str]], folded: str) -> list[Found]:
    return [Found(*place.span()) for pattern in patterns for place in pattern.finditer(folded)]


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
    """Whether the words are an example of what somebody works with: of an attack or a prompt that they wrote or tested."""
    text, start, end = place.string, place.start(), place.end()
    start += len(place[0]) - len(place[0].lstrip(_OPENING))
    if _NAMES_EXAMPLE.search(text[max(0, start - _EXAMPLE_CHARS) : start]):
        return True
    if not (_QUOTED.search(text[max(0, start - 90) : start]) and _CLOSES.match(text, end)):
        return False
    around = _around(text, start, end)
    return _RESEARCH.search(around) is not None or _WORKED_ON.search(around) is not None


def _around(text: str, start: int, end: int) -> str:
    begin = max((mark.end() for mark in SENTENCE.finditer(text, max(0, start - 200), start)), default=max(0, start - 200))
    stop = SENTENCE.search(text, end, end + 200)
    return text[begin : stop.start() if stop else end + 200]


# -- disguises ---------------------------------------------------------------------------------------------------------


def _disguised(text: str, words: bytes, told: frozenset[bytes]) -> list[Found]:
    """Where instructions stand that a reader must decode first.

    Args:
        words: the text as `folding.spelled` has it.
        told: those of its words that something is looked for by.
    """
    found: list[Found] = []
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
        found += [Found(len(text) - each.end, len(text) - each.start) for each in _plainly(text[::-1])]
    if not _LEET.isdisjoint(told):
        found += _plainly(text.translate(_UNLEET))
    return found


def _plainly(text: str) -> list[Found]:
    folded = fold(text)
    known = bag(folded)
    return _spoken(folded, known, known & _telling())


def _decoded(text: str, pattern: re.Pattern[str], decode: Callable[[str], str]) -> list[Found]:
    places = pattern.finditer(text)
    return [Found(*place.span()) for place in places if (plain := decode(place[0])) != place[0] and _plainly(plain)]


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

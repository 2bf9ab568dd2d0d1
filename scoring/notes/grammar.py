"""English for a note: a or an, lists, counts, and capitals in the middle of a sentence. Pure functions.

A word that the vocabulary cannot place keeps the capital it came with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from scoring.skills.aliases import aliases, canonical, normalise, written
from scoring.text.vocabulary import trade_words, vocabulary

MAX_TITLE_CHARS = 80
MAX_SKILL_CHARS = 60
MOST_NAMES = 6
"""Names of one list in a sentence; of a longer list the rest is counted."""

_COUNTS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

# Spelled aloud these letters begin with a vowel: an HR manager, an MRI technician, but a UX designer.
_VOWEL_LETTERS = "AEFHILMNORSX"
_SAID_AS_A_WORD = frozenset(["LAN", "NET", "RAM", "SAN", "SIM", "SOC"])
_LIKE_YOU = re.compile(r"u(?:ni(?![nmd])|s[aeu]|t[ei]|r[aoi]|kr|bi)|eu|ewe|onc?e\b", re.IGNORECASE)
_SILENT_H = re.compile(r"hour|honest|hono|heir", re.IGNORECASE)
_VOWEL_NUMBER = re.compile(r"8|1[18](?!\d)")

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’.+#&][^\W_]+)*[+#]*")
_ORDINARY_END = re.compile(
    r"(?:ing|[tsc]ion|ment|ship|ance|ence|ity|ics|work|ness|ology|ism|asm|ical|ial|ist|ician|ware|care"
    r"|board|graph|graphy|hold|metry|scope|scopy|tomy|ture)s?$"
)
_MIN_TRADE_WORD = 4
"""Letters of a word that is known from the tasks of occupations; a shorter one may be an acronym."""
_PLURAL = re.compile(r"(?:[A-Z]{2,}s|[a-z-]+[^\Wsiu]s)(?<!ics)(?<!sales)")
_HEAD = re.compile(r".+?(?= (?:as|at|by|for|from|in|of|on|to|with) )")
"""What a name says how many of: a degree in life sciences is one."""
_GERUNDS = frozenset(
    ["closing", "giving", "handling", "leading", "making", "managing", "meeting", "running", "setting", "taking"]
)
"""What one does with things is one thing: meeting deadlines is, building regulations are."""
_SHORT_FORM = re.compile(r"\b(sr|jr)\b\.?", re.IGNORECASE)
_GRADE = re.compile(r"\bI[iv]+\b")
_POSSESSIVE = re.compile(r"['’]s$")
_RETIRED = re.compile(r"\b(?:semi-)?retired\b", re.IGNORECASE)
"""It tells of an age; that the work was left is told without it."""
_TOKEN = re.compile(r"[^\W\d_]+")
_ADVERBS = frozenset(["also", "now", "often", "still", "then"])
_JOINED = re.compile(r"(?:, ?(?:and )?|(?:and|&) )(?=\w)")
"""What joins verbs, or adjectives."""
_OBJECT = re.compile(
    r"(?:(?:up to|over|about|around|almost|more than) )?[£$€]?\d|(?:GBP|USD|EUR)\b"
    r"|(?:an?|the|all|any|both|each|every|its|many|most|several|some|this|those|up|out"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundreds|thousands)\b",
    re.IGNORECASE,
)
"""How the object of a verb begins, where no name or noun does."""
_PLAIN_TITLE = re.compile(r"[^\W_][\w .,&/+#'’()-]*|\.NET\b[\w .,&/+#'’()-]*")
_NOT_A_TITLE = re.compile(
    r"\b(?:ignore|disregard|instructions?|prompt|scores?|candidate|applicant|hire|recommend\w*|please|must|you|your|is|me|my)\b"
    r"|\w{3,}[.!?]\s|\d ?/ ?\d|\d ?%",
    re.IGNORECASE,
)


def article(noun: str) -> str:
    """The noun with "a" or "an" before it, by its sound; without either when it is not in Latin letters."""
    first = noun.lstrip(" .,'\"“(").partition(" ")[0]
    if not first or not first[0].isascii():
        return noun
    return f"{'an' if _sounds_like_a_vowel(first) else 'a'} {noun}"


def _sounds_like_a_vowel(word: str) -> bool:
    if word[0].isdigit():
        return _VOWEL_NUMBER.match(word) is not None
    head = re.split(r"[-/&]", word)[0].rstrip(".,()")
    letters = head.rstrip("0123456789+#")
    if letters.upper() not in _SAID_AS_A_WORD:
        has_vowel = re.search("[aeiouy]", letters, re.IGNORECASE)
        if not has_vowel or (letters.isupper() and len(letters) <= 3):
            return word[0].upper() in _VOWEL_LETTERS
    if _SILENT_H.match(word):
        return True
    return word[0] in "aeiouAEIOU" and not _LIKE_YOU.match(word)


def listed(names: Sequence[str], joint: str = "and", most: int = MOST_NAMES) -> str:
    """ "A", "A and B", "A, B and C", and of more than `most` names "A, B and four others"; "A, and B or C"."""
    if len(names) > most:
        names = (*names[: most - 1], f"{count(len(names) - most + 1)} others")
    if len(names) < 2:
        return "".join(names)
    comma = "," if " or " in "\n".join(names) else ""
    return f"{', '.join(names[:-1])}{comma} {joint} {names[-1]}"


def are(names: Sequence[str]) -> str:
    """ "is" or "are", for skills as the subject of a sentence."""
    if len(names) != 1:
        return "are"
    if names[0].partition(" ")[0].lower() in _GERUNDS:
        return "is"
    head = _HEAD.match(names[0])
    return "are" if _PLURAL.fullmatch((head[0] if head else names[0]).rpartition(" ")[2]) else "is"


def count(number: int) -> str:
    """ "none" to "twelve", then digits."""
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def years(number: float) -> str:
    """ "1 year", "2.5 years"; below one year in months."""
    if 0 < number < 1:
        months = max(1, round(number * 12))
        return "1 month" if months == 1 else f"{months} months"
    number = round(number, 1)
    return "1 year" if number == 1 else f"{number:g} years"


def capital(text: str) -> str:
    """The text with its first letter as a capital, as a sentence begins, but for a name such as iOS."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def one_line(text: str) -> str:
    """Printable text with one space between words."""
    if text.isprintable() and "  " not in text:  # mostly; of all white space only the plain space is printable
        return text.strip()
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join("".join(filter(str.isprintable, text)).split())


def shortened(text: str, most: int) -> str:
    """Printable text on one line of at most `most` characters, cut between words with "…" for the rest."""
    text = one_line(text[: most * 4])
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rpartition(' ')[0] or text[: most - 1]}…"


@lru_cache(maxsize=16384)
def skill(name: str) -> str:
    """A skill in the middle of a sentence: "Python", "REST APIs", but "critical care" and "teamwork"."""
    text = shortened(written(name), MAX_SKILL_CHARS)
    if common := next((each for each in vocabulary().common if text.lower().startswith(each)), ""):
        return common + text[len(common) :]
    first, *others = text.split(" ")
    if not _is_capitalised(first) or any(not other.islower() for other in others):
        return text
    if others or "-" in first[2:]:
        ordinary = vocabulary().proper.isdisjoint(first.lower().split("-"))
    else:
        ordinary = _is_ordinary(first.lower()) or canonical(first) in aliases().soft
    return text[:1].lower() + text[1:] if ordinary else text


def title(name: str) -> str | None:
    """A job title in the middle of a sentence: "ICU charge nurse", "Java developer"; None when it does not read as one.

    A title with a word that cannot be placed keeps all its capitals.
    """
    return _title(name[: 2 * MAX_TITLE_CHARS])


@lru_cache(maxsize=16384)
def _title(name: str) -> str | None:
    text = shortened(name, MAX_TITLE_CHARS + 1)
    is_plain = len(text) <= MAX_TITLE_CHARS and _PLAIN_TITLE.fullmatch(text) and not _NOT_A_TITLE.search(text)
    if not is_plain or _is_personal(text):
        return None
    text = _SHORT_FORM.sub(lambda short: "senior" if short[1].lower() == "sr" else "junior", text)
    text = _RETIRED.sub(lambda word: "FORMER" if word[0].isupper() else "former", text)
    text = _without_loose_end(_GRADE.sub(lambda grade: grade[0].upper(), text))
    shouted = text.isupper() and (" " in text or text.lower() in vocabulary().ordinary | vocabulary().titled)
    if shouted or text.islower():
        return _WORD.sub(lambda word: _recased(word[0], shouted), text)
    if any(_is_capitalised(word[0]) and not _is_known(word[0].lower()) for word in _WORD.finditer(text)):
        return text
    return _WORD.sub(lambda word: _lowered(word[0]), text)


def quoted_title(name: str) -> str:
    """A title that does not read as one, shortened for quoting and cut before personal words; "" when nothing is left."""
    text = shortened(name, MAX_TITLE_CHARS)
    personal = vocabulary().personal | vocabulary().gendered_titles
    end = next((word.start() for word in _TOKEN.finditer(text) if word[0].lower() in personal), len(text))
    kept = _without_loose_end(text[:end].rstrip()) if end < len(text) else text
    return kept.replace("“", "'").replace("”", "'").rstrip(" .,;:!?-&")


@lru_cache(maxsize=1024)
def begins_with_a_verb(sentence: str) -> bool:
    """Whether "the candidate" can stand before a sentence: "Led a team", "Runs a ward", not "Experienced in".

    Participles may be adjectives, and verbs nouns, as in "Enhanced DBS", "Orders from suppliers" or "Planned and reactive
    maintenance". Such a word is a verb where an object begins behind it, and any where those joined to it are verbs too.
    """
    word, rest = _first_word(sentence)
    if not _is_a_verb(word, rest):
        return False
    if joined := _JOINED.match(rest):
        return begins_with_a_verb(rest[joined.end() :])
    return word.lower() not in vocabulary().doubtful or _OBJECT.match(rest) is not None


def may_begin_with_a_verb(sentence: str) -> bool:
    """The same where a subject stands before it, as in "I enhanced reports", or nothing hangs on it."""
    return _is_a_verb(*_first_word(sentence))


def _first_word(sentence: str) -> tuple[str, str]:
    """The first word that can be a verb, and what stands behind it, a comma as well."""
    first, _, rest = sentence.partition(" ")
    if first.lower().endswith("ly") or first.lower() in _ADVERBS:
        first, _, rest = rest.partition(" ")
    word = first.rstrip(",")
    return word, f"{first[len(word) :]} {rest}".lstrip()


def _is_a_verb(first: str, rest: str) -> bool:
    word, table = first.lower(), vocabulary()
    if word in table.present or word in table.past:
        return not (first.isupper() and rest[:2].islower())  # "LED lighting" was not led
    return word.endswith("ed") and len(word) > 4 and word.isalpha() and word not in table.never_past and rest[:3] != "by "


def _is_personal(text: str) -> bool:
    words = _TOKEN.findall(text.lower())
    if words[1:] and words[-1] == "i":
        words.pop()  # "Engineer I" is a grade
    return not (vocabulary().personal.isdisjoint(words) and vocabulary().gendered_titles.isdisjoint(words))


def _without_loose_end(text: str) -> str:
    """The title without the "for" or "at" that it breaks off with."""
    while (parts := text.rpartition(" "))[2].lower() in vocabulary().goes_on and parts[0] and not parts[2].isupper():
        text = parts[0]
    return text


def _lowered(word: str) -> str:
    if not _is_capitalised(word):
        return word
    if len(word) <= 4 and word.upper() in vocabulary().acronyms:
        return word.upper()
    return word.lower() if _is_ordinary(word.lower()) else word


def _recased(word: str, shouted: bool) -> str:
    low = word.lower()
    if word.upper() in vocabulary().acronyms:
        return word.upper()
    if low in vocabulary().proper:
        return low.capitalize() if written(low).islower() else written(low)
    if not _is_ordinary(low) and not written(low).islower():
        return written(low)
    return low if _is_ordinary(low) or not shouted else low.capitalize()


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper() and word[1:].islower()


def _is_known(word: str) -> bool:
    return word in vocabulary().proper or _is_ordinary(word) or (len(word) <= 4 and word.upper() in vocabulary().acronyms)


def _is_ordinary(word: str) -> bool:
    table, word = vocabulary(), _POSSESSIVE.sub("", word)
    return (
        word in table.ordinary
        or word in table.titled
        or word in table.roles
        or (word not in table.proper and (_ORDINARY_END.search(word) is not None or _is_of_trades(word)))
    )


def _is_of_trades(word: str) -> bool:
    """Whether tasks of occupations have a word, or the singular of it, and no table knows it as a name, as Sketch is one."""
    if len(word) < _MIN_TRADE_WORD or trade_words().isdisjoint((word, word.removesuffix("s"))):
        return False
    return normalise(word) not in aliases().ambiguous and written(word)[1:].islower()

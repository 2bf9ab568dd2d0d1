"""How much a job's text wants what it names: read from headings and from the words of a sentence. Pure functions.

A heading speaks for the lines under it, a cue in a sentence for what stands before or behind it: "must have Python, ideally
with Django; Docker is a plus". Of German, French, Spanish and a few more languages the commonest are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Literal

from msgspec import Struct

from scoring.text.sentences import STOP

Stance = Literal["must", "asked", "plus", "aside"]
"""Required by name; asked for; welcome; or said of something else, as what the company offers."""

MAX_CHARS = 100_000
"""Characters of a job's text that are read."""
MAX_SENTENCE_CHARS = 2_000
MAX_HEADING_WORDS = 8
MAX_ROW_WORDS = 3
"""Words of each but the last name in a row that ends in "or"; more are a clause of their own."""
FULL_LINE_WORDS = 6
"""A line of so many words goes on in the next one where that is lower-case; a shorter one may be an item of a list."""

_BULLET = re.compile(r"\s*(?:[-–—*•·▪●◦‣]|\d{1,2}[.)])\s+")
_MARKUP = "#*_ \t"


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


# The first that is found decides: "preferred requirements" are no requirements.
_HEADINGS: tuple[tuple[Stance, re.Pattern[str]], ...] = (
    (
        "plus",
        _any_of(
            r"(?:nice|good)[ -]to[ -]haves?|preferred|desir(?:able|ed)|bonus|plus(?:es)?|optional|extra|advantageous",
            r"not (?:required|essential)",
            r"wünschenswert\w*|von vorteil|pluspunkte|souhaité\w*|apprécié\w*|atouts?",
            r"deseables?|valorables?|desejáve(?:l|is)",
        ),
    ),
    (
        "aside",
        _any_of(
            r"benefits?|perks?|we offer|(?:what|why) (?:you(?:['’]ll| will)? get|join|us)|about (?:us|our|the company)",
            r"company (?:description|overview|profile)|additional information|disclaimer",
            r"our (?:company|story|mission|values|clients)|who we are|compensation|salary|how to apply|equal opportunity",
            r"wir bieten|bieten wir|(?:dir|ihnen) bieten|unser angebot|unsere leistungen|über uns|wer wir sind",
            r"(?:nous|on) (?:vous )?(?:offrons|proposons)|avantages|à propos de nous|qui sommes[- ]nous",
            r"ofrecemos|beneficios|sobre nosotros|quiénes somos|offriamo|chi siamo",
            r"(?:wij|we) bieden|over ons|oferecemos|sobre nós",
        ),
    ),
    (
        "must",
        _any_of(
            r"must[ -]haves?|requirements?|required|essentials?|mandatory|minimum|prerequisites?",
            r"what (?:you|we)(?:['’]ll| will)? need|you(?:['’]ll| will) need",
            r"anforderungen|voraussetzungen|exigences|prérequis|requisitos|imprescindibles?|requisiti|vereisten",
        ),
    ),
    (
        "asked",
        _any_of(
            r"responsibilit\w+|dut(?:y|ies)|tasks?|skills?|qualifications?|profile|about (?:you|the (?:role|job))",
            r"(?:your|the) role|looking for|you(?:['’]ll| will) (?:do|be)|who you are|you (?:have|bring)|stack|technolog\w+",
            r"experience|education|description|overview|summary|job|position|tools",
            r"profil|aufgaben(?:gebiet)?|tätigkeiten|kenntnisse|qualifikation(?:en)?|missions?|compétences|perfil|funciones|tareas",
            r"responsabilidades|mansioni|profilo|competenze|functie|taken|profiel|atividades",
        ),
    ),
)
# Headings that are known without a mark, though they hold a cue.
_SECTION = re.compile(
    r"(?:nice|good)[ -]to[ -]haves?|must[ -]haves?|bonus(?: points)?|requirements?|essentials?|optional"
    r"|(?:what )?you(?:['’]ll| will)? need"
    r"|wünschenswert|von vorteil|(?:requisitos )?(?:deseables?|imprescindibles?|indispensables?|obrigatórios|desejáveis)"
    r"|(?:required|preferred|desired|desirable|essential|minimum|mandatory)"
    r"(?: skills?| qualifications?| experience| requirements?| criteria)?",
    re.IGNORECASE,
)
_LOST_LINE_CHARS = 300
"""A line of so many characters may be several that have lost their ends."""
_LOST = re.compile(
    r"(?<=[\w.!?)%] )(?:(?:Additional |Basic |Desired |Job |Key |Minimum |Other |Preferred |Required )?"
    r"(?:Duties|Qualifications|Requirements|Responsibilities)|(?:Key|Preferred|Required|Technical) Skills"
    r"|Nice[ -][Tt]o[ -][Hh]ave|(?:Our )?Benefits|Perks|Compensation|Who [Ww]e [Aa]re"
    r"|About (?:[Uu]s|[Yy]ou|[Tt]he (?:[Cc]ompany|[Jj]ob|[Pp]osition|[Rr]ole|[Tt]eam))|Job (?:Description|Summary)"
    r"|What (?:[Yy]ou(?:['’]ll| [Ww]ill)? (?:[Bb]ring|[Dd]o|[Nn]eed)|[Ww]e [Oo]ffer))"
    r"(?=\s*[:–—-]?\s+(?:[A-Z\d•*–-]))"
)
"""A heading whose line has lost its ends: it has a capital, and so has what follows."""
_INLINE = re.compile(r"\s*([^\W\d][\w' ’/&-]{2,50}?)\s*:\s+(?=\S)")
_ON_THE_WORK = re.compile(
    r"(?:(?:the|your|key|main|core) )?(?:responsibilit\w+|duties|tasks|role|position) (?:includ|are|is|involv|will)\w*\b"
    r"|(?:in this role,? )?you(?:['’]ll| will) (?!need|have\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(rf";|\.(?:\Z|{STOP})|[!?](?=\s|\Z)|\n")
_NOT_NEEDED = re.compile(
    r"\bno\b[^.;]{0,80}\b(?:required|needed|necessary|expected)\b"
    r"|\b(?:(?:don['’]t|do not) (?:need|have)|needn['’]t|need not)(?: to)?\b(?:(?!\bbut\b)[^,;.]){0,80}",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\breport(?:s|ing)?(?: directly)? (?:in)?to (?:the|our|an?|your) (?:[\w&/-]+ ){0,4}?"
    r"(?:(?:controller|director|executive|head|lead(?:er)?|manager|officer|partner|president|principal|supervisor)s?"
    r"|c[a-z]o|vp|svp|md)\b(?: of [\w&/-]+(?: (?:and|&) [\w-]+| [\w-]+(?=[,.;]|\Z))?)?"
    r"|\bour (?:[\w-]+ ){0,2}(?:clients?|customers?|competitors?|investors?|partners?|suppliers?)"
    r" (?:include|are|range|such as|rely|use|trust)\b[^.;]*?(?=,? (?:so|and|but) (?:you|we)\b|[.;]|\Z)",
    re.IGNORECASE,
)
"""Stretches that speak of somebody else, whose skills are not asked for."""
_WE_USE = re.compile(
    r"\((?:(?:which|what) )?(?:we|our \w+)(?:['’](?:re|ve))?"
    r" (?:(?:also|are|currently|have|mainly|mostly|now|still|just) ){0,3}"
    r"(?:us(?:e|es|ing)|run(?:s|ning)?|work(?:ing)?|host|mov(?:e|ed|ing)|migrat(?:e|ed|ing)|is|are)\b[^()]*\)",
    re.IGNORECASE,
)
"""What the company has, beside what it asks for: who knows it too is welcome."""
_OF_THE_COMPANY = re.compile(
    r"\bequal opportunit\w+ employer|\b(?:without regard to|regardless of)\b.{0,40}\b(?:race|colou?r|religion|gender|age)\b"
    r"|\b(?:send|submit|email)\b(?: us)? your\b.{0,40}\b(?:cv|r[eé]sum[eé]|application|cover(?:ing)? letter)\b"
    r"|\bno agencies\b|\bapply (?:now|today|online)\b|\b401\(k\)|\bcompetitive (?:salary|pay|compensation)\b"
    r"|\bour (?:mission|vision) is\b|\bour (?:core )?values\b",
    re.IGNORECASE,
)
"""Sentences that speak of the company or of how to apply, wherever they stand."""
_FIRM = (
    r"(?:(?!(?:at|for|that|to|who|with)\b)[\w&/'’-]+,? ){0,7}?"
    r"(?:agency|business|company|consultancy|contractors?|firm|manufacturer|practice|provider|retailer|specialists?|supplier)\b"
)
_BUSINESS = re.compile(
    rf"(?i:\bwe(?: are|['’]re)|\b(?:our|my|the) (?:client|company|firm|business|practice)(?: is|,)"
    rf"|\b(?:ltd|limited|llp|plc|inc|group)\.? (?:is|are)) (?i:(?:an?|the) {_FIRM}|(?:[\w&-]+ ){{1,3}}?specialists\b)"
    rf"|\A\W*(?i:(?:an?|our|the|leading|busy|established|growing) {_FIRM}"
    r"(?:,? based in [\w ]{2,30}?)?(?=,? (?:is|are|requires?|seeks?|needs?|has|have|wants?|looks?|now)\b))"
    r"|(?i:\bwe (?:\w+ )?speciali[sz]e in [^.;:]{2,80}|\A\W*(?:an? )?specialists? in [^,.;:]{2,60}, (?=we\b))"
)
"""What a firm says of its own business, which is no work of the job."""
_APART: tuple[tuple[Stance, re.Pattern[str]], ...] = (
    ("aside", _NOT_NEEDED),
    ("aside", _OF_OTHERS),
    ("aside", _BUSINESS),
    ("plus", _WE_USE),
)
"""Stretches of a sentence that have their own stance, whatever stands around them."""
_CUE = re.compile(
    r"(?P<plus_behind>\b(?:an? (?:\w+ )?(?:plus|bonus|advantage|asset)\b|advantageous|beneficial|welcome\b|optional"
    r"|not (?:\w+ )?(?:required|essential|necessary|needed|mandatory|a must)"
    r"|would be (?:nice|great|good|helpful|useful|appreciated)(?: to (?:have|know))?"
    r"|(?:ist |sind |wären? )?(?:von Vorteil|ein (?:Plus|Vorteil)|kein Muss"
    r"|nicht (?:zwingend )?(?:erforderlich|notwendig|nötig))"
    r"|(?:est|sont|serai(?:en)?t) (?:un plus|un atout|souhaité\w*|apprécié\w*)|un (?:plus|atout)\b))"
    r"|(?P<plus_before>\b(?:ideally|preferably|bonus points?(?: for| if)?|we(?:['’]d| would) (?:love|like)|extra points?"
    r"|idealerweise|im Idealfall|bestenfalls|vorzugsweise|idéalement|de préférence|idealmente|preferiblemente"
    r"|se valorarán?|valoramos|bij voorkeur)\b)"
    r"|(?P<plus>\b(?:nice[ -]to[ -]haves?|good to have|preferred|desir(?:able|ed)|bonus|plus(?=\s*[:)])"
    r"|wünschenswert|souhaitée?s?|deseables?|desejáve(?:l|is))\b)"
    r"|(?P<must_behind>\b(?:a must\b(?!-)|(?:is|are) (?:needed|necessary)|prerequisites?|vorausgesetzt|ein Muss\b"
    r"|(?:ist|sind) (?:zwingend |unbedingt )?(?:erforderlich|notwendig|Voraussetzung)"
    r"|(?:est|sont) (?:requis|exigé|obligatoire|indispensable)\w*))"
    r"|(?P<must_before>\b(?:must(?:[ -]have)?|requires?|(?:you|we)(?:['’]ll| will)? need|needs? to have|need(?=:))\b)"
    r"|(?P<must>\b(?:(?<!as )(?<!if )(?<!when )(?<!where )required|essential|mandatory"
    r"|erforderlich|unabdingbar|indispensables?|obligatoires?|imprescindibles?|obligatori[oa]s?|vereist)\b)",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[,;()]|[–—]|\s-\s|\b(?:but|and|while|though|although|whereas)\b", re.IGNORECASE)
_HARD_BREAK = re.compile(r"[,;()]|[–—]|\s-\s|\b(?:but|while|though|although|whereas)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*(?:and|or|&)\b", re.IGNORECASE)
_ONE_LIST = re.compile(
    r"\b(?:are|were)\s*\Z"
    r"|\A\W*(?:[^\W\d][\w-]* ){0,3}?(?:experience|knowledge|understanding|familiarity|proficiency|exposure|skills?|expertise"
    r"|kenntnisse|erfahrung|connaissances?|conocimientos?|experiencia)\b",
    re.IGNORECASE,
)


class Part(Struct, frozen=True):
    """A stretch of a job's text, and how much it wants what it names."""

    stance: Stance
    text: str


@lru_cache(maxsize=256)
def parts(text: str) -> tuple[Part, ...]:
    """A job's text in its order, in stretches of one stance."""
    out: list[Part] = []
    stance: Stance = "asked"
    listed = told = False
    for line in chain.from_iterable(map(_lines, _unwrapped(text[:MAX_CHARS]))):
        bullet = _BULLET.match(line)
        body = line[bullet.end() :] if bullet else line
        if not body.strip():
            # What follows a list and a blank line is no part of it, nor what follows a paragraph about the company.
            if listed or (told and stance == "aside"):
                stance, listed = "asked", False
            continue
        if not bullet and (of_heading := _heading(body)):
            stance, listed, told = of_heading, False, False
            continue
        listed, told = listed or bullet is not None, True
        out.extend(_line(body, stance))
    return tuple(out)


def _unwrapped(text: str) -> list[str]:
    """The lines, those that were broken off at the edge of a page whole again."""
    lines: list[list[str]] = []
    for line in text.splitlines():
        if line.lstrip()[:1].islower() and lines and len(lines[-1][-1].split()) >= FULL_LINE_WORDS:
            lines[-1].append(line)
        else:
            lines.append([line])
    return [" ".join(map(str.strip, line)) if len(line) > 1 else line[0] for line in lines]


def _lines(line: str) -> Iterator[str]:
    """The lines that a long one was before it lost their ends, as far as headings tell it."""
    last = 0
    for heading in _LOST.finditer(line) if len(line) >= _LOST_LINE_CHARS else ():
        before = line[last : heading.start()].rsplit(maxsplit=1)[-1:]
        # A word with a capital before it makes "Employee Benefits Administration" of it.
        if before and (before[0][-1] in ".!?)" or not before[0][0].isupper()):
            yield from (line[last : heading.start()], heading[0])
            last = heading.end()
    yield line[last:].lstrip(" :–—-") if last else line


def _heading(line: str) -> Stance | None:
    """What a heading says of the lines under it; None when the line is none."""
    bare = line.strip().strip(_MARKUP)
    is_marked = line.lstrip().startswith(("#", "**", "__")) or bare.endswith((":", "："))
    words = bare.split()
    if not words or len(words) > MAX_HEADING_WORDS or re.search(r"[.!;]", bare) or ":" in bare[:-1]:
        return None
    stance = _stance_of_heading(bare)
    if is_marked:
        return stance or "asked"
    # Without a mark a heading has few words, and says nothing of any skill: "Python required" is a sentence.
    is_title = len(words) <= 4 and not _CUE.search(bare) and not bare.endswith("required") and "," not in bare
    return stance if _SECTION.fullmatch(bare) or (is_title and bare[:1].isupper()) else None


def _stance_of_heading(words: str) -> Stance | None:
    return next((stance for stance, pattern in _HEADINGS if pattern.search(words)), None)


def _line(line: str, stance: Stance) -> Iterator[Part]:
    start = 0
    for end in [*(found.start() for found in _SENTENCE.finditer(line)), len(line)]:
        sentence, start = line[start:end].lstrip(".;!? "), end
        if not sentence.strip():
            continue
        if (head := _INLINE.match(sentence)) and (own := _stance_of_heading(head[1])):
            # "Requirements: Python. SQL." goes on until the next such word in the line, or a sentence on the work.
            stance, sentence = own, sentence[head.end() :]
        elif stance in ("must", "plus") and _ON_THE_WORK.match(sentence):
            stance = "asked"
        for piece in _pieces(sentence):
            yield from _sentence(piece, stance)


def _pieces(sentence: str) -> Iterator[str]:
    """A sentence, in pieces where it is too long to be one."""
    while len(sentence) > MAX_SENTENCE_CHARS:
        cut = sentence.rfind(" ", 1, MAX_SENTENCE_CHARS) if " " in sentence[1:MAX_SENTENCE_CHARS] else MAX_SENTENCE_CHARS
        yield sentence[:cut]
        sentence = sentence[cut:]
    yield sentence


def _sentence(sentence: str, stance: Stance) -> Iterator[Part]:
    if stance == "aside" or _OF_THE_COMPANY.search(sentence):
        yield Part("aside", sentence)
        return
    for stance_apart, pattern in _APART:
        if apart := pattern.search(sentence):
            yield from _sentence(sentence[: apart.start()], stance)
            yield Part(stance_apart, apart[0])
            yield from _sentence(sentence[apart.end() :], stance)
            return
    cues = list(_CUE.finditer(sentence))
    last = 0
    for number, cue in enumerate(cues):
        own: Stance = "must" if (cue.lastgroup or "").startswith("must") else "plus"
        if _looks_ahead(sentence, cue, last):
            end = _end(sentence, cues, number)
            begin = cue.end()
            yield from _part(stance, sentence[last : cue.start()])
        else:
            begin = _begin(sentence, last, cue)
            end = cue.end()
            yield from _part(stance, sentence[last:begin])
        yield from _part(own, sentence[begin:end])
        last = end
    yield from _part(stance, sentence[last:])


def _part(stance: Stance, text: str) -> Iterator[Part]:
    if any(char.isalnum() for char in text):
        yield Part(stance, text)


def _looks_ahead(sentence: str, cue: re.Match[str], last: int) -> bool:
    """Whether a cue speaks of what follows it."""
    group = cue.lastgroup or ""
    if group.endswith(("_before", "_behind")):
        return group.endswith("_before")
    after = sentence[cue.end() :].lstrip()
    return after.startswith((":", "-", "–")) or (not sentence[last : cue.start()].strip(" ,(-–—") and after[:1].isalpha())


def _end(sentence: str, cues: list[re.Match[str]], number: int) -> int:
    """Where what follows a cue ends: before the next cue's own words."""
    if number + 1 == len(cues):
        return len(sentence)
    cue, following = cues[number], cues[number + 1]
    if _looks_ahead(sentence, following, cue.end()):
        return following.start()
    breaks = [found.start() for found in _HARD_BREAK.finditer(sentence, cue.end(), following.start())]
    if sentence[: following.start()].rstrip().endswith("("):
        # "must have Python, Docker (preferred)": the parenthesis speaks of one.
        breaks = breaks[:-1]
    return breaks[-1] if breaks else following.start()


def _is_row(before: str) -> bool:
    """Whether a row with an "or" stands before a cue, of which it speaks as one: "ACA, ACCA or CIMA is required"."""
    *firsts, last = before.split(",")
    is_short = all(0 < len(first.split()) <= MAX_ROW_WORDS and not _HARD_BREAK.search(first) for first in firsts)
    return is_short and re.search(r"\bor\b", last, re.IGNORECASE) is not None


def _begin(sentence: str, last: int, cue: re.Match[str]) -> int:
    """Where what a cue behind it speaks of begins."""
    before = sentence[last : cue.start()]
    is_aside = before.rstrip().endswith("(")
    breaks = [found for found in _HARD_BREAK.finditer(before) if before[found.end() :].strip(" (")]
    if is_aside:
        breaks = list(_BREAK.finditer(before.rstrip()[:-1]))
        return last + breaks[-1].end() if breaks else last
    if not breaks:
        return last
    named = before[breaks[-1].end() :]
    bare = before[before.rfind(breaks[0][0]) :]
    is_list = _ONE_LIST.search(before) or _GOES_ON.match(named)
    is_must = (cue.lastgroup or "").startswith("must")
    is_bare_must = is_must and not re.search(r"\b(?:is|be)\s*\Z", bare)
    return last if is_list or is_bare_must or (is_must and _is_row(before)) else last + breaks[-1].start()

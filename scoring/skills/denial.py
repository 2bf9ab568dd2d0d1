"""What the words around a mention make of it: a wish to learn, a lack, others' work, or what only looks like a skill."""

from __future__ import annotations

import re
from functools import lru_cache

from scoring.skills import everyday, onlookers
from scoring.skills.aliases import aliases, normalise
from scoring.skills.figures import is_figure
from scoring.skills.listing import is_beside_software
from scoring.text import negation
from scoring.text.runs import distinct

_BEFORE = 90
"""Characters before a mention that may turn it into a wish."""

# A line of a page goes on in the next one when that is lower-case, or when it breaks off in the middle of a phrase.
_BREAK = re.compile(r"[.!?;•]|\n(?=\s*[^\sa-z])")
_OPEN_END = re.compile(
    r"[^\s:?][^\S\n]+(?:about|an?|and|any|can['’]?t|cannot|commercial|explore|for|formal|ha(?:ve|s|d)|hands-on|in|into|know"
    r"|lack(?:s|ing)?|learn(?:ing)?|move|never|no|not|nor|of|or|practical|previous|prior|professional|study(?:ing)?|switch|the|to|towards?"
    r"|touched|train|transition|used?|with|without|wrote|written)\s*\Z|,[^\S\n]*\Z",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:want(?:s|ing)?|wish(?:es)?|hop(?:es?|ing)|like|aim(?:s|ing)?|keen|eager|look(?:s|ing)|plan(?:s|ning)?"
    r"|(?:would|['’]d) (?:really )?love|(?:aim|ambition|dream|goal|target) is) to "
    r"(?:[a-z]+ ){0,2}?(?:learn|study|move|get|train|break|grow|switch|transition|explore)\b"
    r"|\b(?:happy|willing) to (?:[a-z]+ )?(?:do|gain|get|learn|obtain|study|train (?:as|for|in|to))\b"
    r"|\binterested in (?:learning|studying|moving)\b|\bnext (?:aim|ambition|challenge|goal|step|target) is(?! to)\b",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"\b(?:(?:hop(?:e|es|ing)|look(?:s|ing)?|search(?:es|ing)?|seek(?:s|ing)?|to (?:find|get|land|obtain|secure)) "
    r"(?:[\w-]+ ){0,6}?(?:career|chance|internship|job|opportunit(?:y|ies)|placement|position|post|role|work experience)"
    r"|(?:want|wish|hop(?:e|ing)|like|aim(?:ing)?|keen|eager|looking|planning|seeking"
    r"|(?:would|['’]d) (?:really )?love) to (?:\w+ly )?"
    r"(?:acquire|deepen|develop|expand|gain|improve|pursue|use|work)|(?:an? (?:\w+ )?interest|interested) in)\b",
    re.IGNORECASE,
)
"""That somebody looks for such work, or would like it."""
_OF_AN_ADVERT = re.compile(r"\b(?:you|your|we|our|us|candidates?|applicants?|someone|people)\b", re.IGNORECASE)
"""Whose text this is: an advert that seeks somebody asks for what it names."""
_HAD = re.compile(
    r"\b(?:already|bring(?:s|ing)?|currently|excellent|experienced|extensive|had|has|have|having|proficient|proven|skilled|solid"
    r"|strong|used|worked|years?|(?<!acquire )(?<!deepen )(?<!develop )(?<!do )(?<!expand )(?<!get )(?<!improve )"
    r"(?<!build )my)\b"
    r"|\bwith (?:[\w-]+ ){0,3}(?:background|experience|knowledge|skills)\b",
    re.IGNORECASE,
)
"""What ends a wish: behind it stands what there is, as in "seeking a role to use my Java skills"."""
_TO_USE = r"(?: how)?(?: to)?(?: (?:code in|program in|use|work with|write))?(?: about)?(?: the)?(?: basics of)?"
_UNPRACTISED = re.compile(
    rf"\b(?:am|are|also|busy|currently|['’]m|now|presently|still) (?:self-)?learning:?{_TO_USE} "
    r"(?!(?:and|by|from|in|more|new|on|something|that|things|through|with)\b)"
    rf"|\A\W*learning:?{_TO_USE} (?=\Z)"
    r"|(?:\A\W*|\b(?:am|but|['’]m|still) )(?:(?:completely|fairly|pretty|quite|rather|relatively|still|very) )*new to "
    r"(?=(?:[^\s,]+ (?:and|or) )?\Z)"
    r"|\b(?:have|['’]ve|just|only) (?:just |only )?(?:heard|read)(?: (?:a (?:bit|book|little|lot)|articles|books|up))? "
    r"(?:about|of|on) (?=(?:[^\s,]+ (?:and|or) )?\Z)",
    re.IGNORECASE,
)
"""That somebody is only getting to know what stands behind."""
_USING = re.compile(r"\b(?:applying|building|but|running|teaching|using|working|writing)\b", re.IGNORECASE)
_GETTING_TO_KNOW = ("learning", "new to", "heard", "read")
_PENDING = re.compile(
    r"(?: (?:certification|certificate|licen[cs]e|exam|course|class|training))?(?:,? | ?[(–-] ?)"
    r"(?:scheduled for|(?:in progress|pending)(?=\s*(?:[,.;:)\n]|\Z)))"
    r"|\s?[(:–—-]\s?(?:currently |still )?(?-i:learning)(?=\s*(?:[,.;)\n]|\Z))",
    re.IGNORECASE,
)
_LETTER_CHARS = 24
"""Characters before a single letter, and behind it, that tell whether it is a language."""
_LETTERED = re.compile(
    r"\b(?:appendix|band|block|building|cat(?:egory)?|class|exhibit|form|gate|grade|group|hepatitis|level|option|part|plan|rated"
    r"|room|schedule|section|series|size|terminal|tier|type|unit|usb|vitamin|ward|zone)[ -]\Z",
    re.IGNORECASE,
)
_LANGUAGE_BEFORE = re.compile(
    r"(?:\b(?:in|using|with|en|mit|avec|embedded|plain|coded?|coding|programming|wr(?:ite|iting|itten|ote)|like|years)"
    r"|\b(?:knowledge|understanding|command|basics|use) of|\b(?:languages?|skills|tools|technologies|stack) ?:) ?\Z",
    re.IGNORECASE,
)
_LANGUAGE_BEHIND = re.compile(
    r"[ -](?:api|cod(?:e|er|ing)|compiler|developer|development|engineer|firmware|languages?|librar(?:y|ies)|modules?"
    r"|packages?|program(?:s|mers?|ming)?|projects?|scripts?|scripting|shiny|studio)\b",
    re.IGNORECASE,
)
_NO_LANGUAGE_BEHIND = re.compile(
    r" (?:of E|block|wing|ward|hall|class|section|grade|company|squad|team|major|minor)\b|[-&]| &"
)
_GRADED = re.compile(r" ?\d")
_WANTING = (
    *("want", "wish", "hop", "like", "love", "aim", "keen", "eager", "look", "plan", "interest", "happy", "willing"),
    *("ambition", "challenge", "dream", "goal", "next step", "target"),
)
_WISHES = frozenset(["learn", "learning", "study", "studying", "move", "moving", "get", "train", "break", "grow", "switch"])
_WISHES |= frozenset(["transition", "explore", "do", "gain", "obtain"])
"""What is wished for, in `_WANTED`."""
_SEEKING = (*_WANTING, "search", "seek", "obtain", "secure", "to find", "to get", "to land")
# Without one of these before it nothing is denied; most mentions have none.
_DENYING = (*_SEEKING, *negation.CUES, *_GETTING_TO_KNOW)
_DENIALS = (*negation.CUES, " pas")
"""In a whole sentence: a French one may end in its "pas"."""
# "Go to market" and "Excel at listening" begin with a verb, whatever their capital.
_VERB = re.compile(r"-to\b|[ -](?:to|the|at|in|an?|above|beyond)\b", re.IGNORECASE)


@lru_cache(maxsize=64)  # what a text names is looked at once more where a job asks for it, by whatever name
def is_denied(text: str, start: int, end: int) -> bool:
    """Whether the words around `text[start:end]`, in characters, say that the skill named there is not there."""
    before = text[max(0, start - _BEFORE) : start].lower().replace("\n", " ")
    if _holds(before, _DENYING) and _is_denying(clause_before(text, start), text, end):
        return True
    if negation.is_negated_behind(text, start, end) or _PENDING.match(text, end) or is_figure(text, start, end):
        return True
    if everyday.is_thing(text, start, end) or onlookers.is_of_others(text, start, end):
        return True
    shown = text[start:end]
    if len(shown) == 1 and not _is_language(text, start, end):
        return True
    if shown.lower() == "a level" and (shown[0] == "a" or _GRADED.match(text, end)):
        return True  # an article: "a level 2 course"
    if shown != aliases().ambiguous.get(normalise(shown)):
        return False
    after = _VERB.match(text, end)
    return after is not None and (after[0] == "-to" or not clause_before(text, start).strip(" -*"))


def _is_denying(clause: str, text: str, end: int) -> bool:
    folded = clause.lower()
    return (
        (_holds(folded, _WANTING) and _is_wish(clause))
        or (_holds(folded, _SEEKING) and _is_sought(clause))
        or (_holds(folded, _GETTING_TO_KNOW) and _is_unpractised(clause))
        or (_holds(folded, negation.CUES) and (negation.is_negated(clause) or negation.is_nought(clause, text, end)))
    )


def _is_wish(clause: str) -> bool:
    """Whether a clause says that somebody would like to learn its end, or move into it."""
    wish = _WANTED.search(clause)
    return wish is not None and not _HAD.search(clause, wish.end())


def _is_sought(clause: str) -> bool:
    """Whether a clause says that its end is only looked for, by somebody who speaks of their own work."""
    sought = _SOUGHT.search(clause)
    return sought is not None and not (_HAD.search(clause, sought.end()) or _OF_AN_ADVERT.search(clause))


def _is_unpractised(clause: str) -> bool:
    """Whether a clause says that its end is only being learned, or was read about."""
    known = _UNPRACTISED.search(clause)
    if not known or _HAD.search(clause, known.end()) or _USING.search(clause, known.end()):
        return False
    return negation.goes_on(clause[known.end() :])


def _is_language(text: str, start: int, end: int) -> bool:
    """Whether a single letter is a language, by the words or the other skills beside it.

    Mostly it is none: a grade, a class, a ward, somebody's initial, "C of E" or "R & D".
    """
    before = " ".join(text[max(0, start - _LETTER_CHARS) : start + 1].split())[:-1]
    if _LETTERED.search(before) or _NO_LANGUAGE_BEHIND.match(text, end):
        return False
    if _LANGUAGE_BEFORE.search(before) or _LANGUAGE_BEHIND.match(text, end):
        return True
    return is_beside_software(text, start, end)


def is_wanted(text: str, start: int) -> bool:
    """Whether what begins at `start` is only wished for."""
    return _is_wish(clause_before(text, start))


def is_doubtful(sentence: str) -> bool:
    """Whether a sentence wishes for something or denies it, whatever that is."""
    folded = sentence.lower()
    return (
        (_holds(folded, _WANTING) and _is_wish(sentence))
        or (_holds(folded, _SEEKING) and _is_sought(sentence))
        or (_holds(folded, _DENIALS) and negation.has_denial(sentence))
    )


@lru_cache(maxsize=16)
def may_want(folded: str) -> bool:
    """Whether a lower-case text may hold a wish at all."""
    return not distinct(folded).isdisjoint(_WISHES) and _holds(folded, _WANTING)


def _holds(text: str, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110 - a generator would cost more than the search
        if word in text:
            return True
    return False


def clause_before(text: str, start: int) -> str:
    """The words of a clause up to a place, with one space for any and one at the end."""
    begin = max(0, start - _BEFORE)
    for mark in reversed([*_BREAK.finditer(text, begin, start + 1)]):
        if mark[0] != "\n" or not _OPEN_END.search(text, begin, mark.start()):
            begin = mark.end()
            break
    return " ".join(text[begin:start].split()) + " "

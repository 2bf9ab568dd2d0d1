"""What others did while somebody stood by: a welder's mate, training attended, plans that nurses wrote. Pure functions.

Mostly what stands right around a mention in its clause decides. Somebody who wrote plans and followed them has written them.
Where the subject of a sentence is somebody else, as in "My brother is a solicitor", all of it is theirs, up to where the
writer speaks again. In doubt it is the writer's: "My manager asked me to learn SAP", "My boss used the charts I made".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from scoring.roles.titles import is_occupation
from scoring.skills.aliases import canonical
from scoring.text import runs
from scoring.text.clauses import NEAR_CHARS, SENTENCE_END, clause, lowered, sentence
from scoring.text.vocabulary import vocabulary

_SMALL = r"(?:and|as|at|but|for|from|in|into|of|on|or|to|who|with)\b"
_GAP = rf"(?:(?!{_SMALL})[\w'’-]+ ){{0,3}}\Z"
"""Up to three words of one phrase before the mention."""
_BESIDE_ONE = re.compile(
    r"\b(?:(?:assistant|helper|labou?rer|mate|apprentice|secretary) to|assist(?:ed|ing|s)?|help(?:ed|ing|s)?"
    r"|report(?:ed|ing|s)?(?: directly)? (?:in)?to|support(?:ed|ing|s)?|shadow(?:ed|ing|s)?|alongside|under|by|with)"
    rf" (?:an?|her|his|my|other|our|the|their) {_GAP}"
)
"""Before an occupation: it is that of somebody else."""
_MATE = re.compile(r"(?:['’]s|s['’])? (?:assistant|helper|labou?rer|mate)\b")
_STAFF = re.compile(r"\b(?:staff|employees?|team|corporate)\b")
_TAUGHT = re.compile(
    r"\b(?:attend(?:ed|ing|s)?|had|receiv(?:ed|ing|es)|underwent|undergone|undergoing|given|complet(?:ed|ing|es)"
    rf"|participat(?:ed|ing|es) in|(?:took|taken|taking|takes?) part in) {_GAP}"
)
"""Before the training of staff: somebody was among those trained."""
_THINGS = ("assessment", "plan")
_ACTIVITIES = ("assessment", "planning")
"""Endings of skills that are done by making what their other spellings name, as care plans for care planning."""
_USED = re.compile(
    r"\b(?:follow(?:ed|ing|s)?|read(?:ing|s)?|sign(?:ed|ing|s)?|adher(?:ed|ing|es) to|work(?:ed|ing|s)? to|as per"
    rf"|according to|in (?:line|accordance) with) {_GAP}"
)
_MADE = re.compile(
    r"\b(?:wr(?:ite|ites|iting|itten|ote)|creat|develop|design|devis|prepar|produc|review|updat|complet|carr(?:y|ied) out"
    r"|conduct|perform|implement|formulat|draft|led\b)"
)
"""What before the use of a thing says that somebody made it too."""
_CHECKS = re.compile(r"(?:assessment|audit|inspection)s?")
_UNDERGONE = re.compile(
    r"\b(?:pass(?:ed|es|ing)?|fail(?:ed|ing|s)?|undergo(?:es|ing|ne)?|underwent|fac(?:ed|es|ing)|sail(?:ed|ing|s)? through"
    rf"|scor(?:ed|es|ing)|(?:came|come|coming|comes|went|go|goes|going) through) {_GAP}"
)
"""Before a check: others came and made it."""
_WATCHED_BEFORE = re.compile(rf"\b(?:shadow(?:ed|ing|s)?|watch(?:ed|ing|es)?|sat in on) {_GAP}")
_WATCHED_BEHIND = re.compile(r" (?:only )?(?:observed|shadowed|watched)(?: only)?\s*\Z")
_DONE = (
    r"(?:(?:all|always|also|been|being|mainly|mostly|now|partly|usually|are|is|was|were|[a-z]+ly) )*"
    r"(?:administered|built|carried out|completed|conducted|covered|created|dealt with|delivered|designed|developed|done"
    r"|handled|led|looked after|made|maintained|managed|operated|owned|performed|prepared|processed|produced|run"
    r"|taken care of|undertaken|written) by "
)
_BY = re.compile(rf" {_DONE}")
_WORDS = r"[\w&+#/-]+(?: (?!(?:is|are|was|were)\b)[\w&+#/-]+){0,2}"
_ALL_BY = re.compile(
    rf"(?: (?!{_SMALL}|\b(?:is|are|was|were)\b)[\w-]+){{0,2}}(?:(?:, {_WORDS}){{0,5}},? (?:and|or|&) {_WORDS})?"
    rf" (?:is|are|was|were) {_DONE}"
)
"""Behind the subject of a sentence, which may be a list: "Payroll, expenses and VAT are done by"."""
_AGENT = re.compile(rf"(?:(?!{_SMALL})[\w&'’/-]+(?: |\Z|(?=\W))){{1,6}}")
_OUTSIDE = re.compile(
    r"agenc(?:y|ies)|bureaus?|colleagues?|consultanc(?:y|ies)|consultants?|(?:sub)?contractors?|else|others?|part(?:y|ies)"
    r"|providers?|suppliers?|vendors?|finance|headquarters|hq|hr|legal|payroll|procurement"
)
_UNIT = re.compile(r"(?:company|department|desk|firm|function|office|side|staff|team)s?")
"""Whose people may be oneself, unless they are told from one's own, as in "the finance team"."""
_OWN = frozenset(["a", "an", "entire", "great", "large", "my", "new", "our", "own", "same", "small", "the", "this", "whole"])
_WRITER = "i|me|my|mine|myself|us|we"
_OF_THE_WRITER = re.compile(rf"\b(?:{_WRITER})\b")
_GIVEN_AWAY = re.compile(r"\b(?:contract(?:ed|ing|s) out|outsourc(?:ed|es|ing)) (?:[\w-]+ ){0,2}\Z")
_GIVEN_TO = re.compile(r"\b(?:contract(?:ed|ing|s) out|outsourc(?:ed|es|ing)) (?:[\w-]+ ){0,3}to (?:the )?\Z")
_TO_WHOM = re.compile(r"(?: (?!back\b)[\w-]+){0,2} to ")
_IS_GIVEN_AWAY = re.compile(
    r"(?: [\w-]+)? (?:(?:all|also|been|being|fully|now|are|is|was|were) )+(?:contracted out|outsourced)\b"
)
_SIGNS = ("shadow", "watch", "sat in on", "observed", " by", "outsourc", "contract")
"""Without one of these around it, what is neither an occupation nor staff's training nor a thing made is not others'."""
_RELATIVES = (
    *("aunt", "brother", "brothers", "cousin", "cousins", "dad", "daughter", "father", "grandfather", "grandmother", "mom"),
    *("mother", "mum", "nephew", "niece", "parents", "sister", "sisters", "son", "uncle"),
)
_AT_WORK = (
    *("boss", "bosses", "colleague", "colleagues", "coworker", "coworkers", "manager", "managers", "mentor", "predecessor"),
    *("supervisor", "supervisors"),
)
_PEOPLE = frozenset([*_RELATIVES, *_AT_WORK, "boyfriend", "flatmate", "friend", "friends", "girlfriend", "partner"])
_REDACTED = "redacted"
"""A husband or a wife, in the view that is read."""
_BEING = r"(?:is|are|was|were|['’]s|has been|have been|had been) (?:also |both |now |once )?(?:an?|at|in|on|one of|the)\b"
_DOING = (
    r"(?:did|does|do|drives?|drove|kn[eo]ws?|l[eo]ads?|led|manage[sd]?|own(?:s|ed)?|practi[cs]e[sd]?|runs?|ran|speaks?|spoke"
    r"|studie[sd]|teach(?:es)?|taught|train(?:s|ed)?|use[sd]?|work(?:s|ed)?|writes?|wrote|builds?|built|code[sd]?|cook(?:s|ed)?"
    r"|deals?|dealt|design(?:s|ed)?|develop(?:s|ed)?|handle[sd]?|ha[sd]|have|holds?|held|look(?:s|ed)? after"
    r"|operate[sd]?|perform(?:s|ed)?|prepare[sd]?|processe[sd]|program(?:s|med)?|sells?|sold|t(?:akes?|ook) care of)\b"
)
_THEIRS = re.compile(
    rf"\b(?:my|our) (?:[a-z-]+ ){{0,2}}?(?:{'|'.join(sorted(_PEOPLE))}|\[{_REDACTED}\])"
    r"(?: \[redacted\]|,? who|,? [^,.;\n]{1,30},)? (?:[a-z]+ly |also |always |already |still |then |now )?"
    rf"(?:{_BEING}|{_DOING})"
)
_SPEAKER = re.compile(rf"\b(?:{_WRITER}|our)\b")
_PARTED = re.compile(r"(?:,|\b(?:and|as|because|but|so|when|where|whereas|while))\s*\Z")
"""What stands between their part of a sentence and the writer's."""
_SPACE = re.compile(r"\s+")


class _Kind(Struct, frozen=True):
    """What of words that show a skill decides where others may have done it.

    `of_one` is what stands in them before an occupation at their end, None where they end in none. `is_training`: staff is
    trained; `is_made`: they name what somebody makes who does it; `is_check`: what is made of somebody's work as well.
    """

    of_one: str | None
    is_training: bool
    is_made: bool
    is_check: bool


def is_of_others(text: str, start: int, end: int) -> bool:
    """Whether the words around `text[start:end]`, in characters, say that others did what is named there."""
    if _is_of_another(text, start):
        return True
    kind = _kind(text[start:end])
    if not (kind.of_one is not None or kind.is_training or kind.is_made or kind.is_check):
        around = text[max(0, start - NEAR_CHARS) : end + NEAR_CHARS].lower()
        if not any(map(around.__contains__, _SIGNS)):
            return False
    first, last = clause(text, start)
    if _is_of_others(kind, _flat(text[first:start]), _flat(text[end:last])):
        return True
    first, last = sentence(text, start, end)
    before, behind = _flat(text[first:start]), _flat(text[end:last])
    return (
        _is_by_others(before, behind)
        or _is_of_agent(before, _flat(text[start:end]), behind)
        or _is_given_away(before, behind)
    )


@lru_cache(maxsize=4096)
def _kind(shown: str) -> _Kind:
    flat = _flat(shown)
    last = flat.rpartition(" ")[2]
    is_made = last.startswith(_THINGS) and canonical(shown).endswith(_ACTIVITIES)
    of_one = flat.removesuffix(last) if is_occupation(last) else None
    is_training = "training" in flat and _STAFF.search(flat) is not None
    return _Kind(of_one, is_training, is_made, _CHECKS.fullmatch(last) is not None)


def _is_of_others(kind: _Kind, before: str, behind: str) -> bool:
    if kind.of_one is not None and (_BESIDE_ONE.search(before + kind.of_one) or _MATE.match(behind)):
        return True
    if kind.is_training and _TAUGHT.search(before):
        return True
    if kind.is_check and _UNDERGONE.search(before):
        return True
    if (kind.is_made and _is_only_used(before)) or _WATCHED_BEHIND.match(behind):
        return True
    return _WATCHED_BEFORE.search(before) is not None


@lru_cache(maxsize=16)
def _told_of_others(text: str) -> tuple[tuple[int, int], ...]:
    """The parts of a text, in characters, whose subject is somebody else. Those of the latest are remembered."""
    folded = lowered(text)
    known = runs.distinct(folded)
    if (_PEOPLE.isdisjoint(known) and _REDACTED not in known) or known.isdisjoint(("my", "our")) or len(folded) > len(text):
        return ()
    return tuple(_stretches(text, folded))


def _stretches(text: str, folded: str) -> Iterator[tuple[int, int]]:
    for theirs in _THEIRS.finditer(folded):
        mark = SENTENCE_END.search(text, theirs.end())  # where lines break, capitals tell
        end = mark.start() if mark else len(folded)
        writer = _SPEAKER.search(folded, theirs.end(), end)
        if not writer:
            yield theirs.start(), end
        elif _PARTED.search(folded, theirs.end(), writer.start()):
            yield theirs.start(), writer.start()


def _is_of_another(text: str, at: int) -> bool:
    """Whether what stands at a place in a text is told of somebody else."""
    return any(start <= at < end for start, end in _told_of_others(text))


def _is_only_used(before: str) -> bool:
    used = _USED.search(before)
    return used is not None and not _MADE.search(before, 0, used.start())


def _is_by_others(before: str, behind: str) -> bool:
    """Whether a clause goes on with by whom it was done, and not under the writer's eyes."""
    by = _BY.match(behind) or (_ALL_BY.match(behind) if _is_subject(before) else None)
    return by is not None and not _OF_THE_WRITER.search(behind, by.end()) and _is_somebody_else(behind[by.end() :])


def _is_of_agent(before: str, shown: str, behind: str) -> bool:
    """Whether a mention is but in the name of those by whom it was done, as in "prepared by our payroll clerk"."""
    by = _BY.search(before)
    if not by:
        return False
    agent = _AGENT.match(f"{before[by.end() :]}{shown}{behind}")
    return agent is not None and agent.end() > len(before) - by.end() and _is_somebody_else(agent[0])


def _is_given_away(before: str, behind: str) -> bool:
    """Whether a firm was paid to do it."""
    if _IS_GIVEN_AWAY.match(behind) or _GIVEN_TO.search(before):
        return True
    return _GIVEN_AWAY.search(before) is not None and _TO_WHOM.match(behind) is not None


def _is_subject(before: str) -> bool:
    """Whether what stands before a mention leaves it the subject: no verb and no speaker does."""
    words, verbs = before.split(), vocabulary()
    return not any(word in verbs.past or word in verbs.present or word in ("i", "we") for word in words)


def _is_somebody_else(behind: str) -> bool:
    agent = _AGENT.match(behind)
    if not agent:
        return False
    *others, last = agent[0].split()
    if is_occupation(last.removesuffix("s")):
        return True
    if _UNIT.fullmatch(last):
        return not _OWN.issuperset(others)
    return _OUTSIDE.fullmatch(last) is not None and "our" not in others


def _flat(text: str) -> str:
    """In lower case, with one space for any."""
    return _SPACE.sub(" ", text.lower())

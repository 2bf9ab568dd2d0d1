"""Where the subject of a sentence is somebody else: "My brother is a solicitor", "Our manager ran SAP". Pure functions.

Only a verb of doing or being right behind them makes the sentence theirs, up to where the writer speaks again. In doubt it
is the writer's: "My manager asked me to learn SAP", "My boss used the dashboards I built".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from scoring.text import runs
from scoring.text.clauses import SENTENCE_END, lowered

_PEOPLE = frozenset(
    ["aunt", "boyfriend", "brother", "brothers", "cousin", "cousins", "dad", "daughter", "father", "flatmate"]
)
_PEOPLE |= frozenset(
    ["friend", "friends", "girlfriend", "grandfather", "grandmother", "mother", "mum", "mom", "nephew", "niece"]
)
_PEOPLE |= frozenset(
    ["parents", "partner", "sister", "sisters", "son", "uncle", "boss", "bosses", "colleague", "colleagues"]
)
_PEOPLE |= frozenset(["coworker", "coworkers", "manager", "managers", "mentor", "predecessor", "supervisor", "supervisors"])
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
_WRITER = re.compile(r"\b(?:i|me|my|mine|myself|our|us|we)\b")
_ANEW = re.compile(r"(?:,|\b(?:and|as|because|but|so|when|where|whereas|while))\s*\Z")
"""What stands between their part of a sentence and the writer's."""


@lru_cache(maxsize=16)
def stretches(text: str) -> tuple[tuple[int, int], ...]:
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
        writer = _WRITER.search(folded, theirs.end(), end)
        if not writer:
            yield theirs.start(), end
        elif _ANEW.search(folded, theirs.end(), writer.start()):
            yield theirs.start(), writer.start()


def is_of_another(text: str, at: int) -> bool:
    """Whether what stands at a place in a text is told of somebody else."""
    return any(start <= at < end for start, end in stretches(text))

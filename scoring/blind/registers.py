"""Where a text has a number under which somebody is registered: for insurance, with a licence, by a profession's body.

The name of the register stays, as it tells a qualification. Pure functions; a number is looked for only behind such a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.text.folding import Folded, Place, led, words

_BODIES = "nmc gmc gdc gphc goc hcpc swe sra sia dbs"
_PAPERS = "pin ni nino ssn dvla insurance passport driver drivers driving licence license"
_REGISTERS = words([_BODIES, _PAPERS])
_LINK = r"(?:no|nr|numbers?|id|pin|reg|registration|registered|registrant|licen[cs]e|card|certificate)\b"
_BETWEEN = r"[ \t\u00a0.:#,–-]{1,3}"
_DIGITS = r"\d{6,12}"
_MIXED = r"(?=(?:[a-z]*\d){5})(?=\d*[a-z])[a-z\d]{6,18}|[a-z]{2}(?:[ ]\d\d){3}[ ][a-d]"
_NUMBER = re.compile(
    rf"\b(?:(?:{_BODIES.replace(' ', '|')})(?:{_BETWEEN}{_LINK}){{0,3}}{_BETWEEN}({_DIGITS}|{_MIXED})"
    rf"|(?:{_PAPERS.replace(' ', '|')})(?:{_BETWEEN}{_LINK}){{1,3}}{_BETWEEN}({_DIGITS}|{_MIXED})"
    rf"|(?:{_PAPERS.replace(' ', '|')}){_BETWEEN}(?!iso|iec)({_MIXED}))(?![\w-])"
)
"""Digits alone need a word such as "number" before them where there is no body that gives them: others are amounts."""


def spans(whole: Folded) -> Iterator[Place]:
    """Where such numbers stand, in order; they may overlap."""
    if told := _REGISTERS & whole.known:
        for found in led(_NUMBER, told, whole.folded):
            yield found.span(found.lastindex or 0)

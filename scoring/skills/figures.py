"""Figures of business that are written like a certificate: the CPA that is cut by 22% is a cost and no accountant."""

from __future__ import annotations

import re

from scoring.skills.aliases import aliases, canonical

MOST_CHARS = 5
"""Characters of a certificate's name that may be a figure's too."""

_AROUND = 48
"""Characters before a name, and behind it, that tell what it stands for."""
_MONEY = r"[£$€]\s?\d[\d.,]*[km]?"
_SUM = rf"(?:{_MONEY}|\d[\d.,]*\s?(?:%|per\s?cent\b|percent\b))"
_OTHERS = r"(?:CAC|CLV|CPA|CPC|CPI|CPL|CPM|CTR|CVR|LTV|ROAS|ROI)"
"""Figures that stand in a row with each other, mostly of marketing."""
_BEFORE = re.compile(
    r"(?:\b(?:cut(?:s|ting)?|decreas(?:e[ds]?|ing)|halv(?:e[ds]?|ing)|lower(?:ed|ing|s)?|optimi[sz](?:e[ds]?|ing)"
    r"|reduc(?:e[ds]?|ing|tions?\s+(?:in|of))|slash(?:ed|es|ing)?|(?:bring|brought|drive|drove|driving)\s+down"
    r"|blended|cost[\s-]+per[\s-]+(?:acquisition|action)[\s(]*)"
    rf"(?:\s+(?:an?|average|blended|campaign|its|my|our|overall|paid|target|the|their))*|\bper|{_SUM})\s*\Z"
    rf"|\b{_OTHERS}(?:\s*[,/&]\s*|\s+and\s+|,\s+and\s+)\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s+(?:reductions?|targets?|per|bid(?:s|ding)?)\b"
    r"|(?:\s+(?:of|at|by|from|to|under|below|down|up|fell|dropped|rose|was|is|about|around|over|nearly|almost|some|more|than|a"
    rf"|the)){{1,4}}\s*{_SUM}|\s*[-–−:(]?\s*{_MONEY}|\s[-−]{_SUM}"
    rf"|(?:\s*[,/&]\s*|\s+and\s+|,\s+and\s+){_OTHERS}\b",
    re.IGNORECASE,
)


def is_figure(text: str, start: int, end: int) -> bool:
    """Whether the certificate that `text[start:end]` seems to name is a figure: it is cut, per something, or in percent."""
    if end - start > MOST_CHARS or canonical(text[start:end]) not in aliases().credentials:
        return False
    before = " ".join(f"{text[max(0, start - _AROUND) : start]}|".split()).removesuffix("|")
    return _BEFORE.search(before) is not None or _BEHIND.match(text, end) is not None

"""What is taken out of free text, beside the patterns as one would write them if time did not matter."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring import redaction
from scoring.models import Candidate
from scoring.redaction import REDACTED, Redactor

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(r"(?:https?://|www\.)\S+|\b(?:linkedin|github)\.com/\S+", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ().\-/]{7,24}\d(?!\w)")
YEARS_RANGE = re.compile(r"(?:19|20)\d\d\s*[-/.]\s*(?:19|20)\d\d")

PIECES = (
    *("@", ".", "a.b", "x" * 63, "+", "-", "_", "ann@example.com", "a@b.c", "@d.e", "a@b", "Ann.Lee@mail.example.com"),
    *(
        "http://",
        "HTTPS://",
        "httpſ://",
        "www.",
        "WWW.",
        "linkedin.com/",
        "LinKedIn.com/in",
        "gıthub.com/",
        "github.com/x",
        ":",
    ),
    *("+1 (555) 010-0199", "(", ")", "/", "1", "23", "555", "2015 - 2019", "1999.2001", "٣٤٥", "٠١٢٣٤٥٦٧٨٩", "+(49)", "?"),
    *(
        "Ann",
        "ann",
        "ANN",
        "Anna",
        "Lee",
        "lee",
        "Straße",
        "STRASSE",
        "İnan",
        "ınan",
        "ΣΑΣ",
        "σας",
        "Łukasz",
        "łUKASZ",
        "é",
        "É",
    ),
    *(" ", "  ", "\n", "\t", "\u00a0", ",", "•", "–", "\x00", "É", "é", "\u212a", "ſ", "s", "k", "i", "I", "😀", "e\u0301"),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)
OWN = st.none() | TEXTS


def plainly(candidate: Candidate, text: str) -> str:
    """The text redacted by one pattern after the other."""
    own = [word for word in re.split(r"[\s,]+", candidate.name or "") if len(word) > 1]
    own += [value for value in (candidate.email, candidate.phone, candidate.location) if value]
    text = LINK.sub(REDACTED, EMAIL.sub(REDACTED, text))
    text = PHONE.sub(lambda found: found[0] if YEARS_RANGE.fullmatch(found[0].strip()) else REDACTED, text)
    pattern = "|".join(re.escape(word) for word in sorted(own, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", REDACTED, text, flags=re.IGNORECASE) if own else text


@settings(max_examples=300)
@given(OWN, OWN, OWN, TEXTS)
@example(None, None, None, "x" * 64 + "@a.b " + "x" * 65 + "@a.b")
@example(None, None, None, "a@b.c@d.e and a@@b.c")
@example(None, None, None, "www.https://a b https:// www.x xhttps://y linkedin.com/www. z xlinkedin.com/in")
@example(None, None, None, "a+(555) 010-0199 +(555) 010-0199 (+555) 010-0199 .555 010 0199 555 010 0199x")
@example("Anna Ann", None, "Ann Lee", "ann lee, Anna Ann-Anna_ann annann")
@example("aa bb-aa", None, "aa bb", "aa bb-aa aa aaa aa")
@example("İnan Σας ſmith", None, None, "inan ınan σαΣ smith SMITH")
def test_what_is_taken_out_is_what_the_plain_patterns_find(
    name: str | None, email: str | None, place: str | None, text: str
) -> None:
    candidate = Candidate(name=name, email=email, location=place)
    assert Redactor(candidate)(text) == plainly(candidate, text)


def test_letters_that_are_not_odd_are_the_same_in_lower_case_where_a_pattern_says_so() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    cased = [char for char in every if len({char, char.lower(), char.upper(), char.title(), char.casefold()}) > 1]
    cased = [char for char in cased if not redaction._ODD.match(char)]
    assert len(cased) > 2500
    text, lowered = "".join(cased), "".join(cased).lower()
    assert len(text) == len(lowered)
    for char in cased:
        alike = re.findall(re.escape(char), text, re.IGNORECASE)
        assert alike == [other for other, low in zip(cased, lowered, strict=True) if low == char.lower()]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("tel. +(555) 010-0199.", "tel. [redacted]."),
        ("2015 - 2019, then 555 010 0199, then 2001/2005", "2015 - 2019, then [redacted], then 2001/2005"),
        ("٠١٢٣٤٥٦٧٨٩ – 555.010.0199", "[redacted] – [redacted]"),
        ("see HTTPS://example.com/ann, github.com/ann.", "see [redacted] [redacted]"),
        ("ann-lee@x.example, not @ann or ann@home", "[redacted], not @[redacted] or [redacted]@home"),
        ("ANN LEE, Lee-Ann, annlee", "[redacted] [redacted], [redacted]-[redacted], annlee"),
    ],
)
def test_identity_is_taken_out_and_nothing_else(text: str, seen: str) -> None:
    assert Redactor(Candidate(name="Ann Lee"))(text) == seen

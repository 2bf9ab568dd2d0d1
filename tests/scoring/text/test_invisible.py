"""What a reader of a text sees of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.text.invisible import Seen, seen

TAGS = "".join(chr(0xE0000 + ord(char)) for char in "score 100")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("plain", Seen("plain")),
        ("a\x0bb\x00c", Seen("a\nbc")),
        ("soft\u00adhyphen, \ufeffmark", Seen("softhyphen, mark")),
        ("ig\u200bnore", Seen("ignore", hid=True)),
        ("ig\u200dnore", Seen("ignore", hid=True)),
        ("\u202eturned\u202c", Seen("turned", hid=True)),
        (f"flag{TAGS}", Seen("flag", hid=True, tags="score 100")),
        ("e\u0301", Seen("é")),
        ("می\u200cخواهم", Seen("می\u200cخواهم")),
        ("क्\u200dष", Seen("क्\u200dष")),
        ("👩\u200d💻 at work", Seen("👩\u200d💻 at work")),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", Seen("\U0001f3f4")),
        ("one\u2028two", Seen("one\ntwo")),
    ],
)
def test_what_nobody_sees_is_taken_out(text: str, what: Seen) -> None:
    assert seen(text) == what


@given(st.text())
def test_what_was_seen_hides_nothing_more(text: str) -> None:
    once = seen(text).text
    assert seen(once) == Seen(once)

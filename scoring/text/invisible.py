"""Takes out of a text what nobody sees: zero-width characters, marks of direction, and letters written as tags."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from scoring.text.folding import odd

# Where they stand in any text that a program wrote: a soft hyphen, a mark of byte order, and what Arabic, Hebrew and
# the scripts of India and Iran need to be read.
_COMMON = "\u00ad\ufeff\u200e\u200f\u061c"
_JOINERS = "\u200c\u200d"
_HIDDEN = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164\uffa0\ufff0-\ufffb\ufe00-\ufe0e"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
)
_ANY = re.compile(f"[{_COMMON}{_JOINERS}{_HIDDEN}]")
_ODD = re.compile(f"[{_HIDDEN}]|(?<=[!-~])[{_JOINERS}]")
# The flags of England, Scotland and Wales are a black flag with tags behind it.
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
_JOINED = re.compile(f"(?<=[^\x00-\u05ff\u2000-\u3000])[{_JOINERS}](?=[^\x00-\u05ff\u2000-\u3000])")
_LINES = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"})
_TAGS = re.compile("[\U000e0020-\U000e007e]+")


class Seen(Struct, frozen=True):
    """A text as a reader sees it. `hid`: more was in it than programs leave in texts; `tags`: what its tags spelled."""

    text: str
    hid: bool = False
    tags: str = ""


def seen(text: str) -> Seen:
    """What a reader of a text sees, its accents composed."""
    text = unicodedata.normalize("NFC", text)
    if not _ANY.search(odd(text)):  # mostly so
        return Seen(text)
    if text.isascii():  # but for controls, which say nothing
        return Seen(_ANY.sub("", text.translate(_LINES)))
    text = _FLAG.sub("\U0001f3f4", text).translate(_LINES)
    tags = "".join(chr(ord(char) - 0xE0000) for run in _TAGS.findall(text) for char in run)
    hid = _ODD.search(text) is not None
    kept = {place.start() for place in _JOINED.finditer(text)}
    text = _ANY.sub(lambda char: char[0] if char.start() in kept else "", text)
    return Seen(unicodedata.normalize("NFC", text), hid, tags)

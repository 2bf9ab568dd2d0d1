"""What an auditor's files hold: text in some encoding, and tables with some separator. Pure functions over bytes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from msgspec import Struct

from scoring.errors import UnusableFile
from scoring.sheet import unguarded

_SEPARATORS = ",;\t"
_QUOTED = re.compile(r'"[^"]*"')
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Row(Struct, frozen=True):
    """A row of a table: the line of the file that it ends on, from 1, and its cells, as many as the header has."""

    line: int
    cells: tuple[str, ...]


class Sheet(Struct, frozen=True):
    """A table: the names of its columns and its rows, all without white space around them."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def find(self, *names: str) -> int | None:
        """The place of the column of the first of these names that there is, in any case; None: there is none."""
        known = [name.casefold() for name in self.header]
        return next((known.index(name.casefold()) for name in names if name.casefold() in known), None)


def text_of(name: str, data: bytes) -> str:
    """A file's text: UTF-8, with a byte-order mark or without, or UTF-16 with one.

    Raises:
        UnusableFile: it is neither, or there is no text in it.
    """
    encoding = "utf-16" if data.startswith(_UTF16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise UnusableFile(f"{name}: Not UTF-8 (byte {exc.start + 1}). Save it as CSV UTF-8.") from exc
    if not text.strip():
        raise UnusableFile(f"{name}: The file is empty.")
    return text


def sheet_of(name: str, text: str) -> Sheet:
    """A table of comma, semicolon or tab-separated values with a header; empty rows are left out.

    Raises:
        UnusableFile: a column has no name or another's, a row has too many cells, or the quotes do not match.
    """
    separator, text = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    try:
        for cells in reader:
            stripped = tuple(unguarded(cell.strip()) for cell in cells)
            if not any(stripped):
                continue
            if not header:
                header = _checked(name, stripped)
            else:
                rows.append(_row(name, reader.line_num, stripped, header))
    except csv.Error as exc:
        raise UnusableFile(f"{name}: Line {reader.line_num}: {exc}.") from exc
    return Sheet(header, tuple(rows))


def _separator(text: str) -> tuple[str, str]:
    """What separates the cells, as the header shows, or as a first line `sep=;` says, which Excel reads; and the rest."""
    first, _, rest = text.lstrip().partition("\n")
    said = first.strip()
    if said.lower().startswith("sep=") and len(said) == len("sep=;"):
        return said[-1], rest
    return max(_SEPARATORS, key=_QUOTED.sub("", first).count), text


def _checked(name: str, header: Sequence[str]) -> tuple[str, ...]:
    named = tuple(header)
    while named and not named[-1]:  # a spreadsheet's empty columns
        named = named[:-1]
    for place, column in enumerate(named, 1):
        if not column:
            raise UnusableFile(f"{name}: Column {place} has no name.")
        if column.casefold() in (other.casefold() for other in named[: place - 1]):
            raise UnusableFile(f"{name}: There are two columns {column!r}.")
    return named


def _row(name: str, line: int, cells: tuple[str, ...], header: tuple[str, ...]) -> Row:
    width = len(header)
    if any(cells[width:]):
        raise UnusableFile(f"{name}: Line {line}: Expected {width} cells, as in the header, got {len(cells)}.")
    return Row(line, (cells + ("",) * width)[:width])

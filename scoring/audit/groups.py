"""Who belongs to which group, as a table from outside says. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from scoring.audit.files import Row, sheet_of, text_of
from scoring.errors import UnusableFile

ID_NAMES = ("candidateId", "id")
NOT_STATED = frozenset({"", "-", "?", "n/a", "not stated", "unknown", "prefer not to say", "prefer not to answer"})
"""Values, in any case, that put nobody into a group."""


class Groups(Struct, frozen=True):
    """The columns that group people, and by candidate and column the group, nothing where it is not stated."""

    columns: tuple[str, ...]
    of: Mapping[str, Mapping[str, str]]


def read_groups(name: str, data: bytes, *, by: Sequence[str] = ()) -> Groups:
    """Read a table with a column `candidateId` (or `id`); every other one groups people by its values.

    A value means the same in any case and with any spaces; the first spelling is shown.

    Args:
        name: the file's, for messages.
        by: columns to use; none: all.

    Raises:
        UnusableFile: there is no such table in it, or a candidate has two groups in one column.
    """
    sheet = sheet_of(name, text_of(name, data))
    place = sheet.find(*ID_NAMES)
    if place is None:
        raise UnusableFile(f"{name}: Expected a column candidateId (or id), got {', '.join(sheet.header)}.")
    columns = _chosen(name, [column for number, column in enumerate(sheet.header) if number != place], by)
    spelt: dict[tuple[str, str], str] = {}
    of: dict[str, dict[str, str]] = {}
    for row in sheet.rows:
        candidate_id = row.cells[place]
        if not candidate_id:
            raise UnusableFile(f"{name}: Line {row.line} has no {sheet.header[place]}.")
        stated = _stated(row, sheet.header, columns, spelt)
        if of.setdefault(candidate_id, stated) != stated:
            raise UnusableFile(f"{name}: Line {row.line}: Candidate {candidate_id!r} was in other groups before.")
    if not of:
        raise UnusableFile(f"{name}: There is nobody in it, only a header.")
    return Groups(columns, of)


def _chosen(name: str, known: Sequence[str], by: Sequence[str]) -> tuple[str, ...]:
    if not known:
        raise UnusableFile(f"{name}: Expected a column for each grouping beside the id, such as sex or age; got none.")
    by_name = {column.casefold(): column for column in known}
    for column in by:
        if column.casefold() not in by_name:
            raise UnusableFile(f"{name}: There is no column {column!r}. Known are {', '.join(known)}.")
    return tuple(dict.fromkeys(by_name[column.casefold()] for column in by)) or tuple(known)


def _stated(row: Row, header: Sequence[str], columns: Sequence[str], spelt: dict[tuple[str, str], str]) -> dict[str, str]:
    """What a row states, each value in the spelling in which it came first."""
    stated: dict[str, str] = {}
    for column, cell in zip(header, row.cells, strict=True):
        value = " ".join(cell.split())
        if column in columns and value.casefold() not in NOT_STATED:
            stated[column] = spelt.setdefault((column, value.casefold()), value)
    return stated

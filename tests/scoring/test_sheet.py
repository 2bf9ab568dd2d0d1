from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.sheet import COLUMNS, MOST_CHARS, Cell, lines, row, text, unguarded
from tests.server.test_reuse import made

FORMULAS = {
    "equals": ("=1+1", "'=1+1"),
    "plus": ("+66 81 234 5678", "'+66 81 234 5678"),
    "minus": ("-2", "'-2"),
    "at": ("@SUM(A1)", "'@SUM(A1)"),
    "tab": ("\tx", "' x"),
    "carriage return": ("\rx", "' x"),
    "line feed": ("\nx", "' x"),
    "null character": ("\0x", "' x"),
    "full width": ("＝1", "'＝1"),
    "behind spaces": ("  =1", "'  =1"),
    "behind a control character": ("\x1b=1", "' =1"),
    "behind a semicolon, where a column may end": ('x;=HYPERLINK("http://evil")', 'x;\'=HYPERLINK("http://evil")'),
    "behind a semicolon and a space": ("x; -1", "x;' -1"),
    "behind a semicolon and a quote, which is taken off": ('x;"=1+1&"', 'x;\'"=1+1&"'),
    "on a second line": ("x\n=1", "x =1"),
}


@pytest.mark.parametrize(("wrote", "cell"), FORMULAS.values(), ids=FORMULAS)
def test_what_a_spreadsheet_would_compute_is_text(wrote: str, cell: str) -> None:
    assert text(wrote) == cell


PLAIN: dict[str, tuple[Cell, str]] = {
    "nothing": (None, ""),
    "true": (True, "true"),
    "false": (False, "false"),
    "a negative number": (-1.5, "-1.5"),
    "a sum in a sentence": ("1 + 1 = 2", "1 + 1 = 2"),
    "an address": ("a@b.example", "a@b.example"),
    "an apostrophe": ("'tis", "'tis"),
    "another script": ("工程师; ü", "工程师; ü"),
}


@pytest.mark.parametrize(("cell", "written"), PLAIN.values(), ids=PLAIN)
def test_all_else_stays_as_it_is(cell: Cell, written: str) -> None:
    assert text(cell) == written


@given(st.text() | st.text("=+-@;\t\r\n\0\x1b\x85 ＝'x"))
def test_no_cell_begins_with_a_formula_and_each_is_one_line(wrote: str) -> None:
    written = text(wrote)
    assert len(written.splitlines()) <= 1
    assert all(not part.lstrip().startswith(("=", "+", "-", "@")) for part in written.split(";"))


@given(st.lists(st.text('=+-@;" ,a'), min_size=1), st.sampled_from(",;\t"))
def test_no_separator_makes_a_formula_of_a_part_of_a_row(cells: list[str], separator: str) -> None:
    read = csv.reader(io.StringIO(lines([cells]), newline=""), delimiter=separator)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in read for cell in row)


LONG = {
    "all that a cell holds": ("x" * MOST_CHARS, "x" * MOST_CHARS),
    "one more": ("x" * (MOST_CHARS + 1), "x" * (MOST_CHARS - 1) + "…"),
    "one more with its apostrophe": ("=" * MOST_CHARS, "'" + "=" * (MOST_CHARS - 2) + "…"),
}


@pytest.mark.parametrize(("wrote", "cell"), LONG.values(), ids=LONG)
def test_a_cell_holds_no_more_than_a_spreadsheets(wrote: str, cell: str) -> None:
    assert text(wrote) == cell


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="'")), min_size=1))
def test_a_row_is_read_again_as_it_was_written(cells: list[str]) -> None:
    (read,) = csv.reader(io.StringIO(lines([cells]), newline=""))
    assert [unguarded(cell) for cell in read] == cells


def test_a_row_has_a_cell_for_each_column() -> None:
    event = made(7)
    cells = dict(zip(COLUMNS, row(event), strict=True))
    assert (cells["candidateId"], cells["pair"], cells["matchScore"]) == ("C7", 7, event.analysis.matchScore)
    assert (cells["analyzer"], cells["inputTokens"], cells["outputTokens"]) == (event.record.analyzer, 10, 5)
    assert (cells["costUsd"], cells["remarksCount"]) == (None, len(event.remarks))

"""Ranges of dates in the forms that resumes use, with the months they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.career.spans import MOST_MONTHS, Span, now_of, settled, spans, union_months
from scoring.text.dates import AS_OF, HORIZON_MONTHS


def month(text: str) -> int:
    """The number of a month that is written as "2015-03"."""
    year, of_year = text.split("-")
    return int(year) * 12 + int(of_year) - 1


@pytest.mark.parametrize(
    ("text", "first", "last", "months"),
    [
        ("Jan 2015 - Mar 2019", "2015-01", "2019-03", 51),
        ("JAN 2015 – DEC 2016", "2015-01", "2016-12", 24),
        ("2015–2019", "2015-07", "2019-06", 48),  # from the middle of a year to the middle of another
        ("2015 to 2018", "2015-07", "2018-06", 36),
        ("2015 - 2015", "2015-07", "2015-12", 6),
        ("2019 - Mar 2019", "2019-01", "2019-03", 3),
        ("Oct 2019 - 2019", "2019-10", "2019-12", 3),
        ("'15-'19", "2015-07", "2019-06", 48),
        ("’98 – ’03", "1998-07", "2003-06", 60),
        ("2015-19", "2015-07", "2019-06", 48),
        ("2010–12", "2010-07", "2012-06", 24),
        ("2010-12", "2010-07", "2012-06", 24),
        ("2015/16", "2015-07", "2016-06", 12),
        ("2015/2019", "2015-07", "2019-06", 48),
        ("2018/19 to 2021/22", "2018-07", "2022-06", 48),
        ("2018-19 – 2021-22", "2018-07", "2022-06", 48),
        ("2018/2019-2021/2022", "2018-07", "2022-06", 48),
        ("2018/'19 - 2020", "2018-07", "2020-06", 24),
        ("1999/00 - 2000/01", "1999-07", "2001-06", 24),  # no January beside a year that cannot be a month
        ("2011/12 to 2014/15", "2011-07", "2015-06", 48),
        ("2008/09 - 2010/11", "2008-09", "2010-11", 27),  # months, for all that is told
        ("2018/19 - Mar 2021", "2018-07", "2021-03", 33),
        ("Summer 2016", "2016-06", "2016-08", 3),
        ("Fall 2015 - Spring 2017", "2015-09", "2017-05", 21),
        ("Q1 2018 – Q3 2019", "2018-01", "2019-09", 21),
        ("Jan - Mar 2019", "2019-01", "2019-03", 3),
        ("June–August 2016", "2016-06", "2016-08", 3),
        ("05/2014-06/2016", "2014-05", "2016-06", 26),
        ("07.2016 – 09.2018", "2016-07", "2018-09", 27),
        ("12-2015 / 03-2018", "2015-12", "2018-03", 28),
        ("03/18 - 05/20", "2018-03", "2020-05", 27),
        ("Mar-18 to Jun-20", "2018-03", "2020-06", 28),
        ("Mar'18 - Apr'19", "2018-03", "2019-04", 14),
        ("Jan 24 – Jun 25", "2024-01", "2025-06", 18),
        ("Sept 19 to March 21", "2019-09", "2021-03", 19),
        ("01.07.2016 - 30.09.2018", "2016-07", "2018-09", 27),
        ("15/03/2018 - 20/05/2019", "2018-03", "2019-05", 15),
        ("03/15/2018 – 05/20/2019", "2018-03", "2019-05", 15),
        ("March 15, 2018 – April 2, 2020", "2018-03", "2020-04", 26),
        ("1st of March 2018 until 15 May 2019", "2018-03", "2019-05", 15),
        ("2015-03 - 2019-04", "2015-03", "2019-04", 50),
        ("2015-03-01 to 2019-02-28", "2015-03", "2019-02", 48),
        ("1999/09 to 2003/06", "1999-09", "2003-06", 46),
        ("2015.07-2018.02", "2015-07", "2018-02", 32),
        ("Jan 2015 –\n   Mar 2019", "2015-01", "2019-03", 51),
        ("Januar 2015 bis März 2019", "2015-01", "2019-03", 51),
        ("janv. 2015 à déc. 2017", "2015-01", "2017-12", 36),
        ("enero de 2015 a marzo de 2019", "2015-01", "2019-03", 51),
        ("gennaio 2015 - luglio 2016", "2015-01", "2016-07", 19),
        ("mei 2015 t/m augustus 2017", "2015-05", "2017-08", 28),
        ("março de 2015 até fevereiro de 2016", "2015-03", "2016-02", 12),
        ("2015年3月 - 2019年2月", "2015-03", "2019-02", 48),
        ("01/2019 To: 12/2022", "2019-01", "2022-12", 48),
        ("01/2019\nTo: 12/2022", "2019-01", "2022-12", 48),
        ("Jan 2019, End Date : Dec 2022", "2019-01", "2022-12", 48),
        ("2019 | Finish date: 2022", "2019-07", "2022-06", 36),
        ("III 2017 - IV 2021", "2017-03", "2021-04", 50),
        ("X.2015 – XII.2016", "2015-10", "2016-12", 15),
        ("03. 2018 - 05. 2020", "2018-03", "2020-05", 27),
        ("3. 2018 bis 12. 2019", "2018-03", "2019-12", 22),
    ],
)
def test_a_range_is_found_with_its_months(text: str, first: str, last: str, months: int) -> None:
    found = spans(text)
    assert [(text[each.start : each.end], each.first, each.last) for each in found] == [(text, month(first), month(last))]
    assert found[0].months == months
    assert not found[0].is_open


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("01/06/2019 - 31/05/2022", [("2019-06", "2022-05")]),  # one day above 12 tells of both
        ("13/06/2019 - 12/05/2022", [("2019-06", "2022-05")]),
        ("06/01/2019 - 05/31/2022", [("2019-06", "2022-05")]),
        ("01/06/19 - 31/05/22", [("2019-06", "2022-05")]),
        ("01/12/2019 - 02/05/2022, 03/02/2017 - 30/11/2019", [("2019-12", "2022-05"), ("2017-02", "2019-11")]),
        ("01-25-2017 - 02-03-2018, 04-05-2018 - 06-07-2019", [("2017-01", "2018-02"), ("2018-04", "2019-06")]),
        ("Born 25/12/1990. 02/03/2018 - 04/05/2019", [("2018-03", "2019-05")]),
        ("13/06/2019 - 06/25/2021, 02/03/2017 - 04/05/2018", [("2019-06", "2021-06"), ("2017-02", "2018-04")]),
        ("03/04/2019 - 05/06/2022", [("2019-03", "2022-05")]),  # nothing tells
        ("01.06.2019-31.05.2022", [("2019-06", "2022-05")]),
        ("01-06-2019-31-05-2022", [("2019-06", "2022-05")]),
        ("01/06/2019 - 01/05/2022", [("2019-06", "2022-05")]),  # the first of two months, not two days of January
        ("06-01-2019 - 05-01-2022", [("2019-06", "2022-05")]),
        ("01/06/2019 - 01/06/2022", [("2019-01", "2022-01")]),
        ("01/06/2019 - 02/05/2022", [("2019-01", "2022-02")]),
    ],
)
def test_days_and_months_stand_in_one_order_in_all_dates_of_a_text(text: str, months: list[tuple[str, str]]) -> None:
    assert [(each.first, each.last) for each in spans(text)] == [(month(first), month(last)) for first, last in months]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("03/2018 to present", "2018-03"),
        ("2019 - current", "2019-07"),
        ("Nov 2020 – Present", "2020-11"),
        ("May 2016-Now", "2016-05"),
        ("April 2020 till date", "2020-04"),
        ("10/2015–", "2015-10"),
        ("Juni 2018 bis heute", "2018-06"),
        ("Sept. 2018 – aujourd’hui", "2018-09"),
        ("sept 2014 au présent", "2014-09"),
        ("ene. 2015 - actualidad", "2015-01"),
        ("gennaio 2015 - oggi", "2015-01"),
        ("januari 2015 t/m heden", "2015-01"),
        ("março de 2015 até o momento", "2015-03"),
        ("2015 по настоящее время", "2015-07"),
        ("2015年3月～至今", "2015-03"),
        ("Feb 24 - present", "2024-02"),
        ("2018/19 - present", "2018-07"),
        ("2019 onwards", "2019-07"),
        ("Nov 2019 onward", "2019-11"),
        ("03/2019 and counting", "2019-03"),
        ("01/2019 To: Present", "2019-01"),
        ("Jan 2019\nEnd date: ongoing", "2019-01"),
        ("2021–", "2021-07"),
    ],
)
def test_a_range_without_an_end_goes_on(text: str, first: str) -> None:
    assert [(each.start, each.end, each.first, each.last, each.is_open) for each in spans(text)] == [
        (0, len(text), month(first), AS_OF, True)
    ]


@pytest.mark.parametrize(
    ("text", "own", "first"),
    [
        ("since 2020", "2020", "2020-07"),
        ("seit 03/2019", "03/2019", "2019-03"),
        ("depuis 2018", "2018", "2018-07"),
        ("since Nov 2019 onward", "Nov 2019 onward", "2019-11"),
        ("dbt and, since 2023, Snowflake", "2023", "2023-07"),
        ("03.2025–      Junior Developer", "03.2025–", "2025-03"),
        ("2024-\tTeam Lead", "2024-", "2024-07"),
        ("HR Adviser (2024-) at Acme", "2024-", "2024-07"),
        ("2021–: Lead", "2021–", "2021-07"),
        ("seit 3. 2019", "3. 2019", "2019-03"),
        ("I 2020 - III 2020; V 2021 - present", "V 2021 - present", "2021-05"),
    ],
)
def test_of_what_goes_on_the_dates_alone_are_the_range(text: str, own: str, first: str) -> None:
    last = spans(text)[-1]
    assert (text[last.start : last.end], last.first, last.is_open) == (own, month(first), True)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Led a team of 6.\n2018-2021 Acme", "2018-2021"),
        ("Led a team of 6. 2018-2021 Acme", "2018-2021"),
        ("Led a team of 6 - 2018-2021 Acme", "2018-2021"),
        ("Acme 3. 2018 - 5. 2020", "3. 2018 - 5. 2020"),
        ("Acme 03/2018 - 05/2020", "03/2018 - 05/2020"),
        ("Analyst II 2017 - 2019", "2017 - 2019"),
        ("Analyst II 2017 - present", "2017 - present"),
    ],
)
def test_a_number_that_counts_or_grades_is_no_month(text: str, own: str) -> None:
    assert [text[each.start : each.end] for each in spans(text)] == [own]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2015",
        "May 2015",
        "2015-03",
        "2014 2015",
        "2019 - 2015",
        "Mar 2019 - Jan 2019",
        "2090 - 2095",
        "2015 - 2090",
        "1801 - 1810",
        "1946 - 2020",  # more than a working life
        "born 1980, 42 years old",
        "2,000 years",
        "call 555-2015-2019",
        "+1 2015 555 2019",
        "$2000-2010",
        "2000-2500 units",
        "Office 2010-2016",
        "Studio 2008/2010/2012/2015, AutoCAD",
        "Server 2008/2012/2016",
        "in March of the year",
        "12/15/2016",
        "0900 - 1700",
        "of 2019 and 2021",
        "Jan 24",
        "Jan 24 - Feb 3, 2021",
        "Jan 24 - Jan 26, 2021",
        "May 5 - May 9",
        "Mar 24 to 30 patients",
        "2019 on wards",
        "in 2019 onwardly",
        "2019. To: 2022",
        "2019 Send: 2022",
        "in 2019 (rating: 2022)",
        "2015 -    Won a prize",
        "Engineer III 2017 - Engineer IV 2021",
    ],
)
def test_what_is_no_range_is_not_found(text: str) -> None:
    assert spans(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Acme/Nurse/2010-2014", ["2010-2014"]),
        ("Nurse 01/2010-03/2014/Leeds", ["01/2010-03/2014"]),
        ("Nurse 2010-present/Leeds", ["2010-present"]),
        ("2010-2014/2015-2018", ["2010-2014", "2015-2018"]),
        ("2010/2011, 2014/15", ["2010/2011", "2014/15"]),
        ("FY 2018/19 and 2018/19.5", []),
    ],
)
def test_a_slash_may_stand_beside_a_range(text: str, found: list[str]) -> None:
    assert [text[each.start : each.end] for each in spans(text)] == found


def test_several_ranges_are_found_in_order() -> None:
    text = "Jul 2019 to Jan 2021, Feb 2021 - Mar 2022; 1998 - 1999, 1999 - 2003 and between 2004 and 2006"
    assert [text[each.start : each.end] for each in spans(text)] == [
        "Jul 2019 to Jan 2021",
        "Feb 2021 - Mar 2022",
        "1998 - 1999",
        "1999 - 2003",
        "2004 and 2006",
    ]


def test_years_that_follow_each_other_have_neither_gap_nor_overlap() -> None:
    found = spans("2015-2017, 2017-2019")
    assert [each.months for each in found] == [24, 24]
    assert union_months(found) == 48


def test_an_open_range_is_counted_up_to_a_later_start_that_the_text_names() -> None:
    later = AS_OF // 12 + 2
    found = spans(f"2019 - present; May {later} - present")
    now = now_of(found)
    assert now == later * 12 + 4
    assert [each.last for _, each in settled(found, now)] == [now, now]


def test_a_start_that_is_far_off_is_left_out_and_a_later_end_is_cut() -> None:
    start = (AS_OF + HORIZON_MONTHS) // 12 + 1
    found = (*spans(f"May {start} - present"), Span(0, 1, AS_OF - 5, AS_OF + 30))
    assert now_of(found) == AS_OF
    assert [each.months for _, each in settled(found, AS_OF)] == [6]


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 100)), max_size=8))
def test_overlaps_count_once_and_gaps_do_not(pairs: list[tuple[int, int]]) -> None:
    found = [Span(0, 0, first, first + length) for first, length in pairs]
    months = {each for first, length in pairs for each in range(first, first + length + 1)}
    assert union_months(found) == union_months(reversed(found)) == len(months)


pieces = st.sampled_from(
    [
        "2015",
        "2019",
        "'15",
        "03/",
        "-",
        " - ",
        "–",
        " to ",
        "Mar ",
        "mars ",
        "present",
        "since ",
        "年",
        "12",
        " ",
        "\n",
        "é",
        "İ",
        "de ",
    ]
)


@given(st.lists(pieces | st.text(max_size=2), max_size=14).map("".join))
def test_any_text_has_ranges_that_lie_in_it_apart_and_forward(text: str) -> None:
    end = 0
    for each in spans(text):
        assert end <= each.start < each.end <= len(text)
        assert 1 <= each.months <= MOST_MONTHS
        end = each.end

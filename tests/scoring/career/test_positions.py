"""The titles of the positions that a resume tells of."""

from __future__ import annotations

import pytest

from scoring.career.positions import MOST, Position, positions, rose
from scoring.career.tenure import ranges

RISING = """Senior Backend Engineer | Leeds

Junior Developer | Bar | Jan 2014 – Dec 2015
Senior Backend Engineer, Acme (2019 - present)
* Led the rewrite of a payments service
Backend Engineer at Foo Ltd. 2016 – 2019
BSc Computing, University of Leeds, 2010 - 2013
"""
IN_BLOCKS = """City Hospital, Leeds
Staff Nurse
03/2015 - 06/2018

07/2018 - 09/2020
Ward Manager
"""

IN_ONE_LINE = """UX designer, Leeds. For years I have made forms that people finish,
even on the small screens of old telephones.
WORK Acme Mutual, Ward Manager, 2019 - 2021
"""
IN_COLUMNS = """Prairie Foods Inc.                                   Chicago, IL
Financial Analyst II                                 06/2021 – Present
- Own the annual plan
First Lakes Bank                                     Milwaukee, WI
Credit Analyst                                       07/2019 – 05/2021
"""
IN_A_FORM = """Job title: Care Assistant
Company: Willow
From: 01/2019
To: 12/2022

Position : Cook
Company: The Baker
From: 01/2016 To: 12/2018"""


def held(text: str, name: str = "Ann Baker") -> tuple[str, ...]:
    return tuple(each.title for each in positions(text, ranges(text), has_identity=lambda words: name in words))


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (RISING, ("Senior Backend Engineer", "Backend Engineer", "Junior Developer")),
        (IN_BLOCKS, ("Ward Manager", "Staff Nurse")),
        ("Worked as a staff nurse from 2015 to 2018.", ("staff nurse",)),
        ("Head of Marketing, Acme, 2015 - 2018", ("Head of Marketing",)),
        ("HCA\nMercy Hospital, Leeds\n2015 - 2018", ("HCA",)),
        ("Ward Sister, Mercy Hospital, 2015 - 2018", ("Ward Sister",)),
        ("Electrician's Mate\n2015 - 2018", ("Electrician's Mate",)),
        ("Team Leader – Customer Service\nAcme Ltd\n2015 - 2018", ("Team Leader – Customer Service",)),
        ("Team Leader – Acme Ltd, 2015 - 2018", ("Team Leader",)),
        ("Krankenpfleger, Klinikum Köln, seit 04/2018", ("Krankenpfleger",)),
        ("Ann Baker\nNurse, City Hospital, 2009 - 2015", ("Nurse",)),
        ("Ann Baker, 2009 - 2015", ("",)),
        ("Helped the teacher 2015 - 2016", ("",)),
        ("Teacher Training College, Acme 2015 - 2016", ("",)),
        (
            "Softwareentwicklerin, SAP, seit 08/2019\nJunior Entwickler, 2015 - 2018",
            ("Softwareentwicklerin", "Junior Entwickler"),
        ),
        ("Something, SAP, 2019 - 2021\nNurse, 2015 - 2018", ("", "Nurse")),
        (" ".join(IN_ONE_LINE.split()), ("Ward Manager",)),
        ("WAITER Summary Friendly waiter. Work Experience Head waiter Jan 2015 - May 2019", ("Head waiter",)),
        ("Photographer 2011 - 2013. Shot weddings. Assistant at Studio X (2008-2010)", ("Photographer", "Assistant")),
        ("NG Bailey, Approved Electrician, 2019 - 2021: testing", ("Approved Electrician",)),
        (
            "Paddle\n3 yrs 2 mos\nSenior Product Manager\nFull-time\nJan 2024 - Present · 1 yr 10 mos",
            ("Senior Product Manager",),
        ),
        (
            "Skills: Selenium, Java, Rest Assured, Postman, Jenkins, Git, Jira\nAcme - Test Engineer (Jun 2021 to Present)",
            ("Test Engineer",),
        ),
        ("Kept the books of two bakeries in the old town, Senior\nAccountant, 2015 - 2018", ("Senior Accountant",)),
        (
            "Vayu Filling Systems Ltd | Senior Engineer - Product Development |\nAug 2019 - Till date",
            ("Senior Engineer",),
        ),
        ("nurse, city hospital\n2015 - 2018\ncared for all\n\nwaiter, harbour hotel\n2010 - 2015", ("nurse", "waiter")),
        ("Acme Instruments Inc. — Sales Representative, Industrial Sensors\nJan 2022 – present", ("Sales Representative",)),
        ("Kept the books of two bakeries in the old town, and a Nurse, with care\n\n2015 - 2018", ("",)),
        ("I have worked with care and with pleasure, and with many people.\n2015 - 2018\n\nGoogle Tag Manager", ("",)),
        ("Grand Mall\n2015 - 2018\n\nShop Assistant\nServed at the till.", ("Shop Assistant",)),
        ("Acme Ltd - Boston - Reports to: Head Teacher, Team A\n2015 - 2018\nTyped the letters.", ("",)),
        ("2015 - 2018\n\nStaff Nurse\nCity Hospital", ("Staff Nurse",)),
        ("2015 - 2018 St. Mary's Primary School, Teacher. Cook at home", ("Teacher",)),
        ("City Hospital   Staff Nurse   2015 - 2018", ("Staff Nurse",)),
        ("Oct 2016 - date  Harland Build Ltd  Site Manager", ("Site Manager",)),
        ("Baker Ltd Leeds 2015 - 2018", ("",)),
        ("Limited Edition Designer, 2015 - 2018", ("Limited Edition Designer",)),
        (IN_COLUMNS, ("Financial Analyst II", "Credit Analyst")),
        (
            "Currently Accountant at Acme (since 2019), previously Bookkeeper at Foo (2015 - 2019)",
            ("Accountant", "Bookkeeper"),
        ),
        ("Nurse at Acme since 2021. Before that, nursery assistant (2018 - 2021)", ("Nurse", "nursery assistant")),
        ("From 2015 until 2020 I was a nurse. I have been a carer since 2020.", ("carer", "nurse")),
        ("When I was a nurse, 2015 - 2018", ("",)),
        ("First Officer, Acme Air, 2015 - 2018", ("First Officer",)),
        ("Electrical apprentice in 3rd year, 2020 - 2023", ("Electrical apprentice",)),
        ("Helped nurse in a ward, 2020 - 2023", ("",)),
        ("Reported to Mr Lee, Store Manager. Sales assistant 2018 - 2020", ("Sales assistant",)),
        ("Reported to Mr Lee, Store Manager. At the till 2018 - 2020", ("",)),
        ("Store Manager, reporting to the Area Manager, 2018 - 2020", ("Store Manager",)),
        ("2018 - 2020 at the till, supervised by Ann Lee, Head Waiter", ("",)),
        ("Reference Librarian, 2018 - 2020", ("Reference Librarian",)),
        ("MULTISKILLED MAINTENANCE TECHNICIAN\nBakers United (2019 - 2021)", ("MULTISKILLED MAINTENANCE TECHNICIAN",)),
        (IN_A_FORM, ("Care Assistant", "Cook")),
        ("\n\n".join(reversed(IN_A_FORM.split("\n\n"))), ("Care Assistant", "Cook")),
        (
            "From: 2020 To: 2022\nCompany: Foo\nRole: Cook\nFrom: 2018 To: 2020\nCompany: Foo\nRole: Waiter",
            ("Cook", "Waiter"),
        ),
        ("BSc, Leeds University, 2010 - 2013\n\n" + IN_A_FORM, ("Care Assistant", "Cook")),
        ("Role: Senior Nurse\nWard Manager, City Hospital, 2018 - 2020", ("Ward Manager",)),
        ("Role: Cook\nCompany: Foo\n2018 - 2020\n\nWork with care\n2015 - 2018", ("Cook", "")),
        ("Position applied for: Cook\nCompany: Foo\n2018 - 2020", ("",)),
        ("Role: helped the cook\nCompany: Foo\n2018 - 2020", ("",)),
        ("Phlebotomist/HCA, Greenway Surgery, 2022 - 2024", ("Phlebotomist",)),
        ("Server/Client software, 2022 - 2024", ("",)),
        ("Barista and shift leader at Bean There, 2021 - 2024", ("Barista and shift leader",)),
        ("Team Leader, Acme, 2021 - 2024", ("Team Leader",)),
        ("Acme, the market leader, 2021 - 2024", ("",)),
        ("Acme, world leader, 2021 - 2024", ("",)),
        ("Customer Service Rep, Acme, 2023 - 2025: entered orders", ("Customer Service Rep",)),
        ("Learning Mentor, Oak School, 2021 - 2024", ("Learning Mentor",)),
        ("Mentored a nurse, 2021 - 2024", ("",)),
        ("2019 - now  Digital Marketing Lead, Acme", ("Digital Marketing Lead",)),
        ("Acme, Team Lead, 2019 - 2021", ("Team Lead",)),
        ("QA lead for three squads, Acme, 2019 - 2021", ("QA lead",)),
        ("Generated a new sales lead, 2019 - 2021", ("",)),
        ("Qualified each sales lead, 2019 - 2021", ("",)),
        ("Took the lead, Acme, 2019 - 2021", ("",)),
        ("Acme, market lead, 2019 - 2021", ("",)),
        ("SOC Analyst L2 (Mar 2022 - Present), Acme Security", ("SOC Analyst L2",)),
        ("Staff Nurse Band 6, City Hospital, 2019 - 2021", ("Staff Nurse Band 6",)),
        ("Analyst for L2 tickets, 2019 - 2021", ("Analyst",)),
        ("Windows Server Level 3, 2019 - 2021", ("",)),
        ("OBJECTIVE: To obtain a position as a data entry clerk\nCashier, Acme, 2021 - 2023", ("Cashier",)),
        ("To secure a full-time position in a firm as data entry clerk\nCashier, Acme, 2021 - 2023", ("Cashier",)),
        ("Kept the position of the books of two firms in town as a\nCashier, Acme, 2021 - 2023", ("Cashier",)),
        ("I was a ward nurse for nine years. Since March 2021 I have been a junior developer", ("junior developer",)),
        ("Store Manager, Acme. From 2018 - 2020 at the till", ("Store Manager",)),
        ("Photos: see below. 2018 - 2020 Photographer. 2015 - 2018 Waiter", ("Photographer", "Waiter")),
        (
            "Hays 2018 - 2021 Senior Consultant, JLR 2021 - now Talent Acquisition Partner",
            ("Talent Acquisition Partner", "Senior Consultant"),
        ),
        ("2018 - 2021 Developer, Acme; 2021 - 2023 Tester, Foo", ("Tester", "Developer")),
        ("Developer 2018 - 2021, Tester 2021 - 2023, Acme, Trainer", ("Tester", "Developer")),
        ("HR Administrator (2022-24), HR Adviser (2024-) at City Hospitals", ("HR Adviser", "HR Administrator")),
        ("Nurse, always", ()),
        ("", ()),
    ],
)
def test_positions_are_named_by_the_words_beside_their_dates_the_latest_first(text: str, titles: tuple[str, ...]) -> None:
    assert held(text) == titles


def test_the_order_of_positions_in_the_text_does_not_matter() -> None:
    lines = [
        f"{level}Nurse, Ward, {year} - {year + 2}" for level, year in (("Junior ", 2001), ("", 2003), ("Senior ", 2005))
    ]
    assert held("\n".join(lines)) == held("\n".join(reversed(lines))) == ("Senior Nurse", "Nurse", "Junior Nurse")


def test_months_are_counted_from_the_earliest_position() -> None:
    text = "Nurse, Ward 7, Jan 2012 - Jun 2013\nCarer, Acme, Mar 2011 - Dec 2011"
    found = positions(text, ranges(text), has_identity=lambda words: False)
    assert found == (Position("Nurse", 10, 27), Position("Carer", 0, 9))


@pytest.mark.parametrize(
    ("line", "is_former"),
    [
        ("Before: cook, 2018 - 2022", True),
        ("- Previously a cook at Acme, 2018 - 2022", True),
        ("Before that, cook (2018 - 2022)", True),
        ("Previously a cook, since 2018", False),
        ("Cook, as before, 2018 - 2022", False),
    ],
)
def test_a_position_is_left_behind_where_its_line_says_so(line: str, is_former: bool) -> None:
    text = f"Nurse at Acme.\n{line}"
    assert [each.is_former for each in positions(text, ranges(text), has_identity=lambda words: False)] == [is_former]


def test_no_more_positions_are_kept_than_tell_something() -> None:
    text = "\n".join(f"Nurse, Ward {number}, 2001 - 2003" for number in range(3 * MOST))
    assert len(held(text)) == MOST


@pytest.mark.parametrize(
    ("titles", "has_risen"),
    [
        (["Senior Nurse", "Nurse", "Junior Nurse"], True),
        (["Senior Nurse", "Nurse"], True),
        (["Nurse", "Student Nurse"], True),
        (["Nurse", "Senior Nurse"], False),
        (["Senior Nurse", "Senior Nurse"], None),
        (["Nurse", "Nurse"], None),
        (["Senior Nurse"], None),
        ([], None),
    ],
)
def test_who_rose_holds_a_higher_level_last_than_first(titles: list[str], has_risen: bool | None) -> None:
    assert rose(titles) is has_risen


THREE_LINES = {
    "title, employer, dates": "{title}\n{employer}\n{dates}\n- wrote the rota\n\n",
    "without bullets and blank lines": "{title}\n{employer}\n{dates}\nWrote the rota for twelve and trained who was new.\n",
    "dates, employer, title": "{dates}\n{employer}\n{title}\n- wrote the rota\n\n",
    "employer, title, dates": "{employer}\n{title}\n{dates}\n\n",
}


@pytest.mark.parametrize("form", THREE_LINES.values(), ids=THREE_LINES)
def test_a_position_in_three_lines_has_its_title(form: str) -> None:
    entries = (
        {"title": "Staff Nurse", "employer": "St Hilda's Hospital, Leeds", "dates": "2021 - 2024"},
        {"title": "Barista", "employer": "Costa Coffee, York", "dates": "2014 - 2020"},
    )
    text = "EMPLOYMENT\n\n" + "".join(form.format(**entry) for entry in entries)
    assert held(text) == ("Staff Nurse", "Barista")


@pytest.mark.parametrize(
    "text",
    [
        "Staff Nurse\n\nSt Hilda's Hospital\n2021 - 2024",
        "Staff Nurse\n- on a ward\n2021 - 2024",
        "Staff Nurse\nCared for twelve people on a busy ward for all of that time.\n2021 - 2024",
        "Reported to: Staff Nurse\nSt Hilda's Hospital\n2021 - 2024",
        "Acme Ltd\n2021 - 2024\n- helped with tea\nStaff Nurse\n",
    ],
)
def test_a_title_two_lines_away_is_of_something_else_where_no_employer_stands_between(text: str) -> None:
    assert held(text) == ("",)

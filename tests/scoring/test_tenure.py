"""What the dates of a resume are of, and how long somebody has worked by them."""

from __future__ import annotations

import pytest

from scoring.tenure import ranges

SECTIONS = """EXPERIENCE
Backend Engineer, Acme   Jan 2015 - Mar 2019
Teacher, Lincoln High School, Sep 2010 - Jun 2014

EDUCATION
BSc Computer Science
University of Leeds
2005 - 2008
"""
NO_SECTIONS = """BSc Mathematics, University of Leeds, 2005-2008
Nurse at City Hospital 2009-2015
Lecturer, University of York, 2015 - 2018
PhD student, ETH Zurich, 2001 - 2004
Lincoln High School, 1996-2000
Accounting clerk, Leeds College, 2000-2001
"""
GERMAN = """Berufserfahrung
Krankenpflegerin, Klinikum Köln      04/2018 - 03/2020
Ausbildung
09/2012 – 06/2015   Gesundheits- und Krankenpflege
Ehrenamt
2010 - 2012 Rotes Kreuz
"""
ONE_LINE = (
    "Company Name   City , State   January 2015 to May 2016   Registered Nurse   Education and Training   "
    "Bachelor of Science : Nursing   2010 - 2014   University of X"
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (SECTIONS, ["work", "work", "education"]),
        (NO_SECTIONS, ["education", "work", "work", "education", "education", "work"]),
        (GERMAN, ["work", "education", "aside"]),
        (ONE_LINE, ["work", "education"]),
        ("City Hospital, 2015 to 2019. Studied at Leeds University 2010 to 2013.", ["work", "education"]),
        ("Education: MSc Physics, 2010-2012\nWork history: Physics laboratory 2013-2016", ["education", "work"]),
        ("2015 - 2019\nAcme Corp\nEngineer\n\n2010-2014\nUniversity of Life\nComputer Science", ["work", "education"]),
        ("Volunteer experience\nRed Cross 2010-2012\nWork experience\nRed Cross 2013-2014", ["aside", "work"]),
        ("Work experience and education\nAcme 2010-2012\nLeeds University 2005-2008", ["work", "education"]),
        ("Education\nLeeds 2005-2008\nWhere I have worked\nNurse, City Hospital, 2009-2011", ["education", "work"]),
        ("Publications\n2010 - 2012 Annals of Nursing\nSkills\nProject in 2012 - 2013", ["aside", "work"]),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 40 else None,
)
def test_studies_and_what_is_done_beside_work_are_told_from_it(text: str, kinds: list[str]) -> None:
    assert [each.kind for each in ranges(text)] == kinds
    assert [each.is_education for each in ranges(text)] == [kind == "education" for kind in kinds]


def test_a_range_knows_its_place_and_its_months() -> None:
    first, second, _ = ranges(SECTIONS)
    assert (SECTIONS[first.start : first.end], first.months) == ("Jan 2015 - Mar 2019", 51)
    assert (first.first, first.last, first.is_open) == (2015 * 12, 2019 * 12 + 2, False)
    assert (SECTIONS[second.start : second.end], second.months) == ("Sep 2010 - Jun 2014", 46)


def test_a_text_without_dates_has_no_ranges() -> None:
    assert ranges("Nurse with long experience. Education: a lot.") == ()

"""What the dates of a resume are of, and how long somebody has worked by them."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.career.tenure import ranges, years
from scoring.text.dates import AS_OF

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
        ("Driving licence since 2012. I am at home here since 2015. Nurse since 2016.", ["aside", "aside", "work"]),
        ("Teaching posts\nLark Rise Primary School, Year 2 (2015 - 2018)", ["work"]),
        (
            "PostgreSQL.Education Details \nMay 2013 to May 2017 Leeds\nCompany Details \nAcme May 2018 to May 2019",
            ["education", "work"],
        ),
        ("Python- 6 monthsCompany Details Acme 2013-2014 Education Details 2009-2012 Leeds", ["work", "education"]),
        ("Experience\nClerk 2015-2019\nVerified the education details of applicants\nAcme 2011-2015", ["work", "work"]),
        ("education details\nLeeds 2009-2012\ncompany details:\nAcme 2013-2014", ["education", "work"]),
        ("HSC   Pune, Maharashtra 2008-2010\nNurse 2012-2014", ["education", "work"]),
        ("Postdoctoral Fellow, Gulbenkian Institute, Jan 2023 - present", ["work"]),
        ("Career break (full-time parent)   2018 - 2025\nCustomer Service Advisor, Acme   2013 - 2018", ["aside", "work"]),
        ("2019 - 2020 Sabbatical\n2016 - 2019 Nurse, City Hospital", ["aside", "work"]),
        ("Gap year\n2015 - 2016\nWaiter, The Crown\n2016 - 2018", ["aside", "work"]),
        ("HR Advisor (maternity leave cover), 2019 - 2020\nMaternity Unit, City Hospital, 2015 - 2018", ["work", "work"]),
        ("Teacher, St. Mary's School, 2015-2021. Studied at St. John's College, 2012-2015", ["work", "education"]),
        ("Teaching Assistant, Mt. Pleasant Primary School since 2015", ["work"]),
        ("Learning Mentor, Oak School, 2021 - 2024. At Oak School, 2010 - 2016", ["work", "education"]),
        ("Teacher. St. Mary's School, 2003-2009", ["education"]),
        (
            "Driving licence from 2012 onwards. I live here from 2015 onwards. Nurse, 2016 onwards.",
            ["aside", "aside", "work"],
        ),
        ("Carer, Willow\nFrom: 01/2019 To: 12/2022\nLicence valid from: 01/2017 to: 12/2020", ["work", "aside"]),
        ("2018 - present Fairfield High School, Bristol. Head of Maths.", ["work"]),
        ("Fairfield High School, Head of Maths, 2018 - present", ["work"]),
        ("2018 - 2020 Oak School, Leeds. Teacher of Maths.\n2014 - 2018 Fir School. Teacher of Maths.", ["work", "work"]),
        ("Teacher of Maths\nFairfield High School, Bristol, 2018 - 2020", ["work"]),
        ("University of Leeds, School of Physics, 2018 - 2020\nResearch Associate", ["work"]),
        ("2015 - 2018 Oak School, Leeds. Caretaker.", ["work"]),
        ("2012 - 2015 Oak School, Leeds. Maths and music.\nI love to teach", ["education"]),
        ("2012 - 2015 City College, Leeds. Apprentice electrician.", ["education"]),
        ("Software Engineer\nSchool of Computing, Leeds, 2012 - 2015", ["education"]),
        ("Maths Teacher\n\nSchool of Computing, Leeds, 2012 - 2015\n\nEngineer", ["education"]),
        ("University of Leeds, York, 2012 - 2015\nTeacher, Oak School, 2015 - 2018", ["education", "work"]),
        ("Education\n2012 - 2015 University of Leeds. Student ambassador.", ["education"]),
        ("PhD student & teaching assistant, University of Warwick, 2017-2021.", ["education"]),
        ("Doctoral candidate and lab manager, ETH Zurich, 2017-2021", ["education"]),
        ("Teaching assistant, Acme (MSc student), 2017-2021", ["work"]),
        ("Student support officer, MSc, City of Leeds, 2017-2021", ["work"]),
        ("HR Business Lead, University of Leeds, 2017-2021", ["work"]),
        (f"2022 - 2024 Acme: studies in three countries, {'care ' * 9}and remote/risk based monitoring", ["work"]),
        (f"With the baffled, {'care ' * 15}and all of it, Acme 2022 - 2024", ["work"]),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SECTIONS, 8.1),  # 51 + 46 months, without the studies
        ("Nurse 2010 - 2014\nNurse and carer 2012 - 2016", 6.0),  # what overlaps counts once
        ("Nurse 2010 - 2012\nNurse 2014 - 2016", 4.0),  # the gap does not count
        ("Nurse 2010 - 2012\nBSc Nursing, University of Leeds, 2006 - 2010", 2.0),
        ("BSc Nursing, University of Leeds, 2006 - 2010", None),
        ("Volunteering\nRed Cross 2010 - 2012", None),
        ("Nurse, since 1990-01, aged 42, of 2,000 years", (AS_OF + 1 - 1990 * 12) / 12),
        ("", None),
    ],
)
def test_years_are_those_of_the_positions(text: str, expected: float | None) -> None:
    assert years(ranges(text)) == (None if expected is None else pytest.approx(expected, abs=0.05))


starts = st.lists(st.tuples(st.integers(1990, 2015), st.integers(1, 12), st.integers(0, 90)), min_size=1, max_size=6)


@given(starts, st.randoms(use_true_random=False))
def test_overlapping_positions_never_exceed_the_span_and_their_order_does_not_matter(
    positions: list[tuple[int, int, int]], chance: Random
) -> None:
    months = [(year * 12 + month - 1, year * 12 + month - 1 + length) for year, month, length in positions]
    lines = [f"Nurse, Ward, {a % 12 + 1:02}/{a // 12} - {b % 12 + 1:02}/{b // 12}" for a, b in months]
    found = years(ranges("\n".join(lines)))
    assert found is not None
    assert found <= round((max(last for _, last in months) - min(first for first, _ in months) + 1) / 12, 1)
    chance.shuffle(lines)
    assert years(ranges("\n".join(lines))) == found


def test_a_text_of_another_script_is_read_by_its_dates() -> None:
    assert years(ranges("2015年3月 - 2019年2月 看護師\n２０１９年")) == 4.0

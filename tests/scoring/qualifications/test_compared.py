"""Which stated qualification is the one asked for, and which goes beyond."""

from __future__ import annotations

import pytest

from scoring.qualifications.compared import exceeds, may_meet, meets


@pytest.mark.parametrize(
    ("asked", "shown", "holds"),
    [
        ("Registered Nurse licence", "registered nurse license", True),
        ("Registered Nurse licence", "BSc Nursing, Registered Nurse licence", True),
        ("Registered Nurse licence", "Registered Nurse", True),
        ("BSc Computer Science or equivalent", "BSc Computer Science", True),
        ("BSc Computer Science or equivalent", "equivalent", False),
        ("Degree in accounting or finance", "MBA Finance", True),
        ("Degree in accounting or finance", "Diploma in Accounting", False),
        ("", "BSc", False),
        ("Bachelor's degree in Computer Science", "BSc Computer Science", True),
        ("Bachelor's degree in Computer Science", "BSc Biology", False),
        ("Bachelor's degree", "BA History", True),
        ("Bachelor's degree in Education", "B.Ed.", True),
        ("BSN", "Bachelor of Science in Nursing", True),
        ("MBA", "Master of Business Administration", True),
        ("Bachelor's degree in Accounting", "Master of Accounting", True),
        ("Master's degree in Accounting", "Bachelor of Accounting", False),
        ("PhD in Physics", "Ph.D. Physics", True),
        ("Bachelor's degree in Engineering or related field", "BEng Mechanical Engineering", True),
        ("CPA license", "CPA", True),
        ("CPA", "CPA candidate", False),
        ("CPA", "CPA (in progress)", False),
        ("State teaching license", "Teaching License (CA)", True),
        ("Teaching license", "Driving license", False),
        ("Social Work England registration", "SWE registered", True),
        ("NMC registration", "Registered with the Nursing and Midwifery Council", True),
        ("Project Management Professional", "PMP", True),
        ("Certified Public Accountant", "CFA", False),
        # A degree by any of its names, and a higher one.
        ("BSc Chemistry", "Bachelor's degree in Chemistry", True),
        ("BSc Chemistry", "MChem", True),
        ("GCSE Maths", "BSc Mathematics", True),
        ("GCSE Maths", "BA English", False),
        ("A-level Mathematics", "GCSE Maths", False),
        ("High school diploma or GED", "BSc Biology", True),
        ("BSc", "Associate degree", False),
        ("Associate degree", "BSc", True),
        ("Bachelor's degree", "Certified Scrum Master", False),
        ("Degree in Mathematics", "BA English Literature", False),
        ("Degree in a related field", "BA History", False),
        # A level covers those below it.
        ("NVQ Level 2", "NVQ 3 Plumbing", True),
        ("NVQ Level 3", "NVQ Level 2", False),
        ("NVQ Level 2 in Health and Social Care", "Level 3 Diploma in Health & Social Care", True),
        ("NVQ Level 2 or 3 in Care", "NVQ Level 2 Care", True),
        ("CIPD Level 5", "CIPD Level 7", True),
        ("CIPD Level 5", "MCIPD", True),
        ("CIPD Level 5", "CIPD qualified", False),
        ("Food hygiene Level 2", "Level 3 Award in Food Hygiene", True),
        ("NVQ Level 3", "Level 3 Food Hygiene", False),
        ("CCNA", "CCNP", True),
        ("CCNP", "CCNA", False),
        ("SSSTS", "SMSTS", True),
        ("SMSTS", "SSSTS", False),
        ("CDL Class B", "Class A CDL", True),
        ("CDL Class A", "Class B CDL", False),
        ("PRINCE2 Foundation", "PRINCE2 Practitioner", True),
        ("ISTQB Foundation Level", "ISTQB-CTFL certified", True),
        ("ISTQB Advanced Level", "ISTQB-CTFL certified", False),
        ("AWS Solutions Architect - Professional", "AWS Solutions Architect - Associate", False),
        # Alternatives share what stands before or behind them.
        ("ACA, ACCA or CIMA qualified", "ACCA", True),
        ("ACA, ACCA or CIMA qualified", "FCMA", True),
        ("ACA, ACCA or CIMA qualified", "AAT", False),
        ("CPA or CMA", "CMA", True),
        ("BSc or MSc in Physics", "MSc Biology", False),
        ("BSc or equivalent in Engineering", "BSc Biology", False),
        ("NVQ Level 3 in plumbing or heating", "Heating engineer", False),
        ("NVQ Level 3 in plumbing or heating", "NVQ Level 3 Heating", True),
        ("BSc Computer Science or Mathematics", "GCSE Maths", False),
        # Licences and certificates in ordinary words.
        ("Social Work England registration", "Registered with Social Work England", True),
        ("SIA licence", "SIA licensed door supervisor", True),
        ("SIA licence", "SIA badge", True),
        ("Current RN license in the State of Ohio", "RN, Ohio Board of Nursing", True),
        ("Current RN license in the State of Ohio", "RN, Texas Board of Nursing", False),
        ("Registered Nurse licence", "Registered Veterinary Nurse", False),
        ("Registered Nurse licence", "Registered Nurse student", False),
        ("Driving licence", "Full manual licence", True),
        ("Driving licence", "HGV Class 1 driver", True),
        ("Driving licence", "Personal licence", False),
        ("Class 1 licence", "Cat C+E", True),
        ("Class 1 licence", "Cat C licence", False),
        ("Full UK driving licence", "Full clean driving licence", True),
        ("Scrum Master certification", "Certified ScrumMaster (CSM)", True),
        ("PMP certification", "Project Management Professional (PMP)", True),
        ("CompTIA A+", "A+ certified", True),
        ("CompTIA A+", "CompTIA Network+", False),
        ("ACA qualified", "Chartered Accountant (ICAEW)", True),
        ("DBS check", "Enhanced DBS on update service", True),
        ("Enhanced DBS", "DBS check", False),
        ("Qualified solicitor", "Solicitor, admitted 2019", True),
        ("Qualified solicitor", "Trainee solicitor", False),
    ],
)
def test_a_qualification_is_compared_by_its_words(asked: str, shown: str, holds: bool) -> None:
    assert meets(asked, shown) is holds


@pytest.mark.parametrize(
    ("asked", "shown", "may"),
    [
        ("Degree in Mathematics", "BSc Statistics", True),
        ("Degree in Mathematics", "BA English Literature", False),
        ("Degree in computer science", "MSc Computing", True),
        ("Degree in computer science", "BSc Informatics", True),
        ("BSc Computer Science", "BSc Biology", False),
        ("BSc Computer Science or equivalent", "BSc Biology", True),
        ("BSc Computer Science or equivalent", "Driving licence", False),
        ("Master's degree in computer science", "BSc Informatics", False),
        ("Degree in a quantitative subject", "MSc Econometrics", True),
        ("Degree in a quantitative subject", "BS Computer Science", True),
        ("Degree in a quantitative subject", "Dipl.-Ing. Elektrotechnik", True),
        ("Degree in a quantitative subject", "Diploma in Care", False),
        ("Degree in Mathematics", "Licenciatura en Matemáticas", True),
        ("Degree in Mathematics", "BS Biology in Context", False),
        ("NVQ Level 3", "Dipl.-Ing. Elektrotechnik", False),
        ("Bachelor's degree in Engineering or related field", "BSc Physics", True),
        ("NVQ Level 2 in a building trade", "NVQ Level 2 Painting and Decorating", True),
        ("NVQ Level 3 in a building trade", "NVQ Level 2 Painting and Decorating", False),
        ("NVQ Level 2 in a building trade", "Painting", False),
        ("Security+ or similar", "CISSP", True),
        ("Registered physiotherapist", "BSc Physiotherapy, HCPC registered", True),
        ("Food hygiene certificate", "Level 2 Food Hygiene", True),
        ("Teaching licence", "Teaching", False),
        ("City & Guilds 2391", "City & Guilds [redacted]", True),
        ("City & Guilds 2391", "City & Guilds 2330", False),
        ("RN licence in Ohio", "RN, [redacted] Board of Nursing", True),
        ("RN licence in Ohio", "[redacted] lives here", False),
    ],
)
def test_what_comes_near_is_told_from_what_does_not(asked: str, shown: str, may: bool) -> None:
    assert may_meet(asked, shown) is may
    assert not meets(asked, shown)


@pytest.mark.parametrize(
    ("asked", "shown", "is_beyond"),
    [
        (("BSc Computer Science",), "MSc Physics", True),
        (("BSc Computer Science",), "BA History", False),
        (("BSc Computer Science",), "Certified Kubernetes Administrator", True),
        (("BSc Computer Science",), "Driving course", False),
        (("Registered Nurse licence",), "BSc Nursing", True),
        ((), "Driving course", True),
    ],
)
def test_what_goes_beyond_is_higher_or_a_licence(asked: tuple[str, ...], shown: str, is_beyond: bool) -> None:
    assert exceeds(asked, shown) is is_beyond


SAME_STANDARD = {
    "wiring": ("18th Edition BS 7671", "BS 7671", "BS7671:2018", "18th Edition (BS7671:2018)", "BS 7671:2018+A2:2022"),
    "quality": ("ISO 9001", "ISO9001:2015", "BS EN ISO 9001:2015", "EN ISO 9001"),
    "devices": ("EN ISO 13485", "ISO 13485:2016", "ISO13485"),
    "security": ("ISO/IEC 27001:2022", "ISO 27001"),
    "fire alarms": ("BS 5839", "BS5839"),
}


def test_of_a_standard_neither_spaces_nor_years_matter() -> None:
    for name, spellings in SAME_STANDARD.items():
        for asked in spellings:
            for other, shown in ((other, shown) for other, each in SAME_STANDARD.items() for shown in each):
                assert meets(asked, shown) == (name == other), (asked, shown)
    assert not meets("18th Edition BS 7671", "17th Edition BS 7671")
    assert not meets("ISO 9001 Lead Auditor", "ISO 9001")
    assert meets("BS Computer Science", "BS 2015 Computer Science")  # a bachelor's degree


CLASS_1: tuple[str, ...] = (
    "C+E licence",
    "Cat C+E",
    "Category C + E",
    "Class 1",
    "HGV Class 1",
    "LGV Class 1 licence",
    "HGV 1",
    "CE licence",
)
CLASS_1 += ("Articulated lorry licence", "Class One HGV")
CLASS_2 = ("Cat C", "Category C licence", "HGV Class 2", "LGV Class 2", "Class 2 licence", "HGV licence", "LGV")
C1 = ("C1 licence", "Cat C1", "Category C1 licence", "7.5 tonne licence", "7.5t licence")
C1E = ("C1+E", "Cat C1+E")
D, D1, CAR = ("Cat D", "PCV licence", "PSV licence"), ("Cat D1", "D1 licence"), ("Driving licence", "Category B licence")
SHOWN_BY = [
    (CLASS_1, CLASS_1),
    (CLASS_2, CLASS_1 + CLASS_2),
    (C1E, CLASS_1 + C1E),
    (C1, CLASS_1 + CLASS_2 + C1 + C1E),
    (D, D),
    (D1, D + D1),
    (CAR, CLASS_1 + CLASS_2 + C1 + C1E + D + D1 + CAR),
]
EVERY = (*CLASS_1, *CLASS_2, *C1, *C1E, *D, *D1, *CAR)


@pytest.mark.parametrize(("asked", "shown"), SHOWN_BY, ids=[asked[0] for asked, _ in SHOWN_BY])
def test_a_driving_licence_shows_those_below_it_and_none_above(asked: tuple[str, ...], shown: tuple[str, ...]) -> None:
    for each in asked:
        assert {other for other in EVERY if meets(each, other)} == set(shown), each


@pytest.mark.parametrize(
    "shown",
    [
        "English C1",
        "BSc (Hons) Upper Second Class 2:1",
        "Class 1 medical",
        "Class 2 laser safety",
        "Cat 5e cabling",
        "CE marking",
    ],
)
def test_what_is_written_as_a_class_of_licences_is_none(shown: str) -> None:
    assert not any(meets(asked, shown) for asked in EVERY)


GRADES = [
    ("Basic DBS", "Standard DBS check", "DBS (enhanced)", "Enhanced DBS with barred list"),
    ("AAT Level 2", "AAT Advanced Diploma", "AAT Level 4"),
    ("AAT Foundation Certificate", "AAT Level 3", "MAAT"),
    ("ITIL Foundation", "ITIL Practitioner", "ITIL Expert", "ITIL Master"),
    ("ITIL 4 Foundation", "ITIL 4 Managing Professional"),
    ("CFA Level I", "CFA Level 2", "CFA Level III passed", "CFA charterholder"),
    ("PRINCE2 Foundation", "PRINCE2 Practitioner"),
]


@pytest.mark.parametrize("grades", GRADES, ids=[grades[0] for grades in GRADES])
def test_a_grade_shows_those_below_it_and_none_above(grades: tuple[str, ...]) -> None:
    for rank, asked in enumerate(grades):
        assert [meets(asked, shown) for shown in grades] == [at >= rank for at in range(len(grades))], asked


@pytest.mark.parametrize("name", ["DBS", "AAT", "ITIL", "PRINCE2", "PRINCE2 certification"])
def test_any_grade_shows_the_bare_name_and_that_shows_itself(name: str) -> None:
    bare = name.split()[0]
    assert meets(name, bare)
    assert all(meets(name, shown) for grades in GRADES for shown in grades if shown.startswith(bare))


def test_a_charter_is_shown_by_no_examination_on_the_way_to_it() -> None:
    assert meets("CFA", "CFA charterholder")
    assert meets("CFA charter", "CFA")
    assert not any(meets("CFA", shown) for shown in ("CFA Level 1", "CFA Level III passed", "Level 2 of the CFA"))

"""What a job asks, read from its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.matching.requirements import MAX_PLUS, MAX_READ, MAX_READ_SOFT, requirements, shown
from scoring.models import Job
from scoring.skills.aliases import aliases


def test_an_empty_job_asks_for_nothing() -> None:
    asked = requirements(Job())
    assert (asked.technical, asked.soft, asked.must, asked.ways, asked.qualifications) == ((), (), frozenset(), (), ())
    assert asked.plus == ()
    assert (asked.level, asked.years, asked.states_years, asked.title) == (None, None, False, "")


@pytest.mark.parametrize(
    ("title", "description", "expected"),
    [
        ("Nurse", "Welder\nWe look for a cook.", "Nurse"),
        (None, "Payroll Specialist\n\nWe are a bakery of 300 people.", "Payroll Specialist"),
        ("  ", "Primary School Teacher (Year 2)\nA village school", "Primary School Teacher (Year 2)"),
        (None, "A bakery in Leeds looks for a payroll clerk who likes bread.", "payroll clerk"),
        (None, "Marketing Guru\nWe look for an analyst.", "analyst"),  # what only praises tells of no work
        (None, "", ""),
    ],
)
def test_a_job_without_a_title_is_called_by_the_head_of_its_text(title: str | None, description: str, expected: str) -> None:
    assert requirements(Job(title=title, description=description)).title == expected


@pytest.mark.parametrize(
    ("description", "must"),
    [
        ("Python is required. SQL is nice.", {"python"}),
        ("You must know Python; SQL helps", {"python"}),
        ("Node.js required", {"node.js"}),
        ("Good written English is required; go is a plus", set()),
        ("Python is not required", set()),
        ("Python and k8s are essential", {"python", "kubernetes"}),
        ("Requirements:\n- Python\n- Kubernetes\n\nNice to have:\n- SQL", {"python", "kubernetes"}),
        ("Must have Python, ideally with SQL", {"python"}),
        ("SQL is a plus, Python is a must", {"python"}),
        ("No SQL experience required. Python required.", {"python"}),
    ],
)
def test_must_haves_are_the_skills_of_a_strict_sentence(description: str, must: set[str]) -> None:
    job = Job(description=description, technical_skills=("Python", "SQL", "Go", "Kubernetes", "Node.js", "R"))
    assert requirements(job).must == must


AD = """We look for a compassionate nurse for our ICU. You monitor vital signs and manage ventilated patients.

Requirements:
- Active RN license and BLS certification; ACLS preferred
- Strong communication skills

Nice to have:
- Wound care
- Epic

We offer:
- training in phlebotomy
"""


def test_a_job_without_lists_is_read_from_its_prose() -> None:
    asked = requirements(Job(title="ICU nurse", description=AD))
    assert asked.technical == ("RN license", "BLS certification", "ICU", "vital signs", "ventilated patients")
    assert asked.must == {"nursing licence", "bls"}
    assert asked.soft == ("Communication", "Empathy")
    assert asked.plus == ("ACLS", "Wound care", "Epic")


@pytest.mark.parametrize(
    ("fields", "technical"),
    [
        ({"title": "Senior Java Developer"}, ("Java",)),
        ({"responsibilities": ("Write Python", "Tune SQL")}, ("Python", "SQL")),
        ({"description": "Use Go.", "responsibilities": ("Ideally Rust",)}, ("Go",)),
        ({"description": "We have no Kafka. No experience with Docker needed."}, ()),
        ({"description": "招聘后端工程师，要求熟悉Python和Docker"}, ("Python", "Docker")),
        ({"description": "We are hiring. Ready to go?"}, ()),
        ({"description": "You don't need Java but must have Python."}, ("Python",)),
        ({"description": "Python, python, PYTHON"}, ("Python",)),
        ({"description": "Nice to have: Python", "technical_skills": ("  ", "...")}, ()),
    ],
)
def test_skills_are_read_where_none_are_listed(fields: dict[str, object], technical: tuple[str, ...]) -> None:
    assert requirements(Job(**fields)).technical == technical  # type: ignore[arg-type]  # a table of fields


@pytest.mark.parametrize(
    "studied",
    [
        "Master's degree in Statistics, Computer Science or a related field",
        "a Bachelor's in Economics",
        "BSc or MSc in Physics or equivalent",
        "Degree in Marketing (or similar)",
    ],
)
def test_what_is_to_be_studied_is_no_skill(studied: str) -> None:
    asked = requirements(Job(title="Analyst", description=f"You know SQL and Python. You have {studied}. Git is used."))
    assert asked.technical == ("SQL", "Python", "Git")


@pytest.mark.parametrize(
    ("title", "description", "technical"),
    [
        ("Site Manager", "Minimum 5 years as Site Manager. AutoCAD.", ("AutoCAD",)),
        ("Foreman", "You have worked as a site manager. AutoCAD.", ("AutoCAD",)),
        ("Teaching Assistant", "We are looking for a Level 2 Teaching Assistant", ()),
        ("Teacher", "Primary school teaching, A-level and A level", ("Primary school teaching", "A-level")),
        ("Developer", "Knows databases such as SQL Server", ("SQL Server",)),
        ("Payroll Specialist", "You run it.", ("Payroll",)),
        ("Machine Learning Engineer", "You train models.", ("Machine Learning",)),
        ("Healthcare Assistant", "A caring Healthcare Assistant, with HCA experience, for first aid.", ("first aid",)),
        ("Senior Healthcare Assistant (nights)", "First aid.", ("First aid",)),
        ("Nurse", "You have been a healthcare assistant.", ("healthcare assistant",)),
        ("Licensed Practical Nurse", "LPN, triage.", ("Licensed Practical Nurse", "triage")),
        ("SQL Server DBA", "SQL Server", ("SQL Server",)),
        ("Developer, SQL Server", "Git", ("SQL Server", "Git")),
    ],
)
def test_what_somebody_works_as_is_no_skill(title: str, description: str, technical: tuple[str, ...]) -> None:
    assert requirements(Job(title=title, description=description)).technical == technical


@pytest.mark.parametrize(
    ("title", "description", "must"),
    [
        ("Field Sales Executive", "We require an experienced Field Sales Executive.", set()),
        ("Front Office Manager", "Our hotel requires a FRONT  office manager.", set()),
        ("Field Sales Executive", "We require field sales.", {"field sales"}),
        ("Field Sales Executive", "We require a Field Sales Executive. Field sales is required.", {"field sales"}),
        ("Executive", "We require a Field Sales Executive.", {"field sales"}),
        ("Java Developer", "We require a Java Developer.", {"java"}),
    ],
)
def test_a_title_repeated_makes_no_word_of_it_a_must_have(title: str, description: str, must: set[str]) -> None:
    assert requirements(Job(title=title, description=description)).must == must


def test_an_example_in_a_sentence_is_one_of_which_any_will_do() -> None:
    asked = requirements(
        Job(title="Clerk", description="You know a CRM (e.g. Salesforce, HubSpot). You report to the HR Director.")
    )
    assert asked.technical == ("CRM", "Salesforce", "HubSpot")
    assert frozenset(["crm", "salesforce", "hubspot"]) in asked.alternatives


def test_what_the_company_uses_is_welcome() -> None:
    asked = requirements(Job(title="Clerk", description="You must be comfortable using a CRM (we use HubSpot)."))
    assert (asked.technical, asked.plus) == (("CRM",), ("HubSpot",))
    assert asked.must == {"crm"}


def test_lists_are_taken_as_they_are() -> None:
    job = Job(technical_skills=("Python",), description="Kafka and good communication are required. Docker is a plus.")
    asked = requirements(job)
    assert (asked.technical, asked.soft, asked.plus) == (("Python",), (), ("Docker",))
    assert requirements(Job(softSkills=("Empathy",), description="Python and teamwork")).technical == ("Python",)
    assert requirements(Job(softSkills=("Empathy",), description="Python and teamwork")).soft == ("Empathy",)


def test_a_listed_skill_that_the_text_calls_welcome_is_not_missing() -> None:
    job = Job(technical_skills=("Python", "Docker", "Kafka (nice to have)"), description="Docker would be a plus.")
    asked = requirements(job)
    assert asked.technical == ("Python",)
    assert asked.plus == ("Docker",)
    assert requirements(Job(technical_skills=("Docker",), description="Docker is a plus.")).technical == ("Docker",)


def test_an_item_says_itself_that_it_is_required() -> None:
    job = Job(technical_skills=("Python (required)", "Zorblax - must have", "SQL"))
    assert requirements(job).must == {"python", "zorblax"}


def test_items_with_several_skills_are_several_requirements() -> None:
    asked = requirements(
        Job(technical_skills=("Python, SQL", "HTML/CSS", "CI/CD", "SQL"), softSkills=("Empathy; Teamwork",))
    )
    assert asked.technical == ("Python", "SQL", "HTML", "CSS", "CI/CD")
    assert asked.soft == ("Empathy", "Teamwork")


def test_what_is_read_is_bounded_and_must_haves_stay() -> None:
    many = sorted(spelling for spelling in aliases().readable if spelling.isalpha() and len(spelling) > 6)
    text = f"{', '.join(many[:200])}. Python is required. Docker, Kafka"
    asked = requirements(Job(description=text))
    assert len(asked.technical) == MAX_READ
    assert asked.technical[0] == "Python"
    assert len(asked.plus) == MAX_PLUS
    assert len(asked.soft) <= MAX_READ_SOFT


@given(st.permutations(["Python is required.", "SQL is a must.", "Kafka and Docker daily.", "Rust is a plus."]))
def test_the_order_of_sentences_changes_no_requirement(sentences: list[str]) -> None:
    asked = requirements(Job(description=" ".join(sentences)))
    assert set(asked.technical) == {"Python", "SQL", "Kafka", "Docker"}
    assert asked.must == {"python", "sql"}
    assert asked.plus == ("Rust",)


@pytest.mark.parametrize(
    ("fields", "level", "years", "states"),
    [
        ({"description": "5+ years", "experience_level": "Senior"}, "senior", 5, True),
        ({"experience_level": "Mid"}, "mid", 5, False),
        ({"title": "Junior Nurse"}, "junior", 3, False),
        ({"title": "Nurse"}, None, None, False),
        ({"title": " ", "description": "We look for a junior nurse."}, "junior", 3, False),
        ({"title": "Nurse", "description": "We have 20 years of history. Minimum of three yrs."}, None, 3, True),
        ({"qualification": ("3+ years of accounting experience", "Degree")}, None, 3, True),
        ({"qualification": ("Diploma (2 years)",)}, None, None, False),
        ({"responsibilities": ("Audits. At least 2 years' experience of these",)}, None, 2, True),
        ({"responsibilities": ("Plan three years ahead",)}, None, None, False),
        ({"experience_level": "3-5 years"}, None, 3, True),
        ({"title": "Team Leader - Customer Service"}, None, None, False),
        ({"title": "Head Chef", "experience_level": "Lead"}, "lead", 12, False),
        ({"title": "Lead Engineer"}, "lead", 12, False),
        ({"experience_level": "Senior (5+ years)"}, "senior", 5, True),
        ({"experience_level": "Mid-Senior", "qualification": ("3 years in audit",)}, "mid-senior", 3, True),
        ({"experience_level": "Fresher"}, "entry", 1, False),
    ],
)
def test_years_are_those_stated_or_those_of_the_level(
    fields: dict[str, str | tuple[str, ...]], level: str | None, years: float | None, states: bool
) -> None:
    asked = requirements(Job(**fields))  # type: ignore[arg-type]  # a table of fields
    assert (asked.level, asked.years, asked.states_years) == (level, years, states)


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("We work remotely, with code reviews.", ["remote work", "code review"]),
        ("Reviews Python code weekly", ["code review"]),
        ("pair programming in Scrum", ["pair programming", "agile work"]),
        ("Took courses and night shifts", ["shift work", "continued learning"]),
        ("machine learning over the course of a year", []),
        ("We pay for certifications and conferences", ["continued learning"]),
        ("Has a certification budget", ["continued learning"]),
        ("ISTQB certification preferred", []),
        ("Certifications: ISTQB Foundation", []),
        ("Trains new colleagues", ["mentoring"]),
        ("Mentored two juniors", ["mentoring"]),
        ("Teaches mathematics to classes of 30", []),
        ("", []),
    ],
)
def test_ways_of_working_are_found(text: str, ways: list[str]) -> None:
    names = ("remote work", "pair programming", "code review", "shift work", "continued learning", "mentoring", "agile work")
    assert [name for name, _ in shown(names, text)] == ways
    assert list(requirements(Job(description=text)).ways) == ways


def test_the_place_of_a_way_is_verbatim() -> None:
    ((_, place),) = shown(("remote work",), "İ Worked REMOTELY since")
    assert place[0] == "REMOTELY"


@pytest.mark.parametrize(
    ("description", "asked"),
    [
        # What somebody has a vocational qualification in is its subject.
        ("You must have an NVQ Level 2 in Health and Social Care. You will give personal care.", ("personal care",)),
        ("NVQ 2 in Health & Social Care required. Personal care.", ("Personal care",)),
        ("A BTEC Level 3 in Business Administration. Data entry.", ("Data entry",)),
        ("City & Guilds in Plumbing. Welding.", ("Welding",)),
        ("NVQ Level 2 in care and experience of medication administration.", ("medication administration",)),
        ("NVQ Level 3 with experience of plumbing.", ("plumbing",)),
        # What a firm does is its business.
        ("Foster Ltd is a leading groundworks contractor. You know welding.", ("welding",)),
        ("We are a groundworks and civil engineering company based in Leeds. You know welding.", ("welding",)),
        ("Our client, a groundworks contractor, requires a manager who knows welding.", ("welding",)),
        ("A busy groundworks firm requires a manager. You know welding.", ("welding",)),
        ("We specialise in groundworks. You know welding.", ("welding",)),
        ("We are groundworks specialists. You know welding.", ("welding",)),
        ("Experience with a groundworks contractor.", ("groundworks",)),
        ("We are looking for a groundworks contractor.", ("groundworks",)),
        ("You are an experienced groundworks contractor.", ("groundworks",)),
        ("The company needs payroll and bookkeeping.", ("payroll", "bookkeeping")),
        ("You have worked for an accounting firm and know payroll.", ("payroll",)),
    ],
)
def test_neither_the_subject_of_a_qualification_nor_a_firms_business_is_asked(
    description: str, asked: tuple[str, ...]
) -> None:
    assert requirements(Job(title="Worker", description=description)).technical == asked

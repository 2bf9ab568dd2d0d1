"""Items of lists: what is one skill and what several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.skills.aliases import normalise
from scoring.skills.items import MAX_ITEM_CHARS, MAX_PARTS, Item, items, split


@pytest.mark.parametrize(
    ("entry", "parts"),
    [
        ("Python, SQL, AWS", ["Python", "SQL", "AWS"]),
        ("Python; SQL | AWS", ["Python", "SQL", "AWS"]),
        ("• Python\n• SQL", ["Python", "SQL"]),
        ("Word, Excel and PowerPoint", ["Word", "Excel", "PowerPoint"]),
        ("HTML/CSS", ["HTML", "CSS"]),
        ("C/C++", ["C", "C++"]),
        ("Docker/Kubernetes/Terraform", ["Docker", "Kubernetes", "Terraform"]),
        ("Python and SQL", ["Python", "SQL"]),
        ("Sales & Marketing", ["Sales", "Marketing"]),
        ("AWS (EC2, S3)", ["AWS", "EC2", "S3"]),
        ("数据分析、Python", ["数据分析", "Python"]),
        ("Python；Java，Go", ["Python", "Java", "Go"]),
        ("التحليل المالي, Excel", ["التحليل المالي", "Excel"]),
        ("Ведение переговоров; Excel", ["Ведение переговоров", "Excel"]),
        ("Experience with Docker and Kubernetes", ["Docker", "Kubernetes"]),
        ("Hands-on experience with AWS, Azure or GCP", ["AWS", "Azure", "GCP"]),
        ("Good understanding of HTML & CSS", ["HTML", "CSS"]),
        ("Familiarity with Git/GitHub", ["Git", "GitHub"]),
        ("Strong knowledge of Excel, including pivot tables and VLOOKUP", ["Excel", "pivot tables", "VLOOKUP"]),
        ("CPA or CMA", ["CPA", "CMA"]),
        ("ERP: SAP, Oracle or Dynamics", ["ERP", "SAP", "Oracle", "Dynamics"]),
        ("CRM systems (e.g. Salesforce, HubSpot)", ["CRM", "Salesforce", "HubSpot"]),
        ("At least one programming language (Python, R)", ["Python", "R"]),
        ("PostgreSQL, MySQL or another relational database", ["PostgreSQL", "MySQL", "relational database"]),
        ("Docker, Kubernetes or similar", ["Docker", "Kubernetes"]),
        ("Programming languages: Python, Java", ["Python", "Java"]),
        ("Languages: Yoruba, Igbo", ["Yoruba", "Igbo"]),
        ("Backend: Python, Django", ["Backend", "Python", "Django"]),
        ("Communication: able to explain hard things to anybody", ["Communication"]),
        ("Strong Excel skills (pivot tables, VLOOKUP)", ["Excel", "pivot tables", "VLOOKUP"]),
        ("Python, Python, python", ["Python"]),
        ("", []),
        (" , ;", []),
        ("...", []),
    ],
)
def test_an_item_with_several_skills_is_taken_apart(entry: str, parts: list[str]) -> None:
    assert [item.text for item in split(entry)] == parts


@pytest.mark.parametrize(
    "entry",
    [
        "CI/CD",
        "A/B testing",
        "R&D",
        "TCP/IP",
        "PL/SQL",
        "D&I",
        "P&L ownership",
        "import/export",
        "research and development",
        "Health and safety",
        ".NET",
        "C++",
        "Node.js",
        "ISO 9001",
        "AutoCAD 2D/3D",
        "24/7 on-call",
        "Foo (bar)",
        "Python 3.11",
        "Oil and gas",
        "Day or night shifts",
        "Residential or commercial conveyancing",
        "Willing to travel or relocate",
        "Level 2 or 3 NVQ",
        "HGV Class 1 or 2",
        "Degree or equivalent experience",
        "Experience with zorblaxes",
        "Professional Scrum Master",
        "Working at height",
        "Use of force",
        "Either way",
        "One Identity",
        "One-to-one coaching",
        "Must see",
        "Desirable location",
        "Visa not required",
        "Minimum wage legislation",
        "Minimum 3 years",
        "Over 18 years of age",
        "Bonus schemes: design",
        "CNC setting or programming",
        "Managed a team of ten people, and then moved on to other more interesting endeavours",
    ],
)
def test_an_item_that_is_one_skill_stays_whole(entry: str) -> None:
    assert split(entry) == (Item(entry),)


@pytest.mark.parametrize(
    ("entry", "item"),
    [
        ("Python (5 years)", Item("Python", 5.0)),
        ("Python - 4+ yrs", Item("Python", 4.0)),
        ("Java 8 years", Item("Java", 8.0)),
        ("5 years of Python", Item("Python", 5.0)),
        ("5+ years' experience with Python", Item("Python", 5.0)),
        ("Python (99 years)", Item("Python", 60.0)),
        ("Excel (advanced)", Item("Excel")),
        ("Excel: expert", Item("Excel")),
        ("PMP certification", Item("PMP")),
        ("ACA qualified", Item("ACA")),
        ("AWS certification", Item("AWS certification")),  # who works with it need not hold it
        ("PRINCE2 Practitioner", Item("PRINCE2 Practitioner")),
        ("Strong Python skills", Item("Python")),
        ("Experience with Docker", Item("Docker")),
        ("Amazon Web Services (AWS)", Item("Amazon Web Services")),
        ("Docker (nice to have)", Item("Docker", None, "plus")),
        ("Docker (preferred)", Item("Docker", None, "plus")),
        ("Docker - required", Item("Docker", None, "must")),
        ("Must have Xero", Item("Xero", None, "must")),
        ("Must have: Xero", Item("Xero", None, "must")),
        ("Must have a zorblax", Item("zorblax", None, "must")),
        ("Must be able to use SAP", Item("SAP", None, "must")),
        ("Excel skills essential", Item("Excel", None, "must")),
        ("Working knowledge of Excel is essential", Item("Excel", None, "must")),
        ("Ideally Docker", Item("Docker", None, "plus")),
        ("Nice to have: Docker", Item("Docker", None, "plus")),
        ("Minimum 2 years of SQL", Item("SQL", 2.0)),
        ("At least 5 years' experience with C++", Item("C++", 5.0)),
        ("Competent in Excel", Item("Excel")),
        ("Experience in using SAP", Item("SAP")),
        ("You have experience with Docker", Item("Docker")),
        ("comfortable using a CRM (we use HubSpot)", Item("CRM")),
        ("Zorblaxes (we use the big ones)", Item("Zorblaxes")),
        ("IT Skills: MS Office", Item("MS Office")),
        ("3 years", Item("3 years")),
    ],
)
def test_what_is_said_of_a_skill_is_no_part_of_its_name(entry: str, item: Item) -> None:
    assert split(entry) == (item,)


def test_each_skill_of_an_item_keeps_its_own_years() -> None:
    assert split("Python 5 years, SQL 3 years, Go") == (Item("Python", 5.0), Item("SQL", 3.0), Item("Go"))


@pytest.mark.parametrize(
    ("entry", "needs"),
    [
        ("SQL, ideally T-SQL", [None, "plus"]),
        ("Cloud (AWS preferred)", [None, "plus"]),
        ("Docker, Kafka preferred", [None, "plus"]),
        ("Required skills: Python, SQL", ["must", "must"]),
        ("Docker and Kafka are essential", ["must", "must"]),
        ("Must have Docker or Kafka", ["must", "must"]),
    ],
)
def test_what_is_said_of_all_skills_of_an_item_holds_for_each(entry: str, needs: list[str | None]) -> None:
    assert [item.need for item in split(entry)] == needs


@pytest.mark.parametrize(
    "piece", ["a: ", "experience with ", "must have ", "python or ", "e.g. ", "x including ", "a (", "or, "]
)
def test_frames_within_frames_end(piece: str) -> None:
    entry = (piece * MAX_ITEM_CHARS)[:MAX_ITEM_CHARS].strip()
    assert all(item.text in entry for item in split(entry))


def test_items_come_in_the_order_of_the_list() -> None:
    assert [item.text for item in items(("Go, Python", "", "SQL", "python"))] == ["Go", "Python", "SQL"]


def test_the_parts_of_an_item_are_bounded() -> None:
    assert len(split(", ".join(f"skill {number}" for number in range(5_000)))) == MAX_PARTS


def test_a_long_item_is_taken_apart_at_its_separators_only() -> None:
    assert [item.text for item in split(f"Python, {'x' * MAX_ITEM_CHARS} (5 years)")] == [
        "Python",
        f"{'x' * MAX_ITEM_CHARS} (5 years)",
    ]


WORDS = [
    "Python",
    "SQL",
    "C++",
    "zorblax",
    "or",
    "and",
    ",",
    "(",
    ")",
    ":",
    "/",
    "e.g.",
    "must have",
    "nice to have",
    "required",
]
WORDS += ["experience", "with", "5", "years", "ideally", "one of", "another", "is essential"]
entries = st.text(alphabet=st.sampled_from("Python SQL,;/()-:&5 years.required and C+#•\n数"), max_size=80) | st.lists(
    st.sampled_from(WORDS), max_size=16
).map(" ".join)


@given(entries)
def test_each_part_stands_verbatim_in_its_item(entry: str) -> None:
    assert all(item.text in entry and normalise(item.text) for item in split(entry))


@given(entries)
def test_case_and_white_space_change_no_part(entry: str) -> None:
    named = [(normalise(item.text), item.years, item.need) for item in split(entry)]
    spaced = entry.upper().replace(" ", "   ")
    assert [(normalise(item.text), item.years, item.need) for item in split(spaced)] == named

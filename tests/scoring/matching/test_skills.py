"""Skills by name: in lists, in prose, and what looks like a skill and is none."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.matching.skills import MAX_READ, Found, distinct, find, own, wanted
from scoring.models import Candidate
from scoring.profile import blind
from scoring.skills.aliases import aliases, canonical, load_core, look_alikes_of, normalise, written
from scoring.skills.items import items

LOOK_ALIKES = [
    ("Java", "JavaScript"),
    ("Java", "Java Script"),
    ("Core Java", "JS"),
    ("Java developer tools", "JavaScript developer tools"),
    ("C", "C++"),
    ("C", "C#"),
    ("C", "Objective-C"),
    ("C++", "C#"),
    ("C", "Vitamin C"),
    ("C", "C&G"),
    ("C", "C-level staff"),
    ("React", "React Native"),
    ("React.js", "ReactNative"),
    ("React development", "React Native development"),
    ("Angular", "AngularJS"),
    ("SQL", "NoSQL"),
    ("MySQL", "PostgreSQL"),
    ("ASP.NET", "VB.NET"),
    ("GitHub", "GitLab"),
    ("Go", "Google"),
    ("Golang", "Google Ads"),
    ("Go", "Django"),
    ("Ruby", "Ruby on Rails"),
    ("R", "R&D"),
    ("Rust", "Trust"),
    ("Scala", "Scalability"),
    ("Swift", "SWIFT payments"),
    ("Spring", "Spring semester"),
    ("Spark", "Spark plugs"),
    ("Express", "American Express"),
    ("TypeScript", "PostScript"),
    ("SAP", "ASAP"),
    ("SAP", "SOAP"),
    ("SAS", "SaaS"),
    ("SAS", "Sass"),
    ("ETL", "ESL"),
    ("AWS", "AWS D1.1"),
    ("Sage", "SageMaker"),
    ("Salesforce", "Sales"),
    ("VBA", "VB.NET"),
    ("Azure", "Azure DevOps"),
    ("Oracle Database", "Oracle NetSuite"),
    ("Machine learning", "E-learning"),
    ("Machine learning", "Machine operation"),
    ("Deep learning", "Deep cleaning"),
    ("Data entry", "Data analysis"),
    ("Data engineering", "Civil engineering"),
    ("Data warehousing", "Warehouse operations"),
    ("Data warehouse", "Warehousing"),
    ("Data modelling", "Financial modelling"),
    ("Data modelling", "Fashion modelling"),
    ("Data cleaning", "Cleaning"),
    ("Software engineering", "Chemical engineering"),
    ("Software architecture", "Landscape architecture"),
    ("System design", "Interior design"),
    ("Cloud computing", "Cloud seeding"),
    ("Penetration testing", "Market penetration"),
    ("Unit testing", "Usability testing"),
    ("Version control", "Pest control"),
    ("Network administration", "Network marketing"),
    ("Networking", "Networking skills"),
    ("Quality assurance", "Quality control"),
    ("Quality assurance", "Insurance"),
    ("Project management", "Product management"),
    ("Project management", "Property management"),
    ("Risk management", "Pain management"),
    ("Change management", "Charge management"),
    ("Event planning", "Estate planning"),
    ("Financial planning", "Urban planning"),
    ("Financial planning", "Lesson planning"),
    ("Cost accounting", "Cost estimating"),
    ("Management accounting", "Account management"),
    ("Financial accounting", "Account management"),
    ("Accounting", "Account management"),
    ("Accounts payable", "Accounts receivable"),
    ("Internal audit", "Internal medicine"),
    ("Internal audit", "External audit"),
    ("Audit", "Auditory training"),
    ("Auditing", "Editing"),
    ("Credit control", "Pest control"),
    ("Bookkeeping", "Housekeeping"),
    ("Bookkeeping", "Beekeeping"),
    ("Stocktaking", "Minute taking"),
    ("Payroll", "Payments"),
    ("CPA", "CPR"),
    ("ACCA", "ACLS"),
    ("PPC", "PLC programming"),
    ("Civil law", "Civil engineering"),
    ("Contract law", "Contract cleaning"),
    ("Contract negotiation", "Hostage negotiation"),
    ("Family law", "Family medicine"),
    ("Property law", "Property maintenance"),
    ("Patent law", "Patient care"),
    ("Legal research", "Market research"),
    ("Litigation", "Mitigation"),
    ("Arbitration", "Mediation"),
    ("Mediation", "Medication administration"),
    ("Depositions", "Deposits"),
    ("Probate", "Probation"),
    ("Trial preparation", "Clinical trials"),
    ("AML", "Laundry"),
    ("Paediatrics", "Podiatry"),
    ("Pediatric care", "Podiatric care"),
    ("Cardiology", "Radiology"),
    ("Neurology", "Urology"),
    ("Oncology", "Ontology"),
    ("Dermatology", "Geology"),
    ("Physiotherapy", "Psychotherapy"),
    ("Intensive care", "Skin care"),
    ("Critical care", "Critical thinking"),
    ("Wound care", "Lawn care"),
    ("Patient care", "Pet care"),
    ("Nursing assistant", "Registered nurse"),
    ("Speech therapy", "Speech writing"),
    ("Operating room", "Operating systems"),
    ("Triage", "Trial preparation"),
    ("Vital signs", "Sign language"),
    ("First aid", "Financial aid"),
    ("Infection control", "Quality control"),
    ("Medication administration", "Business administration"),
    ("Medical coding", "Coding"),
    ("Telemetry", "Telemarketing"),
    ("Photoshop", "Workshop facilitation"),
    ("Photoshop", "Shop management"),
    ("Illustrator", "Illustration"),
    ("Sketch app", "SketchUp"),
    ("Figma", "Six Sigma"),
    ("Canva", "Canvas LMS"),
    ("Typography", "Photography"),
    ("Copywriting", "Copyright law"),
    ("Wireframing", "Framing"),
    ("Graphic design", "Garden design"),
    ("Interior design", "Circuit design"),
    ("Content marketing", "Content moderation"),
    ("Email marketing", "Email administration"),
    ("Public relations", "Employee relations"),
    ("Public relations", "Public speaking"),
    ("SEO", "CEO"),
    ("SEM", "SEN"),
    ("CRM", "CRO"),
    ("Lead generation", "Power generation"),
    ("Cold calling", "Cold chain"),
    ("Cross-selling", "Cross-stitch"),
    ("Customer service", "Customs clearance"),
    ("Customer service", "Room service"),
    ("Sales forecasting", "Weather forecasting"),
    ("Pipeline management", "Data pipelines"),
    ("Point of sale", "Point of care"),
    ("Carpentry", "Carpet fitting"),
    ("Roofing", "Proofing"),
    ("Welding", "Wedding planning"),
    ("Estimating", "Estate planning"),
    ("Land surveying", "Customer surveys"),
    ("Glazing", "Grazing management"),
    ("Tiling", "Filing"),
    ("Demolition", "Demonstration"),
    ("Blueprint reading", "Proofreading"),
    ("Health and safety", "Food safety"),
    ("Construction management", "Case management"),
    ("Site supervision", "Website management"),
    ("Facilities management", "Facilitation"),
    ("Lesson planning", "Lessons learned"),
    ("Phonics", "Photonics"),
    ("Special education", "Sex education"),
    ("Student assessment", "Patient assessment"),
    ("Classroom management", "Inventory management"),
    ("Baking", "Banking"),
    ("Cooking", "Booking"),
    ("Barista", "Barrister"),
    ("Front desk", "Front-end development"),
    ("Table service", "Tableau"),
    ("Menu planning", "Venue planning"),
    ("Logistics", "Linguistics"),
    ("Logistics", "Logistic regression"),
    ("Fleet management", "Talent management"),
    ("Supply chain management", "Blockchain"),
    ("Order picking", "Lock picking"),
    ("Forklift operation", "Facelift surgery"),
    ("ADR certificate", "Alternative dispute resolution"),
    ("Assembly", "Assembly language"),
    ("Inventor", "Inventory management"),
    ("Machining", "Machine learning"),
    ("Milling", "Billing"),
    ("Calibration", "Collaboration"),
    ("Robotics", "Robotic surgery"),
    ("Metrology", "Meteorology"),
    ("Hydraulics", "Hydrology"),
    ("Electronics", "Electrical installation"),
    ("Recruitment", "Procurement"),
    ("Onboarding", "Snowboarding"),
    ("Performance management", "Performing arts"),
    ("Human resources", "Water resources"),
    ("Translation", "Transportation"),
    ("Communication", "Telecommunications"),
    ("Leadership", "Readership"),
    ("Coaching", "Coach driving"),
    ("Negotiation", "Navigation"),
    ("Polish language", "Polishing"),
    ("French", "French polishing"),
    ("English", "English law"),
    ("Empathy", "Osteopathy"),
    ("Reliability", "Reliability engineering"),
    ("Agronomy", "Astronomy"),
    ("Horticulture", "Agriculture"),
    ("Python 2", "Python 3"),
]


def found(required: str, **fields: object) -> Found | None:
    profile = blind(Candidate(**fields))  # type: ignore[arg-type]  # a table of fields
    listed = tuple(item.text for item in items(profile.technical_skills))
    return find((required,), listed, profile)[required]


@pytest.mark.parametrize(
    ("skill", "name"),
    [
        ("  Machine   Learning ", "machine learning"),
        ("machine_learning", "machine learning"),
        ("(Python)", "python"),
        ("C++", "c++"),
        ("C#.", "c#"),
        (".NET", ".net"),
        ("Ｐｙｔｈｏｎ", "python"),
        ("...", ""),
        ("", ""),
    ],
)
def test_a_skill_is_normalised(skill: str, name: str) -> None:
    assert normalise(skill) == name


@pytest.mark.parametrize(
    ("spelling", "skill"),
    [
        ("k8s", "Kubernetes"),
        ("Postgres", "PostgreSQL"),
        ("JS", "JavaScript"),
        ("people management", "team leadership"),
        ("MS Excel", "Excel"),
        ("ICU", "critical care"),
        ("golang", "Go"),
    ],
)
def test_every_spelling_means_the_same(spelling: str, skill: str) -> None:
    assert canonical(spelling) == canonical(skill)
    assert canonical(spelling.upper()) == canonical(skill)


@pytest.mark.parametrize(
    ("skill", "text", "strength"),
    [
        ("Level 2 food hygiene", "Food Hygiene (Level 2)", "Strong"),
        ("Level 2 food hygiene", "Food hygiene L2", "Strong"),
        ("Level 2 food hygiene", "Food hygiene (Level 1)", None),
        ("Level 2 food hygiene", "Level 2 football coach", None),
        ("Vehicle checks", "Walk round checks every morning", "Strong"),
        ("Digital tachograph card", "Digital tacho card: yes.", "Strong"),
        ("eTMF", "I file in Veeva Vault.", "Partial"),
        ("Written communication", "Strong writing skills", "Partial"),
        ("Time management", "Time keeping good", "Partial"),
        ("Leadership", "Presented to the leadership team", None),
        ("Express", "Waitress at Pizza Express", None),
        ("JavaScript", "Waitress at Pizza Express", None),
        ("Supply chain management", "Driver at DHL Supply Chain", None),
        ("Supply chain management", "Degree in supply chain", "Strong"),
        ("Human resources", "Kept candidates in Bullhorn", None),
        ("CRM", "Kept candidates in Bullhorn", "Partial"),
        ("Google Cloud", "ICH-GCP certificate", None),
        ("Google Cloud", "GCP certified", "Strong"),
        ("Primavera P6", "Taught the P6 class", None),
        ("GMP", "Reported to GMP officers", None),
        ("CIPD Level 5", "MCIPD", "Partial"),
        ("CIPD Level 5", "FCIPD", "Partial"),
        ("CIPD Level 5", "Assoc CIPD", "Partial"),
        ("CIPD Level 5", "Studying towards MCIPD", None),
        ("CIPD Level 7", "Chartered MCIPD", "Partial"),
        ("CIPD Level 7", "Assoc CIPD", None),
        ("CIPD Level 5", "CIPD Level 3", None),
    ],
)
def test_people_write_skills_in_plain_words(skill: str, text: str, strength: str | None) -> None:
    match = found(skill, resume_text=f"Officer\n{text}")
    assert (match and match.strength) == strength


@pytest.mark.parametrize(
    "text", ["On a spouse visa.", "Taught P6 and P7.", "Kept confidential records.", "Ran on time keeping calm"]
)
def test_of_plain_words_no_skill_is_invented(text: str) -> None:
    assert own(blind(Candidate(resume_text=text))).technical == ()


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_look_alikes_are_never_confused_in_a_list(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)
    for asked, shown in ((one, other), (other, one)):
        assert found(asked, technical_skills=(shown,)) is None
        assert found(asked, technical_skills=(shown.upper(),)) is None
        assert found(asked, candidate_tag=(shown,)) is None


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_look_alikes_are_never_confused_in_a_text(one: str, other: str) -> None:
    for asked, shown in ((one, other), (other, one)):
        assert found(asked, resume_text=f"Worked with {shown} for years.") is None


@pytest.mark.parametrize(
    ("broad", "kind"),
    [("SQL", "MySQL"), ("SQL", "PostgreSQL"), (".NET", "ASP.NET"), ("Git", "GitHub"), ("Git", "GitLab")],
)
def test_a_kind_that_has_the_name_of_its_base_in_its_own_shows_it_in_part(broad: str, kind: str) -> None:
    for shown in (found(broad, technical_skills=(kind,)), found(broad, resume_text=f"Worked with {kind} for years.")):
        assert shown is not None
        assert (shown.shown, shown.strength) == (kind, "Partial")
    assert found(kind, technical_skills=(broad,)) is None
    assert found(kind, resume_text=f"Worked with {broad} for years.") is None


def test_a_long_skill_is_one_where_it_is_listed() -> None:
    long = "x" * 1_000
    assert found(long, technical_skills=(long,)) is not None
    assert found(long, resume_text=f"a {long} b") is None


@pytest.mark.parametrize("row", load_core().look_alikes, ids=" ".join)
def test_the_look_alikes_of_the_table_are_never_confused(row: list[str]) -> None:
    for asked, shown in permutations(row, 2):
        assert found(asked, technical_skills=(shown,)) is None
        assert found(asked, softSkills=(shown,)) is None
        assert found(asked, resume_text=f"Worked with {shown} for years.") is None


def test_look_alikes_are_known_both_ways() -> None:
    assert canonical("JS") in look_alikes_of("Java")
    assert canonical("Core Java") in look_alikes_of("JavaScript")
    assert canonical("Core Java") not in look_alikes_of("Java")


def test_a_wish_is_known_as_one() -> None:
    text = "Wants to learn Rust. Writes Go."
    assert wanted(("Rust", "Go", "Python"), blind(Candidate(resume_text=text))) == ("Rust",)
    assert wanted(("Rust",), blind(Candidate(resume_text="Writes Rust"))) == ()


def test_a_listed_skill_is_exact_and_another_spelling_strong() -> None:
    assert found("Postgres", technical_skills=("PostgreSQL", "postgres")) == Found(
        "Postgres", "postgres", "postgres", "Exact", 1.0
    )
    assert found("Postgres", technical_skills=("Go", "PostgreSQL")) == Found(
        "Postgres", "PostgreSQL", "PostgreSQL", "Strong", 0.9
    )


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"resume_text": "Wrote Python."}, Found("Python", "Python", "Python", "Exact", 0.85)),
        ({"resume_text": "Wrote Python3."}, Found("Python", "Python3", "Python3", "Strong", 0.75)),
        ({"candidate_tag": ("python",)}, Found("Python", "python", "python", "Exact", 0.85)),
        ({"currentTitle": "Python Developer"}, Found("Python", "Python", "Python", "Exact", 0.85)),
        ({"qualification": ("Certified in Python",)}, Found("Python", "Python", "Python", "Exact", 0.85)),
        ({"experience_level": "Python"}, None),
        ({"resume_text": "Wants to learn Python."}, None),
        ({}, None),
    ],
)
def test_a_skill_that_is_not_listed_is_found_in_the_other_fields(fields: dict[str, object], match: Found | None) -> None:
    assert found("Python", **fields) == match


@pytest.mark.parametrize("tag", ["data_analysis", "Data\u00a0analysis", "data Ａnalysis", "Data analyſis"])
def test_a_tag_in_odd_letters_is_the_skill_that_its_normal_form_is(tag: str) -> None:
    assert find(("Data analysis",), (), blind(Candidate(candidate_tag=(tag,))))["Data analysis"]


@pytest.mark.parametrize("text", ["DATA ANALYSıS", "Data analyſis", "data-analysis", "Risk, data analysis"])
def test_a_skill_is_found_in_prose_in_all_letters_that_are_its_own(text: str) -> None:
    assert find(("Data analysis",), (), blind(Candidate(resume_text=f"Did {text}.")))["Data analysis"]


def test_an_ambiguous_word_is_a_skill_where_it_is_a_tag() -> None:
    assert found("Go", candidate_tag=("go",)) == Found("Go", "go", "go", "Exact", 0.85)
    assert found("Go", resume_text="go on") is None


@pytest.mark.parametrize("skill", ["", "  ", "..."])
def test_a_skill_without_a_name_is_never_found(skill: str) -> None:
    assert found(skill, technical_skills=("Python", "..."), resume_text="a ... b") is None


@pytest.mark.parametrize(
    ("skill", "name"),
    [("POSTGRESQL", "PostgreSQL"), ("rest  apis", "REST APIs"), ("Zend  desk", "Zend desk"), ("aws", "AWS")],
)
def test_a_skill_is_written_as_the_table_has_it(skill: str, name: str) -> None:
    assert written(skill) == name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("I have no full driving licence.", None),
        ("No full clean driving licence", None),
        ("Licensed to drive. I have no full driving licence.", "Licensed to drive"),
    ],
)
def test_what_is_denied_by_name_is_not_told_by_a_part_of_it(text: str, shown: str | None) -> None:
    match = found("full driving licence", resume_text=text)
    assert (match and match.shown) == shown


def test_a_qualification_tells_a_skill_in_another_order_of_its_words() -> None:
    match = found("Food hygiene Level 3", qualification=("Level 3 Award in Food Hygiene",))
    assert match is not None
    assert match.shown == "Level 3 Award in Food Hygiene"
    assert found("Food hygiene Level 3", qualification=("Level 2 Award in Food Hygiene",)) is None
    assert found("Food hygiene Level 3", qualification=("Food hygiene", "Level 3")) is None


def test_what_a_text_denies_a_title_may_tell() -> None:
    match = found("full driving licence", currentTitle="Licensed to drive", resume_text="I have no full driving licence.")
    assert match is not None
    assert match.shown == "Licensed to drive"


@pytest.mark.parametrize(
    ("required", "fields", "match"),
    [
        ("CRM", {"technical_skills": ("Go", "HubSpot")}, Found("CRM", "HubSpot", "HubSpot", "Partial", 0.7)),
        ("PMS", {"technical_skills": ("opera pms",)}, Found("PMS", "opera pms", "opera pms", "Partial", 0.7)),
        ("ETL pipelines", {"technical_skills": ("ETL",)}, None),
        ("Docker", {"technical_skills": ("Containerisation",)}, None),
        ("CRM", {"resume_text": "Ran Salesforce."}, Found("CRM", "Salesforce", "Salesforce", "Partial", 0.6)),
        ("CRM", {"resume_text": "Wants to learn Salesforce."}, None),
        ("Python", {"technical_skills": ("Django", "Python")}, Found("Python", "Python", "Python", "Exact", 1.0)),
    ],
)
def test_a_narrower_skill_shows_a_broader_one_in_part(required: str, fields: dict[str, object], match: Found | None) -> None:
    assert found(required, **fields) == match


@pytest.mark.parametrize(
    ("required", "text", "quote"),
    [
        ("Requirements gathering", "Elicited and documented requirements", "Elicited and documented requirements"),
        ("Budgeting", "Controlled a budget of 9 million", "Controlled a budget"),
        ("Travel arrangements", "Coordinated international travel", "Coordinated international travel"),
        ("Usability testing", "Ran user acceptance testing", None),
    ],
)
def test_another_spelling_tells_of_a_skill_in_other_forms(required: str, text: str, quote: str | None) -> None:
    found = find((required,), (), blind(Candidate(resume_text=text)))[required]
    assert (found and found.quote) == quote


def test_a_skill_that_means_nearly_the_same_is_a_partial_match() -> None:
    near = found("Loan processing", technical_skills=("Cooking", "Processing loans"))
    assert near is not None
    assert (near.shown, near.quote, near.strength) == ("Processing loans", "Processing loans", "Partial")
    assert 0.4 <= near.confidence <= 0.6


def test_a_better_way_of_matching_goes_before_a_worse() -> None:
    listed = found("Wound care", technical_skills=("Wound dressing", "wound management", "Wound care"))
    assert (listed and listed.shown, listed and listed.strength) == ("Wound care", "Exact")
    alias = found("Wound care", technical_skills=("Wound dressing", "wound management"))
    assert (alias and alias.shown, alias and alias.strength) == ("wound management", "Strong")


def test_skills_are_distinct_and_the_first_spelling_stays() -> None:
    assert distinct([" Postgres ", "PostgreSQL", "", "...", "Go", "golang", "Java"]) == ("Postgres", "Go", "Java")


@pytest.mark.parametrize(
    ("asked", "title", "shows"),
    [("Adobe Illustrator", "Illustrator", False), ("Postman", "Postman", False), ("RN", "RN, Night Shift", True)],
)
def test_an_occupation_shows_no_product_of_its_name(asked: str, title: str, *, shows: bool) -> None:
    assert (find((asked,), (), blind(Candidate(currentTitle=title)))[asked] is not None) is shows


def test_an_item_with_several_skills_shows_each() -> None:
    assert found("SQL", technical_skills=("Python, SQL, AWS",)) == Found("SQL", "SQL", "SQL", "Exact", 1.0)
    assert found("CSS", technical_skills=("HTML/CSS",)) == Found("CSS", "CSS", "CSS", "Exact", 1.0)


def test_the_skills_of_a_profile_are_those_listed_or_else_those_that_its_text_names() -> None:
    text = "Wrote Python and postgres. Excellent communication. Wants to learn Rust. More Python."
    profile = blind(Candidate(resume_text=text))
    assert [item.text for item in own(profile).technical] == ["Python", "postgres"]
    listed = blind(Candidate(resume_text=text, technical_skills=("Go (3 years)", "Python, SQL")))
    assert [(item.text, item.years) for item in own(listed).technical] == [("Go", 3.0), ("Python", None), ("SQL", None)]
    assert own(blind(Candidate())).technical == ()


def test_the_skills_read_from_a_text_are_bounded() -> None:
    names = sorted(name for name in aliases().readable if name.isalpha() and len(name) > 6)[: MAX_READ + 20]
    assert len(own(blind(Candidate(resume_text=", ".join(names)))).technical) == MAX_READ


some = st.sampled_from(["Python", "SQL", "Docker", "CRM", "Wound care", "HTML/CSS", "Go, Rust", "payroll runs", "护理"])
lists = st.lists(some, max_size=6).map(tuple)


@settings(max_examples=100, deadline=None)
@given(some, lists, lists)
def test_one_more_skill_takes_no_match_away(required: str, listed: tuple[str, ...], more: tuple[str, ...]) -> None:
    if found(required, technical_skills=listed):
        assert found(required, technical_skills=(*more, *listed))


@settings(max_examples=100, deadline=None)
@given(some, lists, st.randoms(use_true_random=False))
def test_order_case_and_white_space_find_the_same(required: str, listed: tuple[str, ...], chance: Random) -> None:
    shuffled = list(listed)
    chance.shuffle(shuffled)
    spaced = tuple(f" {skill.upper().replace(' ', '  ')} " for skill in shuffled)
    assert bool(found(required, technical_skills=listed)) == bool(found(required, technical_skills=spaced))


@pytest.mark.parametrize(
    ("skill", "text", "strength"),
    [
        ("SIA licence", "SIA licensed door supervisor", "Strong"),
        ("SIA licence", "Has an SIA badge.", "Strong"),
        ("SIA licence", "No SIA licence.", None),
        ("SIA licence", "Licensed premises, next to the SIA office", None),
        ("Driving licence", "Full manual licence, own car", "Strong"),
        ("Driving licence", "Car driver.", "Strong"),
        ("Driving licence", "cat B licence", "Strong"),
        ("Driving licence", "HGV Class 1 driver", "Partial"),
        ("Driving licence", "No full manual licence yet", None),
        ("Driving licence", "Personal licence holder", None),
        ("Class 1 licence", "Cat C+E", "Strong"),
        ("Class 1 licence", "LGV 1 driver", "Strong"),
        ("Class 1 licence", "Cat C licence", None),
        ("Class 1 licence", "Class 1 medical devices", None),
    ],
)
def test_a_licence_is_known_by_its_everyday_names(skill: str, text: str, strength: str | None) -> None:
    found = find((skill,), (), blind(Candidate(resume_text=text)))[skill]
    assert (found.strength if found else None) == strength

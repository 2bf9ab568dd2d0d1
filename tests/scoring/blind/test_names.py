"""Where a name stands in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.blind.names import name, place
from scoring.text.folding import glance


def marked(own: str, text: str, *, alone: bool = True) -> str:
    out, last = "", 0
    for start, end in name(own).spans(glance(text), alone=alone):
        out += f"{text[last:start]}_"
        last = end
    return out + text[last:]


@pytest.mark.parametrize(
    ("own", "text", "left"),
    [
        ("Ann Lee", "Ann Lee, ANN LEE, Lee, Ann; annual leeway", "_; annual leeway"),
        ("Ann Lee", "A. Lee and Lee A. and A Lee", "_ and _ and _"),
        ("John Smith", "J.R. Smith; J. Smith. Smith", "_; _. _"),
        ("John Robert Smith", "J.R. Smith and JR Smith", "_ and JR _"),
        ("John Smith", "John Michael Smith and John Q. Smith", "_ and _"),
        ("José Núñez", "Jose Nunez, NÚÑEZ's, josé", "_'s, _"),
        ("Jose Nunez", "José Núñez", "_"),
        ("Jürgen Müller-Groß", "Juergen Mueller-Gross; Muller; Gross", "_; _; _"),
        ("Анна Петрова", "Anna Petrova; Анна", "_; _"),
        ("李伟", "我叫李伟，工作", "我叫_，工作"),
        ("김민준", "저는 김민준입니다", "저는 _입니다"),
        ("Ana de la Cruz", "Experiencia de la obra. De la Cruz", "Experiencia de la obra. _"),
        ("Mary O'Neil", "O’Neil; O'NEIL", "_; _"),
        ("Dr. Ann Lee, PhD", "PhD in physics, Dr. Ann Lee", "PhD in physics, Dr. _"),
        ("Ann Lee", "see annlee.dev, lee-ann or ann_lee@home", "see _, _ or ___@home"),
        ("lee", "Lee", "_"),
        ("", "Ann", "Ann"),
    ],
)
def test_a_name_is_found_in_all_its_forms(own: str, text: str, left: str) -> None:
    assert marked(own, text) == left


@pytest.mark.parametrize(
    ("own", "text", "left"),
    [
        ("Ruby Smith", "Ruby Smith writes Ruby. Ruby on Rails", "_ writes Ruby. Ruby on Rails"),
        (
            "Will Baker",
            "Will Baker will travel. Baker at Acme. Will relocate.",
            "_ will travel. Baker at Acme. Will relocate.",
        ),
        ("Mark Grace", "Mark led. Good marks, a mark of grace.", "_ led. Good marks, a mark of grace."),
        ("Li An", "An engineer. Li An", "An engineer. _"),
        ("Grace Field", "field of grace; Field work", "field of grace; Field work"),
    ],
)
def test_a_part_that_is_a_word_or_a_skill_is_a_name_only_where_it_must_be_one(own: str, text: str, left: str) -> None:
    assert marked(own, text) == left


def test_where_one_part_alone_is_none_two_are_needed() -> None:
    assert marked("Ann Lee", "Ann's list; Ann Lee", alone=False) == "Ann's list; _"


@pytest.mark.parametrize(
    ("own", "text", "found"),
    [
        ("Berlin", "in berlin", True),
        ("New York", "New York office", True),
        ("Java", "Java", False),
        ("Reading", "reading code", False),
        ("Bath", "a bathroom", False),
    ],
)
def test_a_place_is_found_unless_it_is_a_skill(own: str, text: str, found: bool) -> None:
    assert bool(place(own).spans(glance(text))) == found


@given(st.text(max_size=20), st.text(max_size=60))
def test_any_name_is_looked_for_in_any_text(own: str, text: str) -> None:
    last = 0
    for start, end in name(own).spans(glance(f"{text} {own} {text}")):
        assert last <= start < end
        last = end


WORDS = (
    *(
        "Law",
        "Case",
        "Power",
        "Light",
        "Bank",
        "Line",
        "Pool",
        "Day",
        "Judge",
        "Butcher",
        "Barber",
        "Bell",
        "Salt",
        "Foster",
    ),
    *("Miller", "Rice", "Waters", "Fox", "Rain", "Snow", "Gold", "Cotton", "Reading", "Bath", "Mobile", "Wood"),
)


@pytest.mark.parametrize("own", WORDS)
def test_a_name_takes_no_word_away(own: str) -> None:
    text = f"Nurse at City Hospital\nUsed {own.lower()} and more {own.lower()} there.\nLed teams."
    for found in (name(f"Emily {own}"), name(f"{own} Kowalska"), place(own)):
        assert found.spans(glance(text)) == []


@pytest.mark.parametrize("own", ["Emily Law", "Emily Case", "Emily Power"])
def test_a_word_of_many_skills_takes_none_away(own: str) -> None:
    last = own.split()[1]
    assert (
        marked(own, f"{own}\n{last} grew by half. Mr. {last} and {last} Supply")
        == f"_\n{last} grew by half. Mr. _ and {last} Supply"
    )


@pytest.mark.parametrize(
    "text",
    [
        "{0} is a nurse. {0} was an experienced ward manager.",
        "{0} led a team of 6. {0} has managed wards, and {0}.",
        "- {0} has 8 years of experience.\n* {0} worked there.",
        "{0} is fluent in French. {0} currently manages the kitchen.",
    ],
)
@pytest.mark.parametrize("own", ["Will", "May", "Tan", "Law", "Cook", "Le", "Summer"])
def test_a_word_that_begins_what_only_a_person_is_or_does_is_a_name(own: str, text: str) -> None:
    left = marked(f"{own} Osei", f"{text}\n".format(own))
    assert left.count(own) == text.count("and {0}")


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ("Will Osei", "Will relocate. Will is."),
        ("May Osei", "May to June was busy. May is busy."),
        ("Tan Osei", "Tan leather. The tan worked."),
        ("Emily Law", "Law is my passion. Law changed. Studied law, Law."),
        ("Emily Case", "Case managed: 5. Case worker. Case resolved in two days"),
        ("Emily Cook", "Cook at Acme\nCook, 2015\nCook of 9 years"),
        ("Trevor Nurse", "Nurse led clinics. Nurse with 5 years of experience. Nurse"),
        ("Emily Field", "Field engineer for 5 years. Field worked."),
        ("Ruby Osei", "Ruby is a language of a developer. Ruby led."),
        ("Ada Jenkins", "Jenkins is a build server. Jenkins built all images"),
        ("He Wei", "He is a nurse. He led a team"),
    ],
)
def test_what_a_word_does_that_is_none_of_a_persons_tells_no_name(own: str, text: str) -> None:
    assert marked(own, f"Nurse\n{text}").startswith(f"Nurse\n{text[:5]}")


@pytest.mark.parametrize(
    ("own", "text", "left"),
    [
        ("Li Wei", "Wei is told. Praised Li and Wei.", "_ is told. Praised _ and _."),
        ("Li Wei", "Li-ion cells, LI and li", "Li-ion cells, LI and li"),
        ("Jo Ma", "MA in History. Ma ran", "MA in History. _ ran"),
        ("Le Ha", "Le Ha\nLe chef and Ha", "_\nLe chef and _"),
        ("Do Bo", "Do Bo as Bo Do\nDo it", "_ as _\nDo it"),
        ("Ruby Osei", "Ruby has managed wards in Ruby. Ruby worked there", "_ has managed wards in Ruby. _ worked there"),
        ("Jan Novak", "Jan led. Since Jan 2018, 5 Jan 2019, praised Jan", "_ led. Since Jan 2018, 5 Jan 2019, praised _"),
        ("Julio Ruiz", "5 julio 2012 - Julio 2013. Julio", "5 julio 2012 - Julio 2013. _"),
    ],
)
def test_short_names_and_those_of_months_are_names_where_they_can_be(own: str, text: str, left: str) -> None:
    assert marked(own, f"Nurse\n{text}") == f"Nurse\n{left}"


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ("Crystal House", "Used Crystal Reports daily"),
        ("Kali Rao", "Used Kali Linux"),
        ("Mark Grant", "Did Grant writing and Grant applications"),
        ("Bill Park", "Bill of Materials and Bill of lading"),
        ("Athena Lee", "On Amazon Athena"),
        ("Carlo Jones", "Monte Carlo simulations, Monte Carlo"),
        ("Carlo Monte", "Monte Carlo"),
        ("Henry Gantt", "Gantt chart, Gantt charts"),
        ("Karl Pearson", "Pearson correlation"),
        ("Ann Foley", "Foley catheters"),
        ("Ann Glasgow", "the Glasgow Coma Scale"),
        ("Bradley Allen", "Allen-Bradley PLC, Allen Bradley drives"),
        ("Einstein Okafor", "Salesforce Einstein"),
        ("Ann Johnson", "Johnson Controls"),
        ("Ann Parkinson", "Parkinson’s disease"),
        ("Ann Baker", "Baker Hughes"),
    ],
)
def test_a_name_takes_nothing_from_what_is_called_alike(own: str, text: str) -> None:
    whole = f"Nurse\n{text} for clients\nLed teams, and more of {text}."
    assert marked(own, whole) == whole
    first, last = own.split()
    assert marked(own, f"{own}\n{text}. Ms. {last} and {first} {last}.") == f"_\n{text}. Ms. _ and _."


@pytest.mark.parametrize(
    ("own", "text", "left"),
    [
        ("Crystal House", "Crystal reports to the board", "Crystal reports to the board"),
        ("Henry Gantt", "Gantt made charts; Gantt, charts", "_ made charts; _, charts"),
        ("Ann Foley", "Foley led. Catheter by Foley", "_ led. Catheter by _"),
        ("Bradley Allen", "Bradley Allen at Allen, Bradley", "_ at _"),
        ("Ann Glasgow", "Glasgow used a Coma Scale", "_ used a Coma Scale"),
    ],
)
def test_a_name_beside_other_words_is_one(own: str, text: str, left: str) -> None:
    assert marked(own, f"Nurse\n{text}") == f"Nurse\n{left}"


@pytest.mark.parametrize(
    "text", ["anna kowalska\nnurse. anna led", "nurse, signed anna", "Mail anna_k@x and kowalska.pl\nNow"]
)
def test_a_name_without_a_capital_is_one_where_nothing_has_capitals_and_in_an_address(text: str) -> None:
    left = marked("Anna Kowalska", text)
    assert "anna" not in left
    assert "kowalska" not in left


def test_a_whole_name_in_small_letters_is_one_whatever_its_parts_are_else() -> None:
    assert marked("Jordan Archer", "jordan archer electrician; a fan of jordan") == "_ electrician; a fan of jordan"
    assert marked("Jordan Archer", "archer, jordan: the archer in jordan") == "_: the archer in jordan"
    assert marked("Jordan Archer", "jordan m. archer; jordan m archer; jordan a archer") == "_; _; jordan a archer"

"""Where a text tells of age, origin, family or faith."""

from __future__ import annotations

import pytest

from scoring.blind.traits import spans, without_years
from scoring.text.folding import glance


def marked(text: str) -> str:
    out, last = "", 0
    for start, end in sorted(spans(glance(text))):
        if start >= last:
            out += f"{text[last:start]}_"
        last = max(last, end)
    return out + text[last:]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Date of birth: 12 March 1980",
            "DOB: 3/12/80",
            "Geburtsdatum: 12.03.1980 in Hamburg",
            "Fecha de nacimiento: 3/4/1985",
        ),
        *(
            "Né le 12 mars 1980",
            "geb. 12.3.1980",
            "born in 1980",
            "Born on 12 March 1980 in Lagos",
            "nacida el 4 de mayo de 1985",
        ),
        *(
            "Born and raised in Lagos",
            "Nationality: German",
            "Staatsangehörigkeit: deutsch",
            "Nationalité : française",
            "US citizen",
        ),
        *(
            "Marital status: married",
            "Familienstand: ledig",
            "Married",
            "verheiratet, zwei Kinder",
            "Religion: Hindu",
            "Sex: F",
        ),
        *(
            "Gender: female",
            "Age: 42",
            "42 years old",
            "42-year-old",
            "aged 42",
            "I am 42 years old",
            "j'ai 42 ans",
            "Alter: 42",
        ),
        *(
            "Tengo 42 años",
            "42 Jahre alt",
            "42 ans",
            "Pronouns: she/her",
            "(she/her)",
            "Photo: attached",
            "[Photo]",
            "Caste: x",
        ),
        *(
            "![photo](me.png)",
            "data:image/png;base64,iVBORw0KGgo=",
            "Address: 12 Main Street",
            "Wohnort: Berlin",
            "性别：女",
        ),
        *(
            "mother of two children",
            "single father of a daughter",
            "出生日期：1980",
            "婚姻状况：已婚",
            "Дата рождения: 1980",
        ),
        *("Birthday 3 March 1979", "Date of birth – 3rd April 1979", "D.O.B. 3.4.79", "Jahrgang 1979", "Birthdate 3.4.79"),
        *(
            "DOB 03/04/1979",
            "Class of '94",
            "class of 94",
            "class of 05",
            "38 y/o",
            "I'm 45",
            "M/38",
            "Female",
            "1990年出生",
            "生于1990年5月",
            "年龄:32岁",
        ),
        *(
            "stay-at-home dad",
            "proud father",
            "I have two daughters",
            "no kids",
            "Soltera, sin hijos",
            "Widow",
        ),
        *(
            "As a woman",
            "I am deaf",
            "housewife",
            "Polish national",
            "native of Ghana",
            "Practising Catholic",
        ),
        *("Muslim", "Based in Leeds, UK", "Lives in Leeds", "2005届", "2005年毕业"),
        *("Home address    12 Main Street", "Age\t42", "Father's name: X Y"),
        *(
            "Date of Birth: Dec. 8, 1995",
            "Date of birth\n8 December 1995",
            "Date of birth | 8 Dec 1995",
            "DOB: 8th of May 1995",
        ),
        *("Race / Religion: Chinese / Buddhist", "Age/Sex: 34/M", "Nationality/Citizenship: Ghanaian", "Tribe: Yoruba"),
        *("State of Origin: Ogun", "Nationality Polish", "Nationality\nIndian", "Gender Female", "Sexo Femenino", "性別 女"),
        *("上海市浦东新区世纪大道100号", "〒150-0001 東京都渋谷区"),
        *("Nacionalidad Española", "Father's Name : K. Ramachandran", "Mother: M. S. Kumar", "(née Martin)", "geb. Demir"),
        *("52 years of age", "I am 52 years of age", "52yo", "at the age of 52", "aged fifty-two", "Fifty-two years old"),
        *("in my forties", "in my late 50s", "Age - 52", "Age | 52", "I am fifty-two", "(39 ans)"),
        *("Nationality - Indian", "Marital status – married", "Gender - Female", "Religion - Hindu"),
    ],
)
def test_it_is_found(text: str) -> None:
    assert marked(text) == "_"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Age: 42 | Nurse | Married, two children | Berlin", "_ | Nurse | _ | Berlin"),
        ("Gender: female. Built services", "_. Built services"),
        ("Nationality: Egyptian   Religion: Muslim   Visa status: Residence", "_   _   _"),
        ("Sex: Male Marital Status: Married Religion: Hindu", "_ _ _"),
        ("Sex: F. Registered nurse", "_. Registered nurse"),
        ("Father's name: K. Raman   Python", "_   Python"),
        ("Anna née Martin", "Anna _"),
        ("University of X\nBSc Maths\n2009", "University of X\nBSc Maths\n_"),
        ("10th – CBSE – 2012 – 88%", "10th – CBSE – _ – 88%"),
        ("12th, State Board, 2014", "12th, State Board, _"),
        ("Completed A-levels in 1994", "Completed A-levels in _"),
        ("O levels 1985", "O levels _"),
        ("WAEC 2008, NYSC 2014", "WAEC _, NYSC _"),
        ("Matriculation: 2008", "Matriculation: _"),
        ("Passed out in 2012", "Passed out in _"),
        ("Year of passing: 2012", "Year of passing: _"),
        ("Abi 2009", "Abi _"),
        ("Formado em 2015", "Formado em _"),
        ("Laureato nel 2010", "Laureato nel _"),
        ("Diplômée 2008", "Diplômée _"),
        ("My husband drives a van", "My _ drives a van"),
        ("Nurse. Married with 2 kids. Likes order.", "Nurse. _. Likes order."),
        ("Nationality: German Skills: Python", "_ Skills: Python"),
        ("took maternity leave", "took _ leave"),
        ("BSN, University of X, 2012\nCERTIFICATIONS: BLS", "BSN, University of X, _\nCERTIFICATIONS: BLS"),
        ("Licenciada en Informática (2012)", "Licenciada en Informática (_)"),
        ("Graduated 05/2012", "Graduated 05/_"),
        ("Ph.D. '07", "Ph.D. _"),
        ("PharmD 2017. Licensed. MSW, 2014.", "PharmD _. Licensed. MSW, _."),
        ("Skills\nBachelor of Nursing\n2012\nUniversity of X", "Skills\nBachelor of Nursing\n_\nUniversity of X"),
        ("Camille X, 34 ans, mariée", "Camille X, _, _"),
        ("congé maternité 2016", "congé _ 2016"),
        ("性别:男  年龄:32岁  籍贯:山东", "_  _  _"),
        ("Status: married", "Status: _"),
        ("I come from Poland", "I come _"),
        ("BSc, University of X, 2012", "BSc, University of X, _"),
        ("Graduated in 2012, class of 2012", "Graduated in _, class of _"),
        ("In 2019 revenue grew by 40 %", "In 2019 revenue grew by 40 %"),
    ],
)
def test_no_more_than_that_is_taken(text: str, left: str) -> None:
    assert marked(text) == left


@pytest.mark.parametrize(
    "text",
    [
        *(
            "10 years of experience",
            "J'ai 10 ans d'expérience",
            "maintained a 20-year-old codebase",
            "tengo 10 años de experiencia",
        ),
        *(
            "cared for patients aged 65",
            "taught children aged 10 to 12",
            "users aged 18-25",
            "born out of a hackathon in 2015",
        ),
        *(
            "patients 65 years of age and children under 12 years of age",
            "treated patients at the age of 65",
            "a 52yo patient",
            "twenty years old code",
            "turnover in the thirties",
            "Sales\n2009",
            "raised output to a level not seen since 2014",
            "stock levels in 2014",
            "Passed out 2012 leaflets",
            "Passed an audit in 2012",
            "12th in 2014",
            "上海市浦东新区医院护士",
            "Nationality law",
            "Citizenship teacher",
            "Video  Photo  Editing",
            "Geb. 5, Raum 3",
            "Directeur (20 ans)",
            "Gender equality officer",
            "taught religion and ethics",
            "single sign-on",
            "married design with code",
            "senior citizen care",
        ),
        *(
            "Gender - pay gap reports",
            "Sex - education for pupils",
            "Religion - lessons in year 9",
            "Built it. Single sign-on",
        ),
        *("race conditions: found and fixed", "photo editing", "the age of data", "Windows Server 2019 for the university"),
        *(
            "a full-time teacher",
            "Christian Aid",
            "the national team",
            "Cared for mothers and fathers",
            "class of 30 pupils",
            "I adapt for a class of 30 that includes six pupils",
            "taught a class of 60",
            "In 2024, 83% of my class passed",
        ),
        *("I am 45 minutes away", "Men's and women's health", "as a mentor of women", "evidence-based in nature"),
        *("a team based in three cities", "plan B for the university: 2019 was late", "National Health Service"),
        *("I am from the network team", "my children's books shop", "10 ans", "Infirmière, 10 ans", "2005年开始工作"),
        *("managed 2000 students at the college", "IP address management", "sex education", "an old system of 30 years"),
    ],
)
def test_innocent_words_stay(text: str) -> None:
    assert marked(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("BSc Computer Science", "BSc Computer Science"),
        ("BSc 2012", "BSc"),
        ("BSc Economics (2008 - 2012)", "BSc Economics"),
        ("MBA, June 2015", "MBA"),
        ("C+E (Romania, 2015)", "C+E (Romania)"),
        ("BSc (Hons, 2:1, 2010)", "BSc (Hons, 2:1)"),
        ("BSc (Hons) Biology (2010)", "BSc (Hons) Biology"),
        ("2010: Diploma in Nursing", ": Diploma in Nursing"),
        ("Class of 2012", ""),
        ("MSc 2015 - present", "MSc"),
        ("PhD, 2012-15, Physics", "PhD, Physics"),
        ("ISO 9001:2015 auditor", "ISO 9001:2015 auditor"),
        ("Microsoft Certified: SQL Server 2012", "Microsoft Certified: SQL Server 2012"),
        ("Economics 2012", "Economics"),
        ("MBA '15", "MBA"),
        ("BSc 2:1 2012", "BSc 2:1"),
        ("School, 1998 Ohio", "School Ohio"),
    ],
)
def test_a_qualification_loses_its_years_of_study(text: str, left: str) -> None:
    assert without_years(text) == left

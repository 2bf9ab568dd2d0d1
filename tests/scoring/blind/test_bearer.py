"""Whose resume a text is."""

from __future__ import annotations

import pytest

from scoring.blind.bearer import told
from scoring.blind.namelike import without_letters
from scoring.models import Candidate
from scoring.profile import blind


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Kwabena Osei\nNurse", "Kwabena Osei"),
        ("# MARÍA DEL CARMEN RUIZ\nEnfermera", "MARÍA DEL CARMEN RUIZ"),
        ("Anne-Marie O'Neil, RN\n", "Anne-Marie O'Neil"),
        ("Name: Ann Lee\n", "Ann Lee"),
        ("Nom : Zoé Petit | Paris", "Zoé Petit"),
        ("姓名：李伟\n", "李伟"),
        ("My name is Ana Ruiz. I work", "Ana Ruiz"),
        ("Senior Backend Engineer\n", ""),
        ("Curriculum Vitae\n", ""),
        ("Professional Summary\n", ""),
        ("Registered Nurse\n", ""),
        ("Machine Learning\n", ""),
        ("Python Developer\n", ""),
        ("WORK EXPERIENCE\n", ""),
        ("Worked at a bank.\n", ""),
        ("Led Teams\n", ""),
        ("", ""),
    ],
)
def test_a_resume_tells_whose_it_is(text: str, who: str) -> None:
    assert told(text, has_contact=True) == who


def test_a_line_that_an_address_repeats_is_signed() -> None:
    saved = "Links\nwww.linkedin.com/in/kwabena-osei-12\n\nTop Skills\nTriage\nKwabena Osei\nNurse at City Hospital\n"
    assert told(saved, has_contact=True) == "Kwabena Osei"
    assert told(saved.replace("kwabena-osei", "nurse"), has_contact=True) == ""
    assert told("姓名:李伟  性别:男\n", has_contact=False) == "李伟"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Kwabena Osei\nNurse (registered 2022)", "Kwabena Osei"),
        ("Kwabena Osei, Nurse", "Kwabena Osei"),
        ("Kwabena Osei - Staff Nurse - wards", "Kwabena Osei"),
        ("Kwabena Osei: nurse", "Kwabena Osei"),
        ("Kwabena Osei. Nurse with five years on wards and in theatres of a teaching hospital.", "Kwabena Osei"),
        ("KWABENA OSEI ACMA\nDetail is what I like.", "KWABENA OSEI"),
        ("Kwabena Osei MBA\nFinance Director", "Kwabena Osei"),
        ("Kwabena Osei, ACMA\nI close books.", "Kwabena Osei"),
        ("Kwabena Osei\nEA to CEO", "Kwabena Osei"),
        ("Kwabena Osei\n\nPROFILE\nI ran triage.", "Kwabena Osei"),
        ("Kwabena Osei\nHappy wards\nWork experience:", "Kwabena Osei"),
        ("Kwabena Osei MEng QQICE\nCivil Engineer", "Kwabena Osei"),
        ("Kwabena Osei PgDip BSc MInstQ\nNurse", "Kwabena Osei"),
        ("Kwabena Osei, MEng, QQICE\nCivil Engineer", "Kwabena Osei"),
        ("Osei, Kwabena\nNurse", "Osei, Kwabena"),
        ("Mr. Kwabena K. Osei\nWards", "Kwabena K. Osei"),
        ("Curriculum Vitae\n\nKwabena Osei\nNurse", "Kwabena Osei"),
        ("CV of Kwabena Osei\nWards", "Kwabena Osei"),
        ("Curriculum Vitae - Kwabena Osei\nWards", "Kwabena Osei"),
        ("Name - Kwabena Osei\nWards", "Kwabena Osei"),
        ("Ran wards.\nSigned: Kwabena Osei", "Kwabena Osei"),
        ("Kwabena Osei is a conveyancing solicitor.", "Kwabena Osei"),
        ("Kwabena is a nurse with five years.", "Kwabena"),
        ("TOM BAKER\nStaff Nurse", "TOM BAKER"),
        ("John Carpenter\nSite Manager", "John Carpenter"),
        ("Ming Li\nNurse", "Ming Li"),
        ("Fatima al-Hassan\nNurse", "Fatima al-Hassan"),
        ("Chiamaka Ade\u0301ba\u0301yo\u0323\u0300\nNurse", "Chiamaka Ade\u0301ba\u0301yo\u0323\u0300"),
        ("Kwabena Osei\nNurse\n\n2019 - 2022 City Hospital", "Kwabena Osei"),
    ],
)
def test_a_line_of_names_is_somebodys_where_a_title_or_a_heading_stands_with_it(text: str, who: str) -> None:
    assert told(text, has_contact=False) == who


@pytest.mark.parametrize(
    "text",
    [
        "Kwabena Osei",
        "Kwabena Osei\nI ran triage for a nurse.",
        "Kwabena Osei\nNurse\n2019 - 2022",
        "John Lewis - Sales Assistant",
        "Marks and Spencer\nSales Assistant",
        "Marks & Spencer - Sales Assistant",
        "Elm Grove Primary School\nTeacher",
        "Elm Grove\nTeacher",
        "Rose Hill\nCare Assistant",
        "St John Ambulance - Driver",
        "Rose & Crown, Chef",
        "Royal Mail - Driver",
        "Nestle Purina, Operator",
        "Pret A Manger, Barista",
        "Harley Street\nDentist",
        "Werbewerk LLP\nDesigner",
        "English, Gaelic\nTranslator",
        "Night Porter\nSenior Officer",
        "Art Therapist\nSenior Officer",
        "WHAT I HAVE DONE\nNurse",
        "Zizzi Leeds\nChef",
        "Leeds, Bradford\nDriver",
        "Buenos Aires\nEngineer",
        "Baker\nChef",
        "Artisan Baker\nBaker",
        "Kitchen Porter - Hilton",
        "Head Baker - baker of bread",
        "Ruby Rails\nDeveloper",
        "Ruby Developer\nEngineer",
        "Adobe Photoshop, designer",
        "Blue Prism - Developer",
        "Docker Kubernetes, engineer",
        "Xero is an accounting platform for the accountant",
        "Python is a friend of the engineer",
        "BUPA is a nurse",
        "Hello World\nDeveloper",
        "CV - Staff Nurse",
        "Resume for Project Manager",
        "Name - Ward Sister",
        "Signed: Site Manager",
    ],
)
def test_firms_places_skills_and_titles_are_nobodys_names(text: str) -> None:
    assert told(text, has_contact=False) == ""


CONTACT = "\nLeeds | a@x.example\n\nExperience\nAcme Ltd, Nurse, 2015 - 2019"


@pytest.mark.parametrize(
    ("head", "who"),
    [
        ("Dr. med. Kwabena Osei", "Kwabena Osei"),
        ("Prof. Dr. Kwabena Osei", "Kwabena Osei"),
        ("Dipl.-Ing. Kwabena Osei", "Kwabena Osei"),
        ("Engr. Kwabena Osei", "Kwabena Osei"),
        ("Eng. Kwabena Kofi Osei", "Kwabena Kofi Osei"),
        ("Eng Wei Kwabena", "Eng Wei Kwabena"),
        ("Dr Kwabena Osei CChem MRSC", "Kwabena Osei"),
        ("First name: Kwabena\nLast name: Osei", "Kwabena Osei"),
        ("Forename(s): Kwabena   Family name: Osei", "Kwabena Osei"),
        ("Vorname: Kwabena\nNachname: Osei", "Kwabena Osei"),
        ("Nom : Osei\nPrénom : Kwabena", "Osei Kwabena"),
        ("Nombre: Kwabena\nApellidos: Osei Mensah", "Kwabena Osei Mensah"),
        ("Cognome: Osei\nNome: Kwabena", "Osei Kwabena"),
        ("Surname(s) / First name(s)  Osei Kwabena", "Osei Kwabena"),
        ("Name | Kwabena Osei", "Kwabena Osei"),
        ("Name\nKwabena Osei", "Kwabena Osei"),
        ("NAME:- KWABENA OSEI", "KWABENA OSEI"),
        ("Full Name (as per passport): Kwabena Osei", "Kwabena Osei"),
        ("Name of Candidate: Kwabena Osei", "Kwabena Osei"),
        ("Name: Dr. Kwabena Osei, Doctor of Dental Medicine", "Kwabena Osei"),
        ("Name: Osei, Kwabena", "Osei, Kwabena"),
        ("Applicant: Kwabena Osei", "Kwabena Osei"),
        ("Kwabena (Kofi) Osei", "Kwabena Kofi Osei"),
        ('KWABENA J. "BOBBY" OSEI III', "KWABENA J. BOBBY OSEI"),
        ("Wang Xiaoming (Kevin)", "Wang Xiaoming Kevin"),
        ("Kwabena Osei (ACA)", "Kwabena Osei"),
        ("Kwabena Osei (she/her)", "Kwabena Osei"),
        ("王小明", "王小明"),
        ("김민준", "김민준"),
        ("KWABENA\nOSEI", "KWABENA OSEI"),
        ("KWABENA  OSEI", "KWABENA OSEI"),
        ("kwabena osei", "Kwabena Osei"),
        ("Kwabena Osei / Leeds", "Kwabena Osei"),
        ("Kwabena Osei's Resume", "Kwabena Osei"),
        ("Kwabena Osei - Curriculum Vitae", "Kwabena Osei"),
        ("CV KWABENA O.", "KWABENA O."),
        ("PERSONAL INFORMATION Kwabena Osei", "Kwabena Osei"),
        ("Hi, I'm Kwabena", "Kwabena"),
        ("I am Kwabena Osei and I have 5 years", "Kwabena Osei"),
        ("I, Kwabena Osei, am a nurse", "Kwabena Osei"),
        ("Siti binti Ahmad", "Siti binti Ahmad"),
        ("Suresh a/l Muthu", "Suresh a/l Muthu"),
        ("Juan dela Cruz Jr.", "Juan dela Cruz"),
        ("Teodor Fleming", "Teodor Fleming"),
        ("Data Entry Executive\nKwabena Osei", "Kwabena Osei"),
        # What is none.
        ("Name | Role", ""),
        ("Name\nAddress", ""),
        ("Name:\nAccountant", ""),
        ("Name: Accountant", ""),
        ("Name: N/A", ""),
        ("Project name: Kwabena", ""),
        ("Applicant: tracking systems", ""),
        ("Applicant tracking and more", ""),
        ("I'm Irish and a nurse", ""),
        ("I am Senior Accountant", ""),
        ("Hi, I'm Python fan", ""),
        ("简历", ""),
        ("이력서", ""),
        ("CV TEMPLATE", ""),
        ("About Brand Strategy", ""),
        ("Acme\nLeeds", ""),
        ("python developer", ""),
        ("Data Science (Remote)", ""),
        ("Brand Planning (London)", ""),
        ("Sales Executive\nVirgin Atlantic", ""),
        ("Graphic Designer\nAdobe Illustrator", ""),
        ("Head Chef\nThe Ivy", ""),
        ("Microsoft Office\nPowerPoint", ""),
        ("New York\nLondon", ""),
    ],
)
def test_a_head_with_a_contact_tells_a_name_in_many_forms(head: str, who: str) -> None:
    assert told(head + CONTACT, has_contact=True) == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Kwabena Osei\nB.E. (Mechanical)\nWards", "Kwabena Osei"),
        ("Kwabena Osei LLB (Hons)\nAdmitted to the roll", "Kwabena Osei"),
        ("Kwabena Osei, Recruitment Business Partner\nWards", "Kwabena Osei"),
        ("Kwabena Osei\nSub-editor\nWards", "Kwabena Osei"),
        ("Kwabena Osei\nAccounts Payable / Purchase Ledger\nWards", "Kwabena Osei"),
        ("Kwabena Osei\nDundee\nABOUT ME", "Kwabena Osei"),
        ("HR ADVISER – Kwabena Osei\nCIPD", "Kwabena Osei"),
        ("PAYROLL SPECIALIST\nKwabena Osei, CPP", "Kwabena Osei"),
        ("Research Nurse Manager\nKwabena Osei RGN\nCancer Trials Unit, Dublin 2019 - present.", "Kwabena Osei"),
        ("Kwabena Osei – Project Manager (Construction)\nMace 2019 - 2020 Assistant PM", "Kwabena Osei"),
        ("Ann Cook\nRegistered Nurse with ten years on wards.\nAnn has managed wards since 2016.", "Ann Cook"),
        ("Kwabena Osei – visual design\nkwabenaosei.example", "Kwabena Osei"),
        ("Kwabena Osei\nNurse, 2019 - 2022\nWards", ""),
        ("Kwabena Osei\nNurse\nLeeds, 2019 - 2022", ""),
        ("Bread Ahead\nBaker\nI baked there from 2016 to 2019.", ""),
        ("Staff Nurse\nKwabena Osei\n2019 - 2022", ""),
        ("Kitchen Porter - Hilton\nWards", ""),
        ("Sales Assistant – John Lewis\nWards", ""),
        ("Kwabena Osei – Nurse\n2019 - 2022", ""),
        ("Nurse – Kwabena Osei, 2019 - 2022\nWards", ""),
    ],
)
def test_a_head_without_a_contact_tells_a_name_by_what_stands_with_it(text: str, who: str) -> None:
    assert told(text, has_contact=False) == who


def test_a_page_of_a_network_has_the_name_above_its_title() -> None:
    page = "Contact\nwww.linkedin.com/in/ko-88\n\nTop Skills\nTriage\n\nCertifications\nScrum Master\n\n{}at Hospital\n"
    assert told(page.format("Kwabena Osei\nNurse "), has_contact=True) == "Kwabena Osei"
    assert told(page.format("Machine Learning\nNurse "), has_contact=True) == ""


def test_an_employer_before_a_contact_is_no_name() -> None:
    assert told("Royal Mail\na@example.com", has_contact=True) == ""
    assert told("Tom Baker\na@example.com", has_contact=True) == "Tom Baker"


def test_a_heading_that_a_link_repeats_is_no_name() -> None:
    assert told("Contact\ngithub.com/x/machine-learning\nMachine Learning\n", has_contact=True) == ""


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("Kwabena Osei MEng QQICE", "Kwabena Osei"),
        ("Kwabena Osei BSc (Hons) QQICE", "Kwabena Osei"),
        ("Kwabena Osei MCIPD", "Kwabena Osei"),
        ("KWABENA OSEI MENG QQICE", "KWABENA OSEI MENG QQICE"),
        ("Kwabena March Osei", "Kwabena March Osei"),
        ("Maria Elena March", "Maria Elena March"),
        ("Jean Luc DUPONT", "Jean Luc DUPONT"),
        ("Abdul Karim MD ISLAM", "Abdul Karim MD ISLAM"),
        ("Kwabena MBA", "Kwabena MBA"),
    ],
)
def test_a_name_ends_before_a_degree_and_the_bodies_behind_it(line: str, who: str) -> None:
    assert without_letters(line) == who


@pytest.mark.parametrize("name", ["", "Kwabena Osei MEng QQICE"])
def test_a_degree_at_the_head_is_not_taken_out_further_down(name: str) -> None:
    text = "Kwabena Osei MEng QQICE\nCivil Engineer\n\nMEng Civil Engineering, University of Bath\nMember of QQICE"
    blinded = blind(Candidate(name=name, resume_text=text)).text
    assert "MEng Civil Engineering" in blinded
    assert "Member of QQICE" in blinded
    assert "Osei" not in blinded


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ben Foster - Customer service advisor\nAnswered calls.", "Ben Foster"),
        ("Ben Foster\nCustomer service advisor\nAnswered calls.", "Ben Foster"),
        ("Mark Baker | Chef\nCooked.", "Mark Baker"),
        ("Kate Mills - Customer service\nAnswered calls.", "Kate Mills"),
        ("KATE MILLS, WAREHOUSE OPERATIVE\nPicked orders.", "KATE MILLS"),
        # A place, firms by what stands in them, and lines with dates beside them.
        ("Rose Hill - Care assistant\nHelped residents.", ""),
        ("Reading Hall - Care assistant\nHelped residents.", ""),
        ("Kate Mills, Customer service, 2015 - 2020\nAnswered calls.", ""),
        ("Bright Horizons - Childcare\nLooked after toddlers.", ""),
        *(
            (f"Marsh Foster {trade} - Manager\nLed a team.", "")
            for trade in (
                "Solicitors",
                "Ltd",
                "LLP",
                "Builders",
                "Roofing",
                "Recruitment",
                "Lettings",
                "Scaffolding",
                "Opticians",
            )
        ),
    ],
)
def test_a_first_and_a_family_name_that_are_words_are_told_by_the_trade_behind_them(text: str, who: str) -> None:
    assert told(text, has_contact=False) == who


@pytest.mark.parametrize(
    ("end", "who"),
    [
        ("Regards,\nBen Foster", "Ben Foster"),
        ("Yours sincerely, Ben Foster", "Ben Foster"),
        ("Kind regards / Ben", "Ben"),
        ("Kind regards\n\nKwabena Osei\nwww.example.org", "Kwabena Osei"),
        ("Best wishes,\nMs Rose Hill", "Rose Hill"),
        ("Yours faithfully\nK. Osei", "K. Osei"),
        ("Kind regards from guests.", ""),
        ("Many thanks,\nThe Team", ""),
        ("Regards,\nCustomer Service Team", ""),
        ("Wrote with regards to Java", ""),
        ("Thanks to Excel", ""),
        ("Regards,\nMarsh Foster Ltd", ""),
        ("Thank you, Python", ""),
    ],
)
def test_a_letter_is_signed_at_its_end(end: str, who: str) -> None:
    assert told(f"Customer service advisor.\nAnswered calls for a bank.\n{end}", has_contact=False) == who

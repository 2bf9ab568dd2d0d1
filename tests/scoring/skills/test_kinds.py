"""What the table kept by hand says of kinds and of other names, trade by trade: what shows a skill, and what does not."""

from __future__ import annotations

import pytest

from scoring.matching.skills import Found, find, named
from scoring.models import Candidate
from scoring.profile import blind

KINDS = [
    ("Safeguarding", "child protection"),
    # software
    ("Relational databases", "SQL Server"),
    ("Container orchestration", "Kubernetes"),
    ("Ticketing systems", "Freshdesk"),
    ("Mobile device management", "Intune"),
    ("Virtualization", "VMware ESXi"),
    ("Node.js", "NestJS"),
    ("ORM", "SQLAlchemy"),
    ("Git", "GitHub Actions"),
    ("Docker", "EKS"),
    ("Docker", "containerised eight applications"),
    ("ETL", "dbt"),
    ("Vulnerability management", "Tenable"),
    ("DHCP", "CCNA"),
    ("TCP/IP", "LAN/WAN"),
    ("TensorFlow", "Keras"),
    ("ARM Cortex-M", "STM32"),
    ("CAN bus", "CANopen"),
    ("Office 365 administration", "Exchange Online"),
    ("EDR", "CrowdStrike"),
    ("Technical support", "2nd line support"),
    ("First line support", "second line support"),
    ("Patch management", "WSUS"),
    ("Application security", "OWASP Top 10"),
    ("SQL", "SSMS"),
    ("BDD", "Cucumber"),
    ("Embedded systems", "UART"),
    # accounting
    ("Accounting software", "QuickBooks"),
    ("Financial modelling", "discounted cash flow"),
    ("ACCA", "FCCA"),
    ("Accounting", "bank reconciliations"),
    ("Credit control", "chasing overdue debts"),
    ("Accounts payable", "purchase and sales ledger"),
    ("Accounts payable", "processed supplier invoices"),
    ("Payroll", "RTI submissions"),
    ("Excel", "Power Pivot"),
    ("AML", "suspicious activity reports"),
    ("Credit control", "aged debt"),
    ("Accounts receivable", "sales and purchase ledger"),
    ("Budget management", "look after a 200k budget"),
    # sales
    ("Visual merchandising", "window displays"),
    ("Prospecting", "LinkedIn Sales Navigator"),
    ("Customer service", "dealt with customers"),
    ("Call centre", "60 calls a day"),
    ("Stock control", "counted stock"),
    # construction
    ("Electrical testing", "EICRs"),
    ("Health and safety", "SMSTS"),
    ("3D CAD", "SolidWorks"),
    ("Plumbing", "boiler installation"),
    ("Carpentry", "skirting"),
    ("Quantity surveying", "applications for payment"),
    # law
    ("Case management systems", "Proclaim"),
    ("Case management systems", "LEAP"),
    ("Intellectual property", "IP assignments"),
    ("Intellectual property", "trade mark licences"),
    ("Conveyancing", "SDLT returns"),
    ("Conveyancing", "exchange and completion"),
    ("Litigation", "court bundles"),
    ("Family law", "financial remedies"),
    # teaching
    ("Student assessment", "AfL"),
    ("Primary education", "KS2"),
    ("Key Stage 2", "the Year 6 teacher"),
    ("Safeguarding", "CPOMS"),
    # office
    ("Spreadsheets", "Excel"),
    ("Outlook", "Microsoft 365"),
    ("Word", "MS Office"),
    ("Spreadsheets", "Office 365"),
    ("Google Sheets", "G Suite"),
    ("InDesign", "Adobe Creative Cloud"),
    ("Team leadership", "five direct reports"),
    ("Typing", "70 wpm"),
    ("Administration", "incoming post"),
    ("Scrum", "daily stand-ups"),
    ("Communication", "presented weekly"),
    ("Scrum", "Certified ScrumMaster"),
    ("SIA licence", "SIA Door Supervisor licence"),
    ("Driving licence", "HGV Class 1"),
    # logistics
    ("Incoterms", "FOB"),
    ("Warehouse management systems", "Manhattan Associates"),
    ("HGV Class 2", "Cat C+E"),
    ("C1 licence", "Class 2 licence"),
    ("7.5 tonne licence", "C1+E licence"),
    ("D1 licence", "PCV licence"),
    ("Driving licence", "Cat C1"),
    ("Basic DBS", "Enhanced DBS"),
    ("Standard DBS check", "Enhanced DBS"),
    ("AAT Level 2", "AAT Level 4"),
    ("AAT Level 3", "MAAT"),
    ("CFA Level I", "CFA Level 2"),
    ("Order picking", "pick by voice"),
    ("Procurement", "procure to pay"),
    # manufacturing
    ("Root cause analysis", "5 Whys"),
    ("CMMS", "SAP PM"),
    ("Finite element analysis", "ANSYS"),
    ("PLC programming", "Siemens S7"),
    ("Mechanical design", "SolidWorks"),
    ("Quality control", "NCRs"),
    ("Maintenance engineering", "pneumatics"),
    ("Problem solving", "8D"),
    # hospitality
    ("Food hygiene Level 2", "Level 3 Award in Food Hygiene"),
    ("Wine knowledge", "WSET Level 3"),
    ("Property management system", "Opera"),
    ("Table service", "took food orders"),
    ("Line cooking", "the grill section"),
    # human resources
    ("Applicant tracking systems", "Lever"),
    ("CIPD Level 5", "CIPD Level 7"),
    ("PRINCE2 Foundation", "PRINCE2 Practitioner"),
    ("HR systems", "SuccessFactors"),
    ("Employee relations", "disciplinary meetings"),
    ("Recruitment", "job adverts"),
    # marketing
    ("SEO", "Screaming Frog"),
    ("Paid social", "Meta Ads"),
    ("Web analytics", "Google Analytics"),
    ("Marketing automation", "HubSpot"),
    ("PR", "press coverage"),
    # design
    ("Graphic design", "Photoshop"),
    ("Video editing", "DaVinci Resolve"),
    ("UX design", "user personas"),
    ("Graphic design", "packaging design"),
    # data
    ("Machine learning", "XGBoost"),
    ("R", "tidyverse"),
    ("Statistics", "SPSS"),
    ("Statistics", "logistic regression"),
    ("Data modelling", "Kimball star schemas"),
    ("Big data", "Hadoop"),
    # nursing and care
    ("BLS", "ACLS"),
    ("Phlebotomy", "took blood"),
    ("Personal care", "use the toilet"),
    ("Care planning", "support plans"),
    ("Vital signs", "recorded observations"),
    ("Personal care", "assisted with meals"),
    ("Dementia care", "Alzheimer's"),
    ("Court work", "care proceedings"),
    # languages
    ("Chinese", "Mandarin"),
    # laboratory
    ("LIMS", "LabWare"),
    ("Chromatography", "HPLC"),
    ("Wet chemistry", "Karl Fischer"),
    ("Chromatography", "Chromeleon"),
]
"""A skill that is asked for, and what shows it in part."""

NAMES = [
    ("CNC machining", "CNC programming"),
    ("Child protection", "Safeguarding children level 3"),
    ("Active Directory", "AD user administration"),
    ("Selenium", "WebDriver"),
    ("MITRE ATT&CK", "ATT&CK"),
    ("Nessus", "Tenable scans"),
    ("Telephone manner", "answering the phones"),
    ("Business development", "won new clients"),
    ("Google Search Console", "Search Console"),
    ("Incident response", "phishing and ransomware incidents"),
    ("Variance analysis", "actual vs budget commentary"),
    ("Forecasting", "monthly rolling forecast"),
    ("Google Analytics", "GA and GTM"),
    ("Accounts payable", "AP ledger"),
    ("UK GAAP", "FRS 102"),
    ("Month-end close", "period-end close"),
    ("HVAC", "heating, ventilation, and air conditioning"),
    ("Additive manufacturing", "3D printing"),
    ("Eurocodes", "Eurocode 3"),
    ("Engineering drawings", "technical drawings"),
    ("Point of sale", "EPOS"),
    ("Loss prevention", "shrinkage reduction"),
    ("Section 47 investigations", "s47 enquiries"),
    ("Social Work England registration", "registered with Social Work England"),
    ("Driving licence", "full manual licence"),
    ("Class 1 licence", "Cat C+E"),
    ("IATF 16949", "IATF16949"),
    ("First article inspection", "FAI"),
    ("NEWS2", "NEWS"),
    ("Troubleshooting", "diagnosed faults"),
    ("Medication administration", "drug rounds"),
    ("Customer service", "served customers"),
    ("Billing", "raised invoices"),
    ("Creativity", "a creative, well organised person"),
    ("Family and Medical Leave Act", "FMLA"),
    ("Employee relations", "ER casework"),
    ("Windows 10", "Windows 11"),
    ("macOS", "Mac OS"),
    ("PRINCE2 Practitioner", "PRINCE2 Foundation and Practitioner"),
]
"""A skill that is asked for, and what people write for it."""

OTHERS = [
    ("CNC programming", "CNC operator"),
    ("Child protection", "Safeguarding adults level 2"),
    ("Driver CPC", "Transport Manager CPC"),
    ("Customer service", "Telesales agent"),
    ("Relational databases", "MongoDB"),
    ("SQL Server", "relational databases"),
    ("FCCA", "ACCA"),
    ("PRINCE2 Practitioner", "PRINCE2 Foundation"),
    ("PRINCE2 Practitioner", "PRINCE2"),
    ("Mandarin", "Chinese"),
    ("HGV Class 1", "HGV Class 2"),
    ("HGV Class 2", "C1 licence"),
    ("C1+E licence", "HGV Class 2"),
    ("PCV licence", "Cat D1"),
    ("C1 licence", "English C1"),
    ("Enhanced DBS", "Basic DBS"),
    ("Enhanced DBS", "DBS check"),
    ("Standard DBS", "Basic DBS"),
    ("AAT Level 3", "AAT Level 2"),
    ("CFA", "CFA Level I"),
    ("CFA Level 2", "CFA Level 1"),
    ("ISO 13485", "ISO 9001:2015"),
    ("Food hygiene Level 3", "Level 2 Food Hygiene"),
    ("ILS", "basic life support"),
    ("React", "React Native"),
    ("Phlebotomy", "took blood pressure"),
    ("Blood taking", "took blood pressures"),
    ("Phlebotomy", "taking blood glucose"),
    ("Care planning", "supported the planning of events"),
    ("Patient hoists", "Google Slides and spreadsheets"),
    ("Customer service", "served custom pages"),
    ("Active Directory", "an ad in the paper"),
    ("Accounts payable", "AP Calculus"),
    ("Accounts payable", "an ap for phones"),
    ("NEWS2", "read the news"),
    ("First article inspection", "a fai cup"),
    ("Applicant tracking systems", "pulled a lever in a greenhouse"),
    ("Property management system", "sang at the Royal Opera House"),
    ("Creativity", "the creative director"),
    ("Assessment for learning", "watched AFL"),
    ("SAFe", "a safe place"),
    ("Case management systems", "they proclaim it"),
    ("Supply chain management", "forklift"),
    ("Cybersecurity", "Active Directory"),
    ("Marketing", "market research"),
    ("Data science", "ANOVA"),
    ("Sales", "Salesforce"),
    ("Excel", "Microsoft Word"),
    ("Photoshop", "InDesign"),
    ("Office 365 administration", "letters in Word"),
    ("Office 365 administration", "an office administrator using Office 365"),
    ("CAN bus", "we can bus tables"),
    ("CAN bus", "can drive a bus"),
    ("Docker", "containerised cargo"),
    ("Containerisation", "containerized freight"),
    ("Statistics", "regression testing of logistics software"),
    ("Dimensional modelling", "schemas in Snowflake"),
    ("Intellectual property", "assigned IP addresses"),
    ("Nessus", "a tenable position"),
    ("Case management systems", "a leap forward"),
    ("Team leadership", "reporting to the director"),
    ("Communication", "patients who presented with chest pain"),
    ("Google Analytics", "Atlanta, GA"),
    ("Mechanical design", "GD&T"),
    ("TensorFlow", "PyTorch"),
    ("Second line support", "first line support"),
    ("CI/CD", "a bamboo fence"),
    ("BDD", "a cucumber sandwich"),
    ("Firewalls", "a check point at the border"),
    ("Key Stage 2", "year 3 of my degree"),
    ("Key Stage 2", "the Year 2 teacher"),
    ("Hypothesis testing", "significant gains in test coverage"),
]
"""A skill that is asked for, and what does not show it."""


def shown(asked: str, text: str) -> Found | None:
    return find((asked,), (), blind(Candidate(resume_text=f"In 2019 it was {text} for years.")))[asked]


@pytest.mark.parametrize(("asked", "kind"), KINDS)
def test_a_kind_shows_the_skill_in_part(asked: str, kind: str) -> None:
    found = shown(asked, kind)
    assert found is not None
    assert found.strength == "Partial"
    assert found.quote.casefold() in kind.casefold()


@pytest.mark.parametrize(("asked", "name"), NAMES)
def test_another_name_shows_the_skill(asked: str, name: str) -> None:
    found = shown(asked, name)
    assert found is not None
    assert found.strength == "Strong"


@pytest.mark.parametrize(("asked", "other"), OTHERS)
def test_what_is_no_kind_shows_nothing(asked: str, other: str) -> None:
    assert shown(asked, other) is None


@pytest.mark.parametrize(
    "text",
    [
        "Kept the fixed assets and read financial statements.",
        "Time went into debugging.",
        "Fluent in the English language.",
    ],
)
def test_what_no_one_would_call_a_skill_is_not_read_from_prose(text: str) -> None:
    assert named(text) == ()


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Kept the fixed asset register.", "fixed asset register"),
        ("Prepared financial statements for 40 clients.", "Prepared financial statements"),
        ("Patient triage at night.", "Patient triage"),
    ],
)
def test_what_is_done_with_it_is_read_from_prose(text: str, skill: str) -> None:
    assert named(text) == (skill,)

"""What a careful model says of candidates of ten trades: nothing in it has to be left out."""

from __future__ import annotations

from msgspec import Struct

from scoring.judgement import ClaimedMatch, ClaimedSkill, ClaimedStrength, Judgement
from scoring.models import Candidate, Job


class Answered(Struct, frozen=True):
    """A job, a candidate, and what the model says."""

    job: Job
    candidate: Candidate
    judgement: Judgement


def _answered(
    title: str,
    asked: tuple[str, ...],
    soft: tuple[str, ...],
    years: float,
    listed: tuple[str, ...],
    text: str,
    *,
    skills: dict[str, tuple[str, str, float]],
    matches: dict[str, tuple[str, str]],
    gaps: tuple[str, ...],
    strengths: dict[str, tuple[str, str]],
    concerns: tuple[str, ...],
    qualities: tuple[str, ...],
    summary: str,
) -> Answered:
    """`skills`: by name quote, level and years; `matches`: by requirement quote and label; `strengths`: by point quote and
    category.
    """
    return Answered(
        Job(title=title, description=f"We look for a {title}.", technical_skills=asked, softSkills=soft),
        Candidate(currentTitle=title, experience_year=years, technical_skills=listed, resume_text=text),
        Judgement(
            skills=tuple(ClaimedSkill(quote, name, level, own) for name, (quote, level, own) in skills.items()),
            skillMatches=tuple(ClaimedMatch(quote, name, label, "Exact", 0.5) for name, (quote, label) in matches.items()),
            skillGaps=gaps,
            strengths=tuple(
                ClaimedStrength(quote, category, point, "High", 0.5) for point, (quote, category) in strengths.items()
            ),
            concerns=concerns,
            uniqueQualities=qualities,
            culturalQuotes=(),
            coreSkillsScore=50.0,
            experienceScore=70.0,
            culturalFitScore=50.0,
            confidenceLevel=0.8,
            availability="",
            reasoningSummary=summary,
        ),
    )


ANSWERS = {
    "backend engineer": _answered(
        "Backend Engineer",
        ("Python", "PostgreSQL", "Kubernetes"),
        ("mentoring",),
        6,
        ("Python", "PostgreSQL", "Docker", "AWS"),
        "Cut the nightly import from six hours to forty minutes. Mentored two junior engineers. Runs 12 services on AWS.",
        skills={"Python": ("Python", "Advanced", 6.0), "Docker": ("Docker", "Intermediate", 3.0)},
        matches={"Python": ("Python", "Python"), "mentoring": ("Mentored two junior engineers", "Mentored")},
        gaps=("Kubernetes", "Terraform is not mentioned"),
        strengths={
            "Delivers measurable performance gains": ("Cut the nightly import from six hours to forty minutes", "Impact"),
            "Helps others to grow": ("Mentored two junior engineers", "Leadership"),
            "Runs production workloads on AWS": ("Runs 12 services on AWS", "Technical Skills"),
        },
        concerns=("Kubernetes is not shown, though Docker is.", "The size of the team is not stated."),
        qualities=("Reports results in hours and minutes saved.", "Combines database work with cloud operations."),
        summary="The profile meets two of three technical requirements. Python and PostgreSQL are listed and used. "
        "Kubernetes is missing, although Docker may help. The import that became nine times faster is the main strength.",
    ),
    "nurse": _answered(
        "Staff Nurse",
        ("Triage", "BLS", "Wound care"),
        ("empathy",),
        8,
        ("Triage", "Wound care", "Catheterisation"),
        "Works with pregnant women and elderly patients on a maternity ward of 28 beds. Trained six students.",
        skills={"Wound care": ("Wound care", "Expert", 8.0), "Triage": ("Triage", "Proficient", 5.0)},
        matches={"Triage": ("Triage", "Triage"), "Wound care": ("Wound care", "Wound care")},
        gaps=("BLS", "Evidence of recent life support training"),
        strengths={
            "Trusted to teach others": ("Trained six students", "Teaching"),
            "Experienced on a large ward": ("28 beds", "Clinical"),
        },
        concerns=("No life support certificate is stated.", "Ask which charting system was used."),
        qualities=("Brings ward experience and teaching together.",),
        summary="Eight years of nursing match the role. Triage and wound care are shown. Life support is not stated and can "
        "be checked at once. Teaching students is the main strength.",
    ),
    "accountant": _answered(
        "Management Accountant",
        ("Month-end close", "Excel", "SAP"),
        ("teamwork",),
        11,
        ("Excel", "Xero", "Power BI", "ACCA"),
        "Closed the books of 14 entities in five days. Reconciled 40 accounts each month without an open item.",
        skills={"Excel": ("Excel", "Advanced", 11.0), "ACCA": ("ACCA", "Qualified", 0.0)},
        matches={"Excel": ("Excel", "Advanced Excel")},
        gaps=("SAP",),
        strengths={
            "Attention to detail": ("Reconciled 40 accounts each month without an open item", "Soft Skills"),
            "Closes quickly across 14 entities": ("Closed the books of 14 entities in five days", "Domain Expertise"),
            "Professionally qualified": ("ACCA", "Qualifications"),
        },
        concerns=("SAP is not listed; Xero is the only ledger system shown.",),
        qualities=("Pairs ACCA with reporting in Power BI.",),
        summary="A qualified accountant with the years that the role needs. Excel is strong and the close is well told. "
        "SAP would need training. Accuracy over 40 accounts stands out.",
    ),
    "chef": _answered(
        "Sous Chef",
        ("Menu planning", "HACCP", "Stock control"),
        ("teamwork",),
        7,
        ("HACCP", "Pastry", "Stock control"),
        "Ran the hot section, 200 covers a night, French and Indian cuisine. Led a team of eight.",
        skills={"HACCP": ("HACCP", "Level 3", 7.0), "Stock control": ("Stock control", "Good", 4.0)},
        matches={"HACCP": ("HACCP", "HACCP"), "Stock control": ("Stock control", "Stock control")},
        gaps=("Menu planning",),
        strengths={
            "Experienced with high volume kitchens": ("200 covers a night", "Experience"),
            "People manager": ("Led a team of eight", "Leadership"),
        },
        concerns=("Menu planning is not mentioned.", "Reason for leaving the last kitchen is not stated."),
        qualities=("Cooks both French and Indian cuisine.",),
        summary="Runs a busy section and leads eight people. HACCP and stock control match. Menu planning is not shown. "
        "The pace of 200 covers is the main strength.",
    ),
    "teacher": _answered(
        "Primary Teacher",
        ("Phonics", "Safeguarding", "SEN"),
        ("communication",),
        4,
        ("Phonics", "Safeguarding", "Makaton"),
        "Teaches 27 children in Year 2, two of them with autism. Raised reading results by 14 %. Ran parent evenings.",
        skills={"Phonics": ("Phonics", "Strong", 4.0), "Makaton": ("Makaton", "Basic", 1.0)},
        matches={"Phonics": ("Phonics", "Phonics"), "Safeguarding": ("Safeguarding", "Safeguarding")},
        gaps=("SEN",),
        strengths={
            "Builds relationships with parents": ("Ran parent evenings", "Communication"),
            "Improves reading": ("Raised reading results by 14 %", "Results"),
        },
        concerns=("Formal SEN training is not shown.", "Has 27 children in one class, so small groups are new."),
        qualities=("Signs with young children in Makaton.",),
        summary="Four years in a primary class suit the role. Phonics and safeguarding match. SEN training is not stated. "
        "The rise in reading results is the main strength.",
    ),
    "translator": _answered(
        "Translator German",
        ("German", "Trados", "Legal translation"),
        ("accuracy",),
        9,
        ("German", "English", "Trados"),
        "Native German speaker. Translates contracts for three law firms. 2,500 words a day.",
        skills={"German": ("German", "Fluent (C2)", 9.0), "Trados": ("Trados", "Professional", 6.0)},
        matches={"German": ("German", "German"), "Trados": ("Trados", "Trados")},
        gaps=(),
        strengths={
            "Works as a native German speaker": ("Native German speaker", "Languages"),
            "Steady output of 2,500 words": ("2,500 words a day", "Productivity"),
        },
        concerns=("No certificate for court work is shown.",),
        qualities=("Knows the language of German and English contracts.",),
        summary="German and Trados are met in full. The legal field is shown by contracts for law firms. "
        "Nine years are well above what is usual. Daily output is the main strength.",
    ),
    "electrician": _answered(
        "Electrician",
        ("Fault finding", "18th Edition", "Solar PV"),
        ("reliability",),
        12,
        ("18th Edition", "Fault finding", "ECS card"),
        "Tests and inspects schools. Zero accidents in four years on site. Clean licence.",
        skills={"18th Edition": ("18th Edition", "Certified", 0.0), "Fault finding": ("Fault finding", "Expert", 12.0)},
        matches={"18th Edition": ("18th Edition", "18th Edition"), "Fault finding": ("Fault finding", "Fault finding")},
        gaps=("Solar PV",),
        strengths={"Safety-minded": ("Zero accidents in four years on site", "Safety")},
        concerns=("Solar PV is not mentioned.", "The age of the ECS card is not given."),
        qualities=("Four years without an accident.",),
        summary="Two of three skills are listed. Solar work is missing. The safety record is the main strength. "
        "A check of the card is worthwhile.",
    ),
    "sales manager": _answered(
        "Sales Manager",
        ("B2B sales", "Salesforce", "Negotiation"),
        ("leadership",),
        10,
        ("B2B sales", "HubSpot", "Negotiation"),
        "Exceeded quota by 40 % three years in a row. Opened the German market with a team of 6. CRM migration lead.",
        skills={"B2B sales": ("B2B sales", "Senior", 10.0), "HubSpot": ("HubSpot", "Advanced user", 5.0)},
        matches={"B2B sales": ("B2B sales", "B2B sales"), "Negotiation": ("Negotiation", "Negotiation")},
        gaps=("Salesforce",),
        strengths={
            "Proven sales record": ("Exceeded quota by 40 % three years in a row", "Track Record"),
            "Opens new markets": ("Opened the German market with a team of 6", "Business Development"),
        },
        concerns=("Salesforce is not shown; HubSpot is.",),
        qualities=("Led a CRM migration as well as a sales team.",),
        summary="Ten years of B2B sales fit well. HubSpot is shown where Salesforce is asked for. "
        "The record against quota is the main strength. Probably German customers would profit.",
    ),
    "warehouse": _answered(
        "Warehouse Operative",
        ("Forklift", "Picking", "WMS"),
        ("punctuality",),
        3,
        ("Forklift licence", "Picking"),
        "Picks 180 lines an hour. Handled returns in Reach 4 at minus 24 degrees.",
        skills={"Picking": ("Picking", "Good", 3.0)},
        matches={"Picking": ("Picking", "Picking")},
        gaps=("WMS",),
        strengths={"Fast picker": ("Picks 180 lines an hour", "Productivity")},
        concerns=("No warehouse system is named.", "Shift patterns are not stated."),
        qualities=("Used to cold storage at minus 24 degrees.",),
        summary="Picking is shown with a figure. A licence for the truck is listed. The warehouse system is unclear. "
        "Speed is the main strength.",
    ),
    "paralegal": _answered(
        "Paralegal",
        ("Legal research", "Asylum claims", "Westlaw"),
        ("discretion",),
        2.5,
        ("Legal research", "Westlaw"),
        "Prepared asylum claims and religious discrimination cases. Interviewed clients in French and Arabic.",
        skills={"Westlaw": ("Westlaw", "Working knowledge", 2.0)},
        matches={"Legal research": ("Legal research", "Legal research"), "Westlaw": ("Westlaw", "Westlaw")},
        gaps=("Experience of hearings",),
        strengths={"Speaks to clients in their language": ("Interviewed clients in French and Arabic", "Languages")},
        concerns=("Hearings are not mentioned.",),
        qualities=("Works in French and Arabic.",),
        summary="Research and Westlaw match. Asylum claims were prepared. Two and a half years suit a junior role. "
        "Languages are the main strength.",
    ),
}
"""By trade."""

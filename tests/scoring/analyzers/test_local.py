"""The embedded analyzer: laws that hold for every pair, and the readings behind its scores."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring import rubric
from scoring.analyzers import local
from scoring.analyzers.local import LocalAnalyzer, judge
from scoring.claims.verdict import LOW_CONFIDENCE, Verdict, publish
from scoring.judgement import Judgement
from scoring.matching.reading import read, with_met
from scoring.matching.requirements import requirements
from scoring.matching.skills import Found
from scoring.models import Candidate, Job, Pair
from scoring.profile import BlindProfile, blind
from scoring.requests import decode_request
from scoring.skills.aliases import canonical

SAMPLE = decode_request((Path(__file__).parents[3] / "static" / "sample.json").read_bytes())
JOBS = SAMPLE.jobs or ()
CANDIDATES = SAMPLE.candidates or ()
JOB = JOBS[0]

laws = settings(max_examples=150, deadline=None)
jobs = st.sampled_from(JOBS)
asked_for = sorted({skill for job in JOBS for skill in (*(job.technical_skills or ()), *(job.softSkills or ()))})
not_asked_for = ["Java", "JavaScript", "Go", "React Native", "C", "C++", "Kubernetes", "k8s", "Postgres", "SAP", "Excel"]
known_skills = st.sampled_from([*asked_for, *not_asked_for])
skill_lists = st.lists(known_skills, max_size=8).map(tuple)
candidates = st.builds(
    Candidate,
    currentTitle=st.sampled_from([None, "", "Nurse", "Senior Backend Engineer", "Accountant"]),
    experience_level=st.sampled_from([None, "Junior", "Mid", "Senior"]),
    experience_year=st.one_of(st.none(), st.floats(0, 40)),
    technical_skills=skill_lists,
    softSkills=skill_lists,
    resume_text=st.sampled_from([None, *(candidate.resume_text for candidate in CANDIDATES)]),
)
any_text = st.one_of(
    st.none(), st.text(max_size=200), st.sampled_from(["Python. ", "Wants to learn Python", "she led\n• Go"])
)
any_list = st.one_of(st.none(), st.lists(st.one_of(st.text(max_size=30), known_skills), max_size=5).map(tuple))
any_candidates = st.builds(
    Candidate,
    name=any_text,
    currentTitle=any_text,
    experience_level=any_text,
    experience_year=st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)),
    technical_skills=any_list,
    softSkills=any_list,
    qualification=any_list,
    candidate_tag=any_list,
    resume_text=any_text,
)
any_jobs = st.one_of(
    jobs,
    st.builds(
        Job,
        title=any_text,
        description=any_text,
        experience_level=any_text,
        technical_skills=any_list,
        responsibilities=any_list,
        softSkills=any_list,
        qualification=any_list,
    ),
)


def analyse(job: Job, candidate: Candidate) -> Verdict:
    profile = blind(candidate)
    return publish(judge(job, profile), Pair(0, 0, 0, job, candidate), profile, analyzed_at="", by_rubric=True)


def score(job: Job, candidate: Candidate) -> int:
    return analyse(job, candidate).analysis.matchScore


def facts(judgement: Judgement) -> tuple[object, ...]:
    """What must not depend on the order or the spelling of lists."""
    return (
        judgement.coreSkillsScore,
        judgement.experienceScore,
        judgement.culturalFitScore,
        judgement.confidenceLevel,
        [match.jobRequirement for match in judgement.skillMatches],
        judgement.skillGaps,
    )


def spaced(skills: tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(f"  {skill.replace(' ', '   ')} " for skill in skills or ())


@laws
@given(any_jobs, any_candidates)
def test_any_pair_is_judged_within_bounds_and_every_claim_has_its_quote(job: Job, candidate: Candidate) -> None:
    judgement = judge(job, blind(candidate))
    checked = analyse(job, candidate)
    assert all(0 <= each <= 100 for each in (judgement.coreSkillsScore, judgement.experienceScore))
    assert not any("dropped" in remark for remark in checked.remarks)
    assert judgement.reasoningSummary.endswith(".")
    assert judgement.reasoningSummary.isprintable()


@laws
@given(any_jobs, any_candidates)
def test_there_is_no_confidence_out_of_nothing(job: Job, candidate: Candidate) -> None:
    analysis = analyse(job, candidate).analysis
    insights = analysis.aiInsights
    if not analysis.skills and not insights.skillMatches:
        assert insights.confidenceLevel <= LOW_CONFIDENCE
    asked = requirements(job)
    if not asked.technical and not asked.soft:
        assert insights.confidenceLevel <= LOW_CONFIDENCE


@laws
@given(jobs, candidates)
def test_the_same_pair_always_gets_the_same_judgement(job: Job, candidate: Candidate) -> None:
    again = msgspec.convert(msgspec.to_builtins(candidate), Candidate)
    assert judge(job, blind(candidate)) == judge(msgspec.convert(msgspec.to_builtins(job), Job), blind(again))


@laws
@given(jobs, candidates, st.randoms(use_true_random=False))
def test_the_order_of_lists_changes_no_fact(job: Job, candidate: Candidate, chance: object) -> None:
    shuffle = chance.shuffle  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    technical, soft = list(candidate.technical_skills or ()), list(candidate.softSkills or ())
    shuffle(technical)
    shuffle(soft)
    other = msgspec.structs.replace(candidate, technical_skills=tuple(technical), softSkills=tuple(soft))
    assert facts(judge(job, blind(candidate))) == facts(judge(job, blind(other)))


@laws
@given(jobs, candidates)
def test_case_and_white_space_of_lists_change_no_fact(job: Job, candidate: Candidate) -> None:
    technical, soft = candidate.technical_skills or (), candidate.softSkills or ()
    other = msgspec.structs.replace(
        candidate,
        technical_skills=spaced(tuple(skill.upper() for skill in technical)),
        softSkills=spaced(tuple(skill.lower() for skill in soft)),
    )
    assert facts(judge(job, blind(candidate))) == facts(judge(job, blind(other)))


@laws
@given(jobs, candidates)
def test_white_space_in_the_text_changes_no_fact(job: Job, candidate: Candidate) -> None:
    text = (candidate.resume_text or "").replace(" ", "\n  ")
    other = msgspec.structs.replace(candidate, resume_text=f"\n{text}  ")
    assert facts(judge(job, blind(candidate))) == facts(judge(job, blind(other)))


@laws
@given(jobs, candidates)
def test_a_second_mention_of_a_skill_changes_no_score(job: Job, candidate: Candidate) -> None:
    twice = msgspec.structs.replace(candidate, technical_skills=(*(candidate.technical_skills or ()),) * 2)
    assert score(job, twice) == score(job, candidate)


@laws
@given(jobs, candidates, st.data())
def test_adding_a_required_skill_never_lowers_and_removing_one_never_raises(
    job: Job, candidate: Candidate, data: st.DataObject
) -> None:
    skill = data.draw(st.sampled_from(job.technical_skills or ()))
    without = tuple(each for each in candidate.technical_skills or () if canonical(each) != canonical(skill))
    place = data.draw(st.integers(0, len(without)))
    less = msgspec.structs.replace(candidate, technical_skills=without)
    more = msgspec.structs.replace(candidate, technical_skills=(*without[:place], skill, *without[place:]))
    assert score(job, less) <= score(job, more)


@laws
@given(jobs, candidates, st.data())
def test_adding_a_soft_skill_that_is_asked_never_lowers(job: Job, candidate: Candidate, data: st.DataObject) -> None:
    skill = data.draw(st.sampled_from(job.softSkills or ()))
    more = msgspec.structs.replace(candidate, softSkills=(*(candidate.softSkills or ()), skill))
    assert score(job, candidate) <= score(job, more)


@laws
@given(jobs, candidates, st.floats(0, 40), st.floats(0, 40))
def test_more_years_never_lower_the_experience(job: Job, candidate: Candidate, one: float, other: float) -> None:
    less, more = (msgspec.structs.replace(candidate, experience_year=years) for years in sorted((one, other)))
    assert judge(job, blind(less)).experienceScore <= judge(job, blind(more)).experienceScore


@laws
@given(jobs, st.sampled_from(CANDIDATES), st.sampled_from(["Ann Lee", "Kwabena Osei", "李伟", "Ó Súilleabháin", ""]))
def test_another_name_moves_nothing(job: Job, candidate: Candidate, name: str) -> None:
    other = msgspec.structs.replace(candidate, name=name, email="x@example.com", phone="+49 30 5550100", location="Mars")
    assert judge(job, blind(candidate)) == judge(job, blind(other))


@pytest.mark.parametrize("years", [-3.0, 400.0, 1e308, -1e308])
def test_years_that_no_life_could_hold_count_as_none(years: float) -> None:
    candidate = Candidate(currentTitle="Senior Backend Engineer", technical_skills=("Python",), experience_year=years)
    judgement = judge(JOB, blind(candidate))
    assert judgement.experienceScore == 70.0  # 70 - 5 x 5, + 25 for the title
    assert [skill.yearsOfExperience for skill in judgement.skills] == [0.0]
    assert "The years of experience given cannot be right" in judgement.concerns
    assert judgement.confidenceLevel == 0.4  # 0.15 + 0.05 for one skill + 0.1 for the title + 0.1 for what is asked


@pytest.mark.parametrize(
    ("title", "points"),
    [
        ("Senior Backend Engineer", 30.0),  # same title 15, same field 10, progression 5
        ("Java Developer", 15.0),  # same field 10, progression 5
        ("Backend Recruiter", -7.5),  # related 5, but of 5 years half count
        ("Nurse", -25.0),  # no year counts
        ("", 0.0),
    ],
)
def test_relevance_and_the_years_that_count_follow_the_titles(title: str, points: float) -> None:
    candidate = Candidate(currentTitle=title, experience_level="Senior", experience_year=5)
    assert judge(JOB, blind(candidate)).experienceScore == 70.0 + points


PAYROLL = Job(
    title="Payroll Specialist",
    description="You run the monthly payroll of 400 people: pay, pensions, statutory deductions and year-end returns.",
    technical_skills=("ADP", "Excel"),
)
TOLD = "I ran the monthly payroll of three hundred people, with pensions, statutory deductions and year-end returns."


def test_the_same_work_in_other_words_counts_as_further_skills_and_as_the_same_title() -> None:
    told, untold = (
        judge(
            PAYROLL,
            blind(Candidate(currentTitle="Bookkeeper", experience_year=4, technical_skills=("Excel",), resume_text=each)),
        )
        for each in (TOLD, "")
    )
    assert untold.coreSkillsScore == 50.0
    # Excel of two skills, and payroll as a further one, as the job's text names it. With the work as two more, and six
    # further ones for how near it is, it would be 100: nine tenths of what that adds are given.
    assert told.coreSkillsScore == 55.0 + 0.9 * (100.0 - 55.0)
    assert told.experienceScore == min(100.0, untold.experienceScore + 15.0)
    assert f"Work close to the job's: {TOLD[2:-1]}" in [each.point for each in told.strengths]


@pytest.mark.parametrize(("skills", "points"), [((), 0.0), (("ADP",), 50.0), (("ADP", "Excel"), 100.0)])
@pytest.mark.parametrize("title", ["Payroll Specialist", "Payroll Clerk", ""])
def test_the_formula_stands_before_a_job_that_only_lists(skills: tuple[str, ...], points: float, title: str) -> None:
    job = msgspec.structs.replace(PAYROLL, description=None)
    candidate = Candidate(currentTitle=title, experience_year=4, technical_skills=skills, resume_text=TOLD)
    assert judge(job, blind(candidate)).coreSkillsScore == points


UNTITLED = "Jan 2016 - Dec 2021\n{}\nMay be reached by day, and in the evening as well, all the year round."


@pytest.mark.parametrize(
    ("text", "skills", "counted"),
    [
        ("I fed lions, tigers and bears.", ("ADP", "Excel"), 0.0),  # what is only listed shows no years
        ("I fed lions, tigers and bears with ADP.", ("Zoology",), 3.0),  # one skill of the two that are asked for
        (TOLD, ("Power BI",), 6.0),
    ],
)
def test_years_under_no_title_count_as_far_as_the_work_is_near_or_its_skills_are_shown(
    text: str, skills: tuple[str, ...], counted: float
) -> None:
    job = msgspec.structs.replace(PAYROLL, description=f"{PAYROLL.description} You have 6 years of experience.")
    told = judge(job, blind(Candidate(technical_skills=skills, resume_text=UNTITLED.format(text))))
    near = 10.0 + 15.0 + 5.0 if text == TOLD else 0.0  # of the same field, as near as the same title, and years enough
    assert told.experienceScore == 70.0 - 5.0 * (6.0 - counted) + near
    is_told = f"Of the 6 years of experience {'none counts' if not counted else 'about 3 years count'} for this role"
    assert (is_told in told.concerns) == (counted < 6.0)


@pytest.mark.parametrize(("months", "told"), [(125, "10.4 years"), (12, "1 year"), (6, "6 months")])
def test_years_that_count_for_nothing_are_told_as_one_would_say_them(months: int, told: str) -> None:
    job = msgspec.structs.replace(PAYROLL, description=f"{PAYROLL.description} You have 20 years of experience.")
    found = judge(job, blind(Candidate(resume_text=f"{months} months of experience. I fed lions, tigers and bears.")))
    assert f"Of the {told} of experience none counts for this role" in found.concerns
    assert "No years of relevant experience where 20 are asked" in found.concerns


@pytest.mark.parametrize("more", [{"experience_year": 6}, {"experience_level": "Senior"}])
def test_years_beside_what_is_stated_are_taken_at_their_word(more: dict[str, Any]) -> None:
    job = msgspec.structs.replace(PAYROLL, description=f"{PAYROLL.description} You have 6 years of experience.")
    stated = Candidate(**more, resume_text=UNTITLED.format("I fed lions, tigers and bears."))
    assert judge(job, blind(stated)).experienceScore >= 70.0


def test_years_in_a_language_that_is_not_understood_are_taken_at_their_word() -> None:
    job = Job(
        title="Elektriker",
        description="Sie installieren elektrische Anlagen in Wohnhäusern und prüfen Stromkreise. 3 Jahre Berufserfahrung.",
        technical_skills=("Elektroinstallation", "SPS"),
    )
    text = "Meier Elektro GmbH, 01/2020 - 12/2022\nLeitungen verlegt und die Anlagen in vielen Wohnhäusern geprüft."
    assert judge(job, blind(Candidate(resume_text=text))).experienceScore >= 70.0


def test_what_a_model_finds_moves_the_years_as_what_is_read_does() -> None:
    text = UNTITLED.format("I fed lions, tigers and bears with ADP.")
    reading = read(requirements(PAYROLL), blind(Candidate(resume_text=text)))
    met = with_met(reading, {"excel": Found("Excel", "bears", "bears", "Partial", 0.6)})
    assert (reading.years_in_line, met.years_in_line) == (3.0, None)  # one of the two skills that are asked for, and both


def test_years_that_only_a_text_tells_count_as_much_beside_a_list_of_what_it_tells() -> None:
    job = next(job for job in SAMPLE.jobs or () if job.job_id == "ACC-303")
    text = "Ten years of corporate tax returns and statutory accounts for mid-sized companies."
    alone, beside = (
        read(requirements(job), blind(Candidate(resume_text=text, technical_skills=listed)))
        for listed in ((), ("Accounting",))
    )
    assert alone.years_in_line == beside.years_in_line == 4.0  # of ten: two of the five skills that are asked for


def test_years_that_do_not_count_cost_nothing() -> None:
    job = msgspec.structs.replace(PAYROLL, experience_level="Senior")
    told, untold = (
        "I drive a city bus and sell tickets. I have 15 years of experience.",
        "I drive a city bus and sell tickets.",
    )
    scores = [judge(job, blind(Candidate(resume_text=text))).experienceScore for text in (untold, told)]
    assert scores == sorted(scores)


def test_nobody_is_recommended_for_near_work_alone() -> None:
    job = msgspec.structs.replace(PAYROLL, technical_skills=("Workday", "Power BI", "SAP"))
    candidate = Candidate(currentTitle="Payroll Specialist", experience_year=30, resume_text=TOLD)
    assert 65 <= score(job, candidate) < 80


def test_what_only_a_list_shows_is_not_near() -> None:
    listing = Candidate(currentTitle="Finance Guru", technical_skills=("Payroll", "Pensions", "Statutory deductions"))
    assert judge(PAYROLL, blind(listing)).coreSkillsScore == 7.5  # three that the job's text names, each half


LONG = replace(JOB, description="At least 12 years of experience.", experience_level=None)
RESUME = """Backend Engineer, Acme, Jan 2015 - Dec 2017
Senior Backend Engineer, Bar, Jan 2018 - Dec 2020
BSc Computing, University of Leeds, 2010 - 2014
"""


def test_years_and_title_are_read_from_the_text_where_the_fields_are_empty() -> None:
    judgement = judge(JOB, blind(Candidate(resume_text=RESUME, technical_skills=("Python",))))
    assert judgement.experienceScore == 100.0  # 70 + 5 for 6 years where 5 are asked, + 25 for the title, + 5 for rising
    assert "Already works as a senior backend engineer" in [each.point for each in judgement.strengths]
    assert "brings about 6 years of experience by the dates of the positions" in judgement.reasoningSummary
    assert not {"Years of experience are not stated", "No current title is given"} & set(judgement.concerns)
    assert not re.search(r"20\d\d", " ".join((*judgement.concerns, *judgement.uniqueQualities)))


@pytest.mark.parametrize(("title", "text"), [("Senior Accountant", ""), ("Lead Accountant", "Prepared accounts in Xero.")])
def test_a_level_stands_for_no_more_years_than_are_asked(title: str, text: str) -> None:
    job = Job(title="Accountant", description="3 years' experience needed.", technical_skills=("Xero",))
    candidate = Candidate(currentTitle=title, technical_skills=("Xero",), resume_text=text)
    told, stated = judge(job, blind(candidate)), judge(job, blind(replace(candidate, experience_year=3.0)))
    assert told.experienceScore < stated.experienceScore
    assert "Years of experience are not stated" in told.concerns
    assert not any("more than" in each for each in told.uniqueQualities)
    assert any("more than" in each for each in judge(job, blind(replace(candidate, experience_year=9.0))).uniqueQualities)


@pytest.mark.parametrize(
    ("title", "fields", "said"),
    [
        ("Junior Sous Chef", {"experience_year": 8.0}, ""),
        ("Junior Sous Chef", {"experience_year": 4.0}, "The title says junior where mid is asked"),
        ("Junior Sous Chef", {}, "The title says junior where mid is asked"),
        ("Sous Chef", {"experience_level": "Junior", "experience_year": 8.0}, "Junior level where mid is asked"),
        ("Junior Developer", {"experience_year": 8.0}, "The title says junior where mid is asked"),
        ("Trainee Sous Chef", {"experience_year": 8.0}, "The title says entry where mid is asked"),
        ("Senior Sous Chef", {}, "so that the role may be a step back"),
    ],
)
def test_a_word_of_a_title_grades_less_than_the_years_of_the_trade(title: str, fields: dict[str, Any], said: str) -> None:
    job = Job(title="Sous Chef", experience_level="Mid", description="3 years' experience.", technical_skills=("Cooking",))
    candidate = Candidate(currentTitle=title, technical_skills=("Cooking",), **fields)
    concerns = judge(job, blind(candidate)).concerns
    assert said in "; ".join(concerns)
    assert bool(said) == any("mid is asked" in each for each in concerns)


def test_the_title_of_the_job_itself_is_at_its_level() -> None:
    job = Job(title="Senior Carer", experience_level="Mid", technical_skills=("Personal care",))
    carer = Candidate(currentTitle="Senior Carer", technical_skills=("Personal care",))
    assert not any("step back" in each for each in judge(job, blind(carer)).concerns)
    other = judge(replace(job, title="Carer"), blind(carer))
    assert any("step back" in each for each in other.concerns)


def test_stated_years_go_before_those_of_the_text_and_a_wide_difference_is_a_question() -> None:
    candidate = Candidate(currentTitle="Backend Engineer", experience_year=12, resume_text=RESUME)
    judgement = judge(LONG, blind(candidate))
    assert judgement.experienceScore == 100.0  # 70, the same title 25, progression 5
    assert "The dates of the positions show about 6 years, fewer than the 12 stated" in judgement.concerns


def test_years_that_cannot_be_right_give_way_to_those_of_the_text() -> None:
    judgement = judge(LONG, blind(Candidate(currentTitle="Backend Engineer", experience_year=400, resume_text=RESUME)))
    assert judgement.experienceScore == 70.0  # 70 - 30 for 6 of 12 years, the same title 25, progression 5
    assert "The years of experience given cannot be right" in judgement.concerns


@pytest.mark.parametrize(
    ("resume", "points"),
    [
        ("Senior Nurse, 2015 - 2016\nNurse, 2012 - 2015", 5.0),  # rose, though short of the years
        ("Nurse, 2015 - 2016\nSenior Nurse, 2012 - 2015", 0.0),
        ("Nurse, 2015 - 2016\nNurse, 2012 - 2015", 0.0),
        ("Senior Engineer, 2015 - 2016\nEngineer, 2012 - 2015", 0.0),  # not in this line of work
    ],
)
def test_progression_is_a_rise_in_the_line_of_work(resume: str, points: float) -> None:
    job = Job(title="Nurse", description="10 years of experience")
    candidate = Candidate(currentTitle="Nurse", experience_year=8, resume_text=resume)
    assert judge(job, blind(candidate)).experienceScore == 85.0 + points  # 70 - 10, + 25 for the title


@pytest.mark.parametrize(
    ("job", "years", "score"),
    [
        (Job(experience_level="Senior"), 8, 60.0),  # 70 - 10; eight years are senior
        (Job(experience_level="Senior"), 6, 40.0),  # 70 - 20, one level below - 10
        (Job(experience_level="Senior"), 4, 20.0),  # 70 - 30, two levels below - 20
        (Job(experience_level="Junior"), 20, 95.0),  # never above by years alone
        (Job(experience_level="Senior", description="5 years"), 4, 65.0),  # the years that the job states are the measure
    ],
)
def test_years_stand_for_a_level_where_none_is_named(job: Job, years: float, score: float) -> None:
    assert judge(job, blind(Candidate(experience_year=years))).experienceScore == score


@laws
@given(jobs, st.integers(1, 240), st.integers(1, 240))
def test_more_months_in_the_text_never_lower_the_experience(job: Job, one: int, other: int) -> None:
    texts = (f"Nurse, Ward, 01/1990 - {months % 12 + 1:02}/{1990 + months // 12}" for months in sorted((one, other)))
    less, more = (judge(job, blind(Candidate(resume_text=text))).experienceScore for text in texts)
    assert less <= more


@pytest.mark.no_cover  # slow when measured, and covered by others
@pytest.mark.parametrize("piece", ["2015 - ", "mar 2015 ", "five years ", "Nurse 2015-2019, ", "'15-", "٢٠١٥ "])
def test_a_long_text_of_nothing_but_dates_is_read(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert 0 <= judge(JOB, blind(Candidate(resume_text=text))).experienceScore <= 100


def test_a_required_word_inside_another_is_no_must_have() -> None:
    job = Job(technical_skills=("Go", "R"), description="Good writing is required.")
    assert judge(job, blind(Candidate(technical_skills=("Go",)))).coreSkillsScore == 50.0


def test_a_further_skill_counts_by_any_of_its_spellings_and_once() -> None:
    job = Job(technical_skills=("Python", "SQL"), description="Kubernetes is a plus.")
    one = judge(job, blind(Candidate(technical_skills=("Python", "k8s", "Kubernetes"))))
    assert one.coreSkillsScore == 55.0  # 1/2 x 100 + 5
    assert judge(job, blind(Candidate(technical_skills=("Python", "Kafka")))).coreSkillsScore == 50.0


def test_a_match_in_part_counts_as_one() -> None:
    job = Job(technical_skills=("CRM", "Python"))
    judgement = judge(job, blind(Candidate(technical_skills=("HubSpot",))))
    assert [(match.candidateSkill, match.matchStrength) for match in judgement.skillMatches] == [("HubSpot", "Partial")]
    assert (judgement.coreSkillsScore, judgement.skillGaps) == (50.0, ("Python",))


def test_a_job_in_prose_and_a_candidate_in_prose_are_compared() -> None:
    job = Job(title="Nurse", description="Must have wound care and BLS. You manage triage. Phlebotomy is a plus.")
    text = "Staff nurse for six years. Basic life support instructor; wound  care and phlebotomy on a 20-bed ward."
    verdict = analyse(job, Candidate(resume_text=text))
    matches = {match.jobRequirement: match.candidateSkill for match in verdict.analysis.aiInsights.skillMatches}
    assert matches == {"wound care": "wound  care", "BLS": "Basic life support"}
    assert verdict.analysis.aiInsights.skillGaps == ("triage",)
    # 2 of 3 skills and the work itself as 6 more, + 5 for phlebotomy, + 30 for a text as near the job's as can be; clamped
    assert verdict.analysis.aiInsights.coreSkillsScore == 100.0
    assert [(skill.name, skill.isVerified) for skill in verdict.analysis.skills] == [
        ("basic life support", True),
        ("Wound care", True),
        ("Phlebotomy", True),
    ]
    assert not any("dropped" in remark for remark in verdict.remarks)


def test_listed_skills_are_told_apart_with_their_years() -> None:
    candidate = Candidate(technical_skills=("Python (5 years), SQL", "HTML/CSS", "Python"), experience_year=8)
    skills = analyse(JOB, candidate).analysis.skills
    assert [(skill.name, skill.yearsOfExperience) for skill in skills] == [
        ("Python", 5.0),
        ("SQL", 8.0),
        ("HTML", 8.0),
        ("CSS", 8.0),
    ]


prose = st.lists(st.sampled_from(["Wrote Python.", "Kubernetes daily.", "Wound care.", "Led SQL.", "Wants to learn Go."]))


@laws
@given(st.sampled_from([*JOBS, *(msgspec.structs.replace(job, technical_skills=None) for job in JOBS)]), prose, st.data())
def test_adding_an_asked_skill_to_prose_never_lowers(job: Job, sentences: list[str], data: st.DataObject) -> None:
    candidate = Candidate(resume_text=" ".join(sentences))
    if asked := requirements(job).technical:
        skill = data.draw(st.sampled_from(asked))
        in_text = msgspec.structs.replace(candidate, resume_text=f"{candidate.resume_text} Used {skill}.")
        in_list = msgspec.structs.replace(candidate, technical_skills=(skill,))
        assert score(job, candidate) <= min(score(job, in_text), score(job, in_list))


def test_a_resume_of_200_kilobytes_is_read() -> None:
    text = "Wrote Python and cared for wounds, without end " * 4_500
    insights = analyse(Job(description="Python is required. Kafka."), Candidate(resume_text=text)).analysis.aiInsights
    assert [match.jobRequirement for match in insights.skillMatches] == ["Python"]


def test_a_wish_is_a_gap() -> None:
    job = Job(technical_skills=("Critical care",))
    judgement = judge(job, blind(Candidate(resume_text="Wants to move into critical care.")))
    assert (judgement.skillMatches, judgement.skillGaps) == ((), ("Critical care",))


def test_a_way_of_working_moves_the_culture_only_when_both_show_it() -> None:
    text = "Mentored two juniors. Machine learning over the course of a year."
    assert judge(JOB, blind(Candidate(resume_text=text))).culturalFitScore == 60.0
    assert judge(JOBS[1], blind(Candidate(resume_text=text))).culturalFitScore == 50.0
    assert judge(JOB, blind(Candidate(resume_text=text))).culturalQuotes == ("Mentored",)


async def test_the_analyzer_answers_with_the_judgement_and_no_tokens() -> None:
    analyzer = LocalAnalyzer()
    candidate = CANDIDATES[0]
    answer = await analyzer.analyze(Pair(0, 0, 0, JOB, candidate), blind(candidate))
    assert answer.judgement == judge(JOB, blind(candidate))
    assert (answer.tokens.input, answer.prompt_hash, analyzer.model) == (0, "", f"rubric-{rubric.RUBRIC_VERSION}")
    await analyzer.aclose()


def test_what_is_asked_is_not_told_as_something_more() -> None:
    job = Job(
        title="Java Developer",
        description="Java and a teaching license are required. SAP is used.",
        technical_skills=("Java", "teaching license"),
        qualification=("Bachelor's degree in Education",),
    )
    candidate = Candidate(
        currentTitle="Java Developer",
        technical_skills=("Java 8/11/17", "Kotlin"),
        qualification=("B.Ed", "State Teaching License (CA)", "CPA candidate"),
        resume_text="Built bank services in Java.",
    )
    judged = judge(job, blind(candidate))
    assert judged.uniqueQualities == ("Adds Kotlin to the skills asked for",)
    told = [each.point for each in judged.strengths]
    assert "Holds the qualification asked for: B.Ed" in told
    assert "CPA" not in str(judged)


def test_only_what_the_job_says_is_told_to_be_mentioned_there() -> None:
    designer = Candidate(currentTitle="Graphic Designer", technical_skills=("Photoshop", "Illustrator"))
    assert "mention" not in str(judge(Job(title="Graphic Designer"), blind(designer)).uniqueQualities)
    named = Job(title="Graphic Designer", description="Illustrator is a plus.", technical_skills=("Photoshop",))
    assert judge(named, blind(designer)).uniqueQualities == ("Also brings Illustrator, which the job mentions",)


def test_a_title_shows_the_work_that_it_names() -> None:
    job = Job(title="Product Manager", technical_skills=("product management", "SQL"))
    found = judge(job, blind(Candidate(currentTitle="Senior Product Manager", technical_skills=("SQL",))))
    assert found.skillGaps == ()
    assert judge(job, blind(Candidate(currentTitle="Project Manager", technical_skills=("SQL",)))).skillGaps != ()


def test_a_kind_of_what_is_asked_is_nothing_more() -> None:
    job = Job(title="Electrician", technical_skills=("conduit bending",))
    own = Candidate(currentTitle="Electrician", technical_skills=("EMT conduit bending", "panel upgrades"))
    assert judge(job, blind(own)).uniqueQualities == ("Adds panel upgrades to the skills asked for",)


def test_part_of_what_is_asked_is_nothing_more() -> None:
    job = Job(title="HR Advisor", technical_skills=("CNC milling", "SEN support"))
    own = Candidate(currentTitle="HR Advisor", technical_skills=("CNC milling", "CNC", "SEN", "HR", "Payroll"))
    assert judge(job, blind(own)).uniqueQualities == ("Adds payroll to the skills asked for",)


def test_a_licence_that_is_a_skill_too_is_missing_once() -> None:
    job = Job(
        title="Door Supervisor", technical_skills=("SIA licence", "CCTV"), qualification=("SIA licence", "First aid licence")
    )
    concerns = judge(job, blind(Candidate(currentTitle="Door Supervisor", technical_skills=("CCTV",)))).concerns
    assert concerns[:2] == ("Does not show SIA licence", "Does not state what is asked for: First aid licence")


def test_a_qualification_that_the_text_of_a_job_names_is_nothing_more() -> None:
    own = Candidate(currentTitle="Painter", technical_skills=("Painting",), qualification=("NVQ Level 2 Painting",))
    job = Job(title="Painter", technical_skills=("Painting",), description="NVQ Level 2 in a building trade required.")
    assert judge(job, blind(own)).uniqueQualities == ()


@pytest.mark.parametrize("job", [Job(title="Graphic Designer"), Job(title="Staplerfahrer", description="Wir suchen dich.")])
def test_where_a_job_names_no_skill_the_core_is_neutral_however_near_the_title_is(job: Job) -> None:
    judged = judge(job, blind(Candidate(currentTitle=job.title, experience_year=5, technical_skills=("Photoshop",))))
    assert judged.coreSkillsScore == rubric.NEUTRAL
    assert judged.confidenceLevel <= LOW_CONFIDENCE


@pytest.mark.parametrize(
    ("job", "candidate", "is_on_thread"),
    [
        (JOB, Candidate(technical_skills=("Python", "SQL"), resume_text="Nurse"), False),
        (JOB, Candidate(resume_text="Nurse. " * 2000), True),
        (JOB, Candidate(softSkills=tuple(f"ability {n}" for n in range(101))), True),
        (Job(technical_skills=tuple(f"ability {n}" for n in range(101))), Candidate(resume_text="Nurse"), True),
        (Job(description="Work with patients. " * 600), Candidate(resume_text="Nurse"), True),
    ],
    ids=["short", "a long text", "a long list", "a long list of a job", "a long text of a job"],
)
async def test_only_what_takes_long_is_judged_on_a_thread(
    job: Job, candidate: Candidate, is_on_thread: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def judged(job: Job, profile: BlindProfile) -> Judgement:
        threads.append(threading.get_ident())
        return judge(job, profile)

    monkeypatch.setattr(local, "judge", judged)
    await LocalAnalyzer().analyze(Pair(0, 0, 0, job, candidate), blind(candidate))
    assert [thread != threading.get_ident() for thread in threads] == [is_on_thread]

"""The graded jobs and candidates in the forms in which others have them: resumes as plain text, jobs as whole adverts.

What is added speaks of no work, and is the same for everybody; grades stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from msgspec.structs import replace

from scoring.models import Candidate, Job
from tests.bench.ranking.rankers import Ranker

SUMMARY = (
    "Professional Summary\n"
    "Highly motivated and results-oriented professional with a proven track record of success in fast-paced environments. "
    "Strong communication and problem-solving skills. A team player with a positive attitude, committed to excellence."
)
ABOUT = (
    "Come and grow with us! Harborlight is a family of dreamers and doers who bring energy to everything. For thirty years "
    "people on three continents have trusted us with what matters most to them, and last year we were named one of the best "
    "places to work."
)
OFFER = (
    "Pay depends on experience and location. We provide medical coverage from day one, generous time off, parental leave, "
    "a retirement plan and tuition reimbursement. Harborlight celebrates diversity and is committed to an inclusive "
    "environment for all employees. Background checks may be conducted in accordance with local law. If you need an "
    "accommodation during the hiring process, please let your recruiter know."
)


def plain(candidate: Candidate) -> Candidate:
    """A resume alone that says what the fields say: title, years, skills, text, education; the level is in no field."""
    return Candidate(
        candidateId=candidate.candidateId,
        name=candidate.name,
        resume_text="\n".join(chain(_head(candidate), _body(candidate))),
    )


def summarised(candidate: Candidate) -> Candidate:
    """A plain resume that begins with what everybody says of themselves."""
    text = "\n".join(chain(_head(candidate), ("", SUMMARY), _body(candidate)))
    return replace(plain(candidate), resume_text=text)


def in_one_line(candidate: Candidate) -> Candidate:
    """A plain resume without the ends of its lines, as many a text is that was taken out of a page."""
    whole = plain(candidate)
    return replace(whole, resume_text=" ".join((whole.resume_text or "").split()))


def in_small_letters(candidate: Candidate) -> Candidate:
    """The same in small letters, as collections of resumes have it."""
    whole = in_one_line(candidate)
    return replace(whole, resume_text=(whole.resume_text or "").lower())


def prose(job: Job) -> Job:
    """A job without lists: its description with its tasks behind it, and the company's talk around both."""
    told = ". ".join(filter(None, (job.description, *(job.responsibilities or ()))))
    return Job(job_id=job.job_id, title=job.title, description=f"{ABOUT} {told}. {OFFER}")


FORMS: dict[str, tuple[Callable[[Job], Job], Callable[[Candidate], Candidate]]] = {
    "resumes as plain text": (lambda job: job, plain),
    "resumes in one line": (lambda job: job, in_one_line),
    "resumes in one line of small letters": (lambda job: job, in_small_letters),
    "jobs as adverts": (prose, lambda candidate: candidate),
    "both, with what everybody says": (prose, summarised),
}
"""Each by what it makes of a job and of a candidate."""


def through(rank: Ranker, form: str) -> Ranker:
    """The ranker of jobs and candidates in one of the `FORMS`."""
    of_job, of_candidate = FORMS[form]
    return lambda job, candidates: rank(of_job(job), [of_candidate(each) for each in candidates])


def _head(candidate: Candidate) -> Iterator[str]:
    yield from filter(None, (candidate.name, candidate.currentTitle))


def _body(candidate: Candidate) -> Iterator[str]:
    if candidate.experience_year is not None:
        yield f"{candidate.experience_year:g} years of experience"
    if skills := (*(candidate.technical_skills or ()), *(candidate.softSkills or ())):
        yield from ("", "Skills", ", ".join(skills))
    yield from ("", candidate.resume_text or "")
    if candidate.qualification:
        yield from ("", "Education", *candidate.qualification)

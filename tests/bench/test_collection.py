"""The bench that ranks a collection of resumes by category: what it reads, leaves out, measures and refuses."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from math import log2
from pathlib import Path

import pytest

from scoring.models import Candidate, Job
from tests.bench.ranking import rankers
from tests.bench.ranking.adverts import FORMS, adverts
from tests.bench.ranking.collection import Resume, Unusable, distinct, figures, main, read, wanted
from tests.bench.ranking.forms import plain
from tests.bench.ranking.graded import RELEVANT, trades

# What these run is covered by the tests of the modules; measured, they would take several times as long.
pytestmark = pytest.mark.no_cover

CATEGORIES = {
    "chef-de-partie": "Chef",  # has no advert
    "hr-recruiter": "HR",
    "java-payments": "Java Developer",
    "mechanical-engineer": "MECHANICAL ENGINEER",  # as other collections write it
}
"""What the trades of the graded candidates are called in the collection made of them."""


@pytest.fixture(autouse=True)
def field_limit() -> Iterator[None]:
    """The limit that a process begins with; it is one for all that read CSV."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


def test_there_is_one_advert_a_category_and_none_lacks_anything() -> None:
    assert len({each.category.casefold() for each in adverts()}) == len(adverts()) == 25
    for each in adverts():
        assert all((each.title, each.description, each.technical_skills, each.softSkills))


def test_an_advert_has_no_lists_and_its_form_has_them_beside_the_same_text() -> None:
    for each in adverts():
        told, filled = (job(each) for job in FORMS.values())
        assert told == Job(title=each.title, description=each.description)
        assert (filled.title, filled.description) == (told.title, told.description)
        assert (filled.technical_skills, filled.softSkills) == (each.technical_skills, each.softSkills)


def test_rows_without_a_text_or_a_category_are_none(tmp_path: Path) -> None:
    path = _written(tmp_path, [("HR", "hires\npeople"), ("HR", " "), ("", "lost"), ("Arts",)])
    assert read(path, "Category", "Resume") == [Resume("HR", "hires\npeople")]


def test_broken_bytes_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_bytes(b"\xef\xbb\xbfCategory,Resume\nHR,\xff\xe2 hires\n")
    assert read(path, "Category", "Resume") == [Resume("HR", "\ufffd\ufffd hires")]


def test_a_text_is_there_once_however_its_white_space_falls() -> None:
    first, other = Resume("HR", "hires people"), Resume("HR", "hires  no people")
    assert distinct([first, Resume("HR", "hires\r\npeople "), other, Resume("Arts", "hires people")]) == [first, other]


def test_adverts_count_that_have_resumes() -> None:
    pool = [Resume(category, category) for category in ("Chef", "ARTS", "HR")]
    assert [advert.category for advert in wanted(pool)] == ["HR", "Arts"]


def test_relevant_is_the_category_of_the_advert() -> None:
    pool = [Resume(category, category) for category in ("HR", "Arts", "hr", "Chef")]
    seen: list[Candidate] = []

    def rank(job: Job, candidates: Sequence[Candidate]) -> Sequence[float]:
        seen.extend(candidates)
        return [4, 3, 2, 1]

    # Gains at ranks 1 and 3 where 1 and 2 were possible; of the pairs (relevant, other), one in four is the wrong way round.
    assert figures(rank, Job(), "HR", pool) == pytest.approx(((1 + 1 / log2(4)) / (1 + 1 / log2(3)), 3 / 4))
    assert seen == [Candidate(resume_text=resume.text) for resume in pool]


def test_the_tables_tell_what_stayed_and_have_each_contender_in_both_forms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = list(_graded())
    assert main([str(_written(tmp_path, [*rows, *rows, *rows]))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{len(rows)} different resumes of {3 * len(rows)}, in 4 categories"
    assert lines[1] == f"Without an advert, ranked all the same: Chef ({sum(row[0] == 'Chef' for row in rows)})"
    assert lines[2].startswith("Adverts without a resume, left out: Data Science, Advocate, ")
    assert lines[2].count(",") == 22  # 25 adverts, three with resumes; the first comma is that of "resume, left"
    assert [line for line in lines if line.startswith("##")] == ["## Jobs as adverts, 3 jobs", "## Jobs as forms, 3 jobs"]
    for name in rankers.contenders([Job(description="cooks")]):
        assert sum(line.startswith(f"| {name} |") for line in lines) == 2
        assert sum(line.startswith(f"| ours over {name} |") for line in lines) == (0 if name == rankers.OURS else 2)
    ours = [line for line in lines if line.startswith(f"| {rankers.OURS} |")]
    assert all(float(line.split("|")[3]) > 0.9 for line in ours)  # trades that are far apart


def test_by_category_each_job_has_a_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _written(tmp_path, _graded(), columns=("kind", "said"))
    assert main([str(path), "--category", "kind", "--text", "said", "--by-category"]) == 0
    out = capsys.readouterr().out
    for category in ("HR", "Java Developer", "Mechanical Engineer"):
        assert out.count(f"\n| {category} | ") == 2
    assert "\n| Chef |" not in out


def test_a_file_that_is_not_there_is_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "none.csv"
    assert main([str(path)]) == 2
    assert capsys.readouterr() == ("", f"{path} cannot be read: No such file or directory.\n")


FILES: dict[str, tuple[str, str]] = {
    "no such column": ("Kind,Resume\nHR,hires\n", "{} has no column 'Category'; its columns: 'Kind', 'Resume'."),
    "neither column": ("a;b\nHR;hires\n", "{} has no column 'Category' or 'Resume'; its columns: 'a;b'."),
    "empty": ("", "{} has no column 'Category' or 'Resume'; its columns: none."),
    "a field without end": (
        f'Category,Resume\nHR,"{"hires " * 30_000}',
        "{} cannot be read as CSV: field larger than field limit (131072).",
    ),
    "one category": (
        "Category,Resume\nHR,hires\nHR,fires\n",
        "All resumes are of one category, 'HR', so there are no others to rank them above.",
    ),
}


@pytest.mark.parametrize(("content", "said"), FILES.values(), ids=FILES)
def test_a_file_of_no_use_is_said_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    path = tmp_path / "useless.csv"
    path.write_text(content)
    assert main([str(path)]) == 2
    assert capsys.readouterr() == ("", f"{said.format(path)}\n")


def test_without_a_known_category_the_adverts_are_named() -> None:
    with pytest.raises(Unusable) as caught:
        wanted([Resume("Chef", "cooks"), Resume("Nurse", "cares")])
    assert str(caught.value).startswith("No resume is of a category that has an advert; ")
    assert all(repr(advert.category) in str(caught.value) for advert in adverts())


def _graded() -> Iterable[tuple[str, str]]:
    """The category and the text of those that are good for their trade's job."""
    for trade in trades():
        if category := CATEGORIES.get(trade.name):
            good = (each.candidate for each in trade.own if each.grade >= RELEVANT)
            yield from ((category, plain(candidate).resume_text or "") for candidate in good)


def _written(folder: Path, rows: Iterable[tuple[str, ...]], columns: Sequence[str] = ("Category", "Resume")) -> Path:
    path = folder / "collection.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return path

"""What ranks the candidates of a job: our local analyzer, and the baselines that it has to beat."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence

from scoring.analyzers.local import judge
from scoring.claims.verdict import publish
from scoring.models import Analysis, Candidate, Job, Pair
from scoring.profile import blind
from scoring.vectors.embeddings import Vectors, load_model

Ranker = Callable[[Job, Sequence[Candidate]], Sequence[float]]
"""The scores of a job's candidates, the higher the better."""

OURS, TF_IDF, EMBEDDING = "local analyzer", "TF-IDF cosine", "embedding cosine"


def analysis(job: Job, candidate: Candidate) -> Analysis:
    """What a user gets for a pair."""
    profile = blind(candidate)
    return publish(judge(job, profile), Pair(0, 0, 0, job, candidate), profile, analyzed_at="", by_rubric=True).analysis


def ours(job: Job, candidates: Sequence[Candidate]) -> Sequence[float]:
    """`matchScore` alone, as users sort by it: equal scores are ties."""
    return [analysis(job, candidate).matchScore for candidate in candidates]


def embedding(job: Job, candidates: Sequence[Candidate]) -> Sequence[float]:
    """The cosine of the built-in vectors of the whole texts, each the mean of its tokens' vectors."""
    vectors: Vectors = load_model().embed([text_of(job), *map(text_of, candidates)])
    scores: list[float] = (vectors[1:] @ vectors[0]).tolist()
    return scores


def tf_idf(everything: Sequence[Job | Candidate]) -> Ranker:
    """The cosine of TF-IDF vectors, weighted over all texts.

    Of words and pairs of words, with sublinear counts and without English stop words.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), stop_words="english", strip_accents="unicode")
    vectorizer.fit([text_of(each) for each in everything])

    def rank(job: Job, candidates: Sequence[Candidate]) -> Sequence[float]:
        vectors = vectorizer.transform([text_of(job), *map(text_of, candidates)])
        scores: list[float] = (vectors[1:] @ vectors[0].T).toarray()[:, 0].tolist()
        return scores

    return rank


def contenders(everything: Sequence[Job | Candidate]) -> dict[str, Ranker]:
    """Ours, and the baselines whose packages are installed, weighted over `everything` where they weigh."""
    found: dict[str, Ranker] = {OURS: ours, EMBEDDING: embedding}
    if has_tf_idf():
        found[TF_IDF] = tf_idf(everything)
    return found


def has_tf_idf() -> bool:
    """Whether scikit-learn is installed, which comes with the extra `bench`."""
    return importlib.util.find_spec("sklearn") is not None


def text_of(who: Job | Candidate) -> str:
    """All that a job or a candidate says, without ids, names and contacts; years as in "5 years"."""
    if isinstance(who, Job):
        lists = (who.technical_skills, who.responsibilities, who.softSkills, who.qualification)
        parts = [who.title, who.experience_level, who.description]
    else:
        lists = (who.technical_skills, who.softSkills, who.qualification, who.candidate_tag)
        years = None if who.experience_year is None else f"{who.experience_year:g} years"
        parts = [who.currentTitle, who.experience_level, years, who.resume_text]
    return "\n".join([*filter(None, parts), *(item for items in lists for item in items or ())])

"""How near the work that a profile tells of is to that of a job, by the embedded model. Pure functions.

Of a job its title and text tell, of a profile the beginning of its text, which is held to the job by what its words mean
and by the words themselves (`lexical`), and its title with the skills that it lists. The skills that a job asks for are
left out of these on both sides: they count by themselves, and listing them moves nothing here.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import chain

import numpy as np

from scoring.blind.redaction import REDACTED
from scoring.matching.requirements import Requirements, technical_names
from scoring.profile import BlindProfile
from scoring.skills.aliases import canonical
from scoring.skills.items import items
from scoring.text import runs
from scoring.vectors import lexical
from scoring.vectors.background import commonness
from scoring.vectors.embeddings import Vectors, load_model, normalised, vector

FAR_TEXT, NEAR_TEXT = 0.2, 1.1
"""Up to the first likeness a text is not near at all, from the second on as near as can be."""
FAR_TITLE, NEAR_TITLE = 0.3, 0.7
"""The same for the cosine of a title with the skills beside it."""
COMMON_WEIGHT = 0.5
"""How much of a text's likeness to work in general is taken off what it means: all of it would leave little but chance."""
WORDS_WEIGHT = 2.0
"""How much the words of a text weigh beside their meaning, whose cosines are several times as large."""
TITLE_TIMES = 3
"""How often the words of a job's title count among those of its text."""
CLOSE_COSINE, CLOSE_WORDS = 0.5, 5
"""From so near on a sentence of so many words can be shown for it, unless it says what is not."""
ASIDE_COSINE, WORK_COSINE, LEAST_WEIGHT = 0.1, 0.3, 0.1
"""A sentence as far from the title and the skills of its job as the first weighs least, one as near as the second fully."""
STEP_TOKENS, BEGINNING_TOKENS = 8, 192
"""What counts is the beginning of a text that is nearest, in steps of so many tokens: with a sentence more at its end a text
is never farther from a job. A shorter one says nothing; the longest is the first page of a resume, which tells its work."""
BEGINNING_WORDS = 400
"""Words of a text that are looked at."""
SHORT_STEP_TOKENS, SENTENCE_TOKENS, MAX_SENTENCES = 5, 15, 24
"""The same for a sentence, and the sentences that are looked at."""
MAX_CHARS = 20_000
"""Characters of a text that are embedded; a resume of ten pages has about 15,000."""
MAX_LISTED = 64
"""Skills of a profile that are embedded."""
KNOWN_WORDS = 0.65
"""Share of the plain words of a job's text that the model must know whole. Of English ones it knows 0.83 and more, of French
0.55, of German, Dutch, Spanish or Italian hardly any: their pieces tell the language, and all in it would be near."""
LEAST_WORDS = 3
"""A text of fewer plain words tells of no work."""

_NEGATION = re.compile(r"\b(?:no|not|never|none|nothing|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_PLAIN_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{4,}(?![^\W_])")
"""Written small, it is no name, and not one of the words that many languages share."""


def nearness(asked: Requirements, profile: BlindProfile, title: str, likeness: float) -> float:
    """How near a profile is to the work of a job, 0-1 in hundredths; 0 where the one or the other does not tell.

    A profile that instructs its reader is not heard: what stays of an instruction must not gain it anything.

    Args:
        title: the candidate's, stated or read from the text; "" where there is none.
        likeness: that of the text.
    """
    if profile.instructed:
        return 0.0
    by_text = (likeness - FAR_TEXT) / (NEAR_TEXT - FAR_TEXT)
    by_title = (_occupation_cosine(asked, profile, title) - FAR_TITLE) / (NEAR_TITLE - FAR_TITLE)
    return round(min(1.0, max(0.0, by_text, by_title)), 2)


def text_likeness(asked: Requirements, profile: BlindProfile) -> float:
    """How like a job a profile's text is, by its beginning that is most like it, in meaning and in words.

    The cosine of their meaning, less half of that with work in general, and twice that of their words: hardly below 0, and
    at most 2.5; 0 where the one or the other does not tell.
    """
    if profile.instructed or not tells_of_work(asked) or not len(beginnings := _beginnings(profile.text)):
        return 0.0
    shared = lexical.nearest(_words_of_job(asked), _words(profile.text))
    meant = _highest(beginnings.dot(_of_job(asked)) - _common(profile.text))
    return meant + WORDS_WEIGHT * round(shared, 5)


@lru_cache(maxsize=256)
def tells_of_work(asked: Requirements) -> bool:
    """Whether there is anything to be near to."""
    return bool(_of_job(asked).any())


def sentences_cosine(asked: Requirements, sentences: tuple[str, ...]) -> float:
    """The cosine of the sentence that is nearest to a job, by its nearest beginning, and the job; 0 where none is near."""
    return _nearest(_of_sentences(sentences), asked)


def is_close(asked: Requirements, sentence: str) -> bool:
    """Whether a sentence alone tells of work that is close to a job's."""
    is_near = float(vector(sentence) @ _of_job(asked)) >= CLOSE_COSINE  # few are, and the others need not be read
    return is_near and len(sentence.split()) >= CLOSE_WORDS and not _NEGATION.search(sentence)


def _nearest(beginnings: Vectors, asked: Requirements) -> float:
    if not len(beginnings):
        return 0.0
    return max(0.0, _highest(beginnings.dot(_of_job(asked))))


def _highest(cosines: Vectors) -> float:
    highest: float = cosines.item(cosines.argmax())
    return round(highest, 5)  # what is behind depends on how many there are


def _occupation_cosine(asked: Requirements, profile: BlindProfile, title: str) -> float:
    """That of a title with the skills beside it that the job does not list; 0 where the one or the other is missing."""
    names, _ = _listed(profile.technical_skills)
    listed_by_job = technical_names(asked).intersection(names)
    if not title.strip() or len(listed_by_job) == len(names):
        return 0.0
    occupation, length = _occupation(title, profile.technical_skills, listed_by_job)
    return max(0.0, float(occupation @ _of_job(asked)) / length) if length else 0.0


@lru_cache(maxsize=32)
def _occupation(title: str, skills: tuple[str, ...], without: frozenset[str]) -> tuple[Vectors, float]:
    """The vector of a title with the skills beside it, but for some that a job asks for, and its length."""
    names, vectors = _listed(skills)
    others = [name not in without for name in names]
    occupation: Vectors = vector(" ".join(title.split())) + np.array(others, np.float32) @ vectors
    return occupation, math.sqrt(float(occupation @ occupation))


@lru_cache(maxsize=32)
def _listed(skills: tuple[str, ...]) -> tuple[tuple[str, ...], Vectors]:
    """The canonical names of listed skills, each once and sorted, and their vectors (n_names, n_dims) float32."""
    names = tuple(sorted({canonical(item.text) for item in items(skills)} - {""}))[:MAX_LISTED]
    return names, np.array([vector(name) for name in names]) if names else np.zeros((0, load_model().dims), np.float32)


@lru_cache(maxsize=256)
def _of_job(asked: Requirements) -> Vectors:
    """The vector of a job, (n_dims,) float32; zeros where it tells nothing, or not in a language that is known.

    What it says of the company or of everybody is far from its title and skills, and weighs little.
    """
    model = load_model()
    if not _is_understood(asked.work):
        return np.zeros(model.dims, np.float32)
    # By their names and in their order, so that neither spelling nor the order of a list changes anything.
    skills, *lists = (sorted(map(canonical, own)) for own in (asked.technical, asked.soft, asked.qualifications))
    name = embedded("\n".join((asked.title, *skills)))
    sums = model.sums(sorted(asked.work[:MAX_CHARS].split("\n")))
    shares = (normalised(sums) @ name - ASIDE_COSINE) / (WORK_COSINE - ASIDE_COSINE)
    beside = model.sums(["\n".join((asked.title, *chain(*lists)))])
    whole: Vectors = normalised(np.clip(shares, LEAST_WEIGHT, 1.0) @ sums + beside)[0]
    return whole


def _is_understood(text: str) -> bool:
    words = [word for word in _PLAIN_WORD.findall(text[:MAX_CHARS]) if word.islower()]
    known = sum(map(load_model().knows, words))
    return len(words) >= LEAST_WORDS and known >= KNOWN_WORDS * len(words)


@lru_cache(maxsize=256)
def _words_of_job(asked: Requirements) -> lexical.Sought:
    title, work = (tuple(load_model().tokens(runs.of_letters(text[:MAX_CHARS]))) for text in (asked.title, asked.work))
    return lexical.sought(TITLE_TIMES * title + work)


@lru_cache(maxsize=32)
def _words(text: str) -> lexical.Beginnings:
    return lexical.beginnings(_read(text))


@lru_cache(maxsize=32)
def _beginnings(text: str) -> Vectors:
    return load_model().beginnings([_read(text)], STEP_TOKENS, BEGINNING_TOKENS)


@lru_cache(maxsize=32)
def _common(text: str) -> Vectors:
    """What is taken off the cosines of a text's beginnings, (n_beginnings,) float32."""
    return COMMON_WEIGHT * commonness(_beginnings(text))


@lru_cache(maxsize=16)
def _of_sentences(sentences: tuple[str, ...]) -> Vectors:
    return load_model().beginnings([_tokens(each) for each in sentences[:MAX_SENTENCES]], SHORT_STEP_TOKENS, SENTENCE_TOKENS)


@lru_cache(maxsize=32)
def _read(text: str) -> list[int]:
    return _tokens(text)


def _tokens(text: str) -> list[int]:
    # Marks and numbers say nothing here, nor what was left out of the blind view, nor names, whoever bears them.
    head = text.replace(REDACTED, " ")
    if len(head) > 2 * BEGINNING_WORDS:  # in fewer characters there are no more words
        head = " ".join(head.split(maxsplit=BEGINNING_WORDS)[:BEGINNING_WORDS])
    return load_model().tokens(runs.of_letters(head[:MAX_CHARS]))


def embedded(text: str) -> Vectors:
    """The vector of a long text, (n_dims,) float32 of length 1; zeros without tokens."""
    first: Vectors = load_model().embed((text[:MAX_CHARS],))[0]
    return first

"""The local analyzer's summary: a recruiter's note in three to five sentences. Pure functions.

What is salient for a pair decides which sentences there are and in which order. What the person did is told in the
words of the profile, and nothing is added to them.
"""

from __future__ import annotations

from collections.abc import Sequence

from scoring.models import Recommendation
from scoring.notes.findings import Findings, is_credential
from scoring.notes.grammar import are, article, begins_with_a_verb, capital, count, listed, one_line, quoted_title, title
from scoring.notes.phrases import amounts, asked_years, besides, experience, lacking, level, names, told, wanted_years, who
from scoring.skills.alternatives import grouped

MOST_SKILLS = 8
"""Names of missing skills where there is little else to say."""
MIDDLE = 3
"""Most sentences between the first, on the fit, and the last, on what to do."""
FEW = 0.34
"""Up to this share of the technical skills asked for, 0-1, only a few are there."""


def summary(found: Findings, advice: Recommendation) -> str:
    """The note as one paragraph."""
    if found.nothing_asked:
        sentences = _nothing_asked(found)
    elif found.is_thin:
        sentences = _thin(found)
    else:
        sentences = [_fit(found), *filter(None, _middle(found, advice)), _close(found, advice)]
        del sentences[MIDDLE + 1 : -1]
    return " ".join(f"{capital(sentence)}." for sentence in sentences)


def _fit(found: Findings) -> str:
    if found.is_outsider and not found.matched and found.opening:
        return _outsider(found)
    parts = [part for part in (_relation(found), _experience(found), _skills(found)) if part]
    if not found.asked:
        shown = f"{listed(names(found.soft))} among the soft skills" if found.soft else "none of the soft skills"
        parts.append(f"names {shown} asked for")
    is_contrast = found.asked and not found.matched and not found.is_outsider
    return f"{who(found)} {listed(parts, 'but' if is_contrast else 'and')}"


def _outsider(found: Findings) -> str:
    words = one_line(found.opening)
    if begins_with_a_verb(words) and ";" not in words:
        return f"{who(found)} {words[0].lower()}{words[1:]}, which is another line of work"
    return f"{who(found)} comes from another line of work: “{words}”"


def _relation(found: Findings) -> str:
    if found.is_outsider:
        return "comes from another line of work"
    if found.relation == "same":
        return f"already works in this role{f' at {found.level} level' if found.is_below and found.states_level else ''}"
    if found.relation == "field":
        return "works in the same field" if found.has_known_fields else "works in a similar field"
    if found.earlier:
        earlier = title(found.earlier)
        return f"has worked as {article(earlier)} before" if earlier else "has worked in the field before"
    return "works in a related field" if found.relation == "related" else ""


def _experience(found: Findings) -> str:
    is_of_the_work = found.relation in ("same", "field") or (
        found.relation != "other" and not (found.asked and not found.matched)
    )
    if not found.counted or found.is_short or not is_of_the_work:
        return ""
    have = experience(found)
    if found.years == found.years_asked and found.years_from in ("stated", "words"):
        return f"brings the {have} wanted" if found.states_years else f"brings {have}"
    return f"brings {have} {wanted_years(found)}" if found.states_years else f"brings {have}"


def _skills(found: Findings) -> str:
    matched, gaps, asked = names(tuple(found.matched)), lacking(found, found.gaps), found.asked
    if not asked:
        return ""
    if asked == 1:
        return f"{'shows' if matched else 'does not show'} the one technical skill asked for, {listed(matched or gaps)}"
    if not matched:
        return f"shows {_none_of(asked)} technical skills asked for ({listed(gaps)})"
    if not gaps:
        return f"shows {'both' if asked == 2 else f'all {count(asked)}'} technical skills asked for"
    amount = f"{'only ' if found.share <= FEW else ''}{count(len(matched))} of the {count(asked)} technical skills asked for"
    return f"shows {amount}{',' if len(matched) == 1 else ':'} {listed(matched)}"


def _middle(found: Findings, advice: Recommendation) -> list[str]:
    if not found.matched:
        return _beside(found)
    evidence, plus = _evidence(found), _plus(found)
    if advice in ("Recommended for interview", "Consider for phone screen"):
        concerns = _concerns(found, merged=True)
        return [*evidence[:1], *concerns[:1], *evidence[1:], *plus, *concerns[1:]]
    concerns = _concerns(found, merged=False)
    if len(concerns) > 1 and (found.burdens[:1] != ("skills",) or found.share >= 0.5):
        concerns[0] = f"what weighs most is that {concerns[0].removeprefix('only ')}"
    return [*concerns[:1], *evidence[:1], *concerns[1:], *plus]


def _beside(found: Findings) -> list[str]:
    """What there is when none of the technical skills is: what is shared, the work done, what more is missing."""
    shared = _shared(found) if found.soft and found.asked else ""
    if found.is_outsider and found.opening:
        return [_nothing(found, shared)]
    opening = told(found.opening) if found.opening else ""
    out = [opening, _unheld(found.unheld), shared or _soft_gap(found), "" if found.is_outsider else _experience_gap(found)]
    return [sentence for sentence in out if sentence]


def _shared(found: Findings) -> str:
    soft = names(found.soft)
    if found.relation in ("same", "field"):
        return f"of the soft skills asked for, {listed(soft)} {are(soft)} named"
    return f"common ground is limited to {listed(soft)}"


def _nothing(found: Findings, shared: str) -> str:
    gaps = listed(lacking(found, found.gaps))
    if found.asked == 1:
        without = f"the one technical skill asked for, {gaps}"
        return f"{shared}, without {without}" if shared else f"{without}, is not in the profile"
    if shared:
        return f"{shared}, with {_none_of(found.asked)} technical skills asked for ({gaps}) in the profile"
    if found.soft_gaps:
        skills, soft = f"the {count(found.asked)} technical skills", listed(names(found.soft_gaps), "or")
        return f"nothing that the job asks for is in the profile, neither {skills} ({gaps}) nor {soft}"
    return f"{_none_of(found.asked)} technical skills asked for ({gaps}) is in the profile"


def _none_of(number: int) -> str:
    return "neither of the two" if number == 2 else f"none of the {count(number)}"


def _evidence(found: Findings) -> list[str]:
    """What the profile tells: of the matched skills, of a way of working that the job states, of more skills."""
    practised = found.in_use
    if not practised:
        return [*([told(found.opening)] if found.opening else []), *_unproved(found)]
    best = practised[0]
    out = [told(best.quote)]
    way = next((quote for _, quote in found.ways if quote and quote not in best.quote), "")
    if way:
        out.append(f"as for {listed([name for name, quote in found.ways if quote == way])}, {told(way)}")
    more = [other.quote for other in practised[1:2] if set(other.practised) - set(best.practised)]
    more += [found.opening] if not any(found.opening in quote for quote in (best.quote, *more)) else []
    also = [quote for quote in more if not way or way not in quote]
    return out + [told(quote, also=True) for quote in also[:1]] + [besides(quote) for quote in also[1:]]


def _unproved(found: Findings) -> list[str]:
    """That no sentence tells of the skills, those aside that are held and not used."""
    skills = found.studied or found.without_example
    if not skills:
        return []
    if found.text:
        nothing = f"no sentence {'beyond a course' if found.studied else 'of the profile'} tells of work with"
    else:
        nothing = "no resume text tells of work done with"
    is_all = len(skills) > MIDDLE and len(skills) == len(found.matched)
    what = f"any of the {count(len(skills))} skills shown" if is_all else listed(names(skills), "or")
    return [f"{nothing} {what}"] if found.is_backed else []


def _plus(found: Findings) -> list[str]:
    if not found.extra:
        return []
    extra = names(found.extra)
    return [f"{listed(extra)}, which the job also mentions, {are(extra)} there as well"]


def _concerns(found: Findings, *, merged: bool) -> list[str]:
    """What speaks against, as clauses, the heaviest first; missing skills of both kinds can be one clause."""
    studied = f"{listed(names(found.studied))} {are(found.studied)} known from a course only" if found.studied else ""
    skills = [clause for clause in (_skill_gap(found), studied) if clause]
    clauses = {"skills": _joined(skills), "soft skills": _soft_gap(found), "experience": _experience_gap(found)}
    if merged and clauses["skills"] and clauses["soft skills"]:
        clauses |= {"skills": _joined([*skills, clauses["soft skills"]]), "soft skills": ""}
    out = [clauses[burden] for burden in found.burdens if clauses[burden]]
    others = tuple(each for each in found.unheld if each not in found.unlicensed)
    if found.is_only_listed:
        out.insert(len(out) if found.gaps else 0, _by_list_only(found))
    out[1:1] = [_unheld(found.unlicensed)] if found.unlicensed else []
    out += [_unheld(others)] if others else []
    if found.is_above:
        out.append(f"the role may be a step back from {found.level} level")
    return out


def _by_list_only(found: Findings) -> str:
    is_all = len(found.only_listed) > MIDDLE and len(found.only_listed) == len(found.matched)
    skills = names(found.only_listed)
    return f"{'the skills' if is_all else listed(skills)} {'are' if is_all else are(skills)} shown by a list only"


def _joined(clauses: list[str]) -> str:
    return ", and ".join([", ".join(clauses[:-1]), clauses[-1]] if len(clauses) > 1 else clauses)


def _skill_gap(found: Findings) -> str:
    must, others = lacking(found, found.must), lacking(found, found.other_gaps)
    if must:
        is_wish = set(found.must) <= set(found.wanted)
        state = "named only as a wish" if is_wish else "missing"
        rest = f", and {listed(others)} {are(others)} {'missing' if is_wish else 'not shown either'}" if others else ""
        return f"{listed(must)}, which the job requires, {are(must)} {state}{rest}"
    if not others:
        return ""
    if set(found.gaps) <= set(found.wanted):
        return f"{listed(others)} {are(others)} named only as a wish"
    only = "only " if len(others) == 1 and found.asked > 2 else ""
    return f"{only}{listed(others)} {are(others)} missing{', more than half of what is asked' if found.share < 0.5 else ''}"


def _soft_gap(found: Findings) -> str:
    gaps = names(found.soft_gaps)
    if len(gaps) == 2:
        return f"neither {gaps[0]} nor {gaps[1]} is mentioned"
    return f"{listed(gaps)} {are(gaps)} not mentioned" if gaps else ""


def _unheld(qualifications: tuple[str, ...]) -> str:
    return f"the {listed(qualifications)} asked for {are(qualifications)} not stated" if qualifications else ""


def _experience_gap(found: Findings) -> str:
    below = level(found) if found.is_below else ""
    if found.years is None:
        unknown = "the years of experience are not stated" if found.states_years else ""
        return ", and ".join(filter(None, (unknown, below)))
    if not found.is_short:
        is_told = found.relation == "same" and found.matched and (found.states_level or found.states_years)
        return "" if is_told else below
    if not found.counted:
        return f"no {'relevant ' if found.is_mixed else ''}experience is shown {wanted_years(found)}"
    if not found.states_years:
        return f"{amounts(found, ', at ')}, is short {wanted_years(found)}"
    short = f"{amounts(found, ', at ')}, falls short of the {asked_years(found)} asked"
    return f"{short}, and {below}" if below else short


def _close(found: Findings, advice: Recommendation) -> str:
    if advice in ("Recommended for interview", "Consider for phone screen"):
        return _next_step(found, advice)
    if advice == "May need additional training":
        return f"{_first_of_all(found)} would have to come first"
    gaps = lacking(found, (*found.must, *found.other_gaps))
    lacks = [*(lacking(found, found.must) or gaps)[:2], *(f"the {each}" for each in found.unlicensed[:1])]
    lacks = lacks or _lacking(found)
    if found.is_outsider and found.further and not found.matched:
        own = listed(names(found.further[:3]))
        without = (
            f"without {listed(lacks, 'or')}, which this one requires," if found.must or found.unlicensed else "for this one"
        )
        return f"{own} would count for more in another role; {without} the profile is not recommended at this time"
    if _is_young(found):
        return "a role that takes fewer years would suit better; for this one the profile is not recommended at this time"
    without = f"without {listed(lacks, 'or')}{', which the job requires,' if found.must else ''} " if lacks else ""
    return f"{without}the profile is not recommended for this role at this time"


def _lacking(found: Findings) -> list[str]:
    """What is lacking where no technical skill is; soft ones, which an interview would tell, decide against nobody."""
    if found.is_only_listed:
        return ["work with the skills listed"]
    return ["more work of this kind"] if found.matched else list(names(found.soft_gaps)[:2])


def _is_young(found: Findings) -> bool:
    return found.is_short and found.burdens[:1] == ("experience",)


def _next_step(found: Findings, advice: Recommendation) -> str:
    step = "an interview is recommended" if advice == "Recommended for interview" else "a phone screen is worth having"
    if found.asked and not found.matched and found.relation != "same" and found.opening:
        step = f"for the work that the text tells of, {step}"
    topics = [f"the {each}" for each in found.unlicensed[:1]]
    topics += (*lacking(found, (*found.must, *found.other_gaps)), *names(found.soft_gaps))[:2]
    topics = topics or [f"the {each}" for each in found.unheld[:1]]
    topics += ["the experience"] if found.is_short else []
    return f"{step}, {_to_ask(found, topics, advice)}"


def _first_of_all(found: Findings) -> str:
    """What somebody needs before the role; a licence is got and not trained in."""
    gaps = [gap for group in grouped((*found.must, *found.other_gaps), found.rows)[:2] for gap in group]
    parts = ["more experience"] if _is_young(found) else []
    parts += lacking(found, [gap for gap in gaps if is_credential(gap)])
    training = lacking(found, [gap for gap in gaps if not is_credential(gap)])
    parts += [f"training in {listed(training)}"] if training else []
    parts = parts or [f"the {each}" for each in found.unlicensed[:1]]
    return listed(parts) or _practice(found)


def _practice(found: Findings) -> str:
    if found.is_only_listed:
        return "work with what is only listed"
    return "experience in this line of work" if found.relation in ("related", "other") else "some preparation"


def _to_ask(found: Findings, topics: Sequence[str], advice: Recommendation) -> str:
    if topics := tuple(topics):
        motive = ("what draws the candidate to this role",) if found.is_above else ()
        return f"to ask about {listed((*topics, *motive))}"
    if found.years is None:
        return "to learn the years of experience"
    if found.is_above:
        return "to learn what draws the candidate to this role"
    if found.without_example:
        return f"to ask for examples in {listed(names(found.without_example[:3]))}"
    is_top = advice == "Recommended for interview"
    return "as nothing asked for is missing" if is_top else "to hear more of the work done"


def _thin(found: Findings) -> list[str]:
    licences = tuple(f"the {each}" for each in found.unheld)
    missing = listed((*lacking(found, found.gaps), *licences, *names(found.soft_gaps)), "or", MOST_SKILLS)
    telling = found.in_use[0].quote if found.in_use else found.close or found.opening
    quote = [told(telling)] if telling else []
    if found.has_text:
        known = [part for part in (_relation(found), _experience(found)) if part]
        out = [f"{who(found)} {listed(known)}"] if known else []
        out += [*quote, f"nothing in the text was recognised as {missing}, which the job asks for"] if missing else quote
        return [*out, "a person should read the text before anything is decided"]
    out = [_given(found), *quote]
    out += [f"{'the profile' if quote else 'it'} does not name {missing}, which the job asks for"] if missing else []
    return [*out, "a fuller resume is needed before anything is decided"]


def _given(found: Findings) -> str:
    name = title(found.title) or (f"“{quoted}”" if (quoted := quoted_title(found.title)) else "")
    skills = names((*found.matched, *found.soft, *found.further))
    given = {
        f"a title ({name})": name,
        experience(found): found.counted,
        "years of experience that cannot be right": found.doubts_years,
        f"a mention of {listed(skills)}": skills,
        "a qualification": found.held or found.beyond,
        "a short text": found.text and found.text.casefold() not in map(str.casefold, skills),
    }
    parts = [part for part, is_there in given.items() if is_there]
    return f"the profile gives only {listed(parts)}" if parts else "the profile is empty"


def _nothing_asked(found: Findings) -> list[str]:
    out = [f"the job lists no skills, so there is nothing to compare {who(found).rstrip(',')} with"]
    if found.opening:
        out.append(told(found.opening))
    elif found.further:
        out.append(f"the profile lists {listed(names(found.further))}")
    else:
        out.append(_given(found))
    if found.counted and found.opening:
        out.append(amounts(found, " amounts to "))
    out.append("what the role needs should be settled before the profile is judged")
    return out

// What is behind a score: who it is, what the analyzer says, and how far the requirements are met.

import { element } from "./element.js";
import { resumeOf } from "./resume.js";
import { madeBy, yearsOf } from "./names.js";

const MET = { Exact: "Met", Strong: "Met", Partial: "In part" };

/** `ask(pair)` resolves to what the server has of a pair. */
export function bodyOf(data, ask) {
  const { analysis, remarks, record } = data;
  const insights = analysis.aiInsights;
  const made = element("div", "", "body");
  made.append(contact(analysis), element("p", insights.reasoningSummary));
  if (remarks.length) made.append(items(remarks, "remarks"));
  made.append(scores(insights), columns(data), resumeOf(data, ask), element("p", madeBy(record), "muted"));
  return made;
}

function contact({ id, email, phone, experienceYears }) {
  const made = element("p", "", "contact muted");
  const parts = [id && element("span", id), email && mailTo(email), phone && element("span", phone)];
  made.append(...parts.filter(Boolean), element("span", yearsOf(experienceYears)));
  return made;
}

function mailTo(email) {
  const made = element("a", email);
  made.href = `mailto:${encodeURIComponent(email).replace("%40", "@")}`;
  return made;
}

function scores({ coreSkillsScore, experienceScore, culturalFitScore, confidenceLevel }) {
  const made = element("div", "", "scores");
  made.append(bar("Core skills", coreSkillsScore), bar("Experience", experienceScore));
  made.append(bar("Cultural fit", culturalFitScore), bar("Confidence", confidenceLevel * 100, " %"));
  return made;
}

function bar(name, value, unit = "") {
  const made = element("label", `${name} ${Math.round(value)}${unit}`);
  const progress = document.createElement("progress");
  progress.max = 100;
  progress.value = value;
  made.append(progress);
  return made;
}

function columns({ analysis, evidence }) {
  const insights = analysis.aiInsights;
  const quotes = new Map(evidence.map(({ claim, quote }) => [claim, quote]));
  const [told, asked] = [element("div"), element("div")];
  section(told, "Strengths", insights.strengths.map(({ point }) => withQuote(point, quotes.get(`strength: ${point}`))));
  section(told, "Concerns", insights.concerns);
  section(told, "Sets apart", insights.uniqueQualities);
  requirements(asked, insights, quotes);
  const made = element("div", "", "columns");
  made.append(...[told, asked].filter((column) => column.children.length));
  return made;
}

function section(parent, heading, lines) {
  if (lines.length) parent.append(element("h3", heading), items(lines));
}

function items(lines, className = "") {
  const made = element("ul", "", className);
  for (const line of lines) made.append(line instanceof Element ? line : element("li", line));
  return made;
}

// A quote is shown where it says more than what is claimed with it.
function withQuote(text, quote) {
  const made = element("li", text);
  if (quote && !text.toLowerCase().includes(quote.toLowerCase())) made.append(" ", element("q", quote));
  return made;
}

function requirements(parent, { skillMatches, skillGaps }, quotes) {
  const rows = skillMatches.map(({ jobRequirement, candidateSkill, matchStrength }) => {
    const shownBy = [candidateSkill, quotes.get(`match: ${jobRequirement}`)];
    return requirement(jobRequirement, MET[matchStrength] ?? matchStrength, shownBy);
  });
  rows.push(...skillGaps.map((gap) => requirement(gap, "Missing", [])));
  if (!rows.length) return;
  const body = document.createElement("tbody");
  body.append(...rows);
  const table = document.createElement("table");
  table.createTHead().insertRow().append(element("th", "Requirement"), element("th", "Met"));
  table.append(body);
  parent.append(element("h3", "Requirements"), table);
}

// What shows it is told where it is something else.
function requirement(name, met, [skill, quote]) {
  const made = element("tr");
  made.dataset.met = met;
  const cell = element("td", name);
  const differs = (text) => text && text.toLowerCase() !== name.toLowerCase();
  if (differs(skill)) cell.append(" ", element("span", skill, "shown muted"));
  if (differs(quote) && quote.toLowerCase() !== skill.toLowerCase()) cell.append(" ", element("q", quote));
  made.append(cell, element("td", met, "met"));
  return made;
}

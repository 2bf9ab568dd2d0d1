// One analysis: a line that opens to what is behind its score.

import { element } from "./element.js";

/** `jobs` tells what jobs are called. */
export function createRow(data, jobs) {
  const { analysis } = data;
  const item = element("li");
  item.dataset.pair = data.pair;
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  const grade = analysis.matchScore >= 80 ? "high" : analysis.matchScore < 50 ? "low" : "";
  const who = element("span");
  const name = `${analysis.firstName} ${analysis.lastName}`.trim() || analysis.id;
  who.append(element("span", name, "name"), document.createElement("br"), element("span", analysis.currentTitle, "title"));
  const advice = element("span", `${analysis.aiInsights.recommendation} · `, "advice");
  advice.append(jobs.span(data.jobIndex));
  summary.append(element("span", analysis.matchScore, `score ${grade}`), who, advice);
  details.append(summary);
  details.addEventListener("toggle", () => details.open && details.children.length === 1 && details.append(body(data)));
  item.append(details);
  return item;
}

function body({ analysis, evidence, remarks, record }) {
  const insights = analysis.aiInsights;
  const made = element("div", "", "body");
  made.append(element("p", insights.reasoningSummary));
  const scores = `Core skills ${insights.coreSkillsScore} · Experience ${insights.experienceScore} · Cultural fit ${insights.culturalFitScore}`;
  made.append(element("p", `${scores} · Confidence ${Math.round(insights.confidenceLevel * 100)} %`, "muted"));
  list(made, "Strengths", insights.strengths.map((each) => each.point));
  list(made, "Concerns", insights.concerns);
  list(made, "Gaps", insights.skillGaps);
  list(made, "Sets apart", insights.uniqueQualities);
  list(made, "Matches", insights.skillMatches.map((m) => `${m.jobRequirement}: ${m.candidateSkill} (${m.matchStrength})`));
  list(made, "Evidence", evidence.map((each) => `${each.claim} — “${each.quote}” (${each.field})`));
  list(made, "Remarks", remarks);
  made.append(element("p", `${record.analyzer} ${record.model}, rubric ${record.rubric}`, "muted"));
  return made;
}

function list(parent, heading, lines) {
  if (!lines.length) return;
  const items = document.createElement("ul");
  items.append(...lines.map((line) => element("li", line)));
  parent.append(element("h3", heading), items);
}

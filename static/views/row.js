// One analysis: a line that opens to what is behind its score.

import { bodyOf } from "./body.js";
import { element } from "./element.js";
import { personOf, warningsOf } from "./names.js";
import { keep, kept } from "./place.js";

const STEPS = {
  "Recommended for interview": "interview",
  "Consider for phone screen": "screen",
  "May need additional training": "training",
};

/** `jobs` tells what jobs are called; `ask(pair)` resolves to what the server has of a pair. */
export function createRow(data, jobs, ask) {
  const item = element("li");
  item.dataset.pair = data.pair;
  item.dataset.step = STEPS[data.analysis.aiInsights.recommendation] ?? "no";
  const details = document.createElement("details");
  details.append(lineOf(data, jobs));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(bodyOf(data, ask));
    if (details.open) keep("pair", data.pair);
    else if (kept("pair") === data.pair) keep("pair", null);
  });
  details.open = kept("pair") === data.pair;
  item.append(details);
  return item;
}

function lineOf(data, jobs) {
  const { analysis } = data;
  const score = element("span", "", "grade");
  score.append(element("span", analysis.matchScore, "score"), element("span", "/100", "of"));
  const who = element("span");
  who.append(element("span", personOf(data), "name"), element("span", analysis.currentTitle, "title"));
  who.append(...warningsOf(data).map((warning) => element("span", warning, "chip")));
  const advice = element("span", "", "advice");
  advice.append(element("span", analysis.aiInsights.recommendation, "step"), jobs.span(data.jobIndex));
  const summary = document.createElement("summary");
  summary.append(score, who, advice);
  return summary;
}

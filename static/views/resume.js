// What the analyzer read of a candidate, on demand, with the places that it quotes marked.

import { element } from "./element.js";

const FIELDS = {
  name: "Name",
  email: "E-mail",
  phone: "Phone",
  location: "Place",
  currentTitle: "Title",
  experience_level: "Level",
  experience_year: "Years of experience",
  technical_skills: "Skills list",
  softSkills: "Soft skills",
  qualification: "Qualifications",
  candidate_tag: "Tags",
  resume_text: "Resume",
};

/** A button that shows the resume. `ask(pair)` resolves to what the server has of a pair. */
export function resumeOf({ pair, evidence }, ask) {
  const made = element("div", "", "resume");
  const button = element("button", "Show in resume");
  button.type = "button";
  button.ariaExpanded = "false";
  const shown = element("div");
  shown.hidden = true;
  button.addEventListener("click", async () => {
    shown.hidden = !shown.hidden;
    button.ariaExpanded = String(!shown.hidden);
    button.textContent = shown.hidden ? "Show in resume" : "Hide resume";
    if (!shown.hidden && !shown.querySelector("dl")) await fill(shown, evidence, () => ask(pair));
  });
  made.append(button, shown);
  return made;
}

async function fill(shown, evidence, ask) {
  shown.replaceChildren(element("p", "Loading…", "muted"));
  try {
    const { profile } = await ask();
    shown.replaceChildren(profile ? fields(profile, evidence) : element("p", "This resume could not be read."));
  } catch (error) {
    shown.replaceChildren(element("p", error.message, "danger"));
  }
}

// The list of skills is not evidence of itself: marked is what matches and strengths quote.
function fields(profile, evidence) {
  const quoted = evidence.filter(({ claim }) => !claim.startsWith("skill: "));
  const made = element("dl");
  let last = "";
  for (const { field, text } of profile) {
    const name = field.replace(/\[\d+\]$/, "");
    if (name !== last) made.append(element("dt", FIELDS[name] ?? name));
    const line = element("dd", "", name === field ? "" : "item");
    line.append(...marked(text, quoted.filter((each) => each.field === field)));
    made.append(line);
    last = name;
  }
  return made;
}

/** The text in pieces, those between `start` and `end` marked. They count characters, of which some are two in a string here. */
function marked(text, spans) {
  const characters = [...text];
  const pieces = [];
  let place = 0;
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    if (end <= place) continue;
    const from = Math.max(start, place);
    pieces.push(characters.slice(place, from).join(""), element("mark", characters.slice(from, end).join("")));
    place = end;
  }
  pieces.push(characters.slice(place).join(""));
  return pieces;
}

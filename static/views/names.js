// What people, jobs and analyzers are called, and what is told of them in a word or two.

const LITTLE = 0.3; // confidence, 0 to 1

/** What the person of an analysis is called. */
export function personOf({ analysis, candidateIndex }) {
  return `${analysis.firstName} ${analysis.lastName}`.trim() || analysis.id || `Candidate ${candidateIndex + 1}`;
}

/** What should be known of an analysis before its score is trusted. */
export function warningsOf({ analysis, remarks }) {
  const told = (beginning) => remarks.some((remark) => remark.startsWith(beginning));
  const little = analysis.aiInsights.confidenceLevel <= LITTLE || told("Not enough evidence");
  return [little && "Little evidence", told("An instruction") && "Instruction found in resume"].filter(Boolean);
}

/** "8 years of experience". */
export function yearsOf(years) {
  if (!years) return "years of experience not told";
  return `${Math.round(years * 10) / 10} ${years === 1 ? "year" : "years"} of experience`;
}

/** Who made an analysis: "Local analyzer, rubric 3". */
export function madeBy({ analyzer, model, rubric }) {
  return `${analyzer === "local" ? "Local analyzer" : model}, rubric ${rubric}`;
}

/** What a job is called: "Senior Backend Engineer (BE-101)", as far as that is known. */
export function jobName(index, title, id) {
  return title && id ? `${title} (${id})` : title || id || `Job ${index + 1}`;
}

/** What a candidate is called; `name` may be missing. */
export function nameOf(name, { candidateId, candidateIndex }) {
  if (name && candidateId) return `${name} (${candidateId})`;
  return name || candidateId || `Candidate ${candidateIndex + 1}`;
}

// What the page says of a batch.

const CAUSES = {
  unauthorized: "the provider refused the key",
  quota_exhausted: "the provider's paid quota is used up",
  rate_limited: "the provider takes no calls for now; what was finished is kept",
  provider_error: "the provider stays down; what was finished is kept",
  timeout: "the provider does not answer in time; what was finished is kept",
  budget_exhausted: "its budget is spent",
  configuration_changed: "the server's analyzer or model has changed since it was made",
  internal: "the server went wrong or died with it again and again; what was finished is kept",
};

const FAILURES = {
  unauthorized: "the provider refused the key",
  quota_exhausted: "the provider's paid quota is used up",
  rate_limited: "the provider takes no calls for now",
  provider_error: "an error of the provider",
  timeout: "the provider did not answer in time",
  invalid_output: "the provider's answers made no sense",
  refused: "the provider refused to answer",
  too_long: "too long for the model",
  budget_exhausted: "the budget is spent",
  internal: "the server went wrong",
};

/** The line beside the bar. `pairs` is undefined until the server has told it; a batch may have `ended` before its events came. */
export function standing({ pairs, finished, done, ended, etaSeconds, waitingFor, trouble }) {
  const loading = ended && !done;
  const parts = pairs === undefined ? [] : [`${finished} of ${pairs} pairs${loading ? " loaded" : ""}`];
  if (done) parts.push(done.code && done.code !== done.status ? `${done.status} (${done.code})` : done.status);
  else if (trouble) parts.push(`${trouble}, reconnecting…`);
  else if (loading) parts.push("the batch has ended");
  else {
    if (etaSeconds != null) parts.push(`about ${duration(etaSeconds)} left`);
    if (waitingFor && !waitingFor.startsWith("a free place")) parts.push(`waiting for ${waitingFor}`);
  }
  return capital(parts.join(", "));
}

/** What came of the pairs, count by count; those of which something went wrong are `bad`. */
export function outcomes({ analysed, passed, threshold, skipped, failed, cancelled, notAttempted }) {
  const told = [
    { text: `${analysed} analysed`, count: analysed + skipped + failed + cancelled },
    { text: `${passed} passed (${threshold} or more)`, count: threshold > 0 ? analysed : 0 },
    ...leftOut({ skipped, failed, cancelled }),
    { text: `${notAttempted} not attempted`, count: notAttempted },
  ];
  return told.filter(({ count }) => count);
}

/** "74 skipped, 4 failed". */
export function kindsOf(counts) {
  return leftOut(counts).filter(({ count }) => count).map(({ text }) => text).join(", ");
}

function leftOut({ skipped, failed, cancelled }) {
  return [
    { text: `${skipped} skipped`, count: skipped },
    { text: `${failed} failed`, count: failed, bad: true },
    { text: `${cancelled} cancelled`, count: cancelled },
  ];
}

/** Why some were left out: for a failure what it means, and the words of one of them. */
export function reason({ kind, cause, example, count }) {
  if (kind === "skipped") return cause;
  if (kind === "cancelled") return "cut off when the batch was ended";
  return `${FAILURES[cause] ?? cause}${count > 1 ? ", for instance" : ""}: ${example}`;
}

/** How far it is, for the tab: "42 %", or how it ended. */
export function share({ pairs, finished, done, analysed, failed }) {
  if (!done) return `${Math.floor((100 * finished) / Math.max(pairs, 1))} %`;
  if (done.status === "completed" && failed && !analysed) return "Nothing analysed";
  return capital(done.status);
}

/** What a batch has cost, "" where that is not known or nothing. */
export function dollars(costUsd) {
  if (!costUsd) return "";
  return costUsd < 0.01 ? "less than $0.01" : `$${costUsd.toFixed(2)}`;
}

/** What the server tells of a batch, as `share` takes it. */
export function summarized(summary) {
  return { ...summary, finished: summary.done, done: summary.finishedAt ? summary : null };
}

/** Why nothing, or not all, came of a batch, in a sentence; "" when it went well. `mostly` is the most frequent failure. */
export function cause(done, { analysed, failed }, mostly) {
  if (done?.status === "failed") return `The batch failed: ${CAUSES[done.code] ?? done.code}.`;
  if (done?.status !== "completed" || analysed || !failed) return "";
  return `No pair could be analysed: ${mostly.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())}`;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function duration(seconds) {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

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

/** The line beside the bar. `pairs` is undefined until the server has told it. */
export function standing({ pairs, finished, done, etaSeconds, waitingFor, connected }) {
  const parts = pairs === undefined ? [] : [`${finished} of ${pairs} pairs`];
  if (done) parts.push(done.code && done.code !== done.status ? `${done.status} (${done.code})` : done.status);
  else if (!connected) parts.push("the connection is lost, reconnecting…");
  else {
    if (etaSeconds != null) parts.push(`about ${duration(etaSeconds)} left`);
    if (waitingFor && !waitingFor.startsWith("a free place")) parts.push(`waiting for ${waitingFor}`);
  }
  const text = parts.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How far it is, for the tab: "42 %", or how it ended. */
export function share({ pairs, finished, done }) {
  if (done) return done.status.charAt(0).toUpperCase() + done.status.slice(1);
  return `${Math.floor((100 * finished) / Math.max(pairs, 1))} %`;
}

/** Why a batch failed, in a sentence; "" when it did not. */
export function cause(done) {
  if (done?.status !== "failed") return "";
  return `The batch failed: ${CAUSES[done.code] ?? done.code}.`;
}

function duration(seconds) {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

// What the page knows of its batch. A "change" event follows each change, at most one a frame.

const HIDDEN_MS = 1000; // a hidden page has no frames
const LISTED = 200; // of those left out for one cause

export class Store extends EventTarget {
  accepted = null;
  progress = null;
  done = null;
  summary = null; // how the batch stood when it was last asked for
  trouble = ""; // why nothing arrives
  analyses = [];
  passed = 0;
  skipped = 0;
  failed = 0;
  skippedOf = new Map(); // by jobIndex
  cancelled = 0; // calls that the end of the batch cut off
  leftOut = new Map(); // by cause
  jobIds = new Map(); // by jobIndex
  names = new Map(); // by candidateIndex, of those who were analysed before some job
  #frame = 0;
  #timer = 0;

  take(name, data) {
    if (name === "analysis") this.#add(data);
    else if (name === "skipped") this.#skip(data);
    else if (name === "failed") this.#leaveOut(data.code === "cancelled" ? "cancelled" : "failed", data.code, data);
    else this[name] = data; // accepted, progress, done, summary, trouble
    if (data.job_id) this.jobIds.set(data.jobIndex, data.job_id);
    this.schedule();
  }

  schedule() {
    if (this.#frame) return;
    const change = () => {
      cancelAnimationFrame(this.#frame);
      clearTimeout(this.#timer);
      this.#frame = 0;
      this.dispatchEvent(new Event("change"));
    };
    this.#frame = requestAnimationFrame(change);
    this.#timer = setTimeout(change, HIDDEN_MS);
  }

  get finished() {
    return this.analyses.length + this.skipped + this.failed + this.cancelled;
  }

  /** The jobs for which the filter let nobody through. */
  get withoutCandidates() {
    const { candidates } = this.accepted ?? {};
    return [...this.skippedOf].filter(([, count]) => count === candidates).map(([index]) => index).sort((a, b) => a - b);
  }

  /** What a failure of the most frequent kind says; "" when nothing failed. */
  get mostly() {
    const failures = [...this.leftOut.values()].filter(({ kind }) => kind === "failed");
    return failures.sort((one, other) => other.count - one.count)[0]?.example ?? "";
  }

  #add(data) {
    this.analyses.push(data);
    if (data.passed) this.passed += 1;
    const name = `${data.analysis.firstName} ${data.analysis.lastName}`.trim();
    if (name) this.names.set(data.candidateIndex, name);
  }

  #skip(data) {
    this.skippedOf.set(data.jobIndex, (this.skippedOf.get(data.jobIndex) ?? 0) + 1);
    this.#leaveOut("skipped", data.reason, data);
  }

  // Messages may differ from pair to pair, as by the number of a request: one of a cause stands for all.
  #leaveOut(kind, cause, data) {
    this[kind] += 1;
    const group = this.leftOut.get(cause) ?? { kind, cause, example: data.message, count: 0, events: [] };
    group.count += 1;
    if (group.events.length < LISTED) group.events.push(data);
    this.leftOut.set(cause, group);
  }
}

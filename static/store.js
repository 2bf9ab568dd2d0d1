// What the page knows of its batch. A "change" event follows each change, at most one a frame.

const HIDDEN_MS = 1000; // a hidden page has no frames

export class Store extends EventTarget {
  accepted = null;
  progress = null;
  done = null;
  connected = true;
  analyses = [];
  skipped = 0;
  failed = 0;
  leftOut = new Map(); // by cause
  #frame = 0;
  #timer = 0;

  take(name, data) {
    if (name === "analysis") this.analyses.push(data);
    else if (name === "skipped") this.#leaveOut("skipped", data.reason, data.reason);
    else if (name === "failed") this.#leaveOut("failed", data.code, data.message);
    else this[name] = data; // accepted, progress, done, connected
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

  /** What a failure of the most frequent kind says; "" when nothing failed. */
  get mostly() {
    const failures = [...this.leftOut.values()].filter(({ kind }) => kind === "failed");
    return failures.sort((one, other) => other.count - one.count)[0]?.example ?? "";
  }

  // Messages may differ from pair to pair, as by the number of a request: one of a cause stands for all.
  #leaveOut(kind, cause, example) {
    this[kind] += 1;
    const group = this.leftOut.get(cause) ?? { kind, cause, example, count: 0 };
    group.count += 1;
    this.leftOut.set(cause, group);
  }
}

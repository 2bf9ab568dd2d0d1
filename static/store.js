// What the page knows of its batch. A "change" event follows each change, at most one a frame.

export class Store extends EventTarget {
  accepted = null;
  progress = null;
  done = null;
  rows = new Map();
  leftOut = new Map();
  #scheduled = false;

  take(name, data) {
    if (name === "accepted") this.accepted = data;
    else if (name === "analysis") this.rows.set(data.pair, data);
    else if (name === "skipped" || name === "failed") this.leftOut.set(data.pair, { ...data, kind: name });
    else if (name === "progress") this.progress = data;
    else if (name === "done") this.done = data;
    this.#schedule();
  }

  ranked() {
    return [...this.rows.values()].sort((a, b) => b.analysis.matchScore - a.analysis.matchScore || a.pair - b.pair);
  }

  count(kind) {
    return [...this.leftOut.values()].filter((row) => row.kind === kind).length;
  }

  #schedule() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.dispatchEvent(new Event("change"));
    });
  }
}

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
  reasons = new Map();
  #frame = 0;
  #timer = 0;

  take(name, data) {
    if (name === "analysis") this.analyses.push(data);
    else if (name === "skipped") this.#leaveOut("skipped", data.reason);
    else if (name === "failed") this.#leaveOut("failed", `${data.code}: ${data.message}`);
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

  #leaveOut(kind, reason) {
    this[kind] += 1;
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
  }
}

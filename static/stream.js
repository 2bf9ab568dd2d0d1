// Follows a batch's events: skips what it has seen, and makes a new EventSource where the browser gave up.

const NAMES = ["accepted", "analysis", "skipped", "failed", "progress", "done"];
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;

export class BatchStream {
  #url;
  #on;
  #lost;
  #source = null;
  #timer = 0;
  #last = 0;
  #wait = FIRST_WAIT_MS;

  /** `on(name, data)` for each event once; `lost()` when the stream is gone for good. */
  constructor(url, on, lost) {
    this.#url = url;
    this.#on = on;
    this.#lost = lost;
  }

  connect() {
    this.#source = new EventSource(`${this.#url}?after=${this.#last}`);
    for (const name of NAMES) this.#source.addEventListener(name, (event) => this.#take(name, event));
    this.#source.onerror = () => this.#failed();
  }

  disconnect() {
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  #take(name, event) {
    this.#wait = FIRST_WAIT_MS;
    if (name !== "progress") {
      const id = Number(event.lastEventId);
      if (id <= this.#last) return;
      this.#last = id;
    }
    if (name === "done") this.disconnect();
    this.#on(name, JSON.parse(event.data));
  }

  async #failed() {
    if (this.#source.readyState !== EventSource.CLOSED) return;
    const status = await fetch(this.#url.replace(/\/events$/, "")).then((answer) => answer.status, () => 0);
    if (status === 404) return this.#lost();
    this.#timer = setTimeout(() => this.connect(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }
}

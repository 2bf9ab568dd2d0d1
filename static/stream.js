// Follows a batch's events: skips what it has seen, and makes a new EventSource where the browser gave up.

const NAMES = ["accepted", "analysis", "skipped", "failed", "progress", "done"];
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;
const ASK_MS = 5000;

export class BatchStream {
  #url;
  #tell;
  #source = null;
  #timer = 0;
  #last = 0;
  #wait = FIRST_WAIT_MS;
  #over = false;
  #broken = false; // until an event comes again

  /**
   * Tells `event(name, data)` for each event once, `connected(boolean, why)` as the connection comes and goes (`why` it is
   * of no use, where it is there), and `lost()` when there is no such batch.
   */
  constructor(url, tell) {
    this.#url = url;
    this.#tell = tell;
  }

  connect() {
    this.disconnect();
    if (this.#over) return;
    const source = new EventSource(`${this.#url}/events?after=${this.#last}`);
    for (const name of NAMES) source.addEventListener(name, (event) => this.#take(name, event));
    source.onopen = () => this.#broken || this.#tell.connected(true);
    source.onerror = () => this.#failed(source);
    this.#source = source;
  }

  /** Whether it follows, or tries to. */
  get connected() {
    return this.#source !== null || this.#timer !== 0;
  }

  disconnect() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#source?.close();
    this.#source = null;
  }

  #take(name, event) {
    if (name !== "progress") {
      const id = Number(event.lastEventId);
      if (id <= this.#last) {
        if (name === "done") this.#broke();
        return;
      }
      this.#last = id;
    }
    this.#wait = FIRST_WAIT_MS;
    if (this.#broken) this.#tell.connected(true);
    this.#broken = false;
    if (name === "done") {
      this.#over = true;
      this.disconnect();
    }
    this.#tell.event(name, JSON.parse(event.data));
  }

  // A `done` without an id of its own is not the batch's: the stream has failed inside the server.
  #broke() {
    this.disconnect();
    this.#broken = true;
    this.#tell.connected(false, "the server cannot send what comes of it");
    this.#connectLater();
  }

  async #failed(source) {
    if (source.readyState !== EventSource.CLOSED) {
      this.#tell.connected(false); // the browser tries again by itself
      return;
    }
    const asked = fetch(this.#url, { signal: AbortSignal.timeout(ASK_MS) });
    const status = await asked.then((answer) => answer.status, () => 0);
    if (source !== this.#source) return; // disconnected meanwhile
    if (status === 404) {
      this.disconnect();
      this.#tell.lost();
      return;
    }
    this.#tell.connected(false);
    this.#connectLater();
  }

  #connectLater() {
    this.#timer = setTimeout(() => this.connect(), this.#wait * (0.5 + Math.random()));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }
}

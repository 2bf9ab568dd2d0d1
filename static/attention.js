// Follows a batch while somebody looks. A page that is hidden for long gives its connection back, of which a browser has six
// for a host, and asks now and then how the batch stands.

const LOOKED_AWAY_MS = 10000;
const ASK_MS = 10000;

export class Attention {
  #stream;
  #ask;
  #timer = 0;

  /** `ask()` is called while nobody looks; it resolves to whether that is still of use. */
  constructor(stream, ask) {
    this.#stream = stream;
    this.#ask = ask;
  }

  connect() {
    document.addEventListener("visibilitychange", this);
    window.addEventListener("pagehide", this);
    window.addEventListener("pageshow", this);
    this.#stream.connect();
    if (document.hidden) this.#leaveLater();
  }

  disconnect() {
    document.removeEventListener("visibilitychange", this);
    window.removeEventListener("pagehide", this);
    window.removeEventListener("pageshow", this);
    this.#leave();
  }

  handleEvent(event) {
    if (event.type === "pagehide") this.#leave();
    else if (event.type === "pageshow") event.persisted && this.#return();
    else if (document.hidden) this.#leaveLater();
    else this.#return();
  }

  #leaveLater() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#leave();
      this.#askOn();
    }, LOOKED_AWAY_MS);
  }

  #leave() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#stream.disconnect();
  }

  #return() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.#stream.connected) this.#stream.connect();
  }

  async #askOn() {
    const timer = (this.#timer = setTimeout(() => this.#askOn(), ASK_MS));
    const useful = await this.#ask();
    if (!useful && timer === this.#timer) clearTimeout(timer);
  }
}

// Reads out how the batch stands: a change of state at once, the count now and then. The text on the page changes too often.

const QUIET_MS = 5000;

export class Announcer {
  #element;
  #state = "";
  #text = "";
  #timer = 0;

  constructor(element) {
    this.#element = element;
  }

  /** `state` is what must not wait when it changes. */
  say(text, state) {
    this.#text = text;
    if (state !== this.#state) clearTimeout(this.#timer);
    else if (this.#timer) return;
    this.#state = state;
    this.#speak();
  }

  disconnect() {
    clearTimeout(this.#timer);
    this.#element.textContent = "";
  }

  #speak() {
    this.#timer = 0;
    if (this.#element.textContent === this.#text) return;
    this.#element.textContent = this.#text;
    this.#timer = setTimeout(() => this.#speak(), QUIET_MS);
  }
}

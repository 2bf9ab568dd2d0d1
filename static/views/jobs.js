// The jobs of a batch: what they are called, and which one is chosen. Ids come with the events; titles are asked for.

import { element, find } from "./element.js";
import { jobName } from "./names.js";
import { kept } from "./place.js";

const AT_ONCE = 50; // titles; those of other jobs are asked for when a row of theirs is shown, or they are chosen

export class Jobs {
  #store;
  #ask;
  #titles = new Map(); // by jobIndex, as all that follows
  #spans = new Map();
  #wanted = new Set();
  #ids = 0;
  #asking = false;
  #over = false;

  /** `ask(pair)` resolves to what the server has of a pair. */
  constructor(store, ask) {
    this.#store = store;
    this.#ask = ask;
  }

  /** The chosen job's index; null for all of them. */
  get chosen() {
    return find("job").value === "" ? null : Number(find("job").value);
  }

  /** Offers all jobs as soon as their number is known, and calls them by what is known of them. */
  update() {
    const { accepted, jobIds } = this.#store;
    if (!accepted) return;
    if (find("job").length === 1) this.#offer(accepted.jobs);
    if (jobIds.size === this.#ids) return;
    this.#ids = jobIds.size;
    for (const index of jobIds.keys()) this.#rename(index);
  }

  clear() {
    this.#over = true;
    find("job").replaceChildren(new Option("All jobs", ""));
  }

  name(index) {
    return jobName(index, this.#titles.get(index), this.#store.jobIds.get(index));
  }

  /** The job's name in an element, which follows when more is known of it. */
  span(index) {
    const made = this.#fill(element("span", "", "job"), index);
    if (!this.#spans.has(index)) this.#spans.set(index, []);
    this.#spans.get(index).push(made);
    this.want(index);
    return made;
  }

  /** Has the job's title asked for, once. */
  want(index) {
    if (!this.#titles.has(index)) this.#wanted.add(index);
    if (!this.#asking) this.#askAll();
  }

  #offer(count) {
    const options = Array.from({ length: count }, (_, index) => new Option(this.name(index), index));
    find("job").append(...options);
    const chosen = kept("job");
    if (chosen !== null && chosen < count) find("job").value = chosen;
    for (let index = 0; index < Math.min(count, AT_ONCE); index += 1) this.want(index);
  }

  // One at a time: each answer is made of the whole request.
  async #askAll() {
    this.#asking = true;
    for (const index of this.#wanted) {
      if (this.#over) break;
      const view = await this.#ask(index * this.#store.accepted.candidates).catch(() => null);
      this.#wanted.delete(index);
      if (view) this.#learn(index, view.job);
    }
    this.#asking = false;
  }

  #learn(index, { title, job_id: id }) {
    this.#titles.set(index, title ?? "");
    if (id) this.#store.jobIds.set(index, id);
    this.#rename(index);
  }

  #rename(index) {
    if (this.#over) return;
    find("job").options[index + 1].text = this.name(index);
    for (const span of this.#spans.get(index) ?? []) this.#fill(span, index);
  }

  // The id stays in one piece where there is room.
  #fill(span, index) {
    const [title, id] = [this.#titles.get(index), this.#store.jobIds.get(index)];
    if (title && id) span.replaceChildren(`${title} `, element("span", `(${id})`, "id"));
    else span.replaceChildren(element("span", this.name(index), "id"));
    return span;
  }
}

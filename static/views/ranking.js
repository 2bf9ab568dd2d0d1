// The analyses, best first. A row is put into its place once and never moved, so that it stays open and keeps its focus.

import { createRow } from "./row.js";

const ROWS_A_FRAME = 40; // more of them at once would hold the page up
const LONG = 200; // rows from which on those out of sight are not laid out
const FEW = 5; // rows that are seen to arrive; a crowd is just there

export class Ranking {
  jobs = new Set();
  #list;
  #rows = []; // as they came
  #ranked = []; // those of the chosen job
  #job = "";

  constructor(list) {
    this.#list = list;
  }

  get size() {
    return this.#rows.length;
  }

  /** Adds those of `analyses`, a list that only grows, that are not here yet; false when some are left for the next frame. */
  take(analyses) {
    const end = document.hidden ? analyses.length : Math.min(analyses.length, this.size + ROWS_A_FRAME);
    const few = end - this.size <= FEW;
    while (this.size < end) this.#add(analyses[this.size], few);
    this.#list.classList.toggle("long", this.size > LONG);
    return end === analyses.length;
  }

  /** Shows the rows of one job, or of all where `job` is "". */
  filter(job) {
    this.#job = job;
    for (const row of this.#rows) row.item.classList.remove("arriving");
    this.#ranked = this.#rows.filter((row) => this.#shows(row)).sort(byRank);
    this.#list.replaceChildren(...this.#ranked.map((row) => row.item));
  }

  clear() {
    this.#rows = this.#ranked = [];
    this.#list.replaceChildren();
  }

  #add(data, seen) {
    const row = { score: data.analysis.matchScore, pair: data.pair, job: data.job_id, item: createRow(data) };
    row.item.classList.toggle("arriving", seen);
    this.#rows.push(row);
    if (row.job) this.jobs.add(row.job);
    if (!this.#shows(row)) return;
    const place = this.#place(row);
    this.#list.insertBefore(row.item, this.#ranked[place]?.item ?? null);
    this.#ranked.splice(place, 0, row);
  }

  #shows(row) {
    return this.#job === "" || row.job === this.#job;
  }

  #place(row) {
    let [low, high] = [0, this.#ranked.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byRank(this.#ranked[middle], row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function byRank(one, other) {
  return other.score - one.score || one.pair - other.pair;
}

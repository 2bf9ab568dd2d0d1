// The analyses, best first. The best rows of the chosen job are on the page, others follow on demand. A row is put into its
// place once and never moved, so that it stays open and keeps its focus.

import { element } from "./element.js";

const ROWS = 200; // at first, and more at a time
const BUDGET_MS = 8; // of a frame; more would hold the page up
const FEW = 5; // rows that are seen to arrive; a crowd is just there

export class Ranking {
  #list;
  #rows = []; // as they came
  #ranked = []; // those of the chosen job
  #shown = []; // those on the page
  #most = ROWS;
  #job = null;
  #make;
  #threshold = 0;
  #divider = { item: element("li", "", "divider") };

  /** `make(analysis)` makes its row. */
  constructor(list, make) {
    this.#list = list;
    this.#make = make;
  }

  /** How many rows of the chosen job are not on the page. */
  get more() {
    return Math.max(this.#ranked.length - this.#most, 0);
  }

  /**
   * Adds those of `analyses`, a list that only grows, that are not here yet, and divides those below the threshold from
   * the others; false when some are left for the next frame.
   */
  take(analyses, threshold = 0) {
    this.#threshold = threshold;
    this.#divider.item.textContent = `Below your threshold of ${threshold}`;
    const fresh = analyses.slice(this.#rows.length).map(rowOf);
    for (const row of fresh) this.#rows.push(row);
    const fitting = fresh.filter((row) => this.#fits(row));
    for (const row of fitting) this.#ranked.push(row);
    if (fitting.length) this.#ranked.sort(byRank);
    return this.#show(document.hidden ? Infinity : BUDGET_MS, fresh.length <= FEW);
  }

  /** Shows the rows of one job, or of all where `job` is null. */
  filter(job) {
    if (this.#job === job) return;
    this.#job = job;
    this.#ranked = this.#rows.filter((row) => this.#fits(row)).sort(byRank);
    this.#most = ROWS;
    this.#drop();
    this.#show(Infinity);
  }

  /** Shows more rows, and goes to the first of them. */
  showMore() {
    const next = this.#ranked[this.#most];
    this.#most += ROWS;
    this.#show(Infinity);
    next?.item.querySelector("summary").focus();
  }

  clear() {
    this.#rows = [];
    this.#ranked = [];
    this.#drop();
  }

  #drop() {
    for (const { item } of this.#shown) item.classList.remove("arriving");
    this.#shown = [];
    this.#list.replaceChildren();
  }

  // What is on the page is in its order, so that each row that is not yet there belongs before the next one that is.
  #show(budget_ms, arriving = false) {
    const end = performance.now() + budget_ms;
    const wanted = this.#wanted();
    let place = this.#list.firstElementChild;
    let whole = true;
    for (const row of wanted) {
      if (row.item && row.item === place) place = place.nextElementSibling;
      else if (performance.now() > end) whole = false;
      else this.#list.insertBefore(this.#made(row, arriving), place);
    }
    this.#shown = wanted.filter(isShown);
    return whole;
  }

  // The best, and of the others those that somebody has open or is at.
  #wanted() {
    const best = this.#ranked.slice(0, this.#most);
    const below = best.findIndex(({ score }) => score < this.#threshold);
    if (below >= 0) best.splice(below, 0, this.#divider);
    const among = new Set(best);
    const others = this.#shown.filter((row) => !among.has(row));
    const [held, gone] = [others.filter(isHeld), others.filter((row) => !isHeld(row))];
    for (const { item } of gone) item.remove();
    return [...best, ...held];
  }

  #made(row, arriving) {
    if (row.item) return row.item;
    row.item = this.#make(row.data);
    row.item.classList.toggle("arriving", arriving);
    return row.item;
  }

  #fits(row) {
    return this.#job === null || row.data.jobIndex === this.#job;
  }
}

function rowOf(data) {
  return { score: data.analysis.matchScore, pair: data.pair, data, item: null };
}

function isShown(row) {
  return row.item?.isConnected;
}

function isHeld({ item }) {
  return item.querySelector("details")?.open || item.contains(document.activeElement);
}

function byRank(one, other) {
  return other.score - one.score || one.pair - other.pair;
}

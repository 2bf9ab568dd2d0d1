// The batch on the page: progress, the ranked rows and what was left out.

import { createRow, element } from "./row.js";

const find = (name) => document.querySelector(`[data-${name}]`);

export class BatchView {
  #store;
  #items = new Map();
  #jobs = new Set();

  constructor(store) {
    this.#store = store;
    find("results").replaceChildren();
    find("job").replaceChildren(new Option("All jobs", ""));
    find("status").hidden = false;
    find("left-out").hidden = true;
    store.addEventListener("change", () => this.update());
    find("job").onchange = () => this.update();
  }

  update() {
    this.#progress();
    this.#rows();
    this.#leftOut();
  }

  #progress() {
    const { accepted, progress, done, rows, leftOut } = this.#store;
    if (!accepted) return;
    const finished = rows.size + leftOut.size;
    find("bar").max = accepted.pairs;
    find("bar").value = finished;
    find("cancel").hidden = Boolean(done);
    const eta = !done && progress?.etaSeconds != null ? `, about ${Math.ceil(progress.etaSeconds)} s left` : "";
    const state = done ? `, ${done.status}${done.code && done.code !== done.status ? ` (${done.code})` : ""}` : eta;
    find("text").textContent = `${finished} of ${accepted.pairs} pairs${state}`;
  }

  #rows() {
    const list = find("results");
    const job = find("job").value;
    let place = list.firstElementChild;
    for (const data of this.#store.ranked()) {
      const item = this.#item(data);
      item.hidden = Boolean(job) && data.job_id !== job;
      if (item === place) place = place.nextElementSibling;
      else list.insertBefore(item, place);
    }
  }

  #item(data) {
    let item = this.#items.get(data.pair);
    if (!item) {
      item = createRow(data);
      this.#items.set(data.pair, item);
      if (!this.#jobs.has(data.job_id)) {
        this.#jobs.add(data.job_id);
        find("job").append(new Option(data.job_id, data.job_id));
      }
    }
    return item;
  }

  #leftOut() {
    const { leftOut, accepted } = this.#store;
    if (!leftOut.size) return;
    const skipped = this.#store.count("skipped");
    const most = skipped * 2 > accepted.pairs ? " More than half were skipped: check the tags." : "";
    find("left-out").hidden = false;
    find("left-out-text").textContent = `${skipped} skipped, ${leftOut.size - skipped} failed.${most}`;
    const reasons = new Map();
    for (const row of leftOut.values()) {
      const reason = row.kind === "skipped" ? row.reason : `${row.code}: ${row.message}`;
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    find("reasons").replaceChildren(...[...reasons].map(([reason, count]) => element("li", `${count} × ${reason}`)));
  }
}

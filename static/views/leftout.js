// Who was left out, by cause: counts at once, and on opening the candidates, each with its job and what tells why.

import { element, find } from "./element.js";
import { nameOf } from "./names.js";
import { kindsOf, reason } from "./words.js";

const NAMED = 5; // jobs

export class LeftOut {
  #store;
  #jobs;
  #told = 0;

  constructor(store, jobs) {
    this.#store = store;
    this.#jobs = jobs;
  }

  update() {
    if (this.#store.done) this.#advise();
    const groups = [...this.#store.leftOut.values()];
    const count = groups.reduce((sum, group) => sum + group.count, 0);
    if (this.#told === count) return;
    this.#told = count;
    find("left-out").hidden = false;
    find("left-out-text").textContent = `Left out: ${kindsOf(this.#store)}`;
    const shown = [...find("reasons").children];
    groups.forEach((group, n) => {
      if (n === shown.length) find("reasons").append(this.#item(group));
      this.#refresh(find("reasons").children[n], group);
    });
  }

  clear() {
    find("left-out").hidden = find("advice").hidden = true;
    find("advice").replaceChildren();
    find("left-out").open = false;
    find("reasons").replaceChildren();
  }

  // Most pairs of a batch are skipped where its jobs differ; that nobody is left for one of them is seldom meant.
  #advise() {
    const jobs = this.#store.withoutCandidates;
    if (!jobs.length || find("advice").hasChildNodes()) return;
    find("advice").append("No candidate's tags are near those of ");
    jobs.slice(0, NAMED).forEach((job, n) => find("advice").append(n ? ", " : "", this.#jobs.span(job)));
    find("advice").append(jobs.length > NAMED ? ` and ${jobs.length - NAMED} more jobs` : "", ": check the tags.");
    find("advice").hidden = false;
  }

  #item(group) {
    const item = element("li");
    const details = element("details");
    details.append(element("summary", ""), element("ul", ""));
    details.addEventListener("toggle", () => this.#refresh(item, group));
    item.append(details);
    return item;
  }

  #refresh(item, group) {
    const details = item.firstChild;
    const [summary, list] = details.children;
    summary.textContent = `${group.count} × ${reason(group)}`;
    if (!details.open) return;
    for (const each of group.events.slice(list.children.length)) list.append(this.#line(each));
    const more = group.count - group.events.length;
    if (details.children.length > 2) details.lastChild.remove();
    if (more) details.append(element("p", `and ${more} more`));
  }

  #line(event) {
    const name = nameOf(this.#store.names.get(event.candidateIndex), event);
    const score = event.minimum === undefined ? "" : `: ${event.eligibilityScore} of the ${event.minimum} needed`;
    const item = element("li");
    item.append(element("bdi", name), ", ", this.#jobs.span(event.jobIndex), score);
    return item;
  }
}

// The batch on the page: how it stands, the ranked rows and what was left out.

import { Announcer } from "./announcer.js";
import { element, find } from "./element.js";
import { Jobs } from "./jobs.js";
import { LeftOut } from "./leftout.js";
import { keep } from "./place.js";
import { Ranking } from "./ranking.js";
import { createRow } from "./row.js";
import { cause, dollars, outcomes, share, standing, summarized } from "./words.js";

const TITLE = document.title;
const BUTTONS = ["cancel", "more", "sheet"];

export class BatchView {
  #store;
  #cancel;
  #download;
  #ranking;
  #announcer = new Announcer(find("voice"));
  #jobs;
  #leftOut;

  /**
   * `cancel()` asks for the batch's end; it resolves to whether it was heard. `ask(pair)` resolves to what the server has
   * of a pair. `download()` saves the analyses as a sheet; it resolves when that is over.
   */
  constructor(store, { cancel, ask, download }) {
    this.#store = store;
    this.#jobs = new Jobs(store, ask);
    this.#ranking = new Ranking(find("results"), (data) => createRow(data, this.#jobs, ask));
    this.#leftOut = new LeftOut(store, this.#jobs);
    this.#cancel = cancel;
    this.#download = download;
  }

  connect() {
    this.#store.addEventListener("change", this);
    find("job").addEventListener("change", this);
    for (const name of BUTTONS) find(name).addEventListener("click", this);
    this.#offerCancel();
  }

  /** Leaves an empty page. */
  disconnect() {
    this.#store.removeEventListener("change", this);
    find("job").removeEventListener("change", this);
    for (const name of BUTTONS) find(name).removeEventListener("click", this);
    for (const name of ["status", "cancel", "why", "more", "sheet"]) find(name).hidden = true;
    this.#leftOut.clear();
    find("counts").replaceChildren();
    this.#jobs.clear();
    this.#ranking.clear();
    this.#announcer.disconnect();
    document.title = TITLE;
  }

  handleEvent(event) {
    if (event.currentTarget === this.#store) this.#update();
    else if (event.currentTarget === find("cancel")) this.#stop();
    else if (event.currentTarget === find("sheet")) this.#save();
    else if (event.currentTarget === find("more")) this.#showMore();
    else this.#choose();
  }

  #choose() {
    const job = this.#jobs.chosen;
    keep("job", job);
    if (job !== null) this.#jobs.want(job);
    this.#ranking.filter(job);
    this.#offerMore();
  }

  #showMore() {
    this.#ranking.showMore();
    this.#offerMore();
  }

  async #save() {
    if (find("sheet").ariaDisabled === "true") return;
    find("sheet").ariaDisabled = "true";
    await this.#download();
    find("sheet").ariaDisabled = "false";
  }

  #offerCancel() {
    find("cancel").ariaDisabled = "false";
    find("cancel").textContent = "Cancel";
  }

  async #stop() {
    if (find("cancel").ariaDisabled === "true") return;
    find("cancel").ariaDisabled = "true";
    find("cancel").textContent = "Cancelling…";
    if (!(await this.#cancel())) this.#offerCancel();
  }

  #update() {
    const store = this.#store;
    this.#jobs.update();
    this.#ranking.filter(this.#jobs.chosen);
    if (!this.#ranking.take(store.analyses, store.accepted?.threshold)) store.schedule();
    this.#offerMore();
    this.#leftOut.update();
    this.#tellStanding();
  }

  #tellStanding() {
    const { accepted, progress, summary, trouble, done, finished } = this.#store;
    const { etaSeconds, waitingFor } = progress ?? {};
    const ended = done ?? (summary?.finishedAt ? summary : null);
    const counts = this.#counts();
    const state = { pairs: accepted?.pairs, finished, done, ended, etaSeconds, waitingFor, trouble, ...counts };
    find("status").hidden = false;
    find("bar").max = Math.max(state.pairs ?? 1, 1);
    find("bar").value = finished;
    find("text").textContent = standing(state);
    this.#tellCounts(counts);
    find("cost").textContent = dollars((done ?? progress)?.costUsd);
    find("sheet").hidden = !counts.analysed;
    this.#withdrawCancel(!accepted || Boolean(ended));
    this.#tellCause(cause(done, counts, this.#store.mostly));
    this.#tellTitle(state);
    this.#announcer.say([standing(state), find("counts").textContent].filter(Boolean).join(": "), `${done?.status} ${trouble}`);
  }

  // Whoever was at the button goes on at the line that tells what came of it.
  #withdrawCancel(hidden) {
    if (hidden && document.activeElement === find("cancel")) find("text").focus();
    find("cancel").hidden = hidden;
  }

  #counts() {
    const { accepted, done, analyses, passed, skipped, failed, cancelled } = this.#store;
    const [threshold, notAttempted] = [accepted?.threshold ?? 0, done?.notAttempted ?? 0];
    return { analysed: analyses.length, passed, threshold, skipped, failed, cancelled, notAttempted };
  }

  // While nothing is streamed the tab alone tells how the batch stands.
  #tellTitle(state) {
    const { accepted, summary } = this.#store;
    const ahead = summary && !state.done && summary.done >= state.finished;
    const title = accepted ? `${share(ahead ? summarized(summary) : state)} · ${TITLE}` : TITLE;
    if (document.title !== title) document.title = title;
  }

  #tellCounts(counts) {
    const parts = outcomes(counts).map(({ text, bad }) => element("span", text, bad ? "danger" : ""));
    find("counts").replaceChildren(...parts.flatMap((part, n) => (n ? [", ", part] : [part])));
  }

  #tellCause(why) {
    if (find("why").textContent !== why) find("why").textContent = why;
    find("why").hidden = !why;
    find("bar").classList.toggle("danger", Boolean(why));
  }

  #offerMore() {
    const { more } = this.#ranking;
    find("more").hidden = !more;
    find("more").textContent = `Show more (${more} left)`;
  }
}

// Starts a batch, or takes up the one that the URL names.

import { Attention } from "./attention.js";
import { call, Unreachable } from "./call.js";
import { acceptFiles } from "./files.js";
import { Store } from "./store.js";
import { BatchStream } from "./stream.js";
import { BatchView } from "./views/batch.js";
import { find } from "./views/element.js";
import { hideRecent, showRecent } from "./views/recent.js";

const DOUBLE_CLICK_MS = 500;
const SHEET_MS = 60000; // that a large one may take
const SLOWEST_BYTES_A_MS = 4; // that the server waits for

let view = null;
let attention = null;
let clickedAt = -Infinity;
let saidOf = null; // the error of which the page tells

function say(message) {
  find("error").textContent = message;
  find("error").hidden = !message;
  saidOf = null;
}

/** Says what went wrong; of a server that could not be reached until it is. */
function complain(error, before = "") {
  say(before + error.message);
  saidOf = error;
}

function close() {
  attention?.disconnect();
  view?.disconnect();
  attention = view = null;
}

function open(id) {
  close();
  hideRecent();
  const url = `/ai/batches/${encodeURIComponent(id)}`;
  const store = new Store();
  view = new BatchView(store, {
    cancel: () => cancel(url),
    ask: async (pair) => (await call(`${url}/pairs/${pair}`)).json(),
    download: () => download(url, id),
  });
  view.connect();
  const stream = new BatchStream(url, {
    event: (name, data) => store.take(name, data),
    connected: (connected, why = "the connection is lost") => {
      store.take("trouble", connected ? "" : why);
      if (connected && saidOf instanceof Unreachable) say("");
    },
    lost: () => {
      close();
      say("There is no batch with this id. It may have been erased.");
    },
  });
  attention = new Attention(stream, () => glance(url, store));
  attention.connect();
  return [url, store];
}

/** Has the page know how the batch stands before, or without, its events; whether it may stand otherwise later. */
async function glance(url, store) {
  if (store.done) return false;
  try {
    store.take("summary", await (await call(url)).json());
  } catch {
    return true; // the next time
  }
  return !store.summary.finishedAt;
}

/** Whether the server has taken the wish. */
async function cancel(url) {
  say("");
  try {
    await call(`${url}/cancel`, { method: "POST" });
    return true;
  } catch (error) {
    complain(error, "The batch could not be cancelled. ");
    return false;
  }
}

/** Saves the analyses, as a sheet for a spreadsheet. */
async function download(url, id) {
  say("");
  try {
    const answer = await call(`${url}/results`, { headers: { Accept: "text/csv" } }, SHEET_MS);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = `results-${id}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  } catch (error) {
    complain(error, "The sheet could not be downloaded. ");
  }
}

async function start(body) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body };
  const answer = await call("/ai/batches", options, body.size / SLOWEST_BYTES_A_MS);
  const { id } = await answer.json();
  history.pushState(null, "", `?batch=${id}`);
  open(id);
}

/** Starts one batch at a time. The button keeps its focus. */
async function begin(read) {
  const button = find("start");
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  find("file").disabled = true;
  say("");
  try {
    await start(await read());
  } catch (error) {
    complain(error);
  }
  button.ariaDisabled = "false";
  find("file").disabled = false;
}

function restore() {
  say("");
  const id = new URLSearchParams(location.search).get("batch");
  if (id) glance(...open(id));
  else {
    close();
    showRecent();
  }
}

find("start").addEventListener("click", (event) => {
  const again = event.timeStamp - clickedAt < DOUBLE_CLICK_MS;
  clickedAt = event.timeStamp;
  if (!again) begin(async () => (await call("/static/sample.json")).blob());
});
find("start").addEventListener("keydown", (event) => event.repeat && event.preventDefault());
acceptFiles((file) => begin(() => file));
window.addEventListener("popstate", restore);
restore();

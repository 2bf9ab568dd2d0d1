// Starts a batch, or takes up the one that the URL names.

import { Store } from "./store.js";
import { BatchStream } from "./stream.js";
import { BatchView } from "./views/batch.js";
import { find } from "./views/element.js";

const DOUBLE_CLICK_MS = 500;

let view = null;
let stream = null;
let clickedAt = -Infinity;

function say(message) {
  find("error").textContent = message;
  find("error").hidden = !message;
}

/** The server's answer; whatever else comes of it is thrown as a sentence. */
async function call(url, options) {
  let answer;
  try {
    answer = await fetch(url, options);
  } catch {
    throw new Error("The server could not be reached.");
  }
  if (answer.ok) return answer;
  const { detail } = await answer.json().catch(() => ({}));
  if (!detail) throw new Error(`The server answered ${answer.status}.`);
  throw new Error(Array.isArray(detail) ? detail.map((each) => `${each.loc.join(".")}: ${each.msg}`).join(" ") : detail);
}

function close() {
  stream?.disconnect();
  view?.disconnect();
  stream = view = null;
}

function open(id) {
  close();
  const url = `/ai/batches/${encodeURIComponent(id)}`;
  const store = new Store();
  view = new BatchView(store, () => cancel(url));
  view.connect();
  stream = new BatchStream(url, {
    event: (name, data) => store.take(name, data),
    connected: (connected) => store.take("connected", connected),
    lost: () => {
      close();
      say("There is no batch with this id. It may have been erased.");
    },
  });
  stream.connect();
}

/** Whether the server has taken the wish. */
async function cancel(url) {
  say("");
  try {
    await call(`${url}/cancel`, { method: "POST" });
    return true;
  } catch (error) {
    say(`The batch could not be cancelled. ${error.message}`);
    return false;
  }
}

async function start(body) {
  const answer = await call("/ai/batches", { method: "POST", headers: { "Content-Type": "application/json" }, body });
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
    say(error.message);
  }
  button.ariaDisabled = "false";
  find("file").disabled = false;
}

function restore() {
  say("");
  const id = new URLSearchParams(location.search).get("batch");
  if (id) open(id);
  else close();
}

find("start").addEventListener("click", (event) => {
  const again = event.timeStamp - clickedAt < DOUBLE_CLICK_MS;
  clickedAt = event.timeStamp;
  if (!again) begin(async () => (await call("/static/sample.json")).blob());
});
find("start").addEventListener("keydown", (event) => event.repeat && event.preventDefault());
find("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (file) begin(() => file.arrayBuffer());
});
window.addEventListener("popstate", restore);
window.addEventListener("pagehide", () => stream?.disconnect());
window.addEventListener("pageshow", (event) => event.persisted && stream?.connect());
restore();

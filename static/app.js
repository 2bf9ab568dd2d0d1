// Starts a batch, or takes up the one that the URL names.

import { Store } from "./store.js";
import { BatchStream } from "./stream.js";
import { BatchView } from "./views/batch.js";

const find = (name) => document.querySelector(`[data-${name}]`);
let stream = null;

function say(message) {
  find("error").textContent = message;
  find("error").hidden = !message;
}

function open(id) {
  stream?.disconnect();
  const store = new Store();
  new BatchView(store);
  find("cancel").hidden = false;
  find("cancel").onclick = () => fetch(`/ai/batches/${id}/cancel`, { method: "POST" });
  const lost = () => {
    find("cancel").hidden = true;
    say("This batch is not there any more.");
  };
  stream = new BatchStream(`/ai/batches/${id}/events`, (name, data) => store.take(name, data), lost);
  stream.connect();
}

async function start(body) {
  say("");
  const answer = await fetch("/ai/batches", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  const content = await answer.json();
  if (!answer.ok) {
    const { detail } = content;
    say(typeof detail === "string" ? detail : detail.map((each) => `${each.loc.join(".")}: ${each.msg}`).join(" "));
    return;
  }
  history.pushState(null, "", `?batch=${content.id}`);
  open(content.id);
}

async function guarded(work) {
  try {
    await work();
  } catch (error) {
    say(`The server could not be reached: ${error.message}`);
  }
}

function restore() {
  const id = new URLSearchParams(location.search).get("batch");
  if (id) open(encodeURIComponent(id));
}

find("start").addEventListener("click", () =>
  guarded(async () => start(await (await fetch("/static/sample.json")).text())),
);
find("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (file) guarded(async () => start(await file.text()));
});
window.addEventListener("popstate", restore);
window.addEventListener("pagehide", () => stream?.disconnect());
restore();

// The batches made last, while none is open.

import { call } from "../call.js";
import { element, find } from "./element.js";

const SHOWN = 10;
const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Shows them, if there are any and the server tells. */
export async function showRecent() {
  const answer = await call(`/ai/batches?limit=${SHOWN}`).catch(() => null);
  const { batches } = answer ? await answer.json() : { batches: [] };
  find("recent-list").replaceChildren(...batches.map(line));
  find("recent").hidden = !batches.length || new URLSearchParams(location.search).has("batch");
}

export function hideRecent() {
  find("recent").hidden = true;
}

function line({ id, createdAt, pairs, status }) {
  const link = element("a", WHEN.format(new Date(createdAt)));
  link.href = `?batch=${encodeURIComponent(id)}`;
  const made = element("li");
  made.append(link, ` ${pairs} ${pairs === 1 ? "pair" : "pairs"}, ${status}`);
  return made;
}

// Asks the server; whatever else than an answer comes of it is thrown as a sentence.

import { sentence } from "./problems.js";

const PATIENCE_MS = 15000;

/** The server was not there, or said nothing: what is said of it is over when it is back. */
export class Unreachable extends Error {}

/** The server's answer. `body_ms` is what sending the body may take beside. */
export async function call(url, options = {}, body_ms = 0) {
  const answer = await ask(url, { ...options, signal: AbortSignal.timeout(PATIENCE_MS + body_ms) });
  if (answer.ok) return answer;
  const { detail } = await answer.json().catch(() => ({}));
  if (!detail) throw new Error(`The server answered ${answer.status}.`);
  throw new Error(Array.isArray(detail) ? detail.map(sentence).join(" ") : detail);
}

async function ask(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    const late = error.name === "TimeoutError";
    throw new Unreachable(late ? "The server does not answer. Please try again." : "The server could not be reached.");
  }
}

// What is wrong with a request, in sentences for whoever chose the file.

const PLACES = { jobs: "Job", candidates: "Candidate" };
const KINDS = { str: "text", int: "a number", float: "a number", bool: "yes or no", array: "a list", object: "an object", null: "nothing" };

/** One problem of a 422: `loc` is a path such as ["body", "candidates", 0, "email"]. */
export function sentence({ type, loc: [, ...path], msg }) {
  if (type === "json_invalid") return malformed(path[0], msg);
  if (type === "missing" && path.length) return `${place(path.slice(0, -1), "The file")} has no “${path.at(-1)}”.`;
  const problem = msg.replace(/`([^`]+)`/g, (_, kinds) => plain(kinds));
  return path.length ? `${place(path)}: ${problem}` : problem;
}

function malformed(character, msg) {
  if (msg.includes("ends too early")) return `The file ends too early (character ${character}).`;
  if (msg.includes("UTF-8")) return "The file is not UTF-8 text. Please save it as such.";
  return character ? `This is not JSON (from character ${character} on).` : "This is not JSON.";
}

function place(path, otherwise = "") {
  const [list, index, ...fields] = path;
  if (!(list in PLACES) || index === undefined) return path.join(".") || otherwise;
  return [`${PLACES[list]} ${index + 1}`, ...fields].join(", ");
}

function plain(kinds) {
  const known = kinds.split(" | ").filter((kind, _, all) => kind !== "null" || all.length === 1);
  return known.map((kind) => KINDS[kind] ?? kind).join(" or ");
}

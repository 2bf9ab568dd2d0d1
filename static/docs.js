// Shows /openapi.json: operations by tag, their parameters and answers, and schemas that open on demand.

import { element, find } from "./views/element.js";

const METHODS = ["get", "post", "put", "patch", "delete"];
let components = { schemas: {}, headers: {} };

const nameOf = (ref) => ref.split("/").at(-1);

/** A paragraph in which what stands between backticks is code. */
function prose(text, tag = "p") {
  const made = element(tag);
  made.append(...text.split("`").map((part, n) => (n % 2 ? element("code", part) : part)));
  return made;
}

function opening(summary, className, body) {
  const details = element("details", "", className);
  details.append(summary);
  details.addEventListener("toggle", () => details.open && details.children.length === 1 && details.append(body()));
  return details;
}

function heading(...parts) {
  const summary = document.createElement("summary");
  summary.append(...parts);
  return summary;
}

// Schemas

function typeOf(schema) {
  if (schema.$ref) return nameOf(schema.$ref);
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(" or ");
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.type === "array") return `list of ${schema.items.anyOf ? `(${typeOf(schema.items)})` : typeOf(schema.items)}`;
  return [schema.type, schema.format && `(${schema.format})`].filter(Boolean).join(" ");
}

function limitsOf(schema) {
  const { minimum, maximum } = schema;
  const range = maximum !== undefined ? `${minimum} to ${maximum}` : minimum !== undefined ? `${minimum} or more` : "";
  const standard = schema.default != null ? `default ${JSON.stringify(schema.default)}` : "";
  return [range, standard].filter(Boolean).join(", ");
}

function refsOf(schema) {
  if (schema.$ref) return [schema.$ref];
  return [...(schema.anyOf ?? []), schema.items ?? {}].flatMap((part) => (Object.keys(part).length ? refsOf(part) : []));
}

/** One line that tells a named value, and the schemas it is made of. */
function field(name, schema, note = "") {
  const made = element("li");
  const about = [typeOf(schema), limitsOf(schema), note].filter(Boolean).join(", ");
  made.append(element("code", name), " ", element("span", about, "muted"));
  if (schema.description && !schema.$ref) made.append(prose(schema.description, "div"));
  made.append(...refsOf(schema).map((ref) => schemaView(ref)));
  return made;
}

function schemaView(ref, id = "") {
  const name = nameOf(ref);
  const made = opening(heading(element("code", name)), "schema", () => schemaBody(components.schemas[name]));
  if (id) made.id = id;
  return made;
}

function schemaBody(schema) {
  const made = element("div", "", "body");
  if (schema.description) made.append(prose(schema.description));
  for (const variant of schema.oneOf ?? []) {
    made.append(element("h4", variant.title), fields(variant));
  }
  if (schema.properties) made.append(fields(schema));
  made.append(...(schema.examples ?? []).map(example));
  return made;
}

function fields({ properties, required = [] }) {
  const list = element("ul");
  const entries = Object.entries(properties);
  list.append(...entries.map(([name, part]) => field(name, part, required.includes(name) ? "" : "optional")));
  return list;
}

function example(value) {
  const made = element("pre", typeof value === "string" ? value : JSON.stringify(value, null, 2));
  made.tabIndex = 0; // it scrolls sideways, by keyboard too
  made.setAttribute("role", "region");
  made.setAttribute("aria-label", "Example");
  return made;
}

// Operations

function content(media) {
  return Object.entries(media ?? {}).map(([type, { schema }]) => {
    const made = element("div", "", "content");
    made.append(element("code", type), " ", element("span", schema.$ref ? "" : typeOf(schema), "muted"));
    if (schema.description) made.append(prose(schema.description));
    made.append(...refsOf(schema).map((ref) => schemaView(ref)), ...(schema.examples ?? []).map(example));
    return made;
  });
}

function answer([status, response]) {
  const made = element("li");
  made.append(element("strong", status), " ", prose(response.description, "span"));
  const headers = Object.keys(response.headers ?? {});
  if (headers.length) made.append(prose(`Headers: ${headers.map((name) => `\`${name}\``).join(" ")}`, "div"));
  made.append(...content(response.content));
  return made;
}

function operationBody(operation) {
  const made = element("div", "", "body");
  if (operation.description) made.append(prose(operation.description));
  if (operation.parameters) {
    const list = element("ul");
    const note = (each) => `${each.in}${each.required ? "" : ", optional"}`;
    list.append(...operation.parameters.map((each) => field(each.name, { ...each.schema, description: each.description }, note(each))));
    made.append(element("h3", "Parameters"), list);
  }
  if (operation.requestBody) made.append(element("h3", "Body"), ...content(operation.requestBody.content));
  const answers = element("ul", "", "answers");
  const statuses = Object.entries(operation.responses);
  answers.append(...statuses.map(answer));
  made.append(element("h3", "Answers"), answers);
  return made;
}

function operationView(method, path, operation) {
  const name = element("code");
  name.append(...path.split(/(?=\/)/).flatMap((step) => [step, document.createElement("wbr")])); // a long path may break
  const summary = heading(element("span", method.toUpperCase(), "method"), name, prose(operation.summary, "span"));
  const made = opening(summary, "operation", () => operationBody(operation));
  made.id = operation.operationId;
  made.addEventListener("toggle", () => made.open && history.replaceState(null, "", `#${made.id}`));
  return made;
}

function section(tag, paths) {
  const made = element("section");
  made.append(element("h2", tag));
  for (const [path, methods] of paths) {
    for (const method of METHODS.filter((each) => methods[each]?.tags.includes(tag))) {
      made.append(operationView(method, path, methods[method]));
    }
  }
  return made;
}

function show(spec) {
  components = spec.components;
  find("about").textContent = `${spec.info.title} ${spec.info.version}. ${spec.info.description}`;
  find("operations").replaceChildren(...spec.tags.map(({ name }) => section(name, Object.entries(spec.paths))));
  const headers = Object.entries(components.headers);
  find("headers").append(...headers.map(([name, { schema, description }]) => field(name, { ...schema, description })));
  find("schemas").append(...Object.keys(components.schemas).map((name) => schemaView(name, `schema-${name}`)));
  find("components").hidden = false;
}

function openNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named instanceof HTMLDetailsElement) {
    named.open = true;
    named.scrollIntoView();
  }
}

async function load() {
  try {
    const answer = await fetch("/openapi.json");
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    show(await answer.json());
    openNamed();
  } catch (error) {
    find("error").textContent = `The document could not be loaded: ${error.message}`;
    find("error").hidden = false;
  }
}

window.addEventListener("hashchange", openNamed);
load();

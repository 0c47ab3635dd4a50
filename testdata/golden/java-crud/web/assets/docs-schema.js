// Reads the schemas of an OpenAPI document: what type something has, what its fields are, an example of it.
import { el } from "./dom.js";

// resolve follows "$ref": "#/components/…".
export function resolve(api, thing) {
  let found = thing;
  while (found?.$ref) {
    const keys = found.$ref.slice(2).split("/").map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    found = keys.reduce((part, key) => part?.[key], api);
  }
  return found;
}

// flat makes one schema of allOf, and of anyOf or oneOf the first that isn't null; it notes whether null is taken.
function flat(api, schema) {
  const found = resolve(api, schema) ?? {};
  if (found.allOf) {
    const parts = found.allOf.map((part) => flat(api, part));
    const properties = Object.assign({}, ...parts.map((part) => part.properties), found.properties);
    return Object.assign({}, ...parts, found, { properties });
  }
  const choices = found.anyOf ?? found.oneOf;
  if (choices) {
    const real = choices.map((choice) => resolve(api, choice)).filter((choice) => choice.type !== "null");
    return { ...found, ...flat(api, real[0]), nullable: real.length < choices.length };
  }
  if (!Array.isArray(found.type)) return found;
  return { ...found, type: found.type.find((type) => type !== "null"), nullable: found.type.includes("null") };
}

// typeOf describes a schema in a few words.
export function typeOf(api, schema) {
  const found = flat(api, schema);
  const words = [baseType(api, found)];
  if (found.enum) words.push(`one of ${found.enum.filter((value) => value !== null).join(", ")}`);
  if (found.minLength || found.maxLength) words.push(`${range(found.minLength ?? 0, found.maxLength)} characters`);
  if (found.minimum !== undefined || found.maximum !== undefined) words.push(range(found.minimum, found.maximum));
  if (found.pattern) words.push(`like ${found.pattern}`);
  if (found.default !== undefined && found.default !== null) words.push(`default ${found.default}`);
  return words.join(", ");
}

function baseType(api, found) {
  let name = found.type ?? (found.properties ? "object" : "anything");
  if (name === "array") name = `list of ${typeOf(api, found.items ?? {})}`;
  return `${name}${found.format ? ` (${found.format})` : ""}${found.nullable ? " or null" : ""}`;
}

function range(from, to) {
  if (to === undefined) return `${from} or more`;
  return from === undefined ? `${to} or less` : `${from} to ${to}`;
}

// prose shows a text of the document, in which `backticks` mark code.
export function prose(text = "") {
  return text.split("`").map((part, index) => (index % 2 === 1 ? el("code", {}, part) : part));
}

// statusBadge shows the status of an answer in the colour of its kind.
export function statusBadge(status, text = "") {
  return el(`span.status.status-${String(status)[0]}`, {}, `${status} ${text}`.trim());
}

// schemaList shows the fields of an object, and theirs, as nested lists.
export function schemaList(api, schema, depth = 0) {
  const found = flat(api, schema);
  const inner = found.type === "array" ? flat(api, found.items) : found;
  if (!inner.properties || depth > 3) return depth === 0 ? el("p", {}, typeOf(api, schema)) : null;
  return el("ul.schema", {}, Object.entries(inner.properties).map(([name, property]) => el("li", {},
    el("code", {}, name), " ",
    el("span.muted", {}, typeOf(api, property), inner.required?.includes(name) ? "" : ", may be left out"),
    flat(api, property).description && el("span", {}, " ", prose(flat(api, property).description)),
    schemaList(api, property, depth + 1),
  )));
}

// exampleOf makes a value that fits a schema, from its own examples where there are some.
export function exampleOf(api, schema, depth = 0) {
  const found = flat(api, schema);
  const given = found.example ?? found.examples?.[0] ?? found.const ?? found.default ?? found.enum?.[0];
  if (given !== undefined && given !== null) return given;
  if (depth > 5) return null;
  if (found.properties) {
    const examples = Object.entries(found.properties).map(([name, property]) => [name, exampleOf(api, property, depth + 1)]);
    return Object.fromEntries(examples);
  }
  switch (found.type) {
    case "array": return [exampleOf(api, found.items, depth + 1)];
    case "integer": case "number": return Math.max(1, found.minimum ?? 1);
    case "boolean": return false;
    case "object": return {};
    case "string": return byFormat[found.format] ?? (found.pattern ? "12" : "text");
    default: return null;
  }
}

const byFormat = {
  date: "2026-01-31",
  "date-time": "2026-01-31T09:30:00.000Z",
  uuid: "0190a6f2-7c00-7000-8000-000000000000",
  email: "ada@example.com",
  uri: "https://example.com/",
  password: "correct horse battery",
};

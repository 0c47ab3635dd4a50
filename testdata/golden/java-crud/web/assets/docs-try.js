// The form that sends a request to an operation and shows the whole answer.
import { field } from "./docs-signin.js";
import { exampleOf, resolve, statusBadge } from "./docs-schema.js";
import { el, uniqueId } from "./dom.js";

export function makeTryForm(api, operation, auth) {
  const inputs = operation.parameters.map((parameter) => parameterInput(api, parameter));
  const [type, media] = Object.entries(resolve(api, operation.requestBody)?.content ?? {})[0] ?? [];
  const body = media && bodyInput(media.example ?? exampleOf(api, media.schema));
  const answer = el("div.answer", { "aria-live": "polite" });
  const send = async (event) => {
    event.preventDefault();
    const request = buildRequest(operation, inputs, auth.token());
    if (body) {
      request.headers["Content-Type"] = type;
      request.body = body.input.value;
    }
    answer.replaceChildren(el("p.muted", {}, "Sending…"));
    answer.replaceChildren(...(await perform(operation.method, request)));
  };
  return el("form.try", { onsubmit: send },
    el("h3", {}, "Try it"),
    el("div.docs-form", {}, inputs.map((input) => input.node)),
    body && body.node,
    el("div.actions", {}, el("button.button.button-primary", {}, "Send")),
    answer,
  );
}

function parameterInput(api, parameter) {
  const schema = resolve(api, parameter.schema) ?? {};
  const isList = schema.type === "array";
  const { input, node } = field(`${parameter.name}${isList ? " (separate by commas)" : ""}`, {
    type: "text", autocomplete: "off", spellcheck: "false", placeholder: schema.default ?? schema.format ?? null,
  });
  if (parameter.required && parameter.example !== undefined) input.value = parameter.example;
  const values = () => {
    const all = isList ? input.value.split(",").map((value) => value.trim()) : [input.value];
    return all.filter((value) => value !== "");
  };
  return { parameter, node, values };
}

function bodyInput(value) {
  const id = uniqueId("docs");
  const input = el("textarea.code", { id, rows: 10, spellcheck: "false" });
  input.value = JSON.stringify(value, null, 2);
  return { input, node: el("div.field", {}, el("label", { for: id }, "Body"), input) };
}

function buildRequest(operation, inputs, token) {
  let path = operation.path;
  const query = new URLSearchParams();
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  for (const { parameter, values } of inputs) {
    for (const value of values()) {
      if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
      else if (parameter.in === "query") query.append(parameter.name, value);
      else if (parameter.in === "header") headers[parameter.name] = value;
    }
  }
  const search = query.toString();
  return { address: search ? `${path}?${search}` : path, headers };
}

async function perform(method, { address, headers, body }) {
  const line = `${method.toUpperCase()} ${address}`;
  try {
    const response = await fetch(address, { method: method.toUpperCase(), headers, body });
    const text = await response.text();
    const shownHeaders = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    return [
      el("p", {}, el("code", {}, line), " ", statusBadge(response.status, response.statusText)),
      el("pre.code", { tabindex: "0", "aria-label": "Headers of the answer" }, shownHeaders),
      text && el("pre.code", { tabindex: "0", "aria-label": "Body of the answer" }, pretty(text)),
    ].filter(Boolean);
  } catch {
    return [el("p", {}, el("code", {}, line), " The server can't be reached.")];
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

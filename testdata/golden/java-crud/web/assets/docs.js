// The API page: reads /openapi.json and shows each operation, with a form to try it.
import { el, head } from "./dom.js";
import { makeSignIn } from "./docs-signin.js";
import { makeTryForm } from "./docs-try.js";
import { exampleOf, prose, resolve, schemaList, statusBadge, typeOf } from "./docs-schema.js";

const main = document.getElementById("main");
const methods = ["get", "post", "put", "patch", "delete"];

async function start() {
  try {
    const response = await fetch("/openapi.json");
    if (!response.ok) throw new Error(`Status ${response.status}`);
    show(await response.json());
  } catch (error) {
    main.replaceChildren(el("div.message.message-error", { role: "alert" },
      el("p", {}, `The document /openapi.json could not be read: ${error.message}`)));
  }
}

function show(api) {
  document.title = `API · ${api.info.title}`;
  const auth = makeSignIn(api);
  const groups = groupByTag(api);
  main.replaceChildren(
    el("header.docs-head", {},
      el("p", {}, el("a", { href: "/" }, "To the page"), " · ", el("a", { href: "/openapi.json" }, "openapi.json")),
      el("h1", {}, `${api.info.title}: API`, " ", el("span.badge", {}, api.info.version)),
      api.info.description && el("p", {}, prose(api.info.description)),
    ),
    auth.node,
    ...groups.map(({ name, description, operations }) => el("section.docs-group", {},
      el("h2", {}, name),
      description && el("p.muted", {}, prose(description)),
      operations.map((operation) => operationBox(api, operation, auth)),
    )),
  );
  openFromAddress();
}

// groupByTag sorts operations under the tags of the document, in its order.
function groupByTag(api) {
  const groups = new Map((api.tags ?? []).map((tag) => [tag.name, { ...tag, operations: [] }]));
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of methods.filter((name) => item[name])) {
      const operation = item[method];
      const all = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
      const parameters = all.map((parameter) => resolve(api, parameter));
      const tag = operation.tags?.[0] ?? "Other";
      if (!groups.has(tag)) groups.set(tag, { name: tag, operations: [] });
      groups.get(tag).operations.push({ ...operation, path, method, parameters });
    }
  }
  return [...groups.values()].filter((group) => group.operations.length > 0);
}

// What is inside a box is made when it is opened first: a long document is still quick to show.
function operationBox(api, operation, auth) {
  const id = operation.operationId ?? `${operation.method}-${operation.path}`;
  const box = el("details.operation", { id },
    el("summary", {},
      el(`span.method.method-${operation.method}`, {}, operation.method.toUpperCase()),
      el("code.operation-path", {}, operation.path),
      el("span.operation-summary", {}, operation.summary ?? ""),
    ),
  );
  box.addEventListener("toggle", () => {
    if (!box.open || box.children.length > 1) return;
    box.append(el("div.operation-body", {},
      operation.description && el("p", {}, prose(operation.description)),
      parameterTable(api, operation),
      requestPart(api, operation),
      responsePart(api, operation),
      makeTryForm(api, operation, auth),
    ));
  });
  return box;
}

function parameterTable(api, { parameters }) {
  if (parameters.length === 0) return null;
  return el("section", {}, el("h3", {}, "Parameters"), scrollable("Parameters", el("table.table", {},
    head(["Name", "Where", "Type", "Meaning"]),
    el("tbody", {}, parameters.map((parameter) => el("tr", {},
      el("th", { scope: "row" }, el("code", {}, parameter.name), parameter.required ? " required" : ""),
      el("td", {}, parameter.in),
      el("td", {}, typeOf(api, parameter.schema)),
      el("td", {}, prose(parameter.description)),
    ))),
  )));
}

function requestPart(api, operation) {
  const content = Object.entries(resolve(api, operation.requestBody)?.content ?? {});
  if (content.length === 0) return null;
  const [type, media] = content[0];
  return el("section", {},
    el("h3", {}, "Body ", el("span.muted", {}, type)),
    schemaList(api, media.schema),
    example(media.example ?? exampleOf(api, media.schema)),
  );
}

function responsePart(api, operation) {
  const answers = Object.entries(operation.responses ?? {});
  return el("section", {}, el("h3", {}, "Answers"), answers.map(([status, reference]) => {
    const response = resolve(api, reference);
    const [type, media] = Object.entries(response.content ?? {})[0] ?? [];
    return el("details.response", {},
      el("summary", {}, statusBadge(status), " ", prose(response.description)),
      type && el("p.muted", {}, type),
      headerList(api, response),
      media?.schema && schemaList(api, media.schema),
      media?.schema && example(exampleOf(api, media.schema)),
    );
  }));
}

function headerList(api, response) {
  const headers = Object.entries(response.headers ?? {});
  return headers.length > 0 && el("ul", {}, headers.map(([name, header]) =>
    el("li", {}, el("code", {}, name), " ", el("span.muted", {}, prose(resolve(api, header).description)))));
}

function example(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return el("pre.code", { tabindex: "0", "aria-label": "Example" }, text);
}

function scrollable(label, table) {
  return el("div.table-scroll", { tabindex: "0", role: "region", "aria-label": label }, table);
}

// A link such as /docs#createBook opens that operation.
function openFromAddress() {
  const box = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (box?.tagName !== "DETAILS") return;
  box.open = true;
  box.scrollIntoView();
}

window.addEventListener("hashchange", openFromAddress);
start();

// el("a.button", { href: "#/books" }, "All books") makes an element with its classes, attributes and content.
// Strings become text nodes, so what somebody typed is shown as it is and never read as HTML. An attribute such
// as "onclick" takes a function.
export function el(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  node.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...present(children));
  return node;
}

// button makes a button that does something. Its kinds are those of style.css: primary, danger, quiet, end.
export function button(text, onclick, kinds = "", attributes = {}) {
  const classes = ["button", ...kinds.split(" ").filter(Boolean).map((kind) => `button-${kind}`)];
  return el(["button", ...classes].join("."), { type: "button", onclick, ...attributes }, text);
}

// head makes the head of a table.
export function head(texts) {
  return el("thead", {}, el("tr", {}, texts.map((text) => el("th", { scope: "col" }, text))));
}

// svg is el for drawings: they live in a namespace of their own.
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...present(children));
  return node;
}

// Leaves out what a condition such as `user && el(…)` did not make.
export function present(children) {
  return children.flat().filter((child) => child !== undefined && child !== null && child !== false);
}

let lastId = 0;

// uniqueId ties a label, a hint or a message to its input.
export function uniqueId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

// el("a", { href: "#/books", class: "button" }, "All books") makes an element. Strings become text nodes, so
// what somebody typed is shown as it is and never read as HTML. A property "onclick" takes a function.
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...present(children));
  return node;
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

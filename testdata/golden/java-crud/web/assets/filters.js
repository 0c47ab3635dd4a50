// The search box, the filters and the order above a list. They read and write `params`, whose names are those
// of the API: q, sort, status, pages_min, shelf_id …
import { button, el, present, uniqueId } from "./dom.js";
import { parentField } from "./entities.js";
import { makePicker } from "./picker.js";
import { fromInput, toInput, words } from "./values.js";

export function makeFilters(entity, params, onchange) {
  const boxes = filterBoxes(entity, params, onchange);
  const search = entity.fields.some((field) => field.search) && searchBox(entity, params, onchange);
  const summary = el("span.badge.filter-count", {});
  const clear = () => {
    for (const name of [...params.keys()]) if (name !== "sort") params.delete(name);
    [search, ...boxes].filter(Boolean).forEach((box) => box.show());
    countFilters();
    onchange();
  };
  const countFilters = () => {
    const active = boxes.filter((box) => box.names.some((name) => params.has(name))).length;
    summary.textContent = active === 0 ? "" : String(active);
    summary.hidden = active === 0;
  };
  countFilters();

  const node = el("form.filters", { role: "search", "aria-label": `Search ${entity.many}`, onchange: countFilters },
    el("div.filters-row", {}, present([search && search.node, sortBox(entity, params, onchange)])),
    boxes.length > 0 && el("details.filters-more", { open: !summary.hidden },
      el("summary", {}, "Filters ", summary),
      el("div.filters-grid", {}, boxes.map((box) => box.node)),
      button("Clear filters", clear, "quiet"),
    ),
  );
  node.addEventListener("submit", (event) => event.preventDefault()); // Enter in the search box
  return { node, clear, complain: (errors) => complain([search, ...boxes].filter(Boolean), errors) };
}

// complain puts the server's messages beside the filters they are about and says whether there were any.
function complain(boxes, errors) {
  let known = false;
  for (const box of boxes) {
    const error = errors.find(({ parameter }) => box.names.includes(parameter));
    box.message.textContent = error ? error.message : "";
    known ||= Boolean(error);
  }
  return known;
}

function searchBox(entity, params, onchange) {
  const fields = entity.fields.filter((field) => field.search).map((field) => field.label);
  const kind = { type: "search", maxlength: 100, placeholder: fields.join(", ") };
  return inputBox({ label: "Search", name: "q", params, onchange, kind });
}

function sortBox(entity, params, onchange) {
  const id = uniqueId("sort");
  const options = [
    ["-created_at", "Newest first"],
    ["created_at", "Oldest first"],
    ["-updated_at", "Last changed first"],
  ];
  for (const field of entity.fields.filter((candidate) => candidate.sort)) {
    const [up, down] = orders[field.type] ?? ["A to Z", "Z to A"];
    options.push([field.name, `${field.label}: ${up}`], [`-${field.name}`, `${field.label}: ${down}`]);
  }
  const select = el("select", { id }, options.map(([value, text]) => el("option", { value }, text)));
  select.value = params.get("sort") ?? "-created_at";
  select.addEventListener("change", () => {
    params.set("sort", select.value);
    onchange();
  });
  return el("div.field", {}, el("label", { for: id }, "Sort by"), select);
}

const orders = {
  integer: ["low to high", "high to low"],
  decimal: ["low to high", "high to low"],
  date: ["early to late", "late to early"],
  datetime: ["early to late", "late to early"],
  boolean: ["no first", "yes first"],
};

function filterBoxes(entity, params, onchange) {
  const parent = parentField(entity);
  const filters = entity.fields.filter((field) => field.filter);
  return [
    parent && parentBox(parent, params, onchange),
    ...filters.map((field) => {
      switch (field.type) {
        case "enum": return enumBox(field, params, onchange);
        case "boolean": return booleanBox(field, params, onchange);
        case "integer": case "decimal": case "date": case "datetime": return rangeBox(field, params, onchange);
        default: return inputBox({ label: field.label, name: field.name, params, onchange, kind: { type: "text" } });
      }
    }),
  ].filter(Boolean);
}

// Typing waits a moment before it asks the server, so that a word is one question and not five.
function inputBox({ label, name, params, onchange, kind, field }) {
  const id = uniqueId("filter");
  const message = el("p.field-message", { role: "alert" });
  const input = el("input", { id, autocomplete: "off", ...kind });
  let timer;
  const apply = () => {
    clearTimeout(timer);
    const value = field ? fromInput(field, input.value) : input.value;
    const before = params.get(name) ?? "";
    if (value === "" || value === undefined || value === null) params.delete(name);
    else params.set(name, value);
    if (before !== (params.get(name) ?? "")) onchange();
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 300);
  });
  input.addEventListener("change", apply);
  const show = () => {
    input.value = field ? toInput(field, params.get(name)) : params.get(name) ?? "";
  };
  show();
  return { names: [name], message, show, node: el("div.field", {}, el("label", { for: id }, label), input, message) };
}

const rangeInputs = {
  integer: { type: "text", inputmode: "numeric" },
  decimal: { type: "text", inputmode: "decimal" },
  date: { type: "date" },
  datetime: { type: "datetime-local" },
};

function rangeBox(field, params, onchange) {
  const kind = rangeInputs[field.type];
  const from = inputBox({ label: "from", name: `${field.name}_min`, params, onchange, kind, field });
  const to = inputBox({ label: "to", name: `${field.name}_max`, params, onchange, kind, field });
  return group(field.label, [from, to], field.type);
}

function group(label, boxes, kind) {
  const message = el("p.field-message", { role: "alert" });
  return {
    names: boxes.flatMap((box) => box.names),
    message,
    show: () => boxes.forEach((box) => box.show()),
    node: el(`fieldset.field-group.group-${kind}`, {},
      el("legend", {}, label),
      el("div.field-group-parts", {}, boxes.map((box) => box.node)),
      message,
    ),
  };
}

function enumBox(field, params, onchange) {
  const boxes = field.values.map((value) => {
    const input = el("input", { type: "checkbox", value });
    input.addEventListener("change", () => {
      if (input.checked) params.append(field.name, value);
      else params.delete(field.name, value);
      onchange();
    });
    const show = () => {
      input.checked = params.getAll(field.name).includes(value);
    };
    show();
    return { names: [field.name], show, node: el("label.choice", {}, input, el("span", {}, words(value))) };
  });
  return group(field.label, boxes, "choices");
}

function booleanBox(field, params, onchange) {
  const id = uniqueId("filter");
  const message = el("p.field-message", { role: "alert" });
  const options = [["", "Any"], ["true", "Yes"], ["false", "No"]];
  const select = el("select", { id }, options.map(([value, text]) => el("option", { value }, text)));
  const show = () => {
    select.value = params.get(field.name) ?? "";
  };
  show();
  select.addEventListener("change", () => {
    if (select.value) params.set(field.name, select.value);
    else params.delete(field.name);
    onchange();
  });
  const node = el("div.field", {}, el("label", { for: id }, field.label), select, message);
  return { names: [field.name], message, show, node };
}

function parentBox(parent, params, onchange) {
  const id = uniqueId("filter");
  const message = el("p.field-message", { role: "alert" });
  const picker = makePicker(parent.entity, {
    id,
    onchoose: (value) => {
      if (value) params.set(parent.name, value);
      else params.delete(parent.name);
      onchange();
    },
  });
  const show = () => picker.write(params.get(parent.name) ?? "");
  show();
  const node = el("div.field", {}, el("label", { for: id }, parent.label), picker.node, message);
  return { names: [parent.name], message, show, node };
}

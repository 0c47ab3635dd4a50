// One field of a form: its label, its input, its hint and the server's message about it.
import { el, present, uniqueId } from "./dom.js";
import { makePicker } from "./picker.js";
import { fromInput, toInput, words } from "./values.js";

// makeField gives { name, node, read(), write(value), focus(), complain(text), isChanged() }.
export function makeField(field, value) {
  const id = uniqueId("field");
  const hint = hintFor(field);
  const input = makeInput(field, id);
  const message = el("p.field-message", { id: `${id}-message` });
  const described = present([hint && `${id}-hint`, message.id]).join(" ");
  input.control.setAttribute("aria-describedby", described);
  if (field.required) input.control.setAttribute("aria-required", "true");

  const mayBeEmpty = !field.required && input.control.type !== "checkbox";
  let original = value;
  let shown = "";
  const write = (newValue) => {
    original = newValue;
    input.write(toInput(field, newValue), newValue);
    shown = input.read();
  };
  write(value);

  return {
    name: field.name,
    node: el(`div.field.field-${field.type}`, {},
      el("label", { for: id }, field.label, mayBeEmpty && el("span.optional", {}, " (optional)")),
      input.node || input.control,
      hint && el("p.hint", { id: `${id}-hint` }, hint),
      message,
    ),
    // What was not touched goes back as it came, to the last millisecond.
    read: () => (input.read() === shown && original !== undefined ? original : fromInput(field, input.read())),
    write,
    isChanged: () => input.read() !== shown,
    // A half-typed date has no value; the browser knows, the server would not.
    isIncomplete: () => Boolean(input.control.validity?.badInput),
    focus: () => input.control.focus(),
    complain(text) {
      message.textContent = text;
      if (text) input.control.setAttribute("aria-invalid", "true");
      else input.control.removeAttribute("aria-invalid");
    },
  };
}

function makeInput(field, id) {
  switch (field.type) {
    case "parent": return makePicker(field.entity, { id });
    case "text": return plain(el("textarea", { id, rows: 5 }));
    case "enum": return plain(select(id, field, field.values.map((value) => [value, words(value)])));
    case "boolean": return field.nullable ? plain(select(id, field, [["true", "Yes"], ["false", "No"]])) : checkbox(id);
    default: return plain(el("input", { id, autocomplete: field.autocomplete || "off", ...inputTypes[field.type] }));
  }
}

// No type="number": it hides what was typed when that is no number, and then nobody can say what is wrong.
const inputTypes = {
  string: { type: "text" },
  integer: { type: "text", inputmode: "numeric" },
  decimal: { type: "text", inputmode: "decimal" },
  date: { type: "date", min: "1000-01-01", max: "9999-12-31" },
  datetime: { type: "datetime-local", min: "1000-01-01T00:00", max: "9999-12-31T23:59" },
  url: { type: "text", inputmode: "url", placeholder: "https://" },
  email: { type: "text", inputmode: "email", placeholder: "name@example.com" },
  password: { type: "password" },
};

function plain(control) {
  return {
    control,
    read: () => control.value,
    write: (text) => {
      control.value = text;
    },
  };
}

function checkbox(id) {
  const control = el("input", { id, type: "checkbox" });
  return {
    control,
    read: () => String(control.checked),
    write: (text) => {
      control.checked = text === "true";
    },
  };
}

function select(id, field, options) {
  const empty = el("option", { value: "" }, field.required ? "Choose…" : "–");
  return el("select", { id }, empty, options.map(([value, text]) => el("option", { value }, text)));
}

function hintFor(field) {
  if (field.hint) return field.hint;
  if (field.type === "integer" || field.type === "decimal") return range(field);
  if (field.type === "datetime") return "In your own time zone.";
  return null;
}

function range({ min, max, type, scale }) {
  const kind = type === "integer" ? "A whole number" : `A number with up to ${scale || 0} decimals`;
  if (min && max) return `${kind} from ${min} to ${max}.`;
  if (min) return `${kind}, ${min} or more.`;
  if (max) return `${kind}, ${max} or less.`;
  return `${kind}.`;
}

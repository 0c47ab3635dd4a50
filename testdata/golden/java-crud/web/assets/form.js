// A form that sends what was typed and puts the server's answers beside the fields they are about.
import { ApiError } from "./api.js";
import { el } from "./dom.js";
import { makeField } from "./field.js";
import { explain } from "./messages.js";

// makeForm takes descriptions of fields, the values to begin with, and `send`, which gets the values typed.
// An error thrown by `send` is shown; `buttons` stand beside the one that sends.
export function makeForm({ fields, values = {}, submitLabel, danger = false, send, buttons = [] }) {
  const controls = fields.map((field) => makeField(field, values[field.name]));
  const summary = el("div.form-summary", { tabindex: "-1" });
  const submit = el(`button.button.button-${danger ? "danger" : "primary"}`, { type: "submit" }, submitLabel);
  const node = el("form.form", { novalidate: true },
    summary,
    controls.map((control) => control.node),
    el("div.actions", {}, submit, buttons),
  );

  const form = {
    node,
    controls,
    values: () => read(controls),
    isChanged: () => controls.some((control) => control.isChanged()),
    showError: (error) => showError(error, controls, summary),
  };
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-disabled") === "true") return; // a second click while the first is on its way
    clear(controls, summary);
    if (complainOfGaps(controls)) return;
    submit.setAttribute("aria-disabled", "true");
    try {
      await send(form.values());
    } catch (error) {
      form.showError(error);
    } finally {
      submit.removeAttribute("aria-disabled");
    }
  });
  return form;
}

// A field that gives no value is left out: the server then takes its default or says that it is required.
function read(controls) {
  const values = {};
  for (const control of controls) {
    const value = control.read();
    if (value !== undefined) values[control.name] = value;
  }
  return values;
}

function clear(controls, summary) {
  summary.replaceChildren();
  controls.forEach((control) => control.complain(""));
}

function complainOfGaps(controls) {
  const incomplete = controls.filter((control) => control.isIncomplete());
  incomplete.forEach((control) => control.complain("Please complete the date, or clear it."));
  incomplete[0]?.focus();
  return incomplete.length > 0;
}

// The messages of the server name their field by a JSON pointer such as "/title".
function showError(error, controls, summary) {
  const rest = [];
  let first = null;
  for (const { pointer, message } of error instanceof ApiError ? error.errors : []) {
    const control = controls.find(({ name }) => `/${name}` === pointer);
    if (!control) {
      rest.push(message);
      continue;
    }
    control.complain(message);
    if (!first || controls.indexOf(control) < controls.indexOf(first)) first = control;
  }
  if (!first && rest.length === 0) rest.push(explain(error));
  if (rest.length > 0) {
    summary.append(el("div.message.message-error", { role: "alert" }, rest.map((text) => el("p", {}, text))));
  }
  if (first) first.focus();
  else summary.focus();
}

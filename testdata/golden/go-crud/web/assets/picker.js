// A text box that searches: type some letters and choose one of the items found. It follows the "editable
// combobox" pattern of the ARIA guide, so arrow keys, Enter, Escape and screen readers work.
import { request } from "./api.js";
import { el } from "./dom.js";
import { explain } from "./messages.js";
import { itemTitle } from "./values.js";

const atOnce = 20;

// makePicker gives an input for the id of one item of the entity. onchoose is called when the choice changes.
export function makePicker(entity, { id, onchoose = () => {} }) {
  const state = { chosen: "", label: "", active: -1, search: 0, timer: 0 };
  const { control, list } = makeNodes(entity, id);

  const close = () => {
    clearTimeout(state.timer); // a search that was about to begin, or is on its way, must not open it again
    state.search += 1;
    list.hidden = true;
    state.active = -1;
    control.setAttribute("aria-expanded", "false");
    control.removeAttribute("aria-activedescendant");
  };
  const choose = (value, label) => {
    const changed = value !== state.chosen;
    Object.assign(state, { chosen: value, label });
    control.value = label;
    close();
    if (changed) onchoose(value, label);
  };
  const show = async () => {
    const search = ++state.search;
    const typed = control.value === state.label ? "" : control.value;
    const options = await findOptions(entity, typed);
    if (search !== state.search || document.activeElement !== control) return;
    list.replaceChildren(...options.map((option, index) => optionNode(option, `${id}-${index}`, choose)));
    list.hidden = false;
    control.setAttribute("aria-expanded", "true");
    activate(control, list, state, -1);
  };

  control.addEventListener("input", () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(show, 200);
  });
  control.addEventListener("click", show);
  control.addEventListener("keydown", (event) => onKey(event, { control, list, state, show, close }));
  control.addEventListener("blur", () => {
    close();
    // An emptied box means "none"; half a word goes back to what was chosen.
    if (control.value === "") choose("", "");
    else control.value = state.label;
  });

  return {
    control,
    node: el("div.picker", {}, control, list),
    read: () => state.chosen,
    write: (value) => setChosen(entity, state, control, value),
  };
}

// The box to type in, and the list that opens below it.
function makeNodes(entity, id) {
  const listId = `${id}-list`;
  const list = el("ul.picker-list", { id: listId, role: "listbox", "aria-label": entity.many, hidden: true });
  const control = el("input", {
    id, type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": listId, placeholder: `Search ${entity.many}…`,
  });
  return { control, list };
}

// The form may know only the id: then the label is looked up.
async function setChosen(entity, state, control, value) {
  Object.assign(state, { chosen: value, label: value });
  control.value = value;
  if (!value) return;
  try {
    const { data } = await request("GET", `/${entity.path}/${encodeURIComponent(value)}`);
    if (state.chosen !== value || control.value !== value) return; // the user was quicker
    state.label = itemTitle(entity, data);
    control.value = state.label;
  } catch {
    // The id stays: the server will say what is wrong with it.
  }
}

async function findOptions(entity, typed) {
  try {
    const items = await findItems(entity, typed);
    if (items.length > 0) return items.map((item) => ({ value: item.id, label: itemTitle(entity, item) }));
    return [{ note: typed ? `Nothing found for “${typed}”.` : `There are no ${entity.many} yet.` }];
  } catch (error) {
    return [{ note: explain(error) }];
  }
}

// An entity without a search field can't be asked for a word: then the newest hundred are looked through here.
async function findItems(entity, typed) {
  const canSearch = entity.fields.some((field) => field.search);
  const query = new URLSearchParams({ limit: canSearch ? atOnce : 100 });
  if (typed && canSearch) query.set("q", typed.slice(0, 100));
  const { data } = await request("GET", `/${entity.path}?${query}`);
  if (canSearch || !typed) return data.items.slice(0, atOnce);
  const wanted = typed.toLowerCase();
  return data.items.filter((item) => itemTitle(entity, item).toLowerCase().includes(wanted)).slice(0, atOnce);
}

function optionNode(option, id, choose) {
  if (option.note) return el("li.picker-note", { role: "option", "aria-disabled": "true" }, option.note);
  return el("li", {
    id, role: "option", "data-value": option.value, "aria-selected": "false",
    // mousedown comes before blur, which would close the list.
    onmousedown: (event) => {
      event.preventDefault();
      choose(option.value, option.label);
    },
    onchoose: () => choose(option.value, option.label),
  }, option.label);
}

function onKey(event, { control, list, state, show, close }) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) show();
    else activate(control, list, state, state.active + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter" && !list.hidden) {
    event.preventDefault();
    list.querySelectorAll("[data-value]")[Math.max(state.active, 0)]?.dispatchEvent(new CustomEvent("choose"));
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  }
}

// The focus stays in the box; aria-activedescendant says which option the arrow keys have reached.
function activate(control, list, state, index) {
  const options = [...list.querySelectorAll("[data-value]")];
  state.active = options.length === 0 ? -1 : Math.max(-1, Math.min(index, options.length - 1));
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === state.active)));
  const active = options[state.active];
  if (active) {
    control.setAttribute("aria-activedescendant", active.id);
    active.scrollIntoView({ block: "nearest" });
  } else {
    control.removeAttribute("aria-activedescendant");
  }
}

// Two people edited one item, and the other was first (412). Nothing that was typed is lost: both versions are
// shown side by side, and the user decides.
import { ApiError, request } from "./api.js";
import { button, el, head } from "./dom.js";
import { writableFields } from "./entities.js";
import { display } from "./values.js";

// showConflict asks the server for its present version and offers the ways out.
export async function showConflict(page, typed, { overwrite, takeTheirs }) {
  const path = `/${page.entity.path}/${page.item.id}`;
  let theirs;
  try {
    theirs = await request("GET", path);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    return present(page, goneBox(page, typed));
  }
  const close = (then) => () => {
    page.conflict.replaceChildren();
    then();
  };
  present(page, el("section.message.message-warning", { "aria-labelledby": "conflict-title" },
    el("h2", { id: "conflict-title", tabindex: "-1" }, `This ${page.entity.one} was changed while you were editing`),
    el("p", {}, "What you typed is still in the form below. These fields differ:"),
    differences(page, typed, theirs.data),
    el("div.actions", {},
      button("Save mine over it", close(() => overwrite(theirs.etag)), "primary"),
      button("Take theirs", close(() => takeTheirs(theirs.data, theirs.etag))),
    ),
  ));
}

function present(page, box) {
  page.conflict.replaceChildren(box);
  box.querySelector("h2").focus();
}

function differences(page, typed, theirs) {
  const rows = writableFields(page.entity)
    .map((field) => ({ field, mine: typed[field.name] ?? null, other: theirs[field.name] ?? null }))
    .filter(({ mine, other }) => mine !== other);
  if (rows.length === 0) return el("p", {}, "None: both of you typed the same.");
  return el("div.table-scroll", { tabindex: "0", role: "region", "aria-label": "Differences" },
    el("table.table", {},
      head(["Field", "Yours", "Saved by somebody else"]),
      el("tbody", {}, rows.map(({ field, mine, other }) => el("tr", {},
        el("th", { scope: "row" }, field.label),
        el("td", {}, shown(page, field, mine, theirs)),
        el("td", {}, shown(page, field, other, theirs)),
      ))),
    ),
  );
}

// Of a parent the reader knows the name, not the id.
function shown(page, field, value, theirs) {
  if (field.type !== "parent" || value === null) return display(field, value);
  const { key, name } = page.entity.parent;
  const known = [page.item, theirs].find((item) => item[key] === value);
  return known?.[name]?.label ?? "Another one";
}

function goneBox(page, typed) {
  return el("section.message.message-warning", { "aria-labelledby": "conflict-title" },
    el("h2", { id: "conflict-title", tabindex: "-1" }, `This ${page.entity.one} was deleted while you were editing`),
    el("p", {}, "What you typed is still in the form below."),
    el("div.actions", {}, button("Create it again", () => createAgain(page, typed), "primary")),
  );
}

async function createAgain(page, typed) {
  try {
    const { data } = await request("POST", `/${page.entity.path}`, { body: typed });
    page.done = true;
    page.go(`#/${page.entity.path}/${data.id}`);
  } catch (error) {
    page.form.showError(error);
  }
}

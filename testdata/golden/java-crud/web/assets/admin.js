// For admins: all users, with their role and whether they may sign in.
import { request } from "./api.js";
import { button, el, uniqueId } from "./dom.js";
import { ask, errorBox, explain, notify } from "./messages.js";
import { session } from "./session.js";
import { time } from "./values.js";

export function usersPage() {
  const page = { query: "", latest: 0, cursor: null };
  page.rows = el("tbody", { role: "rowgroup" });
  page.errors = el("div");
  page.status = el("p.muted.list-status", { role: "status" });
  page.more = button("Load more", () => load(page, page.cursor), "more", { hidden: true });
  load(page, null);
  return {
    title: "Users",
    node: el("div", {}, searchForm(page), page.errors, page.status, table(page.rows), page.more),
  };
}

function searchForm(page) {
  const id = uniqueId("filter");
  const input = el("input", { id, type: "search", maxlength: 100, autocomplete: "off", placeholder: "Name or e-mail" });
  const search = (event) => {
    event.preventDefault();
    page.query = input.value.trim();
    load(page, null);
  };
  return el("form.filters", { role: "search", "aria-label": "Search users", onsubmit: search },
    el("div.filters-row", {},
      el("div.field", {}, el("label", { for: id }, "Search"), input),
      el("button.button", {}, "Search"),
    ),
  );
}

function table(rows) {
  const heads = ["Name", "E-mail", "Role", "State", "Since"];
  return el("table.table.list-table", { role: "table", "aria-label": "Users" },
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
      heads.map((text) => el("th", { scope: "col", role: "columnheader" }, text)),
      el("th", { scope: "col", role: "columnheader" }, el("span.visually-hidden", {}, "Actions")),
    )),
    rows,
  );
}

async function load(page, cursor) {
  const turn = ++page.latest;
  const query = new URLSearchParams();
  if (page.query) query.set("q", page.query);
  if (cursor) query.set("cursor", cursor);
  try {
    const { data } = await request("GET", `/admin/users?${query}`);
    if (turn !== page.latest) return;
    const rows = data.items.map((user) => row(page, user));
    if (cursor) page.rows.append(...rows);
    else page.rows.replaceChildren(...rows);
    page.errors.replaceChildren();
    page.cursor = data.next_cursor;
    page.more.hidden = !data.next_cursor;
    const shown = page.rows.children.length;
    page.status.textContent = shown === 0 ? "Nobody matches." : `${shown} shown`;
  } catch (error) {
    page.errors.replaceChildren(errorBox(error, () => load(page, cursor)));
  }
}

function row(page, user) {
  const cell = (label, content, kind = "text") =>
    el(`td.cell-${kind}`, { role: "cell", "data-label": label }, content);
  const node = el("tr", { role: "row" },
    cell("Name", user.name, "main"),
    cell("E-mail", user.email),
    cell("Role", user.role === "admin" ? el("span.badge.badge-strong", {}, "Admin") : el("span.badge", {}, "User")),
    cell("State", user.disabled ? el("span.badge.badge-warning", {}, "Disabled") : "Active"),
    cell("Since", time(user.created_at)),
    el("td.cell-actions", { role: "cell" }, actions(page, user, () => node)),
  );
  return node;
}

function actions(page, user, node) {
  if (user.id === session.user.id) return el("span.muted", {}, "This is you");
  const isAdmin = user.role === "admin";
  const action = (text, change, question) =>
    button(text, () => update(page, user, node(), { text, question, change }), "quiet", {
      "aria-label": `${text}: ${user.name}`,
    });
  return [
    isAdmin
      ? action("Make user", { role: "user" }, "They will see their own things only, and have to sign in again.")
      : action("Make admin", { role: "admin" }, "Admins see and change everything of everybody."),
    user.disabled
      ? action("Enable", { disabled: false }, "They will be able to sign in again.")
      : action("Disable", { disabled: true }, "They can't sign in, from now on. Nothing of theirs is deleted."),
  ];
}

async function update(page, user, node, { text, question, change }) {
  if (!(await ask({ title: `${text}: ${user.name}?`, text: question, yes: text }))) return;
  try {
    const { data } = await request("PATCH", `/admin/users/${user.id}`, { body: change });
    const fresh = row(page, data);
    node.replaceWith(fresh);
    fresh.querySelector("button").focus();
    notify(`${data.name} was changed.`);
  } catch (error) {
    notify(explain(error));
  }
}

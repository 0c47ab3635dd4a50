// For admins: all users, with their role and whether they may sign in.
import { request } from "./api.js";
import { el, uniqueId } from "./dom.js";
import { ask, errorBox, explain, notify } from "./messages.js";
import { session } from "./session.js";
import { time } from "./values.js";

export function usersPage() {
  const page = { query: "", latest: 0, cursor: null };
  page.rows = el("tbody", { role: "rowgroup" });
  page.errors = el("div");
  page.status = el("p", { class: "muted list-status", role: "status" });
  page.more = el("button", { type: "button", class: "button load-more", hidden: true, onclick: () => load(page, page.cursor) }, "Load more");
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
  return el("form", { class: "filters", role: "search", "aria-label": "Search users", onsubmit: search },
    el("div", { class: "filters-row" },
      el("div", { class: "field" }, el("label", { for: id }, "Search"), input),
      el("button", { class: "button" }, "Search"),
    ),
  );
}

function table(rows) {
  const heads = ["Name", "E-mail", "Role", "State", "Since"];
  return el("table", { class: "table list-table", role: "table", "aria-label": "Users" },
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
      heads.map((text) => el("th", { scope: "col", role: "columnheader" }, text)),
      el("th", { scope: "col", role: "columnheader" }, el("span", { class: "visually-hidden" }, "Actions")),
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
    page.status.textContent = page.rows.children.length === 0 ? "Nobody matches." : `${page.rows.children.length} shown`;
  } catch (error) {
    page.errors.replaceChildren(errorBox(error, () => load(page, cursor)));
  }
}

function row(page, user) {
  const cell = (label, content, kind = "text") => el("td", { role: "cell", class: `cell-${kind}`, "data-label": label }, content);
  const node = el("tr", { role: "row" },
    cell("Name", user.name, "main"),
    cell("E-mail", user.email),
    cell("Role", el("span", { class: user.role === "admin" ? "badge badge-strong" : "badge" }, user.role === "admin" ? "Admin" : "User")),
    cell("State", user.disabled ? el("span", { class: "badge badge-warning" }, "Disabled") : "Active"),
    cell("Since", time(user.created_at)),
    el("td", { role: "cell", class: "cell-actions" }, actions(page, user, () => node)),
  );
  return node;
}

function actions(page, user, node) {
  if (user.id === session.user.id) return el("span", { class: "muted" }, "This is you");
  const isAdmin = user.role === "admin";
  const button = (text, question, change) => el("button", {
    type: "button", class: "button button-quiet", "aria-label": `${text}: ${user.name}`,
    onclick: () => update(page, user, node(), { text, question, change }),
  }, text);
  return [
    isAdmin
      ? button("Make user", "They will see their own things only, and have to sign in again.", { role: "user" })
      : button("Make admin", "Admins see and change everything of everybody.", { role: "admin" }),
    user.disabled
      ? button("Enable", "They will be able to sign in again.", { disabled: false })
      : button("Disable", "They are signed out at once and can't sign in. Nothing of theirs is deleted.", { disabled: true }),
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

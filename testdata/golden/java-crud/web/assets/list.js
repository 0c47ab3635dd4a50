// The list of one entity: search, filters, sorting, and "load more" at the end.
import { request } from "./api.js";
import { button, el } from "./dom.js";
import { columns, parentField } from "./entities.js";
import { makeFilters } from "./filters.js";
import { removeItem } from "./item.js";
import { errorBox, explain, notify } from "./messages.js";
import { session } from "./session.js";
import { count, display, itemTitle } from "./values.js";

// What the user asked for stands in the address (#/books?status=done&sort=-pages), in the words of the API, so
// that a reload, the back button and a shared link show the same list.
export function listPage({ entity, params }) {
  const page = { entity, params, latest: 0, shown: 0, cursor: null };
  page.status = el("p.muted.list-status", { role: "status" });
  page.errors = el("div");
  page.body = el("div.list-body", {});
  page.more = button("Load more", () => loadMore(page), "more", { hidden: true });
  page.filters = makeFilters(entity, params, () => {
    history.replaceState(null, "", address(entity, params));
    load(page);
  });
  load(page);
  return {
    title: entity.many,
    actions: el("a.button.button-primary", { href: newAddress(entity, params) }, `New ${entity.one}`),
    node: el("div", {}, page.filters.node, page.errors, page.status, page.body, page.more),
  };
}

function address(entity, params) {
  const query = params.toString();
  return `#/${entity.path}${query ? `?${query}` : ""}`;
}

// A new book made from the list of one shelf is for that shelf.
function newAddress(entity, params) {
  const parent = entity.parent && params.get(entity.parent.key);
  return `#/${entity.path}/new${parent ? `?${entity.parent.key}=${parent}` : ""}`;
}

async function load(page) {
  const turn = ++page.latest;
  page.body.setAttribute("aria-busy", "true");
  try {
    const { data } = await request("GET", `/${page.entity.path}?${page.params}`);
    if (turn !== page.latest) return; // a newer question is on its way
    clearErrors(page);
    page.rows = el("tbody", { role: "rowgroup" }, data.items.map((item) => row(page, item)));
    page.body.replaceChildren(data.items.length > 0 ? table(page) : empty(page));
    page.shown = data.items.length;
    update(page, data.next_cursor);
  } catch (error) {
    if (turn === page.latest) showError(page, error);
  } finally {
    page.body.removeAttribute("aria-busy");
  }
}

async function loadMore(page) {
  const turn = page.latest;
  const query = new URLSearchParams(page.params);
  query.set("cursor", page.cursor);
  try {
    const { data } = await request("GET", `/${page.entity.path}?${query}`);
    if (turn !== page.latest) return;
    const rows = data.items.map((item) => row(page, item));
    page.rows.append(...rows);
    page.shown += rows.length;
    update(page, data.next_cursor);
    rows[0]?.querySelector("a").focus();
  } catch (error) {
    showError(page, error, () => {
      clearErrors(page);
      loadMore(page);
    });
  }
}

function update(page, cursor) {
  page.cursor = cursor;
  page.more.hidden = !cursor;
  page.status.textContent = page.shown === 0 ? "" : `${count(page.shown)} shown${cursor ? ", there are more" : ""}`;
}

function clearErrors(page) {
  page.errors.replaceChildren();
  page.filters.complain([]);
}

function showError(page, error, retry = () => load(page)) {
  clearErrors(page);
  const known = page.filters.complain(error.errors ?? []);
  if (!known) page.errors.replaceChildren(errorBox(error, retry));
}

function empty(page) {
  const { entity, params } = page;
  const filtered = [...params.keys()].some((name) => name !== "sort");
  return el("div.empty", {},
    el("h2", {}, filtered ? "Nothing matches" : `No ${entity.many} yet`),
    el("p.muted", {}, filtered ? "Try another word or fewer filters." : "Everything you add shows up here."),
    filtered
      ? button("Clear filters", () => page.filters.clear())
      : el("a.button.button-primary", { href: newAddress(entity, params) }, `Add the first ${entity.one}`),
  );
}

// On a narrow screen CSS turns rows into cards. Browsers then forget that this is a table; the roles remind them.
function table(page) {
  return el("table.table.list-table", { role: "table", "aria-label": page.entity.many },
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
      cells(page.entity).map(({ label, type }) =>
        el(`th.cell-${type ?? "text"}`, { scope: "col", role: "columnheader" }, label)),
      el("th", { scope: "col", role: "columnheader" }, el("span.visually-hidden", {}, "Actions")),
    )),
    page.rows,
  );
}

// cells says what a row shows, and how.
function cells(entity) {
  const fields = columns(entity);
  const named = fields[0]?.name === entity.labelField;
  const rest = named ? fields.slice(1) : fields;
  const parent = parentField(entity);
  return [
    { label: named ? fields[0].label : entity.one, type: "main", show: (item) => title(entity, item) },
    parent && { label: parent.label, show: (item) => item[entity.parent.name]?.label ?? "–" },
    ...rest.map((field) => ({ label: field.label, type: field.type, show: (item) => value(field, item[field.name]) })),
    session.user.role === "admin" && { label: "Owner", show: (item) => owner(item) },
  ].filter(Boolean);
}

function row(page, item) {
  const node = el("tr", { role: "row" },
    cells(page.entity).map(({ label, type, show }) =>
      el(`td.cell-${type ?? "text"}`, { role: "cell", "data-label": label }, show(item))),
    el("td.cell-actions", { role: "cell" }, button("Delete", () => remove(page, item, node), "quiet", {
      "aria-label": `Delete ${itemTitle(page.entity, item)}`,
    })),
  );
  return node;
}

function title(entity, item) {
  return el("a", { href: `#/${entity.path}/${item.id}` }, itemTitle(entity, item));
}

function value(field, content) {
  if (content === null) return el("span.muted", {}, "–");
  if (field.type === "enum") return el("span.badge", {}, display(field, content));
  // Only http and https can be links: "javascript:…" in an address would run as a program.
  if (field.type === "url" && /^https?:\/\//i.test(content)) {
    const attributes = { href: content, rel: "noopener noreferrer nofollow", target: "_blank" };
    return el("a", attributes, content.replace(/^https?:\/\//i, ""));
  }
  return display(field, content);
}

function owner(item) {
  if (item.owner_id === session.user.id) return "You";
  return el("span.muted", { title: item.owner_id }, `…${item.owner_id.slice(-6)}`);
}

async function remove(page, item, node) {
  try {
    if (!(await removeItem(page.entity, item))) return;
    const next = node.nextElementSibling ?? node.previousElementSibling;
    node.remove();
    page.shown -= 1;
    update(page, page.cursor);
    if (next) next.querySelector("a").focus();
    else await load(page);
  } catch (error) {
    notify(explain(error));
  }
}

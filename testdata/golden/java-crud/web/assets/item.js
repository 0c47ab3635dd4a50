// The page of one item: a form to create or edit it.
import { ApiError, request } from "./api.js";
import { showConflict } from "./conflict.js";
import { button, el } from "./dom.js";
import { makeForm } from "./form.js";
import { ask, errorBox, notify } from "./messages.js";
import { childrenOf, entityAt, writableFields } from "./entities.js";
import { itemTitle, time } from "./values.js";

export function newItemPage({ entity, params, go }) {
  let saved = false;
  const values = Object.fromEntries(entity.fields.map((field) => [field.name, field.default]));
  if (entity.parent) values[entity.parent.key] = params.get(entity.parent.key) ?? undefined;
  const form = makeForm({
    fields: writableFields(entity),
    values,
    submitLabel: `Create ${entity.one}`,
    buttons: [cancelLink(entity)],
    send: async (body) => {
      const { data } = await request("POST", `/${entity.path}`, { body });
      notify(`${itemTitle(entity, data)} was created.`);
      saved = true;
      go(`#/${entity.path}`);
    },
  });
  return {
    title: `New ${entity.one}`,
    node: el("div.panel", {}, form.node),
    hasUnsavedWork: () => !saved && form.isChanged(),
  };
}

export async function editItemPage({ entity, id, go }) {
  const { data, etag } = await request("GET", `/${entity.path}/${encodeURIComponent(id)}`);
  const page = { entity, go, item: data, etag, done: false };
  page.heading = el("span", {}, itemTitle(entity, data));
  page.conflict = el("div.conflict-place", {});
  page.facts = el("div.facts", {}, facts(entity, data));
  page.form = makeForm({
    fields: writableFields(entity),
    values: data,
    submitLabel: "Save changes",
    buttons: [cancelLink(entity), button("Delete", () => removeFromPage(page), "danger end")],
    send: (body) => save(page, body),
  });
  return {
    title: page.heading,
    documentTitle: itemTitle(entity, data),
    node: el("div", {}, page.conflict, el("div.panel", {}, page.form.node), page.facts),
    hasUnsavedWork: () => !page.done && page.form.isChanged(),
  };
}

async function save(page, body) {
  const path = `/${page.entity.path}/${page.item.id}`;
  page.conflict.replaceChildren();
  try {
    const { data, etag } = await request("PUT", path, { body, etag: page.etag });
    show(page, data, etag);
    notify(`${itemTitle(page.entity, data)} was saved.`);
  } catch (error) {
    if (!(error instanceof ApiError) || ![404, 412].includes(error.status)) throw error;
    await showConflict(page, body, {
      overwrite: (newEtag) => {
        page.etag = newEtag;
        page.form.node.requestSubmit();
      },
      takeTheirs: (data, newEtag) => show(page, data, newEtag),
    });
  }
}

// show puts what the server has into the form.
function show(page, item, etag) {
  Object.assign(page, { item, etag });
  page.form.controls.forEach((control) => control.write(item[control.name]));
  page.heading.textContent = itemTitle(page.entity, item);
  page.facts.replaceChildren(...facts(page.entity, item));
}

async function removeFromPage(page) {
  try {
    if (!(await removeItem(page.entity, page.item))) return;
    page.done = true;
    page.go(`#/${page.entity.path}`);
  } catch (error) {
    page.conflict.replaceChildren(errorBox(error));
  }
}

// removeItem asks first and says whether the item is gone. When somebody changed the item since it was shown,
// it asks again: what would be deleted is no longer what was seen.
export async function removeItem(entity, item) {
  const title = itemTitle(entity, item);
  const path = `/${entity.path}/${item.id}`;
  const question = { title: `Delete “${title}”?`, text: "This can't be undone.", yes: "Delete", danger: true };
  if (!(await ask(question))) return false;
  try {
    await request("DELETE", path, { etag: `"${item.version}"` });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 412) {
      const text = `“${title}” was changed since you opened it.`;
      if (!(await ask({ ...question, title: "Delete it all the same?", text }))) return false;
      await request("DELETE", path);
    } else if (error.status !== 404) {
      throw error;
    }
  }
  notify(`${title} was deleted.`);
  return true;
}

function cancelLink(entity) {
  return el("a.button", { href: `#/${entity.path}` }, "Cancel");
}

// facts are what nobody can edit, and the ways to the items that belong to this one.
function facts(entity, item) {
  const dates = `Created ${time(item.created_at)} · changed ${time(item.updated_at)} · version ${item.version}`;
  const links = childrenOf(entity).map((child) =>
    link(`#/${child.path}?${child.parent.key}=${item.id}`, `${child.many} in ${itemTitle(entity, item)}`));
  if (entity.parent) {
    const { path, key, name } = entity.parent;
    links.push(link(`#/${path}/${item[key]}`, `${entityAt(path).one}: ${item[name]?.label ?? "open"}`));
  }
  return [el("p.muted", {}, dates), ...links];
}

function link(href, text) {
  return el("a.button", { href }, text);
}

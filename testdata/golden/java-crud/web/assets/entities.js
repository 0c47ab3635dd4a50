// Questions about the model that several pages ask.
import { entities } from "./model.js";

export function entityAt(path) {
  return entities.find((entity) => entity.path === path);
}

export function childrenOf(entity) {
  return entities.filter((other) => other.parent?.path === entity.path);
}

// parentField describes the choice of a parent like a field, so that forms and filters can treat it as one.
export function parentField(entity) {
  if (!entity.parent) return null;
  const parent = entityAt(entity.parent.path);
  return { name: entity.parent.key, label: parent.one, type: "parent", entity: parent, required: true };
}

// writableFields are what a form shows.
export function writableFields(entity) {
  return [parentField(entity), ...entity.fields].filter(Boolean);
}

// columns chooses what a list shows: first what names an item, then what one sorts and filters by. Five
// columns, the parent included, are what a screen has room for.
export function columns(entity) {
  const named = entity.fields.filter((field) => field.name === entity.labelField);
  const rest = entity.fields.filter((field) => field.name !== entity.labelField && field.type !== "text");
  const wanted = (field) => Number(Boolean(field.filter)) + Number(Boolean(field.sort));
  const chosen = rest.toSorted((a, b) => wanted(b) - wanted(a)).slice(0, entity.parent ? 3 : 4);
  return [...named, ...rest.filter((field) => chosen.includes(field))];
}

// Between the values of the API and what people read and type.

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const timeFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const numberFormat = new Intl.NumberFormat();

// display gives the text that stands for a value in a list.
export function display(field, value) {
  if (value === null || value === undefined) return "–";
  switch (field.type) {
    case "boolean": return value ? "Yes" : "No";
    case "integer": return numberFormat.format(value);
    case "enum": return words(value);
    case "date": return dateFormat.format(new Date(`${value}T00:00:00Z`));
    case "datetime": return time(value);
    default: return String(value);
  }
}

// time shows a moment in the reader's own time zone.
export function time(value) {
  return timeFormat.format(new Date(value));
}

// day shows a date of the calendar.
export function day(value) {
  return dateFormat.format(new Date(`${value}T00:00:00Z`));
}

export function count(number) {
  return numberFormat.format(number);
}

// words makes a name readable: to_read is "To read".
export function words(name) {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// toInput gives the text that a form shows for a value.
export function toInput(field, value) {
  if (value === null || value === undefined) return "";
  return field.type === "datetime" ? toLocal(value) : String(value);
}

// fromInput gives the value to send for what was typed. What can't be converted is sent as it is: the server
// knows best how to say what is wrong with it.
export function fromInput(field, text) {
  if (text === "") return field.nullable ? null : undefined;
  switch (field.type) {
    case "integer": return /^\s*-?[0-9]+\s*$/.test(text) ? Number(text) : text;
    case "decimal": return text.trim();
    case "boolean": return text === "true";
    case "datetime": return toUtc(text);
    default: return text;
  }
}

// A datetime-local input speaks the user's own time zone, the API speaks UTC.
function toLocal(value) {
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) return "";
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60000);
  return local.toISOString().slice(0, 16);
}

function toUtc(text) {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? text : moment.toISOString();
}

// itemTitle names an item: by its label field where it has one.
export function itemTitle(entity, item) {
  if (!entity.labelField) return `${entity.one}, ${time(item.created_at)}`;
  return item[entity.labelField] || `${entity.one} without a name`;
}

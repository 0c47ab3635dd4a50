// The first page: how many there are of everything, what was added lately, and how things are spread.
import { request } from "./api.js";
import { barChart, shareBar } from "./chart.js";
import { el, head } from "./dom.js";
import { entities } from "./model.js";
import { count, day, words } from "./values.js";

export async function dashboardPage() {
  const { data } = await request("GET", "/dashboard");
  const own = "Everything you keep here, at a glance.";
  const all = "Of all users together, because you are an admin.";
  return {
    title: "Dashboard",
    node: el("div.dashboard", {},
      el("p.muted", {}, data.scope === "all" ? all : own),
      tiles(data),
      lately(data.created_per_day),
      el("div.dashboard-grid", {}, entities.flatMap((entity) => shares(entity, data))),
    ),
  };
}

function tiles(data) {
  const tile = (href, label, number) => el("li", {}, el("a.tile", { href },
    el("span.tile-number", {}, count(number)), el("span.tile-label", {}, label)));
  return el("ul.tiles", {},
    entities.map((entity) => tile(`#/${entity.path}`, entity.many, data.totals[entity.path.replaceAll("-", "_")] ?? 0)),
    data.users !== null && tile("#/admin", "Users", data.users),
  );
}

function lately(days) {
  const sum = days.reduce((total, { count: number }) => total + number, 0);
  const label = `Added in the last ${days.length} days: ${count(sum)}`;
  return el("section.panel", {},
    el("h2", {}, label),
    barChart({ label, values: days.map(({ date, count: number }) => ({ name: day(date), value: number })) }),
    el("details", {}, el("summary", {}, "As a table"),
      el("div.table-scroll", { tabindex: "0", role: "region", "aria-label": label },
        el("table.table", {}, head(["Day", "Added"]), el("tbody", {}, days.toReversed().map(dayRow))),
      ),
    ),
  );
}

function dayRow({ date, count: number }) {
  return el("tr", {}, el("th", { scope: "row" }, day(date)), el("td", {}, count(number)));
}

// One panel for each enum with a filter; each row leads to the list with that filter set.
function shares(entity, data) {
  const fields = entity.fields.filter((field) => field.type === "enum" && field.filter);
  return fields.map((field) => {
    const numbers = data.by[`${entity.path.replaceAll("-", "_")}.${field.name}`] ?? {};
    const total = Object.values(numbers).reduce((sum, number) => sum + number, 0);
    return el("section.panel", {},
      el("h2", {}, `${entity.many}: ${field.label}`),
      el("table.share-table", {},
        head([field.label, "Share", "Count"]),
        el("tbody", {}, field.values.map((value) => el("tr", {},
          el("th", { scope: "row" }, el("a", { href: `#/${entity.path}?${field.name}=${value}` }, words(value))),
          el("td", {}, shareBar(numbers[value] ?? 0, total)),
          el("td", {}, count(numbers[value] ?? 0)),
        ))),
      ),
    );
  });
}

// Two small charts, drawn as SVG. Both stand beside a table with the same numbers.
import { el, svg } from "./dom.js";
import { count } from "./values.js";

// barChart draws one bar for each { name, value }. The texts are HTML, so that they keep their size when the
// drawing is squeezed on a small screen.
export function barChart({ label, values }) {
  const highest = Math.max(1, ...values.map(({ value }) => value));
  const bars = values.map(({ name, value }, index) => {
    const height = (value / highest) * 100;
    const bar = svg("rect", { class: "bar", x: index * 10 + 1.5, y: 100 - height, width: 7, height });
    bar.append(svg("title", {}, `${name}: ${count(value)}`));
    return bar;
  });
  const viewBox = `0 0 ${values.length * 10} 100`;
  return el("figure.chart", {},
    el("p.chart-highest", { "aria-hidden": "true" }, count(highest)),
    svg("svg", { viewBox, preserveAspectRatio: "none", role: "img", "aria-label": label }, bars),
    el("p.chart-names", { "aria-hidden": "true" }, el("span", {}, values[0].name), el("span", {}, values.at(-1).name)),
  );
}

// shareBar draws how much of the whole a part is.
export function shareBar(part, whole) {
  const percent = whole === 0 ? 0 : (part / whole) * 100;
  return svg("svg", { class: "share", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "share-all", width: 100, height: 8, rx: 1 }),
    svg("rect", { class: "bar", width: percent, height: 8, rx: 1 }),
  );
}

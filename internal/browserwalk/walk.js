// Runs beside the page and answers the walk's questions about it.
window.walk = (() => {
  const scope = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
  const visible = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
  const text = (node) => (node.getAttribute("aria-label") ?? node.textContent).replace(/\s+/g, " ").trim();

  function all(selector, wanted = "") {
    return [...scope().querySelectorAll(selector)].filter((node) => visible(node) && (wanted === "" || text(node) === wanted));
  }

  // place gives the middle of the first such control, once it can be hit there.
  function place(selector, wanted) {
    const node = all(selector, wanted)[0];
    if (!node) return null;
    node.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const { x, y, width, height } = node.getBoundingClientRect();
    const point = { x: x + Math.min(width / 2, 60), y: y + height / 2 };
    const hit = document.elementFromPoint(point.x, point.y);
    return hit && (node === hit || node.contains(hit) || hit.contains(node)) ? point : null;
  }

  // fields are the parts of the one form of the page, in the order of the model.
  function fields() {
    return [...scope().querySelectorAll("form.form > .field")];
  }

  function control(index) {
    return fields()[index]?.querySelector("input, select, textarea");
  }

  // fill puts a value of the API into a control, as choosing or typing would.
  function fill(index, type, value) {
    const input = control(index);
    if (input.type === "checkbox") input.checked = Boolean(value);
    else input.value = value === null ? "" : type === "datetime" ? local(value) : String(value);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function local(value) {
    const moment = new Date(value);
    return new Date(moment.getTime() - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  }

  function rows() {
    return [...document.querySelectorAll(".list-table tbody tr")].map((row) => text(row.querySelector(".cell-main")));
  }

  function focused() {
    const node = document.activeElement;
    if (!node || node === document.body) return "";
    const labels = [...(node.labels ?? [])].map((label) => label.textContent.trim());
    return `${node.tagName.toLowerCase()}|${labels[0] ?? text(node)}|${node.getAttribute("href") ?? ""}`;
  }

  return { all, place, fields, control, fill, rows, focused, text, visible, scope };
})();

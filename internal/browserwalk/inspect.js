// Looks over the page that is shown and lists what is wrong with it.
(() => {
  const problems = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    const wide = [...document.body.querySelectorAll("*")].filter((node) => node.getBoundingClientRect().right > width + 1);
    problems.push(`the page scrolls sideways at ${width} px: ${wide.slice(-1).map(describe)}`);
  }

  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0) problems.push(`the id ${twice[0]} is used twice`);

  for (const attribute of ["aria-describedby", "aria-labelledby", "aria-controls", "for"]) {
    for (const node of document.querySelectorAll(`[${attribute}]`)) {
      const missing = node.getAttribute(attribute).split(" ").find((id) => !document.getElementById(id));
      if (missing) problems.push(`${describe(node)} has ${attribute}="${missing}", which is not there`);
    }
  }

  const headings = [...document.querySelectorAll("h1")].filter(visible);
  if (headings.length !== 1) problems.push(`there are ${headings.length} main headings`);
  if (!document.title) problems.push("the page has no title");
  if (!document.documentElement.lang) problems.push("the page does not say its language");

  for (const node of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (!visible(node) || node.closest("[aria-hidden=true]")) continue;
    const { width: w, height: h } = node.getBoundingClientRect();
    const inline = getComputedStyle(node).display === "inline";
    if (!inline && (w < 20 || h < 20)) problems.push(`${describe(node)} is only ${Math.round(w)} × ${Math.round(h)} px large`);
  }

  const faint = faintest();
  if (faint) problems.push(faint);
  return problems;

  function describe(node) {
    return `<${node.tagName.toLowerCase()} class="${node.getAttribute("class") ?? ""}"> “${node.textContent.trim().slice(0, 40)}”`;
  }

  function visible(node) {
    return node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && node.getClientRects().length > 0;
  }

  // faintest finds text with less contrast than WCAG's level AA asks for.
  function faintest() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      if (!node.textContent.trim() || !visible(holder) || holder.closest("script, style, noscript, option, [aria-disabled=true], [aria-busy=true]")) continue;
      const style = getComputedStyle(holder);
      if (style.clipPath !== "none") continue; // for screen readers only
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const ratio = contrast(parse(style.color), background(holder));
      if (ratio < (large ? 3 : 4.5) - 0.01) return `${describe(holder)} has a contrast of only ${ratio.toFixed(2)} to 1`;
    }
    return null;
  }

  function background(node) {
    const layers = [];
    for (let holder = node; holder; holder = holder.parentElement) {
      const colour = parse(getComputedStyle(holder).backgroundColor);
      layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, above) => [0, 1, 2].map((i) => above[i] * above[3] + below[i] * (1 - above[3])), [255, 255, 255]);
  }

  function parse(colour) {
    const [r, g, b, a = 1] = colour.match(/[0-9.]+/g).map(Number);
    return [r, g, b, a];
  }

  function luminance(colour) {
    const [r, g, b] = colour.slice(0, 3).map((part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(a, b) {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  }
})();

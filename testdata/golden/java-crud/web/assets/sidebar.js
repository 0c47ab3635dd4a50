// The navigation beside the page; on a narrow screen it folds into a menu.
import { button, el } from "./dom.js";
import { explain, notify } from "./messages.js";
import { entities, project } from "./model.js";
import { endSession, session } from "./session.js";

export function drawSidebar({ address, go }) {
  const sidebar = document.getElementById("sidebar");
  sidebar.hidden = !session.user;
  document.getElementById("shell").classList.toggle("signed-in", Boolean(session.user));
  if (!session.user) return sidebar.replaceChildren();

  const menu = el("div.menu", { id: "menu" },
    el("nav", { "aria-label": "Main" }, el("ul", {},
      link("#/dashboard", "Dashboard", address === "" || address === "#/" ? "#/dashboard" : address),
      entities.map((entity) => link(`#/${entity.path}`, entity.many, address)),
      session.user.role === "admin" && link("#/admin", "Users", address),
    )),
    el("div.menu-user", {},
      el("ul", {}, link("#/account", session.user.name, address, "Account of ")),
      button("Sign out", () => leave(go), "quiet"),
      el("a.muted", { href: "/docs" }, "API"),
    ),
  );
  const toggle = button("Menu", () => {
    const open = sidebar.classList.toggle("menu-open");
    toggle.setAttribute("aria-expanded", String(open));
  }, "menu", { "aria-expanded": "false", "aria-controls": "menu" });
  sidebar.classList.remove("menu-open");
  const brand = el("div.brand", {},
    el("a.brand-name", { href: "#/dashboard" },
      el("img", { src: "/assets/icon.svg", alt: "", width: 32, height: 32 }), el("span", {}, project.title)),
    toggle,
  );
  sidebar.replaceChildren(el("div.sidebar-inner", {}, brand, menu));
}

function link(href, text, address, hiddenText = "") {
  const here = address === href || address.startsWith(`${href}/`) || address.startsWith(`${href}?`);
  return el("li", {}, el("a.menu-link", { href, "aria-current": here && "page" },
    hiddenText && el("span.visually-hidden", {}, hiddenText), text));
}

async function leave(go) {
  try {
    await endSession();
    go("#/sign-in");
  } catch (error) {
    notify(explain(error));
  }
}

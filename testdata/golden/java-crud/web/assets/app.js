// Starts the page and shows what the address asks for: #/books, #/books/new, #/books/<id>, #/dashboard …
import { accountPage } from "./account.js";
import { usersPage } from "./admin.js";
import { dashboardPage } from "./dashboard.js";
import { el } from "./dom.js";
import { entityAt } from "./entities.js";
import { editItemPage, newItemPage } from "./item.js";
import { listPage } from "./list.js";
import { ask, errorBox } from "./messages.js";
import { project } from "./model.js";
import { drawSidebar } from "./sidebar.js";
import { registerPage, session, signInPage, startSession } from "./session.js";

const main = document.getElementById("main");
let current = { address: null, page: null };
let visit = 0;

function go(address) {
  if (location.hash === address) show();
  else location.hash = address;
}

// route finds the page for an address.
function route(address) {
  const [path, query] = address.replace(/^#\/?/, "").split("?");
  const [first, second] = path.split("/");
  const params = new URLSearchParams(query);
  if (!session.user) {
    const wanted = ["", "sign-in", "register"].includes(first) ? "#/dashboard" : address;
    const onSignedIn = () => go(wanted);
    return first === "register" ? registerPage({ onSignedIn }) : signInPage({ onSignedIn });
  }
  const entity = entityAt(first);
  if (entity && !second) return listPage({ entity, params });
  if (entity && second === "new") return newItemPage({ entity, params, go });
  if (entity) return editItemPage({ entity, id: second, go });
  if (first === "account") return accountPage({ go });
  if (first === "admin" && session.user.role === "admin") return usersPage();
  return dashboardPage();
}

async function show() {
  const address = location.hash;
  if (address !== current.address && !(await mayLeave())) {
    history.replaceState(null, "", current.address);
    return;
  }
  const turn = ++visit;
  const firstPage = current.page === null;
  current = { address, page: {} };
  let page;
  try {
    page = await route(address);
  } catch (error) {
    page = { title: "That didn't work", node: errorBox(error, show) };
  }
  if (turn !== visit) return; // the user has gone on to another page
  current.page = page;
  document.title = `${page.documentTitle ?? page.title} · ${project.title}`;
  drawSidebar({ address, go });
  const heading = page.title && el("h1", { tabindex: "-1" }, page.title);
  main.replaceChildren(
    ...(heading ? [el("div.page-head", {}, heading, page.actions ?? "")] : []),
    page.node,
  );
  main.dataset.address = address; // what is shown now, which may be later than what was asked for
  // Screen readers learn of a new page by the focus on its heading.
  if (!firstPage) main.querySelector("h1")?.focus();
}

async function mayLeave() {
  if (!session.user || !current.page?.hasUnsavedWork?.()) return true;
  return ask({ title: "Leave without saving?", text: "What you typed here will be lost.", yes: "Leave" });
}

window.addEventListener("hashchange", show);
window.addEventListener("beforeunload", (event) => {
  if (current.page?.hasUnsavedWork?.()) event.preventDefault();
});
document.getElementById("skip-link").addEventListener("click", (event) => {
  event.preventDefault(); // the address belongs to the pages
  main.focus();
});

async function start() {
  try {
    await startSession();
    await show();
  } catch (error) {
    main.replaceChildren(errorBox(error, start));
  }
}

start();

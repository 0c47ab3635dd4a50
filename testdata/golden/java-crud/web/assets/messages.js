// What the page says to its user: short notices, questions, and errors in plain words.
import { ApiError, NetworkError } from "./api.js";
import { button, el, uniqueId } from "./dom.js";

// notify shows a short notice for some seconds; screen readers read it out. Three at once are enough.
export function notify(text) {
  const notices = document.getElementById("notices");
  const notice = el("p.notice", {}, text);
  notices.append(notice);
  if (notices.children.length > 3) notices.firstElementChild.remove();
  setTimeout(() => notice.remove(), 6000);
}

// explain turns an error into a sentence that helps.
export function explain(error) {
  if (error instanceof NetworkError) return "The server can't be reached. Check your connection and try again.";
  if (!(error instanceof ApiError)) {
    console.error(error); // a mistake in this page
    return "Something went wrong on this page. Please reload it.";
  }
  if (error.status === 429) return `Too many requests. Try again in ${seconds(error.retryAfter)}.`;
  if (error.status === 503) return "The service isn't available just now. Try again in a moment.";
  if (error.status >= 500) return `Something went wrong on the server (request ${error.requestId || "unknown"}).`;
  if (error.status === 401 && error.code !== "invalid_credentials") return "You are signed out. Please sign in again.";
  return error.message;
}

function seconds(count) {
  return count === 1 ? "one second" : `${count || "some"} seconds`;
}

// errorBox shows an error in the page, with a button to try again when that may help.
export function errorBox(error, retry) {
  return el("div.message.message-error", { role: "alert" },
    el("p", {}, explain(error)),
    retry && button("Try again", retry),
  );
}

// ask shows a question in a dialog and resolves to true for yes. Escape and Cancel mean no.
export function ask({ title, text, yes, danger = false }) {
  const titleId = uniqueId("dialog");
  const dialog = el("dialog.dialog", { "aria-labelledby": titleId },
    el("form", { method: "dialog" },
      el("h2", { id: titleId }, title),
      text && el("p", {}, text),
      el("div.actions", {},
        el("button.button", { value: "no", autofocus: true }, "Cancel"),
        el(`button.button.button-${danger ? "danger" : "primary"}`, { value: "yes" }, yes),
      ),
    ),
  );
  return open(dialog).then((answer) => answer === "yes");
}

// open shows a modal dialog and resolves to its answer when it has closed; the focus goes back where it was.
export function open(dialog) {
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}

// Who is using the page: signing in, registering, and what happens when a session ends.
import { forget, onSignedOut, request, resume, signIn, signOut } from "./api.js";
import { button, el, svg, uniqueId } from "./dom.js";
import { makeForm } from "./form.js";
import { open } from "./messages.js";
import { entities, project } from "./model.js";

// session.user is null while nobody is signed in.
export const session = { user: null };

const name = { name: "name", label: "Name", type: "string", required: true, autocomplete: "name" };
const email = { name: "email", label: "E-mail", type: "email", required: true, autocomplete: "username" };
const password = { name: "password", label: "Password", type: "password", required: true };
const oldPassword = { ...password, autocomplete: "current-password" };
const newPassword = { ...password, autocomplete: "new-password", hint: "At least 10 characters." };

// startSession continues the session of an earlier visit, if there is one.
export async function startSession() {
  onSignedOut(signInAgain);
  if (await resume()) await loadUser();
}

async function loadUser() {
  session.user = (await request("GET", "/users/me")).data;
}

export async function endSession() {
  await signOut();
  session.user = null;
}

// dropSession is for an account that is gone: there is nothing left to sign out of.
export function dropSession() {
  forget();
  session.user = null;
}

export function signInPage({ onSignedIn }) {
  const form = makeForm({
    fields: [email, oldPassword],
    submitLabel: "Sign in",
    send: async (values) => {
      await signIn(values.email ?? "", values.password ?? "");
      await loadUser();
      onSignedIn();
    },
  });
  const other = el("p", {}, "New here? ", el("a", { href: "#/register" }, "Create an account"));
  return welcome("Sign in", form, other);
}

export function registerPage({ onSignedIn }) {
  const form = makeForm({
    fields: [name, email, newPassword],
    submitLabel: "Create account",
    send: async (values) => {
      await request("POST", "/auth/register", { body: values });
      await signIn(values.email, values.password);
      await loadUser();
      onSignedIn();
    },
  });
  const other = el("p", {}, "Have one already? ", el("a", { href: "#/sign-in" }, "Sign in"));
  return welcome("Create an account", form, other);
}

function welcome(title, form, other) {
  const names = entities.map((entity) => el("li", {}, entity.many));
  return {
    title: null,
    documentTitle: title,
    node: el("div.welcome", {},
      el("div.welcome-about", {},
        el("p.welcome-project", {}, project.title),
        el("p", {}, "Everything in one place:"),
        el("ul.welcome-list", {}, names),
        skyline(),
      ),
      el("div.welcome-form", {}, el("h1", { tabindex: "-1" }, title), form.node, other),
    ),
  };
}

// A row of bars, for the eye only.
function skyline() {
  const heights = [34, 52, 41, 66, 48, 80, 58, 72, 44, 90, 61, 76, 50, 68, 38, 84];
  const bars = heights.map((height, index) =>
    svg("rect", { x: index * 10 + 1, y: 100 - height, width: 8, height, class: index % 5 === 2 ? "bright" : "" }));
  const frame = { viewBox: "0 0 160 100", preserveAspectRatio: "none", "aria-hidden": "true" };
  return svg("svg", { class: "welcome-drawing", ...frame }, bars);
}

// signInAgain lies over whatever page is open, so that a half-filled form survives the end of a session.
async function signInAgain() {
  if (!session.user) return false;
  const titleId = uniqueId("dialog");
  const dialog = el("dialog.dialog", { "aria-labelledby": titleId });
  const form = makeForm({
    fields: [email, oldPassword],
    values: { email: session.user.email },
    submitLabel: "Sign in",
    buttons: [button("Cancel", () => dialog.close("no"))],
    send: async (values) => {
      await signIn(values.email ?? "", values.password ?? "");
      dialog.close("yes");
    },
  });
  dialog.append(
    el("h2", { id: titleId }, "Please sign in again"),
    el("p", {}, "Your session has ended. What you typed is still here."),
    form.node,
  );
  const answer = open(dialog);
  form.controls[1].focus();
  if ((await answer) !== "yes") return false;
  const { data } = await request("GET", "/users/me");
  if (data.id !== session.user.id) location.reload(); // somebody else's page must not stay on the screen
  session.user = data;
  return true;
}

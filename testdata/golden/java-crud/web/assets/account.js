// The user's own account: name, password, and the way out.
import { request, signIn } from "./api.js";
import { el } from "./dom.js";
import { makeForm } from "./form.js";
import { ask, notify } from "./messages.js";
import { dropSession, session } from "./session.js";
import { time } from "./values.js";

export function accountPage({ go }) {
  const { user } = session;
  return {
    title: "Your account",
    node: el("div.account", {},
      panel("About you", `${user.email} · since ${time(user.created_at)}`, nameForm(go)),
      panel("Change your password", "You stay signed in here and are signed out everywhere else.", passwordForm()),
      panel("Delete your account", "Everything you keep here is deleted with it. This can't be undone.", deleteForm(go)),
    ),
  };
}

function panel(title, text, form) {
  return el("section.panel", {}, el("h2", {}, title), el("p.muted", {}, text), form.node);
}

function password(name, label, autocomplete, hint) {
  return { name, label, type: "password", required: true, autocomplete, hint };
}

function nameForm(go) {
  return makeForm({
    fields: [{ name: "name", label: "Name", type: "string", required: true, autocomplete: "name" }],
    values: { name: session.user.name },
    submitLabel: "Save name",
    send: async (body) => {
      session.user = (await request("PATCH", "/users/me", { body })).data;
      notify("Your name was saved.");
      go("#/account");
    },
  });
}

function passwordForm() {
  const form = makeForm({
    fields: [
      password("current_password", "Current password", "current-password"),
      password("new_password", "New password", "new-password", "At least 10 characters."),
    ],
    submitLabel: "Change password",
    send: async (body) => {
      await request("POST", "/users/me/password", { body });
      // The change ended all sessions, this one too.
      await signIn(session.user.email, body.new_password);
      form.controls.forEach((control) => control.write(""));
      notify("Your password was changed.");
    },
  });
  return form;
}

function deleteForm(go) {
  return makeForm({
    fields: [password("password", "Password", "current-password")],
    submitLabel: "Delete account",
    danger: true,
    send: async (body) => {
      const text = "Everything you keep here goes with it.";
      const sure = await ask({ title: "Delete your account?", text, yes: "Delete account", danger: true });
      if (!sure) return;
      await request("DELETE", "/users/me", { body });
      dropSession();
      notify("Your account was deleted.");
      go("#/register");
    },
  });
}

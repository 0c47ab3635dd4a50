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
    node: el("div", { class: "account" },
      panel("About you", el("p", { class: "muted" }, `${user.email} · since ${time(user.created_at)}`), nameForm(go).node),
      panel("Change your password", el("p", { class: "muted" }, "You stay signed in here and are signed out everywhere else."), passwordForm().node),
      panel("Delete your account", el("p", { class: "muted" }, "Everything you keep here is deleted with it. This can't be undone."), deleteForm(go).node),
    ),
  };
}

function panel(title, ...content) {
  return el("section", { class: "panel" }, el("h2", {}, title), content);
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
      { name: "current_password", label: "Current password", type: "password", required: true, autocomplete: "current-password" },
      { name: "new_password", label: "New password", type: "password", required: true, autocomplete: "new-password", hint: "At least 10 characters." },
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
    fields: [{ name: "password", label: "Password", type: "password", required: true, autocomplete: "current-password" }],
    submitLabel: "Delete account",
    danger: true,
    send: async (body) => {
      const sure = await ask({ title: "Delete your account?", text: "Everything you keep here goes with it.", yes: "Delete account", danger: true });
      if (!sure) return;
      await request("DELETE", "/users/me", { body });
      dropSession();
      notify("Your account was deleted.");
      go("#/register");
    },
  });
}

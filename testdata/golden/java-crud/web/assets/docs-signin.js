// The token that the forms of the API page send: pasted, or fetched by signing in. It is kept in memory only.
import { el, uniqueId } from "./dom.js";

const loginPath = "/api/v1/auth/login";

export function makeSignIn(api) {
  const token = field("Access token", { type: "text", autocomplete: "off", spellcheck: "false" });
  const email = field("E-mail", { type: "email", autocomplete: "username" });
  const password = field("Password", { type: "password", autocomplete: "current-password" });
  const message = el("p.muted", { role: "status" });
  const signIn = async (event) => {
    event.preventDefault();
    message.textContent = await login(email.input.value, password.input.value, token.input);
  };
  const node = el("details.panel.docs-auth", {},
    el("summary", {}, "Sign in to try it"),
    api.paths[loginPath] && el("form.docs-form", { onsubmit: signIn },
      email.node,
      password.node,
      el("button.button.button-primary", {}, "Sign in"),
    ),
    token.node,
    message,
  );
  return { node, token: () => token.input.value.trim() };
}

async function login(email, password, tokenInput) {
  try {
    const response = await fetch(loginPath, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
    const data = await response.json();
    if (!response.ok) return data.detail ?? `Status ${response.status}`;
    tokenInput.value = data.access_token;
    return "Signed in. The token is good for some minutes.";
  } catch {
    return "The server can't be reached.";
  }
}

export function field(label, attributes) {
  const id = uniqueId("docs");
  const input = el("input", { id, ...attributes });
  return { input, node: el("div.field", {}, el("label", { for: id }, label), input) };
}

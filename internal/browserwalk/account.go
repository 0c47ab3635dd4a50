package browserwalk

import (
	"fmt"
	"time"
)

const firstPassword = "a long enough passphrase"

// register makes the account of this walk, after one try that the server refuses.
func register(w *walk) error {
	w.user = newClient(w.BaseURL, fmt.Sprintf("walk-%d@example.com", time.Now().UnixNano()), firstPassword)
	if err := w.load("/"); err != nil {
		return err
	}
	if err := w.heading("Sign in"); err != nil {
		return err
	}
	w.shoot("sign-in")
	if err := w.click("a", "Create an account"); err != nil {
		return err
	}
	if err := w.heading("Create an account"); err != nil {
		return err
	}
	if err := w.submit("short"); err != nil {
		return err
	}
	if err := w.complaint(2); err != nil {
		return fmt.Errorf("a password that is too short: %w", err)
	}
	if err := w.submit(firstPassword); err != nil {
		return err
	}
	return w.heading("Dashboard")
}

// submit fills in and sends the form for new accounts.
func (w *walk) submit(password string) error {
	for i, text := range []string{"Wanda Walker", w.user.email, password} {
		if _, err := eval[any](w, `walk.fill($1, "string", $2)`, i, text); err != nil {
			return err
		}
	}
	return w.click("form.form button[type=submit]", "")
}

// complaint waits for a message beside a field, which must have got the focus.
func (w *walk) complaint(field int) error {
	err := w.wait("a message beside the field", `walk.fields()[$1].querySelector(".field-message").textContent !== ""
		&& walk.control($1).getAttribute("aria-invalid") === "true" && document.activeElement === walk.control($1)`, field)
	if err != nil {
		return err
	}
	return w.inspect()
}

func reload(w *walk) error {
	if err := w.visit("#/account", "Your account"); err != nil {
		return err
	}
	if err := w.load("/#/account"); err != nil {
		return err
	}
	if err := w.heading("Your account"); err != nil {
		return err
	}
	stored, err := eval[string](w, `JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie`)
	if err == nil && len(stored) > 60 {
		err = fmt.Errorf("more than a note is kept where scripts can read it: %s", stored)
	}
	return err
}

// signIn signs in on the page that asks for it.
func (w *walk) signIn(email, password string) error {
	if err := w.heading("Sign in"); err != nil {
		return err
	}
	for i, text := range []string{email, password} {
		if _, err := eval[any](w, `walk.fill($1, "string", $2)`, i, text); err != nil {
			return err
		}
	}
	if err := w.click("form.form button[type=submit]", ""); err != nil {
		return err
	}
	return w.wait("to be signed in", `document.querySelector("#sidebar:not([hidden]) .menu-link")`)
}

func (w *walk) leave() error {
	if err := w.click("#sidebar button", "Sign out"); err != nil {
		return err
	}
	return w.heading("Sign in")
}

// account changes the name and the password.
func account(w *walk) error {
	if err := w.visit("#/account", "Your account"); err != nil {
		return err
	}
	if err := w.fillForm(0, "Wanda <b>Wanderer</b>"); err != nil {
		return err
	}
	if err := w.wait("the new name beside the page", `walk.text(document.getElementById("sidebar")).includes("Wanda <b>Wanderer</b>")`); err != nil {
		return err
	}
	const next = "another long passphrase"
	if err := w.fillForm(1, "wrong "+next, next); err != nil {
		return err
	}
	err := w.wait("a message beside the wrong password",
		`document.querySelectorAll("form.form")[1].querySelector(".field-message").textContent !== ""`)
	if err != nil {
		return err
	}
	if err := w.fillForm(1, w.user.password, next); err != nil {
		return err
	}
	if err := w.notice("password was changed"); err != nil {
		return err
	}
	w.user.password, w.user.token = next, ""
	if err := w.load("/#/account"); err != nil {
		return err
	}
	return w.heading("Your account")
}

// fillForm fills in and sends the n-th form of the page.
func (w *walk) fillForm(n int, texts ...string) error {
	_, err := eval[any](w, `(() => {
		const form = document.querySelectorAll("form.form")[$1];
		[...form.querySelectorAll("input")].forEach((input, index) => {
			input.value = $2[index];
			input.dispatchEvent(new Event("input", { bubbles: true }));
		});
		form.requestSubmit();
	})()`, n, texts)
	return err
}

// signOut ends the walk: after it a reload must not bring the user back. The pages for strangers are looked
// at on all screens.
func signOut(w *walk) error {
	if err := w.load("/"); err != nil {
		return err
	}
	if err := w.leave(); err != nil {
		return err
	}
	if err := w.load("/"); err != nil {
		return err
	}
	if err := w.heading("Sign in"); err != nil {
		return err
	}
	if err := w.everyScreen("sign-in"); err != nil {
		return err
	}
	if err := w.visit("#/register", "Create an account"); err != nil {
		return err
	}
	return w.everyScreen("register")
}

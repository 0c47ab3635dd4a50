package browserwalk

// apiPage opens every operation of /docs, signs in there, and sends one request.
func apiPage(w *walk) error {
	defer func() { _ = w.load("/") }()
	if err := w.load("/docs"); err != nil {
		return err
	}
	if err := w.wait("the operations", `document.querySelectorAll(".operation").length > 10`); err != nil {
		return err
	}
	if err := w.everyScreen("docs"); err != nil {
		return err
	}
	if err := w.click(".docs-auth > summary", ""); err != nil {
		return err
	}
	for i, text := range []string{w.user.email, w.user.password} {
		if _, err := eval[any](w, `document.querySelectorAll(".docs-auth form input")[$1].value = $2`, i, text); err != nil {
			return err
		}
	}
	if err := w.click(".docs-auth form button", ""); err != nil {
		return err
	}
	if err := w.wait("the token", `walk.text(document.querySelector(".docs-auth [role=status]")).startsWith("Signed in")`); err != nil {
		return err
	}
	path := "/api/v1/" + w.entities[0].PluralKebab()
	if _, err := eval[any](w, `document.querySelectorAll(".operation").forEach((node) => { node.open = true; })`); err != nil {
		return err
	}
	if err := w.wait("what is inside", `[...document.querySelectorAll(".operation")].every((node) => node.querySelector(".try"))`); err != nil {
		return err
	}
	if err := w.inspect(); err != nil {
		return err
	}
	_, err := eval[any](w, `(() => {
		const box = [...document.querySelectorAll(".operation")].find((node) =>
			node.querySelector(".operation-path").textContent === $1 && node.querySelector(".method").textContent === "GET");
		box.querySelector(".try").requestSubmit();
		box.scrollIntoView();
	})()`, path)
	if err != nil {
		return err
	}
	if err := w.wait("the answer", `[...document.querySelectorAll(".answer .status")].some((node) => node.textContent.startsWith("200"))`); err != nil {
		return err
	}
	return w.inspect()
}

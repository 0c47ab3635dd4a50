package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/chromedp/chromedp"
)

// openBrowser starts a Chromium without a window. The function ends it.
func openBrowser(ctx context.Context) (context.Context, func()) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("hide-scrollbars", true))
	alloc, endAlloc := chromedp.NewExecAllocator(ctx, options...)
	browser, end := chromedp.NewContext(alloc)
	return browser, func() { end(); endAlloc() }
}

// capture takes a picture of a page that is given as HTML, half as large again, so that it is sharp.
func capture(browser context.Context, text, image string) error {
	file := image + ".html"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return err
	}
	defer os.Remove(file)
	full, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	err = chromedp.Do(browser,
		chromedp.EmulateViewport(1100, 1300, chromedp.EmulateScale(1.5)),
		chromedp.Navigate("file://"+full),
	)
	if err != nil {
		return err
	}
	png, err := chromedp.Run(browser, chromedp.Screenshot(chromedp.CSS("main")))
	if err != nil {
		return err
	}
	return os.WriteFile(image, png, 0o644)
}

package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

const password = "only for the picture"

// projectPage generates the default project, starts it with its sample data and takes a picture of the list.
func projectPage(ctx, browser context.Context, tool, work, image string) error {
	dir := filepath.Join(work, "my-books")
	args := []string{"new", dir, "--language", "go", "--type", "crud", "--domain", "reading-list", "--no-git", "--yes"}
	if err := command(ctx, work, nil, tool, args...); err != nil {
		return err
	}
	address, stop, err := serve(ctx, dir, filepath.Join(work, "bin", "my-books"))
	if err != nil {
		return err
	}
	defer stop()
	err = chromedp.Do(browser,
		chromedp.EmulateViewport(1200, 860, chromedp.EmulateScale(1.5)),
		chromedp.Navigate(address),
		chromedp.SendKeys(chromedp.CSS(".field-email input"), "demo@example.com"),
		chromedp.SendKeys(chromedp.CSS(".field-password input"), password),
		chromedp.Click(chromedp.CSS("form button[type=submit]")),
		chromedp.WaitVisible(chromedp.CSS(`#sidebar a[href="#/books"]`)),
		chromedp.Click(chromedp.CSS(`#sidebar a[href="#/books"]`)),
		chromedp.WaitVisible(chromedp.CSS("tbody tr")),
		chromedp.Sleep(300*time.Millisecond), // until everything is painted
	)
	if err != nil {
		return err
	}
	png, err := chromedp.Run(browser, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	return os.WriteFile(image, png, 0o644)
}

// serve builds a project and starts it on a free port. The function stops it.
func serve(ctx context.Context, dir, binary string) (address string, stop func(), err error) {
	if err := command(ctx, dir, nil, "go", "build", "-o", binary, "."); err != nil {
		return "", nil, err
	}
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	c := exec.CommandContext(ctx, binary)
	c.Dir = dir
	c.Env = append(os.Environ(), "PORT="+port, "SEED_DEMO=true", "DEMO_PASSWORD="+password)
	var log strings.Builder
	c.Stdout, c.Stderr = &log, &log
	if err := c.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	}
	address = "http://localhost:" + port
	for range 100 {
		if answer, err := http.Get(address + "/readyz"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return address, stop, nil
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	stop()
	return "", nil, fmt.Errorf("the project does not become ready:\n%s", log.String())
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

package conformance

import (
	"mime"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

func pageChecks() []check {
	page := func(name, clause string, run func(*T)) check {
		return check{chapter: 8, name: name, clause: clause, run: run}
	}
	return []check{
		page("page", "`/` serves one page (HTML, CSS, JS files …)", pageServed),
		page("page-own-files", "no outside host", func(t *T) { t.ownFilesOnly("/") }),
		page("page-file-types", "one page (HTML, CSS, JS files; …)", pageFileTypes),
		page("page-nothing-inline", "no inline script or style", pageNothingInline),
		page("page-for-everybody", "Usable by keyboard and screen reader, from 320 px, light and dark.", pageForEverybody),
		page("page-token-in-memory", "Access token in memory only.", pageTokenInMemory),
		page("page-never-html", "What users typed is never HTML.", pageNeverHTML),
	}
}

var (
	htmlTag     = lazily(`(?is)<([a-z][a-z0-9-]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?)*)\s*/?>`)
	htmlAttr    = lazily(`(?is)([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?`)
	htmlComment = lazily(`(?s)<!--.*?-->`)
	cssFile     = lazily(`(?i)(?:@import\s+(?:url\()?|url\()\s*["']?([^"')\s]+)`)
	jsImport    = lazily(`(?m)(?:\bfrom\s+|\bimport\s*\(?\s*)["']([^"']+)["']`)
	outside     = lazily(`(?i)^([a-z][a-z0-9+.-]*:)?//`)
)

// tag is one opening tag of a page.
type tag struct {
	name  string
	attrs map[string]string
}

func tags(html string) []tag {
	var all []tag
	for _, found := range htmlTag().FindAllStringSubmatch(htmlComment().ReplaceAllString(html, ""), -1) {
		one := tag{name: strings.ToLower(found[1]), attrs: map[string]string{}}
		for _, attr := range htmlAttr().FindAllStringSubmatch(found[2], -1) {
			one.attrs[strings.ToLower(attr[1])] = attr[2] + attr[3] + attr[4]
		}
		all = append(all, one)
	}
	return all
}

// loads is the address that a browser fetches because of the tag, or "".
func (g tag) loads() string {
	switch g.name {
	case "script", "img", "iframe", "source", "audio", "video", "embed":
		return g.attrs["src"]
	case "link":
		if slices.Contains([]string{"canonical", "license", "author"}, g.attrs["rel"]) {
			return ""
		}
		return g.attrs["href"]
	case "object":
		return g.attrs["data"]
	case "form":
		return g.attrs["action"]
	}
	return ""
}

// pageFile is a file that a page needs.
type pageFile struct {
	path string
	*answer
}

// pageFiles fetches what the page at the path loads, and what that loads in turn.
func (t *T) pageFiles(path string) []pageFile {
	page := t.anon().get(path).is(200)
	var waiting []string
	for _, g := range tags(string(page.Body)) {
		waiting = append(waiting, t.resolve(path, g.loads())...)
	}
	var files []pageFile
	seen := map[string]bool{}
	for len(waiting) > 0 {
		next := waiting[0]
		waiting = waiting[1:]
		if seen[next] {
			continue
		}
		seen[next] = true
		file := pageFile{path: next, answer: t.anon().get(next).is(200)}
		files = append(files, file)
		for _, address := range file.references() {
			waiting = append(waiting, t.resolve(next, address)...)
		}
	}
	return files
}

// references are the addresses that a style sheet or script loads.
func (f pageFile) references() []string {
	pattern := map[string]*regexp.Regexp{"text/css": cssFile(), "text/javascript": jsImport(), "application/javascript": jsImport()}[f.kind()]
	if pattern == nil {
		return nil
	}
	var all []string
	for _, found := range pattern.FindAllStringSubmatch(string(f.Body), -1) {
		if pattern == cssFile() || strings.HasPrefix(found[1], ".") || strings.HasPrefix(found[1], "/") || outside().MatchString(found[1]) {
			all = append(all, found[1])
		}
	}
	return all
}

func (a *answer) kind() string {
	kind, _, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

// resolve is the path of an address on a page: none for data and fragments; an outside host ends the check.
func (t *T) resolve(from, address string) []string {
	if address == "" || strings.HasPrefix(address, "#") || strings.HasPrefix(address, "data:") {
		return nil
	}
	if outside().MatchString(address) {
		t.failf("%s loads %s from an outside host", from, address)
	}
	base, err := url.Parse(from)
	if err != nil {
		t.failf("%s is no path: %v", from, err)
	}
	u, err := base.Parse(address)
	if err != nil {
		t.failf("%s loads %q, which is no address: %v", from, address, err)
	}
	return []string{u.RequestURI()}
}

// ownFilesOnly asserts that the page and its files load nothing from elsewhere, nor speak to elsewhere.
func (t *T) ownFilesOnly(path string) {
	call := regexp.MustCompile("(?i)(?:fetch|open|sendBeacon|WebSocket|EventSource|Worker|importScripts)\\s*\\([^)]{0,40}?[\"'`]((?:https?:|wss?:)?//[^\"'`]+)")
	for _, file := range t.pageFiles(path) {
		if found := call.FindStringSubmatch(string(file.Body)); found != nil && strings.Contains(file.kind(), "javascript") {
			file.failf("the script speaks to the outside host %s", found[1])
		}
	}
}

func pageServed(t *T) {
	a := t.anon().get("/").is(200)
	if kind := strings.ToLower(a.Header.Get("Content-Type")); strings.ReplaceAll(kind, " ", "") != "text/html;charset=utf-8" {
		a.failf("Content-Type is %q, want text/html; charset=utf-8", kind)
	}
	scripts := 0
	for _, g := range tags(string(a.Body)) {
		if g.name == "script" && g.attrs["src"] != "" {
			scripts++
		}
	}
	if scripts == 0 {
		a.failf("the page has no script file")
	}
}

func pageFileTypes(t *T) {
	files := t.pageFiles("/")
	styles := 0
	for _, file := range files {
		path, _, _ := strings.Cut(file.path, "?")
		switch {
		case strings.HasSuffix(path, ".css"):
			styles++
			file.kindIs("text/css")
		case strings.HasSuffix(path, ".js") || strings.HasSuffix(path, ".mjs"):
			file.kindIs("text/javascript", "application/javascript")
		case strings.HasSuffix(path, ".svg"):
			file.kindIs("image/svg+xml")
		}
	}
	if styles == 0 {
		t.failf("the page has no style sheet among its %d files", len(files))
	}
}

func (a *answer) kindIs(want ...string) {
	if !slices.Contains(want, a.kind()) {
		a.failf("Content-Type is %q, want %s", a.Header.Get("Content-Type"), want[0])
	}
}

func pageNothingInline(t *T) {
	for _, path := range []string{"/", "/docs"} {
		a := t.anon().get(path).is(200)
		for _, g := range tags(string(a.Body)) {
			if g.name == "style" || g.name == "script" && g.attrs["src"] == "" && !strings.Contains(g.attrs["type"], "json") {
				a.failf("the page has an inline <%s>", g.name)
			}
			for name := range g.attrs {
				if name == "style" || strings.HasPrefix(name, "on") {
					a.failf("<%s> has an inline %s", g.name, name)
				}
			}
		}
	}
}

// pageForEverybody looks at what can be seen in the files alone; the rest takes a browser.
func pageForEverybody(t *T) {
	a := t.anon().get("/").is(200)
	var language, viewport bool
	for _, g := range tags(string(a.Body)) {
		language = language || g.name == "html" && g.attrs["lang"] != ""
		if g.name == "meta" && g.attrs["name"] == "viewport" {
			content := strings.ReplaceAll(g.attrs["content"], " ", "")
			viewport = strings.Contains(content, "width=device-width") && !strings.Contains(content, "user-scalable=no") &&
				!strings.Contains(content, "maximum-scale=1")
		}
		if g.name == "img" {
			if _, ok := g.attrs["alt"]; !ok {
				a.failf("an <img> has no alt")
			}
		}
	}
	if !language || !viewport {
		a.failf("want <html lang=…> and a viewport of the device's width that can be zoomed")
	}
	dark := strings.Contains(string(a.Body), "color-scheme")
	for _, file := range t.pageFiles("/") {
		dark = dark || file.kind() == "text/css" && strings.Contains(string(file.Body), "color-scheme")
	}
	if !dark {
		a.failf("neither the page nor its style sheets know a dark color-scheme")
	}
}

// script is all JavaScript of the page.
func (t *T) script() string {
	var text strings.Builder
	for _, file := range t.pageFiles("/") {
		if strings.Contains(file.kind(), "javascript") {
			text.Write(file.Body)
			text.WriteString("\n")
		}
	}
	return text.String()
}

func pageTokenInMemory(t *T) {
	kept := regexp.MustCompile(`(?i)(?:localStorage|sessionStorage|indexedDB|document\.cookie)[^\n;]*token`)
	if found := kept.FindString(t.script()); found != "" {
		t.failf("the page keeps a token outside its memory: %s", shorten(found))
	}
}

func pageNeverHTML(t *T) {
	unsafe := regexp.MustCompile(`\.(?:innerHTML|outerHTML)\s*\+?=[^=]|insertAdjacentHTML|document\.write|\beval\s*\(|new Function\(|createContextualFragment`)
	if found := unsafe.FindString(t.script()); found != "" {
		t.failf("the page makes HTML of text: %s", found)
	}
}

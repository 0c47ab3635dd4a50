package main

import (
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
)

// palette are the sixteen colours of a terminal, on a dark ground.
var palette = [16]string{
	"#1d2433", "#f07178", "#a5d6a7", "#ffcb6b", "#82aaff", "#c792ea", "#89ddff", "#d7dce8",
	"#7a869f", "#ff8b92", "#c3e88d", "#ffe585", "#9cc4ff", "#ddb3f8", "#a3f7ff", "#ffffff",
}

// style is how text looks from here on.
type style struct {
	colour          string
	bold, dim, back bool
}

var escape = regexp.MustCompile("\x1b\\[([0-9;]*)m|\x1b\\[[0-9;?]*[A-Za-z]|\x1b\\([A-Z0-9]|[\x0e\x0f]")

// terminalHTML is a page that shows texts with colours, as tmux captures them, each in the frame of a window.
func terminalHTML(title string, texts []string) string {
	var b strings.Builder
	b.WriteString(pageStart)
	for _, text := range texts {
		fmt.Fprintf(&b, window, html.EscapeString(title), coloured(strings.TrimRight(text, "\n ")))
	}
	b.WriteString("</main>\n")
	return b.String()
}

// coloured is a captured text as HTML.
func coloured(text string) string {
	var b strings.Builder
	var now style
	for len(text) > 0 {
		at := escape.FindStringSubmatchIndex(text)
		if at == nil {
			b.WriteString(now.span(text))
			break
		}
		b.WriteString(now.span(text[:at[0]]))
		if at[2] >= 0 {
			now = now.apply(text[at[2]:at[3]])
		}
		text = text[at[1]:]
	}
	return b.String()
}

const (
	pageStart = `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #fff; }
main { display: inline-grid; gap: 16px; padding: 12px; }
section { border-radius: 10px; background: #141a26; box-shadow: 0 2px 10px #0004; }
header { padding: 9px 16px; color: #7a869f; font: 13px sans-serif; }
pre { margin: 0; padding: 2px 20px 18px; color: #d7dce8; font: 14px/1.45 "DejaVu Sans Mono", monospace; }
</style><main>`
	window = `<section><header>%s</header><pre>%s</pre></section>`
)

// span is the text in the style, safe as HTML.
func (s style) span(text string) string {
	if text == "" {
		return ""
	}
	css := ""
	if s.colour != "" {
		css += "color:" + s.colour + ";"
	}
	if s.bold {
		css += "font-weight:bold;"
	}
	if s.dim {
		css += "opacity:.6;"
	}
	if s.back {
		css += "background:#2b3650;"
	}
	if css == "" {
		return html.EscapeString(text)
	}
	return `<span style="` + css + `">` + html.EscapeString(text) + `</span>`
}

// apply changes the style as an SGR sequence says. Colours beyond the sixteen are left as they are.
func (s style) apply(codes string) style {
	for code := range strings.SplitSeq(codes, ";") {
		n, _ := strconv.Atoi(code) // an empty code is 0
		switch {
		case n == 0:
			s = style{}
		case n == 1:
			s.bold = true
		case n == 2:
			s.dim = true
		case n == 7:
			s.back = true
		case n == 22:
			s.bold, s.dim = false, false
		case n == 27:
			s.back = false
		case 30 <= n && n <= 37:
			s.colour = palette[n-30]
		case 90 <= n && n <= 97:
			s.colour = palette[n-90+8]
		case n == 39:
			s.colour = ""
		}
	}
	return s
}

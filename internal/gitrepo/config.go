package gitrepo

import (
	"bytes"
	"fmt"
	"strings"
)

// setting is one line of a git configuration file.
type setting struct {
	section string // lower case
	sub     string // as written: [includeIf "gitdir:~/work/"]
	key     string // lower case
	value   string // "true" for a key without a value
}

// name is the setting as `git config` calls it.
func (s setting) name() string {
	if s.sub != "" {
		return s.section + "." + s.sub + "." + s.key
	}
	return s.section + "." + s.key
}

// parseConfig reads git's configuration syntax. Unlike go-git's reader it keeps the order of the lines, on which
// it depends what an include overrides. The settings before a line that can't be read are returned with the error.
func parseConfig(data []byte) ([]setting, error) {
	p := &configParser{text: string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))), line: 1}
	for {
		c, ok := p.next()
		switch {
		case !ok:
			return p.settings, nil
		case c == '\n' || c == ' ' || c == '\t':
		case c == '#' || c == ';':
			p.skipLine()
		case c == '[':
			if !p.header() {
				return p.settings, fmt.Errorf("line %d: this is no section", p.line)
			}
		case isLetter(c) && p.section != "":
			p.back()
			if !p.assignment() {
				return p.settings, fmt.Errorf("line %d: this is no setting", p.line)
			}
		default:
			return p.settings, fmt.Errorf("line %d: %q is not expected here", p.line, c)
		}
	}
}

type configParser struct {
	text     string
	at, line int
	section  string
	sub      string
	settings []setting
}

// next returns the next character; "\r\n" counts as "\n".
func (p *configParser) next() (byte, bool) {
	if p.at >= len(p.text) {
		return 0, false
	}
	c := p.text[p.at]
	p.at++
	if c == '\r' && p.at < len(p.text) && p.text[p.at] == '\n' {
		p.at++
		c = '\n'
	}
	if c == '\n' {
		p.line++
	}
	return c, true
}

// back undoes next for a character that is not the end of a line.
func (p *configParser) back() { p.at-- }

func (p *configParser) skipLine() {
	for c, ok := p.next(); ok && c != '\n'; c, ok = p.next() {
	}
}

// header reads what follows the bracket of `[name]`, `[name.sub]` or `[name "sub"]`.
func (p *configParser) header() bool {
	var name strings.Builder
	for {
		c, ok := p.next()
		switch {
		case !ok:
			return false
		case c == ']':
			section, sub, _ := strings.Cut(strings.ToLower(name.String()), ".")
			p.section, p.sub = section, sub
			return section != ""
		case c == ' ' || c == '\t':
			p.section = strings.ToLower(name.String())
			return p.section != "" && p.subsection()
		case isLetter(c) || isDigit(c) || c == '-' || c == '.':
			name.WriteByte(c)
		default:
			return false
		}
	}
}

// subsection reads `"sub"]`.
func (p *configParser) subsection() bool {
	var sub strings.Builder
	c, ok := p.next()
	for ok && (c == ' ' || c == '\t') {
		c, ok = p.next()
	}
	if c != '"' {
		return false
	}
	for {
		c, ok = p.next()
		if ok && c == '\\' {
			c, ok = p.next()
		} else if c == '"' {
			c, _ = p.next()
			p.sub = sub.String()
			return c == ']'
		}
		if !ok || c == '\n' {
			return false
		}
		sub.WriteByte(c)
	}
}

// assignment reads `key = value` or `key` alone.
func (p *configParser) assignment() bool {
	s := setting{section: p.section, sub: p.sub, value: "true"}
	start := p.at
	for p.at < len(p.text) && (isLetter(p.text[p.at]) || isDigit(p.text[p.at]) || p.text[p.at] == '-') {
		p.at++
	}
	s.key = strings.ToLower(p.text[start:p.at])
	c, ok := p.next()
	for ok && (c == ' ' || c == '\t') {
		c, ok = p.next()
	}
	switch {
	case c == '#' || c == ';':
		p.skipLine()
	case ok && c == '=':
		if s.value, ok = p.value(); !ok {
			return false
		}
	case ok && c != '\n':
		return false
	}
	p.settings = append(p.settings, s)
	return true
}

// value reads up to the end of the line, or of the lines that a backslash joins.
func (p *configParser) value() (string, bool) {
	var v strings.Builder
	quoted, end := false, 0 // end: the length up to which spaces are meant
	for {
		c, ok := p.next()
		switch {
		case !ok || c == '\n':
			return v.String()[:end], !quoted
		case !quoted && (c == '#' || c == ';'):
			p.skipLine()
			return v.String()[:end], true
		case c == '"':
			quoted = !quoted
			end = v.Len()
			continue
		case !quoted && (c == ' ' || c == '\t'):
			if v.Len() > 0 {
				v.WriteByte(c)
			}
			continue
		case c == '\\':
			if c, _ = p.next(); c == '\n' {
				continue
			}
			if c, ok = unescape(c); !ok {
				return "", false
			}
		}
		v.WriteByte(c)
		end = v.Len()
	}
}

func unescape(c byte) (byte, bool) {
	switch c {
	case '\\', '"':
		return c, true
	case 'n':
		return '\n', true
	case 't':
		return '\t', true
	case 'b':
		return '\b', true
	}
	return 0, false
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

package parity

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var braces = regexp.MustCompile(`\{\{[^{}]*\}\}`)

// fill puts in what stands in braces: the name of something that was captured, or a word that makes text.
func (p *player) fill(text string) (string, error) {
	var trouble error
	filled := braces.ReplaceAllStringFunc(text, func(found string) string {
		word, rest, _ := strings.Cut(found[2:len(found)-2], " ")
		made, err := p.word(word, rest)
		if err != nil {
			trouble = fmt.Errorf("%s: %w", found, err)
		}
		return made
	})
	return filled, trouble
}

func (p *player) word(word, rest string) (string, error) {
	switch word {
	case "repeat": // {{repeat 3 ab}} is ababab
		number, what, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(number)
		return strings.Repeat(what, max(n, 0)), err
	case "spaces", "objects": // {{spaces 3}}, and {{objects 3}} that begin within each other
		n, err := strconv.Atoi(rest)
		return strings.Repeat(map[string]string{"spaces": " ", "objects": `{"a":`}[word], max(n, 0)), err
	case "hex": // {{hex ff 00}} is these bytes
		data, err := hex.DecodeString(strings.ReplaceAll(rest, " ", ""))
		return string(data), err
	case "percent": // {{percent shelf}} is a captured text with every character percent-encoded
		return fmt.Sprintf("%%%X", []byte(p.vars[rest])), nil
	case "upper":
		return strings.ToUpper(p.vars[rest]), nil
	case "unsigned": // an access token that asks not to be checked
		parts := strings.Split(p.vars[rest], ".")
		if len(parts) != 3 {
			return "", fmt.Errorf("%s is no token", rest)
		}
		return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + parts[1] + ".", nil
	case "stranger": // an access token with another token's signature
		parts := strings.Split(p.vars[rest], ".")
		if len(parts) != 3 {
			return "", fmt.Errorf("%s is no token", rest)
		}
		return parts[0] + "." + parts[1] + "." + strings.Repeat("A", len(parts[2])), nil
	}
	value, known := p.vars[word]
	if !known || rest != "" {
		return "", fmt.Errorf("nothing was captured under this name")
	}
	return value, nil
}

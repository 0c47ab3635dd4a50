// Package templates holds the built-in pack inside the program.
package templates

import (
	"embed"
	"io/fs"
)

//go:embed all:portfolio
var files embed.FS

// Portfolio is the built-in pack.
func Portfolio() fs.FS {
	sub, err := fs.Sub(files, "portfolio")
	if err != nil {
		return files // not reached: the folder is embedded above
	}
	return sub
}

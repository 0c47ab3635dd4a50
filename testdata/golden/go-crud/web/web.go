// Package web holds the files of the page. They need no build step: what is here is what browsers get.
package web

import "embed"

// Files are the page, its scripts and styles, and the description of the API.
//
//go:embed *.html *.json assets
var Files embed.FS

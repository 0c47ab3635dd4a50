module github.com/scaffolio/scaffolio

go 1.26.0

require (
	github.com/gertd/go-pluralize v0.2.1
	github.com/go-git/go-git/v5 v5.19.3
	github.com/goccy/go-yaml v1.19.2
	github.com/google/go-cmp v0.7.0
	golang.org/x/sys v0.47.0
)

require github.com/pjbgf/sha1cd v0.7.0 // indirect

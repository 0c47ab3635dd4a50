module github.com/scaffolio/scaffolio

go 1.26

require (
	github.com/gertd/go-pluralize v0.2.1
	github.com/goccy/go-yaml v1.19.2
	github.com/google/go-cmp v0.7.0
)

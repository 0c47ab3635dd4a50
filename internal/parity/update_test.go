package parity

import "flag"

// All tests take -update, so that "go test ./... -update" reaches those that keep golden files.
var _ = flag.Bool("update", false, "has no effect here")

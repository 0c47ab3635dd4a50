package model

import "github.com/scaffolio/scaffolio/internal/strictyaml"

// Error is one thing wrong with a model, and where.
type Error = strictyaml.Error

// Errors are all the things wrong with a model, in the order of the file.
type Errors = strictyaml.Errors

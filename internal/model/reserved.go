package model

import (
	"maps"
	"sync"
)

// reservedEntities are the names that every project uses itself, for a table, a route, a page or a type,
// with what it uses them for. Names are compared in snake_case, singular and plural.
var reservedEntities = map[string]string{
	"user":                  "every project has users of its own",
	"session":               "every project keeps its logins in sessions",
	"auth":                  "/auth is where people sign in",
	"admin":                 "/admin is for administrators",
	"dashboard":             "/dashboard is the overview that every project has",
	"schema_migration":      "the database records its own changes under this name",
	"alembic_version":       "the database records its own changes under this name",
	"flyway_schema_history": "the database records its own changes under this name",
	"kysely_migration":      "the database records its own changes under this name",
}

// reservedNames are the reserved entities' names and their plurals.
var reservedNames = sync.OnceValue(func() map[string]string {
	all := maps.Clone(reservedEntities)
	for name, why := range reservedEntities {
		all[Plural(name)] = why
	}
	return all
})

// reservedFields are the names that every item has already, and columns that a database keeps for itself.
var reservedFields = map[string]string{
	"id":         "every item has it already",
	"owner_id":   "every item has it already",
	"created_at": "every item has it already",
	"updated_at": "every item has it already",
	"version":    "every item has it already: it counts the changes",
	"tableoid":   "PostgreSQL has a system column of this name",
	"xmin":       "PostgreSQL has a system column of this name",
	"xmax":       "PostgreSQL has a system column of this name",
	"cmin":       "PostgreSQL has a system column of this name",
	"cmax":       "PostgreSQL has a system column of this name",
	"ctid":       "PostgreSQL has a system column of this name",
	// InnoDB refuses these.
	"db_row_id":   "MySQL has a system column of this name",
	"db_trx_id":   "MySQL has a system column of this name",
	"db_roll_ptr": "MySQL has a system column of this name",
	"fts_doc_id":  "MySQL has a system column of this name",
}

// reservedPrefixes are how tables begin that a database keeps for itself.
var reservedPrefixes = map[string]string{
	"sqlite_": "SQLite keeps tables whose names begin so for itself",
	"pg_":     "PostgreSQL has tables of its own whose names begin so",
}

// reservedParameters are the query parameters that every list has.
var reservedParameters = map[string]string{
	"limit":  "the number of items on a page",
	"cursor": "the place where a page begins",
	"sort":   "the order of the items",
	"q":      "the search",
}

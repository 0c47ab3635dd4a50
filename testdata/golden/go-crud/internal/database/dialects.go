package database

// dialectFor finds the product by the first part of DATABASE_URL.
func dialectFor(scheme string) (dialect, bool) {
	return sqliteDialect(), scheme == "sqlite"
}

// Placeholder is how the n-th value is written in a statement.
func Placeholder(int) string { return "?" }

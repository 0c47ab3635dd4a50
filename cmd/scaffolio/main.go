// Scaffolio turns a few answers into a portfolio project that runs, is tested and can be explained.
package main

import (
	"os"

	"github.com/scaffolio/scaffolio/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Package packtest makes packs for tests of several packages.
package packtest

import (
	"io/fs"
	"os"
	"testing"
	"testing/fstest"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/templates"
)

// Feeds is a pack that offers a project type with sources: the one in root/testdata/packs/feeds, with the sources
// and the contract of the built-in pack. root is the repository's folder as the test sees it.
func Feeds(t testing.TB, root string) *pack.Pack {
	t.Helper()
	all := fstest.MapFS{}
	add(t, all, os.DirFS(root+"/testdata/packs/feeds"), ".")
	add(t, all, templates.Portfolio(), "sources")
	add(t, all, templates.Portfolio(), "contract")
	p, err := pack.Load(all)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func add(t testing.TB, all fstest.MapFS, from fs.FS, folder string) {
	t.Helper()
	err := fs.WalkDir(from, folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		all[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

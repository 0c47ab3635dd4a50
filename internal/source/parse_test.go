package source_test

import (
	"testing"

	"github.com/scaffolio/scaffolio/internal/source"
	"github.com/scaffolio/scaffolio/internal/strictyaml/yamltest"
)

func TestBadSources(t *testing.T) {
	yamltest.Refused(t, "../../testdata/sources/bad/*.yaml", func(name string, data []byte) error {
		_, err := source.Parse(name, data)
		return err
	})
}

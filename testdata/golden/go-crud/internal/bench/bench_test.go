package bench

import (
	"bytes"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	var out bytes.Buffer
	if err := Run(t.Context(), []string{"20"}, &out); err != nil {
		t.Fatal(err)
	}
	if strings.Count(out.String(), " 0 failed") != 3 {
		t.Errorf("the report is %s", out.String())
	}
	if err := Run(t.Context(), []string{"many"}, &out); err == nil {
		t.Error("a number that is none is taken")
	}
}

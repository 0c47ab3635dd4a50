package proc

import "testing"

// A program that takes its time to listen must not find its port given to another one.
func TestFreePortIsGivenOnce(t *testing.T) {
	given := map[int]bool{}
	for range 500 {
		port, err := FreePort()
		if err != nil {
			t.Fatal(err)
		}
		if given[port] {
			t.Fatalf("%d was given before", port)
		}
		given[port] = true
	}
}

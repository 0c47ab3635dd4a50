package matrix

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Receipt is what came of a run: what was verified, on what, and how it ended.
type Receipt struct {
	Run
	Tree      string    `json:"tree"`   // the hash of what was verified
	Commit    string    `json:"commit"` // of the tool; a + behind it: with changes
	Started   time.Time `json:"started"`
	Seconds   int       `json:"seconds"`
	System    string    `json:"system"`    // "linux/amd64, 2 processors"
	Toolchain string    `json:"toolchain"` // "go version go1.26.8 linux/amd64"
	Servers   []string  `json:"servers,omitempty"`
	Parts     []Part    `json:"parts"`
	Failed    []string  `json:"failed,omitempty"`  // what failed
	Skipped   []string  `json:"skipped,omitempty"` // what was not run, and why
}

// Part is a part of a run, such as the project's own commands, or the suite on one engine.
type Part struct {
	Name    string `json:"name"`
	Passed  int    `json:"passed"`
	Failed  int    `json:"failed,omitempty"`
	Skipped int    `json:"skipped,omitempty"`
}

// OK tells whether nothing failed.
func (r *Receipt) OK() bool { return len(r.Failed) == 0 }

// Part is the part with this name; nil when it was not run.
func (r *Receipt) Part(name string) *Part {
	i := slices.IndexFunc(r.Parts, func(p Part) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &r.Parts[i]
}

// Book are receipts, one at most for each project, by name.
type Book struct {
	Receipts []*Receipt `json:"receipts"`
}

// ReadBook reads a book; one that isn't there is empty.
func ReadBook(data []byte) (*Book, error) {
	b := &Book{Receipts: []*Receipt{}}
	if len(data) == 0 {
		return b, nil
	}
	if err := json.Unmarshal(data, b); err != nil {
		return nil, fmt.Errorf("the receipts can't be read: %w", err)
	}
	return b, nil
}

// Find is the receipt of a project, or nil.
func (b *Book) Find(name string) *Receipt {
	i := slices.IndexFunc(b.Receipts, func(r *Receipt) bool { return r.Name() == name })
	if i < 0 {
		return nil
	}
	return b.Receipts[i]
}

// Put adds a receipt in place of the project's former one, which stays when it says more about the same bytes: it
// passed, went further, and the new one found nothing wrong.
func (b *Book) Put(r *Receipt) {
	old := b.Find(r.Name())
	if old != nil && old.Tree == r.Tree && old.OK() && r.OK() && old.Covers(r.Run) && !r.Covers(old.Run) {
		return
	}
	b.Receipts = slices.DeleteFunc(b.Receipts, func(other *Receipt) bool { return other.Name() == r.Name() })
	b.Receipts = append(b.Receipts, r)
	slices.SortFunc(b.Receipts, func(a, b *Receipt) int { return cmp.Compare(a.Name(), b.Name()) })
}

// JSON is the book as it is kept.
func (b *Book) JSON() ([]byte, error) {
	data, err := json.MarshalIndent(b, "", "  ")
	return append(data, '\n'), err
}

// PutInto adds receipts to the book in a file, which is replaced as a whole.
func PutInto(file string, receipts ...*Receipt) error {
	data, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	b, err := ReadBook(data)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, r := range receipts {
		b.Put(r)
	}
	if data, err = b.JSON(); err != nil {
		return err
	}
	fresh, err := os.CreateTemp(filepath.Dir(file), ".receipts-*")
	if err != nil {
		return err
	}
	defer os.Remove(fresh.Name())
	if _, err := fresh.Write(data); err != nil {
		return err
	}
	if err := fresh.Close(); err != nil {
		return err
	}
	if err := os.Chmod(fresh.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(fresh.Name(), file)
}

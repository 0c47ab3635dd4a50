package verify

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
)

// dataset is what an instance keeps: a folder, and a database where there is a server.
type dataset struct {
	dir      string
	database dbserver.Database // URL "" on SQLite
}

// datasets makes sets of data: by name, so that instances can share one, or fresh ones.
type datasets struct {
	root   string
	server dbserver.Server // nil on SQLite
	mu     sync.Mutex
	count  int
	named  map[string]*dataset
}

func newDatasets(root string, server dbserver.Server) *datasets {
	return &datasets{root: root, server: server, named: map[string]*dataset{}}
}

// get returns the set with this name; an empty name gives one that nobody else gets.
func (d *datasets) get(ctx context.Context, name string) (*dataset, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if set, ok := d.named[name]; ok && name != "" {
		return set, nil
	}
	d.count++
	set := &dataset{dir: filepath.Join(d.root, fmt.Sprintf("data-%d", d.count))}
	if err := os.MkdirAll(set.dir, 0o700); err != nil {
		return nil, err
	}
	if d.server != nil {
		database, err := d.server.Create(ctx)
		if err != nil {
			return nil, err
		}
		set.database = database
	}
	if name != "" {
		d.named[name] = set
	}
	return set, nil
}

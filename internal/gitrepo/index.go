package gitrepo

import (
	"bytes"
	"fmt"
	"io/fs"

	"github.com/go-git/go-git/v5/plumbing/format/index"

	"github.com/scaffolio/scaffolio/internal/render"
)

// Index is the index that has exactly files staged. stat says what the disk knows of each one, which lets git
// see without reading them that nothing was changed.
func (s *Snapshot) Index(files []render.File, stat func(path string) (fs.FileInfo, error)) ([]byte, error) {
	idx := &index.Index{Version: 2, Entries: make([]*index.Entry, len(files))}
	for i, f := range files {
		info, err := stat(f.Path)
		if err != nil {
			return nil, err
		}
		e := &index.Entry{
			Hash:       s.Blobs[f.Path],
			Name:       f.Path,
			Mode:       modeOf(f),
			ModifiedAt: info.ModTime(),
			Size:       uint32(info.Size()),
		}
		fillStat(e, info)
		idx.Entries[i] = e
	}
	var b bytes.Buffer
	if err := index.NewEncoder(&b).Encode(idx); err != nil {
		return nil, fmt.Errorf("write the index: %w", err)
	}
	return b.Bytes(), nil
}

package gitrepo

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"runtime"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/idxfile"
)

// pack fills in the pack of objects and its index. An object that is there twice is packed once.
//
// go-git's own pack encoder wants an object store and compresses on one core, as hard as it can. A few hundred
// small files are packed here in a fraction of that time, and the first `git gc` packs them anew anyway.
func (s *Snapshot) pack(objects []object) error {
	objects = distinct(objects)
	entries, err := compressAll(objects)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString("PACK")
	b.Write(binary.BigEndian.AppendUint32(nil, 2))
	b.Write(binary.BigEndian.AppendUint32(nil, uint32(len(objects))))
	var where idxfile.Writer
	if err := where.OnHeader(uint32(len(objects))); err != nil {
		return err
	}
	for i, e := range entries {
		where.Add(objects[i].hash, uint64(b.Len()), crc32.ChecksumIEEE(e))
		b.Write(e)
	}
	sum := sha1.Sum(b.Bytes())
	b.Write(sum[:])
	s.Pack = b.Bytes()
	s.Name = "pack-" + hex.EncodeToString(sum[:])
	if err := where.OnFooter(plumbing.Hash(sum)); err != nil {
		return err
	}
	idx, err := where.Index()
	if err != nil {
		return fmt.Errorf("index the pack: %w", err)
	}
	var ib bytes.Buffer
	if _, err := idxfile.NewEncoder(&ib).Encode(idx); err != nil {
		return fmt.Errorf("write the pack's index: %w", err)
	}
	s.PackIndex = ib.Bytes()
	return nil
}

func distinct(objects []object) []object {
	seen := make(map[plumbing.Hash]bool, len(objects))
	out := objects[:0]
	for _, o := range objects {
		if !seen[o.hash] {
			seen[o.hash] = true
			out = append(out, o)
		}
	}
	return out
}

// compressAll returns the pack entry of each object, made on all cores.
func compressAll(objects []object) ([][]byte, error) {
	entries := make([][]byte, len(objects))
	workers := min(runtime.GOMAXPROCS(0), len(objects))
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			z, err := zlib.NewWriterLevel(nil, zlib.BestSpeed)
			for i := w; i < len(objects) && err == nil; i += workers {
				entries[i], err = packEntry(z, objects[i])
			}
			errs[w] = err
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("compress an object: %w", err)
		}
	}
	return entries, nil
}

// packEntry is an object's header, its kind and size in seven-bit groups, and its compressed data.
func packEntry(z *zlib.Writer, o object) ([]byte, error) {
	var b bytes.Buffer
	size := len(o.data)
	c := byte(o.kind)<<4 | byte(size&15)
	for size >>= 4; size != 0; size >>= 7 {
		b.WriteByte(c | 0x80)
		c = byte(size & 0x7f)
	}
	b.WriteByte(c)
	z.Reset(&b)
	if _, err := z.Write(o.data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

package gitrepo

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/adler32"
	"hash/crc32"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/idxfile"
)

// pack fills in the pack of objects and its index. An object that is there twice is packed once.
//
// go-git's own pack encoder wants an object store, looks for deltas and compresses: all that takes many times as
// long as the few lines here.
func (s *Snapshot) pack(objects []object) error {
	objects = distinct(objects)
	var b bytes.Buffer
	room := 64
	for _, o := range objects {
		room += len(o.data) + 32
	}
	b.Grow(room)
	b.WriteString("PACK")
	b.Write(binary.BigEndian.AppendUint32(nil, 2))
	b.Write(binary.BigEndian.AppendUint32(nil, uint32(len(objects))))
	var where idxfile.Writer
	if err := where.OnHeader(uint32(len(objects))); err != nil {
		return err
	}
	for _, o := range objects {
		start := b.Len()
		writeEntry(&b, o)
		where.Add(o.hash, uint64(start), crc32.ChecksumIEEE(b.Bytes()[start:]))
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

// writeEntry appends o to a pack: its kind and size in seven-bit groups, and its data as a zlib stream.
//
// The data is stored, not compressed, which would take longer than all the rest. Even so the pack is smaller on the
// disk than the loose objects of `git add`, each of which takes a block of its own.
func writeEntry(b *bytes.Buffer, o object) {
	size := len(o.data)
	c := byte(o.kind)<<4 | byte(size&15)
	for size >>= 4; size != 0; size >>= 7 {
		b.WriteByte(c | 0x80)
		c = byte(size & 0x7f)
	}
	b.WriteByte(c)
	b.Write([]byte{0x78, 0x01}) // zlib, fastest
	const most = 1<<16 - 1      // in one block
	rest := o.data
	for len(rest) > most {
		writeBlock(b, rest[:most], 0)
		rest = rest[most:]
	}
	writeBlock(b, rest, 1)
	b.Write(binary.BigEndian.AppendUint32(nil, adler32.Checksum(o.data)))
}

// writeBlock appends a stored block: whether it is the last one, its length, and that once more inverted.
func writeBlock(b *bytes.Buffer, data []byte, last byte) {
	n := uint16(len(data))
	head := binary.LittleEndian.AppendUint16([]byte{last}, n)
	b.Write(binary.LittleEndian.AppendUint16(head, ^n))
	b.Write(data)
}

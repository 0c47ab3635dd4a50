package cli

import (
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/scaffolio/scaffolio/internal/render"
)

// printTree prints sorted files as an indented tree with sizes.
func printTree(w io.Writer, files []render.File) {
	var open []string // the folders that the last line was in
	for _, f := range files {
		folders := strings.Split(path.Dir(f.Path), "/")
		if folders[0] == "." {
			folders = nil
		}
		common := 0
		for common < len(open) && common < len(folders) && open[common] == folders[common] {
			common++
		}
		for i := common; i < len(folders); i++ {
			fmt.Fprintf(w, "%s  %s/\n", strings.Repeat(" ", 9), strings.Repeat("  ", i)+folders[i])
		}
		open = folders
		mark := ""
		if f.Executable {
			mark = "*"
		}
		fmt.Fprintf(w, "%9s  %s%s%s\n", size(int64(len(f.Data))), strings.Repeat("  ", len(folders)), path.Base(f.Path), mark)
	}
}

package project

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/scaffolio/scaffolio/internal/render"
)

// checkPaths refuses a plan that would write outside the project, into .git, or one file over another on a disk
// that takes "a" and "A" for the same. Rendering refuses such things earlier and explains them better; here is
// the last gate before the disk.
func checkPaths(files []render.File) error {
	kind := map[string]string{} // lower-case path → as written, for files; folders end in a slash
	for _, f := range files {
		if !fs.ValidPath(f.Path) || f.Path == "." || strings.ContainsAny(f.Path, "\\:\x00") {
			return badPath(f.Path, "isn't a plain path inside the project")
		}
		lower := strings.ToLower(f.Path)
		top, _, _ := strings.Cut(lower, "/")
		if top == ".git" || top == insideName {
			return badPath(f.Path, "belongs to git or to scaffolio")
		}
		if other, taken := kind[lower]; taken {
			return badPath(f.Path, fmt.Sprintf("is the same as %s", other))
		}
		kind[lower] = f.Path
		for dir := path.Dir(f.Path); dir != "."; dir = path.Dir(dir) {
			key := strings.ToLower(dir) + "/"
			if other, taken := kind[key]; taken && other != dir {
				return badPath(f.Path, fmt.Sprintf("lies in a folder that is called %s elsewhere", other))
			}
			kind[key] = dir
		}
	}
	for lower, name := range kind {
		if other, taken := kind[lower+"/"]; taken {
			return badPath(name, fmt.Sprintf("is a file where there is the folder %s", other))
		}
	}
	return nil
}

func badPath(name, why string) error {
	return &Error{Kind: Input, Code: "bad_path", Message: fmt.Sprintf("the file %q can't be written: it %s", name, why), Hint: "correct the pack"}
}

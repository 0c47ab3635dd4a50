package render

// lock puts the stored locks of the language into the project.
func (r *run) lock(files []File) ([]File, error) { return files, nil }

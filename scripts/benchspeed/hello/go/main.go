// Hello is what a project of this language is compared with: one route, and one that names the versions.
package main

import (
	"net/http"
	"os"
	"runtime"
	"strings"
)

func main() {
	http.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"hello":"world"}`))
	})
	http.HandleFunc("GET /version", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("Go " + strings.TrimPrefix(runtime.Version(), "go") + ", net/http"))
	})
	if err := http.ListenAndServe(":"+os.Getenv("PORT"), nil); err != nil {
		panic(err)
	}
}

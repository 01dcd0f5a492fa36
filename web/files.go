package web

import (
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// contentTypes are told here: what the machine knows of file names is different on each.
var contentTypes = map[string]string{
	".css":    "text/css; charset=utf-8",
	".js":     "text/javascript; charset=utf-8",
	".svg":    "image/svg+xml",
	".tflite": "application/octet-stream",
	".wasm":   "application/wasm",
	".woff2":  "font/woff2",
}

// files serves what the build has made, and the smaller copy of it to whoever can read that.
type files struct {
	page   fs.FS
	server http.Handler
}

func newFiles(page fs.FS) files { return files{page, http.FileServerFS(page)} }

// has reports whether there is a file of this name.
func (f files) has(name string) bool {
	info, err := fs.Stat(f.page, name)
	return err == nil && !info.IsDir()
}

func (f files) serve(w http.ResponseWriter, r *http.Request, name string) {
	h := w.Header()
	if strings.HasPrefix(name, "assets/") { // their names change with their content
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Content-Security-Policy", workerPolicy)
	}
	if kind, ok := contentTypes[path.Ext(name)]; ok {
		h.Set("Content-Type", kind)
	}
	if f.has(name + ".gz") {
		h.Set("Vary", "Accept-Encoding")
		if takesGzip(r) {
			h.Set("Content-Encoding", "gzip")
			http.ServeFileFS(w, r, f.page, name+".gz")
			return
		}
	}
	f.server.ServeHTTP(w, r)
}

// takesGzip reports whether the browser says that it can read gzip: RFC 9110, section 12.5.3. A weight of 0 means no.
func takesGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(coding, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		_, q, weighted := strings.Cut(weight, "q=")
		much, err := strconv.ParseFloat(strings.TrimSpace(q), 64)
		return !weighted || (err == nil && much > 0)
	}
	return false
}

package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestFilesAreToldForWhatTheyAre(t *testing.T) {
	for path, want := range map[string]string{
		"/assets/a.js":          "text/javascript; charset=utf-8",
		"/assets/b.css":         "text/css; charset=utf-8",
		"/assets/w.wasm":        "application/wasm",
		"/assets/m.tflite":      "application/octet-stream",
		"/assets/letters.woff2": "font/woff2",
	} {
		t.Run(path, func(t *testing.T) {
			if got := get(t, http.MethodGet, path, true).Header().Get("Content-Type"); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestTheSmallerCopyIsForWhoeverCanReadIt(t *testing.T) {
	for name, c := range map[string]struct {
		path, accepts  string
		encoding, body string
	}{
		"a browser gets the smaller one":         {"/assets/w.wasm", "gzip, deflate, br, zstd", "gzip", "smaller"},
		"also in capitals and with a weight":     {"/assets/w.wasm", "br;q=1.0, GZIP; q=0.5", "gzip", "smaller"},
		"a program that says nothing gets all":   {"/assets/w.wasm", "", "", "\x00asm"},
		"so does one that reads other codings":   {"/assets/w.wasm", "br, gzippy", "", "\x00asm"},
		"so does one that refuses gzip":          {"/assets/w.wasm", "gzip;q=0.0, br", "", "\x00asm"},
		"a file without a smaller copy stays it": {"/assets/m.tflite", "gzip", "", "weights"},
	} {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			r := httptest.NewRequest(http.MethodGet, c.path, nil)
			r.Header.Set("Accept-Encoding", c.accepts)
			handler(built, true).ServeHTTP(w, r)
			if got := w.Header().Get("Content-Encoding"); got != c.encoding || w.Body.String() != c.body {
				t.Errorf("encoding %q, body %q", got, w.Body)
			}
			if varies := w.Header().Get("Vary") == "Accept-Encoding"; varies != strings.HasSuffix(c.path, ".wasm") {
				t.Errorf("a cache is told %q", w.Header().Get("Vary"))
			}
			if w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" {
				t.Errorf("cache %q", w.Header().Get("Cache-Control"))
			}
		})
	}
}

// WebAssembly may run in a worker, whose policy is that of its own script, and not in the page.
func TestOnlyWorkersMayRunWebAssemblyAndTheyReachOnlyUs(t *testing.T) {
	const want = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
	if got := get(t, http.MethodGet, "/assets/a.js", true).Header().Get("Content-Security-Policy"); got != want {
		t.Errorf("a worker's script has the policy %q, want %q", got, want)
	}
	if page := get(t, http.MethodGet, "/", true).Header().Get("Content-Security-Policy"); strings.Contains(page, "wasm") {
		t.Errorf("the page may run WebAssembly: %s", page)
	}
}

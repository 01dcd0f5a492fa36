package web

import (
	"bytes"
	"crypto/rand"
	"io/fs"
	"net/http"
	"strings"
)

// noncePlaceholder stands in index.html where each response has a nonce of its own.
const noncePlaceholder = "{{NONCE}}"

// notesPath is the path at which the page calls itself otherwise from its first byte on: somebody else may be looking.
// A quick exit ends there, and so does a reload after one.
const (
	notesPath  = "/notes"
	pageTitle  = "<title>Alcove</title>"
	notesTitle = "<title>Notes</title>"
)

// notBuilt is shown when the binary was built before the page.
const notBuilt = "The page has not been built yet: make run builds it."

// Handler serves the page. Every path without a file is the page itself, since the page reads the address.
func Handler(secure bool) http.Handler { return handler(FS(), secure) }

func handler(page fs.FS, secure bool) http.Handler {
	files := newFiles(page)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secureHeaders(w.Header(), secure)
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name != "index.html" && files.has(name) {
			files.serve(w, r, name)
			return
		}
		serveIndex(w, r, page, secure)
	})
}

func serveIndex(w http.ResponseWriter, r *http.Request, page fs.FS, secure bool) {
	index, err := fs.ReadFile(page, "index.html")
	if err != nil {
		http.Error(w, notBuilt, http.StatusServiceUnavailable)
		return
	}
	if r.URL.Path == notesPath {
		index = bytes.Replace(index, []byte(pageTitle), []byte(notesTitle), 1)
	}
	nonce := rand.Text()
	w.Header().Set("Content-Security-Policy", policy(nonce, secure))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(bytes.ReplaceAll(index, []byte(noncePlaceholder), []byte(nonce)))
}

// policy is the Content-Security-Policy: nothing from elsewhere, nothing inline but the style elements that carry
// the response's nonce, and no text becomes script (Trusted Types).
func policy(nonce string, secure bool) string {
	directives := []string{
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self' 'nonce-" + nonce + "'",
		"img-src 'self' data:",
		"font-src 'self'",
		"media-src 'self' blob:",
		"connect-src 'self'",
		"worker-src 'self'",
		"manifest-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types alcove-workers", // made in src/worker.ts for the addresses of the workers
	}
	if secure {
		directives = append(directives, "upgrade-insecure-requests")
	}
	return strings.Join(directives, "; ")
}

// workerPolicy holds for what runs in a worker: it has the policy of its own script, not that of the page. Only here
// may WebAssembly run, which the blurring of a background needs. A worker reaches this server and nothing else.
const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"

func secureHeaders(h http.Header, secure bool) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self), "+
		"screen-wake-lock=(self), geolocation=(), payment=(), usb=()")
	if secure {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
}

package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// built is a page as the build makes it.
var built = fstest.MapFS{
	"index.html":    {Data: []byte(`<title>Alcove</title><meta property="csp-nonce" nonce="{{NONCE}}"><script src="/assets/a.js" nonce="{{NONCE}}">`)},
	"assets/a.js":   {Data: []byte("let a")},
	"assets/b.css":  {Data: []byte("a{}")},
	"robots.txt":    {Data: []byte("User-agent: *")},
	"assets/x/.map": {Data: []byte("{}")},

	"assets/w.wasm":        {Data: []byte("\x00asm")},
	"assets/w.wasm.gz":     {Data: []byte("smaller")},
	"assets/m.tflite":      {Data: []byte("weights")},
	"assets/letters.woff2": {Data: []byte("letters")},
}

func get(t *testing.T, method, path string, secure bool) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	handler(built, secure).ServeHTTP(w, httptest.NewRequest(method, path, nil))
	return w
}

func TestPageHasANonceOfItsOwnForEachResponse(t *testing.T) {
	nonce := regexp.MustCompile(`'nonce-([A-Z0-9]+)'`)
	seen := map[string]bool{}
	for range 3 {
		w := get(t, http.MethodGet, "/join", true)
		m := nonce.FindStringSubmatch(w.Header().Get("Content-Security-Policy"))
		if m == nil || strings.Count(w.Body.String(), `nonce="`+m[1]+`"`) != 2 {
			t.Fatalf("policy %q and page %q don't share a nonce", w.Header().Get("Content-Security-Policy"), w.Body)
		}
		if seen[m[1]] {
			t.Error("two responses have the same nonce")
		}
		seen[m[1]] = true
	}
}

func TestPolicyAllowsNothingFromElsewhereAndNothingInline(t *testing.T) {
	policy := get(t, http.MethodGet, "/", true).Header().Get("Content-Security-Policy")
	for _, want := range []string{
		"default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'",
		"require-trusted-types-for 'script'", "trusted-types alcove-workers;", "worker-src 'self'",
	} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy lacks %q: %s", want, policy)
		}
	}
	for _, never := range []string{"unsafe-inline", "unsafe-eval", "wasm", "http:", "https:", "*"} {
		if strings.Contains(policy, never) {
			t.Errorf("the policy has %q: %s", never, policy)
		}
	}
}

func TestPathsAndMethods(t *testing.T) {
	for name, c := range map[string]struct {
		method, path string
		status       int
		cache, body  string
	}{
		"the page":                           {http.MethodGet, "/", http.StatusOK, "no-store", "csp-nonce"},
		"the page while somebody else looks": {http.MethodGet, "/notes", http.StatusOK, "no-store", "<title>Notes</title>"},
		"the page otherwise":                 {http.MethodGet, "/join", http.StatusOK, "no-store", "<title>Alcove</title>"},
		"the page by its file":               {http.MethodGet, "/index.html", http.StatusOK, "no-store", "csp-nonce"},
		"a path that the page reads":         {http.MethodGet, "/join", http.StatusOK, "no-store", "csp-nonce"},
		"an asset":                           {http.MethodGet, "/assets/a.js", http.StatusOK, "public, max-age=31536000, immutable", "let a"},
		"another file":                       {http.MethodGet, "/robots.txt", http.StatusOK, "", "User-agent"},
		"a folder is no listing":             {http.MethodGet, "/assets/", http.StatusOK, "no-store", "csp-nonce"},
		"a way out of the folder":            {http.MethodGet, "/../page.go", http.StatusOK, "no-store", "csp-nonce"},
		"a post":                             {http.MethodPost, "/", http.StatusMethodNotAllowed, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := get(t, c.method, c.path, false)
			if w.Code != c.status || w.Header().Get("Cache-Control") != c.cache || !strings.Contains(w.Body.String(), c.body) {
				t.Errorf("%d, cache %q, %q", w.Code, w.Header().Get("Cache-Control"), w.Body)
			}
			if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Referrer-Policy") != "no-referrer" {
				t.Error("a response without its protecting headers")
			}
		})
	}
}

func TestOnlyASecurePageIsKeptSecure(t *testing.T) {
	if got := get(t, http.MethodGet, "/", false).Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("plain http promises %q", got)
	}
	if got := get(t, http.MethodGet, "/", true).Header().Get("Strict-Transport-Security"); got == "" {
		t.Error("https does not promise to stay so")
	}
}

func TestUnbuiltPageSaysSo(t *testing.T) {
	w := httptest.NewRecorder()
	handler(fstest.MapFS{}, false).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusServiceUnavailable || w.Body.String() != notBuilt+"\n" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

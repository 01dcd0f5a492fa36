package auth

import (
	"context"
	"crypto"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestAnIssuerThatCannotBeUsedStopsTheStart(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		check(t, os.WriteFile(path, []byte(text), mode))
		check(t, os.Chmod(path, mode)) // whatever the umask
		return path
	}
	set := string(keySet(t, map[string]crypto.PublicKey{"a": newPrivateKey().Public()}))
	secret := "a " + randomText(48)
	public := file("public.json", set, 0o644)
	private := file("secret", secret, 0o600)
	for name, row := range map[string]struct {
		flag string
		ok   bool
	}{
		"a key set in a file":             {"riverside=" + public, true},
		"an https URL":                    {"riverside=https://portal.example/jwks.json?x=y", true},
		"http on this machine":            {"riverside=http://127.0.0.1:1/jwks.json", true},
		"http on this machine, version 6": {"riverside=http://[::1]:1/jwks.json", true},
		"a secret in a file":              {"riverside=hs256:" + private, true},
		"a name with dots and dashes":     {"river-side.example=" + public, true},
		"nothing":                         {"", false},
		"no name":                         {"=" + public, false},
		"no keys":                         {"riverside=", false},
		"only a name":                     {"riverside", false},
		"a name that could be a key":      {"river:side=" + public, false},
		"a name in upper case":            {"Riverside=" + public, false},
		"an overlong name":                {strings.Repeat("r", 65) + "=" + public, false},
		"http elsewhere":                  {"riverside=http://portal.example/jwks.json", false},
		"http with a name for this":       {"riverside=http://127.0.0.1.portal.example/jwks.json", false},
		"another scheme":                  {"riverside=ftp://portal.example/jwks.json", false},
		"a file URL":                      {"riverside=file:///etc/passwd", false},
		"a URL without a host":            {"riverside=https:///jwks.json", false},
		"a URL with a password":           {"riverside=https://u:p@portal.example/jwks.json", false},
		"a missing file":                  {"riverside=" + filepath.Join(dir, "none"), false},
		"a folder":                        {"riverside=" + dir, false},
		"keys that others may write":      {"riverside=" + file("open.json", set, 0o666), false},
		"a secret that others may read":   {"riverside=hs256:" + file("open", secret, 0o644), false},
		"a key set for a secret":          {"riverside=hs256:" + file("public", set, 0o600), false},
		"a secret for a key set":          {"riverside=" + private, false},
		"a set without a usable key":      {"riverside=" + file("empty.json", `{"keys":[]}`, 0o644), false},
		"an empty file of secrets":        {"riverside=hs256:" + file("empty", "", 0o600), false},
		"too large a file":                {"riverside=" + file("large.json", set+strings.Repeat(" ", maxKeySet), 0o644), false},
	} {
		t.Run(name, func(t *testing.T) {
			i, err := ParseIssuer(row.flag)
			if (err == nil) != row.ok || err != nil && !errors.Is(err, ErrIssuer) {
				t.Fatalf("got %v", err)
			}
			if err != nil && (strings.Contains(err.Error(), dir) || strings.Contains(err.Error(), secret[2:])) {
				t.Errorf("the error says too much: %v", err)
			}
			if err == nil && i.Practice() != strings.Split(row.flag, "=")[0] {
				t.Errorf("it is %q", i.Practice())
			}
		})
	}
}

func TestAFileThatChangesIsReadAgain(t *testing.T) {
	p := newPortal(t, "riverside", "EdDSA")
	w := newWorld(t, NewKeys(), p.issuer(t))
	if _, err := w.Join(t.Context(), p.token(t)); err != nil {
		t.Fatal(err)
	}
	next := p.hand
	private := newPrivateKey()
	next.kid, next.private = "riverside-2", private
	check(t, os.WriteFile(p.file, keySet(t, map[string]crypto.PublicKey{next.kid: private.Public()}), 0o644))
	w.clock = start.Add(keysAgain)
	if _, err := w.Join(t.Context(), next.token(t)); err != nil {
		t.Errorf("the new key: %v", err)
	}
	_, err := w.Join(t.Context(), p.token(t))
	wantRefusal(t, err, ErrForged)
}

// site is an HTTP server whose addresses no error may show.
func site(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s
}

func TestWhatAURLAnswersIsTakenOnlyIfItIsAKeySetFromThere(t *testing.T) {
	set := keySet(t, map[string]crypto.PublicKey{"a": newPrivateKey().Public()})
	good := site(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(set) })
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	stranger := httptest.NewUnstartedServer(good.Config.Handler)
	stranger.Config.ErrorLog = log.New(io.Discard, "", 0) // it minds that we hang up
	stranger.StartTLS()
	defer stranger.Close()
	for name, row := range map[string]struct {
		handler http.HandlerFunc
		at      string // if there is no handler
		want    string // "": keys
	}{
		"a key set":            {at: good.URL},
		"a server that's gone": {at: gone.URL, want: "no connection"},
		"an unknown authority": {at: stranger.URL, want: "its certificate is not trusted"},
		"a redirect on the same host": {handler: func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/keys" {
				http.Redirect(w, r, "/keys", http.StatusFound)
				return
			}
			_, _ = w.Write(set)
		}},
		"a redirect to another host": {handler: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, good.URL, http.StatusFound)
		}, want: "a redirect to another host, or one too many"},
		"a redirect for ever": {handler: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/", http.StatusFound)
		}, want: "a redirect to another host, or one too many"},
		"an error": {handler: func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write(set)
		}, want: "answered with status 500"},
		"nothing new": {handler: func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNoContent)
		}, want: "answered with status 204"},
		"a page": {handler: func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<html>")
		}, want: "not a usable JWK set"},
		"no end": {handler: func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = w.Write(make([]byte, 1<<16))
			}
		}, want: "too large"},
		"an end too soon": {handler: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9000")
			_, _ = w.Write(set)
		}, want: "broken off"},
		"endless headers": {handler: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X", strings.Repeat("x", 2*maxKeySet))
		}, want: "no connection"},
	} {
		t.Run(name, func(t *testing.T) {
			if row.handler != nil {
				row.at = site(t, row.handler).URL
			}
			i := must(ParseIssuer("riverside=" + row.at))
			_, err := i.keys.find(t.Context(), "a", start)
			if row.want == "" && err != nil || row.want != "" && (err == nil || err.Error() != row.want) {
				t.Errorf("got %v, want %q", err, row.want)
			}
			if err != nil && strings.Contains(err.Error(), "127.0.0.1") {
				t.Errorf("an address in %v", err)
			}
		})
	}
}

// A site that takes a connection and never answers holds up a browser for fetchTime, once.
func TestASiteThatNeverAnswersIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newClient("https", "portal.example")
		var served net.Conn
		client.Transport.(*http.Transport).DialTLSContext = func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			served = theirs
			go func() { _, _ = io.Copy(io.Discard, theirs) }()
			return ours, nil
		}
		begun := time.Now()
		_, err := fetch(t.Context(), client, "https://portal.example/jwks.json")
		if err == nil || err.Error() != "no answer in time" || time.Since(begun) != fetchTime {
			t.Errorf("got %v after %v", err, time.Since(begun))
		}
		_ = served.Close()
	})
}

func TestWhileAPortalsKeysAreOutOfReachNobodyCanSay(t *testing.T) {
	p := newPortal(t, "riverside", "EdDSA")
	var up bool
	keys := site(t, func(w http.ResponseWriter, _ *http.Request) {
		if !up {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_, _ = w.Write(must(os.ReadFile(p.file)))
	})
	w := newWorld(t, NewKeys(), must(ParseIssuer("riverside="+keys.URL)))
	token := p.token(t)
	_, err := w.Join(t.Context(), token)
	if !errors.Is(err, ErrUnavailable) || errors.Is(err, ErrRefused) {
		t.Errorf("got %v", err)
	}
	if err == nil || err.Error() != "unavailable: keys of issuer riverside: answered with status 502" {
		t.Errorf("the log would say %v", err)
	}
	up = true
	w.clock = start.Add(keysAgain)
	if _, err := w.Join(t.Context(), token); err != nil {
		t.Errorf("once they are back: %v", err)
	}
}

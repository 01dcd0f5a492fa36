package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSettingsComeFromFlagThenEnvironmentThenFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "alcove.conf")
	if err := os.WriteFile(file, []byte("contact from-file\nkey-dir from-file\nmedia 127.0.0.1:1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ALCOVE_CONTACT", "from-environment")
	t.Setenv("ALCOVE_KEY_DIR", "from-environment")
	c, err := readConfig([]string{"--config", file, "--contact", "from-flag"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if c.contact != "from-flag" || c.keyDir != "from-environment" || c.media != "127.0.0.1:1" {
		t.Errorf("contact %q, key-dir %q, media %q; want flag, environment, file", c.contact, c.keyDir, c.media)
	}
}

func TestSettingsThatCanNotBeMeantAreRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "alcove.conf")
	if err := os.WriteFile(file, []byte("lisden 127.0.0.1:1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"an unknown flag":                         {[]string{"--lisden", "127.0.0.1:1"}, "lisden"},
		"an unknown key in the file":              {[]string{"--config", file}, "lisden"},
		"plain http for everybody":                {[]string{"--listen", "0.0.0.0:8080"}, "--insecure-http"},
		"plain http on a local network":           {[]string{"--listen", "10.0.0.5:8080"}, "--insecure-http"},
		"administration for everybody":            {[]string{"--admin", "0.0.0.0:8081"}, "this machine only"},
		"a public URL without a host":             {[]string{"--public-url", "group.example.org"}, "--public-url"},
		"a public URL of another kind":            {[]string{"--public-url", "ftp://group.example.org"}, "--public-url"},
		"a public address by name":                {[]string{"--public-ip", "group.example.org"}, "public-ip"},
		"a proxy that is no network":              {[]string{"--trusted-proxy", "10.0.0.1"}, "trusted-proxy"},
		"media without a port":                    {[]string{"--media", "0.0.0.0"}, "--media"},
		"a page for quick exits in plain http":    {[]string{"--exit-url", "http://weather.example"}, "--exit-url"},
		"a page for quick exits that is a script": {[]string{"--exit-url", "javascript:alert(1)"}, "--exit-url"},
		"a page for quick exits without a host":   {[]string{"--exit-url", "https:///weather"}, "--exit-url"},
		"a page for quick exits with a password":  {[]string{"--exit-url", "https://ana:secret@weather.example"}, "--exit-url"},
		"a word too many":                         {[]string{"now"}, "now"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readConfig(c.args, io.Discard)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error about %q", err, c.want)
			}
		})
	}
	for name, args := range map[string][]string{
		"control: the defaults":            nil,
		"control: behind a proxy with TLS": {"--listen", "0.0.0.0:8080", "--insecure-http", "--public-url", "https://group.example.org/"},
		"control: a page for quick exits":  {"--exit-url", "https://weather.example/today"},
		"control: IPv6 loopback":           {"--listen", "[::1]:8080"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := readConfig(args, io.Discard); err != nil {
				t.Errorf("refused: %v", err)
			}
		})
	}
}

func TestOnlyThisMachinesCommandsReachAdministration(t *testing.T) {
	handler := localOnly(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	for name, c := range map[string]struct {
		host, origin string
		want         int
	}{
		"a command":                      {"127.0.0.1:8081", "", http.StatusOK},
		"a command by name":              {"localhost:8081", "", http.StatusOK},
		"a command over IPv6":            {"[::1]:8081", "", http.StatusOK},
		"a page in a local browser":      {"127.0.0.1:8081", "https://evil.example", http.StatusForbidden},
		"a page of Alcove itself":        {"127.0.0.1:8081", "http://localhost:8080", http.StatusForbidden},
		"a name that was rebound to us":  {"evil.example:8081", "", http.StatusForbidden},
		"an address of the local subnet": {"192.168.1.7:8081", "", http.StatusForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
			r.Host = c.host
			if c.origin != "" {
				r.Header.Set("Origin", c.origin)
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if w.Code != c.want {
				t.Errorf("answered %d, want %d", w.Code, c.want)
			}
		})
	}
}

func TestUnknownCommandIsAnErrorAndTellsTheKnownOnes(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), []string{"severe"}, &out, io.Discard); err == nil {
		t.Error("alcove severe did not fail")
	}
	for _, c := range subcommands() {
		if !strings.Contains(out.String(), c.name) {
			t.Errorf("the usage does not mention %s", c.name)
		}
	}
}

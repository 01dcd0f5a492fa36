package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"alcove/room/store"
)

// inProduction are settings that --production accepts.
func inProduction(more ...string) []string {
	return append([]string{
		"--production", "--redis-url", "redis://alcove@10.0.0.7", "--key-dir", "keys",
		"--public-url", "https://" + ourName, "--listen", "10.0.0.5:8080", "--insecure-http",
		"--trusted-proxy", "10.0.0.9/32",
	}, more...)
}

// ownTLS are settings of a server that gets its own certificates.
func ownTLS(more ...string) []string {
	return append([]string{
		"--tls-domain", ourName, "--redis-url", "redis://alcove@10.0.0.7", "--key-dir", "keys", "--listen", ":443",
	}, more...)
}

// without leaves one flag and its value out.
func without(flag string, args []string) []string {
	i := slices.Index(args, flag)
	return slices.Delete(slices.Clone(args), i, i+2)
}

func TestADeploymentThatWouldLoseOrExposeSomethingIsRefused(t *testing.T) {
	for name, row := range map[string]struct {
		args []string
		want string // empty: it is accepted
	}{
		"control: behind a proxy":              {inProduction(), ""},
		"control: with TLS of its own":         {ownTLS("--production", "--http-listen", ":80"), ""},
		"production without Redis":             {without("--redis-url", inProduction()), "--redis-url"},
		"production without keys":              {without("--key-dir", inProduction()), "--key-dir"},
		"production without https":             {inProduction("--public-url", "http://"+ourName), "https://"},
		"production behind nobody knows whom":  {without("--trusted-proxy", inProduction()), "--trusted-proxy"},
		"production without a public URL":      {without("--public-url", inProduction()), "https://"},
		"control: the same without production": {without("--redis-url", inProduction())[1:], ""},

		"TLS without a place for certificates": {without("--redis-url", ownTLS()), "--redis-url"},
		"TLS without a key for certificates":   {without("--key-dir", ownTLS()), "--key-dir"},
		"TLS here and in front":                {ownTLS("--insecure-http"), "--insecure-http"},
		"a page under another name":            {ownTLS("--public-url", "https://other.example.org"), "--tls-domain"},
		"a page without TLS":                   {ownTLS("--public-url", "http://"+ourName), "https://"},
		"control: a second name":               {ownTLS("--tls-domain", "b.example.org", "--public-url", "https://b.example.org"), ""},
		"a name without a dot":                 {ownTLS("--tls-domain", "localhost"), "tls-domain"},
		"a name with a port":                   {ownTLS("--tls-domain", "a.example.org:443"), "tls-domain"},
		"an address for a name":                {ownTLS("--tls-domain", "https://a.example.org"), "tls-domain"},
		"plain http without TLS":               {[]string{"--http-listen", ":80"}, "--tls-domain"},

		"a prefix that is a pattern":     {[]string{"--redis-prefix", "*:"}, "--redis-prefix"},
		"a prefix that names a slot":     {[]string{"--redis-prefix", "{a}:"}, "--redis-prefix"},
		"a prefix without an end":        {[]string{"--redis-prefix", "alcove"}, "--redis-prefix"},
		"control: a prefix of two parts": {[]string{"--redis-prefix", "practice-2:alcove:"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readConfig(row.args, io.Discard)
			if row.want == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want an error about %q", err, row.want)
			}
		})
	}
}

func TestOwnTLSSaysWhereThePageIs(t *testing.T) {
	c, err := readConfig(ownTLS(), io.Discard)
	if err != nil || c.publicURL != "https://"+ourName {
		t.Errorf("got %q, %v", c.publicURL, err)
	}
}

func TestProductionRefusesARedisThatItCanNotDependOn(t *testing.T) {
	redis := startRedis(t)
	for name, row := range map[string]struct {
		args    []string
		refused bool
	}{
		"in production":              {inProduction("--redis-url", redis), true},
		"control: not in production": {inProduction("--redis-url", redis)[1:], false},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := readConfig(row.args, io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			s := &server{config: c, log: newLog(c, io.Discard)}
			defer s.close()
			err = s.openStore(t.Context())
			if (err != nil) != row.refused || err != nil && !strings.Contains(err.Error(), store.ErrUnsafe.Error()) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestThePasswordOfRedisComesFromItsFile(t *testing.T) {
	write := func(text string) string {
		file := filepath.Join(t.TempDir(), "password")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for name, row := range map[string]struct {
		file, want string
		refused    bool
	}{
		"no file":        {"", "", false},
		"a line":         {write("secret\n"), "secret", false},
		"nothing in it":  {write("\n"), "", true},
		"a missing file": {filepath.Join(t.TempDir(), "gone"), "", true},
	} {
		t.Run(name, func(t *testing.T) {
			c := config{redisSecret: row.file, redisPrefix: "p:"}
			to, err := c.storeConfig(nil)
			if (err != nil) != row.refused || to.Password != row.want || to.Prefix != "p:" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestHealthcheckSaysWhetherAServerAnswers(t *testing.T) {
	answers := httptest.NewServer(http.HandlerFunc(healthy))
	broken := httptest.NewServer(http.NotFoundHandler())
	defer broken.Close()
	check := func(s *httptest.Server) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), []string{"healthcheck", "--admin", s.Listener.Addr().String()}, &out, io.Discard)
		return out.String(), err
	}
	if out, err := check(answers); err != nil || out != "ok\n" {
		t.Errorf("a server that answers: %q, %v", out, err)
	}
	if _, err := check(broken); err == nil {
		t.Error("a server that answers something else is well")
	}
	answers.Close()
	if _, err := check(answers); err == nil {
		t.Error("a server that is gone is well")
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestTheExampleOfSettingsIsAccepted(t *testing.T) {
	c, err := readConfig([]string{"--config", "../../deploy/alcove.conf"}, io.Discard)
	if err != nil || !c.production || !c.tls.on() {
		t.Errorf("got %v", err)
	}
}

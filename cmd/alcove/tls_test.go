package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/crypto/acme/autocert"

	"alcove/room/store"
)

const ourName = "group.example.org"

// running is a whole server of this test's own.
type running struct {
	*server
	listeners
}

// newRunning reads settings and opens the ports of a server. go starts it.
func newRunning(t *testing.T, args ...string) *running {
	t.Helper()
	args = append([]string{
		"--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--media", "127.0.0.1:0", "--http-listen", "127.0.0.1:0",
		"--tls-domain", ourName, "--redis-url", "set later", "--key-dir", t.TempDir(),
	}, args...)
	c, err := readConfig(args, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	l, err := openListeners(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.close)
	c.listeningAt(l.public.Addr(), l.admin.Addr())
	return &running{&server{config: c, log: newLog(c, t.Output())}, l}
}

// run serves until the test ends.
func (r *running) run(t *testing.T) {
	t.Helper()
	t.Cleanup(r.server.close)
	if err := r.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.server.run(ctx, r.listeners) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// browse asks a server for its page as a browser does that trusts a.
func browse(t *testing.T, a *authority, at net.Listener, settings *tls.Config) (*http.Response, error) {
	t.Helper()
	settings.RootCAs, settings.ServerName = a.roots, ourName
	transport := &http.Transport{
		TLSClientConfig: settings, ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", at.Addr().String())
		},
	}
	t.Cleanup(transport.CloseIdleConnections)
	client := &http.Client{Transport: transport}
	return client.Get("https://" + ourName + "/healthz")
}

// upgraded says whether a server takes a WebSocket from its own page.
func upgraded(t *testing.T, a *authority, at net.Listener) bool {
	t.Helper()
	conn, err := tls.Dial("tcp", at.Addr().String(), &tls.Config{
		RootCAs: a.roots, ServerName: ourName, NextProtos: []string{"http/1.1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	ask := httptest.NewRequest(http.MethodGet, "https://"+ourName+"/ws", nil)
	for name, value := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Origin": "https://" + ourName,
		"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
	} {
		ask.Header.Set(name, value)
	}
	if err := ask.Write(conn); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), ask)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode == http.StatusSwitchingProtocols
}

func portOf(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

// shut is a port where nobody listens.
func shut(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return portOf(l)
}

func TestOneCertificateIsAskedForAndServedByEveryServer(t *testing.T) {
	for name, ports := range map[string]func(r *running) (http, tls int){
		"the authority looks over https (tls-alpn-01)":   func(r *running) (int, int) { return shut(t), portOf(r.public) },
		"the authority looks over plain http (http-01)":  func(r *running) (int, int) { return portOf(r.plain), shut(t) },
		"the authority looks at either, as it does best": func(r *running) (int, int) { return portOf(r.plain), portOf(r.public) },
	} {
		t.Run(name, func(t *testing.T) {
			redis := startRedis(t)
			one, two := newRunning(t), newRunning(t)
			a := startAuthority(t, first(ports(one)), second(ports(one)))
			for _, r := range []*running{one, two} {
				r.config.redisURL, r.config.keyDir = redis, one.config.keyDir
				r.config.tls.directory, r.config.tls.roots = a.directory, a.webRoots
			}
			one.run(t)
			serial := checkServed(t, a, one)
			asked := a.orders.Load()
			if asked == 0 {
				t.Fatal("nobody was asked for a certificate")
			}
			two.run(t)
			if again := checkServed(t, a, two); again != serial {
				t.Error("the second server has another certificate")
			}
			if more := a.orders.Load() - asked; more != 0 {
				t.Errorf("the second server has asked for %d more", more)
			}
			checkSealed(t, one)
		})
	}
}

func first(a, _ int) int  { return a }
func second(_, b int) int { return b }

// checkServed looks at a server as browsers old and new do, and returns its certificate's serial number.
func checkServed(t *testing.T, a *authority, r *running) string {
	t.Helper()
	answer, err := browse(t, a, r.public, &tls.Config{})
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.TLS.Version != tls.VersionTLS13 || answer.ProtoMajor != 2 {
		t.Errorf("got %s over TLS %x and HTTP %d", answer.Status, answer.TLS.Version, answer.ProtoMajor)
	}
	if !upgraded(t, a, r.public) {
		t.Error("no WebSocket over TLS")
	}
	for name, row := range map[string]struct {
		settings *tls.Config
		served   bool
	}{
		"TLS 1.2": {&tls.Config{MaxVersion: tls.VersionTLS12}, true},
		"TLS 1.1": {&tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, false},
		"CBC": {&tls.Config{
			MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA},
		}, false},
		"RSA certificates only": {&tls.Config{
			MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256},
		}, false},
	} {
		answer, err := browse(t, a, r.public, row.settings)
		if err == nil {
			_ = answer.Body.Close()
		}
		if (err == nil) != row.served {
			t.Errorf("%s: served %t, want %t (%v)", name, err == nil, row.served, err)
		}
	}
	return answer.TLS.PeerCertificates[0].SerialNumber.String()
}

// checkSealed looks at what lies in Redis.
func checkSealed(t *testing.T, r *running) {
	t.Helper()
	raw, err := r.store.Certificate(t.Context(), ourName)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte("KEY")) || bytes.Contains(raw, []byte("CERTIFICATE")) {
		t.Error("the private key can be read in Redis")
	}
	seal, err := loadSealer(r.config.keyDir, certificatesKey)
	if err != nil {
		t.Fatal(err)
	}
	if opened, err := seal.open(ourName, raw); err != nil || !bytes.Contains(opened, []byte("PRIVATE KEY")) {
		t.Errorf("control: what was sealed comes back, but got %v", err)
	}
}

func TestACertificateThatCanNotBeHadIsSaidOnce(t *testing.T) {
	r := newRunning(t)
	a := startAuthority(t, shut(t), shut(t))
	r.config.redisURL = startRedis(t)
	r.config.tls.directory, r.config.tls.roots = a.directory, a.webRoots
	var said bytes.Buffer
	r.log = newLog(r.config, &said)
	if err := r.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer r.server.close()
	r.certificates.fetch()
	r.certificates.fetch()
	if n := strings.Count(said.String(), "no certificate could be had"); n != 1 {
		t.Errorf("said %d times:\n%s", n, said.String())
	}
	if _, err := r.certificates.get(&tls.ClientHelloInfo{ServerName: "other.example.org"}); err == nil {
		t.Error("somebody else's name was served")
	}
}

func TestPlainHTTPOnlySendsBrowsersToHTTPS(t *testing.T) {
	r := newRunning(t)
	c := &certificates{manager: &autocert.Manager{HostPolicy: oneOf([]string{ourName})}}
	handler := c.plainHandler(r.config.publicURL)
	for name, row := range map[string]struct {
		method, host, path string
		status             int
		to                 string
	}{
		"the page":             {http.MethodGet, ourName, "/", 308, "https://" + ourName + "/"},
		"a path":               {http.MethodGet, ourName, "/join", 308, "https://" + ourName + "/join"},
		"what a path may hold": {http.MethodGet, ourName, "//evil.example/%0d%0a", 308, "https://" + ourName + "//evil.example/%0d%0a"},
		"a query is not kept":  {http.MethodGet, ourName, "/join?token=x", 308, "https://" + ourName + "/join"},
		"another name":         {http.MethodGet, "evil.example", "/", 308, "https://" + ourName + "/"},
		"a secret in plain":    {http.MethodPost, ourName, "/api/join", 400, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			ask := httptest.NewRequest(row.method, "/", nil)
			ask.Host = row.host
			ask.URL.Path, ask.URL.RawPath = "", ""
			if u, err := ask.URL.Parse("http://" + row.host + row.path); err == nil {
				ask.URL = u
			} else {
				t.Fatal(err)
			}
			handler.ServeHTTP(w, ask)
			if w.Code != row.status || w.Header().Get("Location") != row.to {
				t.Errorf("got %d to %q", w.Code, w.Header().Get("Location"))
			}
		})
	}
}

func TestSealedCertificatesOpenOnlyWithTheirKeyAndName(t *testing.T) {
	here, elsewhere := t.TempDir(), t.TempDir()
	load := func(dir string) sealer {
		s, err := loadSealer(dir, certificatesKey)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	sealed := load(here).seal(nil, "a", []byte("secret"))
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	for name, row := range map[string]struct {
		dir, name string
		sealed    []byte
		opens     bool
	}{
		"after a restart":    {here, "a", sealed, true},
		"with another key":   {elsewhere, "a", sealed, false},
		"under another name": {here, "b", sealed, false},
		"changed":            {here, "a", flipped, false},
		"cut short":          {here, "a", sealed[:5], false},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := load(row.dir).open(row.name, row.sealed)
			if (err == nil) != row.opens || row.opens && string(data) != "secret" {
				t.Errorf("got %q, %v", data, err)
			}
		})
	}
}

func TestWhatCanNotBeOpenedOrReachedIsNotMistakenForACertificate(t *testing.T) {
	s, err := store.Open(t.Context(), store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	seal, err := loadSealer(t.TempDir(), certificatesKey)
	if err != nil {
		t.Fatal(err)
	}
	cache := sealedCache{s, seal, newLog(config{}, t.Output())}
	if err := s.SaveCertificate(t.Context(), "name", []byte("not sealed by us, and long enough")); err != nil {
		t.Fatal(err)
	}
	if _, err := cache.Get(t.Context(), "name"); err != autocert.ErrCacheMiss { //nolint:errorlint // as autocert compares
		t.Errorf("foreign data: %v", err)
	}
	if err := cache.Put(t.Context(), "name", []byte("data")); err != nil {
		t.Fatal(err)
	}
	if data, err := cache.Get(t.Context(), "name"); err != nil || string(data) != "data" {
		t.Errorf("control: got %q, %v", data, err)
	}
	if err := cache.Delete(t.Context(), "name"); err != nil {
		t.Fatal(err)
	}
	if _, err := cache.Get(t.Context(), "name"); err != autocert.ErrCacheMiss { //nolint:errorlint // as autocert compares
		t.Errorf("deleted: %v", err)
	}
	_ = s.Close()
	if _, err := cache.Get(t.Context(), "name"); err != errCache { //nolint:errorlint // its text is shown to strangers
		t.Errorf("an outage: %v", err)
	}
}

package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"alcove/room/store"
)

const (
	authorityTime = 30 * time.Second    // for one answer of the authority
	complainEvery = time.Minute         // at most, about a certificate that can't be had
	soonOver      = 10 * 24 * time.Hour // a certificate that should have been renewed long ago
)

// suites are those of TLS 1.2 that hide past sessions from whoever learns a key later, and authenticate what they
// encrypt. TLS 1.3 has no others (https://www.rfc-editor.org/rfc/rfc9325#section-4.2).
var suites = []uint16{
	tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
}

// tlsSettings say how this server gets certificates of its own. Without a domain it speaks no TLS.
type tlsSettings struct {
	domains   []string
	email     string
	directory string // URL of the certificate authority's ACME directory
	roots     string // file of the authority's own root certificates; empty: the system's
	plain     string // address for plain http; empty: none
}

func (t *tlsSettings) define(flags *flag.FlagSet) {
	flags.Func("tls-domain", "name that browsers use, for which this server gets a certificate by itself; may be repeated",
		func(s string) error { return appendParsed(&t.domains, s, parseDomain) })
	flags.StringVar(&t.email, "tls-email", "", "address that the certificate authority may write to")
	flags.StringVar(&t.directory, "acme-url", autocert.DefaultACMEDirectory,
		"ACME directory of the certificate authority, whose terms you accept with --tls-domain")
	flags.StringVar(&t.roots, "acme-ca", "", "PEM file of root certificates for an --acme-url that isn't publicly trusted")
	flags.StringVar(&t.plain, "http-listen", "", "address for plain http, which sends browsers to https, for example :80")
}

// parseDomain takes a full host name in its ASCII form.
func parseDomain(s string) (string, error) {
	s = strings.ToLower(s)
	if u, err := url.Parse("https://" + s); err != nil || u.Hostname() != s || !strings.Contains(strings.Trim(s, "."), ".") {
		return "", fmt.Errorf("want a full host name such as group.example.org")
	}
	return s, nil
}

func (t *tlsSettings) on() bool { return len(t.domains) > 0 }

// complete refuses settings that would cost the practice its certificate.
func (t *tlsSettings) complete(c *config) error {
	if !t.on() {
		if t.plain != "" {
			return errors.New("--http-listen only sends browsers to https: it needs --tls-domain")
		}
		return nil
	}
	switch {
	case c.insecureHTTP:
		return errors.New("--tls-domain and --insecure-http: either this server speaks TLS or a proxy in front does")
	case c.redisURL == "" || c.keyDir == "":
		// An authority gives a name only a few certificates a week: one that is forgotten at each start is soon refused.
		return errors.New("--tls-domain needs --redis-url and --key-dir, where its certificates are kept")
	}
	if c.publicURL == "" {
		c.publicURL = "https://" + t.domains[0]
	}
	u, err := url.Parse(c.publicURL)
	if err != nil || u.Scheme != "https" || !slices.Contains(t.domains, u.Hostname()) {
		return fmt.Errorf("--public-url %s: want https:// and a --tls-domain", c.publicURL)
	}
	return nil
}

// certificates gets certificates and hands them out.
type certificates struct {
	manager *autocert.Manager
	domains []string
	log     *slog.Logger

	close func() // nobody is asked for a certificate any more

	mu         sync.Mutex
	complained time.Time
}

// newCertificates readies what gets certificates. Nobody is asked for one yet.
func newCertificates(c config, s *store.Store, log *slog.Logger) (*certificates, error) {
	sealer, err := loadSealer(c.keyDir, certificatesKey)
	if err != nil {
		return nil, fmt.Errorf("load the keys of certificates: %w", err)
	}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, TLSHandshakeTimeout: 10 * time.Second}
	if c.tls.roots != "" {
		pem, err := os.ReadFile(c.tls.roots)
		if err != nil {
			return nil, fmt.Errorf("--acme-ca: %w", err)
		}
		roots := x509.NewCertPool()
		if !roots.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("--acme-ca %s: no certificate in it", c.tls.roots)
		}
		transport.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	}
	closing, stop := context.WithCancel(context.Background())
	return &certificates{
		domains: c.tls.domains, log: log,
		close: func() { stop(); transport.CloseIdleConnections() },
		manager: &autocert.Manager{
			Prompt:     autocert.AcceptTOS,
			Cache:      sealedCache{s, sealer, log},
			HostPolicy: oneOf(c.tls.domains),
			Email:      c.tls.email,
			Client: &acme.Client{
				DirectoryURL: c.tls.directory, UserAgent: "alcove",
				HTTPClient: &http.Client{Transport: until{closing, transport}, Timeout: authorityTime},
			},
		},
	}, nil
}

// oneOf lets autocert act for our own names only. Over plain http a name may come with a port.
func oneOf(domains []string) autocert.HostPolicy {
	known := autocert.HostWhitelist(domains...)
	return func(ctx context.Context, name string) error {
		if host, _, err := net.SplitHostPort(name); err == nil {
			name = host
		}
		return known(ctx, name)
	}
}

// until sends nothing any more once its context has ended: autocert has no other way to be stopped.
type until struct {
	context.Context
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (u until) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := u.Err(); err != nil {
		return nil, err
	}
	return u.next.RoundTrip(r)
}

// config is how browsers are spoken to, and the authority when it looks whether the name is ours (RFC 8737).
func (c *certificates) config() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		CipherSuites:   suites,
		NextProtos:     []string{"h2", "http/1.1", acme.ALPNProto},
		GetCertificate: c.get,
	}
}

// get returns the certificate for a handshake. The first one of a name takes as long as the authority does.
func (c *certificates) get(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	// Every browser that has WebRTC knows ECDSA: so a stranger's hello can't make us order a second certificate.
	cert, err := c.manager.GetCertificate(&tls.ClientHelloInfo{
		ServerName: hello.ServerName, SupportedProtos: hello.SupportedProtos, CipherSuites: suites,
	})
	ours := slices.Contains(c.domains, strings.ToLower(hello.ServerName))
	switch {
	case !ours: // whatever a stranger asks for is nobody's business
	case err != nil:
		c.complain("no certificate could be had", err)
	case cert.Leaf != nil && time.Until(cert.Leaf.NotAfter) < soonOver:
		c.complain("the certificate is nearly over and was not renewed", nil)
	}
	return cert, err
}

// complain logs what an administrator must see, however many browsers run into it.
func (c *certificates) complain(what string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.complained) < complainEvery {
		return
	}
	c.complained = time.Now()
	c.log.Warn("TLS", "what", what, "err", err)
}

// fetch gets the certificates before the first browser asks. What fails is logged, and tried again for a browser.
func (c *certificates) fetch() {
	for _, domain := range c.domains {
		if _, err := c.get(&tls.ClientHelloInfo{ServerName: domain}); err == nil {
			c.log.Info("a certificate is ready")
		}
	}
}

// plainHandler answers on plain http: to the authority what proves that the name is ours (RFC 8555 §8.3), and to
// everybody else where the page is.
func (c *certificates) plainHandler(publicURL string) http.Handler {
	return c.manager.HTTPHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "use https", http.StatusBadRequest)
			return
		}
		http.Redirect(w, r, publicURL+r.URL.EscapedPath(), http.StatusPermanentRedirect)
	}))
}

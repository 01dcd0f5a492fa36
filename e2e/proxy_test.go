package e2e

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
)

// proxy stands in front of a server as an operator's would, and writes down what such a proxy may write down: the first
// line and the headers of every request.
type proxy struct {
	*httptest.Server

	mu   sync.Mutex
	to   *url.URL
	seen bytes.Buffer
}

// startProxy starts a proxy that ends with the test. It leads nowhere yet.
func startProxy(t *testing.T) *proxy {
	t.Helper()
	p := &proxy{}
	passing := &httputil.ReverseProxy{
		Transport: &http.Transport{DisableKeepAlives: true},
		Rewrite: func(r *httputil.ProxyRequest) {
			p.mu.Lock()
			defer p.mu.Unlock()
			r.SetURL(p.to)
			r.Out.Host = r.In.Host
			r.Out.Header["X-Forwarded-For"] = r.In.Header["X-Forwarded-For"]
			r.SetXForwarded()
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.write(r)
		passing.ServeHTTP(w, r)
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *proxy) write(r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fmt.Fprintln(&p.seen, r.Method, r.RequestURI)
	_ = r.Header.Write(&p.seen)
}

// lead says where requests go from now on.
func (p *proxy) lead(to string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.to = &url.URL{Scheme: "http", Host: to}
}

func (p *proxy) log() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen.String()
}

// client is a browser's HTTP side behind an address that the proxy sees.
func (p *proxy) client(address string) *http.Client {
	return &http.Client{Transport: from{address, &http.Transport{}}}
}

// from says for every request where it comes from.
type from struct {
	address string
	*http.Transport
}

func (f from) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("X-Forwarded-For", f.address)
	return f.Transport.RoundTrip(r)
}

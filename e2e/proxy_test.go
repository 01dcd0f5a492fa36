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

// proxy stands in front of a server as an operator's would, and writes down what such a proxy may write down.
type proxy struct {
	*httptest.Server

	mu       sync.Mutex
	to       *url.URL
	requests bytes.Buffer // the first line of every request, and where it says that it comes from
	headers  bytes.Buffer // all headers
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
	fmt.Fprintln(&p.requests, r.Method, r.RequestURI, r.Referer(), r.Header.Get("Origin"))
	_ = r.Header.Write(&p.headers)
}

// lead says where requests go from now on.
func (p *proxy) lead(to string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.to = &url.URL{Scheme: "http", Host: to}
}

func (p *proxy) log() (requests, headers string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.requests.String(), p.headers.String()
}

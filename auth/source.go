package auth

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"time"
)

const (
	fetchTime    = 5 * time.Second // a whole answer
	maxRedirects = 3
)

var errTooLarge = errors.New("too large")

// fileSource reads a small file. Nobody but its owner may have any of these permissions.
func fileSource(name string, others fs.FileMode) func(context.Context) ([]byte, error) {
	return func(context.Context) ([]byte, error) {
		file, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("open the key file: %w", withoutPath(err))
		}
		defer func() { _ = file.Close() }()
		info, err := file.Stat()
		switch {
		case err != nil:
			return nil, fmt.Errorf("open the key file: %w", withoutPath(err))
		case !info.Mode().IsRegular():
			return nil, errors.New("the key file is no regular file")
		case info.Mode().Perm()&others != 0:
			return nil, fmt.Errorf("others may use the key file: want none of the permissions %#o", others)
		}
		return readAll(file)
	}
}

// urlSource fetches a key set over HTTPS, or over plain HTTP from this very machine. Redirects are followed on the
// same host only.
func urlSource(address string) (func(context.Context) ([]byte, error), error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return nil, errors.New("want an https:// URL with a host and no user or fragment")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, errors.New("want an https:// URL: keys that came in the clear could be anybody's")
	}
	client := newClient(u.Scheme, u.Host)
	return func(ctx context.Context) ([]byte, error) { return fetch(ctx, client, address) }, nil
}

// newClient returns a client for one host.
func newClient(scheme, host string) *http.Client {
	return &http.Client{
		Timeout: fetchTime,
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DisableKeepAlives:      true, // nothing stays behind between two readings
			DisableCompression:     true,
			MaxResponseHeaderBytes: maxKeySet,
		},
		CheckRedirect: func(next *http.Request, before []*http.Request) error {
			if next.URL.Scheme != scheme || next.URL.Host != host || len(before) > maxRedirects {
				return errRedirect
			}
			return nil
		},
	}
}

var errRedirect = errors.New("a redirect to another host, or one too many")

func fetch(ctx context.Context, client *http.Client, from string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, from, http.NoBody)
	if err != nil {
		return nil, errors.New("not a URL")
	}
	request.Header.Set("Accept", "application/jwk-set+json, application/json")
	response, err := client.Do(request)
	if err != nil {
		return nil, unreachable(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("answered with status %d", response.StatusCode)
	}
	return readAll(response.Body)
}

// unreachable says why nothing was fetched, without the addresses that errors of net/http hold.
func unreachable(err error) error {
	var timeout interface{ Timeout() bool }
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(err, errRedirect):
		return errRedirect
	case errors.As(err, &certificate):
		return errors.New("its certificate is not trusted")
	case errors.As(err, &timeout) && timeout.Timeout():
		return errors.New("no answer in time")
	}
	return errors.New("no connection")
}

// withoutPath keeps only what went wrong with a file.
func withoutPath(err error) error {
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		return at.Err
	}
	return err
}

func readAll(from io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(from, maxKeySet+1))
	switch {
	case err != nil:
		return nil, errors.New("broken off")
	case len(text) > maxKeySet:
		return nil, errTooLarge
	}
	return text, nil
}

// loopback says whether a host is this machine.
func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

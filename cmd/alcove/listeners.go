package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"alcove/signaling"
)

// listeners are where this server is reached.
type listeners struct {
	public net.Listener
	admin  net.Listener
	plain  net.Listener // nil without --http-listen
}

// openListeners opens every port before anything else starts, so that one that is taken is seen at once.
func openListeners(c config) (l listeners, err error) {
	for _, row := range []struct {
		to      *net.Listener
		address string
		what    string
	}{
		{&l.public, c.listen, "browsers"}, {&l.admin, c.admin, "administration"}, {&l.plain, c.tls.plain, "plain http"},
	} {
		if row.address == "" {
			continue
		}
		if *row.to, err = net.Listen("tcp", row.address); err != nil {
			l.close()
			return listeners{}, fmt.Errorf("listen for %s: %w", row.what, err)
		}
	}
	return l, nil
}

// close closes what is open. Whoever served on it has closed it before.
func (l listeners) close() {
	for _, one := range []net.Listener{l.public, l.admin, l.plain} {
		if one != nil {
			_ = one.Close()
		}
	}
}

// serving is every HTTP server that runs.
type serving struct {
	servers      []*http.Server
	ended        chan error // one for each server
	certificates *certificates
	fetched      chan struct{} // closed when nobody fetches certificates any more
}

// start serves on every listener.
func (s *server) start(l listeners) *serving {
	run := &serving{ended: make(chan error, 3), certificates: s.certificates, fetched: make(chan struct{})}
	browsers := s.httpServer(s.publicHandler())
	run.serve(s.httpServer(s.adminHandler()), l.admin)
	if s.certificates == nil {
		run.serve(browsers, signaling.Pace(l.public))
		close(run.fetched)
		return run
	}
	browsers.TLSConfig = s.certificates.config()
	if l.plain != nil {
		run.serve(s.httpServer(s.certificates.plainHandler(s.config.publicURL)), signaling.Pace(l.plain))
	}
	run.serve(browsers, signaling.Pace(l.public))
	go func() {
		defer close(run.fetched)
		s.certificates.fetch()
	}()
	return run
}

// serve starts one server. Its goroutine ends with shutdown, or when the listener fails.
func (r *serving) serve(server *http.Server, on net.Listener) {
	r.servers = append(r.servers, server)
	go func() {
		if server.TLSConfig != nil {
			r.ended <- server.ServeTLS(on, "", "")
			return
		}
		r.ended <- server.Serve(on)
	}()
}

// shutdown lets requests end until ctx does.
func (r *serving) shutdown(ctx context.Context) error {
	if r.certificates != nil {
		r.certificates.close()
	}
	var err error
	for _, server := range r.servers {
		err = errors.Join(err, server.Shutdown(ctx))
	}
	select {
	case <-r.fetched:
	case <-ctx.Done(): // an authority that doesn't answer is no reason to stay
	}
	return err
}

func (s *server) httpServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, IdleTimeout: idleTime,
		ErrorLog: httpLog(s.log),
	}
}

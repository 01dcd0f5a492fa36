package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
	_ "time/tzdata" // groups name their zone; the machine may know none

	"alcove/auth"
	"alcove/room"
	"alcove/room/host"
	"alcove/room/store"
	"alcove/sfu"
	"alcove/signaling"
	"alcove/signaling/protocol"
	"alcove/web"
)

// Times of the HTTP servers.
const (
	headerTime   = 5 * time.Second
	readTime     = 15 * time.Second // a whole request; a WebSocket has times of its own
	idleTime     = 2 * time.Minute
	shutdownTime = 5 * time.Second
)

// server is every part of a running Alcove, in the order in which they start.
type server struct {
	config    config
	log       *slog.Logger
	store     *store.Store
	identity  identity
	authority *auth.Authority
	sfu       *sfu.Server
	media     *mediaRooms
	house     *host.House
	browsers  *signaling.Server
}

// serve runs the server until ctx ends.
func serve(ctx context.Context, args []string, out, logTo io.Writer) error {
	c, err := readConfig(args, logTo)
	if err != nil {
		return err
	}
	public, err := net.Listen("tcp", c.listen)
	if err != nil {
		return fmt.Errorf("listen for browsers: %w", err)
	}
	defer func() { _ = public.Close() }()
	local, err := net.Listen("tcp", c.admin)
	if err != nil {
		return fmt.Errorf("listen for administration: %w", err)
	}
	defer func() { _ = local.Close() }()
	c.listeningAt(public.Addr(), local.Addr())
	s := &server{config: c, log: newLog(c, logTo)}
	defer s.close()
	if err := s.build(ctx); err != nil {
		return err
	}
	if err := s.greet(ctx, out); err != nil {
		return err
	}
	return s.run(ctx, public, local)
}

func newLog(c config, to io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.logLevel}
	if c.logJSON {
		return slog.New(slog.NewJSONHandler(to, options))
	}
	return slog.New(slog.NewTextHandler(to, options))
}

// build makes the parts and joins them.
func (s *server) build(ctx context.Context) (err error) {
	s.store, err = store.Open(ctx, store.Config{URL: s.config.redisURL, Log: s.log})
	if err != nil {
		return fmt.Errorf("open the store: %w", err)
	}
	keys, err := auth.LoadKeys(s.config.keyDir)
	if err != nil {
		return fmt.Errorf("load the signing keys: %w", err)
	}
	s.identity = openIdentity(s.config.keyDir, s.log)
	s.authority = auth.New(keys, s.store, auth.Options{Issuer: s.config.publicURL, Issuers: s.config.issuers})
	address, err := netip.ParseAddrPort(s.config.media)
	if err != nil {
		return fmt.Errorf("--media: %w", err)
	}
	s.sfu, err = sfu.Listen(sfu.Config{Listen: address, PublicIPs: s.config.publicIPs, Log: s.log})
	if err != nil {
		return fmt.Errorf("listen for media: %w", err)
	}
	s.media = newMediaRooms(s.sfu)
	s.house = host.NewHouse(leases{s.store, s.identity.Node}, s.media.open, host.Settings{
		Clock: bootClock, StaffGrace: s.config.staffGrace, PauseLimit: s.config.pauseLimit,
	}, s.log)
	s.browsers = signaling.NewServer(signaling.Config{
		House: s.house, Authority: s.authority, Media: s.media, Slots: s.slots,
		Contact: s.config.contact, Origins: s.config.origins(), Proxies: s.config.proxies, Log: s.log,
	})
	s.media.house, s.media.browsers = s.house, s.browsers
	return nil
}

func (s *server) slots(ctx context.Context, id room.ID) (protocol.Slots, error) {
	g, err := s.store.Group(ctx, id)
	if err != nil {
		return protocol.Slots{}, err
	}
	n := slotsFor(g)
	return protocol.Slots{People: n.People, Screen: n.Screen}, nil
}

// run serves until ctx ends or one of the servers can't go on, then sends everybody "come back".
func (s *server) run(ctx context.Context, public, local net.Listener) error {
	forBrowsers, forAdmin := s.httpServer(s.publicHandler()), s.httpServer(s.adminHandler())
	ended := make(chan error, 2)
	go func() { ended <- forBrowsers.Serve(signaling.Pace(public)) }()
	go func() { ended <- forAdmin.Serve(local) }()
	var err error
	select {
	case <-ctx.Done():
	case err = <-ended:
	}
	s.browsers.Close()
	s.house.Close()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	return errors.Join(err, forBrowsers.Shutdown(ctx), forAdmin.Shutdown(ctx))
}

func (s *server) httpServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, IdleTimeout: idleTime,
		ErrorLog: httpLog(s.log),
	}
}

// publicHandler serves everything that browsers use.
func (s *server) publicHandler() http.Handler {
	secure := strings.HasPrefix(s.config.publicURL, "https://")
	browsers := s.browsers.Handler()
	mux := http.NewServeMux()
	mux.Handle("/api/", browsers)
	mux.Handle("/ws", browsers)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") })
	mux.HandleFunc("GET /readyz", s.ready)
	mux.Handle("/", web.Handler(secure))
	return mux
}

// ready says whether people can join: the store must answer.
func (s *server) ready(w http.ResponseWriter, r *http.Request) {
	if err := s.store.Ping(r.Context()); err != nil {
		http.Error(w, "the store can't be reached", http.StatusServiceUnavailable)
		return
	}
	_, _ = io.WriteString(w, "ok\n")
}

// close ends the parts in the reverse order of their start. Parts that were never made are skipped.
func (s *server) close() {
	if s.browsers != nil {
		s.browsers.Close()
	}
	if s.house != nil {
		s.house.Close()
	}
	if s.sfu != nil {
		s.logIf(s.sfu.Close())
	}
	if s.store != nil {
		s.logIf(s.store.Close())
	}
	if s.identity.release != nil {
		s.identity.release()
	}
}

func (s *server) logIf(err error) {
	if err != nil {
		s.log.Error("a part did not end well", "err", err)
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
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
	config       config
	log          *slog.Logger
	store        *store.Store
	identity     identity
	certificates *certificates // nil without --tls-domain
	authority    *auth.Authority
	sfu          *sfu.Server
	media        *mediaRooms
	house        *host.House
	browsers     *signaling.Server
}

// serve runs the server until ctx ends.
func serve(ctx context.Context, args []string, out, logTo io.Writer) error {
	c, err := readConfig(args, logTo)
	if err != nil {
		return err
	}
	l, err := openListeners(c)
	if err != nil {
		return err
	}
	defer l.close()
	c.listeningAt(l.public.Addr(), l.admin.Addr())
	s := &server{config: c, log: newLog(c, logTo)}
	defer s.close()
	if err := s.build(ctx); err != nil {
		return err
	}
	if err := s.greet(ctx, out); err != nil {
		return err
	}
	return s.run(ctx, l)
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
	if err := s.openStore(ctx); err != nil {
		return err
	}
	keys, err := auth.LoadKeys(s.config.keyDir)
	if err != nil {
		return fmt.Errorf("load the signing keys: %w", err)
	}
	seal, err := newRoomSeal(s.config.keyDir)
	if err != nil {
		return fmt.Errorf("load the keys of rooms: %w", err)
	}
	s.identity = openIdentity(s.config.keyDir, s.log)
	if s.config.tls.on() {
		if s.certificates, err = newCertificates(s.config, s.store, s.log); err != nil {
			return err
		}
	}
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
	s.house = host.NewHouse(leases{s.store, s.identity.Node, seal}, s.media.open, host.Settings{
		Clock: bootClock, StaffGrace: s.config.staffGrace, PauseLimit: s.config.pauseLimit,
	}, s.log)
	s.browsers = signaling.NewServer(signaling.Config{
		House: s.house, Authority: s.authority, Rates: s.store, Media: s.media, Slots: s.slots,
		Contact: s.config.contact, Exit: s.config.exitURL, Origins: s.config.origins(), Proxies: s.config.proxies, Secure: s.config.secure(), Log: s.log,
	})
	s.media.house, s.media.browsers = s.house, s.browsers
	return nil
}

// openStore connects to Redis, and refuses one that isn't safe enough.
func (s *server) openStore(ctx context.Context) error {
	to, err := s.config.storeConfig(s.log)
	if err != nil {
		return err
	}
	if s.store, err = store.Open(ctx, to); err != nil {
		return fmt.Errorf("open the store: %w", err)
	}
	if s.config.keyDir == "" && !s.store.Ephemeral() {
		s.log.Warn("rooms lie in Redis in the clear: --key-dir encrypts them")
	}
	return s.checkRedis(ctx)
}

func (s *server) slots(ctx context.Context, id room.ID) (protocol.Slots, error) {
	g, err := s.store.Group(ctx, id)
	if err != nil {
		return protocol.Slots{}, err
	}
	n := slotsFor(g)
	return protocol.Slots{People: n.People, Screen: n.Screen}, nil
}

// run serves until ctx ends or one of the servers can't go on, then gives the rooms up and sends everybody "come back".
// In this order, whoever comes back at once finds the room free, however long another browser takes to say goodbye.
func (s *server) run(ctx context.Context, l listeners) error {
	serving := s.start(l)
	watched, unwatch := context.WithCancel(ctx)
	defer unwatch()
	var watching sync.WaitGroup
	watching.Go(func() { members{s.store, s.house, s.browsers, s.log}.watch(watched) })
	var err error
	select {
	case <-ctx.Done():
	case err = <-serving.ended:
	}
	unwatch()
	watching.Wait()
	s.house.Close()
	s.browsers.Close()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	return errors.Join(err, serving.shutdown(ctx))
}

// publicHandler serves everything that browsers use.
func (s *server) publicHandler() http.Handler {
	browsers := s.browsers.Handler()
	mux := http.NewServeMux()
	mux.Handle("/api/", browsers)
	mux.Handle("/ws", browsers)
	mux.HandleFunc("GET /healthz", healthy)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.Handle("/", web.Handler(s.config.secure()))
	return mux
}

// healthy says that this process answers.
func healthy(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") }

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
	if s.house != nil {
		s.house.Close()
	}
	if s.browsers != nil {
		s.browsers.Close()
	}
	if s.certificates != nil {
		s.certificates.close()
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

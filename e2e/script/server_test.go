package script_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alcove/auth"
	"alcove/room"
	"alcove/room/host"
	"alcove/room/store"
	"alcove/signaling"
	"alcove/signaling/pipes"
	"alcove/signaling/protocol"
)

const groupID = room.ID("tuesday")

// practice is what outlives a server: the records, the signing keys, and the name by which browsers find one.
type practice struct {
	t     *testing.T
	store *store.Store
	keys  *auth.Keys
	media *stage

	server *process // the one that runs, or nil
	run    uint64   // of the servers so far
}

func newPractice(t *testing.T) *practice {
	t.Helper()
	kept, err := store.Open(t.Context(), store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	group := room.Group{
		ID: groupID, Name: room.NameOf("Tuesday group"), HostName: room.NameOf("Dana"), ClientMax: 12, ObserversOK: true,
	}
	if err := kept.PutGroup(t.Context(), group); err != nil {
		t.Fatal(err)
	}
	p := &practice{t: t, store: kept, keys: auth.NewKeys(), media: newStage()}
	for _, m := range cast() {
		if _, err := kept.PutMember(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	p.start()
	t.Cleanup(p.die)
	return p
}

// process is one server: everything of it is real but its media. Once it is dead nothing of it reaches the store.
type process struct {
	*store.Store
	node store.Node
	dead atomic.Bool

	authority *auth.Authority
	house     *host.House
	browsers  *signaling.Server
	web       *http.Server
	wire      *pipes.Wire
	serving   sync.WaitGroup
}

// start runs another server.
func (p *practice) start() {
	p.run++
	s := &process{Store: p.store, node: store.Node{ID: "node", Run: p.run}, wire: pipes.New()}
	log := slog.New(slog.DiscardHandler)
	s.authority = auth.New(p.keys, p.store, auth.Options{})
	s.house = host.NewHouse(s, func(room.Group) host.Media { return p.media }, host.Settings{}, log)
	s.browsers = signaling.NewServer(signaling.Config{
		House: s.house, Authority: s.authority, Rates: p.store, Media: p.media, Contact: "(555) 0100", Log: log,
		Slots: func(context.Context, room.ID) (protocol.Slots, error) {
			return protocol.Slots{People: 18, Screen: 1}, nil
		},
	})
	s.web = &http.Server{Handler: s.browsers.Handler(), ReadHeaderTimeout: time.Minute}
	s.serving.Go(func() { _ = s.web.Serve(s.wire) })
	p.server = s
}

// die ends the server as kill -9 would: no goodbye leaves it, and nothing is saved or given up. Its browsers' lines
// must have been cut before. The rest only frees this process of its goroutines.
func (p *practice) die() {
	s := p.server
	if s == nil {
		return
	}
	p.server = nil
	s.dead.Store(true)
	s.browsers.Close()
	s.house.Close()
	_ = s.web.Close()
	s.serving.Wait()
}

// token mints what opens the room once.
func (p *practice) token(name string) string {
	p.t.Helper()
	token, err := p.server.authority.MintToken(p.t.Context(), groupID, personOf(name))
	if err != nil {
		p.t.Fatal(err)
	}
	return token.Reveal()
}

var errDead = errors.New("this server is dead")

// LoadRoom implements host.Store.
func (s *process) LoadRoom(ctx context.Context, id room.ID) ([]byte, error) {
	snapshot, err := s.Store.LoadRoom(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return snapshot, err
}

// Claim implements host.Store.
func (s *process) Claim(ctx context.Context, id room.ID, ttl time.Duration) (host.Lease, error) {
	lease, err := s.Store.Claim(ctx, id, s.node, ttl)
	if err != nil {
		return nil, err
	}
	return claimed{s, lease}, nil
}

// claimed is a lease that ends with its process.
type claimed struct {
	by    *process
	lease store.Lease
}

func (c claimed) Renew(ctx context.Context) (uint64, error) {
	if c.by.dead.Load() {
		return 0, errDead
	}
	return c.by.Renew(ctx, c.lease)
}

func (c claimed) Save(ctx context.Context, op uint64, snapshot []byte) error {
	if c.by.dead.Load() {
		return errDead
	}
	return c.by.SaveRoom(ctx, c.lease, op, snapshot)
}

func (c claimed) Release(ctx context.Context) error {
	if c.by.dead.Load() {
		return errDead
	}
	return c.by.Release(ctx, c.lease)
}

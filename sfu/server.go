package sfu

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"alcove/room"
)

// Config says where media flows.
type Config struct {
	Listen    netip.AddrPort // one UDP port for all media; port 0 takes a free one
	PublicIPs []netip.Addr   // advertised instead of the local addresses; empty: all local addresses, loopback too
	Log       *slog.Logger   // nil: nothing is logged
}

// Slots is how many receive lines a browser may offer: pairs of sound and picture.
type Slots struct {
	People int
	Screen int
}

// Listener is told what members need to know. It is called from a goroutine of the room, in order, and must not
// block.
type Listener interface {
	// Slots is the whole binding of this visit's slots; what is not listed is empty. Newest wins.
	Slots(room.VisitID, []Slot)
	// Layers is which encodings of its camera this visit's browser is to send, by their rids: nobody receives the
	// others. Newest wins; until it is called for a connection, a browser sends all that it has.
	Layers(visit room.VisitID, rids []string)
	// Speaking is the whole set of seats that are heard speaking, in the order of their numbers. It is called on
	// change only.
	Speaking([]room.SeatNumber)
	// Voice is who has spoken when, and whose levels don't match their sound. It comes some seconds late, every two
	// seconds at most, and only while there is something to tell.
	Voice(room.Voice)
	// Lines is the whole set of seats whose lines are poor, in the order of their numbers, by what gets lost on the
	// way from and to them. It is called on change only.
	Lines(poor []room.SeatNumber)
}

// Server forwards media between the members of its rooms, through one UDP port.
//
// All methods may be called from any goroutine.
type Server struct {
	transport *transport
	log       *slog.Logger
	now       func() time.Time
	stats     counters

	mu     sync.Mutex
	rooms  map[*Room]struct{} // guarded by mu
	closed bool               // guarded by mu
}

// Listen opens the port.
func Listen(c Config) (*Server, error) {
	t, err := newTransport(c)
	if err != nil {
		return nil, fmt.Errorf("listen for media: %w", err)
	}
	return newServer(t, c.Log), nil
}

func newServer(t *transport, log *slog.Logger) *Server {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Server{transport: t, log: log, now: time.Now, rooms: map[*Room]struct{}{}}
}

// Addr returns the port that the server listens on.
func (s *Server) Addr() netip.AddrPort { return s.transport.addr }

// Stats returns what has been counted so far.
func (s *Server) Stats() Stats { return s.stats.snapshot() }

// Room begins a room without anybody in it. On a closed server it is closed, too.
func (s *Server) Room(slots Slots, heard Listener) *Room {
	r := newRoom(s, slots, heard)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		r.closed = true
		close(r.done)
		return r
	}
	s.rooms[r] = struct{}{}
	s.stats.rooms.Add(1)
	go r.run()
	return r
}

func (s *Server) forget(r *Room) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.rooms[r]; ok {
		delete(s.rooms, r)
		s.stats.rooms.Add(-1)
	}
}

// Close closes every room and the port, and waits for their goroutines.
func (s *Server) Close() error {
	s.mu.Lock()
	s.closed = true
	var rooms []*Room
	for r := range s.rooms {
		rooms = append(rooms, r)
	}
	s.mu.Unlock()
	for _, r := range rooms {
		r.Close()
	}
	return s.transport.close()
}

// ErrNotOnStage says that the visit is not in the circle, so there is no media for it.
var ErrNotOnStage = errors.New("not in the circle")

// Answer takes the one offer of a browser in the circle and returns the answer, which holds all candidates. Errors
// are ErrNotOnStage, ErrOffer with a reason, or that of ctx.
//
// A later offer of the same browser connection restarts ICE on it, as after a change of address. It is an ErrOffer
// if it is anything else, or if that connection is gone. The offer of another one replaces the connection. Whatever
// it is, the gates are the person's and stay as they are.
func (r *Room) Answer(ctx context.Context, visit room.VisitID, text string) (string, error) {
	m, _ := r.find(visit)
	if m == nil {
		return "", ErrNotOnStage
	}
	o, err := readOffer(text, r.slots)
	if err != nil {
		return "", err
	}
	if p, known := r.continues(m, o); known {
		return r.restart(ctx, p, o)
	}
	p := newPeer(m, o, r.server, r.lost)
	if err := r.server.transport.connect(p, r.connected); err != nil {
		return "", fmt.Errorf("make a connection: %w", err)
	}
	answer, err := p.answer(ctx, o)
	if err == nil {
		err = r.adopt(m, p)
	}
	if err != nil {
		p.close()
		return "", err
	}
	return answer, nil
}

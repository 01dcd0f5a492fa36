// Package signaling speaks with browsers: it exchanges personal links, runs one WebSocket session per browser, and
// translates between the protocol and the room. It holds no rules of its own: who a person is comes from auth,
// what they may do from the room.
package signaling

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"alcove/auth"
	"alcove/room"
	"alcove/room/host"
	"alcove/signaling/protocol"
)

// House is where rooms are kept alive.
type House interface {
	Arrive(context.Context, room.Arrived, host.Audience) error
	Vanish(room.ID, room.VisitID, host.Audience)
	Heard(id room.ID, visit room.VisitID, from host.Audience, heard bool)
	Remember(room.Membership)
	Revoke(ctx context.Context, id room.ID, person room.PersonID, version uint64) error
	Do(room.ID, room.VisitID, host.Audience, room.Command, func(saved bool, err error))
	// LineOf finds out whose connection carries a seat, for a visit that may look at it.
	LineOf(room.ID, room.VisitID, host.Audience, room.SeatNumber, func(room.VisitID, error))
	// TalkOf returns who has spoken how much, for a visit that may know it.
	TalkOf(room.ID, room.VisitID, host.Audience, func(room.TalkView, error))
}

// Authority says who somebody is. Errors other than auth.ErrRefused mean that it can't tell now.
type Authority interface {
	Exchange(ctx context.Context, link, browser string) (token auth.Token, own auth.Secret, err error)
	Join(ctx context.Context, token string) (room.Membership, error)
	Begin(room.Membership, room.VisitID) (auth.Ticket, auth.Visit, error)
	Resume(ctx context.Context, ticket string) (auth.Ticket, auth.Visit, error)
	Renew(context.Context, auth.Visit) (auth.Ticket, auth.Visit, error)
	Leave(context.Context, auth.Visit) error
	Pseudonym(kind, text string) string
}

// Media answers a browser's offers and sends it what it shows. Session descriptions are opaque here.
type Media interface {
	Answer(ctx context.Context, id room.ID, visit room.VisitID, offer string) (answer string, err error)
	// Want takes how large the visit's browser shows its slots. What names no slot of it is ignored.
	Want(id room.ID, visit room.VisitID, wishes []protocol.Wish)
	// Kept says whether the visit has a peer connection that an ICE restart can continue.
	Kept(id room.ID, visit room.VisitID) bool
	// Line says how the visit's peer connection fares; the seat is the caller's to fill in.
	Line(id room.ID, visit room.VisitID) protocol.LineDetails
}

// Config is what a Server needs.
type Config struct {
	House     House
	Authority Authority
	Rates     Rates
	Media     Media
	Slots     func(context.Context, room.ID) (protocol.Slots, error) // how many receive lines a group's browsers need
	Exit      string                                                 // a neutral https:// page elsewhere for quick exits, or empty
	Contact   string                                                 // the deployment's contact line, shown with every refusal
	Origins   []string                                               // hosts that pages may come from, as path.Match patterns
	Proxies   []netip.Prefix                                         // whose X-Forwarded-For counts
	Secure    bool                                                   // browsers reach the page by https
	Log       *slog.Logger
}

// Server serves browsers. Its methods may be called from any goroutine.
type Server struct {
	Config
	attempts *limiters
	stop     context.CancelFunc
	stopped  context.Context
	sessions sync.WaitGroup
	changes  atomic.Uint64 // how often Changed was called
	tally    tally

	mu     sync.Mutex
	closed bool
	live   map[*session]struct{}
	of     map[room.VisitID]*session // the newest session of each visit
}

// NewServer returns a server that serves until Close.
func NewServer(c Config) *Server {
	s := &Server{
		Config: c, attempts: newLimiters(),
		live: map[*session]struct{}{}, of: map[room.VisitID]*session{},
	}
	s.stopped, s.stop = context.WithCancel(context.Background())
	return s
}

// Handler serves POST /api/exchange, whose refusals don't depend on the method either, and the WebSocket at /ws.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/exchange", s.exchange)
	mux.HandleFunc("GET /ws", s.connect)
	return mux
}

// BindSlots tells a visit's browser whom each of its receive lines shows.
func (s *Server) BindSlots(visit room.VisitID, slots []protocol.Slot) {
	s.put(visit, latestSlots, protocol.MediaSlots{Slots: slots})
}

// UseLayers tells a visit's browser which encodings of its camera to send.
func (s *Server) UseLayers(visit room.VisitID, rids []string) {
	s.put(visit, latestLayers, protocol.MediaLayers{Active: rids})
}

func (s *Server) put(visit room.VisitID, kind latest, m protocol.FromServer) {
	s.mu.Lock()
	to := s.of[visit]
	s.mu.Unlock()
	if to != nil {
		to.out.put(kind, m)
	}
}

// Close asks every browser to come back, to whichever server runs then, and waits until all sessions have ended.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	spread := min(time.Duration(len(s.live))*restartEach, restartMost)
	for live := range s.live {
		live.out.finish(protocol.Bye{Why: whyRestart, ComeBack: true, AfterMS: jitter(spread)})
	}
	s.mu.Unlock()
	done := make(chan struct{})
	go func() { s.sessions.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(goodbyeTime):
	}
	s.stop()
	<-done
}

// How long browsers have to take their goodbye, and over how long they are asked to spread their return.
const (
	goodbyeTime   = 3 * time.Second
	restartSpread = 500 * time.Millisecond
	restartEach   = time.Millisecond // for each browser of a server that ends; the group of one room hears no gap
	restartMost   = 10 * time.Second
)

// begin counts a new session in, unless the server is closing.
func (s *Server) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.sessions.Add(1)
	return true
}

// enter registers a session whose visit is known, and leave forgets it.
func (s *Server) enter(live *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.live[live] = struct{}{}
	s.of[live.visit] = live
}

func (s *Server) leave(live *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.live, live)
	if s.of[live.visit] == live {
		delete(s.of, live.visit)
	}
}

// Members counts the people who wait in a lobby and those who sit in a circle, with a browser that is connected here.
func (s *Server) Members() (waiting, seated int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for live := range s.live {
		if live.seated.Load() {
			seated++
		} else {
			waiting++
		}
	}
	return waiting, seated
}

// Sessions counts the browsers that are connected.
func (s *Server) Sessions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.live)
}

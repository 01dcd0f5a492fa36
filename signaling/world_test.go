package signaling

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.uber.org/goleak"

	"alcove/auth"
	"alcove/room"
	"alcove/room/host"
	"alcove/signaling/pipes"
	"alcove/signaling/protocol"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a server with a real house and a real authority, whose records and media are made up.
type world struct {
	t         *testing.T
	logged    *bytes.Buffer
	house     *host.House
	authority *auth.Authority
	server    *Server
	web       *http.Server
	wire      *pipes.Wire

	mu       sync.Mutex
	people   map[room.PersonID]room.Membership // by name
	links    map[[32]byte]room.PersonID
	looked   int                   // how often a link was looked for
	browsers map[[32]byte][32]byte // by link
	used     map[string]bool
	outage   bool
	attempts []string      // who was counted
	wait     time.Duration // what every attempt is answered
	saved    []byte
}

const surname = "Quetzalcoatl" // of everybody; nobody but staff may ever see it

// stayTime is how long a visit may last here.
const stayTime = 25 * time.Minute

func newWorld(t *testing.T, change ...func(*Config)) *world {
	t.Helper()
	w := &world{
		t: t, logged: &bytes.Buffer{}, wire: pipes.New(),
		people: map[room.PersonID]room.Membership{}, links: map[[32]byte]room.PersonID{}, browsers: map[[32]byte][32]byte{}, used: map[string]bool{},
	}
	w.member("dana", room.RoleTherapist)
	w.member("marcus", room.RoleCoTherapist)
	for _, name := range []string{"ana", "sam", "mei"} {
		w.member(name, room.RoleClient)
	}
	log := slog.New(slog.NewTextHandler(w.logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.house = host.NewHouse(w, func(room.Group) host.Media { return noMedia{} }, host.Settings{}, log)
	w.authority = auth.New(auth.NewKeys(), w, auth.Options{TicketTTL: stayTime})
	c := Config{
		House: w.house, Authority: w.authority, Rates: w, Media: noMedia{}, Contact: "(555) 0100", Log: log,
		Slots: func(context.Context, room.ID) (protocol.Slots, error) {
			return protocol.Slots{People: 18, Screen: 1}, nil
		},
	}
	for _, change := range change {
		change(&c)
	}
	w.server = NewServer(c)
	w.web = &http.Server{Handler: w.server.Handler(), ReadHeaderTimeout: time.Minute}
	var serving sync.WaitGroup
	serving.Go(func() { _ = w.web.Serve(w.wire) })
	t.Cleanup(func() {
		w.server.Close()
		w.house.Close()
		_ = w.web.Close()
		serving.Wait()
	})
	return w
}

// member makes somebody a member, or changes who they are.
func (w *world) member(name string, role room.Role) {
	w.mu.Lock()
	defer w.mu.Unlock()
	id := personOf(name)
	w.people[id] = room.Membership{
		Group: "g", Person: id, Role: role, Version: w.people[id].Version + 1,
		Name: room.NameOf(strings.ToUpper(name[:1]) + name[1:] + " " + surname),
	}
}

func personOf(name string) room.PersonID { return room.PersonID("person-" + name) }

// remove ends a membership in the records alone.
func (w *world) remove(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.people, personOf(name))
}

func (w *world) fail(outage bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.outage = outage
}

// errDown is an outage of the records, errNone their word for what they don't have.
type downError struct{}

func (downError) Error() string     { return "down" }
func (downError) Unavailable() bool { return true }

var errNone = errors.New("none")

// Member implements auth.Records.
func (w *world) Member(_ context.Context, group room.ID, id room.PersonID) (room.Membership, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	m, ok := w.people[id]
	switch {
	case w.outage:
		return room.Membership{}, downError{}
	case !ok || group != m.Group:
		return room.Membership{}, errNone
	}
	return m, nil
}

// UseLink implements auth.Records.
func (w *world) UseLink(
	_ context.Context, hash, browser [32]byte, staff []room.Role,
) (id room.ID, who room.PersonID, bound bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.looked++
	who, ok := w.links[hash]
	switch {
	case w.outage:
		return "", "", false, downError{}
	case !ok:
		return "", "", false, errNone
	case !slices.Contains(staff, w.people[who].Role):
		return "g", who, false, nil
	}
	if first, used := w.browsers[hash]; used && first != browser {
		return "", "", false, otherBrowserError{}
	}
	w.browsers[hash] = browser
	return "g", who, true, nil
}

type otherBrowserError struct{}

func (otherBrowserError) Error() string      { return "another browser's" }
func (otherBrowserError) OtherBrowser() bool { return true }

// UseOnce implements auth.Records.
func (w *world) UseOnce(_ context.Context, id string, _ time.Duration) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.outage {
		return false, downError{}
	}
	first := !w.used[id]
	w.used[id] = true
	return first, nil
}

// Used implements auth.Records.
func (w *world) Used(_ context.Context, id string) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.outage {
		return false, downError{}
	}
	return w.used[id], nil
}

// Attempt implements Rates. Nothing is limited unless a test says so.
func (w *world) Attempt(_ context.Context, who string, _, _ int) (time.Duration, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.outage {
		return 0, downError{}
	}
	w.attempts = append(w.attempts, who)
	return w.wait, nil
}

// token mints a join token.
func (w *world) token(name string) string {
	w.t.Helper()
	token, err := w.authority.MintToken(w.t.Context(), "g", personOf(name))
	if err != nil {
		w.t.Fatal(err)
	}
	return token.Reveal()
}

// link makes a personal link and returns its secret.
func (w *world) link(name string) string {
	secret, hash := auth.NewLink()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.links[hash] = personOf(name)
	return secret.Reveal()
}

// noMedia forwards nothing.
type noMedia struct{}

func (noMedia) SetStage([]room.Stage) {}
func (noMedia) Trust(time.Time)       {}
func (noMedia) Close()                {}
func (noMedia) Answer(context.Context, room.ID, room.VisitID, string) (string, error) {
	return "", errors.New("no media here")
}

func (noMedia) Want(room.ID, room.VisitID, []protocol.Wish) {}

func (noMedia) Kept(room.ID, room.VisitID) bool { return false }

func (noMedia) Line(room.ID, room.VisitID) protocol.LineDetails {
	return protocol.LineDetails{State: protocol.LineNone}
}

func (w *world) Group(context.Context, room.ID) (room.Group, error) {
	return room.Group{ID: "g", Name: room.NameOf("Tuesday grief group"), ClientMax: 12}, nil
}

func (w *world) LoadRoom(context.Context, room.ID) ([]byte, error) { return nil, nil }

// Claim gives the only lease there is: on a room that can be saved.
func (w *world) Claim(context.Context, room.ID, time.Duration) (host.Lease, error) {
	return &lease{world: w}, nil
}

type lease struct {
	world     *world
	operation uint64
}

func (l *lease) Renew(context.Context) (uint64, error) {
	l.world.mu.Lock()
	defer l.world.mu.Unlock()
	return l.operation, nil
}

func (l *lease) Release(context.Context) error { return nil }

func (l *lease) Save(_ context.Context, operation uint64, snapshot []byte) error {
	l.world.mu.Lock()
	defer l.world.mu.Unlock()
	l.world.saved, l.operation = snapshot, operation
	return nil
}

// page is one browser, at the level of frames.
type page struct {
	t    *testing.T
	conn *websocket.Conn
	id   uint32
	mu   sync.Mutex // for whoever looks while another goroutine reads
	view protocol.View
	seen []byte // every frame, one after the other

	ticket string      // the newest
	deaf   atomic.Bool // pings are not answered
}

func (w *world) dial() *page {
	w.t.Helper()
	conn, res, err := websocket.Dial(w.t.Context(), "ws://alcove.test/ws", &websocket.DialOptions{HTTPClient: w.wire.Client()})
	if err != nil {
		w.t.Fatalf("dial: %v", err)
	}
	if res.Body != nil {
		_ = res.Body.Close()
	}
	conn.SetReadLimit(1 << 20)
	w.t.Cleanup(func() { _ = conn.CloseNow() })
	return &page{t: w.t, conn: conn}
}

// arrive says hello and reads the welcome and the first view.
func (w *world) arrive(name string) *page {
	w.t.Helper()
	p := w.dial()
	p.send(protocol.Hello{Protocol: protocol.Version, Token: w.token(name)})
	if m, ok := p.next().(protocol.Welcome); !ok || m.Slots.People != 18 {
		w.t.Fatalf("first came %#v, want a welcome", m)
	}
	p.until(func(protocol.View) bool { return true })
	return p
}

// session is a running session with a therapist and clients on seats 1, 2, 3 …
func (w *world) session(clients ...string) (dana *page, circle []*page) {
	w.t.Helper()
	dana = w.arrive("dana")
	dana.do(protocol.LobbyReady{})
	dana.do(protocol.SessionStart{Open: true})
	for _, name := range clients {
		p := w.arrive(name)
		p.do(protocol.LobbyReady{})
		dana.do(protocol.LobbyAdmitAll{})
		p.until(func(v protocol.View) bool { return v.Place == "circle" })
		circle = append(circle, p)
	}
	dana.until(func(v protocol.View) bool { return len(v.Circle.Seats) == len(clients)+1 })
	return dana, circle
}

func (p *page) raw(frame string) {
	p.t.Helper()
	if err := p.conn.Write(p.t.Context(), websocket.MessageText, []byte(frame)); err != nil {
		p.t.Fatalf("write: %v", err)
	}
}

// send sends a message and returns its id.
func (p *page) send(m protocol.FromBrowser) uint32 {
	p.t.Helper()
	p.id++
	frame, err := protocol.EncodeFromBrowser(p.id, m)
	if err != nil {
		p.t.Fatal(err)
	}
	p.raw(string(frame))
	return p.id
}

// next reads the next message but for pings, which it answers.
func (p *page) next() protocol.FromServer {
	p.t.Helper()
	m, err := p.read()
	if err != nil {
		p.t.Fatalf("read: %v", err)
	}
	return m
}

func (p *page) read() (protocol.FromServer, error) {
	for {
		_, frame, err := p.conn.Read(p.t.Context())
		if err != nil {
			return nil, err
		}
		m, err := protocol.DecodeFromServer(frame)
		if err != nil {
			return nil, err
		}
		if ping, ok := m.(protocol.Ping); ok {
			if !p.deaf.Load() {
				p.send(protocol.Pong{N: ping.N})
			}
			continue
		}
		p.take(m, frame)
		return m, nil
	}
}

// take keeps what came.
func (p *page) take(m protocol.FromServer, frame []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen = append(append(p.seen, frame...), '\n')
	switch m := m.(type) {
	case protocol.View:
		p.view = m
	case protocol.Welcome:
		p.ticket = m.Ticket
	case protocol.Ticket:
		p.ticket = m.Ticket
	default: // not kept
	}
}

// shown returns what the page shows, and every frame that has come.
func (p *page) shown() (protocol.View, string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.view, string(p.seen)
}

// until reads until a view is as wanted.
func (p *page) until(want func(protocol.View) bool) protocol.View {
	p.t.Helper()
	for p.view.Version == 0 || !want(p.view) {
		p.next()
	}
	return p.view
}

// answered sends a message and reads until its answer, which is nil for done.
func (p *page) answered(m protocol.FromBrowser) *protocol.Refused {
	p.t.Helper()
	id := p.send(m)
	for {
		switch a := p.next().(type) {
		case protocol.Done:
			if a.ID == id {
				return nil
			}
		case protocol.Refused:
			if a.ID == id {
				return &a
			}
		default: // not an answer
		}
	}
}

func (p *page) do(m protocol.FromBrowser) {
	p.t.Helper()
	if refused := p.answered(m); refused != nil {
		p.t.Fatalf("%T was refused: %s", m, refused.Code)
	}
}

// ending reads to the end of the connection, and returns the bye and the close code.
func (p *page) ending() (bye protocol.Bye, code websocket.StatusCode) {
	p.t.Helper()
	for {
		m, err := p.read()
		if err != nil {
			return bye, websocket.CloseStatus(err)
		}
		if b, ok := m.(protocol.Bye); ok {
			bye = b
		}
	}
}

// plainJSON is a frame made by hand.
func plainJSON(kind string, data map[string]any) string {
	frame, err := json.Marshal(map[string]any{"type": kind, "id": 4_000_000, "data": data})
	if err != nil {
		panic(err)
	}
	return string(frame)
}

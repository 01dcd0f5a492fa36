package signaling

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.uber.org/goleak"

	"alcove/auth"
	"alcove/room"
	"alcove/room/host"
	"alcove/signaling/protocol"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a server with a real house, whose people and media are made up: a token is a person's id, and a ticket
// is "ticket " and the id.
type world struct {
	t      *testing.T
	people map[string]room.Membership
	logged *bytes.Buffer
	house  *host.House
	server *Server
	web    *httptest.Server

	mu     sync.Mutex
	visits map[string]room.VisitID
	saved  []byte
}

const surname = "Quetzalcoatl" // of everybody; nobody but staff may ever see it

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, people: map[string]room.Membership{}, visits: map[string]room.VisitID{}, logged: &bytes.Buffer{}}
	w.member("dana", room.RoleTherapist)
	w.member("marcus", room.RoleCoTherapist)
	for _, name := range []string{"ana", "sam", "mei"} {
		w.member(name, room.RoleClient)
	}
	log := slog.New(slog.NewTextHandler(w.logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.house = host.NewHouse(w, func(room.Group) host.Media { return noMedia{} }, host.Settings{}, log)
	w.server = NewServer(Config{
		House: w.house, Authority: w, Media: noMedia{}, Contact: "(555) 0100", Log: log,
		Slots: func(context.Context, room.ID) (protocol.Slots, error) {
			return protocol.Slots{People: 18, Screen: 1}, nil
		},
	})
	w.web = httptest.NewServer(w.server.Handler())
	t.Cleanup(func() {
		w.server.Close()
		w.house.Close()
		w.web.Close()
	})
	return w
}

func (w *world) member(name string, role room.Role) {
	w.people[name] = room.Membership{
		Group: "g", Person: room.PersonID("person-" + name), Role: role,
		Name: room.NameOf(strings.ToUpper(name[:1]) + name[1:] + " " + surname),
	}
}

// noMedia forwards nothing.
type noMedia struct{}

func (noMedia) SetStage([]room.Stage) {}
func (noMedia) Trust(time.Time)       {}
func (noMedia) Close()                {}
func (noMedia) Answer(context.Context, room.ID, room.VisitID, string) (string, error) {
	return "", errors.New("no media here")
}

func (noMedia) Kept(room.ID, room.VisitID) bool { return false }

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

func (w *world) Exchange(_ context.Context, link string) (auth.Token, error) {
	if link == "outage" {
		return auth.Token{}, errors.New("no store")
	}
	return auth.Token{}, auth.ErrRefused
}

func (w *world) Join(_ context.Context, token string) (room.Membership, error) {
	m, ok := w.people[token]
	if !ok {
		return room.Membership{}, auth.ErrRefused
	}
	return m, nil
}

func (w *world) Resume(_ context.Context, ticket string) (room.Membership, room.VisitID, error) {
	name := strings.TrimPrefix(ticket, "ticket ")
	w.mu.Lock()
	defer w.mu.Unlock()
	m, ok := w.people[name]
	if !ok || w.visits[name] == "" {
		return room.Membership{}, "", auth.ErrRefused
	}
	return m, w.visits[name], nil
}

func (w *world) Ticket(m room.Membership, v room.VisitID) (auth.Ticket, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.visits[strings.TrimPrefix(string(m.Person), "person-")] = v
	return auth.Ticket{}, nil
}

func (w *world) Renew(ctx context.Context, ticket string) (auth.Ticket, room.Membership, error) {
	m, _, err := w.Resume(ctx, ticket)
	return auth.Ticket{}, m, err
}

// page is one browser, at the level of frames.
type page struct {
	t    *testing.T
	conn *websocket.Conn
	id   uint32
	view protocol.View
	seen []byte // every frame, one after the other
}

func (w *world) dial() *page {
	w.t.Helper()
	conn, res, err := websocket.Dial(w.t.Context(), "ws"+strings.TrimPrefix(w.web.URL, "http")+"/ws", nil)
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
	p.send(protocol.Hello{Protocol: protocol.Version, Token: name})
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
	dana.do(protocol.SessionStart{})
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
			p.send(protocol.Pong(ping))
			continue
		}
		p.seen = append(append(p.seen, frame...), '\n')
		if v, ok := m.(protocol.View); ok {
			p.view = v
		}
		return m, nil
	}
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

func (w *world) post(body string) (status int, answer string) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.web.URL+"/api/exchange", strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	res, err := w.web.Client().Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return res.StatusCode, string(data)
}

// plainJSON is a frame made by hand.
func plainJSON(kind string, data map[string]any) string {
	frame, err := json.Marshal(map[string]any{"type": kind, "id": 4_000_000, "data": data})
	if err != nil {
		panic(err)
	}
	return string(frame)
}

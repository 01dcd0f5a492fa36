package script_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"

	"alcove/signaling/protocol"
)

// What a page notices or does by itself, in the words of web/src/state/next.ts and, for what covers it, of
// web/test/shown.ts.
const (
	localEnter   = `{"type":"local.enter"}`
	localDropped = `{"type":"local.line","line":"reconnecting"}`
	pageCovered  = `{"type":"page.covered"}`
	pageShown    = `{"type":"page.shown"}`
	pageGone     = `{"type":"page.gone"}`

	localOtherTab   = `{"type":"local.other_tab"}`
	localHandedOver = `{"type":"local.handed_over"}`
)

// page is one person's browser, at the level of frames. It keeps everything that reaches it but pings, by steps.
type page struct {
	t    *testing.T
	name string

	mu       sync.Mutex
	conn     *websocket.Conn // nil: there is none
	deaf     bool            // pings are not answered
	ended    bool            // the visit is over
	step     int
	events   map[int][]string // by step
	ticket   string
	view     protocol.View
	lastID   uint32
	answered map[uint32]bool
	said     map[string]bool // the types of messages that it has sent
}

func newPage(t *testing.T, name string) *page {
	return &page{t: t, name: name, events: map[int][]string{}, answered: map[uint32]bool{}, said: map[string]bool{}}
}

// begin makes what comes from now on part of a step.
func (p *page) begin(step int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.step = step
}

// note keeps what the page itself has noticed.
func (p *page) note(local string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.events[p.step] = append(p.events[p.step], local)
}

// connect opens a line and says who is there.
func (p *page) connect(s *process, hello protocol.Hello) error {
	client := s.wire.Client()
	conn, res, err := websocket.Dial(p.t.Context(), "ws://alcove.test/ws", &websocket.DialOptions{HTTPClient: client})
	if res != nil && res.Body != nil {
		_ = res.Body.Close()
	}
	if err != nil {
		return fmt.Errorf("%s connects: %w", p.name, err)
	}
	conn.SetReadLimit(1 << 20)
	p.mu.Lock()
	p.conn, p.deaf, p.ended, p.view = conn, false, false, protocol.View{}
	p.mu.Unlock()
	go p.listen(conn) // ends with the connection
	_, err = p.send(conn, "hello", hello)
	return err
}

// listen takes in what comes until the connection ends.
func (p *page) listen(conn *websocket.Conn) {
	defer func() { _ = conn.CloseNow() }()
	for over := false; ; {
		_, frame, err := conn.Read(p.t.Context())
		if err != nil {
			p.hungUp(conn, over)
			return
		}
		if n, ok := pinged(frame); ok {
			p.pong(conn, n)
			continue
		}
		m, err := protocol.DecodeFromServer(frame)
		if err != nil {
			p.t.Errorf("%s was sent %s: %v", p.name, frame, err)
			continue
		}
		_, over = m.(protocol.Bye)
		p.take(conn, m, string(frame))
	}
}

// hungUp notes that a line is gone. After a goodbye the page knows already.
func (p *page) hungUp(conn *websocket.Conn, over bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conn != conn {
		return
	}
	p.conn = nil
	if !over {
		p.events[p.step] = append(p.events[p.step], localDropped)
	}
}

// pinged returns the number of a ping. Hundreds of thousands come in a session, so they are read and answered by hand.
func pinged(frame []byte) (n string, ok bool) {
	rest, ok := strings.CutPrefix(string(frame), `{"type":"ping","data":{"n":`)
	n, _, found := strings.Cut(rest, ",")
	return n, ok && found
}

func (p *page) pong(conn *websocket.Conn, n string) {
	p.mu.Lock()
	deaf := p.deaf
	p.said["pong"] = p.said["pong"] || !deaf
	p.mu.Unlock()
	if !deaf { // a broken line shows in the next read
		_ = conn.Write(p.t.Context(), websocket.MessageText, []byte(`{"type":"pong","data":{"n":`+n+`}}`))
	}
}

// take keeps a frame, and what the page needs to know for its next one. What was still on its way when the page gave
// the line up is nothing to it.
func (p *page) take(conn *websocket.Conn, m protocol.FromServer, frame string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conn != conn {
		return
	}
	p.events[p.step] = append(p.events[p.step], frame)
	switch m := m.(type) {
	case protocol.View:
		p.view = m
	case protocol.Welcome:
		p.ticket = m.Ticket
	case protocol.Ticket:
		p.ticket = m.Ticket
	case protocol.Done:
		p.answered[m.ID] = true
	case protocol.Refused:
		p.answered[m.ID] = true
	case protocol.Bye:
		p.ended = !m.ComeBack
	default: // not needed
	}
}

// send sends one message, with an id where there is an answer.
func (p *page) send(conn *websocket.Conn, kind string, data any) (id uint32, err error) {
	p.mu.Lock()
	p.said[kind] = true
	if kind != "hello" && kind != "exit.quick" {
		p.lastID++
		id = p.lastID
	}
	p.mu.Unlock()
	frame := map[string]any{"type": kind}
	if id != 0 {
		frame["id"] = id
	}
	if data != nil {
		frame["data"] = data
	}
	text, err := json.Marshal(frame)
	if err != nil {
		return 0, err
	}
	return id, conn.Write(p.t.Context(), websocket.MessageText, text)
}

// say sends what the script says, with the numbers that a page knows from its view in the place of names.
func (p *page) say(a act) (id uint32, err error) {
	p.mu.Lock()
	conn, view := p.conn, p.view
	p.mu.Unlock()
	if conn == nil {
		return 0, fmt.Errorf("%s has no line", p.name)
	}
	data, err := completed(a, view)
	if err != nil {
		return 0, fmt.Errorf("%s: %s: %w", p.name, a.kind, err)
	}
	return p.send(conn, a.kind, data)
}

// done says whether a message was answered.
func (p *page) done(id uint32) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.answered[id] || p.conn == nil
}

// giveUp makes the line count as gone, and returns it to be closed; nil if there was none.
func (p *page) giveUp() *websocket.Conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	conn := p.conn
	p.conn = nil
	return conn
}

// hangUp ends the line without a word.
func (p *page) hangUp() {
	if conn := p.giveUp(); conn != nil {
		_ = conn.CloseNow()
	}
}

// exit leaves for good.
func (p *page) exit() {
	p.hangUp()
	p.note(pageGone)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
}

// setDeaf says whether pings stay unanswered.
func (p *page) setDeaf(deaf bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deaf = deaf
}

// resume returns the newest ticket.
func (p *page) resume() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ticket
}

// recorded returns what came in each step.
func (p *page) recorded(steps int) [][]string {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := make([][]string, steps)
	for n := range list {
		list[n] = append([]string{}, p.events[n]...)
	}
	return list
}

// sent lists the types of the messages that went out.
func (p *page) sent(into map[string]bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for kind := range p.said {
		into[kind] = true
	}
}

// dropped says whether the page would come back by itself: its line is gone, and its visit isn't over.
func (p *page) dropped() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.conn == nil && p.ticket != "" && !p.ended
}

// connected says whether there is a line.
func (p *page) connected() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.conn != nil
}

// seat returns where the person sits.
func (p *page) seat() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.view.You.Seat
}

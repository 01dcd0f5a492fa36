package e2e

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"alcove/bot"
	"alcove/signaling/protocol"
)

const (
	// stalled is how many readers stop: staff, who are sent most.
	stalled = 5
	// mostWaiting is by how much the live heap may grow for all of them together, in bytes. Where everything waited
	// for its browser, they would cost twice this before they are given up.
	mostWaiting = 6 << 20
	// pressing is how often somebody presses a button: a little less often than would be too often.
	pressing = 120 * time.Millisecond
)

// stop comes in as staff, reads until it sits in the circle, and never again.
func (s *server) stop(ctx context.Context, name string) (*wire, error) {
	w, err := s.open(ctx, "127.0.0.9")
	if err != nil {
		return nil, err
	}
	if err := w.conn.(*net.TCPConn).SetReadBuffer(1 << 12); err != nil {
		return nil, err
	}
	if err := w.hello(protocol.Hello{Token: s.token(name)}); err != nil {
		return nil, err
	}
	if err := w.say(`{"type":"lobby.ready"}`); err != nil {
		return nil, err
	}
	for {
		m, err := w.next()
		if err != nil {
			return nil, err
		}
		if v, ok := m.(protocol.View); ok && v.Place == "circle" {
			return w, nil
		}
	}
}

// presses lets somebody raise and lower a hand as often as they may, until ctx ends, and counts it.
func presses(ctx context.Context, b *bot.Bot) (n int, err error) {
	pace := time.NewTicker(pressing)
	defer pace.Stop()
	for {
		select {
		case <-ctx.Done():
			return n, nil
		case <-pace.C:
		}
		for _, m := range []protocol.FromBrowser{protocol.HandRaise{}, protocol.HandLower{}} {
			if err := b.Do(ctx, m); err != nil && ctx.Err() == nil {
				return n, err
			}
			n++
		}
	}
}

// Six people press buttons all the time, so that everybody's view changes a hundred times a second. Five of the staff
// answer every ping and read nothing any more.
func TestReadersThatStopAreGivenUpAndTheRoomGoesOn(t *testing.T) {
	t.Parallel()
	s := startFor(t, long)
	var group struct{ ID string }
	s.send(http.MethodPost, "/admin/groups", map[string]any{"name": "Tuesday"}, &group)
	s.group = group.ID
	s.enrol("Dana", "therapist")
	long := strings.Repeat("\u6f22", 60) // names take as much as they may
	for i := range stalled {
		s.enrol(fmt.Sprintf("Staff%d%s", i, long), "co-therapist")
	}
	dana := s.join("Dana", coloured(16))
	s.await(dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.do(dana, protocol.SessionStart{Open: true})
	others := []*bot.Bot{dana}
	for i := range 6 {
		name := fmt.Sprintf("Client%d%s", i, long)
		s.enrol(name, "client")
		b := s.join(name, listening)
		s.admitRoster(dana, name)
		s.await(b, "a seat", func(v protocol.View) bool { return v.Place == "circle" })
		others = append(others, b)
	}
	heap, lost := s.heap(), missing(others)
	var readers []*wire
	for i := range stalled {
		w, err := s.stop(s.ctx, fmt.Sprintf("Staff%d%s", i, long))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = w.conn.Close() }()
		readers = append(readers, w)
	}

	ctx, enough := context.WithCancel(s.ctx)
	defer enough()
	var busy sync.WaitGroup
	for _, b := range others[1:] {
		busy.Go(func() {
			if n, err := presses(ctx, b); err != nil || n == 0 {
				t.Errorf("after %d presses: %v", n, err)
			}
		})
	}
	most := 0
	for s.sessions() > len(others) { // until the server has given up on all of them
		if err := dana.AwaitPings(s.ctx, 1); err != nil {
			t.Fatal(err)
		}
		for i, w := range readers {
			_ = w.say(fmt.Sprintf(`{"type":"pong","data":{"n":%d}}`, i))
		}
		most = max(most, s.heap()-heap)
	}
	enough()
	busy.Wait()
	if lost := s.metric(`alcove_goodbyes_total{why="lost"}`); lost != strconv.Itoa(stalled) {
		t.Errorf("%s connections were lost, want %d", lost, stalled)
	}
	if most > mostWaiting {
		t.Errorf("the heap has grown by %d bytes", most)
	}
	t.Logf("the heap has grown by %d bytes at most; view %d of Dana's", most, dana.View().Version)
	for _, b := range others[1:] {
		if err := b.AwaitPackets(s.ctx, tone(16), fence); err != nil {
			t.Fatal(err)
		}
	}
	if lost = missing(others) - lost; lost != 0 {
		t.Errorf("the others have lost %d packets", lost)
	}
	s.await(dana, "the readers' absence", func(v protocol.View) bool {
		n := 0
		for _, seat := range v.Circle.Seats {
			if seat.Reconnecting {
				n++
			}
		}
		return n == stalled && len(v.Circle.Seats) == stalled+len(others)
	})
}

// sessions is how many browsers are connected.
func (s *server) sessions() int {
	s.t.Helper()
	n, err := strconv.Atoi(s.metric("alcove_sessions"))
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// admitRoster lets in whoever is on the roster under a name, once they are ready.
func (s *server) admitRoster(dana *bot.Bot, first string) {
	s.t.Helper()
	v := s.await(dana, first+" waiting", func(v protocol.View) bool {
		return len(v.Staff.Waiting) == 1 && v.Staff.Waiting[0].Ready && strings.HasPrefix(v.Staff.Waiting[0].RosterName, first)
	})
	s.do(dana, protocol.LobbyAdmit{Waiting: v.Staff.Waiting[0].Waiting})
}

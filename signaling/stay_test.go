package signaling

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"alcove/room"
	"alcove/signaling/protocol"
)

// onlooker keeps a page alive while time passes: it reads all that comes and answers every ping.
type onlooker struct {
	page *page
	over chan struct{} // closed when the connection has ended

	mu      sync.Mutex
	tickets []string
	bye     protocol.Bye
	code    websocket.StatusCode
	ended   time.Time
}

// look goes on with a page until its connection ends.
func (p *page) look() *onlooker {
	o := &onlooker{page: p, over: make(chan struct{})}
	go func() { // ends with the connection, which the world's cleanup closes
		defer close(o.over)
		for {
			m, err := p.read()
			o.mu.Lock()
			switch m := m.(type) {
			case protocol.Ticket:
				o.tickets = append(o.tickets, m.Ticket)
			case protocol.Bye:
				o.bye, o.ended = m, time.Now()
			default: // not kept
			}
			if err != nil {
				o.code = websocket.CloseStatus(err)
				o.mu.Unlock()
				return
			}
			o.mu.Unlock()
		}
	}()
	return o
}

// seen returns the tickets that came, and the bye if there was one.
func (o *onlooker) seen() ([]string, protocol.Bye) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.tickets, o.bye
}

// view returns what the page shows now.
func (o *onlooker) view() protocol.View {
	v, _ := o.page.shown()
	return v
}

// pass lets time pass in a bubble.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func TestATicketIsReplacedEveryTenMinutesAndEveryOneResumesItsVisit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dana, circle := w.session("ana")
		dana.look()
		first := circle[0].ticket
		ana := circle[0].look()
		pass(ticketTime - time.Second)
		if tickets, _ := ana.seen(); len(tickets) != 0 {
			t.Fatalf("%d tickets came before their time", len(tickets))
		}
		pass(time.Second + ticketTime)
		tickets, _ := ana.seen()
		if len(tickets) != 2 {
			t.Fatalf("%d tickets in twenty minutes, want 2", len(tickets))
		}
		for _, ticket := range append(tickets, first) {
			again := w.dial()
			again.send(protocol.Hello{Protocol: protocol.Version, Ticket: ticket})
			if v := again.until(func(protocol.View) bool { return true }); v.You.Seat != 2 {
				t.Errorf("resumed on seat %d, want 2", v.You.Seat)
			}
		}
	})
}

func TestAVisitEndsAtItsTimeToTheSecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		begun := time.Now()
		dana := w.arrive("dana")
		dana.do(protocol.LobbyReady{})
		ticket := dana.ticket
		watched := dana.look()
		pass(14 * time.Minute) // the second connection's rotations fall elsewhere
		again := w.dial()
		again.send(protocol.Hello{Protocol: protocol.Version, Ticket: ticket})
		again.until(func(protocol.View) bool { return true })
		later := again.look()
		synctest.Wait()
		if _, bye := watched.seen(); bye.Why != string(room.FarewellElsewhere) {
			t.Errorf("the first connection was told %+v", bye)
		}
		pass(time.Until(begun.Add(stayTime)) - time.Second)
		tickets, bye := later.seen()
		if bye.Why != "" || len(tickets) == 0 {
			t.Fatalf("a second before the end: %d tickets, told %+v", len(tickets), bye)
		}
		pass(2 * time.Second)
		if _, bye := later.seen(); bye.Why != string(room.FarewellIdle) || bye.ComeBack || later.ended.Sub(begun) > stayTime {
			t.Errorf("told %+v after %v, want the end after %v", bye, later.ended.Sub(begun), stayTime)
		}
		last := w.dial()
		last.send(protocol.Hello{Protocol: protocol.Version, Ticket: tickets[len(tickets)-1]})
		if bye, _ := last.ending(); bye.Why != whyRefused {
			t.Errorf("the last ticket afterwards: %+v", bye)
		}
	})
}

func TestARemovalWhoseAnnouncementWasLostIsInForceAtTheNextCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dana, circle := w.session("ana", "sam")
		ana, sam := circle[0].look(), circle[1].look()
		seen := dana.look()
		w.remove("ana")
		pass(ticketTime - time.Minute)
		if _, bye := ana.seen(); bye.Why != "" {
			t.Fatalf("told %+v before the check", bye)
		}
		pass(2 * time.Minute)
		if _, bye := ana.seen(); bye.Why != string(room.FarewellRevoked) || bye.ComeBack {
			t.Errorf("told %+v, want that the membership is over", bye)
		}
		if tickets, bye := sam.seen(); bye.Why != "" || len(tickets) != 1 {
			t.Errorf("control: Sam got %d tickets and %+v", len(tickets), bye)
		}
		if n := len(seen.view().Circle.Seats); n != 2 {
			t.Errorf("%d are left in the circle, want Dana and Sam", n)
		}
	})
}

func TestAnOutageKeepsTheOldTicketAndTheNextTimeComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dana, circle := w.session("ana")
		dana.look()
		ana := circle[0].look()
		w.fail(true)
		pass(ticketTime + time.Minute)
		if tickets, bye := ana.seen(); len(tickets) != 0 || bye.Why != "" {
			t.Fatalf("during the outage: %d tickets, told %+v", len(tickets), bye)
		}
		w.fail(false)
		pass(ticketTime)
		if tickets, bye := ana.seen(); len(tickets) != 1 || bye.Why != "" {
			t.Errorf("after it: %d tickets, told %+v", len(tickets), bye)
		}
	})
}

func TestAChangedMembershipBringsANewTicketAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		_, circle := w.session("ana", "sam")
		old := circle[0].ticket
		ana, sam := circle[0].look(), circle[1].look()
		w.member("ana", room.RoleClient)
		w.house.Remember(w.people[personOf("ana")])
		synctest.Wait()
		tickets, bye := ana.seen()
		if len(tickets) != 1 || bye.Why != "" {
			t.Fatalf("Ana got %d tickets and %+v", len(tickets), bye)
		}
		if others, _ := sam.seen(); len(others) != 0 {
			t.Errorf("Sam got %d tickets of it", len(others))
		}
		again := w.dial()
		again.send(protocol.Hello{Protocol: protocol.Version, Ticket: old})
		if bye, _ := again.ending(); bye.Why != whyRefused {
			t.Errorf("the old ticket: %+v", bye)
		}
		again = w.dial()
		again.send(protocol.Hello{Protocol: protocol.Version, Ticket: tickets[0]})
		if v := again.until(func(protocol.View) bool { return true }); v.You.Seat != 2 {
			t.Errorf("the new ticket resumes seat %d, want 2", v.You.Seat)
		}
	})
}

func TestAChangeWhoseAnnouncementWasLostReachesTheRoomAtTheNextCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dana, circle := w.session("ana")
		ana := circle[0].look()
		seen := dana.look()
		w.member("ana", room.RoleObserver)
		pass(ticketTime + time.Minute)
		if _, bye := ana.seen(); bye.Why != "" {
			t.Fatalf("told %+v", bye)
		}
		if v := seen.view(); len(v.Circle.Seats) != 1 || len(v.Staff.Waiting) != 1 || v.Staff.Waiting[0].Role != "observer" {
			t.Errorf("she is not waiting as an observer: %+v", v.Staff)
		}
	})
}

func TestARemovalWhileABrowserComesInIsNotOverlooked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var w *world
		w = newWorld(t, func(c *Config) {
			slots := c.Slots
			c.Slots = func(ctx context.Context, id room.ID) (protocol.Slots, error) {
				w.remove("ana") // after her membership was read
				w.server.Changed()
				return slots(ctx, id)
			}
		})
		ana := w.dial()
		ana.send(protocol.Hello{Protocol: protocol.Version, Token: w.token("ana")})
		if bye, _ := ana.ending(); bye.Why != string(room.FarewellRevoked) {
			t.Errorf("told %+v, want that the membership is over", bye)
		}
	})
}

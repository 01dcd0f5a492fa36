package signaling

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"alcove/room"
	"alcove/signaling/protocol"
)

// byLink comes in as a browser does: it exchanges a link and says hello with the token.
func (w *world) byLink(link string) *page {
	w.t.Helper()
	_, body, _ := strings.Cut(w.exchange(link, ""), "\r\n\r\n")
	var opened struct{ Token string }
	if err := json.Unmarshal([]byte(body), &opened); err != nil || opened.Token == "" {
		w.t.Fatalf("the link was answered with %q", body)
	}
	p := w.dial()
	p.send(protocol.Hello{Protocol: protocol.Version, Token: opened.Token})
	p.until(func(protocol.View) bool { return true })
	return p
}

// resume comes back with a ticket.
func (w *world) resume(ticket string) *page {
	w.t.Helper()
	p := w.dial()
	p.send(protocol.Hello{Protocol: protocol.Version, Ticket: ticket})
	return p
}

func TestALinkInOtherHandsGetsNoFurtherThanTheLobby(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		link := w.link("ana")
		dana := w.arrive("dana")
		dana.do(protocol.LobbyReady{})
		dana.do(protocol.SessionStart{Open: true})
		ana := w.byLink(link)
		ana.do(protocol.LobbyReady{})
		dana.do(protocol.LobbyAdmitAll{})
		ana.until(func(v protocol.View) bool { return v.Place == "circle" })
		first, staff := ana.look(), dana.look()

		// A second device, a second tab, and whoever found the link: the server can't tell them apart.
		second := w.byLink(link)
		second.do(protocol.LobbyReady{})
		for _, m := range []protocol.FromBrowser{
			protocol.HandRaise{},
			protocol.MicSet{On: true},
			protocol.CameraSet{On: true},
			protocol.MediaOffer{SDP: "v=0"},
			protocol.LobbyAdmit{Waiting: 2},
			protocol.NameAsk{Name: "Ana R."},
			protocol.SessionEnd{},
		} {
			if second.answered(m) == nil {
				t.Errorf("%T was carried out from the lobby", m)
			}
		}
		thief := second.look()
		pass(2 * time.Minute)
		if v, sent := second.shown(); v.Place != "lobby" || v.Circle != nil || strings.Contains(sent, "Dana") {
			t.Errorf("it came to the %s and was sent %s", v.Place, sent)
		}
		if _, bye := first.seen(); bye.Why != "" || first.view().Place != "circle" {
			t.Errorf("the first browser was told %+v", bye)
		}
		waiting := staff.view().Staff.Waiting
		if len(waiting) != 1 || !waiting[0].SecondDevice {
			t.Fatalf("staff see %+v, want one second device", waiting)
		}

		// Staff decide. The first browser is told once, and has no reason to come back.
		dana.send(protocol.LobbyAdmit{Waiting: waiting[0].Waiting})
		synctest.Wait()
		if _, bye := first.seen(); bye.Why != string(room.FarewellElsewhere) || bye.ComeBack {
			t.Errorf("the first browser was told %+v, want elsewhere", bye)
		}
		if v := thief.view(); v.Place != "circle" || v.You.Seat != 2 || v.You.Microphone {
			t.Errorf("control: once admitted it is in the %s on seat %d", v.Place, v.You.Seat)
		}
	})
}

func TestALeakedStaffLinkOpensNothing(t *testing.T) {
	w := newWorld(t)
	link := w.link("dana")
	answer := w.exchange(link, "")
	_, cookie, _ := strings.Cut(answer, "Set-Cookie: ")
	cookie, _, _ = strings.Cut(cookie, ";")
	refused := w.exchange(strings.Repeat("A", len(link)), "")
	if got := w.exchange(link, ""); got != refused {
		t.Errorf("in another browser: %q", got)
	}
	if got := w.exchange(link, cookie); !strings.Contains(got, `{"token":"`) {
		t.Errorf("control: in its own: %q", got)
	}
}

func TestTwoBrowsersWithOneTicketDontPlayPingPong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dana, circle := w.session("ana")
		staff := dana.look()
		ticket := circle[0].ticket
		// Each does as it is told: it comes back if the last word said so, and not otherwise.
		byes := make(chan protocol.Bye, 1000)
		obey := func(p *page) {
			for {
				var bye protocol.Bye
				for over := false; !over; {
					m, err := p.read()
					if b, ok := m.(protocol.Bye); ok {
						bye = b
					}
					over = err != nil
				}
				byes <- bye
				if !bye.ComeBack {
					return
				}
				<-time.After(time.Duration(bye.AfterMS) * time.Millisecond)
				p = w.resume(ticket)
			}
		}
		go obey(circle[0])
		synctest.Wait()
		go obey(w.resume(ticket))
		pass(5 * time.Minute)
		if n := len(byes); n != 1 {
			t.Fatalf("%d byes in five minutes, want one", n)
		}
		if bye := <-byes; bye.Why != string(room.FarewellElsewhere) || bye.ComeBack {
			t.Errorf("the first was told %+v", bye)
		}
		if n := w.server.Sessions(); n != 2 {
			t.Errorf("%d sessions, want Dana's and one of Ana's", n)
		}
		if v := staff.view(); len(v.Circle.Seats) != 2 || v.Circle.Seats[1].Reconnecting {
			t.Errorf("staff see %+v", v.Circle.Seats)
		}
	})
}

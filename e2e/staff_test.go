package e2e

import (
	"errors"
	"testing"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// pings are so many seconds as a test needs to be sure that nothing flows, at two pings a second.
const pings = 6

func staffAre(state string) func(protocol.View) bool {
	return func(v protocol.View) bool {
		return v.Circle != nil && v.Circle.Staff != nil && v.Circle.Staff.State == state
	}
}

// nothing fails the test if a receiver gets anything at all while its line lives.
func (s *server) nothing(receivers ...*bot.Bot) {
	s.t.Helper()
	for _, b := range receivers {
		if err := b.AwaitPings(s.ctx, 2); err != nil { // what was under way arrives
			s.t.Fatal(err)
		}
		before := b.Received(bot.Stream{}).Packets
		if err := b.AwaitPings(s.ctx, pings); err != nil {
			s.t.Fatal(err)
		}
		if n := b.Received(bot.Stream{}).Packets - before; n != 0 {
			s.t.Errorf("%d packets came while nothing may flow, want 0", n)
		}
	}
}

func TestClientsHearEachOtherOnlyWhileStaffAreThere(t *testing.T) {
	t.Parallel()
	s := start(t, "--staff-grace", "3s")
	dana, circle := s.circle("Ana", "Sam")
	ana, sam := circle[0], circle[1]
	s.audible(sam, "Sam", tone(1))
	s.audible(ana, "Ana", tone(2))

	if err := dana.Close(); err != nil {
		t.Fatal(err)
	}
	s.await(sam, "the therapist's absence", staffAre("away"))
	s.audible(sam, "Sam, within the grace,", tone(1))
	s.await(sam, "the pause", staffAre("paused"))
	ana.IgnoreServer(true) // a browser that goes on sending
	sam.IgnoreServer(true)
	s.nothing(ana, sam)
	if refused := new(bot.RefusedError); !errors.As(ana.Do(s.ctx, protocol.MicSet{On: true}), &refused) || refused.Code != "paused" {
		t.Errorf("a microphone in the pause was answered with %v, want paused", refused)
	}

	back := s.join("Dana", coloured(16)) // by the link, with another browser
	s.await(back, "her seat, without a lobby", func(v protocol.View) bool { return v.Place == "circle" })
	s.await(sam, "staff", staffAre("here"))
	s.audible(sam, "Sam", tone(16)) // the control of what follows
	s.silent(sam, "Sam, whose neighbour has not tapped,", tone(1), tone(16))
	s.do(ana, protocol.MicSet{On: true})
	s.audible(sam, "Sam", tone(1))
}

func TestTheLastOfTheStaffDecidesWhatBecomesOfTheSession(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, circle := s.circle("Ana", "Sam")
	ana, sam := circle[0], circle[1]
	s.audible(sam, "Sam", tone(1))
	refused := new(bot.RefusedError)
	if err := dana.Do(s.ctx, protocol.Leave{}); !errors.As(err, &refused) || refused.Code != "last-staff" {
		t.Fatalf("leaving without a word was answered with %v, want last-staff", err)
	}
	s.audible(sam, "Sam, as the therapist is still there,", tone(1))
	if err := dana.Do(s.ctx, protocol.Leave{Then: "pause"}); err != nil && !errors.As(err, new(*bot.GoodbyeError)) {
		t.Fatal(err)
	}
	s.await(sam, "the pause", staffAre("paused"))
	ana.IgnoreServer(true)
	s.nothing(sam)
	s.join("Dana", coloured(16))
	s.await(sam, "staff", staffAre("here"))
	s.audible(sam, "Sam", tone(16))
}

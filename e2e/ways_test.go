package e2e

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// Ana is on seat 2 and sends tone 1 and colour 1, Sam on seat 3 sends tone 2; Dana's tone is 16.
func TestSomebodyCameInHoldsAgainstAHostileBrowser(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, circle := s.circle("Ana", "Sam", "Mei")
	ana, sam := circle[0], circle[1]
	s.audible(dana, "Dana", tone(1))
	s.audible(sam, "Sam", colour(1))
	s.audible(ana, "Ana", tone(2))

	s.do(ana, protocol.PrivacyTake{})
	s.await(sam, "that Ana has paused", func(v protocol.View) bool { return v.Circle.Seats[1].Private })
	ana.IgnoreServer(true) // it goes on sending
	if err := ana.AwaitSlots(s.ctx, func(slots []protocol.Slot) bool { return len(slots) == 0 }); err != nil {
		t.Fatalf("Ana's slots are still bound: %v", err)
	}
	s.silent(dana, "Dana", tone(1), tone(2)) // what was under way has arrived
	received := ana.Received(bot.Stream{}).Packets
	for _, trick := range []struct {
		name string
		play func() error
	}{
		{"ignores it all", func() error { return nil }},
		{"opens another peer connection", func() error { return ana.OpenAnother(s.ctx) }},
		{"says that its microphone is on", func() error {
			err := ana.Do(s.ctx, protocol.MicSet{On: true})
			if refused := new(bot.RefusedError); !errors.As(err, &refused) || refused.Code != "private" {
				return fmt.Errorf("mic.set was answered with %w, want private", err)
			}
			return nil
		}},
	} {
		if err := trick.play(); err != nil {
			t.Fatalf("%s: %v", trick.name, err)
		}
		t.Logf("Ana %s", trick.name)
		s.silent(dana, "Dana", tone(1), tone(2))
		s.silent(sam, "Sam", colour(1), tone(3))
	}
	if got := ana.Received(bot.Stream{}).Packets; got != received {
		t.Errorf("%d packets reached Ana while she was paused", got-received)
	}

	ana.IgnoreServer(false)
	s.do(ana, protocol.PrivacyEnd{})
	s.audible(ana, "Ana, back,", tone(2))
	s.silent(dana, "Dana", tone(1), tone(2)) // back is not on
	s.do(ana, protocol.MicSet{On: true})
	s.audible(dana, "Dana", tone(1))
}

func TestPauseForPrivacyOutlivesItsLine(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, circle := s.circle("Ana", "Sam")
	ana := circle[0]
	s.audible(dana, "Dana", tone(1))
	s.do(ana, protocol.PrivacyTake{})
	ana.IgnoreServer(true)
	ana.CutLine()
	s.await(dana, "that Ana's line is back", func(v protocol.View) bool {
		return v.Circle.Seats[1].Private && !v.Circle.Seats[1].Reconnecting
	})
	s.silent(dana, "Dana", tone(1), tone(2))
}

func TestQuickExitIsToldToStaffAlone(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, _ := s.circle("Ana")
	sam := s.enter(dana, "Sam", coloured(2), keepingFrames)
	mei := s.enter(dana, "Mei", coloured(3))
	ticket := mei.Ticket()
	if err := mei.SendRaw(s.ctx, []byte(`{"type":"exit.quick"}`)); err != nil {
		t.Fatal(err)
	}
	view := s.await(dana, "who has left", func(v protocol.View) bool { return len(v.Staff.Exits) == 1 })
	if name := view.Staff.Exits[0].RosterName; !strings.HasPrefix(name, "Mei ") {
		t.Errorf("staff are told that %q has left", name)
	}
	s.await(sam, "a circle of three", func(v protocol.View) bool { return len(v.Circle.Seats) == 3 })
	<-mei.Done()
	if _, err := bot.Join(s.ctx, bot.Config{BaseURL: s.page, Ticket: ticket}); !refused(err) {
		t.Errorf("the ticket of who has left still opens the room: %v", err)
	}
	for _, frame := range texts(sam.Frames()) {
		if strings.Contains(frame, "exit") {
			t.Errorf("a client was sent %s", frame)
		}
	}
}

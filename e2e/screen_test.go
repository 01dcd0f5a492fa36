package e2e

import (
	"errors"
	"testing"

	"alcove/bot"
	"alcove/room"
	"alcove/signaling/protocol"
)

// A screen of these two and no other is shared in the tests below.
const (
	screenColour bot.Colour = 12
	screenTone   bot.Tone   = 12
)

// screenOf is what a share brings: its picture and its sound, each in a slot of its own that is said to be of a seat.
func screenOf(seat int) map[string]bot.Stream {
	return map[string]bot.Stream{
		"its picture": {Seat: seat, Kind: "screen", Colour: screenColour},
		"its sound":   {Seat: seat, Kind: "screen-audio", Tone: screenTone},
	}
}

func withScreen(c *bot.Config) { c.Screen, c.ScreenTone = screenColour, screenTone }

// shared says that the screen of a seat reaches a receiver.
func (s *server) shared(receiver *bot.Bot, who string, seat int) {
	s.t.Helper()
	for what, stream := range screenOf(seat) {
		s.audible(receiver, who+", of "+what, stream)
	}
}

// unshared fails the test if anything of a screen reaches a receiver while control does, in whatever slot.
func (s *server) unshared(receiver *bot.Bot, who string, control bot.Stream) {
	s.t.Helper()
	s.audible(receiver, who, control) // what was under way arrives
	picture, sound := bot.Stream{Colour: screenColour}, bot.Stream{Tone: screenTone}
	before := receiver.Received(picture).Packets
	leaked, err := receiver.Leaked(s.ctx, sound, control, look)
	if err != nil {
		s.t.Fatalf("%s hears no control: %v", who, err)
	}
	if leaked += receiver.Received(picture).Packets - before; leaked != 0 {
		s.t.Errorf("%d packets of a screen reached %s, want 0", leaked, who)
	}
}

func (s *server) refusesToShare(b *bot.Bot, code protocol.Code) {
	s.t.Helper()
	err := b.Do(s.ctx, protocol.ScreenSet{On: true})
	if refused := new(bot.RefusedError); !errors.As(err, &refused) || refused.Code != code {
		s.t.Errorf("sharing was answered with %v, want %s", err, code)
	}
}

// sharing is a session in which Dana, on seat 1, has a screen to share, with Ana and Sam on seats 2 and 3.
func (s *server) sharing() (dana, ana, sam *bot.Bot) {
	s.t.Helper()
	dana = s.join("Dana", coloured(16), withScreen)
	s.await(dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.do(dana, protocol.SessionStart{Open: true})
	ana = s.enter(dana, "Ana", coloured(1), withScreen)
	sam = s.enter(dana, "Sam", coloured(2))
	return dana, ana, sam
}

func TestScreenOfStaffIsSeenAndHeardUntilItEnds(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, ana, sam := s.sharing()
	s.unshared(sam, "Sam, before the share,", tone(16))
	for range 2 {
		s.do(dana, protocol.ScreenSet{On: true})
		s.await(sam, "whose screen it is", func(v protocol.View) bool { return v.Circle.Screen == 1 })
		s.shared(sam, "Sam", 1)
		s.shared(ana, "Ana", 1)
		s.audible(sam, "Sam", colour(16)) // her camera goes on

		s.do(dana, protocol.ScreenSet{})
		dana.IgnoreServer(true) // what her browser goes on sending reaches nobody
		s.unshared(sam, "Sam, after the share,", tone(16))
		s.unshared(ana, "Ana, after the share,", tone(16))
		dana.IgnoreServer(false)
	}
	if n := dana.Received(bot.Stream{Colour: screenColour}).Packets; n != 0 {
		t.Errorf("%d packets of her own screen came back to Dana", n)
	}
}

func TestOnlyStaffMayShareAScreenWhateverABrowserSends(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, ana, sam := s.sharing()
	s.refusesToShare(ana, "not-allowed")
	ana.IgnoreServer(true)
	tricks := []struct {
		name string
		play func() error
	}{
		{"sends on the lines of a screen", func() error { return nil }},
		{"swaps the SSRCs", func() error {
			ana.SwapSSRC(room.SourceScreen)
			ana.SwapSSRC(room.SourceScreenSound)
			return nil
		}},
		{"opens another peer connection", func() error { return ana.OpenAnother(s.ctx) }},
	}
	for _, trick := range tricks {
		if err := trick.play(); err != nil {
			t.Fatalf("%s: %v", trick.name, err)
		}
		t.Logf("Ana %s", trick.name)
		s.unshared(sam, "Sam", tone(16))
		s.unshared(dana, "Dana", tone(2))
	}

	// While Dana shares, hers is the only screen: her picture is another one than Ana's.
	again := s.join("Dana", coloured(16), func(c *bot.Config) { c.Ticket, c.Screen, c.ScreenTone = dana.Ticket(), 11, 11 })
	s.await(again, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.do(again, protocol.ScreenSet{On: true})
	s.refusesToShare(ana, "not-allowed")
	s.audible(sam, "Sam, who sees Dana's screen,", bot.Stream{Seat: 1, Kind: "screen", Colour: 11})
	s.unshared(sam, "Sam, who hears Dana's screen,", bot.Stream{Seat: 1, Kind: "screen-audio", Tone: 11})
}

func TestShareEndsWithTheLineOfItsPerson(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, _, sam := s.sharing()
	s.do(dana, protocol.ScreenSet{On: true})
	s.shared(sam, "Sam", 1)
	dana.CutLine()
	s.await(sam, "the end of the share", func(v protocol.View) bool { return v.Circle.Screen == 0 })
	s.audible(sam, "Sam, once Dana is back,", tone(16))
	dana.IgnoreServer(true)
	s.unshared(sam, "Sam", tone(16))
	dana.IgnoreServer(false)
	s.do(dana, protocol.ScreenSet{On: true})
	s.shared(sam, "Sam, after another press,", 1)
}

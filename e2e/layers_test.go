package e2e

import (
	"testing"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// wants says how large a bot shows the person on a seat.
func (s *server) wants(b *bot.Bot, seat, height int) {
	s.t.Helper()
	if err := b.Want(s.ctx, func(slot protocol.Slot) int {
		if slot.Seat == seat {
			return height
		}
		return 180
	}); err != nil {
		s.t.Fatal(err)
	}
}

func TestAPictureComesInTheSizeInWhichItIsShown(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana := s.join("Dana", coloured(16), func(c *bot.Config) { c.Layers = bot.MostLayers })
	s.await(dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.do(dana, protocol.SessionStart{Open: true})
	ana := s.enter(dana, "Ana", coloured(1))
	sam := s.enter(dana, "Sam", coloured(2))
	seat := dana.View().You.Seat
	of := func(height int) bot.Stream { return bot.Stream{Seat: seat, Kind: "video", Colour: 16, Height: height} }
	s.audible(ana, "Ana", of(360)) // nobody has said how large
	for _, height := range []int{720, 180, 360, 180, 720, 360} {
		s.wants(ana, seat, height)
		s.audible(ana, "Ana", of(height))
	}
	s.wants(ana, seat, 0)
	s.wants(sam, seat, 720) // so that Dana's camera sends all it has
	s.audible(sam, "Sam", of(720))
	leaked, err := ana.Leaked(s.ctx, of(0), tone(16), look)
	if err != nil || leaked != 0 {
		t.Errorf("%d packets of a picture off screen reached Ana, %v", leaked, err)
	}
	s.wants(ana, seat, 180)
	s.audible(ana, "Ana", of(180))
	if missing := ana.Received(bot.Stream{Seat: seat, Kind: "video"}).Missing; missing != 0 {
		t.Errorf("%d packets are missing where the slot moved from one size to another", missing)
	}
}

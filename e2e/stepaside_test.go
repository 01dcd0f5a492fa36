package e2e

import (
	"flag"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// moves is how often a pair steps aside and comes back here, where everything is real: browsers' lines, encryption, UDP, the
// server's own process. A thousand moves are made at each change where they cost nothing, in the tests of sfu, and here by
// `make lab`.
var moves = flag.Int("moves", 4, "how often a pair steps aside and comes back")

// moveTime is patience for one of the moves.
const moveTime = 10 * time.Second

// asideIs says that a bot is in a private talk with a seat.
func asideIs(seat int) func(protocol.View) bool {
	return func(v protocol.View) bool { return v.You.Aside != nil && v.You.Aside.With == seat }
}

// apart is two in a private talk, and the rest of the circle, each by the tone and the colour that they send.
type apart struct{ inside, outside map[int]*bot.Bot }

// sealed holds that nothing crosses between the two and the group, while each side hears its own.
func (s *server) sealed(p apart) {
	s.t.Helper()
	type crossing struct {
		to       *bot.Bot
		from     int
		received uint64
	}
	count := func(to *bot.Bot, from int) uint64 {
		return to.Received(tone(from)).Packets + to.Received(colour(from)).Packets
	}
	s.hear(p.inside)
	s.hear(p.outside)
	var crossings []crossing
	for _, sides := range [][2]map[int]*bot.Bot{{p.inside, p.outside}, {p.outside, p.inside}} {
		for _, to := range sides[0] {
			for from := range sides[1] {
				crossings = append(crossings, crossing{to, from, count(to, from)})
			}
		}
	}
	s.hear(p.inside)
	s.hear(p.outside)
	for _, c := range crossings {
		if n := count(c.to, c.from) - c.received; n != 0 {
			s.t.Errorf("%d packets of tone or colour %d have crossed, want 0", n, c.from)
		}
	}
}

// hear waits until everybody among some people has heard everybody else: the control.
func (s *server) hear(among map[int]*bot.Bot) {
	s.t.Helper()
	heard := make(chan error)
	expected := 0
	for from := range among {
		for other, to := range among {
			if other != from {
				expected++
				go func() { heard <- to.AwaitPackets(s.ctx, tone(from), fence) }()
			}
		}
	}
	for range expected {
		if err := <-heard; err != nil {
			s.t.Errorf("somebody doesn't hear whom they talk with: %v", err)
		}
	}
}

// turnsOn is people's own presses.
func (s *server) turnsOn(people ...*bot.Bot) {
	s.t.Helper()
	for _, b := range people {
		s.do(b, protocol.MicSet{On: true})
		s.do(b, protocol.CameraSet{On: true})
	}
}

// stepAside lets Dana, on seat 1, and Ana, on seat 2, go.
func (s *server) stepAside(dana, ana *bot.Bot) {
	s.t.Helper()
	s.do(dana, protocol.AsideOffer{Seat: 2, Alone: true})
	s.do(ana, protocol.AsideAccept{})
}

// Ana is on seat 2 and sends tone 1, Sam on seat 3 tone 2, Mei on seat 4 tone 3; Dana's is tone 16. Ana's browser and Sam's
// are hostile: they send whatever the server says.
func TestATalkInPrivateIsSealedBothWays(t *testing.T) {
	t.Parallel()
	s := onRedisFor(t, long+time.Duration(*moves)*moveTime, startRedis(t).url(), t.TempDir())
	s.found()
	dana, circle := s.circle("Ana", "Sam", "Mei")
	ana, sam, mei := circle[0], circle[1], circle[2]
	everybody := map[int]*bot.Bot{16: dana, 1: ana, 2: sam, 3: mei}
	s.hear(everybody)
	offers := []int{dana.Offers(), ana.Offers()}
	ana.IgnoreServer(true)
	sam.IgnoreServer(true)
	s.tricks(ana, sam)

	p := apart{inside: map[int]*bot.Bot{16: dana, 1: ana}, outside: map[int]*bot.Bot{2: sam, 3: mei}}
	var returns []time.Duration
	for move := range *moves {
		s.stepAside(dana, ana)
		if move == 0 {
			s.nothing(dana, ana) // before any press, though Ana's browser sends
		}
		s.turnsOn(dana, ana)
		s.sealed(p)
		if move == 2 { // before any line breaks, which costs one
			if now := []int{dana.Offers(), ana.Offers()}; !slices.Equal(now, offers) {
				t.Errorf("stepping aside has cost offers: %v before, %v after", offers, now)
			}
		}
		if move%4 >= 2 { // somebody's line breaks, and they come back where they were
			[]*bot.Bot{dana, ana, sam, mei}[rand.IntN(4)].CutLine()
			s.await(dana, "everybody", allHere)
			s.sealed(p)
		}
		returns = append(returns, s.back(dana, ana, move))
		s.silent(mei, "Mei, of Ana before her own press,", tone(1), tone(2))
		s.turnsOn(dana, ana)
		s.hear(everybody)
	}
	slices.Sort(returns)
	of := func(share float64) time.Duration {
		return returns[int(share*float64(len(returns)-1))].Round(time.Millisecond)
	}
	t.Logf("back with the group, and both hear it: median %v, p95 %v, longest %v of %d", of(0.5), of(0.95), of(1), len(returns))

	s.stepAside(dana, ana)
	s.turnsOn(dana, ana)
	s.kill()
	s.again()
	s.await(dana, "everybody, and her talk", func(v protocol.View) bool { return allHere(v) && asideIs(2)(v) })
	s.await(ana, "her talk", asideIs(1))
	s.sealed(p)
}

// back ends the talk, by the one or the other, and says how long it took until both heard the group.
func (s *server) back(dana, ana *bot.Bot, move int) time.Duration {
	s.t.Helper()
	began := time.Now()
	s.do([]*bot.Bot{dana, ana}[move%2], protocol.AsideEnd{})
	for _, b := range []*bot.Bot{dana, ana} {
		if err := b.AwaitPackets(s.ctx, tone(3), 1); err != nil {
			s.t.Fatal(err)
		}
	}
	return time.Since(began)
}

func allHere(v protocol.View) bool {
	return v.Circle != nil && len(v.Circle.Seats) == 4 &&
		!slices.ContainsFunc(v.Circle.Seats, func(one protocol.Seat) bool { return one.Reconnecting })
}

// tricks are what clients may try around talks that are not theirs.
func (s *server) tricks(ana, sam *bot.Bot) {
	s.t.Helper()
	for what, c := range map[string]struct {
		by   *bot.Bot
		ask  protocol.FromBrowser
		want protocol.Code
	}{
		"a client asks":                {sam, protocol.AsideOffer{Seat: 2, Alone: true}, "not-allowed"},
		"a client asks staff":          {ana, protocol.AsideOffer{Seat: 1, Alone: true}, "not-allowed"},
		"accepting what nobody asked":  {ana, protocol.AsideAccept{}, "no-aside"},
		"ending what isn't their talk": {sam, protocol.AsideEnd{}, "no-aside"},
	} {
		if code := refusal(c.by.Do(s.ctx, c.ask)); code != c.want {
			s.t.Errorf("%s was answered with %q, want %q", what, code, c.want)
		}
	}
	if err := sam.Want(s.ctx, func(protocol.Slot) int { return 720 }); err != nil { // everything, at its largest
		s.t.Error(err)
	}
}

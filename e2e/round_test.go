package e2e

import (
	"fmt"
	"slices"
	"testing"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// asked is whom a round has asked, by seat: what a client of the group saw.
type asked struct {
	s     *server
	bots  map[int]*bot.Bot
	seats []int
}

// next waits until it is the turn of this seat, in the view of everybody who is there.
func (a *asked) next(seat int) *bot.Bot {
	a.s.t.Helper()
	for _, b := range a.bots {
		a.s.await(b, fmt.Sprint("the turn of seat ", seat), func(v protocol.View) bool {
			return v.Circle != nil && v.Circle.Round != nil && v.Circle.Round.Turn == seat
		})
	}
	a.seats = append(a.seats, seat)
	return a.bots[seat]
}

func answered(t *testing.T, b *bot.Bot, s *server, m protocol.FromBrowser, want protocol.Code) {
	t.Helper()
	if err := b.Do(s.ctx, m); refusal(err) != want {
		t.Errorf("%T: answered with %v, want %s", m, err, want)
	}
}

// Ana is on seat 2, Sam on seat 3, and so on up to Walter on seat 11.
func TestARoundOfTenSurvivesTheServerAndAsksNobodyTwice(t *testing.T) {
	t.Parallel()
	s := onRedis(t, startRedis(t).url(), t.TempDir())
	s.found()
	names := []string{"Ana", "Sam", "Mei", "Ravi", "Grace", "Luis", "Noor", "Tom", "Priya", "Walter"}
	quiet := func(c *bot.Config) { c.Tone, c.Colour = 0, 0 }
	dana := s.join("Dana", quiet)
	s.await(dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.do(dana, protocol.SessionStart{Open: true})
	round := &asked{s: s, bots: map[int]*bot.Bot{1: dana}}
	for i, name := range names {
		round.bots[i+2] = s.enter(dana, name, quiet)
	}
	s.do(dana, protocol.RoundStart{Prompt: protocol.Prompt{Kind: "helped"}})

	ana := round.next(2)
	for _, forged := range []protocol.FromBrowser{
		protocol.TurnBegin{}, protocol.TurnEnd{}, protocol.TurnPass{}, protocol.TurnLater{},
	} {
		answered(t, round.bots[3], s, forged, "turn") // Sam plays at being Ana
	}
	for _, forged := range []protocol.FromBrowser{
		protocol.RoundNext{Seat: 2},
		protocol.RoundLater{Seat: 2},
		protocol.RoundMove{Seat: 3},
		protocol.RoundUndo{},
		protocol.RoundStop{},
		protocol.RoundStart{},
	} {
		answered(t, round.bots[3], s, forged, "not-allowed") // or staff
	}
	s.do(ana, protocol.TurnEnd{})
	s.do(round.next(3), protocol.TurnPass{})
	s.do(round.next(4), protocol.TurnLater{})
	s.do(round.next(5), protocol.TurnBegin{})

	s.kill()
	s.again()
	for _, b := range round.bots {
		if err := b.AwaitPings(s.ctx, 1); err != nil { // what they see may be of before
			t.Fatal(err)
		}
	}
	round.next(5)
	round.seats = round.seats[:len(round.seats)-1] // it was his turn all along
	if v := dana.View(); !v.Circle.Round.Begun || v.Circle.Round.Prompt.Kind != "helped" {
		t.Errorf("after the restart the round is %+v", v.Circle.Round)
	}
	s.do(round.bots[5], protocol.TurnEnd{})

	round.next(6)
	if err := round.bots[7].Close(); err != nil { // Luis drops out before his turn
		t.Fatal(err)
	}
	delete(round.bots, 7)
	s.await(dana, "Luis is gone", func(v protocol.View) bool {
		return slices.ContainsFunc(v.Circle.Seats, func(one protocol.Seat) bool { return one.Seat == 7 && one.Reconnecting })
	})
	s.do(dana, protocol.RoundNext{Seat: 6})
	answered(t, dana, s, protocol.RoundNext{Seat: 6}, "turn") // pressed twice
	round.next(8)
	s.do(dana, protocol.RoundNext{Seat: 8}) // by mistake
	s.do(round.next(9), protocol.TurnBegin{})
	s.do(dana, protocol.RoundUndo{Seen: dana.View().Staff.Round.Over})
	s.do(round.next(8), protocol.TurnEnd{})
	for _, seat := range []int{9, 10, 11, 4} { // and Mei, who wanted to come back to it
		b := round.next(seat)
		if seat == 4 {
			answered(t, b, s, protocol.TurnLater{}, "second-turn")
		}
		s.do(b, protocol.TurnEnd{})
	}
	over := s.await(dana, "the end of the round", func(v protocol.View) bool {
		return v.Staff.Round != nil && v.Circle.Round.Turn == 0
	})
	if want := []int{2, 3, 4, 5, 6, 8, 9, 8, 9, 10, 11, 4}; !slices.Equal(round.seats, want) {
		t.Errorf("asked %v, want %v", round.seats, want)
	}
	if over.Staff.Round.Done != 10 {
		t.Errorf("%d of ten are through", over.Staff.Round.Done)
	}
	for seat, b := range round.bots {
		if seat != 1 {
			s.await(b, "no round", func(v protocol.View) bool { return v.Circle.Round == nil })
		}
	}
}

package e2e

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// Dana mutes Ana while Marcus, who has not seen it yet, invites her to speak.
func TestOfTwoTherapistsWhoPressAtOnceTheMuteWins(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, circle := s.circle("Ana", "Sam")
	ana, sam := circle[0], circle[1]
	marcus := s.join("Marcus", coloured(5))
	s.await(marcus, "his seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.audible(sam, "Sam", tone(1))

	unseen := marcus.View().Staff.Restrictions
	s.do(dana, protocol.SeatMute{Seat: 2})
	for _, act := range []protocol.FromBrowser{protocol.SeatInvite{Seat: 2, Seen: unseen}, protocol.RoomAllowAll{Seen: unseen}} {
		err := marcus.Do(s.ctx, act)
		if refused := new(bot.RefusedError); err != nil && (!errors.As(err, &refused) || refused.Code != "meanwhile") {
			t.Errorf("%T was answered with %v", act, err)
		}
		if err := ana.Do(s.ctx, protocol.MicSet{On: true}); err == nil {
			t.Errorf("after %T she may speak", act)
		}
	}
	ana.IgnoreServer(true)
	s.silent(sam, "Sam", tone(1), tone(16))

	muted := func(v protocol.View) bool { return v.Circle.Seats[1].Muted }
	if diff := cmp.Diff(s.await(dana, "the mute", muted).Circle.Seats, s.await(marcus, "the mute", muted).Circle.Seats); diff != "" {
		t.Errorf("the two see different seats (-Dana +Marcus):\n%s", diff)
	}
	s.do(marcus, protocol.SeatInvite{Seat: 2, Seen: marcus.View().Staff.Restrictions}) // now that he has seen it
	s.do(ana, protocol.MicSet{On: true})
	s.audible(sam, "Sam", tone(1))
}

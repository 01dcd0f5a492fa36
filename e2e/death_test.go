package e2e

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"alcove/bot"
	"alcove/room"
	"alcove/signaling/protocol"
)

// standing is what a therapist sees of everybody's place and permissions. What comes and goes with a connection, such
// as the view's version, is left out.
type standing struct {
	Running bool
	Seats   []protocol.Seat
	Hands   []int
	Waiting []protocol.Waiting
}

func standingOf(v protocol.View) standing {
	s := standing{Running: v.Running}
	if v.Circle != nil {
		s.Seats, s.Hands = v.Circle.Seats, v.Circle.Hands
	}
	if v.Staff != nil {
		s.Waiting = v.Staff.Waiting
	}
	return s
}

// everything returns what stands once n people sit and m wait, all of them connected.
func (s *server) everything(dana *bot.Bot, n, m int) standing {
	s.t.Helper()
	return standingOf(s.await(dana, "everybody there", func(v protocol.View) bool {
		now := standingOf(v)
		return len(now.Seats) == n && len(now.Waiting) == m &&
			!slices.ContainsFunc(now.Seats, func(one protocol.Seat) bool { return one.Reconnecting }) &&
			!slices.ContainsFunc(now.Waiting, func(one protocol.Waiting) bool { return one.Reconnecting || !one.Ready })
	}))
}

// Ana is on seat 2 and sends tone 1, Sam on seat 3 sends tone 2, and so on; Dana's is tone 16.
func TestAKilledServerComesBackWithEverybodyWhereTheyWere(t *testing.T) {
	t.Parallel()
	s := onRedis(t, startRedis(t).url(), t.TempDir())
	s.found()
	dana, circle := s.circle("Ana", "Sam", "Mei", "Ravi", "Grace", "Luis", "Noor")
	ana, sam, mei, ravi, grace, luis, noor := circle[0], circle[1], circle[2], circle[3], circle[4], circle[5], circle[6]
	tom := s.join("Tom", coloured(8))
	priya := s.join("Priya", coloured(9))
	s.everything(dana, 8, 2)

	s.do(dana, protocol.SeatMute{Seat: 2})
	ana.IgnoreServer(true) // from now on she always sends
	s.do(sam, protocol.MicSet{})
	s.do(grace, protocol.MicSet{})
	s.do(dana, protocol.SeatCameraOff{Seat: 4, Reason: protocol.Reason(room.ReasonPrivacy)})
	for _, b := range []*bot.Bot{grace, ana, sam} { // whoever is heard takes their hand down by that
		s.do(b, protocol.HandRaise{})
	}
	s.do(dana, protocol.PersonEndToday{Seat: 7, Reason: protocol.Reason(room.ReasonGroundRules)})
	s.call(http.MethodDelete, "/admin/groups/"+s.group+"/people/"+s.person("Noor"), nil)
	<-luis.Done()
	<-noor.Done()
	before := s.everything(dana, 6, 2)
	if want := []int{6, 2, 3}; !slices.Equal(before.Hands, want) {
		t.Fatalf("hands %v, want %v", before.Hands, want)
	}
	s.silent(dana, "Dana", tone(1), tone(4))
	s.audible(dana, "Dana", tone(4))

	silences := s.silences(dana, ana, sam, mei, ravi, grace)
	s.kill()
	s.again()

	back := s.everything(dana, 6, 2)
	if !reflect.DeepEqual(before, back) {
		t.Errorf("before: %+v\nafter:  %+v", before, back)
	}
	silences()
	control := tone(4)
	for who, receiver := range map[string]*bot.Bot{"Dana": dana, "Sam": sam, "Grace": grace} {
		s.silent(receiver, who, tone(1), control) // muted by staff
		s.silent(receiver, who, tone(2), control) // turned off by himself
		s.audible(receiver, who, tone(3))         // left on
		s.silent(receiver, who, tone(8), control) // waits
	}
	s.silent(dana, "Dana", colour(3), control) // her camera was turned off
	for who, b := range map[string]*bot.Bot{"Tom": tom, "Priya": priya} {
		if v := b.View(); v.Place != "lobby" || b.Received(bot.Stream{}).Packets != 0 {
			t.Errorf("%s is in the %s", who, v.Place)
		}
	}
	for _, name := range []string{"Luis", "Noor"} {
		if _, err := bot.Join(s.ctx, bot.Config{BaseURL: s.page, Link: s.links[name]}); err == nil {
			t.Errorf("%s came in again", name)
		}
	}
	if err := ana.Do(s.ctx, protocol.MicSet{On: true}); refusal(err) != "no-permission" {
		t.Errorf("Ana's microphone: %v", err)
	}

	// What was granted before is granted still, and what staff now grant holds.
	s.do(sam, protocol.MicSet{On: true})
	s.audible(dana, "Dana", tone(2))
	s.do(dana, protocol.SeatInvite{Seat: 2})
	ana.IgnoreServer(false)
	s.do(ana, protocol.MicSet{On: true})
	s.audible(dana, "Dana", tone(1))
	s.admit(dana, "Tom")
	s.audible(dana, "Dana", tone(8))
}

// silences measures for how long at most each of them hears nobody. The returned function ends that once everybody
// hears somebody, and tells.
func (s *server) silences(receivers ...*bot.Bot) (end func()) {
	sound := bot.Stream{Kind: "audio"}
	ctx, stop := context.WithCancel(s.ctx)
	longest := make(chan time.Duration, len(receivers))
	for _, b := range receivers {
		go func() {
			var most time.Duration
			for last := time.Now(); b.AwaitPackets(ctx, sound, 1) == nil; last = time.Now() {
				most = max(most, time.Since(last))
			}
			longest <- most
		}()
	}
	return func() {
		s.t.Helper()
		for _, b := range receivers {
			s.audible(b, "somebody", sound)
		}
		stop()
		all := make([]time.Duration, len(receivers))
		for i := range all {
			all[i] = (<-longest).Round(time.Millisecond)
		}
		slices.Sort(all)
		s.t.Logf("nobody was heard for %v (median), %v (most)", all[len(all)/2], all[len(all)-1])
	}
}

// refusal returns the code with which a command was refused, or nothing.
func refusal(err error) protocol.Code {
	if refused := new(bot.RefusedError); errors.As(err, &refused) {
		return refused.Code
	}
	return protocol.Code(fmt.Sprint(err))
}

package sfu

import (
	"fmt"
	"slices"
	"testing"

	"alcove/room"
)

// sharedBy is the stage on which the person on seat shares a screen, and nobody else does.
func sharedBy(stage []room.Stage, seat room.SeatNumber) []room.Stage {
	out := slices.Clone(stage)
	for i := range out {
		out[i].Shares = out[i].Seat == seat
	}
	return out
}

// present sends a screen and its sound.
func present(s *stand, from *client, prefix string, count int) {
	s.Helper()
	for i := range count {
		from.sound.say(s, fmt.Sprintf("%s sound %d", prefix, i), 10)
		from.screen.show(s, fmt.Sprintf("%s picture %d", prefix, i), i == 0)
	}
	s.settle()
}

// presented waits until somebody has all of what present sent, in the slots of a screen that are said to be of seat.
func presented(s *stand, to *client, prefix string, count int, seat room.SeatNumber) {
	s.Helper()
	for what, kind := range map[string]Kind{" sound": KindScreenAudio, " picture": KindScreen} {
		s.await(prefix+what+" at "+string(to.visit), func() bool {
			got := to.received(prefix + what)
			return len(got) == count && slices.ContainsFunc(s.slots[to.visit], func(one Slot) bool {
				return one.Mid == got[0].mid && one.Kind == kind && one.Seat == seat && !one.Paused
			})
		})
	}
}

func TestASharedScreenReachesEverybodyElseInItsOwnSlotsUntilItEnds(t *testing.T) {
	s, clients, stage := gather(t, "ana", "ben", "cleo")
	ana, others := clients[0], clients[1:]
	for _, prefix := range []string{"first", "again"} {
		s.room.SetStage(sharedBy(stage, 1))
		present(s, ana, prefix, 20)
		for _, c := range others {
			presented(s, c, prefix, 20, 1)
		}
		s.room.SetStage(stage)
		gated := s.server.Stats().Gated
		present(s, ana, "ended", 50)
		if got := s.server.Stats().Gated - gated; got != 100 {
			t.Errorf("%d packets met a closed gate", got)
		}
		for _, c := range others {
			s.await("the screen's slots are free", func() bool {
				return !slices.ContainsFunc(s.slots[c.visit], func(one Slot) bool { return one.Kind == KindScreen || one.Kind == KindScreenAudio })
			})
		}
	}
	spray(s, ana, "camera", 20)
	s.await("her own picture went on", func() bool { return len(others[0].received("camera picture")) == 20 })
	nothing(s, clients, "ended")
	nothing(s, []*client{ana}, "first")
}

func TestWhoDoesNotShareFindsNoWayToTheScreensSlots(t *testing.T) {
	tricks := map[string]func(s *stand, ben *client){
		"the lines of a screen": func(s *stand, ben *client) { present(s, ben, "uninvited", 20) },
		"strange streams that name them": func(s *stand, ben *client) {
			for i, mid := range []string{"2", "3"} {
				h := strange(ben.camera, uint32(6000+i))
				extend(s, &h, ben.camera, uriMid, mid)
				ben.camera.write(s, h, vp8("uninvited", true))
				h = strange(ben.microphone, uint32(6100+i))
				extend(s, &h, ben.microphone, uriMid, mid)
				ben.microphone.write(s, h, []byte("uninvited"))
			}
		},
		"a second connection": func(s *stand, _ *client) {
			again := newClient(s, "ben", Slots{People: 4, Screen: 1}).connect()
			present(s, again, "uninvited", 20)
		},
	}
	for name, trick := range tricks {
		t.Run(name, func(t *testing.T) {
			s, clients, stage := gather(t, "ana", "ben", "cleo")
			ana, ben, cleo := clients[0], clients[1], clients[2]
			trick(s, ben) // while nobody shares
			s.room.SetStage(sharedBy(stage, 1))
			trick(s, ben) // while somebody else does
			present(s, ana, "control", 20)
			presented(s, cleo, "control", 20, 1)
			nothing(s, []*client{ana, cleo}, "uninvited")
		})
	}
}

func TestASharePassesToAnotherPersonWithoutMixingTheTwo(t *testing.T) {
	s, clients, stage := gather(t, "ana", "ben", "cleo")
	ana, ben, cleo := clients[0], clients[1], clients[2]
	s.room.SetStage(sharedBy(stage, 1))
	present(s, ana, "ana's", 20)
	presented(s, cleo, "ana's", 20, 1)
	s.room.SetStage(sharedBy(stage, 2))
	for i := range 5 {
		ben.screen.show(t, fmt.Sprintf("early %d", i), false)
	}
	present(s, ana, "late", 5)
	present(s, ben, "ben's", 20)
	presented(s, cleo, "ben's", 20, 2)
	presented(s, ana, "ben's", 20, 2) // who shared is shown the next one
	nothing(s, clients, "late")
	nothing(s, clients, "early")
	s.mu.Lock()
	defer s.mu.Unlock()
	before, after := cleo.received("ana's picture"), cleo.received("ben's picture")
	if last, first := before[len(before)-1], after[0]; first.ssrc != last.ssrc || first.sequence != last.sequence+1 {
		t.Errorf("the slot goes on with %d after %d", first.sequence, last.sequence)
	}
}

func TestWhoMayNotSeeHearsTheScreenOnly(t *testing.T) {
	s, clients, stage := gather(t, "ana", "ben", "cleo")
	ana, ben, cleo := clients[0], clients[1], clients[2]
	stage[1].Sees = false
	s.room.SetStage(sharedBy(stage, 1))
	present(s, ana, "blind", 20)
	presented(s, cleo, "blind", 20, 1)
	s.await("ben hears it", func() bool { return len(ben.received("blind sound")) == 20 })
	nothing(s, []*client{ben}, "blind picture")
}

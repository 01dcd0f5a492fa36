package sfu

import (
	"fmt"
	"testing"

	"alcove/room"
)

func TestThreePeopleHearAndSeeEachOtherOnTheSlotsThatAreAnnounced(t *testing.T) {
	s, clients, _ := gather(t, "ana", "ben", "cleo")
	for round := range 2 {
		for _, c := range clients {
			for i := range 20 {
				c.microphone.say(t, fmt.Sprintf("%d sound of %s %d", round, string(c.visit), i), 20)
				c.camera.show(t, fmt.Sprintf("%d picture of %s %d", round, string(c.visit), i), i == 0)
			}
		}
		for _, to := range clients {
			for seat, from := range clients {
				if from == to {
					continue
				}
				for _, what := range []string{"sound", "picture"} {
					prefix := fmt.Sprintf("%d %s of %s", round, what, string(from.visit))
					s.await(prefix, func() bool { return len(to.received(prefix)) == 20 })
					s.mu.Lock()
					for _, h := range to.received(prefix) {
						if got := s.seatOf(to.visit, h.mid); got != room.SeatNumber(seat+1) {
							t.Errorf("%s came on a slot of seat %d", prefix, got)
						}
						if h.extended {
							t.Errorf("%s came with the sender's header extensions", prefix)
						}
					}
					s.mu.Unlock()
				}
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range clients {
		prefix := "0 sound of " + string(c.visit)
		if own := len(c.received(prefix)); own != 0 {
			t.Errorf("%s came back to its sender", prefix)
		}
	}
}

package sfu

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"alcove/room"
)

// silence mutes a seat: nothing of it may be heard or seen.
func silence(stage []room.Stage, seat room.SeatNumber) []room.Stage {
	out := append([]room.Stage(nil), stage...)
	out[seat-1].Speaks, out[seat-1].Shows = false, false
	return out
}

// spray sends sound and pictures, and waits until the server has dealt with all of them.
func spray(s *stand, from *client, prefix string, count int) {
	s.Helper()
	for i := range count {
		from.microphone.say(s, fmt.Sprintf("%s sound %d", prefix, i), 10)
		from.camera.show(s, fmt.Sprintf("%s picture %d", prefix, i), i%5 == 0)
	}
	s.settle()
}

// nothing fails if anybody has received something with this prefix. It must run after a later packet has arrived.
func nothing(s *stand, clients []*client, prefix string) {
	s.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range clients {
		for _, h := range c.packets {
			if strings.Contains(string(h.payload), prefix) {
				s.Errorf("%s received %q on mid %s", string(c.visit), h.content(), h.mid)
			}
		}
	}
}

func TestAClosedGateLetsNothingThrough(t *testing.T) {
	ways := map[string]struct {
		shut, open func(*Room, []room.Stage)
		closes     uint64 // gates; the others stay open, but let nothing through
	}{
		"a muted person": {
			func(r *Room, stage []room.Stage) { r.SetStage(silence(stage, 1)) },
			func(r *Room, stage []room.Stage) { r.SetStage(stage) },
			2,
		},
		"a stage that nobody answers for any more": {
			func(r *Room, _ []room.Stage) { r.Trust(time.Now()) },
			func(r *Room, _ []room.Stage) { r.Trust(time.Now().Add(time.Hour)) },
			0,
		},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) { closedGate(t, way.shut, way.open, way.closes) })
	}
}

func closedGate(t *testing.T, shut, open func(*Room, []room.Stage), closes uint64) {
	s, clients, stage := gather(t, "ana", "ben", "cleo")
	ana, others := clients[0], clients[1:]
	arrive := func(prefix string) {
		t.Helper()
		for _, c := range others {
			s.await(prefix+" at "+string(c.visit), func() bool {
				return len(c.received(prefix+" sound")) == 20 && len(c.received(prefix+" picture")) == 20
			})
		}
	}
	spray(s, ana, "before", 20)
	arrive("before")

	gates := s.server.Stats().Gates
	shut(s.room, stage)
	if got := s.server.Stats().Gates; got != gates-closes {
		t.Errorf("%d gates are open, want %d less than %d", got, closes, gates)
	}
	gated := s.server.Stats().Gated
	spray(s, ana, "gated", 100)
	if got := s.server.Stats().Gated - gated; got != 200 {
		t.Errorf("%d packets met a closed gate", got)
	}

	open(s.room, stage)
	if got := s.server.Stats().Gates; got != gates {
		t.Errorf("%d gates are open, want %d again", got, gates)
	}
	spray(s, ana, "after", 20)
	arrive("after")
	nothing(s, others, "gated")
}

func TestAMutedPublisherFindsNoWayRound(t *testing.T) {
	tricks := map[string]func(s *stand, ana *client){
		"a new ssrc on the same line": func(s *stand, ana *client) {
			ana.microphone.write(s, strange(ana.microphone, 4711), []byte("muted"))
			ana.camera.write(s, strange(ana.camera, 4712), vp8("muted", true))
		},
		"a new ssrc that names another line": func(s *stand, ana *client) {
			for i, mid := range []string{"0", "1", "2", "3", "4", "5"} {
				h := strange(ana.microphone, uint32(5000+i))
				extend(s, &h, ana.microphone, uriMid, mid)
				ana.microphone.write(s, h, []byte("muted"))
				h = strange(ana.camera, uint32(5100+i))
				extend(s, &h, ana.camera, uriMid, mid)
				ana.camera.write(s, h, vp8("muted", true))
			}
		},
		"the lines of the screen": func(s *stand, ana *client) {
			ana.sound.say(s, "muted", 5)
			ana.screen.show(s, "muted", true)
		},
		"sound under the camera's ssrc and the other way round": func(s *stand, ana *client) {
			h := ana.camera.header()
			h.PayloadType = ana.microphone.header().PayloadType
			ana.camera.write(s, h, []byte("muted"))
			h = ana.microphone.header()
			h.PayloadType = ana.camera.header().PayloadType
			ana.microphone.write(s, h, vp8("muted", true))
		},
		"the retransmission stream": func(s *stand, ana *client) {
			h := ana.camera.header()
			h.SSRC = uint32(ana.camera.context.SSRCRetransmission())
			h.PayloadType++ // RTX follows VP8
			ana.camera.write(s, h, append([]byte{1, 2}, vp8("muted", true)...))
		},
	}
	for name, trick := range tricks {
		t.Run(name, func(t *testing.T) {
			s, clients, stage := gather(t, "ana", "ben")
			ana, ben := clients[0], clients[1:]
			stream(s, ana, clients[1], "before")
			s.room.SetStage(silence(stage, 1))
			forwarded := s.server.Stats().Forwarded
			trick(s, ana)
			spray(s, ana, "muted", 10)
			if now := s.server.Stats().Forwarded; now != forwarded {
				t.Errorf("%d packets were forwarded", now-forwarded)
			}
			s.room.SetStage(stage)
			stream(s, ana, clients[1], "after")
			nothing(s, ben, "muted")
		})
	}
}

// strange returns a header of the sender with an SSRC that was never offered.
func strange(from *sender, ssrc uint32) rtp.Header {
	h := from.header()
	h.SSRC = ssrc
	return h
}

func extend(s *stand, h *rtp.Header, from *sender, uri, value string) {
	s.Helper()
	for _, e := range from.context.HeaderExtensions() {
		if e.URI == uri {
			if err := h.SetExtension(uint8(e.ID), []byte(value)); err != nil {
				s.Fatal(err)
			}
		}
	}
}

func TestASecondConnectionOfAMutedPersonIsMutedToo(t *testing.T) {
	s, clients, stage := gather(t, "ana", "ben")
	ben := clients[1]
	stream(s, clients[0], ben, "before")
	s.room.SetStage(silence(stage, 1))

	again := newClient(s, "ana", Slots{People: 4, Screen: 1}).connect()
	gated := s.server.Stats().Gated
	spray(s, again, "muted", 20)
	if got := s.server.Stats().Gated - gated; got != 40 {
		t.Errorf("%d packets met a closed gate", got)
	}
	s.await("the first connection is gone", func() bool {
		return clients[0].pc.ConnectionState() != webrtc.PeerConnectionStateConnected
	})

	s.room.SetStage(stage)
	stream(s, again, ben, "after")
	nothing(s, []*client{ben}, "muted")
}

func TestAPersonWhoComesAgainWithAnotherVisitStartsSilent(t *testing.T) {
	s, clients, stage := gather(t, "ana", "ben")
	ben := clients[1]
	stream(s, clients[0], ben, "before")

	stage[0].Visit = "ana again"
	s.room.SetStage(silence(stage, 1))
	if _, err := s.room.Answer(t.Context(), "ana", newClient(s, "ana", Slots{1, 0}).offer(nil)); !errors.Is(err, ErrNotOnStage) {
		t.Errorf("the visit that is over got %v", err)
	}
	again := newClient(s, "ana again", Slots{People: 4, Screen: 1}).connect()
	spray(s, again, "muted", 10)
	s.room.SetStage(stage)
	stream(s, again, ben, "after")
	nothing(s, []*client{ben}, "muted")
}

func TestWhoMayNotHearOrSeeReceivesNothing(t *testing.T) {
	s, clients, stage := gather(t, "ana", "ben", "cleo")
	ana, ben, cleo := clients[0], clients[1], clients[2]
	stage[1].Hears = false
	s.room.SetStage(stage)
	s.await("only pictures are announced", func() bool {
		for _, slot := range s.slots["ben"] {
			if slot.Kind != KindVideo {
				return false
			}
		}
		return len(s.slots["ben"]) == 2
	})
	spray(s, ana, "deaf", 20)
	s.await("cleo hears it, ben sees it", func() bool {
		return len(cleo.received("deaf sound")) == 20 && len(ben.received("deaf picture")) == 20
	})

	stage[1].Hears, stage[1].Sees = true, false
	s.room.SetStage(stage)
	spray(s, ana, "blind", 20)
	s.await("cleo sees it, ben hears it", func() bool {
		return len(cleo.received("blind picture")) == 20 && len(ben.received("blind sound")) == 20
	})
	nothing(s, []*client{ben}, "deaf sound")
	nothing(s, []*client{ben}, "blind picture")
}

package sfu

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
)

// path returns where the server sends what is for the client, or "" in between.
func (c *client) path() string {
	_, p := c.room.find(c.visit)
	pair, err := p.pc.SCTP().Transport().ICETransport().GetSelectedCandidatePair()
	if err != nil || pair == nil {
		return ""
	}
	return net.JoinHostPort(pair.Remote.Address, fmt.Sprint(pair.Remote.Port))
}

// restart lets a client offer an ICE restart, which leaves its old path for good, and waits until the server has the
// new one. It returns the answer.
func (c *client) restart() string {
	c.Helper()
	old := c.path()
	answer, err := c.room.Answer(c.Context(), c.visit, c.offer(&webrtc.OfferOptions{ICERestart: true}))
	if err != nil {
		c.Fatal(err)
	}
	c.accept(answer)
	c.await("another path", func() bool { now := c.path(); return now != "" && now != old })
	return answer
}

// attributeOf returns the first value of an attribute in a session description.
func attributeOf(t *testing.T, description, key string) string {
	t.Helper()
	_, after, ok := strings.Cut(description, "a="+key+":")
	if !ok {
		t.Fatalf("no %s in\n%s", key, description)
	}
	value, _, _ := strings.Cut(after, "\r\n")
	return value
}

func TestAnICERestartKeepsTheConnectionAndItsStreams(t *testing.T) {
	s, clients, _ := gather(t, "ana", "ben")
	ana, ben := clients[0], clients[1]
	if !s.room.Kept("ben") {
		t.Fatal("a connection in use counts as gone")
	}
	stream(s, ana, ben, "before")
	_, before := s.room.find("ben")
	credentials := attributeOf(t, ben.pc.RemoteDescription().SDP, "ice-ufrag")
	s.mu.Lock()
	told := s.told["ben"]
	s.mu.Unlock()

	answer := ben.restart()
	if attributeOf(t, answer, "ice-ufrag") == credentials {
		t.Error("the server's credentials are the old ones")
	}
	if !strings.Contains(answer, "a=candidate:") {
		t.Error("the answer names no address")
	}
	stream(s, ana, ben, "after")
	stream(s, ben, ana, "back")
	s.await("ben is told the slots again", func() bool { return s.told["ben"] > told && len(s.slots["ben"]) == 2 })
	if _, after := s.room.find("ben"); after != before {
		t.Error("the connection was replaced")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, b := ben.received("before-")[0], ben.received("after-")[0]; a.ssrc != b.ssrc || a.mid != b.mid {
		t.Error("the stream has changed")
	}
}

func TestAfterAnICERestartKeyFramesAreAskedForBothWays(t *testing.T) {
	s, clients, _ := gather(t, "ana", "ben")
	ana, ben := clients[0], clients[1]
	spray(s, ana, "ana", 5)
	spray(s, ben, "ben", 5)
	s.await("both are seen", func() bool {
		return len(ben.received("ana picture")) == 5 && len(ana.received("ben picture")) == 5
	})
	asked := func(of *client) int {
		n := 0
		for _, p := range of.camera.feedback {
			if _, ok := p.(*rtcp.PictureLossIndication); ok {
				n++
			}
		}
		return n
	}
	s.mu.Lock()
	before := []int{asked(ana), asked(ben)}
	s.mu.Unlock()
	ben.restart()
	s.await("both are asked for a key frame", func() bool { return asked(ana) > before[0] && asked(ben) > before[1] })
}

func TestWhoIsMutedStaysSoThroughAnICERestart(t *testing.T) {
	s, clients, stage := gather(t, "ana", "ben")
	ana, ben := clients[0], clients[1]
	stream(s, ana, ben, "before")
	s.room.SetStage(silence(stage, 1))
	ana.restart()
	gated := s.server.Stats().Gated
	spray(s, ana, "muted", 10)
	if got := s.server.Stats().Gated - gated; got != 20 {
		t.Errorf("%d packets met a closed gate", got)
	}
	s.room.SetStage(stage)
	stream(s, ana, ben, "after")
	nothing(s, []*client{ben}, "muted")
}

func TestOffersThatContinueNothingAreRefused(t *testing.T) {
	again := func(c *client) string { return c.offer(&webrtc.OfferOptions{ICERestart: true}) }
	cases := map[string]struct {
		offer func(*client) string
		first func(*stand, *client)
		kept  bool
	}{
		"the same credentials": {
			offer: func(c *client) string { return c.offer(nil) },
			kept:  true,
		},
		"other lines": {
			offer: func(c *client) string {
				offer := again(c)
				ssrc, _, _ := strings.Cut(attributeOf(t, offer, "ssrc"), " ")
				return strings.ReplaceAll(offer, ssrc, "4711")
			},
			kept: true,
		},
		"a connection that is gone": {
			offer: again,
			first: func(s *stand, c *client) {
				_, p := s.room.find(c.visit)
				s.room.lost(p)
			},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s, clients, _ := gather(t, "ana", "ben")
			ben := clients[1]
			if c.first != nil {
				c.first(s, ben)
			}
			if _, err := s.room.Answer(t.Context(), "ben", c.offer(ben)); !errors.Is(err, ErrOffer) {
				t.Errorf("got %v", err)
			}
			if s.room.Kept("ben") != c.kept {
				t.Errorf("kept: %t", !c.kept)
			}
			newClient(s, "ben", Slots{People: 4, Screen: 1}).connect() // another one replaces it
		})
	}
}

func TestNothingIsKeptOfWhoIsNotInTheCircle(t *testing.T) {
	s, _, stage := gather(t, "ana", "ben")
	if s.room.Kept("cleo") {
		t.Error("a stranger's connection is kept")
	}
	s.room.SetStage(slices.Clone(stage[:1]))
	if s.room.Kept("ben") {
		t.Error("that of a leaver is kept")
	}
	s.room.SetStage(stage)
	if s.room.Kept("ben") {
		t.Error("that of a leaver is kept for the next stay")
	}
	if !s.room.Kept("ana") {
		t.Error("that of somebody who stayed is not")
	}
}

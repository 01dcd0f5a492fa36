package sfu

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/pion/rtcp"

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
						if !h.numbered {
							t.Errorf("%s came without the server's number", prefix)
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

func TestALeaversSlotIsFreeAtOnceAndANewcomerNeedsNoOffer(t *testing.T) {
	s, clients, stage := gather(t, "ana", "ben", "cleo")
	cleo := clients[2]
	stream(s, clients[1], cleo, "ben")
	s.mu.Lock()
	mid := cleo.received("ben-")[0].mid
	s.mu.Unlock()

	s.room.SetStage([]room.Stage{stage[0], stage[2]})
	s.await("ben's slots are free", func() bool { return s.seatOf("cleo", mid) == 0 && len(s.slots["cleo"]) == 2 })
	s.await("ben's connection is closed", func() bool { return s.server.Stats().Connections == 2 })
	if _, err := s.room.Answer(t.Context(), "ben", "v=0"); !errors.Is(err, ErrNotOnStage) {
		t.Errorf("ben's offer was answered with %v", err)
	}

	stage[1] = room.Stage{Person: "dora", Visit: "dora", Seat: 2, Speaks: true, Shows: true, Hears: true, Sees: true}
	s.room.SetStage(stage)
	dora := newClient(s, "dora", Slots{People: 4, Screen: 1}).connect()
	stream(s, dora, cleo, "dora")
	s.mu.Lock()
	defer s.mu.Unlock()
	if got := cleo.received("dora-")[0].mid; got != mid || s.seatOf("cleo", mid) != 2 {
		t.Errorf("dora came on mid %s, want the free one, %s", got, mid)
	}
}

func TestAReusedSlotGoesOnWithoutAJumpAndStartsWithAKeyFrame(t *testing.T) {
	s, clients, stage := gather(t, "ana", "ben", "cleo")
	ana, ben, cleo := clients[0], clients[1], clients[2]
	spray(s, ben, "ben", 20)
	s.await("ben is seen", func() bool {
		return len(cleo.received("ben picture")) == 20 && len(cleo.received("ben sound")) == 20
	})
	// With ana gone as well, dora takes the pair that was ana's: the lowest one. So ben leaves first.
	s.room.SetStage([]room.Stage{stage[0], stage[2]})
	stage[1] = room.Stage{Person: "dora", Visit: "dora", Seat: 2, Speaks: true, Shows: true, Hears: true, Sees: true}
	s.room.SetStage(stage)
	dora := newClient(s, "dora", Slots{People: 4, Screen: 1}).connect()
	for i := range 5 {
		dora.camera.show(t, fmt.Sprintf("dora early %d", i), false)
	}
	s.await("nothing shows before a key frame", func() bool { return s.server.Stats().Waiting >= 5 })
	spray(s, dora, "dora", 20)
	s.await("dora is seen", func() bool {
		return len(cleo.received("dora picture")) == 20 && len(cleo.received("dora sound")) == 20
	})
	nothing(s, []*client{ana, cleo}, "dora early")

	s.mu.Lock()
	defer s.mu.Unlock()
	for _, what := range []string{"picture", "sound"} {
		before, after := cleo.received("ben "+what), cleo.received("dora "+what)
		last, first := before[len(before)-1], after[0]
		switch {
		case first.ssrc != last.ssrc || first.mid != last.mid:
			t.Errorf("%s: another slot", what)
		case first.sequence != last.sequence+1:
			t.Errorf("%s: sequence jumps from %d to %d", what, last.sequence, first.sequence)
		case int32(first.timestamp-last.timestamp) <= 0 || first.timestamp-last.timestamp > 90000*20:
			t.Errorf("%s: timestamp goes from %d to %d", what, last.timestamp, first.timestamp)
		}
	}
}

func TestDuplicatesAreDroppedBeforeForwarding(t *testing.T) {
	s, clients, _ := gather(t, "ana", "ben")
	ana, ben := clients[0], clients[1]
	stream(s, ana, ben, "start")
	ana.camera.show(t, "picture 0", true)
	h := ana.camera.header()
	ana.camera.write(t, h, vp8("picture 1", false))
	// A probe carries what was sent before, on the retransmission stream.
	repair := h
	repair.SSRC, repair.PayloadType = uint32(ana.camera.context.SSRCRetransmission()), h.PayloadType+1
	for i := range 10 {
		repair.SequenceNumber = uint16(i)
		ana.camera.write(t, repair, append([]byte{byte(h.SequenceNumber >> 8), byte(h.SequenceNumber)}, vp8("picture 1", false)...))
	}
	ana.camera.show(t, "picture 2", false)
	s.await("the last picture", func() bool { return len(ben.received("picture 2")) == 1 })
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(ben.received("picture 1")); n != 1 {
		t.Errorf("picture 1 came %d times", n)
	}
	if n := s.server.Stats().Duplicates; n != 10 {
		t.Errorf("%d duplicates were counted", n)
	}
	all := ben.received("picture")
	for i, h := range all {
		if h.sequence != all[0].sequence+uint16(i) {
			t.Errorf("picture %d has sequence %d after %d", i, h.sequence, all[0].sequence)
		}
	}
}

func TestAPacketThatIsAskedForAgainComesOnTheRetransmissionStream(t *testing.T) {
	s, clients, _ := gather(t, "ana", "ben")
	ana, ben := clients[0], clients[1]
	for i := range 10 {
		ana.camera.show(t, fmt.Sprintf("picture %d", i), i == 0)
	}
	s.await("all pictures", func() bool { return len(ben.received("picture")) == 10 })
	s.mu.Lock()
	lost := ben.received("picture 4")[0]
	s.mu.Unlock()
	err := ben.pc.WriteRTCP([]rtcp.Packet{&rtcp.TransportLayerNack{
		MediaSSRC: lost.ssrc, Nacks: []rtcp.NackPair{{PacketID: lost.sequence, LostPackets: 1 << 2}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	// Pion looks for repaired packets when another packet arrives.
	n := 0
	s.await("both come again", func() bool {
		ana.camera.show(t, fmt.Sprintf("later %d", n), false)
		n++
		return len(ben.received("picture 4")) == 2 && len(ben.received("picture 7")) == 2
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	again := ben.received("picture 4")[1]
	if !again.cloned || again.sequence != lost.sequence || again.timestamp != lost.timestamp {
		t.Errorf("came again as %+v, first as %+v", again, lost)
	}
	if got := s.server.Stats(); got.Retransmitted != 2 || got.Refused != 0 {
		t.Errorf("stats %+v", got)
	}
}

func TestPublishersAreToldWhatArrivesAndWhatIsNeeded(t *testing.T) {
	s, clients, _ := gather(t, "ana", "ben")
	ana, ben := clients[0], clients[1]
	sequence := 0
	send := func() {
		h := ana.camera.header()
		if sequence == 5 { // one packet is lost on the way
			h = ana.camera.header()
		}
		extend(s, &h, ana.camera, uriTransport, string([]byte{byte(sequence >> 8), byte(sequence)}))
		ana.camera.write(t, h, vp8("picture", sequence == 0))
		sequence++
	}
	got := func(is func(rtcp.Packet) bool) func() bool {
		return func() bool {
			send()
			return slices.ContainsFunc(ana.camera.feedback, is)
		}
	}
	s.await("a key frame request", got(func(p rtcp.Packet) bool { _, ok := p.(*rtcp.PictureLossIndication); return ok }))
	s.await("transport feedback", got(func(p rtcp.Packet) bool { _, ok := p.(*rtcp.TransportLayerCC); return ok }))
	s.await("a nack", got(func(p rtcp.Packet) bool { _, ok := p.(*rtcp.TransportLayerNack); return ok }))
	s.await("a receiver report", got(func(p rtcp.Packet) bool {
		r, ok := p.(*rtcp.ReceiverReport)
		return ok && len(r.Reports) > 0
	}))
	s.await("the picture", func() bool { return len(ben.received("picture")) > 0 })
}

func TestSoundAndPictureOfAPersonShareAClockAndAName(t *testing.T) {
	s, clients, _ := gather(t, "ana", "ben")
	ana, ben := clients[0], clients[1]
	// Ana's clock is an hour wrong; her sound and picture were sampled at the same moment.
	ntp := ntpOf(time.Now().Add(-time.Hour))
	sample := func(of *sender, timestamp uint32) rtcp.Packet {
		return &rtcp.SenderReport{SSRC: uint32(of.context.SSRC()), NTPTime: ntp, RTPTime: timestamp}
	}
	sound, picture := ana.microphone.timestamp+960, ana.camera.timestamp+960
	ana.microphone.say(t, "sound", 20)
	ana.camera.show(t, "picture", true)
	if err := ana.pc.WriteRTCP([]rtcp.Packet{sample(ana.microphone, sound), sample(ana.camera, picture)}); err != nil {
		t.Fatal(err)
	}
	s.await("both", func() bool { return len(ben.received("sound")) == 1 && len(ben.received("picture")) == 1 })
	s.mu.Lock()
	heard, seen := ben.received("sound")[0], ben.received("picture")[0]
	s.mu.Unlock()
	s.await("reports on both", func() bool {
		return ben.reports[heard.ssrc].NTPTime != 0 && ben.reports[seen.ssrc].NTPTime != 0 &&
			ben.names[heard.ssrc] != "" && ben.names[seen.ssrc] != ""
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	sampled := func(h struct{ ssrc, timestamp, clock uint32 }) time.Time {
		r := ben.reports[h.ssrc]
		back := float64(int32(r.RTPTime-h.timestamp)) / float64(h.clock)
		return timeOf(r.NTPTime).Add(-time.Duration(back * float64(time.Second)))
	}
	a := sampled(struct{ ssrc, timestamp, clock uint32 }{heard.ssrc, heard.timestamp, 48000})
	v := sampled(struct{ ssrc, timestamp, clock uint32 }{seen.ssrc, seen.timestamp, 90000})
	if apart := a.Sub(v).Abs(); apart > time.Millisecond {
		t.Errorf("sound and picture of one moment are %v apart", apart)
	}
	if time.Since(a).Abs() > time.Minute {
		t.Errorf("the reports follow the publisher's clock, not the server's: %v", a)
	}
	if ben.names[heard.ssrc] != ben.names[seen.ssrc] {
		t.Errorf("names are %q and %q", ben.names[heard.ssrc], ben.names[seen.ssrc])
	}
}

func TestWhoSpeaksIsToldWhileTheGateIsOpen(t *testing.T) {
	s, clients, stage := gather(t, "ana", "ben")
	ana := clients[0]
	n := 0
	talk := func(is func() bool) func() bool {
		return func() bool {
			ana.microphone.say(t, fmt.Sprintf("word %d", n), 20)
			n++
			return is()
		}
	}
	s.await("ana speaks", talk(func() bool { return slices.Equal(s.speaking, []room.SeatNumber{1}) }))
	s.room.SetStage(silence(stage, 1))
	s.await("nobody speaks", talk(func() bool { return len(s.spoken) == 2 && len(s.speaking) == 0 }))
	s.room.SetStage(stage)
	s.await("ana speaks again", talk(func() bool { return slices.Equal(s.speaking, []room.SeatNumber{1}) }))
	s.await("ana pauses", func() bool { return len(s.speaking) == 0 })
}

func TestAFloodOfStreamsEndsTheConnection(t *testing.T) {
	s, clients, _ := gather(t, "ana", "ben", "cleo")
	ana, ben, cleo := clients[0], clients[1], clients[2]
	for i := range 2 * maxStreams {
		h := strange(ana.microphone, uint32(90000+i))
		if _, err := ana.microphone.context.WriteStream().WriteRTP(&h, []byte("flood")); err != nil && i <= maxStreams {
			t.Fatal(err) // later the connection may be gone, as it should
		}
	}
	s.await("ana's connection is gone", func() bool { return s.server.Stats().Connections == 2 })
	s.await("cleo still hears ben", func() bool {
		ben.microphone.say(t, "still here", 20)
		return len(cleo.received("still here")) > 0
	})
	nothing(s, []*client{ben, cleo}, "flood")
	newClient(s, "ana", Slots{People: 4, Screen: 1}).connect()
}

func TestAClosedRoomAnswersNobody(t *testing.T) {
	s, clients, stage := gather(t, "ana", "ben")
	stream(s, clients[0], clients[1], "before")
	offer := clients[0].offer(nil)
	s.room.Close()
	s.room.Close()
	s.room.SetStage(stage)
	if _, err := s.room.Answer(t.Context(), "ana", offer); !errors.Is(err, ErrNotOnStage) {
		t.Errorf("got %v", err)
	}
	if got := s.server.Stats(); got.Rooms != 0 || got.Connections != 0 {
		t.Errorf("stats %+v", got)
	}
}

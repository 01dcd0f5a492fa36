package sfu

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/pion/webrtc/v4"
)

func TestTheAnswerNamesOnlyThePublicAddresses(t *testing.T) {
	for name, listen := range map[string]string{"every address": "[::]:0", "every IPv4 address": "0.0.0.0:0", "one address": "127.0.0.1:0"} {
		t.Run(name, func(t *testing.T) {
			s := newStandWith(t, Slots{People: 1}, Config{
				Listen:    netip.MustParseAddrPort(listen),
				PublicIPs: []netip.Addr{netip.MustParseAddr("203.0.113.9"), netip.MustParseAddr("198.51.100.4")},
			})
			s.room.SetStage(stageOf("ana"))
			answer, err := s.room.Answer(t.Context(), "ana", newClient(s, "ana", Slots{People: 1}).offer(nil))
			if err != nil {
				t.Fatal(err)
			}
			var addresses []string
			for line := range strings.SplitSeq(answer, "\r\n") {
				if fields := strings.Fields(line); strings.HasPrefix(line, "a=candidate:") && fields[1] == "1" {
					addresses = append(addresses, fields[4]+":"+fields[5])
				}
			}
			port := s.server.Addr().Port()
			want := fmt.Sprintf("[203.0.113.9:%d 198.51.100.4:%d]", port, port)
			if got := fmt.Sprint(addresses); got != want {
				t.Errorf("candidates are %s, want %s", got, want)
			}
		})
	}
}

func TestConnectionsWorkOnEveryLocalAddress(t *testing.T) {
	for name, listen := range map[string]string{"both families": "[::]:0", "IPv4": "0.0.0.0:0"} {
		t.Run(name, func(t *testing.T) {
			slots := Slots{People: 1}
			s := newStandWith(t, slots, Config{Listen: netip.MustParseAddrPort(listen)})
			s.room.SetStage(stageOf("ana", "ben"))
			ana, ben := newClient(s, "ana", slots).connect(), newClient(s, "ben", slots).connect()
			stream(s, ana, ben, "hello")
		})
	}
}

func TestOffersThatPionCannotUseAreRefusedAndLeaveNothingBehind(t *testing.T) {
	s := newStand(t, Slots{People: 1})
	s.room.SetStage(stageOf("ana"))
	good := newClient(s, "ana", Slots{People: 1}).offer(nil)
	for name, change := range map[string][2]string{
		"a fingerprint that is none":  {"a=fingerprint:sha-256 ", "a=fingerprint:sha-256 zz"},
		"an unknown fingerprint hash": {"a=fingerprint:sha-256", "a=fingerprint:md5"},
		"no fingerprint":              {"a=fingerprint:", "a=x:"},
		"an extension that is no id":  {"a=extmap:", "a=extmap:x"},
		"an extension without a uri":  {"urn:ietf:params:rtp-hdrext:sdes:mid", "%zz"},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.ReplaceAll(good, change[0], change[1])
			if bad == good {
				t.Fatal("nothing was changed")
			}
			_, err := s.room.Answer(t.Context(), "ana", bad)
			if err != nil && !errors.Is(err, ErrOffer) {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := s.room.Answer(t.Context(), "nobody", good); !errors.Is(err, ErrNotOnStage) {
		t.Errorf("a stranger got %v", err)
	}
	if got := s.server.Stats(); got.Panics != 0 || got.Connections > 1 {
		t.Errorf("stats %+v", got)
	}
}

func TestALineThatDeclaresNoStreamIsKnownByItsMid(t *testing.T) {
	slots := Slots{People: 1}
	s := newStand(t, slots)
	s.room.SetStage(stageOf("ana", "ben"))
	ana, ben := newClient(s, "ana", slots), newClient(s, "ben", slots).connect()
	var undeclared strings.Builder
	for line := range strings.SplitAfterSeq(ana.offer(nil), "\r\n") {
		if !strings.HasPrefix(line, "a=ssrc") {
			undeclared.WriteString(line)
		}
	}
	answer, err := s.room.Answer(t.Context(), "ana", undeclared.String())
	if err != nil {
		t.Fatal(err)
	}
	ana.accept(answer)
	<-ana.ready
	said := 0
	say := func(from *sender, ssrc uint32, mid, content string) {
		h := from.header()
		if ssrc != 0 {
			h.SSRC = ssrc
		}
		extend(s, &h, from, uriMid, mid)
		payload := []byte(content)
		if from.kind == webrtc.RTPCodecTypeVideo {
			payload = vp8(content, true)
		}
		from.write(t, h, payload)
		said++
	}
	say(ana.microphone, 0, "9", "unknown mid")
	s.await("ana's voice", func() bool {
		say(ana.microphone, 0, "0", "voice")
		return len(ben.received("voice")) > 0
	})
	say(ana.microphone, 999, "0", "second")
	say(ana.microphone, 0, "", "more voice")
	s.await("more of it", func() bool { return len(ben.received("more voice")) == 1 })
	s.await("ana's picture", func() bool {
		say(ana.camera, 0, "1", "face")
		return len(ben.received("face")) > 0
	})
	nothing(s, []*client{ben}, "unknown")
	nothing(s, []*client{ben}, "second")
}

func TestAPanicInThePacketPathIsCountedAndForgotten(t *testing.T) {
	b := newBench(1)
	sink := &mediaSink{peer: b.peer, layer: &layer{}} // a layer without a peer
	if _, err := sink.Write(b.packet(b.sound, 1)); err != nil {
		t.Fatal(err)
	}
	if got := b.stats.snapshot().Panics; got != 1 {
		t.Errorf("%d panics were counted", got)
	}
}

package bot

import (
	"slices"
	"strings"
	"testing"

	"github.com/pion/rtp/codecs"

	"alcove/signaling/protocol"
)

// heightOf returns how many pixels the picture in a packet is high, or 0 where it doesn't say.
func (p rtpHeard) heightOf(t *testing.T) int {
	t.Helper()
	var vp8 codecs.VP8Packet
	frame, err := vp8.Unmarshal(p.packet.Payload)
	must(t, err)
	const startCode = "\x9d\x01\x2a"
	if vp8.S == 0 || frame[0]&1 != 0 || string(frame[3:6]) != startCode {
		return 0
	}
	return int(frame[8]) | int(frame[9]&0x3f)<<8
}

// forget drops what has been heard so far.
func (s *echo) forget() {
	for range len(s.sent) {
		<-s.sent
	}
}

func TestACameraOfSeveralLayersIsASimulcast(t *testing.T) {
	for name, row := range map[string]struct {
		layers  int
		heights map[string]int // by rid
	}{
		"one layer, not said":    {0, map[string]int{"": 360}},
		"one layer":              {1, map[string]int{"": 360}},
		"two":                    {2, map[string]int{"q": 180, "h": 360}},
		"three, the most of all": {3, map[string]int{"q": 180, "h": 360, "f": 720}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newEcho(t)
			sit(t, s, Config{Colour: 6, Layers: row.layers, Screen: 7})
			offer := take(t, s.offers)
			if got, want := strings.Count(offer, "a=rid:"), len(row.heights); (row.layers > 1) != (got == want) || row.layers < 2 && got > 0 {
				t.Errorf("the offer has %d rids, want %d", got, want)
			}
			ssrcs := map[uint32]bool{}
			for rid, height := range row.heights {
				p := s.heard(func(p rtpHeard) bool { return p.rid == rid && p.heightOf(t) != 0 })
				if got := p.heightOf(t); got != height || p.mid != s.mid(camera) {
					t.Errorf("%q is %d pixels high on line %s, want %d on the camera's", rid, got, p.mid, height)
				}
				ssrcs[p.packet.SSRC] = true
			}
			if len(ssrcs) != len(row.heights) {
				t.Errorf("%d streams, want one for each layer", len(ssrcs))
			}
		})
	}
	if _, err := Join(t.Context(), Config{Layers: MostLayers + 1}); err == nil {
		t.Error("a camera has more layers than there are")
	}
}

func TestALayerThatNobodyReceivesStopsAndBeginsAgainWithAKeyFrame(t *testing.T) {
	s := newEcho(t)
	sit(t, s, Config{Colour: 6, Layers: 3})
	of := func(rid string) func(rtpHeard) bool { return func(p rtpHeard) bool { return p.rid == rid } }
	s.heard(of("f"))
	s.send(protocol.MediaLayers{Active: []string{"q"}})
	quiet := 0 // packets of q in a row
	s.heard(func(p rtpHeard) bool {
		if quiet++; p.rid != "q" {
			quiet = 0
		}
		return quiet == 10
	})
	s.forget()
	s.send(protocol.MediaLayers{Active: []string{"q", "h"}})
	if p := s.heard(of("h")); p.heightOf(t) != 360 {
		t.Error("the layer began again without a key frame")
	}
	for range 20 {
		s.heard(func(p rtpHeard) bool {
			if p.rid == "f" {
				t.Error("the largest layer goes on")
			}
			return true
		})
	}
}

func TestAKeyFrameIsSentOfTheLayerThatNeedsOne(t *testing.T) {
	s := newEcho(t)
	sit(t, s, Config{Colour: 6, Layers: 3})
	for _, rid := range rids {
		s.heard(func(p rtpHeard) bool { return p.rid == rid && p.heightOf(t) == 0 })
	}
	s.mu.Lock()
	loss := s.loss["h"]
	s.mu.Unlock()
	s.forget()
	loss()
	early := map[string]int{} // key frames, until that of h comes: a clip begins anew once a second
	s.heard(func(p rtpHeard) bool {
		if p.heightOf(t) != 0 {
			early[p.rid]++
		}
		return early["h"] > 0
	})
	if early["q"] > 1 || early["f"] > 1 {
		t.Errorf("key frames until the one that was asked for: %v", early)
	}
}

func TestABotSaysHowLargeItShowsPictures(t *testing.T) {
	s := newEcho(t)
	b := sit(t, s, Config{})
	must(t, b.AwaitSlots(within(t), func(slots []protocol.Slot) bool { return len(slots) == 2 }))
	must(t, b.Want(within(t), func(slot protocol.Slot) int { return 100 * slot.Seat }))
	want := []protocol.Wish{{Mid: s.mid(numSources + 1), Height: 200}}
	if got := next[protocol.MediaWant](s); !slices.Equal(got.Slots, want) {
		t.Errorf("it wants %v, want %v", got.Slots, want)
	}
}

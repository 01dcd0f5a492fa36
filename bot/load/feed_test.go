package load

import (
	"testing"

	"github.com/pion/rtp/codecs"

	"alcove/bot"
)

func TestPicturesAreFramesThatAForwarderCanTellApart(t *testing.T) {
	for name, layers := range map[string]int{"one layer": 1, "three layers": bot.MostLayers} {
		t.Run(name, func(t *testing.T) {
			f := newFeed(at(noon), layers)
			for rank, size := range sizesOf(layers) {
				for number, key := range []bool{true, false, false, true} {
					checkFrame(t, f.Picture(rank, key), size, number, key)
				}
			}
		})
	}
}

// checkFrame checks the packets of the frame that is the n-th one of its layer.
func checkFrame(t *testing.T, bodies [][]byte, want size, n int, key bool) {
	t.Helper()
	if len(bodies) != want.packets {
		t.Fatalf("%d packets, want %d", len(bodies), want.packets)
	}
	for i, body := range bodies {
		var p codecs.VP8Packet
		frame, err := p.Unmarshal(body)
		if err != nil {
			t.Fatal(err)
		}
		if begins := p.S == 1 && p.PID == 0; begins != (i == 0) || int(p.PictureID) != n {
			t.Errorf("frame %d, packet %d: begins %v, picture id %d", n, i, begins, p.PictureID)
		}
		if i > 0 {
			continue
		}
		if isKey := frame[0]&1 == 0; isKey != key {
			t.Errorf("frame %d: key %v, want %v", n, isKey, key)
		}
		width, height := int(frame[6])|int(frame[7])<<8, int(frame[8])|int(frame[9])<<8
		if key && (string(frame[3:6]) != "\x9d\x01\x2a" || width != want.width || height != want.height) {
			t.Errorf("frame %d begins % x, want a start code and %d×%d", n, frame[:10], want.width, want.height)
		}
	}
}

func TestLayersHaveTheRatesOfABrowser(t *testing.T) {
	for rank, want := range []int{150_000, 500_000, 1_500_000} {
		s := sizes[rank]
		if rate := framesPerSecond * s.packets * s.bytes * 8; rate < want*95/100 || rate > want*105/100 {
			t.Errorf("layer %d has %d bit/s, want about %d", rank, rate, want)
		}
		if sampleEvery%s.packets == 0 && s.packets > 1 {
			t.Errorf("only some packets of layer %d are ever sampled", rank)
		}
	}
}

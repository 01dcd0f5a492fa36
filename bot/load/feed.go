package load

import (
	"encoding/binary"
	"time"

	"alcove/bot"
)

// What a participant sends: 50 packets of sound a second, 20 frames of each layer, together 0.53 Mbit/s with one layer
// and 2.2 with three.
const (
	framesPerSecond = 20
	soundSize       = 80 // bytes of payload, as of speech at 32 kbit/s
	speechLevel     = 30 // in -dBov (RFC 6464)

	stampSize = 8
)

// size is how large one layer of a picture is.
type size struct {
	width, height int // in pixels
	packets       int // of a frame
	bytes         int // of payload in each
}

// sizes are those of a simulcast: some 150, 500 and 1500 kbit/s.
var sizes = [bot.MostLayers]size{{320, 180, 1, 938}, {640, 360, 3, 1042}, {1280, 720, 9, 1042}}

// sizesOf returns the sizes of so many layers. A single one is the middle one.
func sizesOf(layers int) []size {
	if layers == 1 {
		return sizes[1:2]
	}
	return sizes[:layers]
}

// feed implements bot.Feed: well-formed Opus and VP8 packets without anything to hear or see, each of which ends with the
// time at which it was made. The two methods share nothing, as they are called by two goroutines.
type feed struct {
	now    func() time.Time
	sound  []byte
	layers []picture
}

// picture is what one layer sends.
type picture struct {
	size
	bodies [][]byte
	number uint16 // of the next frame
}

func newFeed(now func() time.Time, layers int) *feed {
	f := &feed{now: now, sound: make([]byte, soundSize)}
	f.sound[0] = 0xf8 // CELT, 20 ms, mono, one frame (RFC 6716, section 3.1)
	for _, s := range sizesOf(layers) {
		p := picture{size: s}
		for range s.packets {
			p.bodies = append(p.bodies, make([]byte, s.bytes))
		}
		f.layers = append(f.layers, p)
	}
	return f
}

// Sound implements bot.Feed.
func (f *feed) Sound(int) (packet []byte, level uint8) {
	stamp(f.sound, f.now())
	return f.sound, speechLevel
}

// Picture implements bot.Feed.
func (f *feed) Picture(layer int, key bool) [][]byte {
	p := &f.layers[layer]
	for i, body := range p.bodies {
		// The descriptor with a picture id of 15 bits (RFC 7741, section 4.2).
		body[0], body[1] = 0x80, 0x80
		binary.BigEndian.PutUint16(body[2:], p.number|0x8000)
		if i == 0 {
			body[0] |= 0x10 // begins a partition
			p.beginFrame(body[4:], key)
		}
		stamp(body, f.now())
	}
	p.number = (p.number + 1) & 0x7fff
	return p.bodies
}

// FramesPerSecond implements bot.Feed.
func (f *feed) FramesPerSecond() int { return framesPerSecond }

// beginFrame writes the head of a shown VP8 frame (RFC 6386, section 9.1).
func (s size) beginFrame(frame []byte, key bool) {
	const shown, notKey = 1 << 4, 1
	if !key {
		frame[0] = shown | notKey
		return
	}
	copy(frame, []byte{shown, 0, 0, 0x9d, 0x01, 0x2a})
	binary.LittleEndian.PutUint16(frame[6:], uint16(s.width))
	binary.LittleEndian.PutUint16(frame[8:], uint16(s.height))
}

// stamp writes a time over the end of a payload.
func stamp(payload []byte, at time.Time) {
	binary.BigEndian.PutUint64(payload[len(payload)-stampSize:], uint64(at.UnixNano()))
}

// stamped reads what stamp has written. It reports false for what is too short.
func stamped(payload []byte) (at time.Time, ok bool) {
	if len(payload) < stampSize {
		return time.Time{}, false
	}
	return time.Unix(0, int64(binary.BigEndian.Uint64(payload[len(payload)-stampSize:]))), true
}

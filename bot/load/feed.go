package load

import (
	"encoding/binary"
	"time"
)

// What a participant sends: 50 packets of sound and 20 frames of three packets a second, together 0.53 Mbit/s.
const (
	framesPerSecond = 20
	packetsPerFrame = 3
	soundSize       = 80   // bytes of payload, as of speech at 32 kbit/s
	pictureSize     = 1042 // bytes of payload: 500 kbit/s
	speechLevel     = 30   // in -dBov (RFC 6464)

	stampSize = 8
)

// feed implements bot.Feed: well-formed Opus and VP8 packets without anything to hear or see, each of which ends with the
// time at which it was made. The two methods share nothing, as they are called by two goroutines.
type feed struct {
	now     func() time.Time
	sound   []byte
	picture [][]byte
	number  uint16 // of the next picture
}

func newFeed(now func() time.Time) *feed {
	f := &feed{now: now, sound: make([]byte, soundSize)}
	f.sound[0] = 0xf8 // CELT, 20 ms, mono, one frame (RFC 6716, section 3.1)
	for range packetsPerFrame {
		f.picture = append(f.picture, make([]byte, pictureSize))
	}
	return f
}

// Sound implements bot.Feed.
func (f *feed) Sound(int) (packet []byte, level uint8) {
	stamp(f.sound, f.now())
	return f.sound, speechLevel
}

// Picture implements bot.Feed.
func (f *feed) Picture(key bool) [][]byte {
	for i, body := range f.picture {
		// The descriptor with a picture id of 15 bits (RFC 7741, section 4.2).
		body[0], body[1] = 0x80, 0x80
		binary.BigEndian.PutUint16(body[2:], f.number|0x8000)
		if i == 0 {
			body[0] |= 0x10 // begins a partition
			beginFrame(body[4:], key)
		}
		stamp(body, f.now())
	}
	f.number = (f.number + 1) & 0x7fff
	return f.picture
}

// FramesPerSecond implements bot.Feed.
func (f *feed) FramesPerSecond() int { return framesPerSecond }

// beginFrame writes the head of a shown VP8 frame (RFC 6386, section 9.1).
func beginFrame(frame []byte, key bool) {
	const shown, notKey = 1 << 4, 1
	if !key {
		frame[0] = shown | notKey
		return
	}
	copy(frame, []byte{shown, 0, 0, 0x9d, 0x01, 0x2a, 640 & 0xff, 640 >> 8, 360 & 0xff, 360 >> 8})
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

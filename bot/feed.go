package bot

import (
	"time"

	"github.com/pion/rtp/codecs"
)

const (
	loudness  = 30  // of a tone, in -dBov (RFC 6464)
	quietness = 127 // of silence
	payload   = 1100
)

// silence is an Opus packet of 20 ms in which nothing is heard.
var silence = []byte{0xf8, 0xff, 0xfe}

// Feed is what comes from a microphone and a camera. Sound is called by one goroutine of each peer connection and Picture
// by another; what they return is sent before they are called again.
type Feed interface {
	// Sound returns the n-th Opus packet of 20 ms and its level in -dBov (RFC 6464), where 127 is silence.
	Sound(n int) (packet []byte, level uint8)
	// Picture returns the RTP payloads of the next VP8 frame of a layer, which must be a key frame if key is set. Layers
	// are counted from 0, the smallest, up to what Config.Layers says.
	Picture(layer int, key bool) [][]byte
	// FramesPerSecond says how often Picture is called.
	FramesPerSecond() int
}

// soundFeeds returns what sounds from each source that this bot has.
func (b *Bot) soundFeeds() map[int]Feed {
	feeds := map[int]Feed{}
	switch {
	case b.cfg.Feed != nil:
		feeds[microphone] = b.cfg.Feed
	case b.cfg.Tone != 0:
		feeds[microphone] = &performance{bot: b, tone: b.cfg.Tone}
	}
	if b.cfg.ScreenTone != 0 {
		feeds[screenSound] = &performance{bot: b, tone: b.cfg.ScreenTone}
	}
	return feeds
}

// pictureFeeds returns what is seen from each source that this bot has.
func (b *Bot) pictureFeeds() map[int]Feed {
	feeds := map[int]Feed{}
	switch {
	case b.cfg.Feed != nil:
		feeds[camera] = b.cfg.Feed
	case b.cfg.Colour != 0:
		feeds[camera] = newClip(b, b.cfg.Colour, b.layersOf(camera))
	}
	if b.cfg.Screen != 0 {
		feeds[screen] = newClip(b, b.cfg.Screen, 1)
	}
	return feeds
}

func (b *Bot) hasMicrophone() bool { return b.cfg.Tone != 0 || b.cfg.Feed != nil }
func (b *Bot) hasCamera() bool     { return b.cfg.Colour != 0 || b.cfg.Feed != nil }

// performance is a tone or a colour of a bot.
type performance struct {
	bot    *Bot
	tone   Tone
	colour Colour
	layers []layer
}

// layer is one size of a clip that is being shown.
type layer struct {
	clip    [][]byte
	packets codecs.VP8Payloader
	frame   int // the next one of the clip
}

func newClip(b *Bot, c Colour, layers int) *performance {
	p := &performance{bot: b, colour: c}
	// A single layer has the middle size, and so has the largest one of two: what a browser makes of 640×360.
	sizes := b.works.clips[c-1][:]
	switch layers {
	case 1:
		sizes = sizes[1:2]
	case 2:
		sizes = sizes[:2]
	}
	for _, clip := range sizes {
		p.layers = append(p.layers, layer{clip: clip, packets: codecs.VP8Payloader{EnablePictureID: true}})
	}
	return p
}

// Sound implements Feed: the tone, or silence between tones.
func (p *performance) Sound(n int) ([]byte, uint8) {
	if !p.bot.speech.Load().sounds(time.Duration(n) * soundEvery) {
		return silence, quietness
	}
	tone := p.bot.works.tones[p.tone-1]
	return tone[n%len(tone)], loudness
}

// Picture implements Feed: the frames of the clip, which begins with its key frame.
func (p *performance) Picture(rank int, key bool) [][]byte {
	l := &p.layers[rank]
	if key {
		l.frame = 0
	}
	bodies := l.packets.Payload(payload, l.clip[l.frame])
	l.frame = (l.frame + 1) % len(l.clip)
	return bodies
}

// FramesPerSecond implements Feed.
func (p *performance) FramesPerSecond() int { return 15 }

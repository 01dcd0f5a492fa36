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
	// Picture returns the RTP payloads of the next VP8 frame, which must be a key frame if key is set.
	Picture(key bool) [][]byte
	// FramesPerSecond says how often Picture is called.
	FramesPerSecond() int
}

// feed is what this bot sends on one peer connection.
func (b *Bot) feed() Feed {
	if b.cfg.Feed != nil {
		return b.cfg.Feed
	}
	return &performance{bot: b, packets: codecs.VP8Payloader{EnablePictureID: true}}
}

func (b *Bot) hasMicrophone() bool { return b.cfg.Tone != 0 || b.cfg.Feed != nil }
func (b *Bot) hasCamera() bool     { return b.cfg.Colour != 0 || b.cfg.Feed != nil }

// performance is a bot's tone and colour.
type performance struct {
	bot     *Bot
	packets codecs.VP8Payloader
	frame   int // the next one of the clip
}

// Sound implements Feed: the tone, or silence between tones.
func (p *performance) Sound(n int) ([]byte, uint8) {
	if !p.bot.speech.Load().sounds(time.Duration(n) * soundEvery) {
		return silence, quietness
	}
	tone := p.bot.works.tones[p.bot.cfg.Tone-1]
	return tone[n%len(tone)], loudness
}

// Picture implements Feed: the frames of the clip, which begins with its key frame.
func (p *performance) Picture(key bool) [][]byte {
	clip := p.bot.works.clips[p.bot.cfg.Colour-1]
	if key {
		p.frame = 0
	}
	bodies := p.packets.Payload(payload, clip[p.frame])
	p.frame = (p.frame + 1) % len(clip)
	return bodies
}

// FramesPerSecond implements Feed.
func (p *performance) FramesPerSecond() int { return 15 }

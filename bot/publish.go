package bot

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

const (
	soundRate   = 48_000 // Opus timestamps per second
	pictureRate = 90_000 // VP8 timestamps per second

	soundEvery   = 20 * time.Millisecond
	longestDelay = 5 // packets that are made up for after a stall; older ones are skipped
)

// track is one layer of a send line, and mostly its only one. It implements webrtc.TrackLocal.
type track struct {
	kind        webrtc.RTPCodecType
	id          string
	rid         string // empty: the line has no other layer
	transceiver *webrtc.RTPTransceiver
	bound       atomic.Pointer[binding]
	keyWanted   atomic.Bool
}

// binding is what the negotiation settled for a track.
type binding struct {
	out     webrtc.TrackLocalWriter
	ssrc    uint32
	payload uint8
	// Ids of the header extensions; zero: not agreed.
	level, mid, rid uint8
}

// Bind implements webrtc.TrackLocal.
func (t *track) Bind(c webrtc.TrackLocalContext) (webrtc.RTPCodecParameters, error) {
	var codec webrtc.RTPCodecParameters
	for _, offered := range c.CodecParameters() {
		if offered.MimeType == webrtc.MimeTypeOpus || offered.MimeType == webrtc.MimeTypeVP8 {
			codec = offered
			break
		}
	}
	if codec.MimeType == "" {
		return codec, webrtc.ErrUnsupportedCodec
	}
	b := &binding{out: c.WriteStream(), ssrc: uint32(c.SSRC()), payload: uint8(codec.PayloadType)}
	for _, e := range c.HeaderExtensions() {
		switch e.URI {
		case sdp.AudioLevelURI:
			b.level = uint8(e.ID)
		case sdp.SDESMidURI:
			b.mid = uint8(e.ID)
		case sdp.SDESRTPStreamIDURI:
			b.rid = uint8(e.ID)
		}
	}
	t.bound.Store(b)
	return codec, nil
}

// Unbind implements webrtc.TrackLocal.
func (t *track) Unbind(webrtc.TrackLocalContext) error {
	t.bound.Store(nil)
	return nil
}

// ID implements webrtc.TrackLocal.
func (t *track) ID() string { return t.id }

// RID implements webrtc.TrackLocal.
func (t *track) RID() string { return t.rid }

// StreamID implements webrtc.TrackLocal.
func (t *track) StreamID() string { return t.id }

// Kind implements webrtc.TrackLocal.
func (t *track) Kind() webrtc.RTPCodecType { return t.kind }

// mid is the name of the track's line, once negotiated.
func (t *track) mid() string {
	if t.transceiver == nil {
		return ""
	}
	return t.transceiver.Mid()
}

// outlet writes the packets of one layer of a source, in order. Owned by the goroutine of that source.
type outlet struct {
	stage  *stage
	source int
	rank   int
	tricks *tricks
	next   uint16
	dark   bool // nothing has been sent, or not of late: begin with a key frame. For pictures
}

func (b *Bot) outlet(s *stage, source, rank int) *outlet {
	var first [2]byte
	_, _ = rand.Read(first[:])
	return &outlet{
		stage: s, source: source, rank: rank, tricks: &b.tricks[source],
		next: binary.BigEndian.Uint16(first[:]), dark: true,
	}
}

// track is where the packets go: nil if the line has no such layer, which is so for rerouted ones only.
func (o *outlet) track() *track {
	layers := o.stage.tracks[o.tricks.line(o.source)]
	if o.rank >= len(layers) {
		return nil
	}
	return layers[o.rank]
}

// write sends one packet; level is for sound only. An error means that the stage is ending, which shows elsewhere.
func (o *outlet) write(body []byte, timestamp uint32, marker bool, level uint8) {
	t := o.track()
	if t == nil {
		return
	}
	bound := t.bound.Load()
	if bound == nil {
		return
	}
	h := rtp.Header{
		Version: 2, Marker: marker, PayloadType: bound.payload,
		SequenceNumber: o.next, Timestamp: timestamp, SSRC: o.tricks.ssrcOr(bound.ssrc),
	}
	o.next++
	if bound.mid != 0 {
		_ = h.SetExtension(bound.mid, []byte(or(&o.tricks.mid, t.mid())))
	}
	if rid := or(&o.tricks.rid, t.rid); rid != "" && bound.rid != 0 {
		_ = h.SetExtension(bound.rid, []byte(rid))
	}
	if bound.level != 0 && t.kind == audio {
		loud, err := rtp.AudioLevelExtension{Level: level, Voice: level < quietness}.Marshal()
		if err == nil {
			_ = h.SetExtension(bound.level, loud)
		}
	}
	_, _ = bound.out.WriteRTP(&h, body)
}

// sendSound sends a packet of a source every 20 ms while it may be heard.
func (b *Bot) sendSound(ctx context.Context, s *stage, source int, feed Feed) {
	o := b.outlet(s, source, 0)
	b.inStep(ctx, soundEvery, func(n int) {
		if !b.sends(source, 0) {
			return
		}
		body, level := feed.Sound(n)
		o.write(body, uint32(n)*soundRate/50, false, level)
	})
}

// sendPicture sends the frames of a source, in all its layers, while it may be seen. It asks for a key frame when
// somebody needs one and when the layer comes on.
func (b *Bot) sendPicture(ctx context.Context, s *stage, source int, feed Feed) {
	var outlets []*outlet
	for rank := range s.tracks[source] {
		outlets = append(outlets, b.outlet(s, source, rank))
	}
	perSecond := feed.FramesPerSecond()
	b.inStep(ctx, time.Second/time.Duration(perSecond), func(n int) {
		for _, o := range outlets {
			if !b.sends(source, o.rank) {
				o.dark = true
				continue
			}
			o.show(feed, uint32(n)*uint32(pictureRate/perSecond))
		}
	})
}

// show sends the next frame of the layer.
func (o *outlet) show(feed Feed, timestamp uint32) {
	t := o.track()
	if t == nil {
		return
	}
	bodies := feed.Picture(o.rank, t.keyWanted.Swap(false) || o.dark)
	o.dark = false
	for i, body := range bodies {
		o.write(body, timestamp, i == len(bodies)-1, 0)
	}
}

// inStep calls do for each step of time since now, in order and counted from zero, until ctx ends.
func (b *Bot) inStep(ctx context.Context, every time.Duration, do func(n int)) {
	begin := time.Now()
	tick := time.NewTicker(every)
	defer tick.Stop()
	for n := 0; ; {
		due := int(time.Since(begin) / every)
		for n = max(n, due-longestDelay); n <= due; n++ {
			do(n)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

package bot

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v4"

	"alcove/signaling/protocol"
)

// Nobody is the seat of packets that came in a slot which, by the server's newest word, shows nobody.
const Nobody = -1

// Stream names a part of what a bot receives. A zero field stands for any, so the zero Stream is everything.
type Stream struct {
	Mid  string // of the slot
	Seat int    // that the slot was bound to when the packet came, or Nobody
	Kind string // of the slot, as in protocol.Slot; of an unbound slot "audio" or "video"

	// Whose work it is, known from the payload itself, whatever the server says about the slot. Of a picture only
	// frames that fit one packet are known, which is every frame that bots send but key frames of the largest size.
	Colour Colour
	Height int // of a picture, in pixels
	Tone   Tone
}

// Traffic is how much of a stream has come. Packets without payload don't count.
type Traffic struct {
	Packets, Bytes uint64
	Missing        int       // packets whose numbers were skipped and that have not come late
	Last           time.Time // when the newest packet came
}

// Received returns what has come of s so far, over all lines and peer connections.
func (b *Bot) Received(s Stream) Traffic { return b.received.sum(s) }

// AwaitPackets waits until n more packets of s have come.
func (b *Bot) AwaitPackets(ctx context.Context, s Stream, n uint64) error {
	until := b.Received(s).Packets + n
	return b.await(ctx, func() bool { return b.Received(s).Packets >= until })
}

// Leaked waits until n more packets of control have come and returns how many of quiet came meanwhile. It shows that
// something is silent without any clock: the control proves that packets would have come.
func (b *Bot) Leaked(ctx context.Context, quiet, control Stream, n uint64) (uint64, error) {
	before := b.Received(quiet).Packets
	err := b.AwaitPackets(ctx, control, n)
	return b.Received(quiet).Packets - before, err
}

// received counts by stream. The zero value is ready.
type received struct {
	bound atomic.Pointer[map[string]protocol.Slot] // by mid; replaced whole

	mu       sync.Mutex
	counters map[Stream]*counter // by streams with all fields set
}

type counter struct {
	packets, bytes atomic.Uint64
	missing        atomic.Int64
	last           atomic.Int64 // nanoseconds since 1970
}

func (r *received) rebind(slots []protocol.Slot) {
	bound := make(map[string]protocol.Slot, len(slots))
	for _, s := range slots {
		bound[s.Mid] = s
	}
	r.bound.Store(&bound)
}

func (r *received) sum(s Stream) Traffic {
	r.mu.Lock()
	defer r.mu.Unlock()
	var t Traffic
	for stream, c := range r.counters {
		if !s.covers(stream) {
			continue
		}
		t.Packets += c.packets.Load()
		t.Bytes += c.bytes.Load()
		t.Missing += int(c.missing.Load())
		if nanos := c.last.Load(); nanos > 0 && time.Unix(0, nanos).After(t.Last) {
			t.Last = time.Unix(0, nanos)
		}
	}
	return t
}

func (s Stream) covers(one Stream) bool {
	return (s.Mid == "" || s.Mid == one.Mid) && (s.Seat == 0 || s.Seat == one.Seat) &&
		(s.Kind == "" || s.Kind == one.Kind) && (s.Colour == 0 || s.Colour == one.Colour) &&
		(s.Height == 0 || s.Height == one.Height) && (s.Tone == 0 || s.Tone == one.Tone)
}

// counter returns the one counter of a stream.
func (r *received) counter(s Stream) *counter {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.counters == nil {
		r.counters = map[Stream]*counter{}
	}
	c := r.counters[s]
	if c == nil {
		c = &counter{}
		r.counters[s] = c
	}
	return c
}

// stream says what a packet in the slot mid belongs to at this moment.
func (r *received) stream(mid, kind string, m mark) Stream {
	s := Stream{Mid: mid, Seat: Nobody, Kind: kind, Colour: m.colour, Height: m.height, Tone: m.tone}
	if bound := r.bound.Load(); bound != nil {
		if slot, ok := (*bound)[mid]; ok {
			s.Seat, s.Kind = slot.Seat, slot.Kind
		}
	}
	return s
}

// watch counts what comes on one track, until the peer connection closes.
func (b *Bot) watch(track *webrtc.TrackRemote, mid string) {
	buffer := make([]byte, 1<<12)
	known := map[Stream]*counter{}
	var packet rtp.Packet
	var order Numbers
	missing := 0 // since the last packet that was counted
	for {
		n, _, err := track.Read(buffer)
		if err != nil {
			return
		}
		packet = rtp.Packet{}
		if packet.Unmarshal(buffer[:n]) != nil {
			continue
		}
		missing += order.Take(packet.SequenceNumber)
		if len(packet.Payload) == 0 {
			continue
		}
		s := b.received.stream(mid, track.Kind().String(), b.works.markOf(track.Kind(), &packet))
		c := known[s]
		if c == nil {
			c = b.received.counter(s)
			known[s] = c
		}
		c.packets.Add(1)
		c.bytes.Add(uint64(len(packet.Payload)))
		c.missing.Add(int64(missing))
		missing = 0
		c.last.Store(time.Now().UnixNano())
		b.news.announce()
	}
}

// markOf recognises the work in a packet.
func (w *works) markOf(kind webrtc.RTPCodecType, p *rtp.Packet) mark {
	if kind == webrtc.RTPCodecTypeAudio {
		return w.recognise(p.Payload)
	}
	var vp8 codecs.VP8Packet
	frame, err := vp8.Unmarshal(p.Payload)
	if err != nil || vp8.S == 0 || !p.Marker {
		return mark{}
	}
	return w.recognise(frame)
}

package sfu

import (
	"encoding/binary"
	"sync"
	"sync/atomic"
	"time"
)

// layer is one encoding of one source, as one connection sends it: one SSRC, with a second one for its
// retransmissions. A camera may have several, of which none is sure to come; a feed's layers share its gate.
//
// receive and repair are called from the one goroutine that reads the connection; everything that other goroutines
// look at is atomic or behind mu.
type layer struct {
	peer     *peer
	feed     *feed
	declared sendLine
	rid      string // empty without simulcast
	rank     int    // among the layers of its line; 0 is the smallest picture
	codec    codec
	ids      extensionIDs
	stats    *counters

	// Owned by the reading goroutine.
	sequencer              sequencer
	since                  int64 // the first number of the current run
	interrupted            bool  // the gate was closed since the last forwarded packet
	learned, learnedRepair bool  // undeclared SSRCs have been tied to this layer

	// ring is made with the first forwarded packet of a video. A slot looks at it only after a packet of the layer has
	// reached the slot, under the slot's lock.
	ring *ring

	ssrc     atomic.Uint32 // zero until it is known
	cameAt   atomic.Int64  // when it was last forwarded, in Unix nanoseconds; zero: never
	bytes    atomic.Uint64 // forwarded so far, once for all slots, with what headers add
	wantsKey atomic.Bool   // some slot waits for a key frame of this layer
	flow     layerFlow     // owned by the room's loop
	keysSeen uint32        // feed.keys as it was when a key frame was last asked for; owned by the room's loop
	lastKey  time.Time     // when a key frame was last asked for; owned by the room's loop
	mu       sync.Mutex
	received reception // guarded by mu
	missing  missing   // guarded by mu; video only
}

// newLayers returns the layers of a send line, in the order of their ranks.
func newLayers(p *peer, f *feed, send sendLine) []*layer {
	if len(send.rids) == 0 {
		return []*layer{newLayer(p, f, send)}
	}
	var layers []*layer
	for rank, rid := range send.rids {
		l := newLayer(p, f, send)
		l.rid, l.rank = rid, rank
		layers = append(layers, l)
	}
	return layers
}

func newLayer(p *peer, f *feed, send sendLine) *layer {
	l := &layer{peer: p, feed: f, declared: send, codec: send.codec, ids: send.ids, stats: p.stats}
	l.received.clock = send.codec.clock()
	l.ssrc.Store(send.ssrc)
	return l
}

// receive takes a packet of the layer's own SSRC. Raw is valid, and may be changed, until it returns.
//
// This is the hot path together with forward, rewriter and readVP8: it must not block, allocate or log.
func (l *layer) receive(raw []byte, now time.Time) {
	p, ok := readPacket(raw, l.ids)
	if !ok {
		l.stats.malformed.Add(1)
		return
	}
	p.at = now
	l.peer.arrived(&p, now)
	if p.payloadType != l.codec.payload {
		l.stats.unexpected.Add(1)
		return
	}
	l.mu.Lock()
	l.received.add(p.sequence, p.timestamp, now)
	l.mu.Unlock()
	l.forward(&p)
}

// repair takes a packet of the layer's retransmission stream (RFC 4588) and turns it back into the original.
func (l *layer) repair(raw []byte, now time.Time) {
	p, ok := readPacket(raw, l.ids)
	if !ok {
		l.stats.malformed.Add(1)
		return
	}
	p.at = now
	l.peer.arrived(&p, now)
	if p.payloadType != l.codec.repair {
		l.stats.unexpected.Add(1)
		return
	}
	if len(p.payload) < 2 {
		l.stats.padding.Add(1) // a bandwidth probe
		return
	}
	p.sequence = binary.BigEndian.Uint16(p.payload)
	p.payload = p.payload[2:]
	p.payloadAt += 2
	l.forward(&p)
}

// forward brings p to every slot that receives the feed, if the gate is open. The list comes first: whoever is not in the
// audience at that moment never gets p, even if the feed crosses into theirs before p has passed the gate.
func (l *layer) forward(p *packet) {
	to := *l.feed.slots.Load()
	if l.peer.over.Load() || !l.feed.gate.passes(p.at) {
		l.interrupted = true
		l.stats.gated.Add(1)
		return
	}
	if len(p.payload) > ringPacket {
		l.stats.malformed.Add(1)
		return
	}
	if !l.place(p) {
		return
	}
	l.bytes.Add(uint64(len(p.payload) + wireOverhead))
	switch {
	case l.codec.video:
		p.widen()
		if l.ring == nil {
			l.ring = new(ring)
		}
		l.ring.put(p)
		l.cameAt.Store(p.at.UnixNano())
	case l.feed.trace != nil:
		l.feed.trace.add(p.timestamp, len(p.payload), p.level())
	}
	sent := uint64(0)
	for _, s := range to {
		if s.forward(l, p) {
			sent++
		}
	}
	l.stats.forwarded.Add(sent)
}

// place numbers p and reads its payload descriptor. It reports false if p goes no further.
func (l *layer) place(p *packet) bool {
	if l.interrupted {
		l.sequencer.interrupt()
		l.interrupted = false
	}
	number, arrival := l.sequencer.take(p.sequence)
	switch arrival {
	case arrivalStale:
		l.stats.stale.Add(1)
		return false
	case arrivalDuplicate:
		l.stats.duplicates.Add(1)
		return false
	case arrivalFresh, arrivalRestart:
	}
	l.track(number, arrival, p.at)
	if len(p.payload) == 0 {
		l.sequencer.skip(number)
		l.stats.padding.Add(1)
		return false
	}
	if l.codec.video {
		descriptor, ok := readVP8(p.payload)
		if !ok {
			l.sequencer.skip(number)
			l.stats.malformed.Add(1)
			return false
		}
		p.vp8 = descriptor
	}
	placed, ok := l.sequencer.placed(number)
	if !ok {
		l.stats.stale.Add(1)
		return false
	}
	if arrival == arrivalRestart {
		l.since = placed
	}
	p.number, p.since = placed, l.since
	return true
}

// track keeps the list of what is to be asked for again. Sound is not: it would come too late.
func (l *layer) track(number int64, arrival arrival, now time.Time) {
	if !l.codec.video {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if arrival == arrivalRestart {
		l.missing.restart(number)
		return
	}
	if !l.missing.add(number, now) {
		l.wantsKey.Store(true)
	}
}

// clockAt returns when, on the server's clock, the publisher sampled timestamp. It reports false before the
// publisher's first sender report.
func (l *layer) clockAt() (at time.Time, timestamp uint32, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.received.reportArrivedAt.IsZero() {
		return time.Time{}, 0, false
	}
	return timeOf(l.received.report.ntp).Add(l.peer.clockOffset()), l.received.report.timestamp, true
}

package sfu

import (
	"sync"
	"time"
)

const (
	// ringSize is how many packets of a layer are kept for retransmission: more than a key frame has.
	ringSize = 128
	// ringPacket is the largest payload that is kept and forwarded, in bytes; a bigger one fits through no network.
	ringPacket = 1500
	// retransmitAge is how old a packet may be when it is sent again. Older ones would only fill the line that has
	// just come back, and delay the key frame.
	retransmitAge = 500 * time.Millisecond
)

// ring keeps the newest packets of one video layer. One goroutine puts, any may get.
type ring struct {
	mu      sync.Mutex
	entries [ringSize]ringEntry
}

type ringEntry struct {
	number    int64
	timestamp uint32
	marker    bool
	vp8       vp8Descriptor
	at        time.Time
	size      int
	payload   [ringPacket]byte
}

// put copies p.
func (r *ring) put(p *packet) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := &r.entries[p.number%ringSize]
	if e.number > p.number {
		return
	}
	e.number, e.timestamp, e.marker, e.vp8, e.at = p.number, p.timestamp, p.marker, p.vp8, p.at
	e.size = copy(e.payload[:], p.payload)
}

// get copies the packet with this number behind room bytes of buffer. It reports false if it is gone or older than
// retransmitAge.
func (r *ring) get(number int64, now time.Time, buffer []byte, room int) (packet, bool) {
	if number <= 0 {
		return packet{}, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	e := &r.entries[number%ringSize]
	if e.number != number || now.Sub(e.at) > retransmitAge || len(buffer) < room+e.size {
		return packet{}, false
	}
	p := packet{number: number, timestamp: e.timestamp, marker: e.marker, vp8: e.vp8, at: e.at}
	p.payload = buffer[room : room+copy(buffer[room:], e.payload[:e.size])]
	return p, true
}

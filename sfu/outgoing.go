package sfu

import (
	"sync"
	"sync/atomic"
	"time"
)

const (
	// outgoingSize is how many packets to a browser are remembered: more than it is sent between two reports.
	outgoingSize = 4096
	// wireOverhead is what a packet has beside its payload, in bytes: IP, UDP, RTP with one extension, the SRTP tag.
	wireOverhead = 28 + rtpHeaderSize + 8 + 16
	// baseTime is for how long the shortest way counts as that of an empty line, at least. It is twice that at most.
	baseTime = 10 * time.Second
	// clockJump is how far a browser's clock may move against ours between two packets; beyond that it begins anew.
	clockJump = time.Minute
)

// outgoing gives the packets to one browser their transport-wide numbers and remembers when they left, to match what
// the browser reports of them (draft-holmer-rmcat-transport-wide-cc-extensions-01). The zero value has sent nothing.
//
// add is called on the packet path by the goroutines of all publishers and neither locks nor allocates; hear is called
// by the browser's SRTCP goroutine; take by the room's loop.
type outgoing struct {
	next atomic.Uint64 // the number of the next packet, unwrapped
	// sent holds for each of the last numbers 36 bits of the time in microseconds, 12 of the size and 16 of the number;
	// zero once that packet has been reported as received.
	sent [outgoingSize]atomic.Uint64

	mu    sync.Mutex
	heard uint64  // the number after the last one that was reported; guarded by mu
	delay transit // guarded by mu
	flow  flow    // since the last take; guarded by mu
}

const (
	sentTimeBits = 36
	sentSizeBits = 12
	sentTimeMask = 1<<sentTimeBits - 1
)

// flow is what became of the packets to a browser over some time. The zero value is nothing.
type flow struct {
	packets int // whose fate is known
	lost    int // of them
	bytes   int // that have arrived, with all their headers
	timed   int // packets that queue is the least of
	// queue is how much longer than on an empty line the quickest packet took.
	queue time.Duration
}

func (f flow) plus(g flow) flow {
	sum := flow{f.packets + g.packets, f.lost + g.lost, f.bytes + g.bytes, f.timed + g.timed, f.queue}
	if f.timed == 0 || g.timed > 0 && g.queue < f.queue {
		sum.queue = g.queue
	}
	return sum
}

// add returns the number of a packet with such a payload that leaves at, in microseconds.
func (o *outgoing) add(at int64, payload int) uint16 {
	n := o.next.Add(1)
	size := uint64(min(payload+wireOverhead, 1<<sentSizeBits-1))
	o.sent[n%outgoingSize].Store(uint64(at)&sentTimeMask<<(sentSizeBits+16) | size<<16 | n&0xffff)
	return uint16(n)
}

// hear takes a browser's transport feedback, without its RTCP header and SSRCs, at a time in microseconds. It reports
// false if it is malformed, or about more packets than are remembered; what came before that counts.
func (o *outgoing) hear(body []byte, at int64) bool {
	list, ok := readFeedback(body)
	if !ok || list.left > outgoingSize {
		return false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for {
		status, more, ok := list.next()
		if !more || !ok {
			return ok
		}
		o.match(status, at)
	}
}

// match takes what is said of one packet. The lock is held.
func (o *outgoing) match(s packetStatus, at int64) {
	next := o.next.Load() + 1
	behind := uint64(uint16(next) - s.number)
	if behind == 0 || behind > outgoingSize || behind >= next {
		return // not sent yet, or forgotten
	}
	number := next - behind
	first := number >= o.heard
	if first {
		o.heard = number + 1
		o.flow.packets++
	}
	if !s.received {
		if first {
			o.flow.lost++
		}
		return
	}
	entry := &o.sent[number%outgoingSize]
	v := entry.Load()
	if uint16(v) != s.number || v == 0 || !entry.CompareAndSwap(v, 0) {
		return // reported before
	}
	if !first {
		o.flow.lost-- // it was late
	}
	o.flow.bytes += int(v >> 16 & (1<<sentSizeBits - 1))
	left := at - int64((uint64(at)-v>>(sentSizeBits+16))&sentTimeMask)
	queue := o.delay.take(time.Duration(s.at-left)*time.Microsecond, time.Duration(at)*time.Microsecond)
	if o.flow.timed == 0 || queue < o.flow.queue {
		o.flow.queue = queue
	}
	o.flow.timed++
}

// take returns the flow since the last call, and whether anything was ever reported.
func (o *outgoing) take() (flow, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	f := o.flow
	o.flow = flow{}
	return f, o.heard > 0
}

// forget begins anew, on another path. What has left on the old one may still be reported, and counts.
func (o *outgoing) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.flow, o.delay = flow{}, transit{}
}

// transit finds out how long packets wait on their way. The two clocks have nothing in common, so it compares with the
// quickest packet of late: that one has met an empty line. The zero value has seen none.
type transit struct {
	known         bool
	last          time.Duration
	least, before time.Duration // the quickest of this while, and of the one before
	since         time.Duration // when this while began
}

// take returns how much longer than the quickest a packet took that arrived so long, by both clocks, after it was
// sent. Now grows.
func (t *transit) take(took, now time.Duration) time.Duration {
	switch {
	case !t.known || (took-t.last).Abs() > clockJump:
		*t = transit{known: true, least: took, before: took, since: now}
	case now-t.since >= baseTime:
		t.before, t.least, t.since = t.least, took, now
	}
	t.last = took
	t.least = min(t.least, took)
	return took - min(t.least, t.before)
}

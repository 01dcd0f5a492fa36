package sfu

import "sync/atomic"

// traceLength is how many packets a trace keeps: five seconds of sound, far more than the room's loop is ever late.
const traceLength = 256

// trace is what the newest packets of a microphone say of themselves. Whoever forwards a packet leaves a note there
// without waiting for anybody, and the room's loop takes the notes up later. The zero value is empty.
type trace struct {
	next  atomic.Uint64 // the number of the note that comes next
	notes [traceLength]atomic.Uint64
}

// note is one packet in 64 bits: its RTP timestamp, how many bytes of payload it has, its level, and on which round of
// the trace it was written, so that a place that is only about to be written can be told.
type note struct {
	timestamp uint32
	size      int   // at most mostNoted
	level     uint8 // -dBov, 0 is the loudest
}

const (
	mostNoted = 1<<12 - 1
	roundMask = 1<<13 - 1
)

// add notes a packet that has passed the gate. It belongs to the hot path: two atomic operations and nothing else.
func (t *trace) add(timestamp uint32, size int, level uint8) {
	n := t.next.Add(1) - 1
	t.notes[n%traceLength].Store(
		uint64(timestamp)<<32 | uint64(min(size, mostNoted))<<20 | uint64(level&0x7f)<<13 | roundOf(n))
}

// roundOf numbers the rounds of the trace from 1: a place that was never written has 0.
func roundOf(n uint64) uint64 { return (n/traceLength + 1) & roundMask }

// take calls f with every note since the one numbered from, the oldest first, and returns from where to go on. What
// was written over meanwhile is lost.
func (t *trace) take(from uint64, f func(note)) uint64 {
	next := t.next.Load()
	if next > traceLength {
		from = max(from, next-traceLength)
	}
	for n := from; n < next; n++ {
		v := t.notes[n%traceLength].Load()
		if v&roundMask != roundOf(n) {
			continue
		}
		f(note{timestamp: uint32(v >> 32), size: int(v >> 20 & mostNoted), level: uint8(v >> 13 & 0x7f)})
	}
	return next
}

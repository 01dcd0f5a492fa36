package sfu

const (
	// seenWindow is how many sequence numbers back a packet may be late.
	seenWindow = 1024
	// longestJump is how many packets may be missing before the stream counts as a new one.
	longestJump = 3000
	// skipMemory is how many left-out numbers are remembered for late packets.
	skipMemory = 32
)

// arrival is what a sequence number turned out to be.
type arrival int

const (
	arrivalStale     arrival = iota // too late to place, or alone far away from the stream
	arrivalDuplicate                // seen before: a retransmission or a bandwidth probe
	arrivalFresh                    // new, in order or late
	arrivalRestart                  // new, the first of a stream that begins anew
)

// sequencer gives the packets of a layer numbers that grow, never repeat and have no gaps where packets were left
// out on purpose. Packets that got lost keep their gap, so that they still fit when they arrive late.
//
// The zero value waits for the first packet.
type sequencer struct {
	started bool
	top     int64                   // the highest number seen, counted like the sender's
	seen    [seenWindow / 64]uint64 // which of the last seenWindow numbers were seen, by number modulo seenWindow

	skipped int64             // how many numbers were left out
	skips   [skipMemory]int64 // the last of them

	suspect  uint16 // a sequence number far away; the stream has moved there if the next one follows it
	suspects bool
}

// take places a sequence number. The number is the sender's, unwrapped; placed turns it into the layer's.
func (q *sequencer) take(sequence uint16) (int64, arrival) {
	if !q.started {
		q.restart(sequence)
		return q.top, arrivalRestart
	}
	ahead := int64(int16(sequence - uint16(q.top)))
	number := q.top + ahead
	switch {
	case ahead > longestJump || ahead <= -seenWindow:
		if q.suspects && sequence == q.suspect+1 {
			q.restart(sequence)
			return q.top, arrivalRestart
		}
		q.suspects, q.suspect = true, sequence
		return 0, arrivalStale
	case ahead > 0:
		q.suspects = false
		q.forget(q.top+1, number)
		q.top = number
	case q.has(number):
		return number, arrivalDuplicate
	}
	q.mark(number)
	return number, arrivalFresh
}

// interrupt makes the next packet begin a new run: what comes in between is not to be waited for.
func (q *sequencer) interrupt() { q.started = false }

// restart begins a run far above every number given so far, so that none is ever given twice.
func (q *sequencer) restart(sequence uint16) {
	q.top = (q.top>>16+2)<<16 | int64(sequence)
	q.seen = [len(q.seen)]uint64{}
	q.started, q.suspects = true, false
	q.mark(q.top)
}

// skip leaves the newest number out. A late one keeps its gap: later numbers have been given already.
func (q *sequencer) skip(number int64) {
	if number != q.top {
		return
	}
	q.skips[q.skipped%skipMemory] = number
	q.skipped++
}

// placed returns the layer's number for one that take has returned. It reports false if the number is so old that
// what was left out around it has been forgotten.
func (q *sequencer) placed(number int64) (int64, bool) {
	remembered := min(q.skipped, skipMemory)
	below := q.skipped
	for i := range remembered {
		if q.skips[i] > number {
			below--
		}
	}
	if q.skipped > skipMemory && below <= q.skipped-skipMemory {
		return 0, false
	}
	return number - below, true
}

func (q *sequencer) has(number int64) bool {
	i := number % seenWindow
	return q.seen[i/64]&(1<<(i%64)) != 0
}

func (q *sequencer) mark(number int64) {
	i := number % seenWindow
	q.seen[i/64] |= 1 << (i % 64)
}

// forget clears the marks of the numbers from first to last, which stand for others from long ago.
func (q *sequencer) forget(first, last int64) {
	if last-first >= seenWindow {
		q.seen = [len(q.seen)]uint64{}
		return
	}
	for n := first; n <= last; n++ {
		i := n % seenWindow
		q.seen[i/64] &^= 1 << (i % 64)
	}
}

package sfu

import "encoding/binary"

// The parts of a transport feedback message (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1), after
// its RTCP header and SSRCs.
const (
	feedbackHeader = 8       // bytes: base number, count, reference time, feedback count
	feedbackTick   = 250     // microseconds of a receive delta
	feedbackBase   = 64_000  // microseconds of the reference time
	feedbackTimes  = 1 << 24 // reference times there are
)

// packetStatus is what a browser says of one packet. At is on its own clock, in microseconds.
type packetStatus struct {
	number   uint16
	received bool
	at       int64
}

// feedbackList walks the statuses in one message. It never reads beyond the message and holds no memory of its own.
type feedbackList struct {
	number uint16
	left   int // packets
	at     int64

	chunks, deltas []byte // what is left of them
	chunk          uint16
	symbols        int // left in the chunk
}

// readFeedback begins with the first status. It reports false if the message is too short for what it announces.
func readFeedback(body []byte) (feedbackList, bool) {
	if len(body) < feedbackHeader {
		return feedbackList{}, false
	}
	reference := int64(binary.BigEndian.Uint32(body[4:]) >> 8)
	if reference >= feedbackTimes/2 {
		reference -= feedbackTimes
	}
	l := feedbackList{
		number: binary.BigEndian.Uint16(body), left: int(binary.BigEndian.Uint16(body[2:])),
		at: reference * feedbackBase, chunks: body[feedbackHeader:],
	}
	// The deltas come after as many chunks as the packets need.
	chunks := l.chunks
	for covered := 0; covered < l.left; chunks = chunks[2:] {
		if len(chunks) < 2 {
			return feedbackList{}, false
		}
		covered += symbolsIn(binary.BigEndian.Uint16(chunks))
	}
	l.deltas = chunks
	return l, true
}

// symbolsIn returns how many packets a chunk is about.
func symbolsIn(chunk uint16) int {
	switch {
	case chunk>>15 == 0:
		return max(int(chunk&0x1fff), 1) // an empty run would be about nothing, for ever
	case chunk>>14&1 == 0:
		return 14
	}
	return 7
}

// next returns the next status. More is false at the end; ok is false if the message ends before its list does.
func (l *feedbackList) next() (s packetStatus, more, ok bool) {
	if l.left == 0 {
		return packetStatus{}, false, true
	}
	if l.symbols == 0 {
		l.chunk, l.chunks = binary.BigEndian.Uint16(l.chunks), l.chunks[2:] // readFeedback has counted them
		l.symbols = symbolsIn(l.chunk)
	}
	s.number = l.number
	symbol := l.symbol()
	l.symbols--
	l.number++
	l.left--
	switch {
	case symbol == 1 && len(l.deltas) >= 1:
		l.at += int64(l.deltas[0]) * feedbackTick
		l.deltas = l.deltas[1:]
	case symbol == 2 && len(l.deltas) >= 2:
		l.at += int64(int16(binary.BigEndian.Uint16(l.deltas))) * feedbackTick
		l.deltas = l.deltas[2:]
	case symbol != 0:
		return packetStatus{}, true, false // cut off, or reserved
	default:
		return s, true, true
	}
	s.received, s.at = true, l.at
	return s, true, true
}

// symbol returns what the chunk says of its next packet: 0 not received, 1 and 2 received, with a delta of so many
// bytes.
func (l *feedbackList) symbol() uint16 {
	switch {
	case l.chunk>>15 == 0:
		return l.chunk >> 13 & 3
	case l.chunk>>14&1 == 0:
		return l.chunk >> (l.symbols - 1) & 1
	}
	return l.chunk >> (2 * (l.symbols - 1)) & 3
}

package sfu

import "time"

// rewriter makes what several publishers send look like one stream to a subscriber: sequence numbers without a
// jump, timestamps that follow the clock, picture ids that count on.
//
// A run is what one layer sends without interruption. Within a run every field is shifted by a constant, so that a
// packet can be made again for a retransmission. A sequence number is never used for two packets: that would repeat
// an SRTP nonce.
type rewriter struct {
	clock uint32 // timestamp ticks per second

	// What was written last. The first run counts on from here, too, so the values to start with may be random.
	sequence  int64 // highest, unwrapped
	timestamp uint32
	at        time.Time // when timestamp was written; zero: never
	pictureID uint16
	tl0       uint8

	// The current run.
	first          int64 // the packet number that began it
	sequenceShift  int64
	timestampShift uint32
	pictureIDShift uint16
	tl0Shift       uint8
}

// begin starts a run with p, so that p follows what was written before.
func (w *rewriter) begin(p *packet) {
	w.first = p.number
	w.sequenceShift = w.sequence + 1 - p.number
	next := p.timestamp
	if !w.at.IsZero() {
		elapsed := max(p.at.Sub(w.at), 0)
		next = w.timestamp + max(1, uint32(int64(elapsed.Seconds()*float64(w.clock))))
	}
	w.timestampShift = next - p.timestamp
	if p.vp8.hasPictureID {
		w.pictureIDShift = w.pictureID + 1 - p.vp8.pictureID
	}
	if p.vp8.hasTL0 {
		w.tl0Shift = w.tl0 + 1 - p.vp8.tl0
	}
}

// rewrite returns p's sequence number and timestamp for the subscriber and patches its picture id. It reports false
// if p is older than the run.
func (w *rewriter) rewrite(p *packet) (uint16, uint32, bool) {
	if p.number < w.first {
		return 0, 0, false
	}
	sequence := p.number + w.sequenceShift
	timestamp := p.timestamp + w.timestampShift
	pictureID := (p.vp8.pictureID + w.pictureIDShift) & 0x7fff
	tl0 := p.vp8.tl0 + w.tl0Shift
	p.vp8.patch(p.payload, pictureID, tl0)

	if sequence > w.sequence {
		w.sequence = sequence
	}
	if w.at.IsZero() || int32(timestamp-w.timestamp) > 0 {
		w.timestamp, w.at = timestamp, p.at
	}
	if p.vp8.hasPictureID && (pictureID-w.pictureID)&0x7fff < 0x4000 {
		w.pictureID = pictureID
	}
	if p.vp8.hasTL0 && int8(tl0-w.tl0) > 0 {
		w.tl0 = tl0
	}
	return uint16(sequence), timestamp, true
}

// number returns which packet of the current run was written under a sequence number. It reports false if none was.
func (w *rewriter) number(sequence uint16) (int64, bool) {
	written := w.sequence + int64(int16(sequence-uint16(w.sequence)))
	number := written - w.sequenceShift
	return number, written <= w.sequence && number >= w.first
}

package sfu

import (
	"encoding/binary"
	"slices"
	"time"

	"alcove/room"
)

// When a line is poor. Whatever a person says or shows has no part in it.
const (
	// lookEvery is how often a line is looked at.
	lookEvery = 500 * time.Millisecond
	// settleTime is how long a new path is not judged: what was lost with the old one is no fault of it.
	settleTime = 2 * time.Second

	poorLoss  = 10 // percent lost over poorLooks: the line is poor from then on
	poorLooks = 6
	goodLoss  = 4 // percent lost over goodLooks: it is good again below that
	goodLooks = 12
	// enoughPackets is how many must have been sent for a loss to mean anything.
	enoughPackets = 30
	// forgetLooks is how many looks without enough packets end a poor time. A browser that only listens reports every
	// five seconds or so.
	forgetLooks = 30

	// stallTime is how long nothing may come from a browser that sends, and stallTimeQuiet from one that only watches
	// pictures, about which it reports every second.
	stallTime      = 2 * time.Second
	stallTimeQuiet = 4 * time.Second
	// steadyTime is how long a line that stalled must bring something again.
	steadyTime = goodLooks * lookEvery
)

// tally counts the packets of one direction. Differences count, not the sums.
type tally struct{ expected, lost int64 }

// loss follows the losses of one direction. The zero value is good.
type loss struct {
	poor  bool
	looks int
	blank int // looks in a row without enough packets, while poor
	past  [goodLooks]tally
}

// look takes the newest tally and returns whether the direction is poor. The bounds differ, so that a line at the edge
// doesn't flicker.
func (l *loss) look(now tally) bool {
	since := func(looks int) (tally, bool) {
		if l.looks < looks {
			return tally{}, false
		}
		then := l.past[(l.looks-looks)%goodLooks]
		d := tally{now.expected - then.expected, max(now.lost-then.lost, 0)}
		return d, d.expected >= enoughPackets
	}
	if !l.poor {
		d, enough := since(poorLooks)
		l.poor, l.blank = enough && d.lost*100 >= d.expected*poorLoss, 0
	} else if d, enough := since(goodLooks); enough {
		l.poor, l.blank = d.lost*100 >= d.expected*goodLoss, 0
	} else if l.looks >= goodLooks {
		l.blank++
		l.poor = l.blank < forgetLooks
	}
	l.past[l.looks%goodLooks] = now
	l.looks++
	return l.poor
}

// stall follows whether a browser is heard of at all. The zero value is good.
type stall struct {
	heard  uint64
	since  time.Time // when something new was heard
	poorAt time.Time // when it was last stalled; zero: not for long enough
}

// look takes how much was heard so far, and how long nothing may come; zero is for ever.
func (s *stall) look(now time.Time, heard uint64, patience time.Duration) bool {
	if heard != s.heard || s.since.IsZero() || patience == 0 {
		s.heard, s.since = heard, now
	}
	switch {
	case patience > 0 && now.Sub(s.since) >= patience:
		s.poorAt = now
	case now.Sub(s.poorAt) >= steadyTime:
		s.poorAt = time.Time{}
	}
	return !s.poorAt.IsZero()
}

// quality judges the line of one connection, in both directions. The zero value is good.
type quality struct {
	poor     bool      // as it was last judged
	path     uint32    // the one that is judged, by number
	from     time.Time // since when
	up, down loss
	silence  stall
}

// judge says whether the line to p is poor now. It is called by the room's loop only, every lookEvery.
func (p *peer) judge(now time.Time) bool {
	q := &p.quality
	if path := p.paths.Load(); q.from.IsZero() || path != q.path {
		*q = quality{path: path, from: now.Add(settleTime)}
	}
	if now.Before(q.from) {
		return false
	}
	up, packets, sends := p.arrivedSoFar()
	reports := p.rtcp.Load()
	patience := time.Duration(0)
	switch {
	case sends:
		patience = stallTime
	case reports > 0 && p.watches():
		patience = stallTimeQuiet
	}
	poorUp := q.up.look(up)
	poorDown := q.down.look(tally{p.expectedDown.Load(), p.lostDown.Load()})
	q.poor = q.silence.look(now, packets+reports, patience) || poorUp || poorDown
	return q.poor
}

// arrivedSoFar sums up what the browser has sent. Sends says whether it has reason to go on sending.
func (p *peer) arrivedSoFar() (t tally, packets uint64, sends bool) {
	for _, l := range p.layers {
		l.mu.Lock()
		if l.received.started {
			expected := l.received.top - int64(l.received.base) + 1
			t.expected += expected
			t.lost += expected - l.received.packets
			packets += uint64(l.received.packets)
			sends = sends || l.feed.gate.open.Load()
		}
		l.mu.Unlock()
	}
	return t, packets, sends
}

// watches says whether pictures go to the browser.
func (p *peer) watches() bool {
	for _, s := range p.slots {
		if b := s.bound.Load(); b != nil && s.codec.video && s.height.Load() > 0 && b.feed.gate.open.Load() {
			return true
		}
	}
	return false
}

// heardOf is what a browser has reported of a slot. The zero value has heard nothing.
type heardOf struct {
	known   bool
	path    uint32
	highest uint32
	lost    int32
}

// mostBetween is how many packets may lie between two reports; more are no truth.
const mostBetween = 1 << 16

// hearOf takes what the blocks of a sender or receiver report say of the slot that sends as ssrc (RFC 3550, section
// 6.4.1).
func (p *peer) hearOf(ssrc uint32, blocks []byte, now time.Time) {
	const size = 24
	s := p.slotOf(ssrc)
	if s == nil {
		return
	}
	for ; len(blocks) >= size; blocks = blocks[size:] {
		if binary.BigEndian.Uint32(blocks) != ssrc {
			continue
		}
		heard := heardOf{
			known: true, path: p.paths.Load(), highest: binary.BigEndian.Uint32(blocks[8:]),
			lost: int32(binary.BigEndian.Uint32(blocks[4:])<<8) >> 8, // 24 bits with a sign
		}
		before := s.heardOf
		s.heardOf = heard
		p.trips.add(blocks, heard.path, now)
		expected := int64(int32(heard.highest - before.highest))
		if before.known && before.path == heard.path && expected > 0 && expected < mostBetween {
			p.expectedDown.Add(expected)
			p.lostDown.Add(min(max(int64(heard.lost-before.lost), 0), expected))
		}
	}
}

// look judges every line, and tells the listener if that has changed anything.
func (r *Room) look(now time.Time) {
	if now.Before(r.lookAt) {
		return
	}
	r.lookAt = now.Add(lookEvery)
	var poor []room.SeatNumber
	r.mu.Lock()
	for _, m := range r.members {
		if p := m.peer; p != nil && p.ready.Load() && (p.judge(now) || p.ration.paused > 0) {
			poor = append(poor, m.stage.Seat)
		}
	}
	r.mu.Unlock()
	slices.Sort(poor)
	if !slices.Equal(poor, r.poor) {
		r.poor = poor
		r.heard.Lines(slices.Clone(poor))
	}
}

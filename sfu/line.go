package sfu

import (
	"encoding/binary"
	"sync"
	"time"

	"alcove/room"
)

// Line is how one person's connection fares. There is no address in it, and nothing about what is said or shown.
type Line struct {
	State            LineState
	PoorUp, PoorDown bool // why it is poor: what gets lost on the way from the person, and to them; neither: silence

	RoundTrip        time.Duration // between server and browser; negative: not known
	LossUp, LossDown float64       // percent of the packets of the last six seconds; negative: too few to tell

	Layers int // how many sizes of its camera's picture the browser has offered
	Sends  int // the greatest of them that comes, counted from 1, the smallest; 0: none
	// Receives counts the pictures that reach the browser by the rank of their layer; the last is of those that have
	// only one size.
	Receives [maxLayers + 1]int

	Protocol string // of its path, as ICE calls it: "udp" or "tcp"; empty: not known
}

// LineState is what is known of a line. The zero value: there is none.
type LineState string

// The states.
const (
	LineNone LineState = ""
	LineNew  LineState = "new" // it is there, but its path is too new to be judged
	LineGood LineState = "good"
	LinePoor LineState = "poor"
)

// unknown stands for a figure that nobody knows.
const unknown = -1

// Line says how the connection of a visit fares now. It looks at what has been noted anyway and costs packets nothing.
func (r *Room) Line(visit room.VisitID) Line {
	line, p := r.noted(visit)
	if p != nil {
		line.Protocol = p.protocol()
	}
	return line
}

func (r *Room) noted(visit room.VisitID) (Line, *peer) {
	now := r.server.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range r.members {
		if p := m.peer; p != nil && p.ready.Load() && m.stage.Visit == visit {
			return m.line(now), p
		}
	}
	return Line{RoundTrip: unknown, LossUp: unknown, LossDown: unknown}, nil
}

// line describes the member's connection, which is there. The room's lock is held.
func (m *member) line(now time.Time) Line {
	p := m.peer
	q := &p.quality
	l := Line{
		State: LineGood, PoorUp: q.up.poor, PoorDown: q.down.poor,
		RoundTrip: p.trips.recent(p.paths.Load(), now), LossUp: q.up.recent(), LossDown: q.down.recent(),
	}
	switch {
	case q.from.IsZero() || now.Before(q.from) || q.path != p.paths.Load():
		l.State = LineNew
	case q.poor:
		l.State = LinePoor
	}
	layers := m.layersOf(m.feeds[feedCamera])
	l.Layers = len(layers)
	for _, one := range layers {
		if one.comes(now) {
			l.Sends = max(l.Sends, one.rank+1)
		}
	}
	for _, s := range p.slots {
		if !s.codec.video || s.height.Load() == 0 {
			continue
		}
		if one := s.shown(); one != nil && one.comes(now) {
			l.Receives[one.size()]++
		}
	}
	return l
}

// size is the rank of a layer that has smaller or larger ones beside it, and maxLayers of one that is alone.
func (l *layer) size() int {
	if l.rid == "" {
		return maxLayers
	}
	return l.rank
}

// protocol asks Pion what the path runs over.
func (p *peer) protocol() string {
	if p.pc == nil || p.over.Load() {
		return ""
	}
	pair, err := p.pc.SCTP().Transport().ICETransport().GetSelectedCandidatePair()
	if err != nil || pair == nil {
		return ""
	}
	return pair.Local.Protocol.String()
}

// recent returns how much was lost of late, in percent, or unknown if too few packets were sent for that to mean
// anything.
func (l *loss) recent() float64 {
	if l.looks < 2 {
		return unknown
	}
	newest, oldest := l.past[(l.looks-1)%goodLooks], l.past[0]
	if l.looks > goodLooks {
		oldest = l.past[l.looks%goodLooks]
	}
	expected, lost := newest.expected-oldest.expected, max(newest.lost-oldest.lost, 0)
	if expected < enoughPackets {
		return unknown
	}
	return 100 * float64(lost) / float64(expected)
}

const (
	// tripWeight is how much of a round trip comes from the newest report: one of so many parts.
	tripWeight = 8
	// tripAge is how long a round trip is worth telling. A browser that only listens reports every five seconds or so.
	tripAge = 15 * time.Second
	// longestTrip is the longest round trip that is believed.
	longestTrip = 10 * time.Second
	// ntpShort is how many units of a short NTP timestamp make a second.
	ntpShort = 1 << 16
)

// trips smooths the round trips of one path. The zero value knows none.
type trips struct {
	mu       sync.Mutex
	path     uint32        // guarded by mu
	smoothed time.Duration // guarded by mu
	at       time.Time     // guarded by mu; of the newest report; zero: there was none
}

// add takes what a report block says of the way there and back (RFC 3550, section 6.4.1).
func (t *trips) add(block []byte, path uint32, now time.Time) {
	sent, held := binary.BigEndian.Uint32(block[16:]), binary.BigEndian.Uint32(block[20:])
	if sent == 0 {
		return // it has not seen a sender report yet
	}
	units := int32(uint32(ntpOf(now)>>16) - sent - held)
	trip := max(time.Duration(units)*time.Second/ntpShort, 0) // below zero by rounding
	if units < -ntpShort || trip > longestTrip {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.at.IsZero() || t.path != path {
		t.path, t.smoothed = path, trip
	}
	t.smoothed += (trip - t.smoothed) / tripWeight
	t.at = now
}

// recent returns the round trip of a path, or unknown if nothing was reported of late.
func (t *trips) recent(path uint32, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.at.IsZero() || t.path != path || now.Sub(t.at) > tripAge {
		return unknown
	}
	return t.smoothed
}

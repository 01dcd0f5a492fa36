package sfu

import (
	"sync/atomic"
	"time"

	"alcove/room"
)

// gate says whether a person's source may be forwarded. It is closed until it is opened, belongs to the person and
// the source, and depends on nothing that a browser sends.
type gate struct {
	open  atomic.Bool
	trust *trust        // of the room; nil is without end
	count *atomic.Int64 // of all gates that are open
}

// passes says whether a packet that came at now may go on.
func (g *gate) passes(now time.Time) bool { return g.open.Load() && g.trust.holds(now) }

// trust says until when a room's gates are worth anything. Whoever moves them prolongs it; if they can't, because the
// whole process was stopped, the packets that have waited meanwhile find it over. The zero value has no end.
type trust struct{ until atomic.Pointer[time.Time] }

func (t *trust) holds(now time.Time) bool {
	if t == nil {
		return true
	}
	until := t.until.Load()
	return until == nil || now.Before(*until)
}

// feed is one source of one person in the circle, whatever connection it comes from. It outlives connections:
// a new one, a new SSRC or a new m-line of the same person meets the same gate.
//
// The packet path only loads from it. Room stores, under its lock.
type feed struct {
	seat   room.SeatNumber
	source room.Source
	gate   gate
	slots  atomic.Pointer[[]*slot] // who receives it; replaced whole, never nil

	keys  atomic.Uint32 // grows whenever a key frame of every layer is wanted
	trace *trace        // of a microphone; nil for the others
}

// The order of a member's feeds.
const (
	feedMicrophone = iota
	feedCamera
	feedScreen
	feedScreenSound
	feedCount
)

var feedSources = [feedCount]room.Source{
	feedMicrophone:  room.SourceMicrophone,
	feedCamera:      room.SourceCamera,
	feedScreen:      room.SourceScreen,
	feedScreenSound: room.SourceScreenSound,
}

func newFeed(seat room.SeatNumber, source room.Source, trust *trust, count *atomic.Int64) *feed {
	f := &feed{seat: seat, source: source, gate: gate{trust: trust, count: count}}
	f.slots.Store(new([]*slot))
	if source == room.SourceMicrophone {
		f.trace = new(trace)
	}
	return f
}

// allow moves the gate. Opening asks for a key frame, since nothing before it can be shown.
func (f *feed) allow(open bool) {
	was := f.gate.open.Swap(open)
	switch {
	case open && !was:
		f.askKey()
		f.gate.count.Add(1)
	case was && !open:
		f.gate.count.Add(-1)
	}
}

// askKey asks every layer for a key frame: whichever comes first is shown.
func (f *feed) askKey() { f.keys.Add(1) }

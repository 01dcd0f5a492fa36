package sfu

import "sync/atomic"

// Stats counts packets since the server started. There is nothing about persons or rooms in it.
type Stats struct {
	Rooms, Connections uint64 // now
	Gates              uint64 // microphones, cameras and screens that may be forwarded now

	Received      uint64 // from publishers, retransmissions included
	Forwarded     uint64 // to subscribers
	Retransmitted uint64 // to subscribers, again

	// Packets that were received and went no further.
	Gated      uint64 // the gate was closed
	Duplicates uint64 // already forwarded: retransmissions and bandwidth probes
	Padding    uint64 // no payload
	Stale      uint64 // too late to be placed
	Malformed  uint64 // not RTP, or not VP8
	Unexpected uint64 // an SSRC or a payload type that the offer does not hold
	Panics     uint64 // packets that made the loop panic; it went on

	// Per subscriber.
	Waiting uint64 // not forwarded: the slot waits for a key frame
	Unsent  uint64 // the connection did not take it
	Refused uint64 // asked for again, but too old or too often

	// What lines can carry.
	StepsDown, StepsUp uint64 // of one picture at one browser, by one layer or to nothing
	Paused             uint64 // pictures that are not sent now because a line is too slow
	Hushed             uint64 // microphones that are not, of people who aren't speaking
}

// counters are what Stats is read from.
type counters struct {
	rooms, connections, gates                                        atomic.Int64
	received, forwarded, retransmitted                               atomic.Uint64
	gated, duplicates, padding, stale, malformed, unexpected, panics atomic.Uint64
	waiting, unsent, refused                                         atomic.Uint64
	stepsDown, stepsUp                                               atomic.Uint64
	paused, hushed                                                   atomic.Int64
}

func (c *counters) snapshot() Stats {
	return Stats{
		Rooms:         uint64(max(c.rooms.Load(), 0)),
		Connections:   uint64(max(c.connections.Load(), 0)),
		Gates:         uint64(max(c.gates.Load(), 0)),
		Received:      c.received.Load(),
		Forwarded:     c.forwarded.Load(),
		Retransmitted: c.retransmitted.Load(),
		Gated:         c.gated.Load(),
		Duplicates:    c.duplicates.Load(),
		Padding:       c.padding.Load(),
		Stale:         c.stale.Load(),
		Malformed:     c.malformed.Load(),
		Unexpected:    c.unexpected.Load(),
		Panics:        c.panics.Load(),
		Waiting:       c.waiting.Load(),
		Unsent:        c.unsent.Load(),
		Refused:       c.refused.Load(),
		StepsDown:     c.stepsDown.Load(),
		StepsUp:       c.stepsUp.Load(),
		Paused:        uint64(max(c.paused.Load(), 0)),
		Hushed:        uint64(max(c.hushed.Load(), 0)),
	}
}

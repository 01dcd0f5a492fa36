package host

import (
	"sync/atomic"
	"time"
)

// Stats is how the rooms of a house fare, without saying which. Counts run since the house was made.
type Stats struct {
	// Rooms by how far their hosts may go; see docs/architecture.md for what each means.
	Serving, Alone, Doubting, Held int

	Leases  int           // rooms whose lease is good by their hosts' own clocks
	SaveLag time.Duration // how long the oldest state that isn't saved has waited

	Saved      uint64 // snapshots that the store has confirmed
	Unanswered uint64 // calls about a lease, renewals and saves, that the store didn't answer
	Lost       uint64 // leases after which somebody else had the room
	Refused    uint64 // arrivals and commands that had to wait until the store answers
}

// tally counts for all hosts of a house.
type tally struct{ saved, unanswered, lost, refused atomic.Uint64 }

// Stats looks at every room.
func (h *House) Stats() Stats {
	now := h.settings.Clock()
	s := Stats{
		Saved: h.tally.saved.Load(), Unanswered: h.tally.unanswered.Load(),
		Lost: h.tally.lost.Load(), Refused: h.tally.refused.Load(),
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, one := range h.hosts {
		switch mode(one.shown.Load()) {
		case modeServing:
			s.Serving++
		case modeAlone:
			s.Alone++
		case modeDoubting:
			s.Doubting++
		case modeHeld:
			s.Held++
		}
		if one.saver.tenure().holds(now) {
			s.Leases++
		}
		if since, ok := one.saver.unsaved(); ok {
			s.SaveLag = max(s.SaveLag, now-since)
		}
	}
	return s
}

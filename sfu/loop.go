package sfu

import (
	"slices"
	"time"

	"alcove/room"
)

// loopEvery is how often a room with connections looks after them: feedback, retransmission requests, loudness.
const loopEvery = 50 * time.Millisecond

// run is the room's own goroutine. It tells the listener what has changed, chooses layers and sends what browsers are
// owed; no packet passes through it.
func (r *Room) run() {
	defer close(r.done)
	ticker := time.NewTicker(loopEvery)
	defer ticker.Stop()
	busy := true
	for {
		select {
		case <-r.quit:
			return
		case <-r.poked:
		case <-ticker.C:
		}
		now := r.server.now()
		r.choose(now)
		peers := r.tell()
		for _, p := range peers {
			r.send(p, now)
		}
		r.listen(now)
		r.look(now)
		switch idle := len(peers) == 0 && len(r.speaking) == 0 && len(r.poor) == 0 && !r.untold; {
		case idle && busy:
			ticker.Stop()
			busy = false
		case !idle && !busy:
			ticker.Reset(loopEvery)
			busy = true
		}
	}
}

// tell gives the listener the bindings that have changed, and returns the connections there are.
func (r *Room) tell() []*peer {
	type news struct {
		visit room.VisitID
		slots []Slot
	}
	var untold []news
	var peers []*peer
	r.mu.Lock()
	for _, m := range r.members {
		p := m.peer
		if p == nil {
			continue
		}
		peers = append(peers, p)
		if p.untold {
			p.untold = false
			untold = append(untold, news{p.visit, p.view()})
		}
	}
	crowded := r.crowded
	r.crowded = false
	r.mu.Unlock()
	if crowded {
		r.server.log.Warn("a browser has too few slots for its circle")
	}
	for _, n := range untold {
		r.heard.Slots(n.visit, n.slots)
	}
	return peers
}

// view returns who is in the peer's slots. The room's lock is held.
func (p *peer) view() []Slot {
	view := []Slot{}
	for _, s := range p.slots {
		if b := s.bound.Load(); b != nil {
			view = append(view, Slot{
				Mid: s.line.mid, Kind: s.line.kind, Seat: b.feed.seat,
				Paused: s.codec.video && s.paused.Load(), After: s.after(),
			})
		}
	}
	return view
}

// send brings a connection the feedback that it is owed.
func (r *Room) send(p *peer, now time.Time) {
	if !p.ready.Load() || p.over.Load() {
		return
	}
	defer p.rescue()
	for _, compound := range p.feedback(now) {
		if err := p.line.WriteRTCP(compound); err != nil {
			p.stats.unsent.Add(1)
		}
	}
}

// listen finds out who is speaking, and tells the listener if that has changed; and now and then who has spoken.
func (r *Room) listen(now time.Time) {
	r.mu.Lock()
	speaking := r.speakers(now)
	r.bringVoices(now)
	spoken := r.spoken(now)
	r.mu.Unlock()
	if !slices.Equal(speaking, r.speaking) {
		r.speaking = speaking
		r.heard.Speaking(slices.Clone(speaking))
	}
	if !spoken.Empty() {
		r.heard.Voice(spoken)
	}
}

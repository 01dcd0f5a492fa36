package sfu

import (
	"time"

	"alcove/room"
)

const (
	// unknownHeight is how large a slot counts as, in pixels, until its browser has said how large it shows it.
	unknownHeight = 360
	// maxHeight is the largest height that a browser can say, in pixels.
	maxHeight = 1 << 14
	// aliveTime is how long nothing may come of a layer before another one is shown instead.
	aliveTime = time.Second
	// spareTime is how long a layer that nobody wants goes on being sent: slots change their size often.
	spareTime = 3 * time.Second
)

// layerHeights is how high a slot may be, in pixels, to make do with the layer of that rank; the greatest rank is for
// any height. Pictures are some 180, 360 and 720 pixels high, and a third more is not seen.
var layerHeights = [maxLayers - 1]int32{240, 480}

// rankFor returns the rank of the layer that a slot of this height wants.
func rankFor(height int32) int {
	for rank, most := range layerHeights {
		if height <= most {
			return rank
		}
	}
	return maxLayers - 1
}

// Wish says how large a browser shows one of its slots.
type Wish struct {
	Mid    string
	Height int // in pixels of the screen; 0: not visible, so its picture is not sent
}

// Want takes how large a browser shows its pictures. Slots that it doesn't name stay as they are; what isn't a slot
// of the visit's connection is ignored.
func (r *Room) Want(visit room.VisitID, wishes []Wish) {
	_, p := r.find(visit)
	if p == nil {
		return
	}
	heights := make(map[string]int32, len(wishes))
	for _, w := range wishes {
		heights[w.Mid] = int32(min(max(w.Height, 0), maxHeight))
	}
	for _, s := range p.slots {
		height, named := heights[s.line.mid]
		if !named || !s.codec.video {
			continue
		}
		if s.height.Swap(height) == 0 && height > 0 {
			s.askKey()
		}
	}
	r.poke()
}

// choose gives every slot that receives one of several layers the one to show, and tells publishers which of them are
// of use. It is called by the room's loop only.
func (r *Room) choose(now time.Time) {
	type news struct {
		visit room.VisitID
		rids  []string
	}
	var changed []news
	r.mu.Lock()
	r.measure(now)
	r.rationAll(now)
	for _, m := range r.members {
		layers := m.layersOf(m.feeds[feedCamera])
		if len(layers) < 2 {
			for _, s := range *m.feeds[feedCamera].slots.Load() {
				s.target.Store(nil)
			}
			continue
		}
		most := 0
		for _, s := range *m.feeds[feedCamera].slots.Load() {
			if height := s.height.Load(); height > 0 && s.peer.ready.Load() && !s.paused.Load() {
				rank := min(rankFor(height), s.let)
				most = max(most, rank)
				s.aim(layers, rank, now)
			}
		}
		if m.peer.sending.need(most, len(layers), now) {
			var rids []string
			for _, l := range layers[:m.peer.sending.most+1] {
				rids = append(rids, l.rid)
			}
			changed = append(changed, news{m.peer.visit, rids})
		}
	}
	r.mu.Unlock()
	for _, n := range changed {
		r.heard.Layers(n.visit, n.rids)
	}
}

// layersOf returns the layers of one of the member's sources, in the order of their ranks.
func (m *member) layersOf(f *feed) []*layer {
	if m.peer == nil {
		return nil
	}
	var layers []*layer
	for _, l := range m.peer.layers {
		if l.feed == f {
			layers = append(layers, l)
		}
	}
	return layers
}

// aim chooses the layer that the slot is to show, and asks for its key frame while it shows another one.
func (s *slot) aim(layers []*layer, rank int, now time.Time) {
	shown := s.shown()
	best := bestOf(layers, rank, shown, now)
	s.target.Store(best)
	if best != nil && shown != best {
		best.wantsKey.Store(true)
	}
}

// bestOf returns the greatest layer up to rank that comes, or the smallest one beyond; nil if none comes. One that comes
// and goes is not moved to while there is another.
func bestOf(layers []*layer, rank int, shown *layer, now time.Time) *layer {
	var best, doubtful *layer
	for _, l := range layers {
		switch {
		case !l.comes(now):
		case l != shown && !l.flow.trusted(now):
			if doubtful == nil || l.rank <= rank {
				doubtful = l
			}
		case best == nil || l.rank <= rank:
			best = l
		}
	}
	if best == nil || best.rank > rank && doubtful != nil && doubtful.rank <= rank {
		return doubtful
	}
	return best
}

// comes says whether something of the layer was forwarded of late.
func (l *layer) comes(now time.Time) bool {
	at := l.cameAt.Load()
	return at != 0 && now.Sub(time.Unix(0, at)) < aliveTime
}

// sending is which layers a publisher is to send. The zero value has not been begun; until a browser is told
// otherwise, it sends all that it has.
type sending struct {
	begun    bool
	untold   bool      // the browser may have missed what it was told
	most     int       // the greatest rank; the smaller ones go on: they are what is fallen back on
	neededAt time.Time // when that one was last needed
}

// need takes the greatest rank that anybody wants of so many layers, and reports whether the browser is to be told
// anew what to send. A layer begins at once and ends after a while.
func (q *sending) need(rank, layers int, now time.Time) bool {
	rank = min(rank, layers-1)
	if !q.begun {
		q.begun, q.most, q.neededAt = true, layers-1, now
	}
	if rank >= q.most {
		q.neededAt = now
	}
	changed := rank > q.most || rank < q.most && now.Sub(q.neededAt) >= spareTime
	if changed {
		q.most, q.neededAt = rank, now
	}
	tell := changed || q.untold
	q.untold = false
	return tell
}

package sfu

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"alcove/room"
)

// Room forwards media between the people in one circle.
//
// Methods may be called from any goroutine. SetStage never waits: its lock is held for work in memory only, never
// across Pion or the network.
type Room struct {
	server *Server
	slots  Slots
	heard  Listener
	poked  chan struct{} // wakes run; one wake-up is enough for any number of changes
	quit   chan struct{} // closed by Close
	done   chan struct{} // closed when run has returned
	trust  trust
	burial sync.WaitGroup // connections that are being torn down

	mu      sync.Mutex
	members map[room.PersonID]*member // guarded by mu
	closed  bool                      // guarded by mu
	crowded bool                      // guarded by mu; somebody has found no slot
	unheard room.Voice                // guarded by mu; what isn't told yet of those who have left

	// Owned by run.
	speaking []room.SeatNumber
	poor     []room.SeatNumber
	lookAt   time.Time
	toldAt   time.Time // when voices were last told
	untold   bool      // of some voice
}

// member is one person in the circle, for as long as they stay there with one visit. The next visit of the same
// person is another member, whose gates start closed again.
type member struct {
	stage  room.Stage
	feeds  [feedCount]*feed
	peer   *peer  // nil until an offer has been answered
	origin string // of the newest connection, also when it is gone: its browser can't begin it anew

	ear ear // guarded by the room's lock

	// Owned by the room's loop.
	spokeAt time.Time // when they were last heard speaking
	loudAt  time.Time // when their microphone was last loud
}

func newRoom(s *Server, slots Slots, heard Listener) *Room {
	return &Room{
		server: s, slots: slots, heard: heard,
		poked: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{}),
		members: map[room.PersonID]*member{},
	}
}

func newMember(s room.Stage, trust *trust, gates *atomic.Int64) *member {
	m := &member{stage: s}
	for i, source := range feedSources {
		m.feeds[i] = newFeed(s.Seat, source, trust, gates)
	}
	return m
}

// Trust says until when the stage is worth anything: after that nothing is forwarded, until Trust is called again. A
// room that was never told has no end. It is for whoever may be stopped in mid-work and can't close the gates then.
func (r *Room) Trust(until time.Time) {
	lapsed := !r.trust.holds(r.server.now())
	r.trust.until.Store(&until)
	if !lapsed {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range r.members {
		for _, f := range m.feeds {
			f.askKey() // nothing before it can be shown
		}
	}
}

// SetStage says who is in the circle and what may flow. It is the whole desired state; only what differs is changed.
// Every closing is in force when it returns, except for a packet that is being written at that moment. It waits
// neither for the network nor for Pion: connections of those who have left are torn down afterwards.
func (r *Room) SetStage(stage []room.Stage) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	next := make(map[room.PersonID]room.Stage, len(stage))
	for _, s := range stage {
		next[s.Person] = s
	}
	// Closings first: nobody may be heard a moment longer because somebody else is let in.
	for person, m := range r.members {
		s, stays := next[person]
		if !stays || s.Visit != m.stage.Visit || s.Seat != m.stage.Seat {
			m.shut()
			r.retire(m)
			r.unheard.Add(m.last(r.server.now()))
			delete(r.members, person)
			continue
		}
		crosses := s.Audience != m.stage.Audience
		for i, f := range m.feeds {
			if crosses || !flows(s, i) {
				f.allow(false)
			}
		}
		if crosses {
			r.unheard.Add(m.cross(r.server.now()))
		}
		m.stage = s
	}
	for person, s := range next {
		if r.members[person] == nil {
			r.members[person] = newMember(s, &r.trust, &r.server.stats.gates)
		}
	}
	r.bind()
	for _, m := range r.members {
		for i, f := range m.feeds {
			f.allow(flows(m.stage, i))
		}
	}
	r.poke()
}

// flows says whether the stage lets a source of its person go to the circle, by its place in a member's feeds.
func flows(s room.Stage, feed int) bool {
	switch feed {
	case feedMicrophone:
		return s.Speaks
	case feedCamera:
		return s.Shows
	case feedScreen, feedScreenSound:
		return s.Shares
	}
	return false
}

// shut closes every gate of the member for good.
func (m *member) shut() {
	for _, f := range m.feeds {
		f.allow(false)
	}
}

// retire ends the member's connection. Nothing flows from or to it when retire returns; the rest happens later. The
// room's lock is held.
func (r *Room) retire(m *member) {
	p := m.peer
	if p == nil {
		return
	}
	m.peer = nil
	p.over.Store(true)
	for _, s := range p.slots {
		s.bind(nil)
		if s.codec.video {
			s.pause(false)
		} else {
			s.hush(false)
		}
	}
	r.server.stats.connections.Add(-1)
	r.burial.Go(p.close)
}

// bind gives every person a pair of slots at every browser, keeps the pairs that are bound already, and makes the
// lists of who receives what. A pair that belongs to somebody of another audience stays theirs, and empty. The room's lock
// is held.
func (r *Room) bind() {
	members := r.seated()
	sharer := sharerOf(members)
	receivers := map[*feed][]*slot{}
	for _, m := range members {
		if m.peer != nil {
			if !m.peer.seat(m, members) {
				r.crowded = true
			}
			m.peer.bind(m, sharer, receivers)
		}
	}
	for _, m := range members {
		for _, f := range m.feeds {
			list := receivers[f]
			if !slices.Equal(*f.slots.Load(), list) {
				f.slots.Store(&list)
			}
		}
	}
}

// seated returns the members in the order of their seats. The room's lock is held.
func (r *Room) seated() []*member {
	members := make([]*member, 0, len(r.members))
	for _, m := range r.members {
		members = append(members, m)
	}
	slices.SortFunc(members, func(a, b *member) int { return int(a.stage.Seat) - int(b.stage.Seat) })
	return members
}

// seat frees the pairs of those who have left and gives the lowest free ones to those who have come. It reports false
// if somebody has found none and can't be received; rooms are sized so that this does not happen.
func (p *peer) seat(self *member, members []*member) bool {
	all := true
	for i, m := range p.people {
		if m != nil && !slices.Contains(members, m) {
			p.people[i], p.untold = nil, true
		}
	}
	for _, m := range members {
		if m == self || slices.Contains(p.people, m) {
			continue
		}
		i := slices.Index(p.people, nil)
		if i < 0 {
			all = false
			continue
		}
		p.people[i], p.untold = m, true
	}
	return all
}

// sharerOf returns who shares a screen, or nil.
func sharerOf(members []*member) *member {
	if i := slices.IndexFunc(members, func(m *member) bool { return m.stage.Shares }); i >= 0 {
		return members[i]
	}
	return nil
}

// bind ties the slots of self's peer to the feeds of the people in them, as far as self may hear and see, and the
// screen's slots to those of sharer; and adds them to receivers.
func (p *peer) bind(self, sharer *member, receivers map[*feed][]*slot) {
	for _, slot := range p.slots {
		f := p.feedFor(slot, self, sharer)
		if !slot.receives(f) {
			p.untold = true
		}
		slot.bind(f)
		if f != nil {
			receivers[f] = append(receivers[f], slot)
		}
	}
}

// feedFor is the one place that says what a slot receives: nothing of anybody who is in another audience than its owner.
func (p *peer) feedFor(slot *slot, self, sharer *member) *feed {
	m := p.memberIn(slot, self, sharer)
	switch kind, s := slot.line.kind, self.stage; {
	case m == nil || m.stage.Audience != s.Audience:
	case kind == KindAudio && s.Hears:
		return m.feeds[feedMicrophone]
	case kind == KindVideo && s.Sees:
		return m.feeds[feedCamera]
	case kind == KindScreenAudio && s.Hears:
		return m.feeds[feedScreenSound]
	case kind == KindScreen && s.Sees:
		return m.feeds[feedScreen]
	}
	return nil
}

// memberIn returns whose the slot is. The first pair for screens is the sharer's, at every browser but their own.
func (p *peer) memberIn(slot *slot, self, sharer *member) *member {
	switch {
	case !slot.line.screen:
		return p.people[slot.line.pair]
	case sharer == self || slot.line.pair > 0:
		return nil
	}
	return sharer
}

// find returns the member of a visit and its connection, or nil.
func (r *Room) find(visit room.VisitID) (*member, *peer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range r.members {
		if m.stage.Visit == visit {
			return m, m.peer
		}
	}
	return nil, nil
}

// adopt makes p the member's connection, in place of any other.
func (r *Room) adopt(m *member, p *peer) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || r.members[m.stage.Person] != m {
		return ErrNotOnStage
	}
	r.retire(m)
	m.peer, m.origin, p.untold = p, p.origin, true
	r.server.stats.connections.Add(1)
	r.bind()
	r.poke()
	return nil
}

// Kept says whether the visit has a connection that an ICE restart can continue.
func (r *Room) Kept(visit room.VisitID) bool {
	_, p := r.find(visit)
	return p != nil && p.ready.Load() && !p.over.Load()
}

// continues says whether o comes from the browser connection that the member had last, and returns this side of it,
// or nil if that is gone.
func (r *Room) continues(m *member, o offer) (*peer, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return m.peer, m.origin == o.origin
}

// restart answers an offer that continues p. Its browser may have missed what was told since it was last heard of, so
// it is told its slots again.
func (r *Room) restart(ctx context.Context, p *peer, o offer) (string, error) {
	if p == nil {
		return "", errGone
	}
	answer, err := p.answer(ctx, o)
	if err != nil {
		return "", err
	}
	r.mu.Lock()
	p.untold, p.sending.untold = true, true
	r.mu.Unlock()
	r.poke()
	return answer, nil
}

// connected lets packets flow to p, and asks everybody it sees for a key frame. On a connection that has come back,
// p is asked for one, too: others have missed a part of its picture.
func (r *Room) connected(p *peer) {
	back := p.ready.Swap(true)
	p.paths.Add(1)
	for _, s := range p.slots {
		s.askKey()
	}
	for _, l := range p.layers {
		if back && l.codec.video {
			l.feed.askKey()
		}
	}
	r.poke()
}

// lost forgets a connection that is beyond use. The person stays in the circle and may offer again.
func (r *Room) lost(p *peer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	for _, m := range r.members {
		if m.peer == p {
			r.retire(m)
			r.bind()
			r.poke()
			return
		}
	}
}

// poke wakes the room's loop.
func (r *Room) poke() {
	select {
	case r.poked <- struct{}{}:
	default:
	}
}

// Close closes all gates, tears all connections down and waits for the room's goroutines.
func (r *Room) Close() {
	r.mu.Lock()
	if !r.closed {
		r.closed = true
		for _, m := range r.members {
			m.shut()
			r.retire(m)
		}
		clear(r.members)
		close(r.quit)
	}
	r.mu.Unlock()
	<-r.done
	r.burial.Wait()
	r.server.forget(r)
}

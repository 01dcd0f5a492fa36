package sfu

import (
	"slices"
	"time"
)

const (
	// measureEvery is how often it is measured how much each layer takes.
	measureEvery = 500 * time.Millisecond
	// forgetShare: pictures come in bursts, so a layer's rate falls by one of so many parts at each measure, at most.
	forgetShare = 16
	// speakerTime is how long somebody counts as speaking after they were heard last, where not everybody can be seen:
	// pictures must not come and go with every word.
	speakerTime = 10 * time.Second
)

// Steadiness of a layer.
const (
	shortDistrust = 2 * time.Second
	longDistrust  = time.Minute
	steadyAfter   = 30 * time.Second
)

// layerFlow is how much comes of a layer, and how steadily. The zero value has seen nothing.
type layerFlow struct {
	rate       int // bits per second, with what headers add; what it was last while nothing comes
	bytes      uint64
	measuredAt time.Time

	here     bool
	backAt   time.Time     // since when it comes
	distrust time.Duration // for how long after that it is not moved to
}

// measure takes how many bytes have come so far.
func (f *layerFlow) measure(now time.Time, bytes uint64) {
	elapsed := now.Sub(f.measuredAt)
	if f.measuredAt.IsZero() {
		f.bytes, f.measuredAt = bytes, now
		return
	}
	if elapsed < measureEvery {
		return
	}
	if bytes > f.bytes {
		f.rate = max(int(float64(8*(bytes-f.bytes))/elapsed.Seconds()), f.rate-f.rate/forgetShare)
	}
	f.bytes, f.measuredAt = bytes, now
}

// follow takes whether the layer comes, and whether it should. One that stops by itself is trusted less each time:
// every move of a slot is a jolt to whoever looks at it, and costs a key frame.
func (f *layerFlow) follow(now time.Time, comes, should bool) {
	switch {
	case comes && !f.here:
		f.backAt = now
	case !comes && f.here && should:
		f.distrust = min(max(2*f.distrust, shortDistrust), longDistrust)
	case comes && now.Sub(f.backAt) >= max(steadyAfter, 2*f.distrust):
		f.distrust = 0
	}
	f.here = comes
}

// trusted says whether the layer comes, and has for long enough to be moved to.
func (f *layerFlow) trusted(now time.Time) bool { return f.here && now.Sub(f.backAt) >= f.distrust }

// ration is what one browser's line is given. It is owned by the room's loop; the zero value is everything.
type ration struct {
	gauge    gauge
	downlink downlink
	strain   strain // at the last look
	senseAt  time.Time
	path     uint32
	paused   int  // pictures that are not sent for the line's sake
	few      bool // only a few voices are

	// What receiver reports have said up to the last look, for browsers that send no transport feedback.
	expected, lost int64
	octets         uint64
}

// feel looks at the line every senseEvery.
func (p *peer) feel(now time.Time) {
	q := &p.ration
	if path := p.paths.Load(); path != q.path {
		p.outgoing.forget()
		q.path, q.gauge, q.downlink, q.strain = path, gauge{}, downlink{}, strainNone
	}
	if now.Before(q.senseAt) {
		return
	}
	q.senseAt = now.Add(senseEvery)
	f, reported := p.outgoing.take()
	if other := p.takeReports(); !reported {
		f = other
	}
	q.strain = q.gauge.look(f)
}

// takeReports returns the flow since the last call as receiver reports tell it. They say nothing of delays, and of what
// has arrived only which part it is.
func (p *peer) takeReports() flow {
	q := &p.ration
	expected, lost, octets := p.expectedDown.Load(), p.lostDown.Load(), uint64(0)
	for _, s := range p.slots {
		s.mu.Lock()
		octets += uint64(s.octets) + uint64(s.packets)*wireOverhead
		s.mu.Unlock()
	}
	f := flow{packets: int(expected - q.expected), lost: int(lost - q.lost), bytes: int(octets - q.octets)}
	if f.packets > 0 {
		f.bytes -= int(int64(f.bytes) * int64(f.lost) / int64(f.packets))
	}
	q.expected, q.lost, q.octets = expected, lost, octets
	return f
}

// measure looks at every layer. The room's lock is held.
func (r *Room) measure(now time.Time) {
	for _, m := range r.members {
		if m.peer == nil {
			continue
		}
		for _, l := range m.peer.layers {
			l.flow.measure(now, l.bytes.Load())
			told := l.rid != "" && m.peer.sending.begun && l.rank > m.peer.sending.most
			l.flow.follow(now, l.comes(now), l.feed.gate.open.Load() && !told)
		}
	}
}

// rationAll decides what each line is given. The room's lock is held.
func (r *Room) rationAll(now time.Time) {
	for _, m := range r.members {
		p := m.peer
		if p == nil || !p.ready.Load() {
			continue
		}
		p.feel(now)
		switch q := &p.ration; {
		case q.downlink.limited || q.strain >= strainHigh:
			r.ration(m, now)
		case q.paused > 0 || q.few:
			p.letAll()
		}
	}
}

// ration gives one line as many pictures, as large, as it can carry beside all sound; and if it can't carry even that,
// the few voices that matter now. The room's lock is held.
func (r *Room) ration(m *member, now time.Time) {
	p := m.peer
	q := &p.ration
	owners := r.owners()
	slots, pictures, sound := r.wanted(m, owners, now)
	steps := ladder(pictures)
	rest, beyond := crowd(r.voices(m, owners))
	if beyond {
		sound -= rest
		steps = slices.Insert(steps, 0, step{picture: allVoices, cost: rest})
	}
	level := q.downlink.allot(now, q.strain, q.gauge.rate(), sound, steps)
	ranks := ranksAt(steps[:level], len(pictures))
	if q.few = beyond && level == 0; !q.few {
		p.hearAll()
	}
	for _, s := range p.slots {
		if i := slices.Index(slots, s); i >= 0 {
			s.allow(ranks[i], pictures[i].most)
		} else if s.codec.video {
			s.allow(maxLayers-1, maxLayers-1)
		}
	}
	p.count()
}

// letAll ends all limits of the line.
func (p *peer) letAll() {
	p.hearAll()
	for _, s := range p.slots {
		if s.codec.video {
			s.allow(maxLayers-1, maxLayers-1)
		}
	}
	p.count()
}

// count notes how many pictures are paused, and has the browser told if that has changed.
func (p *peer) count() {
	paused := 0
	for _, s := range p.slots {
		if s.untold {
			s.untold, p.untold = false, true
		}
		if s.codec.video && s.paused.Load() {
			paused++
		}
	}
	p.ration.paused = paused
}

// wanted lists the pictures that could go to the member's browser now, with their slots, and how much of the line sound
// takes. The room's lock is held.
func (r *Room) wanted(
	m *member, owners map[*feed]*member, now time.Time,
) (slots []*slot, pictures []picture, sound int) {
	for _, s := range m.peer.slots {
		b := s.bound.Load()
		if b == nil || owners[b.feed] == nil || !b.feed.gate.open.Load() {
			continue
		}
		layers := owners[b.feed].layersOf(b.feed)
		if !s.codec.video {
			for _, l := range layers {
				sound += l.flow.rate
			}
			continue
		}
		height := s.height.Load()
		if height == 0 || len(layers) == 0 {
			continue
		}
		o := owners[b.feed]
		one := picture{
			claim: o.claim(s.line.screen, now), seen: !s.paused.Load(), seat: int(b.feed.seat),
			most: min(rankFor(height), len(layers)-1),
		}
		for _, l := range layers {
			one.rates[l.rank] = l.flow.rate
		}
		slots, pictures = append(slots, s), append(pictures, one)
	}
	return slots, pictures, sound
}

// claim is how late the member's picture is left out.
func (m *member) claim(screen bool, now time.Time) int {
	switch {
	case screen:
		return claimScreen
	case m.stage.Staff:
		return claimStaff
	case !m.spokeAt.IsZero() && now.Sub(m.spokeAt) < speakerTime:
		return claimSpeaker
	}
	return claimNone
}

// allow lets a slot up to a rank, of those up to most that are of use to it; -1 is nothing.
func (s *slot) allow(rank, most int) {
	was, is := min(s.let, most), min(rank, most)
	if s.paused.Load() {
		was = -1
	}
	switch {
	case is < was:
		s.stats.stepsDown.Add(uint64(was - is))
	case is > was && s.limited():
		s.stats.stepsUp.Add(uint64(is - was))
	}
	s.let = rank
	if !s.pause(rank < 0) {
		return
	}
	s.untold = true
	if rank >= 0 {
		s.askKey()
	}
}

// limited says whether the line has taken anything from the slot.
func (s *slot) limited() bool { return s.let < maxLayers-1 || s.paused.Load() }

// pause stops a picture for the line's sake, or ends that. It reports whether that is new.
func (s *slot) pause(on bool) bool {
	if s.paused.Swap(on) == on {
		return false
	}
	if on {
		s.stats.paused.Add(1)
	} else {
		s.stats.paused.Add(-1)
	}
	return true
}

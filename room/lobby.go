package room

import (
	"slices"
	"time"
)

// maxBrowsers is with how many browsers one person may wait at a time.
const maxBrowsers = 3

// arrive takes a visit in. The same visit arriving again resumes where it was; any other one waits in the lobby,
// even if the person has a seat: the link may be in other hands.
func (r *Room) arrive(now time.Time, f Arrived) ([]Event, error) {
	m := f.Membership
	if f.Visit == "" || m.Person == "" || m.Group != r.group.ID || !m.Role.Can(CanWait) || r.barred(now, m.Person) {
		return nil, ErrRefused
	}
	known := r.actor(f.Visit).person
	if known != nil && known.member.Person != m.Person || r.outdated(m) || known == nil && r.loggedOff(now, f) {
		return nil, ErrRefused
	}
	r.know(now, m)
	var events []Event
	switch from := r.actor(f.Visit); {
	case from.waiting != nil:
		from.waiting.lostAt = time.Time{}
	case from.person != nil:
		from.person.lostAt = time.Time{}
		r.unshare(from.person)
	default:
		r.people[m.Person].exited = time.Time{}
		events = r.makeRoom(m.Person)
		r.lastWaiting++
		r.lobby = append(r.lobby, &waiter{number: r.lastWaiting, visit: f.Visit, person: m.Person, since: now, begun: f.Begun})
	}
	return events, nil
}

// makeRoom keeps one person from filling the lobby: the oldest of their browsers that wait is sent away, first of all
// one whose connection is lost.
func (r *Room) makeRoom(id PersonID) []Event {
	var waiting []*waiter
	for _, w := range r.lobby {
		if w.person == id {
			waiting = append(waiting, w)
		}
	}
	if len(waiting) < maxBrowsers {
		return nil
	}
	oldest := waiting[0]
	if i := slices.IndexFunc(waiting, func(w *waiter) bool { return !w.lostAt.IsZero() }); i >= 0 {
		oldest = waiting[i]
	}
	return r.dismiss(oldest, FarewellElsewhere)
}

// outdated says whether a membership is older than what the room knows, or is over. A removal wins over a browser
// that was verified just before it.
func (r *Room) outdated(m Membership) bool {
	p := r.people[m.Person]
	return p != nil && (m.Version < p.member.Version || m.Version == p.member.Version && p.member.Role == RoleNone)
}

// change brings a membership as it is now into the running room. Whoever is not here is read anew when they come.
func (r *Room) change(now time.Time, m Membership) []Event {
	p := r.people[m.Person]
	if p == nil || m.Group != r.group.ID || !m.Role.Can(CanWait) || m.Version <= p.member.Version {
		return nil
	}
	r.know(now, m)
	var events []Event
	if p.seated() {
		events = append(events, Renewed{p.visit, m})
	}
	for _, w := range r.lobby {
		if w.person == m.Person {
			events = append(events, Renewed{w.visit, m})
		}
	}
	return events
}

// know takes over a membership as it is now.
//
// A changed role starts afresh, in the lobby: nobody keeps a seat or walks in by what they were before. What staff
// have withdrawn stays withdrawn, but for somebody who becomes staff, as nobody could give it back to them.
func (r *Room) know(now time.Time, m Membership) {
	p := r.people[m.Person]
	if p == nil {
		p = &person{maySpeak: m.Role.Can(CanSpeak), mayShow: m.Role.Can(CanShow)}
		r.people[m.Person] = p
	}
	changed := p.member.Role != m.Role && p.member.Person != ""
	p.become(m)
	if !changed {
		return
	}
	if !m.Role.Can(CanPrefer) {
		p.prefers = Preferences{}
	}
	if m.Role.Staff() {
		p.maySpeak, p.mayShow, p.cameraReason, p.held = true, true, ReasonNone, false
	}
	p.maySpeak, p.mayShow = p.maySpeak && m.Role.Can(CanSpeak), p.mayShow && m.Role.Can(CanShow)
	if p.seated() {
		r.sendOut(p, now)
	}
	for _, w := range r.lobby {
		if w.person == m.Person {
			w.ready, w.held = false, false
		}
	}
}

// vanish notes that a visit's connection is lost; noticing it again gains no time. The microphone's gate is closed
// for as long, see Stage; a shared screen ends.
func (r *Room) vanish(now time.Time, v VisitID) {
	switch from := r.actor(v); {
	case from.person == nil:
	case from.waiting != nil && from.waiting.lostAt.IsZero():
		from.waiting.lostAt = now
	case from.waiting == nil && from.person.lostAt.IsZero():
		from.person.lostAt = now
		r.unshare(from.person)
	}
}

// reappear notes that a connection which had fallen silent is heard again.
func (r *Room) reappear(v VisitID) {
	switch from := r.actor(v); {
	case from.person == nil:
	case from.waiting != nil:
		from.waiting.lostAt = time.Time{}
	default:
		from.person.lostAt = time.Time{}
	}
}

// lines notes whose lines are poor; everybody else's are good.
func (r *Room) lines(poor []SeatNumber) {
	for _, s := range r.circle() {
		s.person.poor = slices.Contains(poor, s.seat)
	}
}

// ready ends the device check. Staff walk in, also when they move to another browser.
func (r *Room) ready(from actor) []Event {
	if from.waiting == nil {
		return nil
	}
	from.waiting.ready = true
	if !from.person.member.Role.Can(CanWalkIn) {
		return nil
	}
	return r.seat(from.waiting)
}

func (r *Room) waiting(n WaitingNumber) *waiter {
	if i := slices.IndexFunc(r.lobby, func(w *waiter) bool { return w.number == n }); i >= 0 {
		return r.lobby[i]
	}
	return nil
}

// mayEnter says what keeps a waiting person out, or nil.
func (r *Room) mayEnter(w *waiter) error {
	p := r.people[w.person]
	switch {
	case !r.running:
		return ErrNotStarted
	case !w.ready || !w.lostAt.IsZero():
		return ErrNotReady
	case !p.member.Role.Can(CanSit):
		return ErrNotAllowed
	case p.member.Role == RoleObserver && !r.group.ObserversOK:
		return ErrObservers
	case p.member.Role.counted() && !p.seated() && r.full():
		return ErrFull
	}
	return nil
}

func (r *Room) admit(n WaitingNumber) ([]Event, error) {
	w := r.waiting(n)
	if w == nil {
		return nil, ErrNobodyThere
	}
	if err := r.mayEnter(w); err != nil {
		return nil, err
	}
	return r.seat(w), nil
}

func (r *Room) admitAll() ([]Event, error) {
	if !r.running {
		return nil, ErrNotStarted
	}
	var events []Event
	for _, w := range slices.Clone(r.lobby) {
		// A second device asks for a person's own seat: that is a decision about one person, never about all.
		// Whoever was moved to the lobby comes back the same way, whatever browser they come with.
		if p := r.people[w.person]; r.mayEnter(w) == nil && !p.seated() && !p.held {
			events = append(events, r.seat(w)...)
		}
	}
	return events, nil
}

// seat moves a visit from the lobby to its person's seat. Microphone and camera are off, whatever they were.
func (r *Room) seat(w *waiter) []Event {
	p := r.people[w.person]
	var events []Event
	if p.seated() {
		events = append(events, Gone{Visit: p.visit, Why: FarewellElsewhere})
		r.unshare(p)
		r.quitAside(p) // the other browser may be somewhere else
	}
	r.lobby = slices.DeleteFunc(r.lobby, func(o *waiter) bool { return o == w })
	p.visit, p.since, p.begun, p.lostAt = w.visit, w.since, w.begun, w.lostAt
	p.held, p.moment, p.poor, p.private = false, moment{}, false, w.private
	p.microphone, p.camera, p.invitedBy = false, false, ""
	r.enter(p)
	r.seatOf(w.person)
	return events
}

func (r *Room) deny(n WaitingNumber) ([]Event, error) {
	w := r.waiting(n)
	if w == nil {
		return nil, ErrNobodyThere
	}
	if r.people[w.person].member.Role.Staff() {
		return nil, ErrStaff
	}
	return r.dismiss(w, FarewellDenied), nil
}

// dismiss ends a waiting visit.
func (r *Room) dismiss(w *waiter, why Farewell) []Event {
	r.lobby = slices.DeleteFunc(r.lobby, func(o *waiter) bool { return o == w })
	return []Event{Gone{Visit: w.visit, Why: why}}
}

// full says whether every client place is taken; a kept seat counts.
func (r *Room) full() bool {
	n := 0
	for _, p := range r.people {
		if p.seated() && p.member.Role.counted() {
			n++
		}
	}
	return n >= r.group.ClientMax
}

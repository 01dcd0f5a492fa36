package room

import (
	"slices"
	"time"
)

// arrive takes a visit in. The same visit arriving again resumes where it was; any other one waits in the lobby,
// even if the person has a seat: the link may be in other hands.
func (r *Room) arrive(now time.Time, f Arrived) error {
	m := f.Membership
	if f.Visit == "" || m.Person == "" || m.Group != r.group.ID || !m.Role.Can(CanWait) || r.barred(now, m.Person) {
		return ErrRefused
	}
	switch from := r.actor(f.Visit); {
	case from.person == nil:
	case from.person.member.Person != m.Person:
		return ErrRefused
	case from.waiting != nil:
		from.waiting.lostAt = time.Time{}
		return nil
	default:
		from.person.lostAt = time.Time{}
		return nil
	}
	if r.people[m.Person] == nil {
		r.people[m.Person] = &person{maySpeak: m.Role.Can(CanSpeak), mayShow: m.Role.Can(CanShow)}
	}
	r.people[m.Person].member = m
	r.lastWaiting++
	r.lobby = append(r.lobby, &waiter{number: r.lastWaiting, visit: f.Visit, person: m.Person, since: now})
	return nil
}

// vanish notes that a visit's connection is lost. The microphone's gate is closed for as long; see Stage.
func (r *Room) vanish(now time.Time, v VisitID) {
	switch from := r.actor(v); {
	case from.person == nil:
	case from.waiting != nil:
		from.waiting.lostAt = now
	default:
		from.person.lostAt = now
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
		if r.mayEnter(w) == nil && !r.people[w.person].seated() && !w.held {
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
	}
	r.lobby = slices.DeleteFunc(r.lobby, func(o *waiter) bool { return o == w })
	p.visit, p.lostAt = w.visit, time.Time{}
	p.microphone, p.camera, p.invitedBy = false, false, ""
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

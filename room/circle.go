package room

import (
	"slices"
	"time"
)

// seated is one taken seat of the circle.
type seated struct {
	seat   SeatNumber
	person *person
}

// circle lists who has a seat now, in the order of the seat numbers.
func (r *Room) circle() []seated {
	list := make([]seated, 0, len(r.seats))
	for i, id := range r.seats {
		if p := r.people[id]; p != nil && p.seated() {
			list = append(list, seated{SeatNumber(i + 1), p})
		}
	}
	return list
}

// seatOf returns a person's seat number; a newcomer gets the next empty seat.
func (r *Room) seatOf(id PersonID) SeatNumber {
	if n := r.seatNumber(id); n != 0 {
		return n
	}
	if i := slices.Index(r.seats, PersonID("")); i >= 0 {
		r.seats[i] = id
		return SeatNumber(i + 1)
	}
	r.seats = append(r.seats, id)
	return SeatNumber(len(r.seats))
}

// seatNumber returns a person's seat number, or 0 if they never had a seat.
func (r *Room) seatNumber(id PersonID) SeatNumber { return SeatNumber(slices.Index(r.seats, id) + 1) }

// at returns who is in the circle on seat n, or nil.
func (r *Room) at(n SeatNumber) *person {
	if n < 1 || int(n) > len(r.seats) {
		return nil
	}
	if p := r.people[r.seats[n-1]]; p != nil && p.seated() {
		return p
	}
	return nil
}

// unseat takes a person out of the circle; the seat number stays theirs.
func (r *Room) unseat(p *person, why Farewell) []Event {
	gone := Gone{Visit: p.visit, Why: why}
	r.quitAside(p)
	r.lower(p.member.Person)
	r.unshare(p)
	p.visit, p.lostAt, p.moment, p.poor, p.private = "", time.Time{}, moment{}, false, false
	p.microphone, p.camera, p.invitedBy = false, false, ""
	r.leaveFloor(p)
	return []Event{gone}
}

// hold moves somebody from the circle to the lobby, with the same visit.
func (r *Room) hold(now time.Time, n SeatNumber, why Reason) ([]Event, error) {
	p, err := r.underCare(n)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(Reasons(), why) {
		return nil, ErrReason
	}
	p.held, r.undo = true, undo{}
	r.sendOut(p, now)
	return nil, nil
}

// sendOut moves a visit from the circle to the lobby. It goes on there, so nobody is told that it is gone.
func (r *Room) sendOut(p *person, now time.Time) {
	r.lastWaiting++
	w := &waiter{
		number: r.lastWaiting, visit: p.visit, person: p.member.Person,
		since: now, begun: p.begun, ready: true, held: true, lostAt: p.lostAt,
		private: p.private,
	}
	r.unseat(p, FarewellLeft)
	r.lobby = append(r.lobby, w)
}

// underCare returns who is on seat n if staff may act on them: anybody but staff.
func (r *Room) underCare(n SeatNumber) (*person, error) {
	p := r.at(n)
	if p == nil {
		return nil, ErrNobodyThere
	}
	if p.member.Role.Staff() {
		return nil, ErrStaff
	}
	return p, nil
}

// target returns whom staff mean, in the circle or in the lobby.
func (r *Room) target(t Target) *person {
	if t.Seat != 0 && t.Waiting == 0 {
		return r.at(t.Seat)
	}
	if t.Waiting != 0 && t.Seat == 0 {
		if w := r.waiting(t.Waiting); w != nil {
			return r.people[w.person]
		}
	}
	return nil
}

// endForToday removes a person, every visit of theirs, and bars them.
func (r *Room) endForToday(now time.Time, t Target, why Reason) ([]Event, error) {
	p := r.target(t)
	switch {
	case p == nil:
		return nil, ErrNobodyThere
	case p.member.Role.Staff():
		return nil, ErrStaff
	case !slices.Contains(Reasons(), why):
		return nil, ErrReason
	}
	r.undo = undo{}
	r.bars[p.member.Person] = bar{session: r.session, until: r.group.tomorrow(now)}
	return r.remove(p, FarewellToday, why), nil
}

// revoke removes a person whose membership is over, and frees the seat. Names are forgotten. The version stays, so
// that a browser that was verified a moment ago comes too late, and so does what staff have withdrawn.
func (r *Room) revoke(f Revoked) []Event {
	p := r.people[f.Person]
	if p != nil && f.Version != 0 && f.Version < p.member.Version {
		return nil // they were added again since
	}
	if p == nil {
		p = &person{maySpeak: true, mayShow: true}
		r.people[f.Person] = p
	}
	events := r.remove(p, FarewellRevoked, ReasonNone)
	p.become(Membership{Group: r.group.ID, Person: f.Person, Version: max(f.Version, p.member.Version)})
	p.asked, p.alias, p.exited, p.prefers = "", "", time.Time{}, Preferences{}
	r.dropSignalsOf(f.Person)
	if n := r.seatNumber(f.Person); n != 0 {
		r.seats[n-1] = ""
	}
	return events
}

// remove ends every visit of a person. Their permissions are kept until the session ends.
func (r *Room) remove(p *person, why Farewell, reason Reason) []Event {
	var events []Event
	if p.seated() {
		events = r.unseat(p, why)
	}
	p.missed = time.Time{}
	for _, w := range slices.Clone(r.lobby) {
		if w.person == p.member.Person {
			events = append(events, r.dismiss(w, why)...)
		}
	}
	for i, e := range events {
		if gone, ok := e.(Gone); ok {
			gone.Reason = reason
			events[i] = gone
		}
	}
	return events
}

// barred says whether somebody was removed for today.
func (r *Room) barred(now time.Time, id PersonID) bool {
	b, ok := r.bars[id]
	return ok && (now.Before(b.until) || r.running && r.session == b.session)
}

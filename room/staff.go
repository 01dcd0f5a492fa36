package room

import (
	"slices"
	"time"
)

// The staff-present rule: clients are never left together without staff. Whatever happens in a running session, attend
// finds out whether staff are with the group; without them media flow for StaffGrace, then pause, and after PauseLimit the
// room closes. Staff who return walk in, and end all of it at once. Staff in a private talk are not with the group, but
// while they are connected the room doesn't close: they see it, and are back with one press.

// Times of the rule, unless the group says otherwise.
const (
	StaffGrace = 90 * time.Second
	PauseLimit = 10 * time.Minute
)

// absence is a running session without staff. The zero value: staff are there, or nothing runs.
type absence struct {
	since   time.Time // zero: no absence
	paused  time.Time // since when no media flow; zero: they still do
	decided bool      // the last of the staff has left on purpose
	// deserted is since when no staff are connected at all, not even in a private talk; zero: they are.
	deserted time.Time
}

func (a absence) on() bool    { return !a.since.IsZero() }
func (a absence) pause() bool { return !a.paused.IsZero() }

// Afterwards is what becomes of a running session when the last of its staff leaves. There is no default: they choose.
type Afterwards string

// What the last of the staff may choose.
const (
	AfterwardsUnsaid   Afterwards = ""
	AfterwardsHandOver Afterwards = "hand-over" // to staff who are on their way in: see relief
	AfterwardsPause    Afterwards = "pause"     // until staff return
	AfterwardsEnd      Afterwards = "end"       // the session is over for everybody
)

// attend looks whether staff are there, after anything that may have changed it.
func (r *Room) attend(now time.Time) {
	here := r.staffWith()
	switch {
	case !r.running:
		r.absence, r.lastStaff = absence{}, ""
		return
	case here != nil:
		r.absence, r.lastStaff = absence{}, here.member.Person
		return
	case !r.absence.on():
		r.absence.since = now
	}
	if r.staffHere() {
		r.absence.deserted = time.Time{}
	} else if r.absence.deserted.IsZero() {
		r.absence.deserted = now
	}
}

// staffWith returns who of the staff is connected, with the group and hears it, on the first seat of them but those of
// except; or nil.
func (r *Room) staffWith(except ...*person) *person {
	for _, s := range r.circle() {
		p := s.person
		if p.member.Role.Staff() && p.listens() && !p.apart() && !slices.Contains(except, p) {
			return p
		}
	}
	return nil
}

// staffHere says whether anybody of the staff is connected in the circle and hears it, or a private talk.
func (r *Room) staffHere() bool {
	return slices.ContainsFunc(r.circle(), func(s seated) bool { return s.person.member.Role.Staff() && s.person.listens() })
}

// staffSit says whether anybody of the staff but those of except sits with the group, also with a lost line.
func (r *Room) staffSit(except ...*person) bool {
	return slices.ContainsFunc(r.circle(), func(s seated) bool {
		return s.person.member.Role.Staff() && !s.person.apart() && !slices.Contains(except, s.person)
	})
}

// pauseMedia turns every microphone and camera off, so that nothing opens by itself when staff return. Those of staff
// who have lost the connection stay as they were left: nobody waits for them to press. Private talks go on.
func (r *Room) pauseMedia(now time.Time) {
	r.absence.paused = now
	for _, p := range r.people {
		if !p.member.Role.Staff() && !p.apart() {
			p.microphone, p.camera = false, false
		}
	}
}

// absenceDue is when the absence goes on to its next step, or the zero time.
func (r *Room) absenceDue() time.Time {
	switch {
	case r.absence.pause() && r.absence.deserted.IsZero():
		return time.Time{}
	case r.absence.pause():
		from := r.absence.paused
		if from.Before(r.absence.deserted) {
			from = r.absence.deserted
		}
		return from.Add(orElse(r.group.PauseLimit, PauseLimit))
	case r.absence.on():
		return r.absence.since.Add(orElse(r.group.StaffGrace, StaffGrace))
	}
	return time.Time{}
}

// tickAbsence takes the next step if it is due.
func (r *Room) tickAbsence(now time.Time) []Event {
	switch due := r.absenceDue(); {
	case due.IsZero() || now.Before(due):
		return nil
	case r.absence.pause():
		return r.close(now, FarewellUnattended)
	}
	r.pauseMedia(now)
	return nil
}

// leave gives up a place. The last of the staff says what becomes of the session.
func (r *Room) leave(now time.Time, from actor, then Afterwards) ([]Event, error) {
	if from.waiting != nil {
		return r.dismiss(from.waiting, FarewellLeft), nil
	}
	if !r.lastOfStaff(from.person) {
		return r.unseat(from.person, FarewellLeft), nil
	}
	switch then {
	case AfterwardsEnd:
		return r.end(now)
	case AfterwardsHandOver:
		if r.relief(from.person) == nil {
			return nil, ErrNobodyThere
		}
	case AfterwardsPause:
		r.pauseMedia(now)
	default:
		return nil, ErrLastStaff
	}
	r.absence.since, r.absence.decided = now, true
	return r.unseat(from.person, FarewellLeft), nil
}

// lastOfStaff says whether a running session's group would be without staff if p left.
func (r *Room) lastOfStaff(p *person) bool {
	return r.running && p.member.Role.Staff() && r.staffWith(p) == nil
}

// relief is somebody else of the staff who is about to come in: in the device check, in a private talk, or on a seat that
// is kept while their connection is lost or they have paused for privacy. It is nil if nobody is.
func (r *Room) relief(p *person) *person {
	for _, w := range r.lobby {
		if other := r.people[w.person]; other != p && other.member.Role.Staff() && w.lostAt.IsZero() {
			return other
		}
	}
	for _, s := range r.circle() {
		if s.person != p && s.person.member.Role.Staff() && (!s.person.attends() || s.person.apart()) {
			return s.person
		}
	}
	return nil
}

// staffView is what somebody in the circle sees of the rule. It is about the group: whoever is in a private talk with staff
// and isn't staff has them there.
func (r *Room) staffView(reader *person) StaffPresence {
	view := StaffPresence{State: StaffHere, Decided: r.absence.decided}
	switch {
	case !r.running:
		return StaffPresence{}
	case r.waitsFor(reader) != nil:
		return StaffPresence{State: StaffHere}
	case r.absence.pause():
		view.State = StaffPaused
	case r.absence.on():
		view.State = StaffAway
	default:
		return view
	}
	if p := r.people[r.lastStaff]; p != nil {
		view.Name, view.SteppedAway = NameOf(p.short()), p.here()
	}
	return view
}

func orElse(d, unset time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return unset
}

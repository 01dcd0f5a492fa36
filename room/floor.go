package room

import (
	"slices"
	"time"
)

// FloorMode says whom the circle may hear beside staff and interpreters, who are always let through. The zero value
// lets nobody else through.
type FloorMode string

// The modes, the one that lets most people through first.
const (
	FloorNone FloorMode = ""
	// FloorOpen: everybody who is permitted to speak.
	FloorOpen FloorMode = "open"
	// FloorHandFirst: whoever staff have given the floor, of those who raised a hand or not. Several may have it.
	FloorHandFirst FloorMode = "hand-first"
	// FloorOneVoice: the one person whom staff have given the floor. Giving it to the next one takes it from the last.
	FloorOneVoice FloorMode = "one-voice"
	// FloorCoolDown: nobody else. "Let's pause together."
	FloorCoolDown FloorMode = "cool-down"
)

// FloorModes lists the modes, from the one that lets most people through to the one that lets nobody through.
func FloorModes() []FloorMode {
	return []FloorMode{FloorOpen, FloorHandFirst, FloorOneVoice, FloorCoolDown}
}

// stricter says whether m lets fewer people through than other. What isn't a mode is the strictest of all.
func (m FloorMode) stricter(other FloorMode) bool { return m.rank() > other.rank() }

func (m FloorMode) rank() int {
	if i := slices.Index(FloorModes(), m); i >= 0 {
		return i
	}
	return len(FloorModes())
}

// floor is whom the circle may hear now.
//
// It never opens a microphone: it lets through, or not, what its owner has left on. Whoever it closes to is switched
// off at that moment (see Room.hush), so that no later change can open what its owner may have forgotten. The permission
// to speak is another thing, and outlasts the floor: see person.maySpeak. The zero value lets through staff and
// interpreters alone.
type floor struct {
	mode FloorMode
	// given is who has the floor, in the order of giving: at most one in one voice, nobody in open and cool-down.
	// They sit, may speak, and are among those whom staff lead.
	given []PersonID
	taken restriction // when it last took something from anybody
	loan  loan        // what the turn of a round has given
}

// lets says whether p may be heard, as far as the floor goes.
func (f floor) lets(p *person) bool {
	return !p.member.Role.led() || f.mode == FloorOpen || f.has(p)
}

func (f floor) has(p *person) bool { return slices.Contains(f.given, p.member.Person) }

// holds is how many may have been given the floor at a time.
func (m FloorMode) holds() int {
	switch m {
	case FloorHandFirst:
		return MaxClients
	case FloorOneVoice:
		return 1
	case FloorNone, FloorOpen, FloorCoolDown:
	}
	return 0
}

// heard says whether p's microphone goes to the circle or, in a private talk, to the other one: the floor is the group's.
func (r *Room) heard(p *person) bool { return p.speaks() && (p.apart() || r.floor.lets(p)) }

// floorCommand is the part of carryOut that is about the floor.
func (r *Room) floorCommand(now time.Time, by *person, c Command) error {
	switch c := c.(type) {
	case SetFloor:
		return r.setFloor(now, by, c.Mode, c.Seen)
	case TakeFloor:
		return r.takeFloor(by, c.Seat)
	case UseTemplate:
		return r.useTemplate(now, by, c.Template, c.Seen)
	case Undo:
		return r.undoAct(now, by, c.Act)
	default:
		return ErrNotAllowed
	}
}

// setFloor changes the mode. Whoever has the floor keeps it as far as the new mode goes.
func (r *Room) setFloor(now time.Time, by *person, mode FloorMode, seen int) error {
	switch {
	case !slices.Contains(FloorModes(), mode):
		return ErrChoice
	case mode == r.floor.mode:
		return nil
	case r.undoes(by, mode, seen):
		return ErrMeanwhile
	}
	before := r.keep(ActFloor)
	r.switchFloor(by, mode)
	r.offer(now, before)
	return nil
}

// undoes says whether a milder mode would undo what a colleague has just done, and by hadn't seen.
func (r *Room) undoes(by *person, mode FloorMode, seen int) bool {
	return r.floor.mode.stricter(mode) && r.floor.taken.since(seen, by)
}

// switchFloor changes the mode, whatever it was. Nobody is given the floor by it, but whom one voice can't keep with
// others loses it: that it is to be one of them, and who, is for staff to say.
func (r *Room) switchFloor(by *person, mode FloorMode) {
	if mode.stricter(r.floor.mode) {
		r.floor.taken = r.restrict(by)
	}
	r.floor.mode = mode
	if len(r.floor.given) > mode.holds() {
		r.floor.given = nil
	}
	r.hush()
}

// hush switches off whoever the floor doesn't let through, and takes invitations back that can't be followed.
func (r *Room) hush() {
	for _, p := range r.people {
		if !r.floor.lets(p) && !p.apart() {
			p.microphone, p.invitedBy = false, ""
		}
	}
}

// mayGive says what keeps by from giving p the floor, or nil.
func (r *Room) mayGive(by, p *person, seen int) error {
	switch {
	case r.floor.lets(p):
		return nil
	case r.floor.taken.since(seen, by):
		return ErrMeanwhile
	case r.floor.mode.holds() == 0:
		return ErrFloor
	}
	return nil
}

// give lets p have the floor, which mayGive has agreed to. In one voice that takes it from whoever had it.
func (r *Room) give(by, p *person) {
	r.floor.unwithhold(p)
	if r.floor.lets(p) {
		return
	}
	if r.floor.mode == FloorOneVoice {
		for _, id := range r.floor.given {
			r.floor.withhold(r.people[id])
		}
		r.floor.given, r.floor.taken = nil, r.restrict(by)
		r.hush()
	}
	r.floor.given = append(r.floor.given, p.member.Person)
}

// takeFloor ends one person's floor, with thanks: the permission to speak stays.
func (r *Room) takeFloor(by *person, n SeatNumber) error {
	p, err := r.underCare(n)
	switch {
	case err != nil:
		return err
	case !r.floor.has(p):
		return ErrFloor
	}
	p.silenced = r.restrict(by)
	r.floor.withhold(p)
	r.leaveFloor(p)
	return nil
}

// leaveFloor takes the floor from p, if they have it.
func (r *Room) leaveFloor(p *person) {
	r.floor.given = slices.DeleteFunc(r.floor.given, func(id PersonID) bool { return id == p.member.Person })
	r.hush()
}

// soundFloor says whether a restored floor keeps what its type promises.
func (r *Room) soundFloor() bool {
	seen := map[PersonID]bool{}
	for _, id := range r.floor.given {
		if p := r.people[id]; p == nil || seen[id] || !p.seated() || !p.maySpeak || !p.member.Role.led() {
			return false
		}
		seen[id] = true
	}
	return len(seen) <= r.floor.mode.holds()
}

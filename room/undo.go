package room

import (
	"slices"
	"time"
)

// UndoTime is how long staff can take a mute of all, a floor or a template back.
const UndoTime = 10 * time.Second

// Act is what staff can take back.
type Act string

// The acts.
const (
	ActNone     Act = ""
	ActMuteAll  Act = "mute-all"
	ActFloor    Act = "floor"
	ActTemplate Act = "template"
)

// undo is the last act that can be taken back, and how it was before. Whatever staff withdraw from anybody afterwards
// ends it (see Room.restrict), so that undoing can't give back what was taken later. The zero value: there is none.
type undo struct {
	act    Act
	number int       // of the act in this session, so that nobody takes back another one than they saw
	until  time.Time // the end of it

	mode      FloorMode
	given     []PersonID
	template  TemplateRef
	permitted []PersonID // who might speak
}

// keep returns how it is now, before an act that can be taken back.
func (r *Room) keep(act Act) undo {
	r.acts++
	before := undo{
		act: act, number: r.acts, mode: r.floor.mode, given: slices.Clone(r.floor.given), template: r.template.ref(),
	}
	if act != ActMuteAll {
		return before // the others change nobody's permission
	}
	for id, p := range r.people {
		if p.maySpeak && p.member.Role.led() {
			before.permitted = append(before.permitted, id)
		}
	}
	slices.Sort(before.permitted)
	return before
}

// offer lets staff take an act back from now on. It comes after the act, which may have ended an earlier offer.
func (r *Room) offer(now time.Time, before undo) {
	before.until = now.Add(UndoTime)
	r.undo = before
}

// undoAct undoes the last act: the permissions and the floor are as before. Microphones stay as they are, off where
// the act has switched them off. If the floor was stricter before, it closes to whoever it let through meanwhile.
func (r *Room) undoAct(now time.Time, by *person, act int) error {
	before := r.undo
	if before.act == ActNone || before.number != act || !now.Before(before.until) {
		return ErrUndo
	}
	r.undo = undo{}
	for _, id := range before.permitted {
		if p := r.people[id]; p != nil && p.member.Role.led() {
			p.maySpeak = true
		}
	}
	r.template, _ = before.template.find() // it was found before
	r.switchFloor(by, before.mode)
	for _, id := range before.given {
		p := r.people[id]
		if p != nil && p.seated() && !p.apart() && p.maySpeak && p.member.Role.led() && !r.floor.lets(p) &&
			len(r.floor.given) < r.floor.mode.holds() {
			r.floor.given = append(r.floor.given, id)
		}
	}
	return nil
}

// undoDue is when the offer ends, or the zero time.
func (r *Room) undoDue() time.Time { return r.undo.until }

// tickUndo ends an offer whose time is over.
func (r *Room) tickUndo(now time.Time) {
	if !r.undo.until.IsZero() && !now.Before(r.undo.until) {
		r.undo = undo{}
	}
}

// UndoView is what staff can take back now. The zero value: nothing.
type UndoView struct {
	Act    Act
	Number int // names it to Undo
}

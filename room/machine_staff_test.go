package room_test

import (
	"slices"
	"strings"
	"time"

	"alcove/room"

	"pgregory.net/rapid"
)

// The account of the staff-present rule: who of the staff is there, since when nobody is, and what that means.

// attend notes whether staff are with the group, and whether any are there at all.
func (m *machine) attend() {
	m.settleTalks()
	here := slices.ContainsFunc(m.look().circle, func(s room.Stage) bool {
		return m.known[nameOf(s.Person)].Staff() && m.listens(s.Visit) && !m.apart(nameOf(s.Person))
	})
	m.desert(here)
	switch {
	case !m.running || here:
		m.gone, m.paused = time.Time{}, time.Time{}
	case m.gone.IsZero():
		m.gone = m.now
	}
}

// passAbsence notes what time does to a session without staff: first it pauses, then it is over.
func (m *machine) passAbsence() {
	switch {
	case m.gone.IsZero():
	case !m.paused.IsZero():
		if d := m.talks.deserted; !d.IsZero() && !m.now.Before(later(m.paused, d).Add(room.PauseLimit)) {
			m.over()
		}
	case !m.now.Before(m.gone.Add(room.StaffGrace)):
		m.pause()
	}
}

// pause turns everything off that is not of staff.
func (m *machine) pause() {
	m.paused = m.now
	for v := range m.on {
		if !m.known[ownerOf(v)].Staff() && !m.apart(ownerOf(v)) {
			delete(m.on, v)
		}
	}
}

// writeLeave notes what it means that somebody leaves. The last of the staff must have said what becomes of the session.
func (m *machine) writeLeave(before scene, v room.VisitID, then room.Afterwards) {
	besides := func(s room.Stage) bool {
		name := nameOf(s.Person)
		return s.Visit != v && m.known[name].Staff() && m.listens(s.Visit) && !m.apart(name)
	}
	if before.by(v).Seat == 0 || !m.running || !m.known[ownerOf(v)].Staff() || slices.ContainsFunc(before.circle, besides) {
		return
	}
	switch then {
	case room.AfterwardsEnd:
		m.over()
	case room.AfterwardsPause:
		m.gone = m.now
		m.pause()
	case room.AfterwardsHandOver:
		m.gone = m.now
		awaited := func(v room.VisitID) bool { return m.known[ownerOf(v)].Staff() }
		m.require(slices.ContainsFunc(m.Visits(), awaited), "handed over to nobody")
	default:
		m.require(false, "the last of the staff has left without a word")
	}
}

// reappear is a connection that fell silent and is heard again.
func (m *machine) reappear(rt *rapid.T) {
	place := rapid.SampledFrom(places).Draw(rt, "who")
	before := m.look()
	m.note(room.Returned{Visit: visitID(place)})
	delete(m.lost, visitID(place))
	m.settle(before, nil, nil)
}

// attended holds that everybody in the circle is told how the session is attended.
func (m *machine) attended(view room.View) {
	want := room.StaffHere
	switch {
	case !m.running:
		want = room.StaffUnknown
	case m.apart(nameOf(m.find(view))) && !view.You.Role.Staff(): // they have staff with them
	case !m.paused.IsZero():
		want = room.StaffPaused
	case !m.gone.IsZero():
		want = room.StaffAway
	}
	m.require(view.Staff.State == want, strings.Join([]string{"staff are", string(view.Staff.State), "not", string(want)}, " "))
}

// share notes who shares a screen: one of the staff at a time, and nobody whose line is lost.
func (m *machine) share(v room.VisitID, on bool) {
	if !on {
		m.endShare(v)
		return
	}
	m.require(m.sharer == "" || m.sharer == v, "two people share a screen")
	m.require(m.reached(v) && !m.apart(ownerOf(v)), "a screen without a line, or in a private talk")
	m.sharer = v
}

func (m *machine) endShare(v room.VisitID) {
	if m.sharer == v {
		m.sharer = ""
	}
}

// forgetShare ends a share as its owner would. It leaves nothing, as it was never saved.
func (m *machine) forgetShare() {
	if m.sharer == "" {
		return
	}
	saved := string(m.Snapshot())
	m.command(strings.TrimPrefix(string(m.sharer), "visit-"), room.ShareScreen{})
	m.require(m.sharer == "" && string(m.Snapshot()) == saved, "a share is saved")
}

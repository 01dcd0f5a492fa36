package room_test

import (
	"slices"
	"strings"
	"time"

	"alcove/room"
)

// The account of the ways out: where somebody came in, and who has left by quick exit.

// reached says whether a browser has a line, and a person who is not paused for privacy.
func (m *machine) reached(v room.VisitID) bool { return !m.lost[v] && !m.private[v] }

// pausing is somebody's moment.
type pausing struct {
	since  time.Time
	hushed bool
}

func (m *machine) listens(v room.VisitID) bool {
	return m.reached(v) && (m.moments[v] == nil || !m.moments[v].hushed)
}

// writeMoment notes what begins, changes or ends a moment. Turning something on ends it.
func (m *machine) writeMoment(v room.VisitID, c room.Command) {
	on := false
	switch c := c.(type) {
	case room.TakeMoment:
		if m.moments[v] == nil {
			m.moments[v] = &pausing{since: m.now}
		}
	case room.HushGroup:
		m.require(m.moments[v] != nil, "hushed outside of a moment")
		m.moments[v].hushed = c.On
	case room.EndMoment:
		on = true
	case room.SetMicrophone:
		on = c.On
	case room.SetCamera:
		on = c.On
	case room.ShareScreen:
		on = c.On
	default:
		m.require(false, "that is nothing of a moment")
	}
	if on {
		delete(m.moments, v)
	}
}

func (m *machine) writeWayOut(v room.VisitID, c room.Command) {
	switch c.(type) {
	case room.TakePrivacy:
		m.private[v] = true
		delete(m.on, v)
		m.endShare(v)
	case room.EndPrivacy:
		delete(m.private, v)
	case room.QuickExit:
		m.exited[ownerOf(v)] = m.now
	default:
		m.require(false, "no way out")
	}
}

// withdrawn holds that the circle sees who has paused, and that staff alone see who has left by quick exit.
func (m *machine) withdrawn(view room.View) {
	now := m.look()
	for _, s := range view.Seats {
		mine := m.moments[now.at(s.Seat).Visit]
		apart := m.apartFrom(nameOf(now.at(s.Seat).Person), nameOf(m.find(view)))
		m.require(s.SteppedAway == (mine != nil || apart), "a moment isn't shown, or not over")
		long := mine != nil && !m.now.Before(mine.since.Add(room.MomentHint))
		m.require(s.LongAway == (long && view.You.Role.Staff()), "staff aren't told of a long moment, or others are")
		m.require(s.Private == m.private[now.at(s.Seat).Visit], "a pause isn't shown, or not over")
	}
	var exits []string
	for name := range m.exited {
		here := func(v room.VisitID) bool { return ownerOf(v) == name }
		if view.You.Role.Staff() && !slices.ContainsFunc(m.Visits(), here) {
			exits = append(exits, name)
		}
	}
	m.require(len(view.Exits) == len(exits), "another number of people has left by quick exit")
	for _, e := range view.Exits {
		first, _, _ := strings.Cut(e.RosterName.Reveal(), " ")
		m.require(slices.Contains(exits, first) && e.At.Equal(m.exited[first]), "somebody else has left")
	}
}

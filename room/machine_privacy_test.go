package room_test

import (
	"slices"
	"strings"

	"alcove/room"
)

// The account of the ways out: where somebody came in, and who has left by quick exit.

// reached says whether a browser has a line, and a person who is not paused for privacy.
func (m *machine) reached(v room.VisitID) bool { return !m.lost[v] && !m.private[v] }

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

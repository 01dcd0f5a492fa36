package room_test

import (
	"slices"

	"alcove/room"

	"pgregory.net/rapid"
)

// gesture may be none.
func gesture(t *rapid.T) room.Gesture {
	return rapid.SampledFrom(append(room.Gestures(), "", "wave")).Draw(t, "gesture")
}

// writeGesture notes that somebody has shown the circle a gentle signal.
func (m *machine) writeGesture(before scene, v room.VisitID) {
	role := m.known[ownerOf(v)]
	m.require(before.by(v).Seat != 0 && (counted(role) || role.Staff()), "a gesture from outside, or of somebody who makes none")
	m.require(m.running && m.paused.IsZero() && !m.private[v] && m.moments[v] == nil, "a gesture of somebody who isn't there")
}

// gestured holds that a gesture is shown as its sender's, to exactly those whom the circle reaches.
func (m *machine) gestured(before scene, by room.VisitID, events []room.Event) {
	var told []room.VisitID
	for _, e := range events {
		g, ok := e.(room.Gestured)
		if !ok {
			continue
		}
		m.require(g.Seat == before.by(by).Seat && slices.Contains(room.Gestures(), g.Gesture), "another gesture")
		told = append(told, g.To)
	}
	if told == nil {
		return
	}
	var want []room.VisitID
	for _, s := range before.circle {
		if s.Audience == before.by(by).Audience && m.reached(s.Visit) && m.moments[s.Visit] == nil {
			want = append(want, s.Visit)
		}
	}
	m.require(slices.Equal(told, want), "a gesture is shown to others than those who are there")
}

package room_test

import (
	"slices"
	"strings"
	"time"

	"alcove/room"
)

func (m *machine) forget() {
	m.running, m.hands, m.sharer, m.asked, m.turns = false, nil, "", nil, nil
	m.gone, m.paused = time.Time{}, time.Time{}
	m.exited, m.prefers = map[string]time.Time{}, map[string]room.Part{}
	m.cuts, m.count = map[string][2]cut{}, 0
	m.floor.begin()
	m.talks.begin()
	m.known, m.barred, m.on = map[string]room.Role{}, map[string]switches{}, map[room.VisitID]switches{}
}

func (m *machine) look() scene {
	s := scene{circle: m.Stage()}
	s.lobby = m.Visits()[len(s.circle):]
	for _, seat := range s.circle {
		if m.known[nameOf(seat.Person)].Staff() {
			view, _ := m.View(seat.Visit)
			s.list, s.restrictions, s.undo = view.Waiting, view.Restrictions, view.Undo.Number
			s.signals, s.round = view.Signals, view.Round
			break
		}
	}
	return s
}

func nameOf(id room.PersonID) string { return strings.TrimPrefix(string(id), "person-") }
func ownerOf(v room.VisitID) string  { return nameAt(strings.TrimPrefix(string(v), "visit-")) }
func (s scene) seated(n string) bool { return s.on(n).Seat != 0 }
func (s scene) on(n string) room.Stage {
	return s.find(func(o room.Stage) bool { return nameOf(o.Person) == n })
}

func (s scene) at(n room.SeatNumber) room.Stage {
	return s.find(func(o room.Stage) bool { return o.Seat == n })
}

func (s scene) by(v room.VisitID) room.Stage {
	return s.find(func(o room.Stage) bool { return o.Visit == v })
}

func (s scene) find(is func(room.Stage) bool) room.Stage {
	if i := slices.IndexFunc(s.circle, is); i >= 0 {
		return s.circle[i]
	}
	return room.Stage{}
}

func (s scene) waiting(n room.WaitingNumber) room.VisitID {
	if i := slices.IndexFunc(s.list, func(w room.WaitingView) bool { return w.Waiting == n }); i >= 0 {
		return s.lobby[i]
	}
	return ""
}

package room_test

import (
	"strings"
	"time"

	"alcove/room"

	"pgregory.net/rapid"
)

// The account of what a session is for and how long it is planned to take: the same for everybody in the circle.

// start may say too much, too little, or both.
func start(t *rapid.T) room.Start {
	objectives := []string{"", "", "Saying no kindly", "\u202e", strings.Repeat("x", room.MaxObjective+1)}
	return room.Start{
		Objective: room.TextOf(rapid.SampledFrom(objectives).Draw(t, "objective")), Open: rapid.Bool().Draw(t, "open"),
		Length: length(t),
	}
}

func length(t *rapid.T) time.Duration {
	lengths := []time.Duration{0, 90 * time.Minute, room.MinLength, room.MaxLength, room.MaxLength + time.Minute, time.Second, -1}
	return rapid.SampledFrom(lengths).Draw(t, "length")
}

func (m *machine) writeStart(c room.Start) {
	m.require(!m.running, "started twice")
	m.require(c.Open != (c.Objective.Reveal() == "Saying no kindly"), "a session without an objective, or with a poor one")
	m.agenda = room.AgendaView{Objective: c.Objective, Began: m.now, Length: room.DefaultLength}
	if c.Open {
		m.agenda.Objective = room.Text{}
	}
	if c.Length != 0 {
		m.writeLength(c.Length)
	}
	m.running = true
	m.session++
	for name, r := range m.removed {
		if m.now.Before(r.until) {
			m.removed[name] = removal{m.session, r.until}
		}
	}
}

func (m *machine) writeLength(length time.Duration) {
	m.require(length == 90*time.Minute || length == room.MinLength || length == room.MaxLength, "a length that can't be")
	m.agenda.Length = length
}

// planned holds that everybody in the circle reads the same, and nothing without a session.
func (m *machine) planned(view room.View) {
	want := m.agenda
	if !m.running {
		want = room.AgendaView{}
	}
	got := view.Agenda
	m.require(got.Objective.Reveal() == want.Objective.Reveal(), "another objective")
	m.require(got.Began.Equal(want.Began) && got.Length == want.Length, "another plan")
}

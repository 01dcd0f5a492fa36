package room_test

import (
	"strings"

	"alcove/room"

	"pgregory.net/rapid"
)

// The account of how people like to take part: only they and staff are told.

// preferences may make no sense.
func preferences(t *rapid.T) room.Preferences {
	parts := []room.Part{room.PartUnsaid, room.PartInvite, room.PartMyself, room.PartListening, "loudly"}
	words := []string{"", "", "they/them", "\u202e", strings.Repeat("x", room.MaxPronouns+1)}
	return room.Preferences{
		Part:     rapid.SampledFrom(parts).Draw(t, "part"),
		Pronouns: room.NameOf(rapid.SampledFrom(words).Draw(t, "pronouns")),
	}
}

func (m *machine) writePreferences(name string, c room.Command) {
	told, ok := c.(room.SetPreferences)
	if !ok {
		return
	}
	m.require(counted(m.known[name]), "somebody who takes no part has said how")
	m.require(told.Preferences.Part != "loudly", "a way that there isn't")
	m.prefers[name] = told.Preferences.Part
}

func (m *machine) preferred(view room.View) {
	now := m.look()
	m.require(view.You.Preferences.Part == m.prefers[nameOf(m.find(view))], "somebody is shown another's preferences")
	for _, s := range view.Seats {
		want := room.PartUnsaid
		if view.You.Role.Staff() {
			want = m.prefers[nameOf(now.at(s.Seat).Person)]
		}
		m.require(s.Preferences.Part == want, "preferences are shown to peers, or not to staff")
	}
}

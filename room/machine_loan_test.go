package room_test

import (
	"slices"
	"time"

	"alcove/room"
)

// The account of the floor that goes with a turn, by whose turn the circle is shown.

// lent is what a turn has given.
type lent struct {
	name           string // whose turn it is
	open           time.Time
	made, withheld bool
}

// withhold notes that staff have taken something from somebody, whose turn it may be.
func (m *machine) withhold(name string) {
	if m.floor.turn.name == name {
		m.floor.turn.withheld = true
	}
}

// followTurn ends what an earlier turn has given, and gives the floor to whoever's turn it is now.
func (m *machine) followTurn() {
	var now lent
	circle := m.look()
	for _, s := range circle.circle {
		view, _ := m.View(s.Visit)
		if r := view.Round; r.Turn != 0 {
			now = lent{name: nameOf(circle.at(r.Turn).Person), open: r.Since}
		}
	}
	was := m.floor.turn
	if was.name != now.name || !was.open.Equal(now.open) {
		m.floor.turn = now
		if was.made {
			if o := m.floor.offer; o != nil {
				o.given = slices.DeleteFunc(o.given, func(name string) bool { return name == was.name })
			}
			m.loses(was.name)
		}
	}
	holds := m.floor.mode == room.FloorHandFirst || m.floor.mode == room.FloorOneVoice
	if name := m.floor.turn.name; name != "" && holds && !m.floor.turn.withheld && !m.barred[name].microphone && !m.lets(name) {
		if m.floor.mode == room.FloorOneVoice && len(m.floor.given) > 0 {
			m.restrict()
			m.floor.cut, m.floor.given = cut{number: m.count}, nil
			m.hush()
		}
		m.floor.given = append(m.floor.given, name)
		m.floor.turn.made = true
	}
}

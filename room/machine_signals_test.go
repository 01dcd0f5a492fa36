package room_test

import (
	"fmt"
	"slices"

	"alcove/room"
)

// asking is a signal, as the machine remembers it.
type asking struct {
	name string
	kind room.SignalKind
	seen bool
}

// writeSignal notes what somebody was granted to ask of staff.
func (m *machine) writeSignal(before scene, v room.VisitID, c room.Command) {
	name := ownerOf(v)
	role := m.known[name]
	at := func(kind room.SignalKind) int {
		return slices.IndexFunc(m.asked, func(a asking) bool { return a.name == name && a.kind == kind })
	}
	switch c := c.(type) {
	case room.SendSignal:
		m.require(counted(role), fmt.Sprintf("a signal of a %s", role))
		i := at(c.Kind)
		if i >= 0 && !m.asked[i].seen {
			return
		}
		if i >= 0 {
			m.asked = slices.Delete(m.asked, i, i+1)
		}
		m.asked = append(m.asked, asking{name: name, kind: c.Kind})
	case room.AddWords:
		m.require(at(c.Kind) >= 0, "words without a signal")
	case room.TakeBack:
		m.require(at(c.Kind) >= 0, "taken back without a signal")
		m.asked = slices.Delete(m.asked, at(c.Kind), at(c.Kind)+1)
	default:
		helps := role == room.RoleTechHelper && m.observed.helping[v]
		m.require(helps || before.seated(name) && (counted(role) || role.Staff()), fmt.Sprintf("a message of a %s", role))
	}
}

// see notes that staff have seen a signal.
func (m *machine) see(before scene, n room.SignalNumber) {
	at := slices.IndexFunc(before.signals, func(s room.SignalView) bool { return s.Signal == n })
	if at < 0 {
		return // it had been seen
	}
	for i := range m.asked {
		if m.asked[i].seen {
			continue
		}
		if at == 0 {
			m.asked[i].seen = true
			return
		}
		at--
	}
	m.t.Fatal("staff have seen what nobody sent")
}

// signalled holds that staff see every signal that waits, oldest first, and each sender their own and no other.
func (m *machine) signalled(now scene) {
	var waiting []room.SignalKind
	for _, a := range m.asked {
		if !a.seen {
			waiting = append(waiting, a.kind)
		}
	}
	for _, v := range m.Visits() {
		view, _ := m.View(v)
		name := ownerOf(v)
		var shown []room.SignalKind
		for _, s := range view.Signals {
			shown = append(shown, s.Kind)
		}
		if now.by(v).Seat != 0 && m.known[name].Staff() {
			m.require(slices.Equal(shown, waiting), fmt.Sprint("staff see ", shown, ", waiting are ", waiting))
		} else {
			m.require(shown == nil && view.Missed == nil, "signals are shown to others")
		}
		var own, mine []asking
		for _, s := range view.You.Signals {
			own = append(own, asking{name, s.Kind, s.State == room.SignalSeen})
		}
		for _, a := range m.asked {
			if a.name == name {
				mine = append(mine, a)
			}
		}
		another := view.Place == room.PlaceLobby && now.seated(name)
		m.require(slices.Equal(own, mine) || another && own == nil, fmt.Sprint("one's own are ", own, ", sent were ", mine))
	}
}

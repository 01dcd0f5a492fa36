package room_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"alcove/room"

	"pgregory.net/rapid"
)

// promises is what holds between any two events.
func (m *machine) promises(*rapid.T) {
	now := m.look()
	m.media(now)
	m.people(now)
	m.signalled(now)
	m.floorHolds(now)
	m.turn(now)
	m.sealed(now)
	var hands []room.SeatNumber
	for _, name := range m.hands {
		hands = append(hands, now.on(name).Seat)
	}
	for _, v := range m.Visits() {
		view, ok := m.View(v)
		m.require(ok, "a visit without a view")
		m.require(leaks(view) == nil, fmt.Sprint("leaks ", leaks(view)))
		if view.Place == room.PlaceCircle {
			m.attended(view)
			m.talkShown(view)
			m.withdrawn(view)
			m.preferred(view)
			m.planned(view)
			m.floorShown(view)
			m.require(view.Screen == now.by(m.sharer).Seat, fmt.Sprint("the screen of seat ", view.Screen, " is shared"))
			m.require(slices.Equal(view.Hands, hands), fmt.Sprint("hands ", view.Hands, ", raised in the order ", hands))
		}
		if view.Place != room.PlaceCircle || !view.You.Role.Staff() {
			m.discreet(spell(view))
		}
	}
}

// media holds that microphones and cameras are exactly what their owners have left on and may use.
func (m *machine) media(now scene) {
	for _, s := range now.circle {
		on, here := m.on[s.Visit], m.reached(s.Visit) && m.flowing(nameOf(s.Person))
		m.require(s.Speaks == (on.microphone && here), fmt.Sprintf("the microphone of seat %d: %t", s.Seat, s.Speaks))
		m.require(s.Shows == (on.camera && here), fmt.Sprintf("the camera of seat %d: %t", s.Seat, s.Shows))
		m.require(s.Shares == (s.Visit == m.sharer && here), fmt.Sprintf("the screen of seat %d: %t", s.Seat, s.Shares))
		m.require(!s.Speaks || m.mayTalk(nameOf(s.Person)), "a muted person speaks")
		m.require(!s.Shows || !m.barred[nameOf(s.Person)].camera, "a hidden person shows")
		m.require(s.Hears == (here && m.listens(s.Visit)) && s.Sees == here, "hearing doesn't follow being here")
	}
}

// people holds who is where: one seat each and always the same, no more clients than places, nobody removed.
func (m *machine) people(now scene) {
	clients, persons := 0, map[room.PersonID]bool{}
	for _, s := range now.circle {
		name := nameOf(s.Person)
		m.require(!persons[s.Person], "a person has two seats")
		persons[s.Person] = true
		if n, had := m.seats[name]; had {
			m.require(n == s.Seat, name+" has another seat")
		}
		m.seats[name] = s.Seat
		role := m.known[name]
		m.require(role != room.RoleTechHelper && role != room.RoleNone, "a role that can't sit sits")
		m.require(m.running || role.Staff(), "somebody sits before the start")
		if counted(role) {
			clients++
		}
	}
	m.require(clients <= m.Group().ClientMax, "too many clients")
	seen := map[room.VisitID]bool{}
	for _, v := range m.Visits() {
		m.require(!seen[v] && !m.out(ownerOf(v)), "a visit twice, or of somebody removed")
		seen[v] = true
	}
}

// discreet fails if a text holds what is for staff only.
func (m *machine) discreet(text string) {
	for _, who := range cast {
		m.require(!strings.Contains(text, who.surname), "a surname is shown")
	}
	m.require(!strings.Contains(text, "person-") && !strings.Contains(text, "visit-"), "an identifier is shown")
}

func (m *machine) require(ok bool, otherwise string) {
	m.t.Helper()
	if !ok {
		m.t.Fatal(otherwise)
	}
}

func (m *machine) equal(what string, got, want map[string]string) {
	m.t.Helper()
	if maps.Equal(got, want) {
		return
	}
	for key := range want {
		if got[key] != want[key] {
			m.t.Errorf("%s: %s\nwas %s\nnow %s", what, key, want[key], got[key])
		}
	}
	m.t.Fatal(what)
}

package room_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"alcove/room"

	"pgregory.net/rapid"
)

// places is who may come in the test below, and from where.
var places = []string{
	"Dana", "Dana/phone", "Theo", "Ana", "Ana/phone", "Ben", "Ben/phone", "Cleo", "Dev", "Fay", "Ines", "Otto",
	"Cara", "Tess",
}

// machine is a room to which anything happens, beside a simple account of what must be true of it. The account is
// kept from answers only, and knows nothing of how the room works.
type machine struct {
	*world
	*rapid.T

	running bool
	session int
	known   map[string]room.Role      // everybody who has come since the last end; RoleNone is over
	removed map[string]removal        // by EndForToday
	barred  map[string]switches       // what staff have withdrawn, or the role never had
	on      map[room.VisitID]switches // what each owner has left on
	lost    map[room.VisitID]bool
	hands   []string
	seats   map[string]room.SeatNumber
	member  map[string]room.Membership // as the room has last accepted it, or as it has ended
}

type switches struct{ microphone, camera bool }

type removal struct {
	session int
	until   time.Time
}

// scene is what can be seen of a room from outside.
type scene struct {
	circle []room.Stage
	lobby  []room.VisitID
	list   []room.WaitingView // as staff see the lobby, in the order of lobby
}

func TestARoomKeepsItsPromisesWhateverHappens(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := &machine{T: rt, world: emptyRoom(rt, small(3))}
		m.seats, m.removed = map[string]room.SeatNumber{}, map[string]removal{}
		m.lost, m.member = map[room.VisitID]bool{}, map[string]room.Membership{}
		m.forget()
		for _, place := range []string{"Dana", "Ana", "Ben", "Otto"} {
			m.arrive(place)
			m.command(place, room.Ready{})
		}
		m.command("Dana", room.Start{})
		m.command("Dana", room.AdmitAll{})
		rt.Repeat(map[string]func(*rapid.T){
			"":              m.promises,
			"ask":           m.anyCommand,
			"ask again":     m.anyCommand,
			"ask more":      m.anyCommand,
			"ask as staff":  m.staffCommand,
			"come":          m.anyArrival,
			"lose":          func(rt *rapid.T) { m.vanish(rapid.SampledFrom(places).Draw(rt, "who")) },
			"speak":         m.speak,
			"wait":          m.wait,
			"restart":       func(*rapid.T) { m.restart() },
			"change a role": m.changeRole,
			"revoke":        m.revoke,
		})
	})
}

// forget is what the end of a session does.
func (m *machine) forget() {
	m.running, m.hands = false, nil
	m.known, m.barred, m.on = map[string]room.Role{}, map[string]switches{}, map[room.VisitID]switches{}
}

func (m *machine) look() scene {
	s := scene{circle: m.Stage()}
	s.lobby = m.Visits()[len(s.circle):]
	for _, seat := range s.circle {
		if m.known[nameOf(seat.Person)].Staff() {
			view, _ := m.View(seat.Visit)
			s.list = view.Waiting
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

func (m *machine) anyCommand(rt *rapid.T) {
	place := rapid.SampledFrom(places).Draw(rt, "who")
	m.command(place, anyCommand().Draw(rt, "asks"))
}

func (m *machine) staffCommand(rt *rapid.T) { m.command("Dana", anyCommand().Draw(rt, "asks")) }

// command asks for something. What is refused has changed nothing; what is granted is written down.
func (m *machine) command(place string, c room.Command) {
	before, all := m.look(), m.everything()
	events, err := m.Apply(m.now, visitID(place), c)
	if err != nil {
		m.equal("the room after a refusal", m.everything(), all)
		return
	}
	may := m.write(before, place, c)
	m.settle(before, may, events)
}

// write notes what a granted command means, and returns who may enter the circle by it.
func (m *machine) write(before scene, place string, c room.Command) []room.VisitID {
	v, name := visitID(place), nameAt(place)
	role := m.known[name]
	switch c := c.(type) {
	case room.Ready:
		if role.Staff() {
			return []room.VisitID{v}
		}
		return nil
	case room.AskName, room.Leave, room.Decline:
		return nil
	case room.SetMicrophone:
		m.require(before.by(v).Seat != 0 && !(c.On && m.barred[name].microphone), "a microphone without permission")
		m.on[v] = switches{c.On, m.on[v].camera}
		return nil
	case room.SetCamera:
		m.require(before.by(v).Seat != 0 && !(c.On && m.barred[name].camera), "a camera without permission")
		m.on[v] = switches{m.on[v].microphone, c.On}
		return nil
	case room.RaiseHand:
		if !slices.Contains(m.hands, name) {
			m.hands = append(m.hands, name)
		}
		return nil
	case room.LowerHand:
		m.lower(name)
		return nil
	}
	m.require(role.Staff() && before.by(v).Seat != 0, fmt.Sprintf("%T by a %s in the %s", c, role, m.place(place)))
	return m.writeStaff(before, c)
}

func (m *machine) writeStaff(before scene, c room.Command) []room.VisitID {
	switch c := c.(type) {
	case room.Start:
		m.running = true
		m.session++
		for name, r := range m.removed {
			if m.now.Before(r.until) {
				m.removed[name] = removal{m.session, r.until}
			}
		}
	case room.End:
		m.forget()
	case room.Admit:
		m.require(m.running, "admitted before the start")
		return []room.VisitID{before.waiting(c.Waiting)}
	case room.AdmitAll:
		return m.ready(before)
	case room.LowerHandOf:
		m.lower(nameOf(before.at(c.Seat).Person))
	case room.Mute:
		m.silence(before.at(c.Seat))
	case room.MuteAll:
		for name, role := range m.known {
			if !role.Staff() && role != room.RoleInterpreter {
				m.silence(room.Stage{Person: personID(name), Visit: before.on(name).Visit})
			}
		}
	case room.Invite:
		m.allow(nameOf(before.at(c.Seat).Person), true, false)
	case room.AllowAll:
		for name, role := range m.known {
			if speaks(role) {
				m.allow(name, true, false)
			}
		}
	case room.CameraOff:
		s := before.at(c.Seat)
		m.barred[nameOf(s.Person)] = switches{m.barred[nameOf(s.Person)].microphone, true}
		m.on[s.Visit] = switches{m.on[s.Visit].microphone, false}
	case room.AllowCamera:
		m.allow(nameOf(before.at(c.Seat).Person), false, true)
	case room.EndForToday:
		name := nameOf(before.at(c.Person.Seat).Person)
		if c.Person.Waiting != 0 {
			name = ownerOf(before.waiting(c.Person.Waiting))
		}
		m.require(!m.known[name].Staff(), "staff removed")
		m.removed[name] = removal{m.session, m.now.Truncate(24 * time.Hour).Add(24 * time.Hour)}
	case room.Hold:
		m.require(!m.known[nameOf(before.at(c.Seat).Person)].Staff(), "staff held")
	}
	return nil
}

// ready lists whom AdmitAll must let in.
func (m *machine) ready(before scene) []room.VisitID {
	free, entering := m.Group().ClientMax, map[string]bool{}
	for _, s := range before.circle {
		if counted(m.known[nameOf(s.Person)]) {
			free--
		}
	}
	var list []room.VisitID
	for i, w := range before.list {
		v := before.lobby[i]
		name := ownerOf(v)
		switch {
		case !w.Ready, w.Reconnecting, w.Held, w.SecondDevice, w.Role == room.RoleTechHelper, entering[name]:
			continue
		case counted(w.Role) && free == 0:
			continue
		case counted(w.Role):
			free--
		}
		entering[name] = true
		list = append(list, v)
	}
	return list
}

func counted(r room.Role) bool { return r == room.RoleClient || r == room.RoleFamily }
func speaks(r room.Role) bool {
	return counted(r) || r.Staff() || r == room.RoleInterpreter
}

func (m *machine) silence(s room.Stage) {
	name := nameOf(s.Person)
	m.barred[name] = switches{true, m.barred[name].camera}
	m.on[s.Visit] = switches{false, m.on[s.Visit].camera}
}

func (m *machine) allow(name string, microphone, camera bool) {
	b := m.barred[name]
	m.barred[name] = switches{b.microphone && !microphone, b.camera && !camera}
}

func (m *machine) lower(name string) {
	m.hands = slices.DeleteFunc(m.hands, func(o string) bool { return o == name })
}

// settle follows who has come and gone. Nobody may have entered the circle but those who may.
func (m *machine) settle(before scene, may []room.VisitID, events []room.Event) {
	after := m.look()
	for _, s := range after.circle {
		if before.by(s.Visit).Seat == 0 {
			m.require(slices.Contains(may, s.Visit), "somebody is in the circle whom nobody let in")
			delete(m.on, s.Visit)
		}
	}
	for _, v := range may {
		m.require(after.by(v).Seat != 0, "somebody who was let in is not in the circle")
	}
	told := map[room.VisitID]int{}
	for _, e := range events {
		if g, ok := e.(room.Gone); ok {
			told[g.Visit]++
		}
	}
	visits := m.Visits()
	for _, v := range append(slices.Clone(before.lobby), visitsOf(before.circle)...) {
		if slices.Contains(visits, v) {
			m.require(told[v] == 0, "somebody is told to go and stays")
			continue
		}
		m.require(told[v] == 1, "somebody is gone and isn't told once")
		delete(m.lost, v)
	}
	for _, s := range before.circle {
		if after.by(s.Visit).Seat == 0 {
			delete(m.on, s.Visit)
		}
		if !after.seated(nameOf(s.Person)) {
			m.lower(nameOf(s.Person))
		}
	}
}

func visitsOf(circle []room.Stage) []room.VisitID {
	var list []room.VisitID
	for _, s := range circle {
		list = append(list, s.Visit)
	}
	return list
}

func (m *machine) anyArrival(rt *rapid.T) {
	place := rapid.SampledFrom(places).Draw(rt, "who")
	m.arrive(place)
	if rapid.Bool().Draw(rt, "ready") {
		m.command(place, room.Ready{})
	}
}

func (m *machine) out(name string) bool {
	r, was := m.removed[name]
	return was && (m.now.Before(r.until) || m.running && m.session == r.session)
}

// arrive opens a connection. Whoever was removed, or whose membership is over, is refused; nobody else is.
func (m *machine) arrive(place string) {
	name := nameAt(place)
	role, come := m.known[name]
	over := come && role == room.RoleNone && m.roster[name].Version <= m.member[name].Version
	before, all := m.look(), m.everything()
	events, err := m.arrives(place)
	if m.out(name) || over {
		m.require(err != nil, "a removed person has come back")
		m.equal("the room after a refusal", m.everything(), all)
		return
	}
	m.require(err == nil, "a member was refused")
	delete(m.lost, visitID(place))
	m.member[name] = m.roster[name]
	if now := m.roster[name].Role; !come || now != role {
		m.known[name] = now
		b := m.barred[name]
		m.barred[name] = switches{
			!now.Staff() && (b.microphone || !speaks(now)), !now.Staff() && (b.camera || !speaks(now)),
		}
		m.require(m.place(place) == room.PlaceLobby, "a changed role kept its seat")
	}
	m.settle(before, nil, events)
}

func (m *machine) vanish(place string) {
	before := m.look()
	m.note(room.Vanished{Visit: visitID(place)})
	if slices.Contains(m.Visits(), visitID(place)) {
		m.lost[visitID(place)] = true
	}
	m.settle(before, nil, nil)
}

func (m *machine) speak(rt *rapid.T) {
	n := anySeat().Draw(rt, "seat")
	s := m.look().at(n)
	if m.on[s.Visit].microphone {
		m.lower(nameOf(s.Person))
	}
	m.note(room.Spoke{Seat: n})
}

func (m *machine) wait(rt *rapid.T) {
	before := m.look()
	d := rapid.SampledFrom([]time.Duration{time.Second, time.Minute, room.KeepPlace, 7 * time.Hour}).Draw(rt, "for")
	events := m.passes(d)
	m.settle(before, nil, events)
	if due := m.Due(); !due.IsZero() {
		m.require(due.After(m.now), "something is still due")
	}
	for v := range m.lost {
		m.require(d < room.KeepPlace, "a place was kept too long: "+string(v))
	}
}

// restart puts another server in place. Nothing flows until people resume; then everything is as before.
func (m *machine) restart() {
	all, visits := m.everything(), m.Visits()
	m.restarts()
	for _, s := range m.Stage() {
		m.require(!s.Speaks && !s.Shows && !s.Hears && !s.Sees, "something flows to nobody")
	}
	for _, v := range visits {
		if !m.lost[v] {
			m.note(room.Arrived{Visit: v, Membership: m.member[ownerOf(v)]})
		}
	}
	m.equal("a restored room", m.everything(), all)
}

func (m *machine) changeRole(rt *rapid.T) {
	name := nameAt(rapid.SampledFrom(places[2:]).Draw(rt, "who"))
	member := m.roster[name]
	member.Role, member.Version = rapid.SampledFrom(room.Roles()).Draw(rt, "role"), member.Version+1
	m.roster[name] = member
	for _, v := range m.Visits() {
		if ownerOf(v) == name {
			m.arrive(strings.TrimPrefix(string(v), "visit-"))
			return
		}
	}
}

func (m *machine) revoke(rt *rapid.T) {
	name := nameAt(rapid.SampledFrom(places[2:]).Draw(rt, "who"))
	before := m.look()
	events := m.note(room.Revoked{Person: personID(name), Version: m.roster[name].Version})
	m.known[name], m.member[name] = room.RoleNone, m.roster[name]
	delete(m.seats, name)
	m.settle(before, nil, events)
	for _, v := range m.Visits() {
		m.require(ownerOf(v) != name, "a revoked person is still here")
	}
}

// promises is what holds between any two events.
func (m *machine) promises(*rapid.T) {
	now := m.look()
	m.media(now)
	m.people(now)
	var hands []room.SeatNumber
	for _, name := range m.hands {
		hands = append(hands, now.on(name).Seat)
	}
	for _, v := range m.Visits() {
		view, ok := m.View(v)
		m.require(ok, "a visit without a view")
		m.require(leaks(view) == nil, fmt.Sprint("leaks ", leaks(view)))
		if view.Place == room.PlaceCircle {
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
		on, here := m.on[s.Visit], !m.lost[s.Visit]
		m.require(s.Speaks == (on.microphone && here), fmt.Sprintf("the microphone of seat %d: %t", s.Seat, s.Speaks))
		m.require(s.Shows == (on.camera && here), fmt.Sprintf("the camera of seat %d: %t", s.Seat, s.Shows))
		m.require(!s.Speaks || !m.barred[nameOf(s.Person)].microphone, "a muted person speaks")
		m.require(!s.Shows || !m.barred[nameOf(s.Person)].camera, "a hidden person shows")
		m.require(s.Hears == here && s.Sees == here, "hearing doesn't follow being here")
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
	m.T.Helper()
	if !ok {
		m.T.Fatal(otherwise)
	}
}

func (m *machine) equal(what string, got, want map[string]string) {
	m.T.Helper()
	if maps.Equal(got, want) {
		return
	}
	for key := range want {
		if got[key] != want[key] {
			m.T.Errorf("%s: %s\nwas %s\nnow %s", what, key, want[key], got[key])
		}
	}
	m.T.FailNow()
}

func anySeat() *rapid.Generator[room.SeatNumber] {
	return rapid.Map(rapid.IntRange(-1, 10), func(n int) room.SeatNumber { return room.SeatNumber(n) })
}

// anyCommand draws every command there is, the final ones more rarely.
func anyCommand() *rapid.Generator[room.Command] {
	return rapid.Custom(func(t *rapid.T) room.Command {
		kinds := slices.Sorted(maps.Keys(draws))
		kind := rapid.SampledFrom(kinds).Draw(t, "command")
		if (kind == "End" || kind == "EndForToday") && rapid.IntRange(0, 3).Draw(t, "really") > 0 {
			kind = "AdmitAll"
		}
		return draws[kind](t)
	})
}

// draws makes a command of every kind, with arguments that may make no sense.
var draws = map[string]func(*rapid.T) room.Command{
	"Ready":    func(*rapid.T) room.Command { return room.Ready{} },
	"Leave":    func(*rapid.T) room.Command { return room.Leave{} },
	"Start":    func(*rapid.T) room.Command { return room.Start{} },
	"End":      func(*rapid.T) room.Command { return room.End{} },
	"AdmitAll": func(*rapid.T) room.Command { return room.AdmitAll{} },
	"MuteAll":  func(*rapid.T) room.Command { return room.MuteAll{} },
	"AllowAll": func(*rapid.T) room.Command { return room.AllowAll{} },

	"SetMicrophone": func(t *rapid.T) room.Command { return room.SetMicrophone{On: oftenTrue(t)} },
	"SetCamera":     func(t *rapid.T) room.Command { return room.SetCamera{On: oftenTrue(t)} },
	"RaiseHand":     func(*rapid.T) room.Command { return room.RaiseHand{} },
	"LowerHand":     func(*rapid.T) room.Command { return room.LowerHand{} },
	"Decline":       func(*rapid.T) room.Command { return room.Decline{} },
	"AskName": func(t *rapid.T) room.Command {
		names := []string{"", "River", "Ana", "ana", "Ana R.", "\u202e", strings.Repeat("x", 33)}
		return room.AskName{Name: rapid.SampledFrom(names).Draw(t, "name")}
	},

	"Admit":       func(t *rapid.T) room.Command { return room.Admit{Waiting: waitingNumber(t)} },
	"Deny":        func(t *rapid.T) room.Command { return room.Deny{Waiting: waitingNumber(t)} },
	"AnswerName":  func(t *rapid.T) room.Command { return room.AnswerName{Person: target(t), Agree: oftenTrue(t)} },
	"Mute":        func(t *rapid.T) room.Command { return room.Mute{Seat: seatNumber(t)} },
	"Invite":      func(t *rapid.T) room.Command { return room.Invite{Seat: seatNumber(t)} },
	"AllowCamera": func(t *rapid.T) room.Command { return room.AllowCamera{Seat: seatNumber(t)} },
	"LowerHandOf": func(t *rapid.T) room.Command { return room.LowerHandOf{Seat: seatNumber(t)} },
	"CameraOff":   func(t *rapid.T) room.Command { return room.CameraOff{Seat: seatNumber(t), Reason: reason(t)} },
	"Hold":        func(t *rapid.T) room.Command { return room.Hold{Seat: seatNumber(t), Reason: reason(t)} },
	"EndForToday": func(t *rapid.T) room.Command { return room.EndForToday{Person: target(t), Reason: reason(t)} },
}

func oftenTrue(t *rapid.T) bool             { return rapid.IntRange(0, 3).Draw(t, "on") > 0 }
func seatNumber(t *rapid.T) room.SeatNumber { return anySeat().Draw(t, "seat") }
func waitingNumber(t *rapid.T) room.WaitingNumber {
	return room.WaitingNumber(rapid.IntRange(-1, 25).Draw(t, "waiting"))
}

func target(t *rapid.T) room.Target {
	switch rapid.IntRange(0, 5).Draw(t, "target") {
	case 0:
		return room.Target{Seat: seatNumber(t), Waiting: waitingNumber(t)}
	case 1, 2:
		return room.Target{Waiting: waitingNumber(t)}
	}
	return room.Target{Seat: seatNumber(t)}
}

func reason(t *rapid.T) room.Reason {
	return rapid.SampledFrom(append(room.Reasons(), room.ReasonNone, "because")).Draw(t, "reason")
}

func TestTheMachineAsksForEveryCommand(t *testing.T) {
	is(t, "commands", slices.Sorted(maps.Keys(draws)), methodsNamed(t, "needs"))
	rapid.Check(t, func(rt *rapid.T) {
		for kind, draw := range draws {
			if got := reflect.TypeOf(draw(rt)).Name(); got != kind {
				rt.Fatalf("%s draws a %s", kind, got)
			}
		}
	})
}

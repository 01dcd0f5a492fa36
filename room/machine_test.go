package room_test

import (
	"fmt"
	"maps"
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

	running bool
	agenda  room.AgendaView // as it was planned
	session int
	known   map[string]room.Role      // everybody who has come since the last end; RoleNone is over
	removed map[string]removal        // by EndForToday
	cuts    map[string][2]cut         // when staff last withdrew a microphone, a camera
	count   int                       // of all that
	barred  map[string]switches       // what staff have withdrawn, or the role never had
	on      map[room.VisitID]switches // what each owner has left on
	lost    map[room.VisitID]bool
	hands   []string
	sharer  room.VisitID              // who shares a screen
	private map[room.VisitID]bool     // somebody came in there
	exited  map[string]time.Time      // who has left by quick exit, and when
	prefers map[string]room.Part      // what somebody has said of how they like to take part
	moments map[room.VisitID]*pausing // who has stepped away
	turns   []account                 // what granted commands have made of a round
	missed  bool                      // a turn may have ended that no staff saw
	asked   []asking                  // the signals that were sent and not taken back
	seats   map[string]room.SeatNumber
	member  map[string]room.Membership // as the room has last accepted it, or as it has ended

	floor    floorAccount // whom the circle may hear
	talks    talkAccount  // who talks in private
	observed observed     // whom the group is asked about

	gone   time.Time            // since when no staff are there
	paused time.Time            // since when nothing flows
	ended  time.Time            // when the last session was over
	idle   map[string]time.Time // when somebody was logged off
}

type switches struct{ microphone, camera bool }

// cut is when something was withdrawn, and by whom.
type cut struct {
	number int
	by     string
}

type removal struct {
	session int
	until   time.Time
}

// scene is what can be seen of a room from outside.
type scene struct {
	circle []room.Stage
	lobby  []room.VisitID
	list   []room.WaitingView // as staff see the lobby, in the order of lobby
	// As staff see it.
	restrictions, undo int
	signals            []room.SignalView
	round              room.RoundView
}

func TestARoomKeepsItsPromisesWhateverHappens(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := &machine{world: emptyRoom(rt, small(2))}
		m.seats, m.removed = map[string]room.SeatNumber{}, map[string]removal{}
		m.idle = map[string]time.Time{}
		m.private, m.moments = map[room.VisitID]bool{}, map[room.VisitID]*pausing{}
		m.lost, m.member = map[room.VisitID]bool{}, map[string]room.Membership{}
		m.forget()
		for _, place := range []string{"Dana", "Ana", "Ben", "Otto"} {
			m.arrive(place)
			m.command(place, room.Ready{})
		}
		m.command("Dana", room.Start{Open: true})
		m.command("Dana", room.AdmitAll{})
		m.observe()
		rt.Repeat(map[string]func(*rapid.T){
			"":              m.promises,
			"ask":           m.anyCommand,
			"ask again":     m.anyCommand,
			"ask more":      m.anyCommand,
			"ask as staff":  m.staffCommand,
			"lead":          m.lead,
			"step aside":    m.stepAside,
			"come":          m.anyArrival,
			"lose":          func(rt *rapid.T) { m.vanish(rapid.SampledFrom(places).Draw(rt, "who")) },
			"speak":         m.speak,
			"talk":          m.talk,
			"wait":          m.wait,
			"restart":       func(*rapid.T) { m.restart() },
			"return":        m.reappear,
			"change a role": m.changeRole,
			"revoke":        m.revoke,
		})
	})
}

// over is what the end of a session does.
func (m *machine) over() {
	m.ended = m.now
	m.forget()
}

// command asks for something. What is refused has changed nothing; what is granted is written down.
func (m *machine) command(place string, c room.Command) {
	before, all := m.look(), m.everything()
	events, err := m.Apply(m.now, visitID(place), c)
	if err != nil {
		m.equal("the room after a refusal", m.everything(), all)
		m.require(!m.granted(before, place, c), fmt.Sprintf("%#v was refused: %v", c, err))
		return
	}
	may := m.write(before, place, c)
	m.gestured(before, visitID(place), events)
	m.settle(before, may, events)
	m.nothingOpened(before, visitID(place), c)
}

// granted says whether a command can't be refused: everybody in the circle switches on what they may, and off.
func (m *machine) granted(before scene, place string, c room.Command) bool {
	name := nameAt(place)
	if before.by(visitID(place)).Seat == 0 || !speaks(m.known[name]) {
		return false
	}
	switch c := c.(type) {
	case room.SetMicrophone:
		return !c.On || m.mayTalk(name) && !m.private[visitID(place)]
	case room.SetCamera:
		return !c.On || !m.barred[name].camera && m.flowing(name) && !m.private[visitID(place)]
	case room.ShareScreen:
		free := (m.sharer == "" || ownerOf(m.sharer) == name) && !m.apart(name)
		return m.known[name].Staff() && (!c.On || free && !m.lost[visitID(place)] && !m.private[visitID(place)])
	default:
		return false
	}
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
	case room.Leave:
		m.writeLeave(before, v, c.Then)
		return nil
	case room.TakeMoment:
		m.require(before.by(v).Seat != 0, "a moment in the lobby")
		delete(m.on, v)
		m.endShare(v)
		m.writeMoment(v, c)
		m.writeTurn(before, v, c)
		return nil
	case room.BeginTurn, room.EndTurn, room.PassTurn, room.PostponeTurn:
		m.writeTurn(before, v, c)
		return nil
	case room.EndMoment, room.HushGroup:
		m.writeMoment(v, c)
		return nil
	case room.TakePrivacy, room.EndPrivacy, room.QuickExit:
		m.writeWayOut(v, c)
		if _, pause := c.(room.TakePrivacy); pause && before.by(v).Seat != 0 {
			m.writeTurn(before, v, c)
		}
		return nil
	case room.Decline:
		m.loses(name)
		return nil
	case room.AskName, room.Caption, room.SetPreferences:
		m.writePreferences(name, c)
		return nil
	case room.AnswerObserver:
		return m.writeAnswer(before, name, c)
	case room.OfferAside, room.AcceptAside, room.DeclineAside, room.EndAside:
		m.writeAside(before, v, c)
		return nil
	case room.SendSignal, room.AddWords, room.TakeBack, room.WriteStaff:
		m.writeSignal(before, v, c)
		return nil
	case room.SetMicrophone:
		m.require(before.by(v).Seat != 0 && (!c.On || m.mayTalk(name)), "a microphone without permission, staff or floor")
		m.on[v] = switches{c.On, m.on[v].camera}
		m.writeMoment(v, c)
		return nil
	case room.SetCamera:
		m.require(before.by(v).Seat != 0 && (!c.On || !m.barred[name].camera), "a camera without permission")
		m.require(!c.On || m.flowing(name), "a camera without staff")
		m.on[v] = switches{m.on[v].microphone, c.On}
		m.writeMoment(v, c)
		return nil
	case room.RaiseHand:
		if !slices.Contains(m.hands, name) {
			m.hands = append(m.hands, name)
		}
		return nil
	case room.SendGesture:
		m.writeGesture(before, v)
		return nil
	case room.LowerHand:
		m.lower(name)
		return nil
	default:
		m.require(role.Staff() && before.by(v).Seat != 0, fmt.Sprintf("%T by a %s in the %s", c, role, m.place(place)))
		return m.writeStaff(before, v, c)
	}
}

func (m *machine) writeStaff(before scene, visit room.VisitID, c room.Command) []room.VisitID {
	by := ownerOf(visit)
	switch c := c.(type) {
	case room.SetLength:
		m.writeLength(c.Length)
	case room.Start:
		m.writeStart(c)
	case room.End:
		m.over()
	case room.Admit:
		m.require(m.running, "admitted before the start")
		return m.writeAdmit(before, before.waiting(c.Waiting))
	case room.AdmitAll:
		return m.ready(before)
	case room.ShareScreen:
		m.share(visit, c.On)
		m.writeMoment(visit, c)
	case room.StartGrounding:
		m.require(c.Kind != "" && c.Kind != "dance", "an exercise that isn't there")
	case room.LowerHandOf:
		m.lower(nameOf(before.at(c.Seat).Person))
	case room.SeeSignal:
		m.see(before, c.Signal)
	case room.Mute:
		m.restrict()
		m.silence(before.at(c.Seat), by)
	case room.MuteAll:
		kept := m.keep()
		defer m.offers(kept)
		m.restrict()
		for name, role := range m.known {
			if !role.Staff() && role != room.RoleInterpreter && !m.mutesLater(name, by) {
				m.silence(room.Stage{Person: personID(name), Visit: before.on(name).Visit}, by)
			}
		}
	case room.Invite:
		name := nameOf(before.at(c.Seat).Person)
		m.require(!m.unseen(name, 0, by, c.Seen), "an invitation has undone what a colleague just did")
		if !m.invitesAside(name, by) {
			m.gives(name, by, c.Seen)
			m.allow(name, true, false)
		}
	case room.AllowAll:
		for name, role := range m.known {
			if speaks(role) && !m.unseen(name, 0, by, c.Seen) {
				m.allow(name, true, false)
			}
		}
	case room.CameraOff:
		s := before.at(c.Seat)
		m.barred[nameOf(s.Person)] = switches{m.barred[nameOf(s.Person)].microphone, true}
		m.on[s.Visit] = switches{m.on[s.Visit].microphone, false}
		m.restrict()
		m.cuts[nameOf(s.Person)] = [2]cut{m.cuts[nameOf(s.Person)][0], {m.count, by}}
	case room.AllowCamera:
		name := nameOf(before.at(c.Seat).Person)
		m.require(!m.unseen(name, 1, by, c.Seen), "a camera was given back that a colleague just withdrew")
		m.allow(name, false, true)
	case room.EndForToday:
		name := nameOf(before.at(c.Person.Seat).Person)
		if c.Person.Waiting != 0 {
			name = ownerOf(before.waiting(c.Person.Waiting))
		}
		m.require(!m.known[name].Staff(), "staff removed")
		m.floor.offer = nil
		m.removed[name] = removal{m.session, m.now.Truncate(24 * time.Hour).Add(24 * time.Hour)}
	case room.Hold:
		m.require(!m.known[nameOf(before.at(c.Seat).Person)].Staff(), "staff held")
		m.observed.end(nameOf(before.at(c.Seat).Person))
		m.floor.offer = nil
	case room.SetFloor, room.TakeFloor, room.UseTemplate, room.Undo:
		m.writeFloor(before, by, c)
	case room.StartRound, room.NextTurn, room.PostponeTurnOf, room.MoveTurn, room.UndoTurn, room.StopRound:
		m.writeRound(before, c)
	default: // Deny and AnswerName change nothing that this machine looks at
	}
	return nil
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
			m.enters(nameOf(s.Person))
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
		delete(m.private, v)
	}
	defer m.attend()
	defer m.closeQuestions()
	if m.Empty() { // nobody is here and nothing runs: only ended memberships are remembered
		maps.DeleteFunc(m.known, func(_ string, role room.Role) bool { return role != room.RoleNone })
		maps.DeleteFunc(m.exited, func(name string, _ time.Time) bool { _, over := m.known[name]; return !over })
		m.asked, m.prefers = nil, map[string]room.Part{}
		maps.DeleteFunc(m.barred, func(name string, _ switches) bool { _, over := m.known[name]; return !over })
		maps.DeleteFunc(m.floor.entered, func(name string, _ bool) bool { _, over := m.known[name]; return !over })
		m.floor.settle()
	}
	for _, s := range before.circle {
		if after.by(s.Visit).Seat == 0 {
			delete(m.on, s.Visit)
			delete(m.moments, s.Visit)
			m.endShare(s.Visit)
			m.quits(nameOf(s.Person))
		}
		if !after.seated(nameOf(s.Person)) {
			m.lower(nameOf(s.Person))
			m.loses(nameOf(s.Person))
		}
	}
	m.followTurn()
}

func (m *machine) vanish(place string) {
	before := m.look()
	m.note(room.Vanished{Visit: visitID(place)})
	m.endShare(visitID(place))
	if slices.Contains(m.Visits(), visitID(place)) {
		m.lost[visitID(place)] = true
	}
	m.settle(before, nil, nil)
}

func (m *machine) speak(rt *rapid.T) {
	now := m.look()
	n := seatNumber(rt, now)
	s := now.at(n)
	if m.on[s.Visit].microphone && !m.apart(nameOf(s.Person)) {
		m.lower(nameOf(s.Person))
	}
	m.note(room.Spoke{Seat: n})
}

func (m *machine) wait(rt *rapid.T) {
	before := m.look()
	d := rapid.SampledFrom([]time.Duration{
		time.Second, time.Minute, room.KeepPlace, room.PauseLimit, room.LobbyIdle, 7 * time.Hour,
	}).Draw(rt, "for")
	events := m.passes(d)
	m.passTalks()
	m.passAbsence()
	m.passOffer()
	m.settle(before, nil, events)
	for _, e := range events {
		if g, ok := e.(room.Gone); ok && g.Why == room.FarewellIdle {
			begun := m.begun[strings.TrimPrefix(string(g.Visit), "visit-")]
			after := begun.Before(m.ended) && !m.now.Before(m.ended.Add(room.AfterSession))
			m.require(after || !m.now.Before(begun.Add(room.LobbyIdle)), "somebody was logged off too early")
			m.idle[ownerOf(g.Visit)] = m.now
		}
	}
	if due := m.Due(); !due.IsZero() {
		m.require(due.After(m.now), "something is still due")
	}
	for v := range m.lost {
		m.require(d < room.KeepPlace, "a place was kept too long: "+string(v))
	}
}

// restart puts another server in place. Nothing flows until people resume; then everything is as before.
func (m *machine) restart() {
	m.forgetShare()
	all, visits := m.everything(), m.Visits()
	m.restarts()
	for _, s := range m.Stage() {
		m.require(!s.Speaks && !s.Shows && !s.Shares && !s.Hears && !s.Sees, "something flows to nobody")
	}
	for _, v := range visits {
		if !m.lost[v] {
			m.note(m.arrival(strings.TrimPrefix(string(v), "visit-"), m.member[ownerOf(v)]))
		}
	}
	m.equal("a restored room", m.everything(), all)
}

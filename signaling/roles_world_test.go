package signaling

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"alcove/room"
	"alcove/signaling/protocol"
)

// columns are the roles of the document, as it names them. The last one stands for every role that isn't there.
var columns = []string{
	"therapist", "co-therapist", "client", "family", "interpreter", "observer", "captioner", "tech-helper", stranger,
}

const stranger = "anyone else"

// stand is a real room and one person in it, Robin, of whom a row of the document speaks. Beside Robin there are Dana,
// who leads, Ana on seat 2, who has raised a hand and sent a signal, and Ben, who waits and has asked for a name. Before
// the session begins Ana's seat is hers, but she isn't there.
type stand struct {
	*room.Room
	t     *testing.T
	now   time.Time
	role  room.Role
	visit room.VisitID // from which Robin asks
}

const robin = "robin"

// states are what the document calls them, in its order. Each brings Robin there; it is false if that can't be.
var states = []struct {
	name  string
	bring func(*stand) bool
}{
	{"early", func(s *stand) bool { return s.end() && s.waits() }},
	{"waiting", func(s *stand) bool { return s.waits() }},
	{"moved out", func(s *stand) bool {
		return s.sits() && s.asks("dana", room.Hold{Seat: s.seat(), Reason: room.ReasonAsked}) == nil
	}},
	{"second device", func(s *stand) bool { return s.sits() && s.arrives(robin, "phone", s.role) == nil && s.from("phone") }},
	{"before", func(s *stand) bool { return s.end() && s.sits() }},
	{"circle", func(s *stand) bool { return s.sits() }},
	{"moment", func(s *stand) bool { return s.sits() && s.asks(robin, room.TakeMoment{}) == nil }},
	{"paused", func(s *stand) bool { return s.sits() && s.asks(robin, room.TakePrivacy{}) == nil }},
	{"line lost", func(s *stand) bool { return s.sits() && s.loses(robin) }},
	{"no staff", func(s *stand) bool {
		if !s.sits() || !s.loses("dana") {
			return false
		}
		s.now = s.now.Add(room.StaffGrace)
		s.Tick(s.now)
		view, _ := s.View(robin)
		return view.Staff.State == room.StaffPaused
	}},
	{"helping", func(s *stand) bool {
		if !s.waits() {
			return false
		}
		s.must(robin, room.Ready{})
		_ = s.asks("dana", room.Admit{Waiting: s.number(robin)})
		view, _ := s.View(robin)
		return view.You.Helping
	}},
}

func stateNames() []string {
	var names []string
	for _, s := range states {
		names = append(names, s.name)
	}
	return names
}

// stood brings somebody of a role into a state, and says whether that is possible.
func stood(t *testing.T, role room.Role, bring func(*stand) bool) (*stand, bool) {
	t.Helper()
	r, err := room.New(room.Group{ID: "g", HostName: room.NameOf("Dana"), ClientMax: 12, ObserversOK: true})
	if err != nil {
		t.Fatal(err)
	}
	s := &stand{Room: r, t: t, now: time.Date(2026, 3, 10, 18, 0, 0, 0, time.UTC), role: role, visit: robin}
	for _, who := range []struct {
		name string
		role room.Role
		asks []room.Command
	}{
		{"dana", room.RoleTherapist, []room.Command{room.Ready{}, room.Start{Open: true}}},
		{"ana", room.RoleClient, []room.Command{room.Ready{}}},
		{"ben", room.RoleClient, []room.Command{room.AskName{Name: "Lake"}}},
	} {
		if err := s.arrives(who.name, room.VisitID(who.name), who.role); err != nil {
			t.Fatal(err)
		}
		for _, c := range who.asks {
			s.must(who.name, c)
		}
		if who.name == "ana" {
			s.must("dana", room.AdmitAll{})
		}
	}
	s.must("ana", room.RaiseHand{})
	s.must("ana", room.SendSignal{Kind: room.SignalHearing})
	s.must("ben", room.Ready{})
	return s, bring(s)
}

// end ends the session; Dana and Ben come in again, and wait for the next one.
func (s *stand) end() bool {
	s.must("dana", room.End{})
	for name, role := range map[string]room.Role{"dana": room.RoleTherapist, "ben": room.RoleClient} {
		if err := s.arrives(name, room.VisitID(name), role); err != nil {
			s.t.Fatal(err)
		}
		if name == "ben" {
			s.must(name, room.AskName{Name: "Lake"})
		}
		s.must(name, room.Ready{})
	}
	return true
}

func (s *stand) waits() bool {
	return s.arrives(robin, robin, s.role) == nil && s.place() == room.PlaceLobby
}

// sits brings Robin to a seat: staff walk in, everybody else is let in.
func (s *stand) sits() bool {
	if !s.waits() {
		return false
	}
	s.must(robin, room.Ready{})
	if s.place() == room.PlaceLobby {
		_ = s.asks("dana", room.Admit{Waiting: s.number(robin)})
		s.agrees("ana")
	}
	return s.place() == room.PlaceCircle
}

// agrees has somebody agree to every observer.
func (s *stand) agrees(name string) {
	view, _ := s.View(room.VisitID(name))
	for _, ask := range view.You.Observers {
		s.must(name, room.AnswerObserver{Observer: ask.Observer, Agree: true})
	}
}

func (s *stand) from(v room.VisitID) bool {
	s.visit = v
	return true
}

func (s *stand) arrives(name string, v room.VisitID, role room.Role) error {
	_, err := s.Note(s.now, room.Arrived{Visit: v, Begun: s.now, Membership: room.Membership{
		Group: "g", Person: personOf(name), Role: role, Name: room.NameOf(name), Version: 1,
	}})
	return err
}

func (s *stand) loses(v room.VisitID) bool {
	_, err := s.Note(s.now, room.Vanished{Visit: v})
	return err == nil
}

func (s *stand) asks(v room.VisitID, c room.Command) error {
	_, err := s.Apply(s.now, v, c)
	return err
}

func (s *stand) must(name string, c room.Command) {
	s.t.Helper()
	if err := s.asks(room.VisitID(name), c); err != nil {
		s.t.Fatalf("%s asks for %T: %v", name, c, err)
	}
}

func (s *stand) place() room.Place {
	view, _ := s.View(s.visit)
	return view.Place
}

func (s *stand) seat() room.SeatNumber {
	view, _ := s.View(robin)
	return view.You.Seat
}

// number is under which Dana sees somebody in the lobby, or 0.
func (s *stand) number(name string) room.WaitingNumber {
	view, _ := s.View("dana")
	for _, w := range view.Waiting {
		if w.RosterName.Reveal() == name {
			return w.Waiting
		}
	}
	return 0
}

// answer is what a message of Robin's is answered on the wire: "yes", or the code of the refusal.
func (s *stand) answer(m protocol.FromBrowser) string {
	var err error
	switch m := m.(type) {
	case protocol.LineLook:
		_, err = s.LineOf(s.visit, room.SeatNumber(m.Seat))
	case protocol.TalkLook:
		_, err = s.TalkOf(s.now, s.visit)
	default:
		c, ok := commandOf(m)
		if !ok {
			s.t.Fatalf("%T is no command", m)
		}
		err = s.asks(s.visit, c)
	}
	if err == nil {
		return "yes"
	}
	return string(codeOf(err))
}

// everything is all that can be told of the room from outside.
func (s *stand) everything() map[string]any {
	all := map[string]any{"saved": string(s.Snapshot()), "stage": s.Stage(), "due": s.Due()}
	for _, v := range s.Visits() {
		view, _ := s.View(v)
		all["view of "+string(v)] = view
	}
	return all
}

// unchanged fails the test if anything differs from before.
func (s *stand) unchanged(before map[string]any) error {
	for key, now := range s.everything() {
		if !reflect.DeepEqual(now, before[key]) {
			return fmt.Errorf("a refusal has changed %s", key)
		}
	}
	return nil
}

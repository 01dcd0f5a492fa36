package room_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"alcove/room"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const practice room.ID = "group-of-tuesdays"

// evening is when every test begins.
var evening = time.Date(2026, 3, 10, 18, 0, 0, 0, time.UTC)

// tester is what a test and a run of a state machine have in common.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// cast is everybody who may appear in a test.
var cast = map[string]struct {
	role    room.Role
	surname string
}{
	"Dana": {room.RoleTherapist, "Okafor"}, "Theo": {room.RoleCoTherapist, "Lindqvist"},
	"Ana": {room.RoleClient, "Ramirez"}, "Ben": {room.RoleClient, "Whitlock"}, "Cleo": {room.RoleClient, "Nakamura"},
	"Dev": {room.RoleClient, "Patel"}, "Fay": {room.RoleFamily, "Ferreira"},
	"Ines": {room.RoleInterpreter, "Brandt"}, "Otto": {room.RoleObserver, "Jansen"},
	"Cara": {room.RoleCaptioner, "Moreau"}, "Tess": {room.RoleTechHelper, "Kovac"},
}

// world is a room with its clock and its roster. A place is a person's name, "Ana", or another browser of the same
// person, "Ana/phone".
type world struct {
	*room.Room
	t      tester
	now    time.Time
	roster map[string]room.Membership
	begun  map[string]time.Time // when each place's link was used last
}

// emptyRoom is a room that nobody has come to. A change alters the group's settings.
func emptyRoom(t tester, change ...func(*room.Group)) *world {
	t.Helper()
	g := room.Group{
		ID: practice, Name: room.NameOf("Tuesday DBT skills"), HostName: room.NameOf("Dana"),
		ClientMax: room.DefaultClients, ObserversOK: true,
	}
	for _, c := range change {
		c(&g)
	}
	r, err := room.New(g)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Room: r, t: t, now: evening, roster: map[string]room.Membership{}, begun: map[string]time.Time{}}
	for name, who := range cast {
		w.roster[name] = room.Membership{
			Group: practice, Person: personID(name), Role: who.role,
			Name: room.NameOf(name + " " + who.surname), Version: 1,
		}
	}
	return w
}

// lobby is a room in which Dana sits, nothing has begun, and the named people wait and are ready.
func lobby(t tester, names ...string) *world {
	t.Helper()
	w := emptyRoom(t)
	for _, name := range append([]string{"Dana"}, names...) {
		w.comes(name)
	}
	return w
}

// session is a room in which Dana has begun a session and has let the named people in.
func session(t tester, names ...string) *world {
	t.Helper()
	w := lobby(t)
	w.does("Dana", room.Start{Open: true})
	w.sits(names...)
	return w
}

// small sets how many clients the circle holds.
func small(clients int) func(*room.Group) { return func(g *room.Group) { g.ClientMax = clients } }

func personID(name string) room.PersonID { return room.PersonID("person-" + name) }
func visitID(place string) room.VisitID  { return room.VisitID("visit-" + place) }

// nameAt is the person behind a place.
func nameAt(place string) string {
	name, _, _ := strings.Cut(place, "/")
	return name
}

// arrives opens a connection and returns what the room answers. The link is used the first time, then the ticket.
func (w *world) arrives(place string) ([]room.Event, error) {
	if w.begun[place].IsZero() {
		w.begun[place] = w.now
	}
	return w.Note(w.now, w.arrival(place, w.roster[nameAt(place)]))
}

func (w *world) arrival(place string, m room.Membership) room.Arrived {
	return room.Arrived{Visit: visitID(place), Membership: m, Begun: w.begun[place]}
}

// comes arrives and finishes the device check.
func (w *world) comes(places ...string) {
	w.t.Helper()
	for _, place := range places {
		if w.place(place) == room.PlaceNowhere {
			delete(w.begun, place) // by the link
		}
		if _, err := w.arrives(place); err != nil {
			w.t.Fatalf("%s arrives: %v", place, err)
		}
		w.does(place, room.Ready{})
	}
}

// sits comes and is admitted by Dana, or walks in. Everybody agrees to every observer.
func (w *world) sits(places ...string) {
	w.t.Helper()
	for _, place := range places {
		w.comes(place)
		if w.view(place).Place == room.PlaceLobby {
			w.does("Dana", room.Admit{Waiting: w.waiting(place)})
		}
		w.agree()
	}
}

// agree has everybody in the circle agree to whoever they are asked about, and haven't answered.
func (w *world) agree() {
	w.t.Helper()
	for _, v := range w.Visits() {
		view, _ := w.View(v)
		for _, ask := range view.You.Observers {
			if ask.Answer != room.ObserverUnanswered {
				continue
			}
			if _, err := w.Apply(w.now, v, room.AnswerObserver{Observer: ask.Observer, Agree: true}); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

// returns resumes a visit after its connection was lost.
func (w *world) returns(places ...string) {
	w.t.Helper()
	for _, place := range places {
		if _, err := w.arrives(place); err != nil {
			w.t.Fatalf("%s returns: %v", place, err)
		}
	}
}

func (w *world) vanishes(places ...string) {
	w.t.Helper()
	for _, place := range places {
		w.note(room.Vanished{Visit: visitID(place)})
	}
}

func (w *world) note(f room.Fact) []room.Event {
	w.t.Helper()
	events, err := w.Note(w.now, f)
	if err != nil {
		w.t.Fatalf("note %T: %v", f, err)
	}
	return events
}

// asks tries a command and returns the answer.
func (w *world) asks(place string, c room.Command) error {
	_, err := w.Apply(w.now, visitID(place), c)
	return err
}

// does carries out a command that must succeed.
func (w *world) does(place string, c room.Command) []room.Event {
	w.t.Helper()
	events, err := w.Apply(w.now, visitID(place), c)
	if err != nil {
		w.t.Fatalf("%s asks for %T: %v", place, c, err)
	}
	return events
}

// passes lets time go by, and does what has become due.
func (w *world) passes(d time.Duration) []room.Event {
	w.now = w.now.Add(d)
	return w.Tick(w.now)
}

// restarts puts another server in the place of this one.
func (w *world) restarts() {
	w.t.Helper()
	restored, err := room.Restore(w.Group(), w.Snapshot(), w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Room = restored
}

func (w *world) view(place string) room.View {
	w.t.Helper()
	view, ok := w.View(visitID(place))
	if !ok {
		w.t.Fatalf("%s is not in the room", place)
	}
	return view
}

func (w *world) place(place string) room.Place {
	view, _ := w.View(visitID(place))
	return view.Place
}

func (w *world) seat(place string) room.SeatNumber {
	w.t.Helper()
	n := w.view(place).You.Seat
	if n == 0 {
		w.t.Fatalf("%s has no seat", place)
	}
	return n
}

// waiting is the number under which Dana sees a place in the lobby; of several browsers of a person the newest.
func (w *world) waiting(place string) room.WaitingNumber {
	w.t.Helper()
	list := w.view("Dana").Waiting
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].RosterName.Reveal() == w.roster[nameAt(place)].Name.Reveal() {
			return list[i].Waiting
		}
	}
	w.t.Fatalf("%s is not waiting", place)
	return 0
}

// stage is what media may flow for a place. Whoever is not on the stage has none.
func (w *world) stage(place string) room.Stage {
	for _, s := range w.Stage() {
		if s.Visit == visitID(place) {
			return s
		}
	}
	return room.Stage{}
}

// everything is all that can be told of a room from outside: what would be saved and what each visit sees.
func (w *world) everything() map[string]string {
	all := map[string]string{"saved": string(w.Snapshot()), "stage": spell(w.Stage()), "due": spell(w.Due())}
	for _, v := range w.Visits() {
		view, _ := w.View(v)
		all["view of "+string(v)] = spell(view)
	}
	return all
}

// spell writes a value out, names and all. It is for comparing in tests only.
func spell(value any) string {
	var text strings.Builder
	leaves(reflect.ValueOf(value), "", func(path string, leaf reflect.Value) {
		if leaf.IsZero() {
			return
		}
		text.WriteString(path)
		switch v := leaf.Interface().(type) {
		case room.Name:
			text.WriteString(" " + v.Reveal())
		case room.Text:
			text.WriteString(" " + v.Reveal())
		case time.Time:
			fmt.Fprint(&text, " ", v.UnixNano())
		default:
			if leaf.Kind() == reflect.String {
				text.WriteString(" " + leaf.String())
			} else {
				fmt.Fprint(&text, " ", v)
			}
		}
		text.WriteByte('\n')
	})
	return text.String()
}

// leaves names every value within a value by the way to it, through slices: "Seats.Name".
func leaves(value reflect.Value, path string, leaf func(path string, value reflect.Value)) {
	switch {
	case value.Kind() == reflect.Slice:
		for i := range value.Len() {
			leaves(value.Index(i), path, leaf)
		}
	case opened(value.Type()):
		for i := range value.NumField() {
			leaves(value.Field(i), join(path, value.Type().Field(i).Name), leaf)
		}
	default:
		leaf(path, value)
	}
}

// opened says whether a type is looked into: the structs of this package, but not a name or a time.
func opened(kind reflect.Type) bool {
	return kind.Kind() == reflect.Struct && kind.NumField() > 0 && kind.Field(0).IsExported()
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// is fails the test where got differs from want.
func is(t tester, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, byName, byText, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

var byName = cmp.Comparer(func(a, b room.Name) bool { return a.Reveal() == b.Reveal() })

var byText = cmp.Comparer(func(a, b room.Text) bool { return a.Reveal() == b.Reveal() })

// refused fails the test unless err is want.
func refused(t tester, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got %v, want %v", what, err, want)
	}
}

// gone is the event that ends a place's visit.
func gone(place string, why room.Farewell, reason room.Reason) room.Event {
	return room.Gone{Visit: visitID(place), Why: why, Reason: reason}
}

// always makes a command that doesn't depend on the room.
func always(c room.Command) func(*world) room.Command { return func(*world) room.Command { return c } }

package room_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"alcove/room"
)

// class is the least that a reader must be to be shown a field.
type class int

const (
	waiting class = iota // anybody in the lobby; it is about themselves or public
	seated               // in the circle
	staff                // staff in the circle
)

// classes says of every field of a View who may be shown it. It is written by hand; a field without a row fails.
var classes = map[string]class{
	"Place":          waiting,
	"Crisis":         waiting,
	"Lobby.HostName": waiting,
	"Lobby.Full":     waiting,

	"You.Role":      waiting,
	"You.Name":      waiting,
	"You.AskedName": waiting,
	"You.Ready":     waiting,
	"You.Held":      waiting,
	"You.Private":   waiting,

	"You.Preferences.Part":     waiting,
	"You.Preferences.Pronouns": waiting,
	"You.Preferences.Language": waiting,
	"You.Preferences.Camera":   waiting,

	"You.Signals.Kind":      waiting,
	"You.Signals.Words":     waiting,
	"You.Signals.WordsLost": waiting,
	"You.Signals.State":     waiting,
	"You.Signals.SeenBy":    waiting,

	"Running":          seated,
	"Agenda.Objective": seated,
	"Agenda.Began":     seated,
	"Agenda.Length":    seated,
	"You.Seat":         seated,
	"You.MaySpeak":     seated,
	"You.MayShow":      seated,
	"You.HasFloor":     seated,
	"You.Microphone":   seated,
	"You.Camera":       seated,
	"You.Invited":      seated,
	"You.CameraReason": seated,

	"You.SteppedAway":   seated,
	"You.Aside.With":    seated,
	"You.Aside.AskedBy": seated,
	"You.Aside.Asked":   seated,
	"You.Hushed":        seated,
	"Grounding.Kind":    seated,
	"Grounding.Began":   seated,

	"Staff.State":        seated,
	"Staff.Name":         seated,
	"Staff.Decided":      seated,
	"Staff.SteppedAway":  seated,
	"Hands":              seated,
	"Floor":              seated,
	"Seats.HasFloor":     seated,
	"Screen":             seated,
	"Seats.Seat":         seated,
	"Seats.Name":         seated,
	"Seats.Role":         seated,
	"Seats.Microphone":   seated,
	"Seats.Camera":       seated,
	"Seats.Reconnecting": seated,
	"Seats.SteppedAway":  seated,
	"Seats.PoorLine":     seated,
	"Seats.Private":      seated,

	"Round.Prompt.Kind":  seated,
	"Round.Prompt.Words": seated,
	"Round.Pace":         seated,
	"Round.Turn":         seated,
	"Round.Begun":        seated,
	"Round.Since":        seated,
	"Round.Next":         seated,
	"Round.Second":       seated,

	"Round.Waiting": staff,
	"Round.Again":   staff,
	"Round.Done":    staff,
	"Round.Of":      staff,
	"Round.Over":    staff,
	"Round.CanUndo": staff,

	"Seats.RosterName": staff,
	"Seats.AskedName":  staff,
	"Seats.MaySpeak":   staff,
	"Seats.MayShow":    staff,
	"Seats.Invited":    staff,
	"Seats.LongAway":   staff,
	"Seats.AsideWith":  staff,

	"Seats.Preferences.Part":     staff,
	"Seats.Preferences.Pronouns": staff,
	"Seats.Preferences.Language": staff,
	"Seats.Preferences.Camera":   staff,

	"Signals.Signal":    staff,
	"Signals.Seat":      staff,
	"Signals.Waiting":   staff,
	"Signals.Name":      staff,
	"Signals.Kind":      staff,
	"Signals.Words":     staff,
	"Signals.WordsLost": staff,
	"Signals.Since":     staff,
	"Signals.Edition":   staff,
	"Signals.Calls":     staff,
	"Missed.Seat":       staff,
	"Missed.Name":       staff,
	"Missed.Since":      staff,

	"Full":                 staff,
	"Length":               staff,
	"Restrictions":         staff,
	"LastStaff":            staff,
	"Template":             staff,
	"Undo.Act":             staff,
	"Undo.Number":          staff,
	"Relief":               staff,
	"Exits.RosterName":     staff,
	"Exits.At":             staff,
	"Waiting.Waiting":      staff,
	"Waiting.RosterName":   staff,
	"Waiting.Name":         staff,
	"Waiting.AskedName":    staff,
	"Waiting.Role":         staff,
	"Waiting.Ready":        staff,
	"Waiting.Held":         staff,
	"Waiting.SecondDevice": staff,
	"Waiting.Reconnecting": staff,
	"Waiting.Since":        staff,
}

// identifiers may not be in any View: members name each other by seats.
var identifiers = []reflect.Type{
	reflect.TypeFor[room.ID](), reflect.TypeFor[room.PersonID](), reflect.TypeFor[room.VisitID](),
	reflect.TypeFor[room.Membership](),
}

func TestEveryFieldOfAViewHasAClassAndNoneIsAnIdentifier(t *testing.T) {
	var declared []string
	fieldsOf(reflect.TypeFor[room.View](), "", func(path string, kind reflect.Type) {
		declared = append(declared, path)
		is(t, path+" is an identifier", slices.Contains(identifiers, kind), false)
	})
	slices.Sort(declared)
	is(t, "fields", slices.Sorted(maps.Keys(classes)), declared)
}

// fieldsOf names every leaf of a struct type, through slices: "Seats.Name".
func fieldsOf(kind reflect.Type, path string, leaf func(string, reflect.Type)) {
	for kind.Kind() == reflect.Slice || kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	if !opened(kind) {
		leaf(path, kind)
		return
	}
	for i := range kind.NumField() {
		fieldsOf(kind.Field(i).Type, join(path, kind.Field(i).Name), leaf)
	}
}

// leaks lists the fields of a view that hold something and are above their reader's class.
func leaks(v room.View) []string {
	reader := seated
	switch {
	case v.Place != room.PlaceCircle:
		reader = waiting
	case v.You.Role.Staff():
		reader = staff
	}
	var list []string
	leaves(reflect.ValueOf(v), "", func(path string, leaf reflect.Value) {
		if !leaf.IsZero() && classes[path] > reader {
			list = append(list, path)
		}
	})
	return list
}

func TestAViewShowsNothingAboveItsReadersClass(t *testing.T) {
	w := busy(t)
	w.sits("Cara")
	w.comes("Otto/phone")
	surnames := []string{"Tuesday"}
	for _, who := range cast {
		surnames = append(surnames, who.surname)
	}
	readers := map[room.Role]int{}
	for _, v := range w.Visits() {
		view, _ := w.View(v)
		readers[view.You.Role]++
		is(t, "leaks to a "+string(view.You.Role), leaks(view), []string(nil))
		if view.Place == room.PlaceCircle && view.You.Role.Staff() {
			continue
		}
		for _, private := range append(surnames, "person-", "visit-", string(practice)) {
			is(t, fmt.Sprintf("%q is shown to a %s", private, view.You.Role), strings.Contains(spell(view), private), false)
		}
	}
	is(t, "every role has been a reader", len(readers), len(cast)-countClients()+1)
	is(t, "the test itself sees a leak", leaks(room.View{Place: room.PlaceCircle, Full: true}), []string{"Full"})
	is(t, "and in the lobby", leaks(room.View{Place: room.PlaceLobby, Seats: []room.SeatView{{Seat: 1}}}), []string{"Seats.Seat"})
}

func countClients() int {
	n := 0
	for _, who := range cast {
		if who.role == room.RoleClient {
			n++
		}
	}
	return n
}

func TestWhoSeesWhat(t *testing.T) {
	w := session(t, "Ana", "Otto", "Ines")
	w.comes("Ben")
	for name, want := range map[string]room.Stage{
		"Dana": {Hears: true, Sees: true}, "Ana": {Hears: true, Sees: true},
		"Otto": {Hears: true, Sees: true}, "Ines": {Hears: true, Sees: true}, "Ben": {},
	} {
		got := w.stage(name)
		is(t, name, room.Stage{Speaks: got.Speaks, Shows: got.Shows, Hears: got.Hears, Sees: got.Sees}, want)
	}
	is(t, "a stranger", w.place("Nobody"), room.PlaceNowhere)
	is(t, "visits", w.Visits(), []room.VisitID{
		visitID("Dana"), visitID("Ana"), visitID("Otto"), visitID("Ines"), visitID("Ben"),
	})
}

package room_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"alcove/room"
)

var nod = room.SendGesture{Gesture: room.GestureNod}

func TestAGestureIsShownToEverybodyInTheCircleAndLeavesNoTrace(t *testing.T) {
	w := session(t, "Ana", "Ben", "Cleo", "Ines", "Otto")
	w.comes("Dev")
	w.moment("Cleo")
	w.does("Ines", room.TakePrivacy{})
	w.vanishes("Otto")
	before := w.everything()
	for _, g := range room.Gestures() {
		w.now = w.now.Add(time.Minute)
		events := w.does("Ana", room.SendGesture{Gesture: g})
		shown := func(place string) room.Event {
			return room.Gestured{To: visitID(place), Seat: w.seat("Ana"), Gesture: g}
		}
		is(t, "shown", events, []room.Event{shown("Dana"), shown("Ana"), shown("Ben")})
		is(t, "the room", w.everything(), before)
	}
	is(t, "the test would see a trace", strings.Contains(before["saved"], "person-Ana"), true)
}

func TestWhoMayMakeAGestureAndWhen(t *testing.T) {
	cases := map[string]struct {
		who  string
		do   func(w *world)
		want error
	}{
		"a client":                     {"Ana", func(*world) {}, nil},
		"staff":                        {"Dana", func(*world) {}, nil},
		"muted":                        {"Ana", func(w *world) { w.does("Dana", room.MuteAll{}) }, nil},
		"in a cool-down: it is silent": {"Ana", func(w *world) { w.does("Dana", room.SetFloor{Mode: room.FloorCoolDown}) }, nil},
		"in a moment":                  {"Ana", func(w *world) { w.moment("Ana") }, room.ErrResting},
		"back from it":                 {"Ana", func(w *world) { w.moment("Ana"); w.does("Ana", room.EndMoment{}) }, nil},
		"paused for privacy":           {"Ana", func(w *world) { w.does("Ana", room.TakePrivacy{}) }, room.ErrPrivate},
		"without staff": {"Ana", func(w *world) {
			w.vanishes("Dana")
			w.passes(room.StaffGrace)
		}, room.ErrPaused},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana", "Ben")
			c.do(w)
			refused(t, "gesture", w.asks(c.who, nod), c.want)
		})
	}
	w := session(t, "Ana")
	refused(t, "another gesture", w.asks("Ana", room.SendGesture{Gesture: "wave"}), room.ErrGesture)
	refused(t, "none", w.asks("Ana", room.SendGesture{}), room.ErrGesture)
}

func TestGesturesComeOneAfterTheOther(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.does("Ana", nod)
	refused(t, "at once", w.asks("Ana", nod), room.ErrTooOften)
	w.does("Ben", nod) // another person's pace is another one
	w.passes(2*time.Second - 1)
	refused(t, "a little later", w.asks("Ana", nod), room.ErrTooOften)
	w.passes(1)
	for range 9 {
		w.does("Ana", nod)
		w.passes(3 * time.Second)
	}
	refused(t, "the eleventh in a minute", w.asks("Ana", nod), room.ErrTooOften)
	w.passes(time.Minute)
	w.does("Ana", nod)
}

func TestAGestureInPrivateIsForTheOtherOfTheTwo(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.does("Dana", room.OfferAside{Seat: w.seat("Ana"), Alone: true})
	w.does("Ana", room.AcceptAside{})
	told := func(place string) (names []string) {
		w.now = w.now.Add(time.Minute)
		for _, e := range w.does(place, nod) {
			names = append(names, nameAt(strings.TrimPrefix(string(e.(room.Gestured).To), "visit-")))
		}
		slices.Sort(names)
		return names
	}
	is(t, "of one of the two", told("Ana"), []string{"Ana", "Dana"})
	is(t, "of the group", told("Ben"), []string{"Ben"})
	w.does("Ana", room.EndAside{})
	is(t, "back together", told("Ben"), []string{"Ana", "Ben", "Dana"})
}

package room_test

import (
	"strings"
	"testing"

	"alcove/room"
)

func TestAHelperReadsLinesByNumberOnceStaffLetThem(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.comes("Tess", "Tess/phone")
	w.vanishes("Ben")
	w.note(room.Lines{Poor: []room.SeatNumber{2}})
	lines := []room.SeatLine{{Seat: 1}, {Seat: 2, State: room.LinePoor}, {Seat: 3, State: room.LineLost}}
	for _, name := range []string{"Tess", "Tess/phone"} {
		is(t, name+" before", w.view(name).Lines, []room.SeatLine(nil))
		refused(t, name+" writes", w.asks(name, staffText("Hello")), room.ErrNotSeated)
	}
	w.does("Dana", room.AdmitAll{})
	is(t, "whoever lets all in lets nobody help", w.view("Tess").Lines, []room.SeatLine(nil))
	list := w.view("Dana").Waiting
	w.does("Dana", room.Admit{Waiting: list[0].Waiting})
	is(t, "Tess", w.view("Tess").Lines, lines)
	is(t, "another device of hers, which may be in other hands", w.view("Tess/phone").Lines, []room.SeatLine(nil))
	is(t, "place", w.place("Tess"), room.PlaceLobby)
	is(t, "what flows to her", w.stage("Tess"), room.Stage{})
	is(t, "the circle reads who helps", w.view("Ana").Helpers, []room.Name{room.NameOf("Tess")})
	shown := spell(w.view("Tess"))
	for _, name := range []string{"Ana", "Ben"} {
		is(t, name+" is named to her", strings.Contains(shown, name), false)
	}
	is(t, "what she writes", delivered(w.does("Tess", staffText("Seat 2 loses packets on the way up"))),
		[]string{"Dana: Seat 2 loses packets on the way up"})
	is(t, "what others write", delivered(w.does("Ana", staffText("Hello"))), []string{"Ana: Hello", "Dana: Hello"})

	w.restarts()
	w.returns("Dana", "Tess")
	is(t, "on another server", len(w.view("Tess").Lines), 3)
	w.does("Dana", room.Deny{Waiting: w.view("Dana").Waiting[0].Waiting})
	is(t, "sent away", w.view("Dana").Helpers, []room.Name(nil))
	w.comes("Tess")
	is(t, "who comes again", w.view("Tess").Lines, []room.SeatLine(nil))
}

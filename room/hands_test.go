package room_test

import (
	"testing"
	"time"

	"alcove/room"
)

func TestHandsKeepTheOrderOfRaising(t *testing.T) {
	cases := map[string]struct {
		do   func(w *world)
		want []string
	}{
		"as raised":                        {func(*world) {}, []string{"Cleo", "Ana", "Ben"}},
		"raising twice gains nothing":      {func(w *world) { w.does("Ben", room.RaiseHand{}); w.does("Cleo", room.RaiseHand{}) }, []string{"Cleo", "Ana", "Ben"}},
		"lowering and raising goes last":   {func(w *world) { w.does("Cleo", room.LowerHand{}); w.does("Cleo", room.RaiseHand{}) }, []string{"Ana", "Ben", "Cleo"}},
		"lowered by staff":                 {func(w *world) { w.does("Dana", room.LowerHandOf{Seat: w.seat("Ana")}) }, []string{"Cleo", "Ben"}},
		"a lost connection keeps its turn": {func(w *world) { w.vanishes("Cleo"); w.passes(time.Minute); w.returns("Cleo") }, []string{"Cleo", "Ana", "Ben"}},
		"also while it is lost":            {func(w *world) { w.vanishes("Cleo"); w.passes(time.Minute) }, []string{"Cleo", "Ana", "Ben"}},
		"a lost connection loses it with its place": {func(w *world) {
			w.vanishes("Cleo")
			w.passes(room.KeepPlace)
			w.sits("Cleo")
		}, []string{"Ana", "Ben"}},
		"leaving gives it up":              {func(w *world) { w.does("Ana", room.Leave{}); w.sits("Ana") }, []string{"Cleo", "Ben"}},
		"a hold gives it up":               {func(w *world) { w.does("Dana", room.Hold{Seat: w.seat("Ben"), Reason: room.ReasonAsked}) }, []string{"Cleo", "Ana"}},
		"another server keeps it":          {func(w *world) { w.restarts(); w.returns("Ben", "Dana", "Ana") }, []string{"Cleo", "Ana", "Ben"}},
		"another device keeps it":          {func(w *world) { w.sits("Ana/phone") }, []string{"Cleo", "Ana", "Ben"}},
		"a mute keeps it":                  {func(w *world) { w.does("Dana", room.MuteAll{}) }, []string{"Cleo", "Ana", "Ben"}},
		"switching on alone keeps it":      {func(w *world) { w.does("Cleo", room.SetMicrophone{On: true}) }, []string{"Cleo", "Ana", "Ben"}},
		"speaking takes it down":           {func(w *world) { w.does("Ana", room.SetMicrophone{On: true}); w.note(room.Spoke{Seat: w.seat("Ana")}) }, []string{"Cleo", "Ben"}},
		"a noise from a muted one doesn't": {func(w *world) { w.note(room.Spoke{Seat: w.seat("Ana")}) }, []string{"Cleo", "Ana", "Ben"}},
		"nor one from an empty seat":       {func(w *world) { w.note(room.Spoke{Seat: 99}); w.note(room.Spoke{}) }, []string{"Cleo", "Ana", "Ben"}},
		"staff wait in line too":           {func(w *world) { w.does("Dana", room.RaiseHand{}) }, []string{"Cleo", "Ana", "Ben", "Dana"}},
		"lowering what is not up":          {func(w *world) { w.does("Dana", room.LowerHand{}); w.does("Dana", room.LowerHandOf{Seat: 1}) }, []string{"Cleo", "Ana", "Ben"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana", "Ben", "Cleo", "Otto")
			seats := map[string]room.SeatNumber{"Dana": 1, "Ana": 2, "Ben": 3, "Cleo": 4}
			for _, name := range []string{"Cleo", "Ana", "Ben"} {
				w.does(name, room.RaiseHand{})
			}
			c.do(w)
			var want []room.SeatNumber
			for _, name := range c.want {
				want = append(want, seats[name])
			}
			for _, v := range w.Visits() {
				if view, _ := w.View(v); view.Place == room.PlaceCircle {
					is(t, "hands", view.Hands, want)
				}
			}
		})
	}
}

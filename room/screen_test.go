package room_test

import (
	"testing"

	"alcove/room"
)

// sharing is a session in which Dana shares a screen, with Theo and Ana beside her.
func sharing(t *testing.T) *world {
	w := session(t, "Theo", "Ana")
	w.does("Dana", room.ShareScreen{On: true})
	is(t, "Dana shares", w.stage("Dana").Shares, true)
	is(t, "Ana is told", w.view("Ana").Screen, w.seat("Dana"))
	return w
}

func TestOneScreenIsSharedAtATime(t *testing.T) {
	w := sharing(t)
	before := w.everything()
	refused(t, "a second one", w.asks("Theo", room.ShareScreen{On: true}), room.ErrSharing)
	refused(t, "a client", w.asks("Ana", room.ShareScreen{On: true}), room.ErrNotAllowed)
	w.does("Theo", room.ShareScreen{}) // it is not his to end
	w.does("Dana", room.ShareScreen{On: true})
	is(t, "the room", w.everything(), before)
	for _, name := range []string{"Theo", "Ana"} {
		is(t, name+" shares", w.stage(name).Shares, false)
	}
	w.does("Dana", room.ShareScreen{})
	is(t, "Dana shares", w.stage("Dana").Shares, false)
	is(t, "nobody is named", w.view("Ana").Screen, room.SeatNumber(0))
	w.does("Theo", room.ShareScreen{On: true})
	is(t, "Theo shares", w.stage("Theo").Shares, true)
}

func TestASharedScreenEndsWith(t *testing.T) {
	ways := map[string]func(w *world){
		"its owner's press":        func(w *world) { w.does("Dana", room.ShareScreen{}) },
		"its owner's seat":         func(w *world) { w.does("Dana", room.Leave{}) },
		"its owner's line":         func(w *world) { w.vanishes("Dana") },
		"a line that comes back":   func(w *world) { w.vanishes("Dana"); w.returns("Dana") },
		"a page that is reloaded":  func(w *world) { w.returns("Dana") },
		"a moment":                 func(w *world) { w.does("Dana", room.TakeMoment{}) },
		"another of their devices": func(w *world) { w.comes("Dana/phone") },
		"another server":           func(w *world) { w.restarts(); w.returns("Dana", "Theo", "Ana") },
		"their membership":         func(w *world) { w.note(room.Revoked{Person: personID("Dana")}) },
		"their role": func(w *world) {
			m := w.roster["Dana"]
			m.Role, m.Version = room.RoleClient, 2
			w.note(room.Changed{Membership: m})
		},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			w := sharing(t)
			way(w)
			for _, s := range w.Stage() {
				is(t, "anybody shares", s.Shares, false)
			}
			is(t, "the screen", w.view("Theo").Screen, room.SeatNumber(0))
			w.does("Theo", room.ShareScreen{On: true})
			is(t, "the next one shares", w.stage("Theo").Shares, true)
		})
	}
	t.Run("the session", func(t *testing.T) {
		w := sharing(t)
		w.does("Theo", room.End{})
		w.comes("Dana")
		is(t, "Dana shares", w.stage("Dana").Shares, false)
		is(t, "the screen", w.view("Dana").Screen, room.SeatNumber(0))
	})
}

func TestWhoseLineIsLostStartsNoShare(t *testing.T) {
	w := session(t, "Theo")
	w.vanishes("Dana")
	refused(t, "share", w.asks("Dana", room.ShareScreen{On: true}), room.ErrNotHere)
	w.returns("Dana")
	w.does("Dana", room.TakeMoment{})
	w.does("Dana", room.ShareScreen{On: true})
	is(t, "whoever shares is back", w.view("Dana").You.SteppedAway, false)
}

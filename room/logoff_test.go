package room_test

import (
	"testing"
	"time"

	"alcove/room"
)

func TestABrowserLeftInTheLobbyIsLoggedOff(t *testing.T) {
	w := session(t, "Ana")
	w.comes("Ben")
	is(t, "a moment before", w.passes(room.LobbyIdle-1), []room.Event(nil))
	is(t, "in time", w.passes(1), []room.Event{gone("Ben", room.FarewellIdle, "")})
	is(t, "the circle stays", w.place("Ana"), room.PlaceCircle)
	_, err := w.arrives("Ben")
	refused(t, "the ticket", err, room.ErrRefused)
	w.restarts()
	_, err = w.arrives("Ben")
	refused(t, "the ticket on another server", err, room.ErrRefused)
	w.comes("Ben") // the link is as good as ever
	is(t, "place", w.place("Ben"), room.PlaceLobby)
}

func TestSomebodyMovedToTheLobbyWaitsAfresh(t *testing.T) {
	w := session(t, "Ana")
	w.passes(time.Hour)
	w.does("Dana", room.Hold{Seat: w.seat("Ana"), Reason: room.ReasonAsked})
	w.passes(room.LobbyIdle - 1)
	is(t, "place", w.place("Ana"), room.PlaceLobby)
}

func TestTheBrowsersOfASessionAreLoggedOffWhenItIsLongOver(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.passes(time.Hour)
	w.does("Dana", room.End{})
	w.returns("Ana") // to the lobby, by the ticket
	w.passes(room.AfterSession - 1)
	is(t, "place", w.place("Ana"), room.PlaceLobby)
	w.returns("Ben")
	is(t, "in time", w.passes(1), []room.Event{gone("Ana", room.FarewellIdle, ""), gone("Ben", room.FarewellIdle, "")})
	for _, name := range []string{"Ana", "Ben", "Dana"} {
		_, err := w.arrives(name)
		refused(t, name+"'s ticket", err, room.ErrRefused)
	}
	w.comes("Dana", "Ana")
	w.does("Dana", room.Start{Open: true})
	w.does("Dana", room.Admit{Waiting: w.waiting("Ana")})
	is(t, "place", w.place("Ana"), room.PlaceCircle)
}

func TestWhoeverIsInTheNextSessionStays(t *testing.T) {
	w := session(t, "Ana")
	w.does("Dana", room.End{})
	w.returns("Dana", "Ana")
	w.does("Dana", room.Ready{})
	w.does("Dana", room.Start{Open: true})
	w.does("Ana", room.Ready{})
	w.does("Dana", room.Admit{Waiting: w.waiting("Ana")})
	is(t, "events", w.passes(room.AfterSession), []room.Event(nil))
	w.vanishes("Ana")
	w.returns("Ana")
	is(t, "place", w.place("Ana"), room.PlaceCircle)
}

package room_test

import (
	"testing"

	"alcove/room"
)

func TestSomebodyWhoStepsAwayKeepsTheSeatAndSendsNothing(t *testing.T) {
	w := talking(t)
	w.does("Ana", room.RaiseHand{})
	w.does("Ana", room.TakeMoment{})
	is(t, "sends", w.stage("Ana").Speaks || w.stage("Ana").Shows, false)
	is(t, "receives", w.stage("Ana").Hears && w.stage("Ana").Sees, true)
	is(t, "her seat says so", w.view("Ben").Seats[1].SteppedAway, true)
	is(t, "she sees it", w.view("Ana").You.SteppedAway, true)
	is(t, "her hand is up", w.view("Ben").Hands, []room.SeatNumber{w.seat("Ana")})

	w.restarts()
	w.returns("Dana", "Ana", "Ben")
	is(t, "after a restart", w.view("Ben").Seats[1].SteppedAway, true)
	w.does("Ana", room.EndMoment{})
	is(t, "back", w.view("Ben").Seats[1].SteppedAway, false)
	is(t, "nothing opened by itself", w.stage("Ana").Speaks || w.stage("Ana").Shows, false)
}

func TestTurningSomethingOnEndsTheMoment(t *testing.T) {
	for name, c := range map[string]room.Command{
		"a microphone": room.SetMicrophone{On: true}, "a camera": room.SetCamera{On: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := talking(t)
			w.does("Ana", room.TakeMoment{})
			w.does("Ana", c)
			is(t, "away", w.view("Ana").You.SteppedAway, false)
		})
	}
	w := talking(t)
	w.does("Ana", room.TakeMoment{})
	w.does("Ana", room.SetCamera{})
	is(t, "turning off doesn't", w.view("Ana").You.SteppedAway, true)
}

func TestAPoorLineIsShownUntilItIsGood(t *testing.T) {
	w := session(t, "Ana", "Ben")
	poor := func() []bool {
		var list []bool
		for _, s := range w.view("Ben").Seats {
			list = append(list, s.PoorLine)
		}
		return list
	}
	w.note(room.Lines{Poor: []room.SeatNumber{2, 9}})
	is(t, "poor", poor(), []bool{false, true, false})
	w.vanishes("Ana")
	is(t, "a lost line is no poor one", poor(), []bool{false, false, false})
	w.returns("Ana")
	w.note(room.Lines{})
	is(t, "good", poor(), []bool{false, false, false})
}

func TestAConnectionThatFallsSilentKeepsItsPlaceAndComesBack(t *testing.T) {
	w := talking(t)
	w.comes("Cleo")
	w.vanishes("Ana", "Cleo")
	is(t, "blank", w.view("Ben").Seats[1].Reconnecting, true)
	is(t, "nothing flows", w.flows("Ana"), false)
	for _, name := range []string{"Ana", "Cleo", "Nobody"} {
		w.note(room.Returned{Visit: visitID(name)})
	}
	is(t, "as before", w.stage("Ana").Speaks && w.stage("Ana").Shows, true)
	is(t, "the place of nobody is given up", w.passes(room.KeepPlace), []room.Event(nil))
}

func TestAChangedMembershipIsKnownAtOnce(t *testing.T) {
	changed := func(w *world, name string, change func(*room.Membership)) []room.Event {
		m := w.roster[name]
		m.Version++
		change(&m)
		w.roster[name] = m
		return w.note(room.Changed{Membership: m})
	}
	t.Run("an alias", func(t *testing.T) {
		w := talking(t)
		w.comes("Ana/phone")
		events := changed(w, "Ana", func(m *room.Membership) { m.Alias = room.NameOf("River") })
		is(t, "events", events, []room.Event{
			room.Renewed{Visit: visitID("Ana"), Membership: w.roster["Ana"]},
			room.Renewed{Visit: visitID("Ana/phone"), Membership: w.roster["Ana"]},
		})
		is(t, "name", w.view("Ben").Seats[1].Name, room.NameOf("River"))
		is(t, "she speaks on", w.stage("Ana").Speaks, true)
	})
	t.Run("staff who are staff no more", func(t *testing.T) {
		w := talking(t, "Theo")
		changed(w, "Theo", func(m *room.Membership) { m.Role = room.RoleObserver })
		is(t, "place", w.place("Theo"), room.PlaceLobby)
		is(t, "ready", w.view("Theo").You.Ready, false)
		refused(t, "a command of staff", w.asks("Theo", room.MuteAll{}), room.ErrNotAllowed)
	})
	t.Run("the last of the staff", func(t *testing.T) {
		w := talking(t)
		changed(w, "Dana", func(m *room.Membership) { m.Role = room.RoleClient })
		is(t, "staff", w.view("Ana").Staff.State, room.StaffAway)
	})
	for name, change := range map[string]func(*room.Membership){
		"an old version":          func(m *room.Membership) { m.Version--; m.Alias = room.NameOf("River") },
		"another group":           func(m *room.Membership) { m.Group = "other" },
		"a stranger's role":       func(m *room.Membership) { m.Role = room.RoleNone },
		"somebody who isn't here": func(m *room.Membership) { m.Person = "person-Nobody" },
	} {
		t.Run(name+" changes nothing", func(t *testing.T) {
			w := talking(t)
			before := w.everything()
			is(t, "events", changed(w, "Ana", change), []room.Event(nil))
			is(t, "the room", w.everything(), before)
		})
	}
}

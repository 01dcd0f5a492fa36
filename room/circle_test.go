package room_test

import (
	"testing"
	"time"

	"alcove/room"
)

func TestSeatsAreStable(t *testing.T) {
	cases := map[string]struct {
		meanwhile func(*world)
		want      map[string]room.SeatNumber
	}{
		"somebody who leaves and returns sits where they sat": {
			func(w *world) { w.does("Ana", room.Leave{}); w.sits("Cleo", "Ana") },
			map[string]room.SeatNumber{"Dana": 1, "Ana": 2, "Ben": 3, "Cleo": 4},
		},
		"a lost connection keeps the seat": {
			func(w *world) { w.vanishes("Ana"); w.passes(time.Minute); w.sits("Cleo"); w.returns("Ana") },
			map[string]room.SeatNumber{"Dana": 1, "Ana": 2, "Ben": 3, "Cleo": 4},
		},
		"a hold keeps the seat": {
			func(w *world) {
				w.does("Dana", room.Hold{Seat: w.seat("Ana"), Reason: room.ReasonAsked})
				w.sits("Cleo")
				w.does("Dana", room.Admit{Waiting: w.waiting("Ana")})
			},
			map[string]room.SeatNumber{"Dana": 1, "Ana": 2, "Ben": 3, "Cleo": 4},
		},
		"the next session, in another order, on another server": {
			func(w *world) {
				w.does("Dana", room.End{})
				w.restarts()
				w.passes(48 * time.Hour)
				w.comes("Dana")
				w.does("Dana", room.Start{Open: true})
				w.sits("Cleo", "Ben", "Ana")
			},
			map[string]room.SeatNumber{"Dana": 1, "Ana": 2, "Ben": 3, "Cleo": 4},
		},
		"removal for today keeps the seat for tomorrow": {
			func(w *world) {
				w.does("Dana", room.EndForToday{Person: room.Target{Seat: 2}, Reason: room.ReasonPrivacy})
				w.sits("Cleo")
			},
			map[string]room.SeatNumber{"Dana": 1, "Ben": 3, "Cleo": 4},
		},
		"a newcomer takes the seat of somebody whose membership is over": {
			func(w *world) { w.note(room.Revoked{Person: personID("Ana")}); w.sits("Cleo", "Dev") },
			map[string]room.SeatNumber{"Dana": 1, "Cleo": 2, "Ben": 3, "Dev": 4},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana", "Ben")
			c.meanwhile(w)
			got := map[string]room.SeatNumber{}
			for _, s := range w.view("Dana").Seats {
				got[nameOnly(s.RosterName)] = s.Seat
			}
			is(t, "seats", got, c.want)
		})
	}
}

func nameOnly(roster room.Name) string {
	for name, who := range cast {
		if roster.Reveal() == name+" "+who.surname {
			return name
		}
	}
	return roster.Reveal()
}

func TestEverybodySeesTheCircleInOneOrder(t *testing.T) {
	w := session(t, "Ana", "Otto", "Ben", "Ines")
	order := func(place string) []room.SeatNumber {
		var list []room.SeatNumber
		for _, s := range w.view(place).Seats {
			list = append(list, s.Seat)
		}
		return list
	}
	for _, name := range []string{"Dana", "Ana", "Otto", "Ben", "Ines"} {
		is(t, name, order(name), []room.SeatNumber{1, 2, 3, 4, 5})
	}
}

func TestAPlaceIsKeptForItsTimeAndNotLonger(t *testing.T) {
	cases := map[string]struct {
		world func(*world)
		place room.Place
	}{
		"in the circle": {func(w *world) { w.sits("Ana") }, room.PlaceCircle},
		"in the lobby":  {func(w *world) { w.comes("Ana") }, room.PlaceLobby},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t)
			c.world(w)
			before := w.Due() // when a browser in the lobby is logged off
			w.vanishes("Ana")
			is(t, "due", w.Due(), w.now.Add(room.KeepPlace))
			is(t, "events a moment before", w.passes(room.KeepPlace-1), []room.Event(nil))
			is(t, "place a moment before", w.place("Ana"), c.place)
			is(t, "events in time", w.passes(1), []room.Event{gone("Ana", room.FarewellAway, "")})
			is(t, "place in time", w.place("Ana"), room.PlaceNowhere)
			is(t, "nothing is due any more", w.Due(), time.Time{})
			is(t, "only in the lobby something was due before", before.IsZero(), c.place == room.PlaceCircle)
		})
	}
}

func TestADeadConnectionNoticedTwiceGainsNoTime(t *testing.T) {
	w := session(t, "Ana")
	w.vanishes("Ana")
	w.passes(time.Minute)
	w.vanishes("Ana")
	is(t, "due", w.Due(), evening.Add(room.KeepPlace))
}

func TestWhoReturnsInTimeFindsEverythingAsTheyLeftIt(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.does("Ana", room.SetMicrophone{On: true})
	w.does("Ana", room.SetCamera{On: true})
	w.does("Ana", room.RaiseHand{})
	before := w.everything()
	w.vanishes("Ana")
	is(t, "nothing flows", w.stage("Ana"), room.Stage{Person: personID("Ana"), Seat: 2, Visit: visitID("Ana"), Led: true})
	is(t, "peers see it", w.view("Ben").Seats[1].Reconnecting, true)
	w.passes(room.KeepPlace - time.Second)
	w.returns("Ana")
	is(t, "the room", w.everything(), before)
}

func TestAHoldMovesThePersonAndTellsNobody(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.does("Ana", room.SetMicrophone{On: true})
	w.does("Ana", room.RaiseHand{})
	events := w.does("Dana", room.Hold{Seat: w.seat("Ana"), Reason: room.ReasonWellbeing})
	is(t, "events", events, []room.Event(nil))
	is(t, "place", w.place("Ana"), room.PlaceLobby)
	is(t, "stage", w.stage("Ana"), room.Stage{})
	is(t, "hands", w.view("Ben").Hands, []room.SeatNumber(nil))
	refused(t, "the microphone in the lobby", w.asks("Ana", room.SetMicrophone{On: true}), room.ErrNotSeated)

	w.does("Dana", room.Admit{Waiting: w.waiting("Ana")})
	is(t, "the microphone back in the circle", w.stage("Ana").Speaks, false)
}

func TestWhomStaffCantMoveMuteOrRemove(t *testing.T) {
	cases := map[string]struct {
		command func(n room.SeatNumber) room.Command
	}{
		"mute":         {command: func(n room.SeatNumber) room.Command { return room.Mute{Seat: n} }},
		"invite":       {command: func(n room.SeatNumber) room.Command { return room.Invite{Seat: n} }},
		"camera off":   {command: func(n room.SeatNumber) room.Command { return room.CameraOff{Seat: n, Reason: room.ReasonAsked} }},
		"allow camera": {command: func(n room.SeatNumber) room.Command { return room.AllowCamera{Seat: n} }},
		"hold":         {command: func(n room.SeatNumber) room.Command { return room.Hold{Seat: n, Reason: room.ReasonAsked} }},
		"end for today": {command: func(n room.SeatNumber) room.Command {
			return room.EndForToday{Person: room.Target{Seat: n}, Reason: room.ReasonAsked}
		}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Theo", "Ana")
			w.does("Ana", room.Leave{})
			before := w.everything()
			refused(t, "themselves", w.asks("Dana", c.command(w.seat("Dana"))), room.ErrStaff)
			refused(t, "a colleague", w.asks("Dana", c.command(w.seat("Theo"))), room.ErrStaff)
			refused(t, "an empty seat", w.asks("Dana", c.command(3)), room.ErrNobodyThere)
			for _, n := range []room.SeatNumber{0, -1, 4, 1 << 40} {
				refused(t, "no seat", w.asks("Dana", c.command(n)), room.ErrNobodyThere)
			}
			is(t, "the room", w.everything(), before)
		})
	}
}

func TestAChangedRoleTakesTheSeatAndStartsAfresh(t *testing.T) {
	become := func(w *world, place string, role room.Role) []room.Event {
		m := w.roster[nameAt(place)]
		m.Role, m.Version = role, m.Version+1
		w.roster[nameAt(place)] = m
		return w.note(room.Arrived{Visit: visitID(place), Membership: m})
	}
	t.Run("a client who becomes a tech helper sees nobody any more", func(t *testing.T) {
		w := session(t, "Ana", "Ben")
		w.does("Ana", room.RaiseHand{})
		events := become(w, "Ana/phone", room.RoleTechHelper)
		is(t, "events", events, []room.Event(nil))
		is(t, "place", w.place("Ana"), room.PlaceLobby)
		is(t, "ready", w.view("Ana").You.Ready, false)
		is(t, "place", w.place("Ana/phone"), room.PlaceLobby)
		is(t, "hands", w.view("Ben").Hands, []room.SeatNumber(nil))
	})
	t.Run("a resumed visit of a changed role waits in the lobby and is told of no end", func(t *testing.T) {
		w := session(t, "Ana")
		is(t, "events", become(w, "Ana", room.RoleObserver), []room.Event(nil))
		is(t, "place", w.place("Ana"), room.PlaceLobby)
		is(t, "ready", w.view("Ana").You.Ready, false)
	})
	t.Run("a therapist who becomes a client before the start does not sit there already", func(t *testing.T) {
		w := lobby(t, "Theo")
		become(w, "Theo", room.RoleClient)
		is(t, "place", w.place("Theo"), room.PlaceLobby)
		w.does("Theo", room.Ready{})
		is(t, "place", w.place("Theo"), room.PlaceLobby)
	})
	t.Run("a waiting client who becomes a co-therapist walks in after a new device check", func(t *testing.T) {
		w := session(t)
		w.comes("Ana")
		become(w, "Ana", room.RoleCoTherapist)
		is(t, "place", w.place("Ana"), room.PlaceLobby)
		w.does("Ana", room.Ready{})
		is(t, "place", w.place("Ana"), room.PlaceCircle)
	})
	t.Run("a muted client who becomes staff may speak, for nobody else could allow it", func(t *testing.T) {
		w := session(t, "Ana")
		w.does("Dana", room.Mute{Seat: w.seat("Ana")})
		w.does("Dana", room.CameraOff{Seat: w.seat("Ana"), Reason: room.ReasonPrivacy})
		become(w, "Ana", room.RoleCoTherapist)
		w.does("Ana", room.Ready{})
		w.does("Ana", room.SetMicrophone{On: true})
		w.does("Ana", room.SetCamera{On: true})
		is(t, "reason", w.view("Ana").You.CameraReason, room.ReasonNone)
	})
	t.Run("a mute outlasts a way through another role", func(t *testing.T) {
		w := session(t, "Ana")
		w.does("Dana", room.Mute{Seat: w.seat("Ana")})
		become(w, "Ana", room.RoleObserver)
		become(w, "Ana", room.RoleClient)
		w.does("Ana", room.Ready{})
		w.does("Dana", room.Admit{Waiting: w.waiting("Ana")})
		refused(t, "microphone", w.asks("Ana", room.SetMicrophone{On: true}), room.ErrNoPermission)
	})
	t.Run("an observer who becomes a client speaks once invited", func(t *testing.T) {
		w := session(t, "Otto")
		become(w, "Otto", room.RoleClient)
		w.does("Otto", room.Ready{})
		w.does("Dana", room.Admit{Waiting: w.waiting("Otto")})
		refused(t, "microphone", w.asks("Otto", room.SetMicrophone{On: true}), room.ErrNoPermission)
		w.does("Dana", room.Invite{Seat: w.seat("Otto")})
		w.does("Otto", room.SetMicrophone{On: true})
		is(t, "speaks", w.stage("Otto").Speaks, true)
	})
	t.Run("a change of the name alone changes nothing else", func(t *testing.T) {
		w := session(t, "Ana")
		w.does("Ana", room.SetMicrophone{On: true})
		m := w.roster["Ana"]
		m.Name, m.Version = room.NameOf("Anna Ramirez"), 2
		is(t, "events", w.note(room.Arrived{Visit: visitID("Ana"), Membership: m}), []room.Event(nil))
		is(t, "name", w.view("Ana").You.Name.Reveal(), "Anna")
		is(t, "speaks", w.stage("Ana").Speaks, true)
	})
}

package room_test

import (
	"testing"
	"time"

	"alcove/room"
)

func removes(w *world, name string) []room.Event {
	w.t.Helper()
	return w.does("Dana", room.EndForToday{Person: room.Target{Seat: w.seat(name)}, Reason: room.ReasonWrongSession})
}

func TestEndForTodayEndsEveryVisitOfThePerson(t *testing.T) {
	want := []room.Event{
		gone("Ana", room.FarewellToday, room.ReasonWrongSession),
		gone("Ana/phone", room.FarewellToday, room.ReasonWrongSession),
		gone("Ana/tablet", room.FarewellToday, room.ReasonWrongSession),
	}
	targets := map[string]func(w *world) room.Target{
		"by the seat":                  func(w *world) room.Target { return room.Target{Seat: w.seat("Ana")} },
		"by another device that waits": func(w *world) room.Target { return room.Target{Waiting: w.waiting("Ana")} },
	}
	for name, target := range targets {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana", "Ben")
			w.does("Ana", room.RaiseHand{})
			w.comes("Ana/phone", "Cleo", "Ana/tablet")
			events := w.does("Dana", room.EndForToday{Person: target(w), Reason: room.ReasonWrongSession})
			is(t, "events", events, want)
			is(t, "stage", w.stage("Ana"), room.Stage{})
			is(t, "hands", w.view("Ben").Hands, []room.SeatNumber(nil))
			is(t, "Cleo goes on waiting", w.place("Cleo"), room.PlaceLobby)
		})
	}
}

func TestRemovedStaysRemovedUntilItsDayAndItsSessionAreOver(t *testing.T) {
	end := func(w *world) { w.does("Dana", room.End{}) }
	again := func(w *world) { w.comes("Dana"); w.does("Dana", room.Start{Open: true}) }
	cases := map[string]struct {
		then func(w *world)
		back bool
	}{
		"at once":                             {then: func(*world) {}},
		"on another server":                   {then: func(w *world) { w.restarts(); w.returns("Dana") }},
		"after a long session, past midnight": {then: func(w *world) { w.passes(12 * time.Hour) }},
		"after the session, on the same day":  {then: end},
		"in another session of the same day":  {then: func(w *world) { end(w); again(w) }},
		"past midnight, in a session that began on the day": {then: func(w *world) {
			end(w)
			again(w)
			w.passes(12 * time.Hour)
		}},
		"on the next day, when the session is over": {then: func(w *world) { end(w); w.passes(12 * time.Hour) }, back: true},
		"in the session of the next day":            {then: func(w *world) { end(w); w.passes(24 * time.Hour); again(w) }, back: true},
		"when the session ends after midnight":      {then: func(w *world) { w.passes(12 * time.Hour); end(w) }, back: true},
		"with a newer membership":                   {then: func(w *world) { m := w.roster["Ana"]; m.Version++; w.roster["Ana"] = m }},
		"with another role":                         {then: func(w *world) { m := w.roster["Ana"]; m.Version++; m.Role = room.RoleTherapist; w.roster["Ana"] = m }},
		"though the membership ended and began again": {then: func(w *world) {
			w.note(room.Revoked{Person: personID("Ana")})
			m := w.roster["Ana"]
			m.Version++
			w.roster["Ana"] = m
		}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana", "Ben")
			removes(w, "Ana")
			c.then(w)
			for _, place := range []string{"Ana", "Ana/phone"} { // the old visit and a new one
				_, err := w.arrives(place)
				if c.back {
					refused(t, place, err, nil)
				} else {
					refused(t, place, err, room.ErrRefused)
				}
			}
			_, err := w.arrives("Cleo")
			refused(t, "somebody else", err, nil)
		})
	}
}

func TestRemovedFromTheLobbyBeforeTheStartStaysOutOfThatSession(t *testing.T) {
	w := lobby(t, "Ana")
	w.now = time.Date(2026, 3, 10, 23, 50, 0, 0, time.UTC)
	w.does("Dana", room.EndForToday{Person: room.Target{Waiting: w.waiting("Ana")}, Reason: room.ReasonWellbeing})
	w.does("Dana", room.Start{Open: true})
	w.passes(time.Hour)
	_, err := w.arrives("Ana")
	refused(t, "after midnight", err, room.ErrRefused)
	w.does("Dana", room.End{})
	_, err = w.arrives("Ana")
	refused(t, "after the session", err, nil)
}

func TestTheDayOfARemovalIsTheGroupsOwn(t *testing.T) {
	cases := map[string]struct {
		zone          string
		removed       string // when, in the zone
		barred, admit string // the last hour out and the first hour in, in UTC
	}{
		"no zone is UTC":                             {"", "2026-03-10 18:00", "2026-03-10T23:59:59Z", "2026-03-11T00:00:00Z"},
		"west of Greenwich":                          {"America/Los_Angeles", "2026-03-10 18:00", "2026-03-11T06:59:59Z", "2026-03-11T07:00:00Z"},
		"a day of 23 hours":                          {"America/New_York", "2026-03-08 01:30", "2026-03-09T03:59:59Z", "2026-03-09T04:00:00Z"},
		"a day of 25 hours":                          {"America/New_York", "2026-11-01 00:30", "2026-11-02T04:59:59Z", "2026-11-02T05:00:00Z"},
		"a midnight that the clocks skip":            {"America/Santiago", "2024-09-07 18:00", "2024-09-08T03:59:59Z", "2024-09-08T04:00:00Z"},
		"a midnight that the clocks skip, eastward":  {"Africa/Cairo", "2024-04-25 18:00", "2024-04-25T21:59:59Z", "2024-04-25T22:00:00Z"},
		"an hour before midnight that happens twice": {"America/Santiago", "2024-04-06 22:30", "2024-04-07T03:59:59Z", "2024-04-07T04:00:00Z"},
		"the last day of a year":                     {"Europe/Berlin", "2026-12-31 20:00", "2026-12-31T22:59:59Z", "2026-12-31T23:00:00Z"},
		"a moment before midnight":                   {"Europe/Berlin", "2026-03-10 23:59", "2026-03-10T22:59:59Z", "2026-03-10T23:00:00Z"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			zone, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			w := emptyRoom(t, func(g *room.Group) {
				if c.zone != "" {
					g.Zone = zone
				}
			})
			w.now, err = time.ParseInLocation("2006-01-02 15:04", c.removed, zone)
			if err != nil {
				t.Fatal(err)
			}
			w.comes("Dana")
			w.does("Dana", room.Start{Open: true})
			w.sits("Ana")
			removes(w, "Ana")
			w.does("Dana", room.End{})
			for moment, want := range map[string]error{c.barred: room.ErrRefused, c.admit: nil} {
				w.restarts()
				if w.now, err = time.Parse(time.RFC3339, moment); err != nil {
					t.Fatal(err)
				}
				_, err := w.arrives("Ana")
				refused(t, moment, err, want)
			}
		})
	}
}

func TestARevokedMembershipEndsEverythingAndLeavesNoName(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.does("Ana", room.AskName{Name: "River"})
	w.does("Ana", room.RaiseHand{})
	w.comes("Ana/phone")
	events := w.note(room.Revoked{Person: personID("Ana")})
	is(t, "events", events, []room.Event{
		gone("Ana", room.FarewellRevoked, ""), gone("Ana/phone", room.FarewellRevoked, ""),
	})
	is(t, "hands", w.view("Ben").Hands, []room.SeatNumber(nil))
	for _, private := range []string{"Ramirez", "River"} {
		is(t, private+" is saved", contains(w.Snapshot(), private), false)
	}
}

func TestARevokedMembershipNeverComesBackByALateArrival(t *testing.T) {
	cases := map[string]struct {
		world   func(w *world)
		version uint64 // that the arriving browser was verified with
		want    error
	}{
		"the same membership":                      {func(w *world) { w.sits("Ana") }, 1, room.ErrRefused},
		"the same membership, on another server":   {func(w *world) { w.sits("Ana"); w.note(room.Revoked{Person: personID("Ana")}); w.restarts() }, 1, room.ErrRefused},
		"somebody who had not arrived yet":         {func(*world) {}, 1, room.ErrRefused},
		"a membership that was given again":        {func(w *world) { w.sits("Ana") }, 2, nil},
		"a membership given again, never seen yet": {func(*world) {}, 2, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t)
			c.world(w)
			w.note(room.Revoked{Person: personID("Ana"), Version: 1})
			m := w.roster["Ana"]
			m.Version = c.version
			_, err := w.Note(w.now, room.Arrived{Visit: visitID("Ana"), Membership: m})
			refused(t, "arrive", err, c.want)
		})
	}
}

func TestARemovalThatIsHeardOfLateLeavesWhoeverWasAddedAgainAlone(t *testing.T) {
	w := session(t, "Ben")
	m := w.roster["Ana"]
	m.Version = 3
	_, err := w.Note(w.now, w.arrival("Ana", m))
	refused(t, "arrive", err, nil)
	is(t, "events", w.note(room.Revoked{Person: personID("Ana"), Version: 2}), []room.Event(nil))
	is(t, "place", w.place("Ana"), room.PlaceLobby)
	is(t, "control", w.note(room.Revoked{Person: personID("Ana"), Version: 3}), []room.Event{gone("Ana", room.FarewellRevoked, "")})
}

func TestRemovalsThatAreOverAreForgotten(t *testing.T) {
	w := session(t, "Ana")
	for range 5 {
		removes(w, "Ana")
		w.does("Dana", room.End{})
		w.passes(24 * time.Hour)
		w.comes("Dana")
		w.does("Dana", room.Start{Open: true})
		is(t, "the removal of yesterday is saved", contains(w.Snapshot(), "until"), false)
		w.sits("Ana")
	}
}

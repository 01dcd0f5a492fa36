package room_test

import (
	"testing"
	"time"

	"alcove/room"
)

func TestStaffWalkInAndEverybodyElseWaits(t *testing.T) {
	for name, who := range cast {
		t.Run(string(who.role), func(t *testing.T) {
			w := emptyRoom(t)
			w.comes(name)
			want := room.PlaceLobby
			if name == "Dana" || name == "Theo" {
				want = room.PlaceCircle
			}
			is(t, "place", w.place(name), want)
		})
	}
}

func TestNobodyEntersBeforeTheDeviceCheckIsOver(t *testing.T) {
	w := session(t)
	if _, err := w.arrives("Theo"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.arrives("Ana"); err != nil {
		t.Fatal(err)
	}
	refused(t, "admit", w.asks("Dana", room.Admit{Waiting: w.waiting("Ana")}), room.ErrNotReady)
	w.does("Dana", room.AdmitAll{})
	is(t, "a client's place", w.place("Ana"), room.PlaceLobby)
	is(t, "a co-therapist's place", w.place("Theo"), room.PlaceLobby)
}

func TestStaffArrivingAdmitNobody(t *testing.T) {
	w := emptyRoom(t)
	w.comes("Ana", "Ben")
	w.comes("Dana")
	w.does("Dana", room.Start{Open: true})
	w.comes("Theo")
	is(t, "places", []room.Place{w.place("Ana"), w.place("Ben")}, []room.Place{room.PlaceLobby, room.PlaceLobby})
}

func TestWhoMayBeAdmitted(t *testing.T) {
	noObservers := func(g *room.Group) { g.ObserversOK = false }
	cases := map[string]struct {
		group func(*room.Group)
		world func(*world)
		who   string
		want  error
	}{
		"a client who is ready":                         {who: "Ana"},
		"a family member who is ready":                  {who: "Fay"},
		"an interpreter, also when the circle is full":  {group: small(2), world: full, who: "Ines"},
		"a captioner, also when the circle is full":     {group: small(2), world: full, who: "Cara"},
		"an observer, also when the circle is full":     {group: small(2), world: full, who: "Otto"},
		"no observer in a group that has none":          {group: noObservers, who: "Otto", want: room.ErrObservers},
		"no client when the circle is full":             {group: small(2), world: full, who: "Ana", want: room.ErrFull},
		"no family member when the circle is full":      {group: small(2), world: full, who: "Fay", want: room.ErrFull},
		"nobody whose connection is lost":               {world: func(w *world) { w.vanishes("Ana") }, who: "Ana", want: room.ErrNotReady},
		"a kept seat is taken":                          {group: small(2), world: fullWithOneAway, who: "Ana", want: room.ErrFull},
		"a place is free once somebody has left":        {group: small(2), world: fullThenLeft, who: "Ana"},
		"a second device of a seated client, when full": {group: small(2), world: full, who: "Ben/phone"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if c.group == nil {
				c.group = func(*room.Group) {}
			}
			w := emptyRoom(t, c.group)
			w.comes("Dana")
			w.does("Dana", room.Start{Open: true})
			w.comes(c.who)
			if c.world != nil {
				c.world(w)
			}
			refused(t, "admit", w.asks("Dana", room.Admit{Waiting: w.waiting(c.who)}), c.want)
			w.agree()
			is(t, "in the circle", w.place(c.who) == room.PlaceCircle, c.want == nil)
		})
	}
}

func full(w *world)            { w.sits("Ben", "Cleo") }
func fullWithOneAway(w *world) { full(w); w.vanishes("Ben") }
func fullThenLeft(w *world)    { full(w); w.does("Ben", room.Leave{}) }

func TestAdmitAllSeatsTheReadyInTheOrderOfArrivalUpToTheLimit(t *testing.T) {
	w := emptyRoom(t, small(2))
	w.comes("Dana")
	w.does("Dana", room.Start{Open: true})
	w.comes("Dev")
	if _, err := w.arrives("Cleo"); err != nil { // not ready
		t.Fatal(err)
	}
	w.comes("Ines", "Ben", "Ana", "Otto")
	w.vanishes("Dev")
	w.does("Dana", room.AdmitAll{})
	want := map[string]room.Place{
		"Dev": room.PlaceLobby, "Cleo": room.PlaceLobby, "Ines": room.PlaceCircle,
		"Ben": room.PlaceCircle, "Ana": room.PlaceCircle, "Otto": room.PlaceLobby, // about whom the group is asked
	}
	for name, place := range want {
		is(t, name, w.place(name), place)
	}
	is(t, "staff are told that the circle is full", w.view("Dana").Full, true)
	is(t, "Ben came before Ana", w.seat("Ben") < w.seat("Ana"), true)
}

func TestAdmitAllLeavesAlone(t *testing.T) {
	cases := map[string]func(w *world) string{
		"a second device of somebody who is seated": func(w *world) string {
			w.sits("Ana")
			w.comes("Ana/phone")
			return "Ana/phone"
		},
		"somebody who was moved back to the lobby": func(w *world) string {
			w.sits("Ana")
			w.does("Dana", room.Hold{Seat: w.seat("Ana"), Reason: room.ReasonWellbeing})
			return "Ana"
		},
		"somebody who was moved to the lobby, left and came again": func(w *world) string {
			w.sits("Ana")
			w.does("Dana", room.Hold{Seat: w.seat("Ana"), Reason: room.ReasonWellbeing})
			w.does("Ana", room.Leave{})
			w.comes("Ana")
			return "Ana"
		},
		"another browser of somebody who was moved to the lobby": func(w *world) string {
			w.sits("Ana")
			w.does("Dana", room.Hold{Seat: w.seat("Ana"), Reason: room.ReasonWellbeing})
			w.comes("Ana/phone")
			return "Ana/phone"
		},
		"somebody who was moved to the lobby and stayed away too long": func(w *world) string {
			w.sits("Ana")
			w.does("Dana", room.Hold{Seat: w.seat("Ana"), Reason: room.ReasonWellbeing})
			w.vanishes("Ana")
			w.passes(room.KeepPlace)
			w.restarts()
			w.returns("Dana")
			w.comes("Ana")
			return "Ana"
		},
	}
	for name, world := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t)
			place := world(w)
			w.does("Dana", room.AdmitAll{})
			is(t, "place", w.place(place), room.PlaceLobby)
			w.does("Dana", room.Admit{Waiting: w.waiting(place)}) // by name it works
			is(t, "place once admitted by name", w.place(place), room.PlaceCircle)
		})
	}
}

func TestOnceAdmittedByNameAHeldPersonIsNobodySpecial(t *testing.T) {
	w := session(t, "Ana")
	w.does("Dana", room.Hold{Seat: w.seat("Ana"), Reason: room.ReasonWellbeing})
	is(t, "they are told", w.view("Ana").You.Held, true)
	is(t, "staff are told", w.view("Dana").Waiting[0].Held, true)
	w.does("Dana", room.Admit{Waiting: w.waiting("Ana")})
	w.does("Ana", room.Leave{})
	w.comes("Ana")
	w.does("Dana", room.AdmitAll{})
	is(t, "place", w.place("Ana"), room.PlaceCircle)
}

func TestASecondDeviceWaitsAndTakesTheSeatOverOnlyWhenAdmitted(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.does("Ana", room.SetMicrophone{On: true})
	w.does("Ana", room.RaiseHand{})
	seat := w.seat("Ana")
	w.comes("Ana/phone")
	is(t, "place", w.place("Ana/phone"), room.PlaceLobby)
	is(t, "staff see that it is a second device", w.view("Dana").Waiting[0].SecondDevice, true)
	is(t, "the first goes on", w.stage("Ana").Speaks, true)

	events := w.does("Dana", room.Admit{Waiting: w.waiting("Ana/phone")})
	is(t, "events", events, []room.Event{gone("Ana", room.FarewellElsewhere, "")})
	is(t, "the seat", w.seat("Ana/phone"), seat)
	is(t, "the hand", w.view("Ben").Hands, []room.SeatNumber{seat})
	is(t, "the microphone", w.stage("Ana/phone").Speaks, false)
	is(t, "the old browser", w.place("Ana"), room.PlaceNowhere)
}

func TestASecondDeviceInTheLobbyAsksForNoNameOnBehalfOfTheSeated(t *testing.T) {
	w := session(t, "Ana")
	w.does("Ana", room.AskName{Name: "Annie"})
	w.comes("Ana/phone")
	refused(t, "ask", w.asks("Ana/phone", room.AskName{Name: "Dana"}), room.ErrNotSeated)
	refused(t, "take back", w.asks("Ana/phone", room.AskName{}), room.ErrNotSeated)
	is(t, "what staff are asked", w.view("Dana").Seats[1].AskedName.Reveal(), "Annie")
	is(t, "what the lobby shows", w.view("Ana/phone").You.AskedName, room.Name{})
}

func TestStaffMoveToAnotherBrowserByThemselves(t *testing.T) {
	w := session(t, "Ana")
	if _, err := w.arrives("Dana/phone"); err != nil {
		t.Fatal(err)
	}
	events := w.does("Dana/phone", room.Ready{})
	is(t, "events", events, []room.Event{gone("Dana", room.FarewellElsewhere, "")})
	is(t, "place", w.place("Dana/phone"), room.PlaceCircle)
}

func TestABrowserThatIsGoneNeverWalksInAsIfItWereHere(t *testing.T) {
	w := session(t, "Ana")
	if _, err := w.arrives("Theo"); err != nil {
		t.Fatal(err)
	}
	w.vanishes("Theo")
	w.does("Theo", room.Ready{}) // was under way when the connection broke
	is(t, "hears", w.stage("Theo").Hears, false)
	is(t, "events", w.passes(room.KeepPlace), []room.Event{gone("Theo", room.FarewellAway, "")})
}

func TestTheLobbyHoldsNothingOfTheGroup(t *testing.T) {
	w := emptyRoom(t, small(2))
	w.comes("Cleo", "Tess")
	alone := map[string]room.View{"Cleo": w.view("Cleo"), "Tess": w.view("Tess")}
	w.sits("Dana", "Theo")
	w.does("Dana", room.Start{Open: true})
	w.sits("Ana")
	w.comes("Ben", "Dev")
	w.does("Ana", room.SetMicrophone{On: true})
	w.does("Ana", room.RaiseHand{})
	for name, before := range alone {
		is(t, "what "+name+" sees", w.view(name), before)
	}
	w.sits("Ines")
	w.does("Dana", room.Admit{Waiting: w.waiting("Ben")})
	is(t, "a client is told that it is full", w.view("Cleo").Lobby.Full, true)
	is(t, "a tech helper is not", w.view("Tess"), alone["Tess"])
}

func TestOnlyStaffSeeWhoWaits(t *testing.T) {
	w := session(t, "Ana", "Otto", "Ines", "Cara")
	w.comes("Ben")
	for _, name := range []string{"Ana", "Otto", "Ines", "Cara"} {
		is(t, name, w.view(name).Waiting, []room.WaitingView(nil))
	}
	is(t, "Dana", w.view("Dana").Waiting, []room.WaitingView{{
		Waiting: 6, RosterName: room.NameOf("Ben Whitlock"), Name: room.NameOf("Ben"), Role: room.RoleClient,
		Ready: true, Since: evening,
	}})
}

func TestWhoIsDeniedMayComeAgain(t *testing.T) {
	w := lobby(t, "Ana")
	events := w.does("Dana", room.Deny{Waiting: w.waiting("Ana")})
	is(t, "events", events, []room.Event{gone("Ana", room.FarewellDenied, "")})
	is(t, "place", w.place("Ana"), room.PlaceNowhere)
	w.comes("Ana")
	is(t, "place", w.place("Ana"), room.PlaceLobby)
	refused(t, "deny nobody", w.asks("Dana", room.Deny{Waiting: 99}), room.ErrNobodyThere)
	if _, err := w.arrives("Theo"); err != nil {
		t.Fatal(err)
	}
	refused(t, "deny staff", w.asks("Dana", room.Deny{Waiting: w.waiting("Theo")}), room.ErrStaff)
}

func TestWaitingNumbersAreNotUsedTwiceInASession(t *testing.T) {
	w := session(t)
	w.comes("Ana")
	first := w.waiting("Ana")
	w.does("Ana", room.Leave{})
	w.restarts()
	w.returns("Dana")
	w.comes("Ana")
	is(t, "a later number", w.waiting("Ana") > first, true)
}

func TestWhoMayNotArrive(t *testing.T) {
	cases := map[string]struct {
		change func(*room.Arrived)
		world  func(*world)
	}{
		"a visit without a name":    {change: func(f *room.Arrived) { f.Visit = "" }},
		"nobody in particular":      {change: func(f *room.Arrived) { f.Membership.Person = "" }},
		"a member of another group": {change: func(f *room.Arrived) { f.Membership.Group = "group-of-fridays" }},
		"a stranger":                {change: func(f *room.Arrived) { f.Membership.Role = room.RoleNone }},
		"an unknown role":           {change: func(f *room.Arrived) { f.Membership.Role = "Therapist" }},
		"another person's visit":    {change: func(f *room.Arrived) { f.Visit = visitID("Dana") }},
		"another person's place in the lobby": {
			world:  func(w *world) { w.comes("Ben") },
			change: func(f *room.Arrived) { f.Visit = visitID("Ben") },
		},
		"an older membership than the one that is known": {
			world: func(w *world) {
				m := w.roster["Ana"]
				m.Version = 2
				w.note(room.Arrived{Visit: "earlier", Membership: m})
			},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Cleo")
			if c.world != nil {
				c.world(w)
			}
			fact := room.Arrived{Visit: visitID("Ana"), Membership: w.roster["Ana"]}
			if c.change != nil {
				c.change(&fact)
			}
			before := w.everything()
			_, err := w.Note(w.now.Add(time.Second), fact)
			refused(t, "arrive", err, room.ErrRefused)
			is(t, "the room", w.everything(), before)
		})
	}
}

func TestWithTooManyBrowsersTheOldestThatWaitsMakesRoom(t *testing.T) {
	w := session(t, "Ana")
	w.comes("Ana/1", "Ben", "Ana/2", "Ana/3")
	is(t, "waiting", len(w.view("Dana").Waiting), 4)
	events, err := w.arrives("Ana/4")
	refused(t, "arrive", err, nil)
	is(t, "events", events, []room.Event{gone("Ana/1", room.FarewellElsewhere, "")})
	is(t, "waiting", len(w.view("Dana").Waiting), 4)
	is(t, "the one in the circle", w.place("Ana"), room.PlaceCircle)
	w.vanishes("Ana/3")
	events, err = w.arrives("Ana/5")
	refused(t, "arrive", err, nil)
	is(t, "a lost one goes first", events, []room.Event{gone("Ana/3", room.FarewellElsewhere, "")})
}

func TestObserversWaitOutsideOnceTheGroupNoLongerAgrees(t *testing.T) {
	w := session(t, "Ana", "Otto")
	g := w.Group()
	g.ObserversOK = false
	refused(t, "settings", w.SetGroup(w.now, g), nil)
	is(t, "place", w.place("Otto"), room.PlaceLobby)
	is(t, "stage", w.stage("Otto"), room.Stage{})
	is(t, "since", w.view("Dana").Waiting[0].Since, evening)
	refused(t, "admit", w.asks("Dana", room.Admit{Waiting: w.waiting("Otto")}), room.ErrObservers)
	g.ObserversOK = true
	refused(t, "settings", w.SetGroup(w.now, g), nil)
	w.sits("Otto")
	is(t, "place", w.place("Otto"), room.PlaceCircle)
}

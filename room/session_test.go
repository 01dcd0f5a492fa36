package room_test

import (
	"testing"

	"alcove/room"
)

func TestNobodyIsAdmittedBeforeTheSessionBegins(t *testing.T) {
	w := lobby(t, "Ana")
	refused(t, "admit", w.asks("Dana", room.Admit{Waiting: w.waiting("Ana")}), room.ErrNotStarted)
	refused(t, "admit all", w.asks("Dana", room.AdmitAll{}), room.ErrNotStarted)
	w.does("Dana", room.Start{Open: true})
	is(t, "the start admits nobody", w.place("Ana"), room.PlaceLobby)
	is(t, "the lobby does not learn of it", w.view("Ana").Running, false)
	is(t, "the circle does", w.view("Dana").Running, true)
	refused(t, "start twice", w.asks("Dana", room.Start{Open: true}), room.ErrAlreadyStarted)
}

func TestTheEndIsForEverybody(t *testing.T) {
	w := session(t, "Theo", "Ana")
	w.comes("Ben")
	w.does("Ana", room.RaiseHand{})
	events := w.does("Theo", room.End{})
	is(t, "events", events, []room.Event{
		gone("Dana", room.FarewellOver, ""), gone("Theo", room.FarewellOver, ""),
		gone("Ana", room.FarewellOver, ""), gone("Ben", room.FarewellOver, ""),
	})
	is(t, "empty", w.Empty(), true)
	is(t, "visits", w.Visits(), []room.VisitID(nil))
	is(t, "stage", w.Stage(), []room.Stage(nil))
	refused(t, "a late command", w.asks("Theo", room.End{}), room.ErrNotHere)
	for _, private := range []string{"Ramirez", "Okafor", "Whitlock"} {
		is(t, private+" is saved", contains(w.Snapshot(), private), false)
	}
}

func TestANewSessionStartsAfresh(t *testing.T) {
	w := session(t, "Ana")
	w.does("Dana", room.MuteAll{})
	w.does("Dana", room.CameraOff{Seat: w.seat("Ana"), Reason: room.ReasonTechnical})
	w.does("Ana", room.RaiseHand{})
	w.does("Dana", room.End{})
	w.comes("Dana")
	refused(t, "end before the start", w.asks("Dana", room.End{}), room.ErrNotStarted)
	w.does("Dana", room.Start{Open: true})
	w.sits("Ana")
	is(t, "hands", w.view("Ana").Hands, []room.SeatNumber(nil))
	w.does("Ana", room.SetMicrophone{On: true})
	w.does("Ana", room.SetCamera{On: true})
	is(t, "heard and seen", w.stage("Ana").Speaks && w.stage("Ana").Shows, true)
}

func TestARoomIsEmptyWhenNobodyIsInItAndNothingRuns(t *testing.T) {
	cases := map[string]struct {
		world *world
		want  bool
	}{
		"nobody has come":                {emptyRoom(t), true},
		"somebody waits":                 {func() *world { w := emptyRoom(t); w.comes("Ana"); return w }(), false},
		"staff sit":                      {lobby(t), false},
		"a session runs without anybody": {func() *world { w := session(t); w.vanishes("Dana"); w.passes(room.KeepPlace); return w }(), false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) { is(t, "empty", c.world.Empty(), c.want) })
	}
}

func TestSettingsThatMakeNoSenseAreRefused(t *testing.T) {
	cases := map[string]struct {
		change func(*room.Group)
		want   error
	}{
		"no id":                  {func(g *room.Group) { g.ID = "" }, room.ErrGroup},
		"a circle of one":        {small(1), room.ErrGroup},
		"no size":                {small(0), room.ErrGroup},
		"a pair":                 {small(room.MinClients), nil},
		"a multi-family group":   {small(room.MaxClients), nil},
		"more than a page shows": {small(room.MaxClients + 1), room.ErrGroup},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := lobby(t)
			g := w.Group()
			c.change(&g)
			_, err := room.New(g)
			refused(t, "new", err, c.want)
			_, err = room.Restore(g, w.Snapshot(), w.now)
			refused(t, "restore", err, c.want)
			before := w.Group()
			refused(t, "set", w.SetGroup(w.now, g), c.want)
			if c.want != nil {
				is(t, "the settings", w.Group(), before)
			}
		})
	}
}

func TestASmallerSizeSendsNobodyAway(t *testing.T) {
	w := session(t, "Ana", "Ben", "Cleo")
	w.comes("Dev")
	g := w.Group()
	g.ClientMax = 2
	if err := w.SetGroup(w.now, g); err != nil {
		t.Fatal(err)
	}
	is(t, "seats", len(w.Stage()), 4)
	refused(t, "admit", w.asks("Dana", room.Admit{Waiting: w.waiting("Dev")}), room.ErrFull)
}

func TestAVisitOutsideOfASessionLeavesNoTrace(t *testing.T) {
	ways := map[string]func(w *world){
		"by leaving":      func(w *world) { w.does("Ana", room.Leave{}) },
		"by staying away": func(w *world) { w.vanishes("Ana"); w.passes(room.KeepPlace) },
		"by being denied": func(w *world) {
			w.comes("Dana")
			w.does("Dana", room.Deny{Waiting: w.waiting("Ana")})
			w.does("Dana", room.Leave{})
		},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			w := emptyRoom(t)
			w.comes("Ana")
			w.does("Ana", room.AskName{Name: "River"})
			way(w)
			for _, private := range []string{"Ramirez", "River", "Okafor", "person-Ana"} {
				is(t, private+" is saved", contains(w.Snapshot(), private), false)
			}
		})
	}
}

func TestAMuteBeforeTheStartHoldsInTheSession(t *testing.T) {
	w := lobby(t, "Ana")
	w.does("Dana", room.MuteAll{})
	w.does("Ana", room.Leave{})
	w.does("Dana", room.Start{Open: true})
	w.sits("Ana")
	refused(t, "microphone", w.asks("Ana", room.SetMicrophone{On: true}), room.ErrNoPermission)
}

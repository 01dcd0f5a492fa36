package room_test

import (
	"strings"
	"testing"
	"time"

	"alcove/room"
)

func TestASessionBeginsWithAnObjectiveOrAnOpenAgenda(t *testing.T) {
	long := strings.Repeat("ñ", room.MaxObjective)
	cases := map[string]struct {
		start     room.Start
		want      error
		objective string
		length    time.Duration
	}{
		"an objective":           {room.Start{Objective: room.TextOf("Saying no kindly")}, nil, "Saying no kindly", room.DefaultLength},
		"an open agenda":         {room.Start{Open: true}, nil, "", room.DefaultLength},
		"as long as may be":      {room.Start{Objective: room.TextOf(long)}, nil, long, room.DefaultLength},
		"cleaned":                {room.Start{Objective: room.TextOf(" Saying\u202e\n no ")}, nil, "Saying no", room.DefaultLength},
		"nothing":                {room.Start{}, room.ErrObjective, "", 0},
		"nothing that shows":     {room.Start{Objective: room.TextOf("\u202e \n")}, room.ErrObjective, "", 0},
		"both":                   {room.Start{Objective: room.TextOf("Saying no"), Open: true}, room.ErrObjective, "", 0},
		"too long":               {room.Start{Objective: room.TextOf(long + "x")}, room.ErrObjective, "", 0},
		"far too long, and open": {room.Start{Objective: room.TextOf(strings.Repeat("\u202e", 16*room.MaxObjective)), Open: true}, room.ErrObjective, "", 0},
		"a length of its own":    {room.Start{Open: true, Length: 2 * time.Hour}, nil, "", 2 * time.Hour},
		"the shortest":           {room.Start{Open: true, Length: room.MinLength}, nil, "", room.MinLength},
		"the longest":            {room.Start{Open: true, Length: room.MaxLength}, nil, "", room.MaxLength},
		"shorter":                {room.Start{Open: true, Length: room.MinLength - time.Minute}, room.ErrLength, "", 0},
		"longer":                 {room.Start{Open: true, Length: room.MaxLength + time.Minute}, room.ErrLength, "", 0},
		"negative":               {room.Start{Open: true, Length: -time.Hour}, room.ErrLength, "", 0},
		"half a minute too much": {room.Start{Open: true, Length: room.MinLength + 30*time.Second}, room.ErrLength, "", 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := lobby(t)
			before := w.everything()
			refused(t, "start", w.asks("Dana", c.start), c.want)
			if c.want != nil {
				is(t, "the room after a refusal", w.everything(), before)
				return
			}
			w.sits("Ana")
			want := room.AgendaView{Objective: room.TextOf(c.objective), Began: evening, Length: c.length}
			is(t, "Dana reads", w.view("Dana").Agenda, want)
			is(t, "Ana reads the same", w.view("Ana").Agenda, want)
		})
	}
}

func TestAGroupsSessionsArePlannedAsLongAsItSays(t *testing.T) {
	w := emptyRoom(t, func(g *room.Group) { g.Length = 45 * time.Minute })
	w.comes("Dana")
	is(t, "staff are told before the start", w.view("Dana").Length, 45*time.Minute)
	w.does("Dana", room.Start{Open: true})
	is(t, "planned", w.view("Dana").Agenda.Length, 45*time.Minute)
	g := w.Group()
	g.Length = time.Hour
	refused(t, "settings", w.SetGroup(w.now, g), nil)
	is(t, "another length is for the next session", w.view("Dana").Agenda.Length, 45*time.Minute)
	for _, poor := range []time.Duration{time.Minute, room.MaxLength + time.Minute, time.Hour + time.Second, -1} {
		g.Length = poor
		refused(t, "settings", w.SetGroup(w.now, g), room.ErrGroup)
	}
}

func TestAPlanEndsNothing(t *testing.T) {
	w := session(t, "Ana")
	w.passes(room.DefaultLength + time.Hour)
	is(t, "running", w.view("Ana").Running, true)
	is(t, "due", w.Due(), time.Time{})
	w.does("Dana", room.SetLength{Length: room.MaxLength})
	is(t, "planned anew, from the beginning", w.view("Ana").Agenda, room.AgendaView{Began: evening, Length: room.MaxLength})
	for _, poor := range []time.Duration{0, room.MinLength - time.Minute, room.MaxLength + time.Minute, time.Hour + 1} {
		refused(t, "length", w.asks("Dana", room.SetLength{Length: poor}), room.ErrLength)
	}
}

func TestAnObjectiveIsInTheSnapshotUntilTheEndAndNowhereInTheLobby(t *testing.T) {
	w := lobby(t)
	w.does("Dana", room.Start{Objective: room.TextOf("Saying no kindly"), Length: time.Hour})
	w.sits("Ana")
	w.comes("Ben")
	is(t, "in the lobby", strings.Contains(spell(w.view("Ben")), "Saying no"), false)
	w.restarts()
	w.returns("Dana", "Ana")
	is(t, "on another server", w.view("Ana").Agenda, room.AgendaView{
		Objective: room.TextOf("Saying no kindly"), Began: evening, Length: time.Hour,
	})
	is(t, "saved", contains(w.Snapshot(), "Saying no"), true)
	w.does("Dana", room.End{})
	is(t, "after the end", contains(w.Snapshot(), "Saying no"), false)
	w.comes("Dana")
	is(t, "staff read", w.view("Dana").Agenda, room.AgendaView{})
}

func TestASessionThatWasSavedBeforeThereWasAPlanGoesOnWithoutOne(t *testing.T) {
	old := []byte(`{"format":1,"running":true,"session":1,"seats":["person-Dana"],` +
		`"people":[{"person":"person-Dana","role":"therapist","visit":"visit-Dana"}]}`)
	r, err := room.Restore(emptyRoom(t).Group(), old, evening)
	if err != nil {
		t.Fatal(err)
	}
	view, _ := r.View(visitID("Dana"))
	is(t, "running", view.Running, true)
	is(t, "planned", view.Agenda, room.AgendaView{})
	_, err = r.Apply(evening, visitID("Dana"), room.SetLength{Length: time.Hour})
	refused(t, "length", err, room.ErrNotStarted)
}

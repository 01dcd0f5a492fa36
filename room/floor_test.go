package room_test

import (
	"testing"
	"time"

	"alcove/room"

	"pgregory.net/rapid"
)

// invites lets Dana, who sees what there is to see, invite people to speak.
func (w *world) invites(names ...string) {
	w.t.Helper()
	for _, name := range names {
		w.does("Dana", room.Invite{Seat: w.seat(name), Seen: w.view("Dana").Restrictions})
	}
}

// turnsOn is everybody's own press.
func (w *world) turnsOn(names ...string) {
	w.t.Helper()
	for _, name := range names {
		w.does(name, room.SetMicrophone{On: true})
	}
}

// heard lists who of the named people is heard, in their order.
func (w *world) heard(names ...string) []string {
	var list []string
	for _, name := range names {
		if w.stage(name).Speaks {
			list = append(list, name)
		}
	}
	return list
}

// everybodyOn is a session in which everybody who may be heard is.
func everybodyOn(t tester) *world {
	w := session(t, "Theo", "Ana", "Ben", "Fay", "Ines")
	w.turnsOn("Dana", "Theo", "Ana", "Ben", "Fay", "Ines")
	return w
}

func TestWhomTheCircleHearsInEachMode(t *testing.T) {
	cases := map[string]struct {
		mode room.FloorMode
		do   func(w *world)
		want []string // of Ana, Ben and Fay
	}{
		"open: everybody who is on":                 {room.FloorOpen, func(*world) {}, []string{"Ana", "Ben", "Fay"}},
		"hand first: nobody at first":               {room.FloorHandFirst, func(*world) {}, nil},
		"hand first: an invitation opens nothing":   {room.FloorHandFirst, func(w *world) { w.invites("Ana") }, nil},
		"hand first: whoever was invited and is on": {room.FloorHandFirst, func(w *world) { w.invites("Ana", "Fay"); w.turnsOn("Ana", "Fay") }, []string{"Ana", "Fay"}},
		"one voice: one":                            {room.FloorOneVoice, func(w *world) { w.invites("Ana"); w.turnsOn("Ana") }, []string{"Ana"}},
		"one voice: the next one, and not the last": {room.FloorOneVoice, func(w *world) { w.invites("Ana"); w.turnsOn("Ana"); w.invites("Ben"); w.turnsOn("Ben") }, []string{"Ben"}},
		"one voice: nobody until the next one is on": {room.FloorOneVoice, func(w *world) {
			w.invites("Ana")
			w.turnsOn("Ana")
			w.invites("Ben")
		}, nil},
		"cool-down: nobody": {room.FloorCoolDown, func(*world) {}, nil},
		"after a cool-down: nobody by itself": {room.FloorCoolDown, func(w *world) {
			w.does("Dana", room.SetFloor{Mode: room.FloorOpen})
		}, nil},
		"after a cool-down: whoever turns on": {room.FloorCoolDown, func(w *world) {
			w.does("Dana", room.SetFloor{Mode: room.FloorOpen})
			w.turnsOn("Ben")
		}, []string{"Ben"}},
		"from several with the floor to one voice: nobody": {room.FloorHandFirst, func(w *world) {
			w.invites("Ana", "Ben")
			w.turnsOn("Ana", "Ben")
			w.does("Dana", room.SetFloor{Mode: room.FloorOneVoice})
		}, nil},
		"from one with the floor to one voice: that one": {room.FloorHandFirst, func(w *world) {
			w.invites("Ana")
			w.turnsOn("Ana")
			w.does("Dana", room.SetFloor{Mode: room.FloorOneVoice})
		}, []string{"Ana"}},
		"a floor that is taken": {room.FloorHandFirst, func(w *world) {
			w.invites("Ana", "Ben")
			w.turnsOn("Ana", "Ben")
			w.does("Dana", room.TakeFloor{Seat: w.seat("Ana")})
		}, []string{"Ben"}},
		"a floor whose owner left and came again": {room.FloorHandFirst, func(w *world) {
			w.invites("Ana")
			w.does("Ana", room.Leave{})
			w.sits("Ana")
		}, nil},
		"a floor that a lost line keeps": {room.FloorOneVoice, func(w *world) {
			w.invites("Ana")
			w.turnsOn("Ana")
			w.vanishes("Ana")
			w.returns("Ana")
		}, []string{"Ana"}},
		"a floor that another server keeps": {room.FloorOneVoice, func(w *world) {
			w.invites("Ana")
			w.turnsOn("Ana")
			w.restarts()
			w.returns("Dana", "Theo", "Ana", "Ben", "Fay", "Ines")
		}, []string{"Ana"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := everybodyOn(t)
			w.does("Dana", room.SetFloor{Mode: c.mode})
			c.do(w)
			is(t, "heard", w.heard("Ana", "Ben", "Fay"), c.want)
			is(t, "staff and interpreters are heard", w.heard("Dana", "Theo", "Ines"), []string{"Dana", "Theo", "Ines"})
			for _, name := range []string{"Ana", "Ben", "Fay"} {
				is(t, name+"'s switch says so", w.view(name).You.Microphone, w.stage(name).Speaks)
				if !w.view(name).You.HasFloor {
					refused(t, name, w.asks(name, room.SetMicrophone{On: true}), room.ErrFloor)
				}
			}
		})
	}
}

func TestNoSwitchOfTheFloorTouchesCamerasOrWhoHears(t *testing.T) {
	for _, mode := range room.FloorModes() {
		w := everybodyOn(t)
		w.does("Ana", room.SetCamera{On: true})
		w.does("Dana", room.SetFloor{Mode: mode})
		ana := w.stage("Ana")
		is(t, "shows, hears and sees in "+string(mode), ana.Shows && ana.Hears && ana.Sees, true)
	}
}

func TestInACoolDownNobodyIsGivenTheFloor(t *testing.T) {
	w := everybodyOn(t)
	w.does("Dana", room.SetFloor{Mode: room.FloorCoolDown})
	before := w.everything()
	refused(t, "invite", w.asks("Dana", room.Invite{Seat: w.seat("Ana"), Seen: 99}), room.ErrFloor)
	refused(t, "no mode", w.asks("Dana", room.SetFloor{}), room.ErrChoice)
	is(t, "the room", w.everything(), before)
	w.does("Dana", room.Mute{Seat: w.seat("Ines")})
	w.invites("Ines") // an interpreter speaks for others
	w.turnsOn("Ines")
	is(t, "heard", w.heard("Ines"), []string{"Ines"})
}

func TestNotNowGivesTheFloorBackAndPeersNeverLearnOfIt(t *testing.T) {
	w := everybodyOn(t)
	w.does("Dana", room.SetFloor{Mode: room.FloorOneVoice})
	w.does("Ana", room.RaiseHand{})
	before := w.view("Ben")
	w.invites("Ana")
	is(t, "Ana has the floor", w.view("Ana").You.HasFloor, true)
	is(t, "staff see it", w.view("Theo").Seats[2].HasFloor, true)
	is(t, "what Ben sees", w.view("Ben"), before)
	w.does("Ana", room.Decline{})
	is(t, "Ana has the floor", w.view("Ana").You.HasFloor, false)
	is(t, "what Ben sees", w.view("Ben"), before)
	w.invites("Ana")
	w.turnsOn("Ana")
	is(t, "once she takes it Ben sees it", w.view("Ben").Seats[2].HasFloor, true)
}

// Dana and Theo press at the same moment, in either order: the stricter floor wins, and no microphone is open that both
// orders don't agree on.
func TestOfTwoFloorsAtOnceTheStricterWins(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := session(rt, "Theo", "Ana")
		w.turnsOn("Ana")
		mode := rapid.SampledFrom(room.FloorModes())
		w.does("Dana", room.SetFloor{Mode: mode.Draw(rt, "before")})
		was := w.view("Dana").Floor
		of := map[string]room.FloorMode{"Dana": mode.Draw(rt, "Dana"), "Theo": mode.Draw(rt, "Theo")}
		for _, order := range [][2]string{{"Dana", "Theo"}, {"Theo", "Dana"}} {
			v := again(rt, w)
			seen := v.view("Dana").Restrictions
			for _, who := range order {
				before := v.everything()
				if err := v.asks(who, room.SetFloor{Mode: of[who], Seen: seen}); err != nil {
					refused(rt, who+" comes second", err, room.ErrMeanwhile)
					is(rt, "the room after a refusal", v.everything(), before)
				}
			}
			if strictness(of["Dana"]) <= strictness(was) && strictness(of["Theo"]) <= strictness(was) {
				continue // nobody has taken anything away: the last word counts
			}
			want := max(strictness(of["Dana"]), strictness(of["Theo"]))
			is(rt, "the floor", strictness(v.view("Ana").Floor), want)
		}
	})
}

// strictness is the reviewed order of the modes.
func strictness(mode room.FloorMode) int {
	return map[room.FloorMode]int{
		room.FloorOpen: 1, room.FloorHandFirst: 2, room.FloorOneVoice: 3, room.FloorCoolDown: 4,
	}[mode]
}

func TestOfTwoWhoGiveTheOneVoiceAtOnceTheSecondIsTold(t *testing.T) {
	w := everybodyOn(t)
	w.does("Dana", room.SetFloor{Mode: room.FloorOneVoice})
	seen := w.view("Theo").Restrictions
	w.does("Dana", room.Invite{Seat: w.seat("Ana"), Seen: seen})
	before := w.everything()
	refused(t, "Theo", w.asks("Theo", room.Invite{Seat: w.seat("Ben"), Seen: seen}), room.ErrMeanwhile)
	is(t, "the room", w.everything(), before)
	w.does("Theo", room.Invite{Seat: w.seat("Ben"), Seen: w.view("Theo").Restrictions})
	is(t, "the floor", w.view("Ana").You.HasFloor, false)
}

func TestUndo(t *testing.T) {
	muteAll := func(w *world) { w.does("Dana", room.MuteAll{}) }
	coolDown := func(w *world) { w.does("Dana", room.SetFloor{Mode: room.FloorCoolDown}) }
	template := func(w *world) { w.does("Dana", room.UseTemplate{Template: room.TemplateSupport}) }
	nothing := func(*world) {}
	cases := map[string]struct {
		act, meanwhile func(w *world)
		by             string
		want           error
	}{
		"of a mute of all":                   {muteAll, nothing, "Dana", nil},
		"by a colleague":                     {muteAll, nothing, "Theo", nil},
		"of a floor":                         {coolDown, nothing, "Dana", nil},
		"of a template":                      {template, nothing, "Dana", nil},
		"after another server took over":     {muteAll, func(w *world) { w.restarts(); w.returns("Dana", "Theo", "Ana", "Ben", "Fay", "Ines") }, "Dana", nil},
		"in the last moment":                 {coolDown, func(w *world) { w.passes(room.UndoTime - 1) }, "Dana", nil},
		"too late":                           {coolDown, func(w *world) { w.passes(room.UndoTime) }, "Dana", room.ErrUndo},
		"too late, and time wasn't told yet": {coolDown, func(w *world) { w.now = w.now.Add(room.UndoTime) }, "Dana", room.ErrUndo},
		"after a mute":                       {coolDown, func(w *world) { w.does("Theo", room.Mute{Seat: w.seat("Ben")}) }, "Dana", room.ErrUndo},
		"after a hold": {coolDown, func(w *world) {
			w.does("Theo", room.Hold{Seat: w.seat("Ben"), Reason: room.ReasonAsked})
		}, "Dana", room.ErrUndo},
		"by a client": {muteAll, nothing, "Ana", room.ErrNotAllowed},
		"twice": {muteAll, func(w *world) {
			w.does("Theo", room.Undo{Act: w.view("Theo").Undo.Number})
		}, "Dana", room.ErrUndo},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := everybodyOn(t)
			w.does("Dana", room.Mute{Seat: w.seat("Fay")}) // before, so it stays
			before := w.view("Dana")
			c.act(w)
			act := w.view("Dana").Undo.Number
			c.meanwhile(w)
			all := w.everything()
			err := w.asks(c.by, room.Undo{Act: act})
			refused(t, "undo", err, c.want)
			if err != nil {
				is(t, "the room after a refusal", w.everything(), all)
				return
			}
			after := w.view("Dana")
			is(t, "the floor", after.Floor, before.Floor)
			is(t, "the template", after.Template, before.Template)
			is(t, "heard", w.heard("Ana", "Ben", "Fay"), []string(nil))
			w.turnsOn("Ana", "Ben")
			is(t, "permissions are as before", w.view("Dana").Seats, before.Seats)
			refused(t, "Fay", w.asks("Fay", room.SetMicrophone{On: true}), room.ErrNoPermission)
		})
	}
}

func TestUndoGivesTheFloorBackToWhoHadItAndOpensNothing(t *testing.T) {
	w := everybodyOn(t)
	w.does("Dana", room.SetFloor{Mode: room.FloorOneVoice})
	w.invites("Ana")
	w.turnsOn("Ana")
	w.does("Dana", room.MuteAll{})
	w.does("Dana", room.Undo{Act: w.view("Dana").Undo.Number})
	is(t, "heard", w.heard("Ana"), []string(nil))
	is(t, "has the floor", w.view("Ana").You.HasFloor, true)
	w.turnsOn("Ana")
	w.does("Dana", room.SetFloor{Mode: room.FloorOpen})
	w.turnsOn("Ben")
	w.does("Dana", room.Undo{Act: w.view("Dana").Undo.Number})
	is(t, "what a milder floor had let through is closed again", w.heard("Ana", "Ben"), []string(nil))
}

func TestTemplates(t *testing.T) {
	for name, want := range modeOf {
		w := emptyRoom(t, func(g *room.Group) { g.Template, _ = room.ParseTemplate(string(name)) })
		w.comes("Dana")
		w.does("Dana", room.Start{Open: true})
		w.sits("Ana")
		is(t, string(name)+": the floor", w.view("Ana").Floor, want)
		muted := name == room.TemplatePsychoeducation
		is(t, string(name)+": may speak on entering", w.view("Ana").You.MaySpeak, !muted)
		w.invites("Ana")
		w.does("Ana", room.Leave{})
		w.sits("Ana")
		is(t, string(name)+": what staff gave outlasts another entry", w.view("Ana").You.MaySpeak, true)
	}
}

func TestAnotherTemplateOfTheGroupIsForItsNextSession(t *testing.T) {
	w := session(t, "Ana")
	g := w.Group()
	g.Template, _ = room.ParseTemplate("support")
	refused(t, "settings", w.SetGroup(w.now, g), nil)
	is(t, "now", w.view("Ana").Floor, room.FloorOpen)
	w.does("Dana", room.UseTemplate{Template: room.TemplateSkills})
	is(t, "as staff lead it", w.view("Ana").Floor, room.FloorHandFirst)
	w.does("Dana", room.End{})
	w.passes(time.Hour)
	w.comes("Dana")
	is(t, "the next one", w.view("Dana").Floor, room.FloorOneVoice)
}

func TestATemplateIsReadAsItIsWritten(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "process": "process@1", "skills@1": "skills@1", "skills@2": "refused", "skills@": "refused",
		"choir": "refused", "@1": "refused", "skills@01": "skills@1", "skills@-1": "refused",
	} {
		ref, err := room.ParseTemplate(text)
		got := ref.String()
		if err != nil {
			refused(t, text, err, room.ErrTemplate)
			got = "refused"
		}
		is(t, text, got, want)
	}
}

func TestASnapshotFromBeforeThereWasAFloorIsAsItsTemplateSays(t *testing.T) {
	old := []byte(`{"format":1,"running":true,"session":1,"seats":["person-Ana"],` +
		`"people":[{"person":"person-Ana","role":"client","visit":"visit-Ana","maySpeak":true,"microphone":true}]}`)
	r, err := room.Restore(emptyRoom(t).Group(), old, evening)
	if err != nil {
		t.Fatal(err)
	}
	view, _ := r.View(visitID("Ana"))
	is(t, "the floor", view.Floor, room.FloorOpen)
	is(t, "has the floor", view.You.HasFloor, true)
}

package room_test

import (
	"testing"
	"time"

	"alcove/room"

	"pgregory.net/rapid"
)

// turnsIn is a round of Ana, Ben and Fay in a mode. Nobody is on.
func turnsIn(t tester, mode room.FloorMode) *world {
	w := session(t, "Theo", "Ana", "Ben", "Fay", "Ines")
	w.does("Dana", room.SetFloor{Mode: mode})
	w.does("Dana", room.StartRound{})
	return w
}

// floorOf lists who of the clients has the floor, as they are told themselves.
func (w *world) floorOf() []string {
	var list []string
	for _, name := range []string{"Ana", "Ben", "Fay"} {
		if w.view(name).You.HasFloor {
			list = append(list, name)
		}
	}
	return list
}

func TestATurnGivesTheFloorAndItsEndTakesItBack(t *testing.T) {
	seen := func(w *world) int { return w.view("Dana").Restrictions }
	cases := map[string]struct {
		mode room.FloorMode
		do   func(w *world)
		want []string // who has the floor
	}{
		"one voice: whose turn it is":  {room.FloorOneVoice, func(*world) {}, []string{"Ana"}},
		"hand first: whose turn it is": {room.FloorHandFirst, func(*world) {}, []string{"Ana"}},
		"open: everybody anyway":       {room.FloorOpen, func(*world) {}, []string{"Ana", "Ben", "Fay"}},
		"cool-down stays cool-down":    {room.FloorCoolDown, func(*world) {}, nil},
		"the next one's turn":          {room.FloorOneVoice, func(w *world) { w.does("Ana", room.EndTurn{}) }, []string{"Ben"}},
		"after passing":                {room.FloorHandFirst, func(w *world) { w.does("Ana", room.PassTurn{}) }, []string{"Ben"}},
		"staff go on":                  {room.FloorHandFirst, func(w *world) { w.next() }, []string{"Ben"}},
		"after the last turn":          {room.FloorHandFirst, func(w *world) { w.next(); w.next(); w.next() }, nil},
		"a round that is stopped":      {room.FloorOneVoice, func(w *world) { w.does("Dana", room.StopRound{}) }, nil},
		"a turn that is taken back": {room.FloorHandFirst, func(w *world) {
			w.next()
			refused(w.t, "undo", w.undo(), nil)
		}, []string{"Ana"}},
		"who steps away gives it on":   {room.FloorOneVoice, func(w *world) { w.moment("Ana") }, []string{"Ben"}},
		"who leaves gives it on":       {room.FloorOneVoice, func(w *world) { w.vanishes("Ana"); w.next(); w.returns("Ana") }, []string{"Ben"}},
		"a lost line keeps it":         {room.FloorOneVoice, func(w *world) { w.vanishes("Ana"); w.returns("Ana") }, []string{"Ana"}},
		"another server keeps it":      {room.FloorOneVoice, func(w *world) { w.restarts(); w.returns("Dana", "Theo", "Ana", "Ben", "Fay", "Ines") }, []string{"Ana"}},
		"staff gave it to her already": {room.FloorHandFirst, func(w *world) { w.invites("Ben"); w.next(); w.next() }, []string{"Ben", "Fay"}},
		"one voice goes on with the turn": {room.FloorOneVoice, func(w *world) {
			w.invites("Fay")
			w.next()
		}, []string{"Ben"}},
		"not now to an invitation keeps the turn's floor": {room.FloorOneVoice, func(w *world) {
			w.invites("Ana")
			w.does("Ana", room.Decline{})
		}, []string{"Ana"}},
		"an end of the cool-down": {room.FloorCoolDown, func(w *world) {
			w.does("Dana", room.SetFloor{Mode: room.FloorOneVoice, Seen: seen(w)})
		}, []string{"Ana"}},
		"from open to one voice":     {room.FloorOpen, func(w *world) { w.does("Dana", room.SetFloor{Mode: room.FloorOneVoice}) }, []string{"Ana"}},
		"from one voice to the next": {room.FloorHandFirst, func(w *world) { w.invites("Ben"); w.does("Dana", room.SetFloor{Mode: room.FloorOneVoice}) }, []string{"Ana"}},

		// What staff do in it is stronger.
		"staff take it": {room.FloorHandFirst, func(w *world) { w.does("Theo", room.TakeFloor{Seat: w.seat("Ana")}) }, nil},
		"and it stays taken": {room.FloorHandFirst, func(w *world) {
			w.does("Theo", room.TakeFloor{Seat: w.seat("Ana")})
			w.does("Dana", room.SetFloor{Mode: room.FloorOneVoice})
		}, nil},
		"until they give it": {room.FloorHandFirst, func(w *world) { w.does("Theo", room.TakeFloor{Seat: w.seat("Ana")}); w.invites("Ana") }, []string{"Ana"}},
		"or the next turn":   {room.FloorHandFirst, func(w *world) { w.does("Theo", room.TakeFloor{Seat: w.seat("Ana")}); w.next() }, []string{"Ben"}},
		"staff mute her":     {room.FloorOneVoice, func(w *world) { w.does("Theo", room.Mute{Seat: w.seat("Ana")}) }, nil},
		"everyone may unmute is no floor": {room.FloorOneVoice, func(w *world) {
			w.does("Theo", room.Mute{Seat: w.seat("Ana")})
			w.does("Dana", room.AllowAll{Seen: seen(w)})
		}, nil},
		"staff give it to another": {room.FloorOneVoice, func(w *world) { w.invites("Fay") }, []string{"Fay"}},
		"a mute of all that is taken back": {room.FloorHandFirst, func(w *world) {
			w.does("Dana", room.MuteAll{})
			w.does("Dana", room.Undo{Act: w.view("Dana").Undo.Number})
		}, []string{"Ana"}},
		"and her turn over meanwhile": {room.FloorHandFirst, func(w *world) {
			w.does("Dana", room.MuteAll{})
			w.does("Ana", room.PassTurn{})
			w.does("Dana", room.Undo{Act: w.view("Dana").Undo.Number})
		}, []string{"Ben"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := turnsIn(t, c.mode)
			c.do(w)
			is(t, "the floor", w.floorOf(), c.want)
			is(t, "heard", w.heard("Ana", "Ben", "Fay"), []string(nil))
			w.settles()
			is(t, "the floor, once more", w.floorOf(), c.want)
		})
	}
}

// settles lets something happen that changes nothing.
func (w *world) settles() { w.does("Dana", room.LowerHand{}) }

func TestATurnOpensNoMicrophoneAndItsEndClosesIt(t *testing.T) {
	for _, mode := range []room.FloorMode{room.FloorHandFirst, room.FloorOneVoice} {
		w := turnsIn(t, mode)
		w.does("Ana", room.BeginTurn{})
		is(t, "heard by the turn", w.heard("Ana", "Ben", "Fay"), []string(nil))
		w.turnsOn("Ana")
		is(t, "heard by her own press", w.heard("Ana", "Ben", "Fay"), []string{"Ana"})
		refused(t, "Ben", w.asks("Ben", room.SetMicrophone{On: true}), room.ErrFloor)
		w.does("Ana", room.EndTurn{})
		is(t, "heard after it", w.heard("Ana", "Ben", "Fay"), []string(nil))
		refused(t, "Ana", w.asks("Ana", room.SetMicrophone{On: true}), room.ErrFloor)
		w.turnsOn("Ben")
		is(t, "heard", w.heard("Ana", "Ben", "Fay"), []string{"Ben"})
	}
}

// Whoever has no permission to speak has a turn like everybody else, and not the floor: a mute is stronger.
func TestATurnUnmutesNobody(t *testing.T) {
	w := session(t, "Theo", "Ana", "Ben")
	w.does("Dana", room.SetFloor{Mode: room.FloorOneVoice})
	w.does("Dana", room.Mute{Seat: w.seat("Ana")})
	w.does("Dana", room.StartRound{})
	is(t, "it is her turn", w.turn(), "Ana")
	is(t, "has the floor", w.view("Ana").You.HasFloor, false)
	refused(t, "Ana", w.asks("Ana", room.SetMicrophone{On: true}), room.ErrNoPermission)
	w.does("Dana", room.AllowAll{Seen: w.view("Dana").Restrictions}) // she was muted before her turn, not in it
	is(t, "with the permission comes the floor", w.view("Ana").You.HasFloor, true)
	is(t, "heard", w.heard("Ana"), []string(nil))
	w.does("Ana", room.PassTurn{})
	is(t, "after it", w.view("Ana").You.HasFloor, false)
}

func TestWhatATurnGivesTakesTheVoiceFromWhoHadItAndTellsWhoGivesItAtOnce(t *testing.T) {
	w := session(t, "Theo", "Ana", "Ben")
	w.does("Dana", room.SetFloor{Mode: room.FloorOneVoice})
	w.invites("Ben")
	w.turnsOn("Ben")
	before := w.view("Theo").Restrictions
	w.does("Dana", room.StartRound{})
	is(t, "heard", w.heard("Ana", "Ben"), []string(nil))
	refused(t, "Theo hadn't seen it", w.asks("Theo", room.Invite{Seat: w.seat("Ben"), Seen: before}), room.ErrMeanwhile)
	w.does("Theo", room.Invite{Seat: w.seat("Ben"), Seen: w.view("Theo").Restrictions})
	is(t, "the floor", w.view("Ben").You.HasFloor, true)
}

func TestAFloorThatBringsATurnCanBeTakenBack(t *testing.T) {
	w := turnsIn(t, room.FloorOpen)
	w.does("Dana", room.SetFloor{Mode: room.FloorOneVoice})
	act := w.view("Dana").Undo
	is(t, "offered", act.Act, room.ActFloor)
	w.does("Dana", room.Undo{Act: act.Number})
	is(t, "the floor", w.view("Ana").Floor, room.FloorOpen)
}

// Dana goes on while Theo takes something away: in either order the one who is held back isn't heard.
func TestOfATurnAndAStricterActAtOnceTheStricterWins(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		mode := rapid.SampledFrom([]room.FloorMode{room.FloorHandFirst, room.FloorOneVoice}).Draw(rt, "mode")
		acts := map[string]func(w *world) room.Command{
			"a mute":        func(w *world) room.Command { return room.Mute{Seat: w.seat("Ben")} },
			"a mute of all": func(*world) room.Command { return room.MuteAll{} },
			"a cool-down":   func(*world) room.Command { return room.SetFloor{Mode: room.FloorCoolDown} },
		}
		act := acts[rapid.SampledFrom([]string{"a mute", "a mute of all", "a cool-down"}).Draw(rt, "act")]
		theoFirst := rapid.Bool().Draw(rt, "Theo first")
		w := turnsIn(rt, mode)
		goOn := room.NextTurn{Seat: w.seat("Ana")}
		if theoFirst {
			w.does("Theo", act(w))
			w.does("Dana", goOn)
		} else {
			w.does("Dana", goOn)
			w.does("Theo", act(w))
		}
		is(rt, "it is Ben's turn", w.turn(), "Ben")
		is(rt, "the floor", w.view("Ben").You.HasFloor, false)
		w.passes(time.Second)
		is(rt, "and a little later", w.view("Ben").You.HasFloor, false)
	})
}

func TestARoundThatWasSavedBeforeTurnsGaveTheFloorGivesItOnceRestored(t *testing.T) {
	old := []byte(`{"format":1,"running":true,"session":1,"seats":["person-Ana"],"floor":{"mode":"one-voice","template":"support@1"},` +
		`"people":[{"person":"person-Ana","role":"client","visit":"visit-Ana","maySpeak":true}],` +
		`"round":{"prompt":"","queue":["person-Ana"],"open":"2026-03-10T18:00:00Z"}}`)
	r, err := room.Restore(emptyRoom(t).Group(), old, evening)
	if err != nil {
		t.Fatal(err)
	}
	view, _ := r.View(visitID("Ana"))
	is(t, "whose turn", view.Round.Turn, room.SeatNumber(1))
	is(t, "has the floor", view.You.HasFloor, true)
}
